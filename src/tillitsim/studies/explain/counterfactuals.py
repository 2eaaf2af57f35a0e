"""Causes of the good meeting held at their best and at their worst.

What staff can, will and dare, their discretion and impartiality, their time, the handbook and
co-operation; each alone, with the same random numbers in every counterfactual.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.blueprint import make_blueprint
from tillitsim.model.outcomes import read
from tillitsim.runs.cases.case import Case, Once, Read, cases_of
from tillitsim.runs.cases.own_mechanism import simulation_class
from tillitsim.runs.cases.read import Run, counted
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.statistics import missing
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.explain.signals import hold

Columns = Mapping[str, float]
Values = Mapping[str, float]
A = TypeVar("A")


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
        "discretion",
        {},
        {},
        _given(instruments__discretion=1.0, managers__instruments__discretion=1.0),
        _given(instruments__discretion=0.0, managers__instruments__discretion=0.0),
    ),
    Cause("impartiality", {"bias": 0.0}, {"bias": 1.0}, {}, {}),
    Cause(
        "time",
        {},
        {},
        _given(
            instruments__documentation=0.0,
            burden__per_goal=0.0,
            burden__per_earmark=0.0,
            burden__per_rule=0.0,
            burden__per_incoherence=0.0,
            burden__per_audit=0.0,
            burden__per_inspection=0.0,
        ),
        _given(instruments__documentation=0.4),
    ),
    Cause(
        "handbook",
        {},
        {},
        _given(instruments__handbook_coverage=1.0, learning__drift=0.0),
        _given(instruments__handbook_coverage=0.0),
    ),
    Cause(
        "co_operation",
        {},
        {},
        _given(instruments__standards=1.0, instruments__adjustment=1.0, meeting__team=0.0),
        _given(
            instruments__standards=0.0,
            instruments__adjustment=0.0,
            managers__instruments__adjustment=0.0,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class CauseEffect:
    """What a cause creates (actual less worst) and what its lack costs (best less actual)."""

    name: str
    created: NDArray[np.float64]
    lacking: NDArray[np.float64]


class Counterfactual(NamedTuple):
    """A scenario in which columns of staff are held before every month."""

    scenario: Scenario
    held: Columns = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OutcomeMean(Read[Counterfactual]):
    """One outcome of a counterfactual, as its mean after the burn-in: an array of one number."""

    outcome: str
    months: int | None = None

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"mean of {self.outcome} over {self.months or 'all'} months"

    def address(self, scenario: Counterfactual) -> str:
        """All of a counterfactual that the result depends on."""
        return f"{scenario.scenario.canonical()}|{sorted(scenario.held.items())}"

    def prepare(self, scenario: Counterfactual, parameters: Values) -> Once:
        """The function that runs a replicate and reads it."""
        given = with_set(scenario.scenario, parameters)
        run = (
            held_all_along(given, scenario.held, self.months)
            if scenario.held
            else counted(given, self.months)
        )

        def once(seed: int, replicate: int) -> NDArray[np.float64]:
            series = read(run(seed, replicate).tally, [self.outcome])[:, 0]
            return np.array([missing.mean(series[min(given.burn_in, len(series) - 1) :])])

        return once


def held_all_along(scenario: Scenario, held: Columns, months: int | None = None) -> Once:
    """The function that runs a replicate in which columns of staff are held before every month."""
    blueprint = make_blueprint(scenario, scenario.months if months is None else months)

    def once(seed: int, replicate: int) -> Run:
        simulation = simulation_class()(scenario, seed, replicate, blueprint=blueprint)
        staff = simulation.state.staff
        cells = [(staff.column(name), staff.where(name), value) for name, value in held.items()]
        while simulation.month < simulation.months:
            for column, where, value in cells:
                column[where] = value
            simulation.advance()
        return Run(scenario, simulation.tally.sum(axis=1))

    return once


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """Cases to run, and what their outcomes (one number a case) answer."""

    cases: Sequence[Case[Counterfactual]]
    answer: Callable[[NDArray[np.float64]], A]


def cause_question(
    scenarios: Sequence[Scenario], read: OutcomeMean, *, seed: int
) -> Question[tuple[NDArray[np.float64], tuple[CauseEffect, ...]]]:
    """What each cause creates and what its lack costs; (actual values, effects).

    ``scenarios`` has the scenario of each replicate, under its assumptions. Each cause is held at
    its best and at its worst alone, so effects need not add up: a chain is as strong as several
    links together.
    """
    replicates = len(scenarios)
    kinds = 1 + 2 * len(CAUSES)

    def asked(scenario: Scenario) -> list[Counterfactual]:
        found = [Counterfactual(scenario)]
        for cause in CAUSES:
            found.append(Counterfactual(hold(scenario, cause.best_given), cause.best))
            found.append(Counterfactual(hold(scenario, cause.worst_given), cause.worst))
        return found

    made = {id(each): each for each in scenarios}
    held_as = {key: asked(each) for key, each in made.items()}

    def answer(
        values: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], tuple[CauseEffect, ...]]:
        actual, *held = values.reshape(kinds, replicates)
        pairs = zip(CAUSES, held[::2], held[1::2], strict=True)
        return actual, tuple(
            CauseEffect(cause.name, actual - worst, best - actual) for cause, best, worst in pairs
        )

    cases = [
        cases_of(read, held_as[id(scenario)][kind], [replicate], seed=seed)[0]
        for kind in range(kinds)
        for replicate, scenario in enumerate(scenarios)
    ]
    return Question(cases, answer)
