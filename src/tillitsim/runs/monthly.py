"""Runs with default values month by month, by the engine or another model, own outcomes last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tillitsim.model.own_outcome import OwnOutcome, declared_with
from tillitsim.model.simulation import Results
from tillitsim.runs.cases.case import FloatArray, Once, Read, cases_of
from tillitsim.runs.cases.read import address_of
from tillitsim.runs.cases.recording import MakesModel, Months, monthly
from tillitsim.runs.runner import FailedRunsError, Runner
from tillitsim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Monthly(Read[Scenario]):
    """Runs month by month: outcomes, one's own last, and beside them the bits of the counters.

    What is read of a run is (months, outcomes + counters). ``made`` is a class that is run instead
    of the engine. Functions and classes of one's own stay in this process.
    """

    own: tuple[OwnOutcome, ...] = ()
    made: MakesModel | None = None

    @property
    def digest(self) -> str:
        """Names what is read; nothing of it is kept."""
        return "monthly"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:  # noqa: ARG002 - there are none
        """The function that runs a replicate."""
        return monthly(scenario, self.own, self.made)

    def finish(self, runs: Sequence[Months]) -> Sequence[FloatArray]:
        """Outcomes and counters side by side."""
        return [np.hstack([run.series, run.tally.view(np.float64)]) for run in runs]


def results_of(
    scenario: Scenario, reading: Monthly, *, seed: int, replicates: int, runner: Runner
) -> Results:
    """Replicates of a scenario with what is recorded of each.

    Raises
    ------
    Exception
        What a function of one's own raised in a run.
    """
    declared = declared_with(reading.own)
    cases = cases_of(reading, scenario, range(replicates), seed=seed)
    try:
        found = np.stack(runner.run(cases, reading))
    except FailedRunsError as failed:
        raise failed.__cause__ or failed from None
    series, bits = np.split(found, [len(declared)], axis=2)
    tallies = np.ascontiguousarray(bits).view(np.int64)
    return Results(
        scenario, seed, tuple(declared), np.ascontiguousarray(series), declared, tallies=tallies
    )
