"""Estimates of a sweep: each arm's mean and its paired difference to the baseline, point by point.

The replicate is the unit: an outcome of a run is a mean over months and many people, never a yes or
no, so intervals are Student's, not those of a share of events. Arms of a point share their random
numbers, so differences are taken within replicates; of independent runs the interval is right too,
only wider. Chance only: what is not known about people, tasks and mechanisms is in no interval.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.statistics.intervals import Estimate, paired_difference, t_interval


class Estimates(NamedTuple):
    """Means and differences to the baseline; every field of both is (cells, arms, outcomes).

    The difference of the baseline itself is zero.
    """

    means: Estimate
    differences: Estimate


def estimates(values: NDArray[np.float64], baseline: int) -> Estimates:
    """Estimates from ``values``, (cells, arms, replicates, outcomes), as raw values.

    NaN is a run that is missing or failed, or an outcome without a case; it is left out of what it
    would be part of.
    """
    replicates_first = np.moveaxis(values, 2, 0)
    base = replicates_first[:, :, baseline : baseline + 1]
    return Estimates(
        t_interval(replicates_first),
        paired_difference(replicates_first, np.broadcast_to(base, replicates_first.shape)),
    )
