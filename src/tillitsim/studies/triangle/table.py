"""The steering triangle as text and as records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.scenario.instruments import PRINCIPLES
from tillitsim.studies.triangle.analysis import Best, Triangle
from tillitsim.view.numbers import decimal, number_or_none, percent
from tillitsim.view.run_text import counted
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


def region_text(found: Triangle, best: Best, language: str) -> str:
    """The mixes of the region with how often each is best, or from where to where they go."""
    _ = translator(language)
    inside = found.mixes[best.region]
    text = _("{} of {} mixes: ").format(len(inside), len(found.mixes))
    if len(inside) <= FEW:
        shares = best.often[best.region]
        order = np.argsort(-shares, kind="stable")
        return text + ", ".join(
            _("{} ({} of the draws)").format(
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


def is_flat(found: Triangle, outcome: str) -> bool:
    """Whether an outcome is the same at every mix."""
    low, high = found.span(outcome)
    return not high - low >= 1e-12


def losses(
    found: Triangle, outcomes: Sequence[str], language: str, most: int = MOST_LOSSES
) -> list[str]:
    """Trade-offs worth a sentence, the largest first, ``most`` of them at most."""
    _ = translator(language)
    kept = [name for name in outcomes if not is_flat(found, name)]
    if len(kept) < 2:
        return []
    table = found.trade_offs(kept)
    pairs = [
        (table[i, j], kept[i], kept[j])
        for i in range(len(kept))
        for j in range(len(kept))
        if i != j and table[i, j] >= LEAST_LOSS
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
    lines = [
        _(
            "Star: the mix with the best mean of {n} runs. Dots: where the best mix"
            " lies in nine of ten draws, larger where more often; many dots mean that"
            " the best mix is not known."
        ).format(n=found.values.shape[1])
    ]
    if not len(found.in_worlds):
        return [*lines, _("No other worlds were asked: the dots show chance only.")]
    draws, worlds = len(found.draws(next(iter(OUTCOMES)))), len(found.in_worlds) + 1
    lines.append(
        _("A draw is one run in one world; there are {draws} of them, in {worlds} worlds.").format(
            draws=draws, worlds=worlds
        )
    )
    return [
        *lines,
        _(
            "The worlds are not implausible beside the published findings that the"
            " model is fitted to."
        )
        if found.calibrated
        else _("The worlds are prior draws, not yet calibrated."),
    ]


def origin(found: Triangle, language: str) -> str:
    """Months that count, seed, hash and version."""
    _ = translator(language)
    made = _("seed {} · scenario {} · tillitsim {}").format(
        found.seed, found.scenario.digest, __version__
    )
    return f"{counted(found.scenario, language)} · {made}"


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
        value = shown(best.mean, outcome, language)
        edges = between.format(
            shown(best.low, outcome, language), shown(best.high, outcome, language)
        )
        where = mix_text(found.mixes[best.point], language)
        region = region_text(found, best, language)
        lines += [
            f"  {_('Best mix (competition / regulation / trust)')}: {where}",
            f"  {_('Value there, 95% (chance)')}: {value} ({edges})",
            f"  {_('Where the best may lie (9 of 10 draws)')}: {region}",
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


def triangle_records(found: Triangle, outcomes: Sequence[str]) -> list[dict[str, Any]]:
    """One record a mix: shares, means and how often each outcome is best there (raw values).

    A mean without a case is None.
    """
    means = {name: found.mean(name) for name in outcomes}
    often = {name: found.best(name).often for name in outcomes}
    return [
        {f"mix.{p}": float(mix[k]) for k, p in enumerate(PRINCIPLES)}
        | {name: number_or_none(means[name][i]) for name in outcomes}
        | {f"{name}.best": float(often[name][i]) for name in outcomes}
        for i, mix in enumerate(found.mixes)
    ]
