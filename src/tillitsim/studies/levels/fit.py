"""The response style that published answers ask for: four sizes, the same for all sectors.

    minimise  sum_f rho(((x_f(style) - m_f) / h_f)^2)      rho(z) = 2 (sqrt(1 + z) - 1)

    where x_f is the model's number of fact f under a style, m_f the middle and h_f half the width
    of its tolerance. Only levels that answers decide are fitted; orderings, which must come out of
    the model, are left to test the style, and so is every sector by the style of the others.

Source   robust least squares: Huber (1964)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from tillitsim.studies.levels.readings import Judged, value_of
from tillitsim.studies.levels.sample import Numbers, Sample
from tillitsim.studies.levels.survey import RANGES, Style

Samples = Sequence[Mapping[str, Sample]]
"""One mapping of services a replicate."""
OTHER = Style(leniency=0.0, stretch=0.5, halo=2.0, noise=1.5)
"""A style that is unlike any that is used, to see which facts answers decide."""
STEP = 0.05
"""Step of a derivative, relative: shares of people move in steps themselves."""
MOST_ITERATIONS = 15


@dataclass(frozen=True)
class Fit:
    """A style, the facts that it was fitted to, and how many of them lie inside.

    ``apart`` is how many lie inside when the style is fitted to the other sectors only.
    """

    style: Style
    facts: tuple[str, ...]
    inside: int
    apart: int


def fit(facts: Sequence[Judged], samples: Samples) -> Fit:
    """The style that suits the levels among some facts best, fitted once to all sectors."""
    asked = decided_by_answers(facts, samples)
    style = best(asked, samples)
    apart = 0
    for sector in {each.fact.sector for each in asked}:
        others = [each for each in asked if each.fact.sector != sector]
        own = [each for each in asked if each.fact.sector == sector]
        apart += inside(own, samples, best(others, samples))
    return Fit(style, tuple(each.fact.id for each in asked), inside(asked, samples, style), apart)


def decided_by_answers(facts: Sequence[Judged], samples: Samples) -> list[Judged]:
    """Levels with a tolerance on both sides whose number depends on how people answer."""
    levels = [
        each
        for each in facts
        if each.fact.kind == "level" and each.fact.tolerance and math.isfinite(sum(each.tolerance))
    ]
    one, other = numbers(levels, samples, Style()), numbers(levels, samples, OTHER)
    moved = np.isfinite(one) & np.isfinite(other) & (one != other)
    return [each for each, does in zip(levels, moved, strict=True) if does]


def best(facts: Sequence[Judged], samples: Samples) -> Style:
    """The style with the least misfit, within the ranges of its sizes."""
    from scipy.optimize import least_squares  # noqa: PLC0415 - only a fit needs it

    lows, highs = (np.array([each.tolerance[end] for each in facts]) for end in (0, 1))

    def misfit(sizes: Numbers) -> Numbers:
        found = numbers(facts, samples, Style(*(float(size) for size in sizes)))
        off = (found - 0.5 * (lows + highs)) / (0.5 * (highs - lows))
        return np.asarray(np.nan_to_num(off), np.float64)

    ranges = np.array(list(RANGES.values())).T
    found = least_squares(
        misfit,
        astuple(Style()),
        bounds=(ranges[0], ranges[1]),
        loss="soft_l1",
        diff_step=STEP,
        max_nfev=MOST_ITERATIONS,
    )
    return Style(*(round(float(size), 2) for size in found.x))


def numbers(facts: Sequence[Judged], samples: Samples, style: Style) -> Numbers:
    """Every fact's number under a style, the mean over replicates."""
    answering = [
        {name: replace(one, style=style) for name, one in services.items()} for services in samples
    ]
    rows = [[value_of(each.fact, each.statistic, of) for each in facts] for of in answering]
    return np.asarray(np.mean(rows, axis=0), np.float64)


def inside(facts: Sequence[Judged], samples: Samples, style: Style) -> int:
    """How many facts lie inside their tolerance under a style."""
    found = numbers(facts, samples, style)
    return sum(
        each.tolerance[0] <= value <= each.tolerance[1]
        for each, value in zip(facts, found, strict=True)
    )
