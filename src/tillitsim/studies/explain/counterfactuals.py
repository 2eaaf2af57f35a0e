"""Causes of the good meeting held at their best and at their worst.

What staff can, will and dare, their discretion and impartiality, their time, the handbook and
co-operation; each alone, with the same luck in every counterfactual.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Progress, Simulation, default_threads
from tillitsim.runs import missing
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.explain.signals import hold

Columns = Mapping[str, float]
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of the good meeting: what holds it at its best, and at its worst.

    ``best`` and ``worst`` are columns of staff held before every month; ``best_given`` and
    ``worst_given`` parameters.
    """

    name: str
    best: Columns
    worst: Columns
    best_given: Values
    worst_given: Values


def _given(**values: float) -> Values:
    return {name.replace("__", "."): value for name, value in values.items()}


CAUSES: tuple[Cause, ...] = (
    Cause("can", {"competence": 1.0}, {"competence": 0.0}, {}, {}),
    Cause("will", {"motivation": 1.0}, {"motivation": 0.0}, {}, {}),
    Cause("dare", {"safety": 1.0}, {"safety": 0.0}, {}, {}),
    Cause(
        "discretion", {}, {},
        _given(instruments__discretion=1.0, managers__instruments__discretion=1.0),
        _given(instruments__discretion=0.0, managers__instruments__discretion=0.0),
    ),
    Cause("impartiality", {"bias": 0.0}, {"bias": 1.0}, {}, {}),
    Cause(
        "time", {}, {},
        _given(
            instruments__documentation=0.0, burden__per_goal=0.0, burden__per_earmark=0.0,
            burden__per_rule=0.0, burden__per_incoherence=0.0, burden__per_audit=0.0,
            burden__per_inspection=0.0,
        ),
        _given(instruments__documentation=0.4),
    ),
    Cause(
        "handbook", {}, {},
        _given(instruments__handbook_coverage=1.0, learning__drift=0.0),
        _given(instruments__handbook_coverage=0.0),
    ),
    Cause(
        "co_operation", {}, {},
        _given(instruments__standards=1.0, instruments__adjustment=1.0, meeting__team=0.0),
        _given(instruments__standards=0.0, instruments__adjustment=0.0,
               managers__instruments__adjustment=0.0),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CauseEffect:
    """What a cause creates (actual less worst) and what its lack costs (best less actual)."""

    name: str
    created: NDArray[np.float64]
    lacking: NDArray[np.float64]


def outcome_of(
    scenario: Scenario,
    outcome: str,
    *,
    seed: int,
    replicate: int,
    months: int | None,
    hold: Columns | None = None,
) -> float:
    """One outcome of one run, mean after the burn-in; ``hold`` fixes columns of staff all along."""
    simulation = Simulation(scenario, seed, replicate, months)
    if hold:
        while simulation.month < simulation.months:
            for column, value in hold.items():
                simulation.state.staff[column] = value
            simulation.advance()
    else:
        simulation.run()
    series = simulation.outcomes()[:, list(OUTCOMES).index(outcome)]
    return float(missing.mean(series[min(scenario.burn_in, len(series) - 1) :]))


class _Runner:
    """Runs replicates in threads, with the same luck for every counterfactual."""

    def __init__(
        self,
        outcome: str,
        seed: int,
        replicates: int,
        months: int | None,
        threads: int | None,
        progress: Progress | None,
    ) -> None:
        self.outcome = outcome
        self.seed = seed
        self.replicates = replicates
        self.months = months
        self.threads = default_threads() if threads is None else threads
        self.progress = progress
        self.done = 0
        self.total = 0

    def __call__(self, scenario: Scenario, hold: Columns | None = None) -> NDArray[np.float64]:
        def one(replicate: int) -> float:
            return outcome_of(
                scenario, self.outcome, seed=self.seed, replicate=replicate, months=self.months,
                hold=hold,
            )  # fmt: skip

        with ThreadPoolExecutor(self.threads) as pool:
            values = np.array(list(pool.map(one, range(self.replicates))))
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, max(self.total, self.done))
        return values


def explain_causes(
    scenario: Scenario,
    *,
    outcome: str = "meeting_quality",
    seed: int = 0,
    replicates: int = 8,
    months: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[NDArray[np.float64], tuple[CauseEffect, ...]]:
    """What each cause creates and what its lack costs; (actual values, effects).

    Each cause is held at its best and at its worst alone, so effects need not add up: a chain is
    as strong as several links together.
    """
    run = _Runner(outcome, seed, replicates, months, threads, progress)
    run.total = 1 + 2 * len(CAUSES)
    actual = run(scenario)
    effects = []
    for cause in CAUSES:
        best = run(hold(scenario, cause.best_given), cause.best)
        worst = run(hold(scenario, cause.worst_given), cause.worst)
        effects.append(CauseEffect(cause.name, actual - worst, best - actual))
    return actual, tuple(effects)
