"""A run in one table: each outcome after the burn-in, over the ensemble and with default values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import Outcome, over_months
from tillitsim.model.simulation import Results
from tillitsim.runs.cases.read import counts_of
from tillitsim.runs.statistics.estimates import of_runs
from tillitsim.runs.statistics.likelihood import Ensemble

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome of a run, as raw values; ``times the factor`` they are its natural reading.

    ``ensemble`` is what is told first: median and nine tenths of runs under other plausible
    assumptions, and ``before`` the same of the months before any change began; None where none was
    asked. With default values, ``low`` and ``high`` bound the 95% interval of ``mean`` over ``n``
    replicates (chance only); they are NaN where these are too few to say, and all three are NaN
    where no replicate had a case to count.
    """

    outcome: Outcome
    mean: float
    low: float
    high: float
    n: int
    ensemble: Ensemble | None = None
    before: Ensemble | None = None

    @property
    def reading(self) -> tuple[float, float, float]:
        """Mean and interval as natural readings."""
        factor = self.outcome.factor
        return self.mean * factor, self.low * factor, self.high * factor


@dataclass(frozen=True, slots=True)
class Known:
    """A scenario's runs under other plausible assumptions, one under each of ``sets``.

    ``series`` is (sets, months, outcomes), ``totals`` (sets, outcomes) over the months that count.
    """

    series: Values
    totals: Values

    @property
    def sets(self) -> int:
        """How many."""
        return len(self.totals)


def summarise(
    results: Results, known: Known | None = None, before: range = range(0)
) -> tuple[Row, ...]:
    """One row per outcome of ``results``, in declared order: from politics down to society.

    ``before`` are months in which nothing had begun to change. Intervals stay within what an
    outcome can be, and of shares of what is counted they are never narrower than the counts allow.
    """
    counts = None
    if results.tallies is not None:
        counts = counts_of(results.scenario, results.tallies)
    declared = [results.declared[name] for name in results.names]
    estimate = of_runs(results.mean_after_burn_in(), declared, counts)
    earlier = None
    if known is not None and len(before):
        earlier = over_months(known.series[:, before.start : before.stop], declared)
    return tuple(
        Row(
            outcome,
            float(mean),
            float(low),
            float(high),
            int(n),
            None if known is None else Ensemble.of(known.totals[:, i], known.sets),
            None if earlier is None else Ensemble.of(earlier[:, i], len(earlier)),
        )
        for i, (outcome, mean, low, high, n) in enumerate(zip(declared, *estimate, strict=True))
    )
