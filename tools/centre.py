"""Proposes defaults that lie in the middle of the ensemble, for parameters whose size is assumed.

    python tools/centre.py [--workers N]     prints what it tried, and proposals as TOML

Where only a direction has a source, a default's size is our choice. Each such parameter is tried
alone, moved half-way from its default to the ensemble's mean (two digits). Moves are then taken one
by one, as long as they bring headline outcomes into the middle half of the ensemble, as if their
effects added up; ``WEIGHTS`` says what a headline difference counts beside an outcome. What that
proposes is simulated, and told with how many of the fitted targets it meets. No finding that is a
prediction is looked at. Left alone are parameters with a source for their size, cells of the
profile table, whole numbers, what is fully off or on by default, and ``KEPT``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

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
from tillitsim.studies.compare.analysis import HEADLINE
from tillitsim.studies.evidence.score import NORMAL

WEIGHTS = (0.0, 0.1, 0.3)
LEAST = 0.3
"""The least gain for which a parameter is moved, in outcomes."""
KEPT = (
    *("workforce.", "demand.variation"),
    *("motivation.control_crowds", "motivation.norm_erosion"),
)
"""Moving these lost level facts about staff and their turnover, or E03, when they were tried."""
Values = NDArray[np.float64]


def free(own: Sequence[Set]) -> dict[str, float]:
    """Half-way values of the parameters that may be moved."""
    found = {}
    for name in own[0]:
        known = PARAMETERS[name]
        if (
            name.startswith(("profile.", *KEPT))
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


def greedy(own: Values, now: Values, effects: Values, counts: Values) -> list[int]:
    """Which moves to make, in order: rows of ``effects`` (moves, readings) are added to ``now``.

    ``counts`` says what each reading counts when it lies between the quartiles of ``own`` (members,
    readings); one outside counts the less the farther out it is, in standard deviations.
    """
    low, high = np.nanquantile(own, (0.25, 0.75), axis=0)
    width = np.nanstd(own, axis=0) + 1e-9

    def worth(values: Values) -> float:
        out = np.nan_to_num(np.maximum(low - values, 0.0) + np.maximum(values - high, 0.0)) / width
        return float(counts @ ((out <= 0.0) - 8.0 * out))

    made: list[int] = []
    while len(made) < len(effects):
        best = max(
            (i for i in range(len(effects)) if i not in made), key=lambda i: worth(now + effects[i])
        )
        if worth(now + effects[best]) - worth(now) < LEAST:
            break
        made.append(best)
        now = now + effects[best]
    return made


def readings(found: Mapping[str, Values]) -> Values:
    """Headline outcomes and differences side by side, one row a set."""
    gaps = [found[after] - found[before] for before, after in COMPARISONS]
    return np.hstack([*(found[name] for name in SERVICES), *gaps])


def main(arguments: list[str]) -> int:
    """Try each move alone, propose, simulate, and print what was found."""
    parser = argparse.ArgumentParser(description="Proposes defaults in the middle of the ensemble.")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    plan = read_plan(ROOT / "experiments" / "calibration" / "plan.toml")
    moves = free(members())
    names = list(moves)
    with Runner(workers=options.workers, processes=True) as runner:
        own = read(members(), runner)
        alone = readings(read([{}, *({name: moves[name]} for name in names)], runner))
        outcomes = len(SERVICES) * len(HEADLINE)
        counts = np.ones(alone.shape[1])
        proposals: list[Set] = [{}]
        for weight in WEIGHTS:
            counts[outcomes:] = weight
            chosen = greedy(readings(own), alone[0], alone[1:] - alone[0], counts)
            proposals.append({names[i]: moves[names[i]] for i in chosen})
        at = places(own, read(proposals, runner), len(proposals))
        hits = met(plan, proposals, runner)
    for (inside_, differences), targets, proposal in zip(at, hits, proposals, strict=True):
        sys.stdout.write(
            f"# {inside_} outcomes and {differences} differences in the middle half,"
            f" {targets} targets met, {len(proposal)} moved\n"
        )
        for name, value in proposal.items():
            sys.stdout.write(f'"{name}" = {value:g}  # now {PARAMETERS[name].default:g}\n')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
