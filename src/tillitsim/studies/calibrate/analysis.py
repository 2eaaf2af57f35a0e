"""Calibration: one parameter set for all findings and levels, or rather many that are equally good.

Wave 1 spreads points over the prior. Each later wave fits emulators to all that was simulated so
far, samples where they say that the targets are met, and simulates there. A parameter set can join
the ensemble if, *simulated*, it is not implausible: of its distances from the targets, at most
``Plan.spared`` percent are beyond three standard deviations (Pukelsheim 1994; Vernon, Goldstein &
Bower 2010), so that a few targets that no parameter set can meet do not empty the ensemble.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
from joblib import Parallel, delayed
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.cases.batch import sources_digest
from tillitsim.runs.cases.case import Once, Read, cases_of
from tillitsim.runs.ensemble.prior import Prior
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.runner import Runner, StoppedError
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.studies.calibrate.emulator import Emulators, fit
from tillitsim.studies.calibrate.plan import Plan
from tillitsim.studies.calibrate.target import (
    Target,
    implausibility,
    log_likelihood,
    mean_and_error,
    simulated,
    targets,
)
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import (
    address_of,
    by_check,
    flat,
    prepare,
    share,
    worked_out,
)
from tillitsim.studies.evidence.schema import Finding
from tillitsim.studies.levels.facts import Fact, load_facts
from tillitsim.studies.levels.readings import Judged, judged, readings

Values = NDArray[np.float64]

CUTOFF = 3.0
"""Standard deviations beyond which a parameter set is implausible."""
BASE = cache(load)
KEPT = 4
"""Sets of emulators that are kept."""
_FITTED: dict[str, Emulators] = {}


def findings_of(plan: Plan) -> list[Finding]:
    """The findings that a plan fits, in its order; ``InputError`` for those that do not run."""
    known = {finding.id: finding for finding in load_all([evidence_folder()])}
    missing = [each for each in plan.findings if each not in known]
    idle = [each for each in plan.findings if each in known and known[each].not_run]
    if missing or idle:
        raise InputError(
            [_("calibration: there is no finding {each}.").format(each=each) for each in missing]
            + [
                _("calibration: finding {each} is not run ({not_run}).").format(
                    each=each, not_run=known[each].not_run
                )
                for each in idle
            ]
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

    def until(self, count: int) -> Evaluated:
        """The first ``count`` of them."""
        return Evaluated(self.points[:count], self.values[:count], self.errors[:count])

    def and_then(self, more: Evaluated) -> Evaluated:
        """These points, then more."""
        return Evaluated(
            np.concatenate([self.points, more.points]),
            np.concatenate([self.values, more.values]),
            np.concatenate([self.errors, more.errors]),
        )


class Fit(NamedTuple):
    """What parameter sets are held against, and replicates of each finding and service."""

    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    replicates: int


@dataclass(frozen=True, slots=True)
class TargetValues(Read[Fit]):
    """Of a parameter set, every target's value and Monte Carlo error: (targets, 2)."""

    @property
    def digest(self) -> str:
        """Names what is read, and how it is worked out."""
        here = sources_digest("studies/calibrate"), sources_digest("studies/levels")
        return f"targets {worked_out()} {' '.join(here)}"

    def address(self, scenario: Fit) -> str:
        """All of the findings and facts that the values depend on."""
        facts = judged(scenario.facts)
        services = sorted({name for each in facts for name in each.services})
        return "|".join(
            [
                str(scenario.replicates),
                *map(address_of, scenario.findings),
                *(repr(fact) for fact in scenario.facts),
                *(f"{name} {load(name).canonical()}" for name in services),
            ]
        )

    def prepare(self, scenario: Fit, parameters: Mapping[str, float]) -> Once:
        """The function that runs the findings in a parameter set; a case has all replicates.

        Findings that ask about the same runs share them.
        """

        def once(seed: int, _: int) -> Values:
            benches = [prepare(each, parameters, seed, BASE) for each in scenario.findings]
            share(benches)
            rows = [
                [flat(bench.once(replicate)) for bench in benches]
                for replicate in range(scenario.replicates)
            ]
            found = []
            for i, finding in enumerate(scenario.findings):
                read = np.array([row[i] for row in rows])
                for check, values in zip(
                    finding.checks, by_check(finding.checks, read), strict=True
                ):
                    if check.decides:
                        found.append(simulated(check, values))
            if scenario.facts:
                facts = judged(scenario.facts)
                levels = readings(facts, parameters, seed, scenario.replicates)
                found += [mean_and_error(levels[:, i]) for i in range(levels.shape[1])]
            return np.array(found)

        return once


def facts_of(plan: Plan) -> list[Judged]:
    """The level facts that a plan fits."""
    return judged(load_facts()) if plan.levels else []


def targets_of(plan: Plan) -> list[Target]:
    """What a plan holds parameter sets against, findings first."""
    return targets(findings_of(plan), facts_of(plan), plan.discrepancy)


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
    prior, of, read = Prior.declared(), targets_of(plan), TargetValues()
    facts = tuple(each.fact for each in facts_of(plan))
    fit_ = Fit(tuple(findings_of(plan)), facts, plan.replicates)
    done = Evaluated.nothing(len(prior.names), len(of))
    runner.expect(plan.total)
    for wave in range(plan.waves + plan.defaults):
        points = _design(plan, wave, prior, done, of)
        sets = [prior.parameter_set(point) for point in points]
        cases = cases_of(read, fit_, [0], seed=plan.seed, parameters=sets)
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
        spread = prior.spread(plan.first, plan.seed)
        return former(plan.start, prior, spread) if plan.start else spread
    if wave == plan.waves:
        return defaults_in(prior)
    start = done.points[np.argsort(-log_likelihood(distances(done, of), of), kind="stable")]
    begin = np.resize(start[: max(8, len(start) // 4)], (plan.each, start.shape[1]))
    return sample(emulators_of(done), of, begin, plan.seed + wave, plan.groups)


def defaults_in(prior: Prior) -> Values:
    """The package's defaults as a point, (1, parameters)."""
    return prior.unit({name: PARAMETERS[name].default for name in prior.names})[np.newaxis]


def former(name: str, prior: Prior, spread: Values) -> Values:
    """Points of the prior with what former parameter sets say, over and over.

    Raises
    ------
    InputError
        When no such table is shipped.
    """
    path = evidence_folder().parent / "calibration" / Path(name).name
    if not path.is_file():
        raise InputError(_("{file}: there is no such table of parameter sets.").format(file=path))
    table = pq.read_table(path)
    points = spread.copy()
    for i, parameter in enumerate(prior.names):
        if parameter in table.column_names:
            column = np.resize(table[parameter].to_numpy(), len(points))
            unit = (column - prior.low[i]) / (prior.high[i] - prior.low[i])
            known = (unit >= 0.0) & (unit <= 1.0)
            points[known, i] = unit[known]
    return points


def emulators_of(done: Evaluated) -> Emulators:
    """An emulator of every target, fitted to all that was simulated.

    Those of the last few calls are kept: an ensemble asks for the same ones as its last wave.
    """
    key = blake2b(done.points.tobytes() + done.values.tobytes(), digest_size=16).hexdigest()
    if key not in _FITTED:
        while len(_FITTED) >= KEPT:
            del _FITTED[next(iter(_FITTED))]
        columns = range(done.values.shape[1])
        _FITTED[key] = Emulators(
            Parallel(n_jobs=-1)(delayed(fit)(done.points, done.values[:, i]) for i in columns)
        )
    return _FITTED[key]


def worth(
    emulators: Emulators, of: Sequence[Target], points: Values, coarsening: float = math.inf
) -> Values:
    """Log likelihood of points as emulators see it; their error widens every target."""
    found = emulators(points)
    gaps = [t.distance(found[:, i], emulators.error[i]) for i, t in enumerate(of)]
    return log_likelihood(np.column_stack(gaps), of, coarsening)


def sample(
    emulators: Emulators,
    of: Sequence[Target],
    start: Values,
    seed: int,
    coarsening: float = math.inf,
    steps: int = 400,
) -> Values:
    """Points where the emulators meet the targets: one chain from each ``start``, its last state.

    Metropolis steps that draw a few parameters anew from the prior, all chains side by side.
    """
    random = np.random.default_rng((seed, 11))
    here = start.copy()
    count, width = here.shape
    at = worth(emulators, of, here, coarsening)
    for _step in range(steps):
        fresh = random.random((count, width)) < random.choice([1, 3, 10], (count, 1)) / width
        there = np.where(fresh, random.random((count, width)), here)
        new = worth(emulators, of, there, coarsening)
        taken = np.log(random.random(count)) < new - at
        here[taken], at[taken] = there[taken], new[taken]
    return here


def plausible(plan: Plan, done: Evaluated, of: Sequence[Target]) -> NDArray[np.bool_]:
    """Which simulated points are not implausible."""
    return np.asarray(implausibility(distances(done, of), rank_of(plan, of)) < CUTOFF)


def rank_of(plan: Plan, of: Sequence[Target]) -> int:
    """Which of a point's distances decides, counted from the largest: the first not spared."""
    return min(len(of), 1 + math.floor(plan.spared / 100.0 * len(of)))
