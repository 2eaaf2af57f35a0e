"""The steering triangle as text and as records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.statistics.likelihood import FEWEST
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.triangle.analysis import Best, Triangle
from tillitsim.view.numbers import decimal, number_or_none, percent
from tillitsim.view.run_text import made_from
from tillitsim.view.sureness import calibration_note, grade_word
from tillitsim.view.table import Cell
from tillitsim.view.text import capital, title_of

LEAST_LOSS, MOST_LOSSES = 0.1, 6
"""Losses smaller than this share of the range are not worth a sentence; nor are many sentences."""

FEW = 4
"""Mixes of a region that are named one by one; more are told by their ranges."""


def shown(value: float, outcome: Outcome, language: str) -> str:
    """A raw value as its reading's number."""
    return decimal(value * outcome.factor, outcome.digits, language)


def mix_text(mix: Sequence[float], language: str) -> str:
    """``10% / 30% / 60%``."""
    return " / ".join(percent(share, language) for share in mix)


def named_mix(mix: Sequence[float], language: str) -> str:
    """``competition 10%, regulation 30%, trust 60%``: in a sentence that may be quoted alone."""
    _ = translator(language)
    return ", ".join(
        f"{_(principle)} {percent(share, language)}"
        for principle, share in zip(PRINCIPLES, mix, strict=True)
    )


def region_text(found: Triangle, best: Best, language: str) -> str:
    """The mixes of the region with how often each is as good, or from where to where they go."""
    _ = translator(language)
    inside = found.mixes[best.region]
    text = _("{} of {} mixes: ").format(len(inside), len(found.mixes))
    if len(inside) <= FEW:
        shares = best.often[best.region]
        order = np.argsort(-shares, kind="stable")
        return text + ", ".join(
            _("{} ({} of the runs)").format(
                mix_text(inside[k], language), percent(float(shares[k]), language)
            )
            for k in order
        )
    return text + ", ".join(
        _("{} {} to {}").format(
            _(principle),
            percent(float(inside[:, i].min()), language),
            percent(float(inside[:, i].max()), language),
        )
        for i, principle in enumerate(PRINCIPLES)
    )


def best_text(found: Triangle, outcome: str, language: str) -> str:
    """What is known of the best mix, in words that text and picture share."""
    _ = translator(language)
    best = found.best(outcome)
    where = named_mix(found.mixes[best.point], language)
    if best.alike:
        return _("no mix is likely to make a difference that matters")
    if best.grade is None:
        return _("too few other plausible assumptions were asked to name a best mix")
    if not best.likely:
        return _("no mix is likely to be as good as the best; most often {mix}, {share}").format(
            mix=where, share=percent(best.share, language)
        )
    return _("{mix} is {grade} as good as the best, {share}").format(
        mix=where, grade=grade_word(best.grade, language), share=percent(best.share, language)
    )


def is_flat(found: Triangle, outcome: str) -> bool:
    """Whether an outcome is the same at every mix."""
    low, high = found.span(outcome)
    return not high - low >= 1e-12


def losses(
    found: Triangle, outcomes: Sequence[str], language: str, most: int = MOST_LOSSES
) -> list[str]:
    """Trade-offs worth a sentence, the largest first, ``most`` of them at most.

    Of an outcome for which no mix is likely to be best, nothing is said that such a mix costs.
    """
    _ = translator(language)
    kept = [name for name in outcomes if not is_flat(found, name)]
    chosen = {name for name in kept if found.best(name).likely}
    if len(kept) < 2 or not chosen:
        return []
    table = found.trade_offs(kept)
    pairs = [
        (table[i, j], kept[i], kept[j])
        for i in range(len(kept))
        for j in range(len(kept))
        if i != j and kept[i] in chosen and table[i, j] >= LEAST_LOSS
    ]
    sentences = [
        _("The best mix for {best} loses {share} of {lost}.").format(
            best=OUTCOMES[best].label(language),
            share=percent(float(share), language),
            lost=OUTCOMES[lost].label(language),
        )
        for share, best, lost in sorted(pairs, reverse=True)
    ]
    return sentences[:most] or [
        _("Every outcome shown loses less than a tenth at the others' best mixes.")
    ]


def triangle_notes(found: Triangle, language: str) -> list[str]:
    """How to read the triangle, a sentence each."""
    _ = translator(language)
    if len(found.in_sets) < FEWEST:
        return [
            _(
                "Colours: default values alone, {n} runs. Too few other plausible assumptions were"
                " asked to say which mix is best."
            ).format(n=found.values.shape[1])
        ]
    return [
        _(
            "Colours: the median of {draws} runs of each mix, under {sets} sets of other plausible"
            " assumptions, chance included. Star: the mix that is as good as the best most often,"
            " full where that is at least likely. Dots: mixes that are as good as the best in a"
            " third of the runs or more; full: likely. As good means within what matters. Diamond:"
            " the best mix with default values."
        ).format(draws=len(found.draws(next(iter(OUTCOMES)))), sets=len(found.in_sets)),
        _(
            "What is chosen as the best is flattered by the choice: its share and its value are"
            " read on the half of the assumptions that it was not chosen on."
        ),
        calibration_note(language, calibrated=found.calibrated, own=bool(found.scenario.ensemble)),
    ]


def origin(found: Triangle, language: str) -> str:
    """Months that count, seed, hash and version."""
    return made_from(found.scenario, found.seed, language)


def triangle_table(
    found: Triangle,
    outcomes: Sequence[str],
    language: str,
    heading: Callable[[str], str] = lambda text: text,
) -> str:
    """Where each outcome is best, how sure that is, what it costs in the others."""
    _ = translator(language)
    lines = [heading(_("The steering triangle: {}").format(title_of(found.scenario, language)))]
    between = _("{} to {}")
    for each in outcomes:
        outcome = OUTCOMES[each]
        lines += ["", heading(f"{capital(outcome.label(language))} ({outcome.reading(language)})")]
        if is_flat(found, each):
            lines.append(
                f"  {_('the same everywhere')}: {shown(found.span(each)[0], outcome, language)}"
            )
            continue
        best = found.best(each)
        value = shown(best.value, outcome, language)
        low, high = (shown(edge, outcome, language) for edge in found.span(each))
        default, known = (
            mix_text(found.mixes[best.default], language),
            best_text(found, each, language),
        )
        lines += [
            f"  {_('Best mix (competition / regulation / trust)')}: {known}",
            f"  {_('Value there, as read where it was not chosen')}: {value}",
            f"  {_('Over all mixes, medians')}: {between.format(low, high)}",
            f"  {_('May be best')}: {region_text(found, best, language)}",
            f"  {_('Best with default values')}: {default}",
        ]
        at = [f"{name} {shown(found.at(name, each), outcome, language)}" for name in found.marked]
        if at:
            lines.append(f"  {_('At named mixes')}: {'; '.join(at)}")
    if costs := losses(found, outcomes, language):
        lines += [
            "",
            heading(
                _("What choosing one outcome's best mix costs in another (of all that can be lost)")
            ),
            *(f"  {text}" for text in costs),
        ]
    lines += ["", *triangle_notes(found, language), origin(found, language)]
    return "\n".join(lines) + "\n"


def triangle_records(found: Triangle, outcomes: Sequence[str]) -> list[dict[str, Cell]]:
    """One record a mix: its shares, each outcome's median, and how often it is as good as the best.

    Raw values; a median without a case is None.
    """
    levels = {name: found.level(name) for name in outcomes}
    often = {name: found.best(name).often for name in outcomes}
    return [
        {
            **{f"mix.{p}": float(mix[k]) for k, p in enumerate(PRINCIPLES)},
            **{name: number_or_none(levels[name][i]) for name in outcomes},
            **{f"{name}.best": float(often[name][i]) for name in outcomes},
        }
        for i, mix in enumerate(found.mixes)
    ]


def best_records(found: Triangle, outcomes: Sequence[str]) -> dict[str, dict[str, object]]:
    """What is known of the best mix for each outcome: the same as text and picture say."""
    records: dict[str, dict[str, object]] = {}
    for name in outcomes:
        best = found.best(name)
        records[name] = {
            "mix": found.mixes[best.point].tolist(),
            "share": best.share,
            "grade": None if best.grade is None else best.grade.value,
            "likely": best.likely,
            "value": number_or_none(best.value),
            "may_be_best": int(best.region.sum()),
            "best_with_default_values": found.mixes[best.default].tolist(),
        }
    return records
