"""Estimates over replicates: means with t-intervals, plain and paired.

Replicates are independent runs of the same scenario that differ in chance alone, so an interval
here speaks of chance only: it says nothing of what we do not know about people, tasks or
mechanisms. Source: Student (1908), as in any textbook; for monthly series the replicate, not the
month, is the unit of observation, because the months of one run depend on each other.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import _
from tillitsim.runs.statistics.student_t import quantile

LEVEL = 0.95


class Estimate(NamedTuple):
    """Means with their intervals; every field has shape (outcomes,).

    ``low`` and ``high`` are NaN where fewer than two replicates have a value, and the mean is NaN
    where none has. ``n`` counts the replicates that have one.
    """

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]


def t_interval(values: NDArray[np.float64], level: float = LEVEL) -> Estimate:
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


def ratio_values(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """A ratio of totals, laid out over the replicates that it rests on: (replicates,).

    ``totals`` is (replicates, 2), above and below the line. The mean of what is returned is the
    ratio of all that is above to all that is below, so that a replicate with little below weighs
    little, and one with nothing below still counts what it spent; the spread is that of the ratio,
    linearised (Cochran 1977, section 6.3). NaN where there is nothing below in any replicate.
    """
    above, below = np.asarray(totals, np.float64).T
    if not below.sum() > 0.0:
        return np.full(len(above), np.nan)
    ratio = above.sum() / below.sum()
    return np.asarray(ratio + (above - ratio * below) / below.mean())


def count_interval(events: float, cases: float, level: float = LEVEL) -> tuple[float, float]:
    """Ends of an interval for a share of ``cases``, from the events that were counted among them.

    What chance in the counting alone makes it: of an event that was never seen it tells how rare
    it must be. Source: Wilson (1927).
    """
    if not cases:
        return math.nan, math.nan
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    share, weight = events / cases, z * z / cases
    middle = (share + 0.5 * weight) / (1.0 + weight)
    half = math.sqrt(share * (1.0 - share) * weight + 0.25 * weight * weight) / (1.0 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def count_difference(
    changed: tuple[float, float], baseline: tuple[float, float], level: float = LEVEL
) -> tuple[float, float]:
    """Ends of an interval for the difference of two shares, each as events and cases.

    From the intervals of both: Newcombe (1998), his method 10.
    """
    if not changed[1] or not baseline[1]:
        return math.nan, math.nan
    p, q = changed[0] / changed[1], baseline[0] / baseline[1]
    (p_low, p_high), (q_low, q_high) = (
        count_interval(*each, level) for each in (changed, baseline)
    )
    low = p - q - math.hypot(p - p_low, q_high - q)
    return low, p - q + math.hypot(p_high - p, q - q_low)


def paired_difference(
    changed: NDArray[np.float64], baseline: NDArray[np.float64], level: float = LEVEL
) -> Estimate:
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
