"""How sure something is, in words: the same in every table and picture."""

from __future__ import annotations

from tillitsim.locale import N_, translator
from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.likelihood import SCALE, Grade, Verdict
from tillitsim.view.numbers import percent

WAYS = {"higher": N_("{grade} higher"), "lower": N_("{grade} lower")}
OPEN = {
    "higher": N_("about as likely higher as not"),
    "lower": N_("about as likely lower as not"),
    "none": N_("about as likely as not to matter"),
}
ALONE = {
    "higher": N_("default values only: higher"),
    "lower": N_("default values only: lower"),
    "none": N_("default values only: too small to matter"),
    "unknown": N_("not known"),
}
"""Where no other plausible assumptions were asked."""


def worth_of(outcome: Outcome, verdict: Verdict) -> int:
    """+1 for what is likely better, -1 for likely worse, 0 for all else: by the outcome's own."""
    return outcome.better * verdict.sign


def words_of(outcome: Outcome, verdict: Verdict, language: str) -> str:
    """``very likely higher, better``; ``about as likely higher as not``; ``exactly the same``."""
    _ = translator(language)
    if verdict.way == "same":
        return _("exactly the same")
    if verdict.grade is None:
        return _(ALONE[verdict.way])
    if verdict.way == "none":
        return _("{grade} no difference that matters").format(grade=_(verdict.grade.value))
    if verdict.way == "unknown":
        return _(OPEN[_leading(verdict)])
    text = _(WAYS[verdict.way]).format(grade=_(verdict.grade.value))
    worth = worth_of(outcome, verdict)
    return f"{text}, {_('better') if worth > 0 else _('worse')}" if worth else text


def share_of(verdict: Verdict, language: str) -> str:
    """``96%`` of the draws agree; where nothing is likely, who says what."""
    _ = translator(language)
    if verdict.grade is None:
        return "\N{EN DASH}"
    if verdict.way != "unknown":
        return percent(verdict.share, language)
    return _("{higher} higher, {lower} lower").format(
        higher=percent(verdict.higher, language), lower=percent(verdict.lower, language)
    )


def is_weighty(verdict: Verdict) -> bool:
    """Whether a picture may draw something full: it is at least likely."""
    return bool(verdict.sign)


def grade_word(grade: Grade, language: str) -> str:
    """The word for a grade."""
    return translator(language)(grade.value)


def scale_note(language: str) -> str:
    """What the words mean."""
    _ = translator(language)
    return _(
        "Very likely: at least {very} of them agree; likely: at least {likely}; about as likely as"
        " not: at least {half}; unlikely: fewer. Smaller than what is stated to matter for the"
        " outcome is no difference that matters."
    ).format(
        **{
            name: percent(least, language)
            for name, (least, _grade) in zip(("very", "likely", "half"), SCALE, strict=False)
        }
    )


def silence_note(language: str) -> str:
    """Why some means have no interval."""
    _ = translator(language)
    return _(
        "A mean without an interval: most runs are alike, so that those at hand cannot say how far"
        " chance moves the others; ask for more."
    )


def calibration_note(language: str, *, calibrated: bool, own: bool = False) -> str:
    """Where the other assumptions come from; ``own`` if a service's own levels weighed them."""
    _ = translator(language)
    if own:
        return _(
            "For services that look like yours: the other assumptions are weighed by how well they"
            " give the levels that you know of it."
        )
    return (
        _(
            "The other assumptions are not implausible beside the published findings that the model"
            " is fitted to."
        )
        if calibrated
        else _("The other assumptions are spread over all that is plausible, not yet calibrated.")
    )


def _leading(verdict: Verdict) -> str:
    shares = {"higher": verdict.higher, "lower": verdict.lower, "none": verdict.none}
    return max(shares, key=lambda each: shares[each])
