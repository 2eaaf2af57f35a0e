"""A run in one table: each outcome's mean after the burn-in, with its interval over replicates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tillitsim.model.outcomes import COLUMN, Outcome
from tillitsim.model.simulation import Results
from tillitsim.runs.statistics import count_interval, t_interval


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome of a run, as raw values; ``times the factor`` they are its natural reading.

    ``low`` and ``high`` bound the 95% interval over ``n`` replicates (chance only); they are NaN
    for a single replicate, and all three are NaN where no replicate had a case to count.
    """

    outcome: Outcome
    mean: float
    low: float
    high: float
    n: int

    @property
    def reading(self) -> tuple[float, float, float]:
        """Mean and interval as natural readings."""
        factor = self.outcome.factor
        return self.mean * factor, self.low * factor, self.high * factor


def summarise(results: Results) -> tuple[Row, ...]:
    """One row per outcome of ``results``, in declared order: from politics down to society.

    Intervals stay within what an outcome can be, and of shares of what is counted they are never
    narrower than the counts allow.
    """
    estimate = t_interval(results.mean_after_burn_in())
    return tuple(
        Row(results.declared[name], float(mean), *_within(results, name, low, high), int(n))
        for name, mean, low, high, n in zip(results.names, *estimate, strict=True)
    )


def _within(results: Results, name: str, low: float, high: float) -> tuple[float, float]:
    """The ends of an interval where they can be, and as far apart as counting makes them."""
    outcome = results.declared[name]
    if outcome.counts and results.tallies is not None and np.isfinite(low):
        counted = results.tallies[:, results.counted_months].sum(axis=(0, 1))
        least, most = count_interval(*(float(counted[COLUMN[each]]) for each in outcome.counts))
        low, high = min(low, least), max(high, most)
    lowest, highest = outcome.bounds
    return float(np.clip(low, lowest, highest)), float(np.clip(high, lowest, highest))
