"""Run a finding's virtual experiment: arms in contexts, with the same luck, until it is resolved.

``world`` is one set of parameter values for everything; a finding's own settings (its people, its
task, what is done) are laid over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.model.simulation import Simulation, default_threads
from tillitsim.runs.experiment.tables import ArmTable
from tillitsim.scenario.load import load, with_interventions
from tillitsim.scenario.schema import Origin, Scenario
from tillitsim.studies.evidence.course import Course, draw
from tillitsim.studies.evidence.measure import surveyed
from tillitsim.studies.evidence.quantity import Quantity, quantity, texts_of
from tillitsim.studies.evidence.schema import Asked, Check, Context, Experiment, Finding, Measure
from tillitsim.studies.evidence.score import Score, Verdict, score
from tillitsim.studies.evidence.statistic import statistics

World = Mapping[str, float]
Cell = tuple[str, str]
Progress = Callable[[int, int], None]
Once = Callable[[int], list[tuple[float, ...]]]
Base = Callable[[str], Scenario]
WORLD = Origin("python")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a finding: its checks' scores, in order; empty when it is not run."""

    finding: Finding
    scores: tuple[Score, ...]
    replicates: int

    @property
    def verdict(self) -> Verdict:
        """A hit when every check that decides is one; a miss when any of them is.

        Not judged when any of them has no value, unless another is a miss.
        """
        verdicts = {
            score.verdict
            for check, score in zip(self.finding.checks, self.scores, strict=False)
            if check.decides
        }
        for decisive in ("miss", "not judged"):
            if decisive in verdicts:
                return decisive
        return "hit" if verdicts == {"hit"} else "inconclusive"


@dataclass(frozen=True)
class Bench:
    """A question made ready to run: a scenario for every cell that its checks need."""

    experiment: Experiment
    checks: tuple[Check, ...]
    cells: Mapping[Cell, Scenario]
    needed: Mapping[Cell, frozenset[str]]
    seed: int = 0
    simulation: type[Simulation] = Simulation

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


def prepare(asked: Asked, world: World, seed: int = 0, base: Base = load) -> Bench:
    """Build the scenarios of a question's cells; ``InputError`` names it and the arm.

    ``base`` gives the scenario that a cell builds on, by name; it may keep what it has read.
    """
    experiment = asked.experiment
    if experiment is None:
        raise InputError(f"{asked.id} has no virtual experiment to run.")
    needed: dict[Cell, set[str]] = {}
    for check in asked.checks:
        for each in _quantities(check, experiment):
            needed.setdefault((each.arm, each.context), set()).add(each.measure)
    arms = {arm.name: arm for arm in experiment.arms}
    contexts = {context.name: context for context in experiment.contexts}
    cells = {}
    for arm, context in sorted(needed):
        try:
            cells[arm, context] = scenario_of(experiment, arms[arm], contexts[context], world, base)
        except InputError as wrong:
            where = f"{asked.id}, arm {arm}, context {context}: "
            raise InputError([where + sentence for sentence in wrong.problems]) from None
    return Bench(
        experiment,
        asked.checks,
        cells,
        {cell: frozenset(names) for cell, names in needed.items()},
        seed,
    )


def _quantities(check: Check, experiment: Experiment) -> list[Quantity]:
    texts = texts_of(check)
    if check.kind == "crossing":
        texts = [f"{text}/{context.name}" for text in texts for context in experiment.contexts]
    varied = experiment.cross_section.vary if experiment.cross_section else {}
    named = [text for text in (*texts, *check.predictors) if text not in varied]
    return [quantity(text, experiment) for text in named]


def scenario_of(
    experiment: Experiment, arm: ArmTable, context: Context, world: World, base: Base = load
) -> Scenario:
    """The scenario of one arm in one context, in a world."""
    named = base(arm.scenario or experiment.base)
    plain = replace(named, months=experiment.months, burn_in=0)
    laid = {**experiment.set, **context.set, **arm.set}
    scenario = load(
        plain.with_values({k: v for k, v in world.items() if k not in laid}, WORLD),
        changes=laid,
        without=(*experiment.without, *arm.without),
        neutral=arm.neutral,
    )
    changes = (
        each.intervention(f"{arm.name} {position}")
        for position, each in enumerate(arm.interventions, 1)
    )
    return with_interventions(scenario, tuple(changes))


def run(
    finding: Finding,
    world: World,
    *,
    seed: int = 0,
    threads: int | None = None,
    most: int | None = None,
) -> Trial:
    """Run a finding until each check is resolved, or ``most`` replicates are done."""
    if finding.experiment is None:
        return Trial(finding, (), 0)
    with ThreadPoolExecutor(threads or default_threads()) as pool:
        return _trial(finding, prepare(finding, world, seed), most, pool.map)


def run_all(
    findings: Sequence[Finding],
    worlds: Sequence[World],
    *,
    seed: int = 0,
    threads: int | None = None,
    most: int | None = None,
    progress: Progress | None = None,
) -> list[list[Trial]]:
    """The trials of every finding in every world, world by world in the order of the findings.

    Findings that ask about the same runs share them. ``progress(done, total)`` counts findings
    in worlds.
    """
    total = len(worlds) * len(findings)
    found = [[Trial(finding, (), 0) for finding in findings] for _ in worlds]
    with ThreadPoolExecutor(threads or default_threads()) as pool:
        tasks = {}
        base = cache(load)
        for i, world in enumerate(worlds):
            benches = pool.submit(_benches, findings, world, seed, base)
            for j in sorted(range(len(findings)), key=lambda j: -_effort(findings[j])):
                tasks[pool.submit(_one_of, j, findings[j], benches, most)] = (i, j)
        try:
            for done, task in enumerate(as_completed(tasks), 1):
                i, j = tasks[task]
                found[i][j] = task.result()
                if progress is not None:
                    progress(done, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _benches(
    findings: Sequence[Finding], world: World, seed: int, base: Base
) -> list[Bench | None]:
    benches = [
        None if finding.experiment is None else prepare(finding, world, seed, base)
        for finding in findings
    ]
    share(bench for bench in benches if bench is not None)
    return benches


def _one_of(
    place: int, finding: Finding, benches: Future[list[Bench | None]], most: int | None
) -> Trial:
    bench = benches.result()[place]
    return Trial(finding, (), 0) if bench is None else _trial(finding, bench, most, map)


def _effort(finding: Finding) -> int:
    """Roughly how long a finding takes, for the longest to begin."""
    experiment = finding.experiment
    if experiment is None:
        return 0
    organisations = experiment.cross_section.organisations if experiment.cross_section else 20
    cells = len(experiment.arms) * len(experiment.contexts)
    return organisations * cells * experiment.months * experiment.most


def _trial(
    finding: Finding,
    bench: Bench,
    most: int | None,
    each: Callable[[Once, Iterable[int]], Iterable[list[tuple[float, ...]]]],
) -> Trial:
    """Run a finding until it is resolved: replicates double from round to round."""
    limit = most or bench.experiment.most
    goal = min(bench.experiment.replicates, limit)
    rows: list[list[tuple[float, ...]]] = []
    while True:
        rows += each(bench.once, range(len(rows), goal))
        scores = scores_of(finding, rows)
        if len(rows) >= limit or all(score.resolved for score in scores):
            bench.close()
            return Trial(finding, scores, len(rows))
        goal = min(2 * goal, limit)


def scores_of(finding: Finding, rows: list[list[tuple[float, ...]]]) -> tuple[Score, ...]:
    """Scores from the statistics of replicates, one row each."""
    return tuple(
        score(check, np.array([row[position] for row in rows]))
        for position, check in enumerate(finding.checks)
    )
