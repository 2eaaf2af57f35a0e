"""Estimates of a sweep: each arm's mean and its paired difference to the baseline, point by point.

The replicate is the unit, and what kind of number an outcome is decides its interval, as in
``runs.statistics.estimates``: a ratio is a total over a total, a share of what is counted is never
surer than its counts. Arms of a point share their random numbers, so differences are taken within
replicates; of independent runs the interval is right too, only wider. Chance only: what is not
known about people, tasks and mechanisms is in no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.estimates import of_pairs, of_runs, together
from tillitsim.runs.statistics.intervals import Estimate

Values = NDArray[np.float64]


class Measured(NamedTuple):
    """Some outcomes of a sweep, as raw values, with what they are made of.

    ``values`` is (cells, arms, replicates, outcomes), of outcomes as they are ``declared``; NaN is
    a run that is missing or failed, or an outcome without a case, left out of what it would be part
    of. ``counts`` is (cells, arms, replicates, 2, outcomes), events and cases or two totals; None
    where a sweep from before has not kept them.
    """

    values: Values
    declared: Sequence[Outcome]
    counts: Values | None = None

    @property
    def laid_out(self) -> Values:
        """The values, those of a ratio so that their mean over replicates is that of all."""
        counts = None if self.counts is None else np.moveaxis(self.counts, 2, 0)
        laid = together(np.moveaxis(self.values, 2, 0), self.declared, counts)
        return np.moveaxis(laid, 0, 2)


class Estimates(NamedTuple):
    """Means and differences to the baseline; every field of both is (cells, arms, outcomes).

    The difference of the baseline itself is zero.
    """

    means: Estimate
    differences: Estimate


def estimates(measured: Measured, baseline: int) -> Estimates:
    """Estimates of each point, and of its difference to the ``baseline`` arm of its cell."""
    values = np.moveaxis(measured.values, 2, 0)
    counts = None if measured.counts is None else np.moveaxis(measured.counts, 2, 0)
    base = np.broadcast_to(values[:, :, baseline, None], values.shape)
    pair = None
    if counts is not None:
        pair = counts, np.broadcast_to(counts[:, :, baseline, None], counts.shape)
    gaps = of_pairs(values, base, measured.declared, pair)
    for ends in (gaps.low, gaps.high):
        ends[:, baseline] = np.where(np.isfinite(ends[:, baseline]), 0.0, np.nan)
    return Estimates(of_runs(values, measured.declared, counts), gaps)
