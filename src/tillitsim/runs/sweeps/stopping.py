"""When to stop adding replicates: once the contrasts that matter are known well enough.

Decided on complete replicates of all points only, so that the answer does not depend on who did
which run when. The number of replicates grows by a quarter between looks, because looking after
each one would stop too early more often than the interval promises. Fewer than ten replicates are
never looked at, and what has not varied at all yet says nothing of chance: measured, a rule that
stops there covers far less than its 95%.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.schema import Experiment
from tillitsim.runs.statistics.intervals import Estimate, paired_difference, t_interval

GROWTH = 1.25


def next_look(replicates: int, most: int) -> int:
    """How many replicates there are at the next look."""
    return min(most, max(replicates + 1, math.ceil(GROWTH * replicates)))


def known_well(experiment: Experiment, values: NDArray[np.float64]) -> bool:
    """Whether every contrast that counts is as narrow as asked.

    ``values`` is (cells, arms, replicates, outcomes), with the outcomes of the stopping rule. A
    contrast whose runs failed is left out: more of them would not make it known.
    """
    stop = experiment.stop
    if stop is None:
        return True
    factors = np.array([abs(OUTCOMES[name].factor) for name in stop.outcomes])
    base = experiment.baseline_index
    for arm, each in enumerate(experiment.arms):
        if stop.contrasts == "means":
            wide = [
                _wide(t_interval(cell[arm]), cell[arm], factors, stop.half_width) for cell in values
            ]
        elif arm == base or not (stop.contrasts == "baseline" or each.name in stop.contrasts):
            continue
        else:
            wide = [
                _wide(paired_difference(cell[arm], cell[base]), cell[arm], factors, stop.half_width)
                for cell in values
            ]
        if any(wide):
            return False
    return True


def _wide(
    estimate: Estimate, values: NDArray[np.float64], factors: NDArray[np.float64], wanted: float
) -> bool:
    """Whether some outcome is not known well enough yet."""
    half = (estimate.high - estimate.low) / 2.0 * factors
    present = np.isfinite(values)
    low = np.where(present, values, np.inf).min(axis=0)
    high = np.where(present, values, -np.inf).max(axis=0)
    still = low == high
    return bool(((estimate.n > 1) & ((half > wanted) | still)).any())
