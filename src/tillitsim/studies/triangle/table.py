"""The steering triangle as text and as records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tillitsim import __version__
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.scenario.instruments import PRINCIPLES
from tillitsim.studies.triangle.analysis import Best, Triangle
from tillitsim.view.map_words import WORDS
from tillitsim.view.numbers import decimal, number_or_none, percent
from tillitsim.view.run_text import counted
from tillitsim.view.text import capital, title_of
from tillitsim.view.words import words

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
    own = words(language)
    inside = found.mixes[best.region]
    text = WORDS[language].region_size.format(len(inside), len(found.mixes))
    if len(inside) <= FEW:
        shares = best.often[best.region]
        order = np.argsort(-shares, kind="stable")
        return text + ", ".join(
            WORDS[language].region_mix.format(
                mix_text(inside[k], language), percent(float(shares[k]), language)
            )
            for k in order
        )
    return text + ", ".join(
        WORDS[language].region_range.format(
            getattr(own, principle),
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
    own = WORDS[language]
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
        own.trade_off.format(
            best=OUTCOMES[best].label(language),
            share=percent(float(share), language),
            lost=OUTCOMES[lost].label(language),
        )
        for share, best, lost in sorted(pairs, reverse=True)
    ]
    return sentences[:most] or [own.no_trade_off]


def triangle_notes(found: Triangle, language: str) -> list[str]:
    """How to read the triangle, a sentence each."""
    own = WORDS[language]
    lines = [own.note_triangle.format(n=found.values.shape[1])]
    if not len(found.in_worlds):
        return [*lines, own.note_no_worlds]
    draws, worlds = len(found.draws(next(iter(OUTCOMES)))), len(found.in_worlds) + 1
    lines.append(own.note_draws.format(draws=draws, worlds=worlds))
    return [*lines, own.note_calibrated if found.calibrated else own.note_not_calibrated]


def origin(found: Triangle, language: str) -> str:
    """Months that count, seed, hash and version."""
    made = WORDS[language].origin.format(found.seed, found.scenario.digest, __version__)
    return f"{counted(found.scenario, language)} · {made}"


def triangle_table(
    found: Triangle,
    outcomes: Sequence[str],
    language: str,
    heading: Callable[[str], str] = lambda text: text,
) -> str:
    """Where each outcome is best, how sure that is, what it costs in the others."""
    own = WORDS[language]
    lines = [heading(own.triangle.format(title_of(found.scenario, language)))]
    between = words(language).interval_from_to
    for each in outcomes:
        outcome = OUTCOMES[each]
        lines += ["", heading(f"{capital(outcome.label(language))} ({outcome.reading(language)})")]
        if is_flat(found, each):
            lines.append(f"  {own.flat}: {shown(found.span(each)[0], outcome, language)}")
            continue
        best = found.best(each)
        value = shown(best.mean, outcome, language)
        edges = between.format(
            shown(best.low, outcome, language), shown(best.high, outcome, language)
        )
        lines += [
            f"  {own.best_mix}: {mix_text(found.mixes[best.point], language)}",
            f"  {own.value}: {value} ({edges})",
            f"  {own.region}: {region_text(found, best, language)}",
        ]
        at = [f"{name} {shown(found.at(name, each), outcome, language)}" for name in found.marked]
        if at:
            lines.append(f"  {own.marked}: {'; '.join(at)}")
    if costs := losses(found, outcomes, language):
        lines += ["", heading(own.trade_offs), *(f"  {text}" for text in costs)]
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
