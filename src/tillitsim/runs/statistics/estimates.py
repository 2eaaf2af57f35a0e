"""Estimates of outcomes over runs: what kind of number an outcome is decides how it is estimated.

A ratio is a total over a total, of all runs together; a share of what is counted has an interval
that is never narrower than its counts allow; where chance leaves most runs alone, so that those at
hand cannot say how far it moves the others, no interval is told; and none leaves what is possible
or is narrower than the last digit that is told. Every table and picture of runs, of comparisons and
of sweeps takes its estimates here. How often they hold the truth: ``docs/explanation/coverage.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.intervals import (
    Estimate,
    count_difference,
    count_interval,
    paired_difference,
    ratio_values,
    t_interval,
)

Values = NDArray[np.float64]

ABOVE, BELOW = 0, 1
"""Where events, or what is above a ratio's line, and cases, or what is below it, are in counts."""

LEVEL = 0.98
"""Of Student's t in what is told as 95%: of skewed outcomes few runs hold less than it says."""

ALIKE = 0.1
"""Runs are alike that differ by less than this part of the last digit that is told."""

ENOUGH = 8
"""Runs that are all alike from which on that is told as it is."""


class Ends(NamedTuple):
    """Both ends of intervals, (..., outcomes), which are moved in place."""

    low: Values
    high: Values

    def widen(self, i: int, ends: tuple[Values, Values]) -> None:
        """Move the ends of an outcome, where there are some, apart to these at least."""
        for mine, least, further in zip(self, ends, (np.fmin, np.fmax), strict=True):
            mine[..., i] = np.where(np.isnan(mine[..., i]), np.nan, further(mine[..., i], least))

    def within(self, i: int, outcome: Outcome, bounds: tuple[float, float]) -> None:
        """Not narrower than the last digit, and not beyond what is possible."""
        digit = _last_digit(outcome)
        self.low[..., i] = np.clip(self.low[..., i] - 0.5 * digit, *bounds)
        self.high[..., i] = np.clip(self.high[..., i] + 0.5 * digit, *bounds)


def of_runs(values: Values, declared: Sequence[Outcome], counts: Values | None = None) -> Estimate:
    """Estimates of outcomes, ``values`` (runs, ..., outcomes), in the order ``declared``.

    ``counts`` are the events and cases of what is counted, or the totals of a ratio, (runs, ..., 2,
    outcomes), for the outcomes that are declared first; NaN for others and for runs that are
    missing. Ends are NaN where the runs are too few to say.
    """
    values = together(values, declared, counts)
    estimate = t_interval(values, LEVEL)
    ends = Ends(estimate.low.copy(), estimate.high.copy())
    for i, outcome in enumerate(declared):
        if counts is not None and _is_counted(outcome, i, counts):
            ends.widen(i, count_interval(*_totals(counts, i)))
        else:
            unmoved = _unmoved(values[..., i], outcome)
            for each in ends:
                each[..., i] = np.where(unmoved, np.nan, each[..., i])
        ends.within(i, outcome, outcome.bounds)
    return estimate._replace(low=ends.low, high=ends.high)


def of_pairs(
    after: Values,
    before: Values,
    declared: Sequence[Outcome],
    counts: tuple[Values, Values] | None = None,
) -> Estimate:
    """Estimates of differences, each array as for :func:`of_runs`; runs are paired in their order.

    ``counts`` are those after and those before. Where most pairs differ alike, the others have
    parted ways, and how far runs part is what they vary by unpaired.
    """
    known = (None, None) if counts is None else counts
    after, before = (
        together(each, declared, its) for each, its in zip((after, before), known, strict=True)
    )
    estimate = paired_difference(after, before, LEVEL)
    ends = Ends(estimate.low.copy(), estimate.high.copy())
    for i, outcome in enumerate(declared):
        if counts is not None and _is_counted(outcome, i, counts[0]):
            ends.widen(i, count_difference(_totals(counts[0], i), _totals(counts[1], i)))
        else:
            _as_if_unpaired(ends, i, outcome, after[..., i], before[..., i])
        width = outcome.bounds[1] - outcome.bounds[0]
        ends.within(i, outcome, (-width, width))
    return estimate._replace(low=ends.low, high=ends.high)


def together(values: Values, declared: Sequence[Outcome], counts: Values | None) -> Values:
    """Outcomes of runs, (runs, ..., outcomes), whose means are what they come to together.

    That is their mean, and of a ratio the one of all that was counted.
    """
    if counts is None:
        return values
    found = values.copy()
    for i, outcome in enumerate(declared[: counts.shape[-1]]):
        if outcome.ratio is not None:
            found[..., i] = ratio_values(counts[..., ABOVE, i], counts[..., BELOW, i])
    return found


def _as_if_unpaired(ends: Ends, i: int, outcome: Outcome, after: Values, before: Values) -> None:
    """Where most pairs differ alike: the interval of runs that are not paired, if they can say."""
    alike = _most_alike(after - before, outcome)
    if not alike.any():
        return
    there = np.isfinite(after - before)
    halves = []
    for values in (after, before):
        each = t_interval(np.where(there, values, np.nan)[..., None], LEVEL)
        halves.append(0.5 * (each.high - each.low)[..., 0])
    half = np.hypot(*halves)
    silent = _unmoved(after, outcome) | _unmoved(before, outcome)
    middle = 0.5 * (ends.low[..., i] + ends.high[..., i])
    for end, step in zip(ends, (-half, half), strict=True):
        told = np.where(silent, np.nan, middle + step)
        end[..., i] = np.where(alike, told, end[..., i])


def _is_counted(outcome: Outcome, i: int, counts: Values) -> bool:
    return outcome.counts is not None and i < counts.shape[-1]


def _totals(counts: Values, i: int) -> tuple[Values, Values]:
    """Events and cases of all runs together."""
    each = np.where(np.isfinite(counts[..., i]), counts[..., i], 0.0).sum(axis=0)
    return each[..., ABOVE], each[..., BELOW]


def _last_digit(outcome: Outcome) -> float:
    """What the last digit that is told is worth, raw."""
    return float(10.0**-outcome.digits / abs(outcome.factor))


def _unmoved(values: Values, outcome: Outcome) -> NDArray[np.bool_]:
    """Whether most runs are alike, and not all of as many as are enough, (...)."""
    runs = np.isfinite(values).sum(axis=0)
    alike = _alike(values, outcome)
    whole = (alike == runs) & (runs >= ENOUGH)
    return np.asarray((2 * alike >= runs) & ~whole & (runs > 1))


def _most_alike(values: Values, outcome: Outcome) -> NDArray[np.bool_]:
    """Whether most runs are alike, (...)."""
    runs = np.isfinite(values).sum(axis=0)
    return np.asarray((2 * _alike(values, outcome) >= runs) & (runs > 1))


def _alike(values: Values, outcome: Outcome) -> NDArray[np.int64]:
    """How many runs are alike at the most, (...), of (runs, ...)."""
    ordered = np.sort(np.round(values / (ALIKE * _last_digit(outcome))), axis=0)
    longest = count = np.ones(ordered.shape[1:], np.int64)
    for one, other in pairwise(ordered):
        count = np.where(one == other, count + 1, 1)
        longest = np.maximum(longest, count)
    return longest
