"""Calibration: one parameter set for all findings, or rather many that are equally good.

Wave 1 spreads points over the prior. Each later wave fits emulators to all that was simulated so
far, samples where they say that the findings are met, and simulates there. A world joins the
ensemble if, *simulated*, it is not implausible: its third-largest distance is below three standard
deviations (Pukelsheim 1994; Vernon, Goldstein & Bower 2010), so that one or two findings that no
world can meet do not empty the ensemble.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.runs.batch import sources_digest
from tillitsim.runs.case import Once, Read, cases_of
from tillitsim.runs.prior import Prior
from tillitsim.runs.runner import Runner, StoppedError
from tillitsim.runs.shipped import evidence_folder
from tillitsim.scenario import document
from tillitsim.scenario.fields import Names, Table, Whole
from tillitsim.scenario.problems import Problems, content_of
from tillitsim.studies.calibrate.emulator import Emulator, fit
from tillitsim.studies.calibrate.target import (
    Target,
    implausibility,
    log_likelihood,
    simulated,
    targets,
)
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import (
    address_of,
    by_check,
    flat,
    prepare,
    worked_out,
)
from tillitsim.studies.evidence.schema import Finding

Values = NDArray[np.float64]

RANK = 3
"""The third-largest implausibility decides."""
MOST_POINTS = 1_000_000
CUTOFF = 3.0
"""Standard deviations beyond which a world is implausible."""


class Plan(Table):
    """What a calibration does: the findings, the sizes, the luck.

    ``first`` points in wave 1 and ``each`` in every later one; ``replicates`` of every finding at
    each point; ``block`` points are simulated in one go, by default as many as take some seconds.
    """

    findings: Annotated[tuple[str, ...], Names("finding")]
    first: Annotated[int, Whole(8, MOST_POINTS)] = 512
    each: Annotated[int, Whole(8, MOST_POINTS)] = 256
    waves: Annotated[int, Whole(1, 1000)] = 4
    replicates: Annotated[int, Whole(4, 100_000)] = 8
    wanted: Annotated[int, Whole(1, MOST_POINTS)] = 200
    block: Annotated[int, Whole(1, MOST_POINTS)] | None = None
    seed: Annotated[int, Whole(0, 2**63 - 1)] = 0

    @property
    def total(self) -> int:
        """Points in all waves."""
        return self.first + (self.waves - 1) * self.each


def read_plan(path: Path) -> Plan:
    """A plan from a TOML file; ``InputError`` with every problem in it."""
    read = document.read(path)
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(Plan, read, problems)
    if content is not None and not content.model.findings and not content.lost("findings"):
        problems.add(f"{read.at('findings')}findings: empty; name one at least.")
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert content is not None  # noqa: S101 - without a problem there is a plan
    return content.model


def findings_of(plan: Plan) -> list[Finding]:
    """The findings that a plan fits, in its order; ``InputError`` for those that do not run."""
    known = {finding.id: finding for finding in load_all([evidence_folder()])}
    missing = [each for each in plan.findings if each not in known]
    idle = [each for each in plan.findings if each in known and known[each].not_run]
    if missing or idle:
        raise InputError(
            [f"calibration: there is no finding {each}." for each in missing]
            + [f"calibration: finding {each} is not run ({known[each].not_run})." for each in idle]
        )
    return [known[each] for each in plan.findings]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Points that were simulated: (points, parameters) in the unit cube.

    ``values`` and ``errors`` are what the targets are held against, (points, targets).
    """

    points: Values
    values: Values
    errors: Values

    @classmethod
    def nothing(cls, parameters: int, targets: int) -> Evaluated:
        """No points yet."""
        empty = np.empty((0, targets))
        return cls(np.empty((0, parameters)), empty, empty)

    def and_then(self, more: Evaluated) -> Evaluated:
        """These points, then more."""
        return Evaluated(
            np.concatenate([self.points, more.points]),
            np.concatenate([self.values, more.values]),
            np.concatenate([self.errors, more.errors]),
        )


class Fit(NamedTuple):
    """The findings that parameter sets are held against, and replicates of each."""

    findings: tuple[Finding, ...]
    replicates: int


@dataclass(frozen=True, slots=True)
class TargetValues(Read[Fit]):
    """Of a parameter set, every target's value and Monte Carlo error: (targets, 2)."""

    @property
    def digest(self) -> str:
        """Names what is read, and how it is worked out."""
        return f"targets {worked_out()} {sources_digest('studies/calibrate')}"

    def address(self, scenario: Fit) -> str:
        """All of the findings that the values depend on."""
        return "|".join([str(scenario.replicates), *map(address_of, scenario.findings)])

    def prepare(self, scenario: Fit, parameters: Mapping[str, float]) -> Once:
        """The function that runs the findings in a parameter set; a case has all replicates."""

        def once(seed: int, _: int) -> Values:
            found = []
            for finding in scenario.findings:
                bench = prepare(finding, parameters, seed)
                rows = np.array([flat(bench.once(r)) for r in range(scenario.replicates)])
                for check, values in zip(
                    finding.checks, by_check(finding.checks, rows), strict=True
                ):
                    if check.decides:
                        found.append(simulated(check, values))
            return np.array(found)

        return once


def distances(done: Evaluated, of: Sequence[Target]) -> Values:
    """Distance of every simulated point from every target, (points, targets)."""
    return np.column_stack(
        [t.distance(done.values[:, i], done.errors[:, i]) for i, t in enumerate(of)]
    )


def calibrate(plan: Plan, runner: Runner) -> Evaluated:
    """Simulate all waves, or as many points as the runner's budget allows.

    The same plan gives the same points and the same values, whoever runs them and however often it
    was interrupted (a wave is only designed once the one before is complete).

    Raises
    ------
    StoppedError
        When somebody asked to stop.
    """
    prior, of, read = Prior.declared(), targets(findings_of(plan)), TargetValues()
    fit_ = Fit(tuple(findings_of(plan)), plan.replicates)
    done = Evaluated.nothing(len(prior.names), len(of))
    runner.expect(plan.total)
    for wave in range(plan.waves):
        points = _design(plan, wave, prior, done, of)
        worlds = [prior.world(point) for point in points]
        cases = cases_of(read, fit_, [0], seed=plan.seed, parameters=worlds)
        found: Sequence[Values | None]
        try:
            found = runner.run(cases, read)
        except StoppedError as stopped:
            if stopped.reason == "interrupted":
                raise
            found = stopped.found
        done = done.and_then(_evaluated(points, found, len(of)))
        if any(values is None for values in found):
            break
    return done


def _evaluated(points: Values, found: Sequence[Values | None], of: int) -> Evaluated:
    """The points that were simulated."""
    there = np.array([values is not None for values in found])
    values = np.array([each for each in found if each is not None]).reshape(-1, of, 2)
    return Evaluated(points[there], values[..., 0], values[..., 1])


def _design(plan: Plan, wave: int, prior: Prior, done: Evaluated, of: Sequence[Target]) -> Values:
    if wave == 0:
        return prior.spread(plan.first, plan.seed)
    emulators = [fit(done.points, done.values[:, i]) for i in range(len(of))]
    start = done.points[np.argsort(-log_likelihood(distances(done, of), of), kind="stable")]
    return sample(emulators, of, start[: plan.each], plan.seed + wave)


def sample(
    emulators: Sequence[Emulator], of: Sequence[Target], start: Values, seed: int, steps: int = 400
) -> Values:
    """Points where the emulators meet the targets: one chain from each ``start``, its last state.

    Metropolis steps that draw a few parameters anew from the prior, all chains side by side; the
    emulator's error widens every target.
    """
    luck = np.random.default_rng((seed, 11))
    here = start.copy()
    count, width = here.shape

    def worth(points: Values) -> Values:
        distances = np.column_stack(
            [t.distance(e(points), e.error) for t, e in zip(of, emulators, strict=True)]
        )
        return log_likelihood(distances, of)

    at = worth(here)
    for _ in range(steps):
        fresh = luck.random((count, width)) < luck.choice([1, 3, 10], (count, 1)) / width
        there = np.where(fresh, luck.random((count, width)), here)
        new = worth(there)
        taken = np.log(luck.random(count)) < new - at
        here[taken], at[taken] = there[taken], new[taken]
    return here


def plausible(done: Evaluated, of: Sequence[Target]) -> NDArray[np.bool_]:
    """Which simulated points are not implausible."""
    rank = min(RANK, len(of))
    return np.asarray(implausibility(distances(done, of), rank) < CUTOFF)
