"""Proposes defaults that lie in the middle of the ensemble, for parameters whose size is assumed.

    python tools/centre.py [--workers N]     prints what it tried, and the proposal as TOML

Where only a direction has a source, a default's size is our choice. A candidate takes for a random
half of these parameters the value half-way between the present default and the ensemble's mean, in
two digits; the others it leaves. Parameters with a source for their size, cells of the profile
table, whole numbers and what is fully off or on by default are left alone.

Of the candidates that have the most headline outcomes in the middle half of the ensemble, those
are chosen that meet most of what was fitted and have most headline differences in the middle half,
each target and each difference counting one; a second round crosses the best of the first. No
finding that is a prediction is looked at.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from defaults import COMPARISONS, SERVICES, Set, headlines, inside, members, place
from made import ROOT
from numpy.typing import NDArray

from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.runner import Runner
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.studies.calibrate.analysis import (
    Fit,
    TargetValues,
    facts_of,
    findings_of,
    targets_of,
)
from tillitsim.studies.calibrate.plan import Plan, read_plan
from tillitsim.studies.evidence.score import NORMAL

FIRST, SECOND, SIMULATED, PARENTS, SEED = 120, 60, 24, 6, 20261203
Values = NDArray[np.float64]


class Tried(NamedTuple):
    """A candidate: how many outcomes and differences are inside, how many targets it meets."""

    outcomes: int
    differences: int
    met: int
    parameters: Set

    @property
    def worth(self) -> int:
        """Targets met and differences inside."""
        return self.met + self.differences


def free(own: Sequence[Set]) -> dict[str, float]:
    """Half-way values of the parameters that may be moved."""
    found = {}
    for name in own[0]:
        known = PARAMETERS[name]
        if (
            name.startswith("profile.")
            or known.whole
            or not known.source.startswith("assumed")
            or known.default in known.range
        ):
            continue
        mean = float(np.mean([one[name] for one in own]))
        found[name] = float(f"{(known.default + mean) / 2.0:.2g}")
    return found


def read(sets: Sequence[Set], runner: Runner) -> dict[str, Values]:
    """Headline outcomes of parameter sets in all scenarios that are looked at, one row a set."""
    names = {*SERVICES, *(name for pair in COMPARISONS for name in pair)}
    return {
        name: headlines(load(ROOT / name if name.endswith(".toml") else name), sets, runner)
        for name in sorted(names)
    }


def places(
    own: Mapping[str, Values], candidates: Mapping[str, Values], count: int
) -> list[tuple[int, int]]:
    """Of each candidate: headline outcomes and headline differences in the middle half."""
    return [
        (
            sum(_inside(own[name], candidates[name][i]) for name in SERVICES),
            sum(
                _inside(own[after] - own[before], candidates[after][i] - candidates[before][i])
                for before, after in COMPARISONS
            ),
        )
        for i in range(count)
    ]


def _inside(own: Values, candidate: Values) -> int:
    """How many columns of a candidate are in the middle half of the members'."""
    rows = np.vstack([own, candidate])
    return sum(inside(place(rows[:, i])) for i in range(rows.shape[1]))


def met(plan: Plan, candidates: Sequence[Set], runner: Runner) -> list[int]:
    """How many fitted targets each candidate meets."""
    fit, of, values = _fit(plan), targets_of(plan), TargetValues()
    sets = [dict(each) for each in candidates]
    found = runner.run(cases_of(values, fit, [0], seed=plan.seed, parameters=sets), values)
    return [
        sum(
            abs(float(target.published_distance(value))) <= NORMAL
            for target, value in zip(of, each[:, 0], strict=True)
        )
        for each in found
    ]


def _fit(plan: Plan) -> Fit:
    return Fit(
        tuple(findings_of(plan)), tuple(each.fact for each in facts_of(plan)), plan.replicates
    )


def tried(
    plan: Plan, own: Mapping[str, Values], candidates: Sequence[Set], runner: Runner
) -> list[Tried]:
    """The candidates that are worth simulating against the targets, best first."""
    at = places(own, read(candidates, runner), len(candidates))
    best = sorted(range(len(candidates)), key=lambda i: (at[i], -i), reverse=True)[:SIMULATED]
    targets = met(plan, [candidates[i] for i in best], runner)
    found = [Tried(*at[i], hits, candidates[i]) for i, hits in zip(best, targets, strict=True)]
    most = max(each.outcomes for each in found)
    return sorted(found, key=lambda each: (each.outcomes == most, each.worth), reverse=True)


def main(arguments: list[str]) -> int:
    """Try, cross, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    plan = read_plan(ROOT / "experiments" / "calibration" / "plan.toml")
    random = np.random.default_rng(SEED)
    halves = free(members())
    names = list(halves)

    def of(mask: NDArray[np.bool_]) -> dict[str, float]:
        return {name: halves[name] for name, moved in zip(names, mask, strict=True) if moved}

    with Runner(workers=options.workers, processes=True) as runner:
        own = read(members(), runner)
        _told("now", tried(plan, own, [{}], runner)[0])
        masks = random.random((FIRST, len(names))) < 0.5
        first = tried(plan, own, [*map(of, masks)], runner)
        for each in first[:PARENTS]:
            _told("first", each)
        parents = random.integers(PARENTS, size=(SECOND, 2))
        choice = random.random((SECOND, len(names))) < 0.5
        has = np.array([[name in each.parameters for name in names] for each in first[:PARENTS]])
        crossed = np.where(choice, has[parents[:, 0]], has[parents[:, 1]])
        second = tried(plan, own, [*map(of, crossed)], runner)
        for each in second[:PARENTS]:
            _told("second", each)
    most = max(each.outcomes for each in (*first, *second))
    best = max((*first, *second), key=lambda each: (each.outcomes == most, each.worth))
    for name, value in best.parameters.items():
        sys.stdout.write(f'"{name}" = {value:g}  # {PARAMETERS[name].default:g}\n')
    return 0


def _told(when: str, each: Tried) -> None:
    sys.stdout.write(
        f"{when}: {each.outcomes} outcomes and {each.differences} differences inside,"
        f" {each.met} targets met, {len(each.parameters)} moved\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
