"""Estimates over replicates: means with t-intervals, plain and paired.

Replicates are independent runs of the same scenario that differ in chance alone, so an interval
here speaks of chance only: it says nothing of what we do not know about people, tasks or
mechanisms. Source: Student (1908), as in any textbook; for monthly series the replicate, not the
month, is the unit of observation, because the months of one run depend on each other.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tillitsim.locale import _
from tillitsim.runs.statistics.student_t import quantile

LEVEL = 0.95

Values = NDArray[np.float64]


class Estimate(NamedTuple):
    """Means with their intervals; every field has shape (outcomes,).

    ``low`` and ``high`` are NaN where fewer than two replicates have a value, and the mean is NaN
    where none has. ``n`` counts the replicates that have one.
    """

    mean: Values
    low: Values
    high: Values
    n: NDArray[np.int64]


def t_interval(values: Values, level: float = LEVEL) -> Estimate:
    """Mean and two-sided t-interval over the first axis of ``values`` (replicates, outcomes).

    A NaN is a replicate in which that outcome has no value (no complex case was met, say); it is
    left out of that outcome's count.
    """
    present = np.isfinite(values)
    n = present.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(present, values, 0.0).sum(axis=0) / n
        squares = np.where(present, (values - mean) ** 2, 0.0).sum(axis=0)
        error = np.sqrt(squares / (n - 1.0) / n)
        wide = [quantile(count - 1, 0.5 + level / 2.0) if count > 1 else np.nan for count in n.flat]
        half = np.reshape(wide, n.shape) * error
    return Estimate(mean, mean - half, mean + half, n)


def ratio_values(above: Values, below: Values) -> Values:
    """A ratio of totals, laid out over the replicates that it rests on: (replicates, ...).

    What is above and below the line is (replicates, ...), NaN where a replicate is missing. The
    mean of what is returned is the ratio of all that is above to all that is below, so that a
    replicate with little below weighs little, and one with nothing below still counts what it
    spent; the spread is that of the ratio, linearised (Cochran 1977, section 6.3). NaN where there
    is nothing below in any replicate.
    """
    there = np.isfinite(above) & np.isfinite(below)
    spent, count = (np.where(there, each, 0.0).sum(axis=0) for each in (above, below))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = spent / count
        values = ratio + (above - ratio * below) / (count / there.sum(axis=0))
    return np.where(there & (count > 0.0), values, np.nan)


def count_interval(
    events: ArrayLike, cases: ArrayLike, level: float = LEVEL
) -> tuple[Values, Values]:
    """Ends of an interval for a share of ``cases``, from the events that were counted among them.

    What chance in the counting alone makes it: of an event that was never seen it tells how rare
    it must be. NaN where there are no cases. Source: Wilson (1927).
    """
    events, cases = np.asarray(events, np.float64), np.asarray(cases, np.float64)
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, weight = events / cases, z * z / cases
        middle = (share + 0.5 * weight) / (1.0 + weight)
        half = np.sqrt(share * (1.0 - share) * weight + 0.25 * weight * weight) / (1.0 + weight)
        return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)


Counted = tuple[ArrayLike, ArrayLike]
"""Events, and the cases among which they were counted."""


def count_difference(
    changed: Counted, baseline: Counted, level: float = LEVEL
) -> tuple[Values, Values]:
    """Ends of an interval for the difference of two shares.

    From the intervals of both: Newcombe (1998), his method 10.
    """
    (p, p_low, p_high), (q, q_low, q_high) = (
        (_share(*each), *count_interval(*each, level)) for each in (changed, baseline)
    )
    low = p - q - np.hypot(p - p_low, q_high - q)
    return low, p - q + np.hypot(p_high - p, q - q_low)


def _share(events: ArrayLike, cases: ArrayLike) -> Values:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(events, np.float64) / np.asarray(cases, np.float64)


def paired_difference(changed: Values, baseline: Values, level: float = LEVEL) -> Estimate:
    """Mean difference and its t-interval between runs that share their random numbers.

    Replicate *r* of both has the same random numbers, so the difference is taken within replicates
    before anything is averaged; both arrays are (replicates, outcomes) and must have the same
    shape.
    """
    if changed.shape != baseline.shape:
        raise ValueError(
            _(
                "Paired runs need the same replicates and outcomes, not {shape} and {shape2}."
            ).format(shape=changed.shape, shape2=baseline.shape)
        )
    return t_interval(changed - baseline, level)
