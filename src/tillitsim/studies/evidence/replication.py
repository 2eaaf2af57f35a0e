"""Run a finding's virtual experiment: arms in contexts, with the same luck, until it is resolved.

``world`` is one set of parameter values for everything; a finding's own settings (its people, its
task, what is done) are laid over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.model.simulation import Simulation, default_threads
from tillitsim.scenario import mix
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import CouncilKind, Intervention, Origin, Scenario, Sector
from tillitsim.studies.evidence import measure
from tillitsim.studies.evidence.quantity import Quantity, quantity, texts_of
from tillitsim.studies.evidence.schema import Arm, Asked, Check, Context, Experiment, Finding
from tillitsim.studies.evidence.score import Score, Verdict, score
from tillitsim.studies.evidence.statistic import statistics

World = Mapping[str, float]
Cell = tuple[str, str]
Progress = Callable[[int, int], None]
WORLD = Origin("python")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a finding: its checks' scores, in order; empty when it is not run."""

    finding: Finding
    scores: tuple[Score, ...]
    replicates: int

    @property
    def verdict(self) -> Verdict:
        """A hit when every check that decides is one; a miss when any of them is."""
        verdicts = {
            score.verdict
            for check, score in zip(self.finding.checks, self.scores, strict=False)
            if check.decides
        }
        if "miss" in verdicts:
            return "miss"
        return "hit" if verdicts == {"hit"} else "inconclusive"


@dataclass(frozen=True, slots=True)
class Bench:
    """A question made ready to run: a scenario for every cell that its checks need."""

    experiment: Experiment
    checks: tuple[Check, ...]
    cells: Mapping[Cell, Scenario]
    needed: Mapping[Cell, frozenset[str]]
    seed: int = 0
    simulation: type[Simulation] = Simulation

    def once(self, replicate: int) -> list[tuple[float, ...]]:
        """Every check's statistic in one replicate."""
        drawn = self._draw(replicate)
        readings: dict[Quantity, NDArray[np.float64]] = {}
        for (arm, context), scenario in self.cells.items():
            names = self.needed[arm, context]
            simulation = self.simulation(
                _organisations(scenario, drawn) if drawn else scenario,
                self.seed, replicate, self.experiment.months,
            )  # fmt: skip
            values = measure.read(
                simulation, {name: self.experiment.measures[name] for name in sorted(names)}
            )
            for name, read in values.items():
                readings[Quantity(name, arm, context)] = read
        return [statistics(check, self.experiment, readings, drawn) for check in self.checks]

    def _draw(self, replicate: int) -> dict[str, NDArray[np.float64]]:
        across = self.experiment.cross_section
        if across is None:
            return {}
        luck = np.random.default_rng((self.seed, replicate, 2))
        return {
            name: luck.uniform(spread.low, spread.high, across.organisations)
            for name, spread in across.vary.items()
        }


def prepare(asked: Asked, world: World, seed: int = 0) -> Bench:
    """Build the scenarios of a question's cells; ``InputError`` names it and the arm."""
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
            cells[arm, context] = scenario_of(experiment, arms[arm], contexts[context], world)
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


def scenario_of(experiment: Experiment, arm: Arm, context: Context, world: World) -> Scenario:
    """The scenario of one arm in one context, in a world."""
    months = experiment.months
    base = load(arm.scenario or experiment.base, set=(f"months={months}", "burn_in=0"))
    laid = {**experiment.set, **context.set, **arm.set}
    scenario = load(
        base.with_values({k: v for k, v in world.items() if k not in laid}, WORLD),
        changes=laid,
        without=(*experiment.without, *arm.without),
    )
    if not arm.changes:
        return scenario
    changes = tuple(
        Intervention(
            name=f"{arm.name} {position}", values=each.set, start=each.start, stop=each.stop,
            ramp=each.ramp, share=each.share, lottery=each.lottery, given=each.set,
        )
        for position, each in enumerate(arm.changes, 1)
    )  # fmt: skip
    return load(replace(scenario, interventions=(*scenario.interventions, *changes)))


def _organisations(scenario: Scenario, drawn: Mapping[str, NDArray[np.float64]]) -> Scenario:
    """A council for every organisation of a cross-section, each with its own values."""
    count = len(next(iter(drawn.values())))
    kinds = []
    for organisation in range(count):
        own = {name: float(values[organisation]) for name, values in drawn.items()}
        values = {**scenario.values, **mix.completed(scenario.values, own)}
        kinds.append(CouncilKind(f"{organisation}", 1, (Sector(f"{organisation}", values),)))
    return replace(scenario, mixture=tuple(kinds))


def run(
    finding: Finding,
    world: World,
    *,
    seed: int = 0,
    threads: int | None = None,
    most: int | None = None,
    progress: Progress | None = None,
) -> Trial:
    """Run a finding until each check is resolved, or ``most`` replicates are done.

    Replicates double from round to round; ``progress(done, most)`` counts them.
    """
    if finding.experiment is None:
        return Trial(finding, (), 0)
    bench = prepare(finding, world, seed)
    limit = most or finding.experiment.most
    goal = min(finding.experiment.replicates, limit)
    rows: list[list[tuple[float, ...]]] = []
    with ThreadPoolExecutor(threads or default_threads()) as pool:
        while True:
            rows += pool.map(bench.once, range(len(rows), goal))
            scores = scores_of(finding, rows)
            if progress is not None:
                progress(len(rows), limit)
            if len(rows) >= limit or all(each.resolved for each in scores):
                return Trial(finding, scores, len(rows))
            goal = min(2 * goal, limit)


def scores_of(finding: Finding, rows: list[list[tuple[float, ...]]]) -> tuple[Score, ...]:
    """Scores from the statistics of replicates, one row each."""
    return tuple(
        score(check, np.array([row[position] for row in rows]))
        for position, check in enumerate(finding.checks)
    )
