"""Run a finding's virtual experiment: arms in contexts, paired by their random numbers.

``parameter_set`` is one set of values for everything; a finding's own settings (its people, its
task, what is done) are laid over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.simulation import Simulation
from tillitsim.runs.cases.batch import sources_digest
from tillitsim.runs.cases.case import Case, Once, Read, cases_of
from tillitsim.runs.cases.own_mechanism import simulation_class
from tillitsim.runs.experiment.tables import ArmTable
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load, with_interventions
from tillitsim.scenario.schema import Origin, Scenario
from tillitsim.studies.evidence.course import Course, draw
from tillitsim.studies.evidence.measure import surveyed
from tillitsim.studies.evidence.quantity import Quantity, quantities_of
from tillitsim.studies.evidence.schema import Asked, Check, Context, Experiment, Finding, Measure
from tillitsim.studies.evidence.score import Score, Verdict, enough, right_way, score
from tillitsim.studies.evidence.statistic import statistics

ParameterSet = Mapping[str, float]
Cell = tuple[str, str]
Base = Callable[[str], Scenario]
PARAMETER_SET = Origin("python")

SURE, HOPELESS = 64, 2
"""Replicates from which on the error is known well enough to stop where a finding is missed
already, or a verdict would need more than this many times the replicates that are allowed."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a finding: its checks' scores, in order; empty when it is not run.

    ``computed`` of its ``replicates`` were run now; the others were kept from before.
    """

    finding: Finding
    scores: tuple[Score, ...]
    replicates: int
    computed: int = 0

    @property
    def verdict(self) -> Verdict:
        """A hit when every check that decides is one; a miss when any of them is.

        Not judged when any of them has no value, unless another is a miss.
        """
        verdicts = {score.verdict for _, score in self.deciding}
        for decisive in ("miss", "not judged"):
            if decisive in verdicts:
                return decisive
        return "hit" if verdicts == {"hit"} else "inconclusive"

    @property
    def deciding(self) -> list[tuple[Check, Score]]:
        """The checks that decide, each with its score."""
        pairs = zip(self.finding.checks, self.scores, strict=False)
        return [(check, score) for check, score in pairs if check.decides]

    @property
    def right_way(self) -> bool:
        """Whether every check that decides points where the study's did, whatever its size."""
        return all(right_way(check, score) for check, score in self.deciding)

    @property
    def needed(self) -> int:
        """Replicates that a verdict would roughly need; 0 once there is one."""
        pairs = zip(self.finding.checks, self.scores, strict=False)
        return max((enough(check, score) for check, score in pairs), default=0)


@dataclass(frozen=True)
class Bench:
    """A question made ready to run: a scenario for every cell that its checks need."""

    experiment: Experiment
    checks: tuple[Check, ...]
    cells: Mapping[Cell, Scenario]
    needed: Mapping[Cell, frozenset[str]]
    seed: int = 0
    simulation: type[Simulation] = field(default_factory=simulation_class)

    @cached_property
    def courses(self) -> dict[Cell, Course]:
        """The runs of each cell; see ``share``."""
        across = self.experiment.cross_section
        courses = {
            cell: Course(scenario, across, self.seed, self.simulation)
            for cell, scenario in self.cells.items()
        }
        for cell, course in courses.items():
            course.ask(self.measures(cell).values())
        return courses

    def measures(self, cell: Cell) -> dict[str, Measure]:
        """What is read in a cell, by name."""
        return {name: self.experiment.measures[name] for name in sorted(self.needed[cell])}

    def once(self, replicate: int) -> list[tuple[float, ...]]:
        """Every check's statistic in one replicate."""
        readings: dict[Quantity, NDArray[np.float64]] = {}
        for cell, course in self.courses.items():
            measures = self.measures(cell)
            read = course.read(replicate, measures.values())
            for name, values in surveyed(read, measures, self.seed, replicate).items():
                readings[Quantity(name, *cell)] = values
        drawn = draw(self.experiment.cross_section, self.seed, replicate)
        return [statistics(check, self.experiment, readings, drawn) for check in self.checks]

    def close(self) -> None:
        """No more replicates: courses that go on for others need not be read for this one."""
        for cell, course in self.courses.items():
            course.leave(self.measures(cell).values())


def share(benches: Iterable[Bench]) -> None:
    """Let questions that ask about the same runs share them; before any of them is run."""
    known: dict[object, Course] = {}
    for bench in benches:
        for cell, course in bench.courses.items():
            shared = known.setdefault(course.key, course)
            if shared is not course:
                shared.ask(bench.measures(cell).values())
                bench.courses[cell] = shared


def prepare(asked: Asked, parameter_set: ParameterSet, seed: int = 0, base: Base = load) -> Bench:
    """Build the scenarios of a question's cells; ``InputError`` names it and the arm.

    ``base`` gives the scenario that a cell builds on, by name; it may keep what it has read.
    """
    experiment = asked.experiment
    if experiment is None:
        raise InputError(_("{id} has no virtual experiment to run.").format(id=asked.id))
    needed: dict[Cell, set[str]] = {}
    for check in asked.checks:
        for each in quantities_of(check, experiment):
            needed.setdefault((each.arm, each.context), set()).add(each.measure)
    arms = {arm.name: arm for arm in experiment.arms}
    contexts = {context.name: context for context in experiment.contexts}
    cells = {}
    for arm, context in sorted(needed):
        try:
            cells[arm, context] = scenario_of(
                experiment, arms[arm], contexts[context], parameter_set, base
            )
        except InputError as wrong:
            where = _("{finding}, arm {arm}, context {context}: ").format(
                finding=asked.id, arm=arm, context=context
            )
            raise InputError([where + sentence for sentence in wrong.problems]) from None
    return Bench(
        experiment,
        asked.checks,
        cells,
        {cell: frozenset(names) for cell, names in needed.items()},
        seed,
    )


def scenario_of(
    experiment: Experiment,
    arm: ArmTable,
    context: Context,
    parameter_set: ParameterSet,
    base: Base = load,
) -> Scenario:
    """The scenario of one arm in one context, in a parameter set."""
    named = base(arm.scenario or experiment.base)
    plain = replace(named, months=experiment.months, burn_in=0, spin_up=0)
    laid = {**experiment.set, **context.set, **arm.set}
    scenario = load(
        plain.with_values({k: v for k, v in parameter_set.items() if k not in laid}, PARAMETER_SET),
        changes=laid,
        without=(*experiment.without, *arm.without),
        neutral=arm.neutral,
    )
    changes = (
        each.intervention(f"{arm.name} {position}")
        for position, each in enumerate(arm.interventions, 1)
    )
    return with_interventions(scenario, tuple(changes))


class Statistics(Read[Asked]):
    """Every check's statistic in one replicate, one after the other in an array.

    Questions that are ``together`` share the runs that several of them ask about, as long as they
    are in the process that they were put together in.
    """

    def __init__(self, together: Sequence[Asked] = ()) -> None:
        self.together = together
        self._base: Base = cache(load)
        self._benches: dict[tuple[object, int], list[Bench]] = {}
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Statistics], tuple[()]]:
        return Statistics, ()

    @property
    def digest(self) -> str:
        """Names what is read, and how it is worked out."""
        return f"statistics {worked_out()}"

    def address(self, scenario: Asked) -> str:
        """All of a question that its statistics depend on."""
        return address_of(scenario, self._base)

    def prepare(self, scenario: Asked, parameters: ParameterSet) -> Once:
        """The function that runs a replicate of every cell and reads it."""
        benches: dict[int, Bench] = {}

        def once(seed: int, replicate: int) -> NDArray[np.float64]:
            if seed not in benches:
                benches[seed] = self._bench(scenario, parameters, seed)
            return flat(benches[seed].once(replicate))

        return once

    def leave(self, asked: Asked, parameter_set: ParameterSet, seed: int) -> None:
        """No more replicates of a question are asked for."""
        benches = self._benches.get((tuple(parameter_set.items()), seed))
        if benches is not None:
            benches[self._place(asked)].close()

    def _bench(self, asked: Asked, parameter_set: ParameterSet, seed: int) -> Bench:
        if not any(each is asked for each in self.together):
            return prepare(asked, parameter_set, seed, self._base)
        key = tuple(parameter_set.items()), seed
        with self._lock:
            if key not in self._benches:
                benches = [prepare(each, parameter_set, seed, self._base) for each in self.together]
                share(benches)
                self._benches[key] = benches
        return self._benches[key][self._place(asked)]

    def _place(self, asked: Asked) -> int:
        return next(i for i, each in enumerate(self.together) if each is asked)


def worked_out() -> str:
    """A hash of how statistics are worked out from a run: of the sources of this study."""
    return sources_digest("studies/evidence")


def address_of(asked: Asked, base: Base = load) -> str:
    """A question's experiment and checks, and the scenarios that it starts from, as text."""
    experiment = asked.experiment
    if experiment is None:
        return asked.id
    names = sorted({experiment.base, *(arm.scenario for arm in experiment.arms if arm.scenario)})
    return "|".join(
        [
            experiment.model_dump_json(),
            *(check.model_dump_json() for check in asked.checks),
            *(f"{name} {base(name).canonical()}" for name in names),
        ]
    )


def flat(found: Sequence[tuple[float, ...]]) -> NDArray[np.float64]:
    """The statistics of all checks as one array; an ordering has several."""
    return np.array([number for each in found for number in each])


def run(
    finding: Finding,
    parameter_set: ParameterSet,
    *,
    seed: int = 0,
    most: int | None = None,
    runner: Runner | None = None,
) -> Trial:
    """Run a finding until each check is resolved, or ``most`` replicates are done."""
    ((trial,),) = run_all([finding], [parameter_set], seed=seed, most=most, runner=runner)
    return trial


def run_all(
    findings: Sequence[Finding],
    parameter_sets: Sequence[ParameterSet],
    *,
    seed: int = 0,
    most: int | None = None,
    runner: Runner | None = None,
) -> list[list[Trial]]:
    """The trials of every finding in every parameter set, set by set in the order of the findings.

    Each is run until its checks are resolved or ``most`` replicates are done. Replicates double
    from round to round; a round is run of all that are not resolved yet, the longest first.
    Findings that ask about the same runs share them.
    """
    runner = runner or Runner()
    asked = [each for each in findings if each.experiment is not None]
    read = Statistics(asked)
    trials = {
        (i, j): _Trials(finding, parameter_set, most)
        for i, parameter_set in enumerate(parameter_sets)
        for j, finding in enumerate(findings)
    }
    pending = sorted((each for each in trials.values() if each.limit), key=_Trials.effort)
    while pending:
        cases = [case for each in pending for case in each.next_cases(read, seed)]
        found = zip(cases, runner.run(cases, read), strict=True)
        for each in pending:
            each.take([next(found) for _ in range(each.goal - len(each.rows))], runner)
            if each.resolved:
                read.leave(each.finding, each.parameter_set, seed)
        pending = [each for each in pending if not each.resolved]
    return [
        [trials[i, j].trial() for j in range(len(findings))] for i in range(len(parameter_sets))
    ]


class _Trials:
    """A finding in a parameter set on its way: its rows so far, and how many it is to have."""

    def __init__(self, finding: Finding, parameter_set: ParameterSet, most: int | None) -> None:
        self.finding = finding
        self.parameter_set = parameter_set
        experiment = finding.experiment
        self.limit = 0 if experiment is None else most or experiment.most
        self.goal = 0 if experiment is None else min(experiment.replicates, self.limit)
        self.rows: list[NDArray[np.float64]] = []
        self.scores: tuple[Score, ...] = ()
        self.computed = 0

    def effort(self) -> int:
        """Roughly how long it takes, below zero: the longest come first."""
        experiment = self.finding.experiment
        if experiment is None:
            return 0
        organisations = experiment.cross_section.organisations if experiment.cross_section else 20
        cells = len(experiment.arms) * len(experiment.contexts)
        return -organisations * cells * experiment.months

    def next_cases(self, read: Statistics, seed: int) -> list[Case[Asked]]:
        """The replicates of the next round."""
        fresh = range(len(self.rows), self.goal)
        return cases_of(read, self.finding, fresh, seed=seed, parameters=[self.parameter_set])

    def take(
        self, found: Sequence[tuple[Case[Asked], NDArray[np.float64]]], runner: Runner
    ) -> None:
        """Take the rows of a round; without enough of them, the next one has twice as many."""
        self.rows += [row for _, row in found]
        self.computed += sum((case.id, case.replicate) in runner.computed for case, _ in found)
        self.scores = scores_of(self.finding, np.array(self.rows))
        if not self.resolved:
            trial = self.trial()
            settled = trial.verdict == "miss" or trial.needed > HOPELESS * self.limit
            if len(self.rows) >= SURE and settled:
                self.limit = len(self.rows)
            self.goal = min(2 * self.goal, self.limit)

    @property
    def resolved(self) -> bool:
        """Whether no more replicates are needed, or none allowed."""
        return len(self.rows) >= self.limit or all(each.resolved for each in self.scores)

    def trial(self) -> Trial:
        """What came of it."""
        return Trial(self.finding, self.scores, len(self.rows), self.computed)


def by_check(checks: Sequence[Check], rows: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The statistics of each check, (replicates, 1 or as many as are to be ordered)."""
    widths = [len(check.order) if check.kind == "ordering" else 1 for check in checks]
    return np.split(rows, np.cumsum(widths)[:-1], axis=1)


def scores_of(finding: Finding, rows: NDArray[np.float64]) -> tuple[Score, ...]:
    """Scores from the statistics of replicates, one row each."""
    return tuple(
        score(check, values)
        for check, values in zip(finding.checks, by_check(finding.checks, rows), strict=True)
    )
