"""A run in one table: each outcome's mean after the burn-in, with its interval over replicates."""

from __future__ import annotations

from dataclasses import dataclass

from tillitsim.model.outcomes import Outcome
from tillitsim.model.simulation import Results
from tillitsim.runs.statistics import t_interval


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
    """One row per outcome of ``results``, in declared order: from politics down to society."""
    estimate = t_interval(results.mean_after_burn_in())
    return tuple(
        Row(results.declared[name], float(mean), float(low), float(high), int(n))
        for name, mean, low, high, n in zip(results.names, *estimate, strict=True)
    )
