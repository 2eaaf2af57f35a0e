"""The best mix for each set of values, as text and as records."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import Verdict, grade_of
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.triangle.table import mix_text, named_mix
from tillitsim.studies.values.analysis import MATTERS, Best, Valued
from tillitsim.studies.values.profiles import Profile
from tillitsim.view.numbers import decimal, percent, signed
from tillitsim.view.run_text import made_from
from tillitsim.view.sureness import calibration_note, grade_word, scale_note
from tillitsim.view.table import Cell
from tillitsim.view.text import capital, title_of

NAMED = 3
"""Mixes of a region that are named."""


def values_title(found: Valued, language: str) -> str:
    """The finding in a sentence: one mix for all values, or another for each."""
    _ = translator(language)
    names = {"service": title_of(found.scenario, language)}
    bests = [found.best(each) for each in found.profiles]
    shared = np.logical_and.reduce([best.region for best in bests])
    if not shared.any():
        text = _("{service}: which mix is best depends on what is valued")
    elif min(float(best.often[shared].sum()) for best in bests) > 0.5:
        text = _("{service}: some mixes are among the best whatever is valued")
    else:
        text = _("{service}: which mix is best is not known well enough to tell values apart")
    return text.format(**names)


def gain_words(verdict: Verdict, language: str) -> str:
    """``very likely better than today``."""
    _ = translator(language)
    if verdict.grade is None:
        return _("not known")
    word = grade_word(verdict.grade, language)
    texts = {
        "higher": _("{grade} better than today"),
        "lower": _("{grade} worse than today"),
        "none": _("{grade} no gain that matters over today"),
        "same": _("the same as today"),
    }
    return texts.get(verdict.way, _("about as likely better than today as not")).format(grade=word)


def region_text(found: Valued, best: Best, language: str) -> str:
    """Where the best mix may lie, those first at which it is most often."""
    _ = translator(language)
    order = np.argsort(-best.often, kind="stable")[: min(NAMED, int(best.region.sum()))]
    named = ", ".join(
        f"{mix_text(found.mixes[i], language)} ({percent(float(best.often[i]), language)})"
        for i in order
    )
    return _("{some} of {all} mixes, most often {named}").format(
        some=int(best.region.sum()), all=len(found.mixes), named=named
    )


def weights_text(profile: Profile, language: str) -> str:
    """``good meetings 25%, can 15%, ...``."""
    return ", ".join(
        f"{OUTCOMES[name].label(language)} {percent(weight, language)}"
        for name, weight in sorted(profile.weights.items(), key=lambda item: -item[1])
    )


def values_table(
    found: Valued, language: str, heading: Callable[[str], str] = lambda text: text
) -> str:
    """All of it as text: the best mix for each, what it costs the others, where they meet."""
    _ = translator(language)
    lines = [heading(values_title(found, language)), ""]
    for profile in found.profiles:
        lines += [*_profile_lines(found, profile, language, heading), ""]
    if len(found.profiles) > 1:
        lines += [*_between(found, language, heading), ""]
    return "\n".join([*lines, *values_notes(found, language), origin(found, language)]) + "\n"


def _profile_lines(
    found: Valued, profile: Profile, language: str, heading: Callable[[str], str]
) -> list[str]:
    _ = translator(language)
    best = found.best(profile)
    point = int(np.argmax(best.often))
    gain = best.gain
    lines = [heading(capital(profile.title(language)))]
    if profile.says:
        lines.append(f"  {profile.says[language]}")
    lines += [
        _("  valued: {weights}").format(weights=weights_text(profile, language)),
        _("  best mix: {mix}, {grade} (in {share} of {sets} sets of assumptions)").format(
            mix=named_mix(found.mixes[point], language),
            grade=grade_word(grade_of(best.share), language),
            share=percent(best.share, language),
            sets=len(found.outcomes),
        ),
        _("  it may lie at {region}").format(region=region_text(found, best, language)),
        _("  {words}: {median} points of 100 (nine in ten: {low} to {high})").format(
            words=gain_words(best.verdict, language),
            median=signed(gain.median, 0, language),
            low=signed(gain.low, 0, language),
            high=signed(gain.high, 0, language),
        ),
    ]
    return lines


def _between(found: Valued, language: str, heading: Callable[[str], str]) -> list[str]:
    """What the best mix for one loses by the values of another."""
    _ = translator(language)
    lines = [heading(_("What the best mix for one loses by another's values, points of 100"))]
    regrets = found.regrets()
    for i, best_for in enumerate(found.profiles):
        lost = ", ".join(
            f"{other.title(language)} {decimal(regrets[i, j], 0, language)}"
            for j, other in enumerate(found.profiles)
            if i != j
        )
        lines.append(
            _("  best for {name}: {lost}").format(name=best_for.title(language), lost=lost)
        )
    point, worst = found.compromise()
    lines.append(
        _("  where they meet: {mix}, at which nobody loses more than {points}").format(
            mix=named_mix(found.mixes[point], language), points=decimal(worst, 0, language)
        )
    )
    return lines


def values_notes(found: Valued, language: str) -> list[str]:
    """How to read it, a sentence each."""
    _ = translator(language)
    order = " / ".join(_(each) for each in PRINCIPLES)
    return [
        _("Mixes are {order}.").format(order=order),
        _(
            "Points: 0 is the service as it is steered today; 100 is the way from the worst to the"
            " best that the mixes make of everything that is valued. Less than {matters} points"
            " is no difference that matters."
        ).format(matters=decimal(MATTERS, 0, language)),
        _(
            "How often a mix is best, and the gain, are told of mixes that were chosen under other"
            " assumptions than those they are judged by, since the best of many looks better than"
            " it is."
        ),
        scale_note(language),
        calibration_note(language, calibrated=found.calibrated, own=bool(found.scenario.ensemble)),
        _("The weights of the profiles are assumed; weigh for yourself with --weights."),
    ]


def origin(found: Valued, language: str) -> str:
    """Months that count, seed, hash and version."""
    return made_from(found.scenario, found.seed, language)


def values_records(found: Valued) -> list[dict[str, Cell]]:
    """One record a profile and mix: shares, mean score, how often it is best, in the region."""
    records: list[dict[str, Cell]] = []
    for profile in found.profiles:
        best, scores = found.best(profile), found.scores(profile).mean(axis=0)
        for i, mix in enumerate(found.mixes):
            records.append(
                {
                    "profile": profile.name,
                    **{f"mix.{p}": float(mix[k]) for k, p in enumerate(PRINCIPLES)},
                    "score": float(scores[i]),
                    "best_often": float(best.often[i]),
                    "in_region": bool(best.region[i]),
                }
            )
    return records
