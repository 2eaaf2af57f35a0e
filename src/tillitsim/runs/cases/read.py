"""What is read of runs: outcomes as means after the burn-in, or month by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.blueprint import make_blueprint
from tillitsim.model.counters import COUNTERS
from tillitsim.model.outcomes import COLUMN, OUTCOMES, read
from tillitsim.model.simulation import Results, simulate_batch
from tillitsim.runs.cases.case import FloatArray, Once, Read
from tillitsim.runs.cases.own_mechanism import OwnSimulation, in_use
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

Lay = Callable[[Scenario, Mapping[str, float]], Scenario]
"""How a parameter set is laid over a scenario."""


def changed(scenario: Scenario, parameters: Mapping[str, float]) -> Scenario:
    """The scenario with these values whatever it says itself, checked as on the command line."""
    return load(scenario, changes=parameters)


class Run(NamedTuple):
    """What is left of a run: its scenario, and its counters (months, counters)."""

    scenario: Scenario
    tally: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Series(Read[Scenario]):
    """Every outcome month by month, (months, outcomes)."""

    lay: Lay = with_set

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"series {self.lay.__name__}"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate."""
        return counted(self.lay(scenario, parameters) if parameters else scenario)

    def finish(self, runs: Sequence[Run]) -> Sequence[FloatArray]:
        """Outcomes of runs; those that follow each other and are as long are read together."""
        return [each for _, tallies in _together(runs) for each in read(tallies)]


@dataclass(frozen=True, slots=True)
class Means(Series):
    """Every outcome as its mean over the months after the burn-in, (outcomes,)."""

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"means {self.lay.__name__}"

    def finish(self, runs: Sequence[Run]) -> Sequence[FloatArray]:
        """Outcomes of runs; those that follow each other and are as long are read together."""
        return [
            each
            for scenario, tallies in _together(runs)
            for each in means_of(scenario, read(tallies), tallies)
        ]


@dataclass(frozen=True, slots=True)
class Totals(Series):
    """Every outcome over the months that count, then ``TOTALS``, (outcomes + totals,)."""

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"totals {self.lay.__name__}"

    def finish(self, runs: Sequence[Run]) -> Sequence[FloatArray]:
        """Outcomes of runs; those that follow each other and are as long are read together."""
        found: list[FloatArray] = []
        for scenario, tallies in _together(runs):
            means = means_of(scenario, read(tallies), tallies)
            found += [*np.concatenate([means, totals_of(scenario, tallies)], axis=1)]
        return found


@dataclass(frozen=True, slots=True)
class Whole(Series):
    """Outcomes month by month, over the months that count, and what was counted for them.

    (months + 3, outcomes): the months; each outcome over those after the burn-in, which of totals
    is a total over a total; the events and the cases of those that are counted, or the two totals
    (NaN for others).
    """

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"whole {self.lay.__name__}"

    def finish(self, runs: Sequence[Run]) -> Sequence[FloatArray]:
        """Outcomes of runs; those that follow each other and are as long are read together."""
        found: list[FloatArray] = []
        for scenario, tallies in _together(runs):
            series = read(tallies)
            totals = means_of(scenario, series, tallies)[:, np.newaxis]
            found += [*np.concatenate([series, totals, counts_of(scenario, tallies)], axis=1)]
        return found


TOTALLED: tuple[str, ...] = tuple(
    dict.fromkeys(
        counter
        for outcome in OUTCOMES.values()
        for counter in (*(outcome.ratio or ()), *(outcome.counts or ()))
    )
)
"""Counters that shares of what is counted, and ratios of totals, are made of."""

TOTAL = "total."
TOTALS = tuple(TOTAL + each for each in (*TOTALLED, "months"))
"""What :func:`totals_of` gives, by name."""


def totals_of(scenario: Scenario, tallies: NDArray[np.int64]) -> FloatArray:
    """What was counted in the months that count, and how many they are, (runs, ``TOTALS``)."""
    start = min(scenario.burn_in, tallies.shape[1] - 1)
    factors = [COUNTERS[counter].factor for counter in TOTALLED]
    columns = [COLUMN[counter] for counter in TOTALLED]
    totals = tallies[:, start:].sum(axis=1)[:, columns] * np.array(factors)
    months = np.full((len(tallies), 1), float(tallies.shape[1] - start))
    return np.concatenate([totals, months], axis=1)


def counts_from(totals: FloatArray) -> FloatArray:
    """Events and cases of each outcome, (..., 2, outcomes), from (..., ``TOTALS``); NaN for others.

    Of what lasts (a unit's state, say) a run has as many cases as there are in a month: the months
    of one run are no cases of their own. Of a total over a total they are the two totals.
    """
    found = np.full((*totals.shape[:-1], 2, len(OUTCOMES)), np.nan)
    months = totals[..., -1]
    for i, outcome in enumerate(OUTCOMES.values()):
        lasting = outcome.ratio is None and (outcome.counts or ("", "cases"))[1] != "cases"
        for row, counter in enumerate(outcome.ratio or outcome.counts or ()):
            total = totals[..., TOTALLED.index(counter)]
            found[..., row, i] = total / (months if lasting else 1)
    return found


def counts_of(scenario: Scenario, tallies: NDArray[np.int64]) -> FloatArray:
    """Events and cases after the burn-in, (runs, 2, outcomes), as :func:`counts_from` has them."""
    return counts_from(totals_of(scenario, tallies))


def counted(scenario: Scenario, months: int | None = None) -> Once:
    """The function that runs a replicate over its months, or others, and leaves its counters."""
    blueprint = make_blueprint(scenario, scenario.months if months is None else months)
    if in_use():

        def month_by_month(seed: int, replicate: int) -> Run:
            simulation = OwnSimulation(scenario, seed, replicate, blueprint=blueprint)
            simulation.run()
            return Run(scenario, simulation.tally.sum(axis=1))

        return month_by_month

    def once(seed: int, replicate: int) -> Run:
        return Run(scenario, simulate_batch(blueprint, [(seed, replicate)])[0])

    return once


def _together(runs: Sequence[Run]) -> list[tuple[Scenario, NDArray[np.int64]]]:
    """Counters of runs, (runs, months, counters), a block for those with the same months."""
    blocks = [
        list(alike)
        for _, alike in groupby(runs, key=lambda run: (run.scenario.burn_in, len(run.tally)))
    ]
    return [(block[0].scenario, np.stack([run.tally for run in block])) for block in blocks]


def address_of(scenario: Scenario) -> str:
    """All that a scenario's runs and their means depend on, as text.

    Which values it sets itself is among it, because a parameter set leaves those alone.
    """
    return f"{scenario.canonical()}|{','.join(sorted(scenario.origins))}"


def means_of(
    scenario: Scenario, series: FloatArray, tallies: NDArray[np.int64] | None = None
) -> FloatArray:
    """Means after the burn-in, (replicates, outcomes), of outcomes month by month."""
    found: Any = Results(scenario, 0, tuple(OUTCOMES), series, tallies=tallies).mean_after_burn_in()
    return np.asarray(found)
