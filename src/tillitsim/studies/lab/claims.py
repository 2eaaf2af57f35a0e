"""What the model says to a lesson: its two sides in every world of the page.

The runs are the page's own: in world *i* both sides have replicate *i*, and outcomes are read from
the month when all that happens is whole. Nothing of it is stored: a page works its answers out
itself, and leaves out an explanation that was written for another answer than it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.model import outcomes
from tillitsim.model.blueprint import make_blueprint
from tillitsim.model.simulation import Results, simulate_batch
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.runs.statistics.likelihood import Verdict, Way, verdict_of_draws
from tillitsim.scenario.declared.mix import MIX
from tillitsim.scenario.horizon import read_when_whole
from tillitsim.scenario.load import load, with_interventions
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.lab.contents import PARTS, happening, lessons, scenario_of, settings

SEED = 0

ANSWERS: dict[Way, str] = {
    "higher": "up", "lower": "down", "none": "same", "same": "same", "unknown": "unknown",
}  # fmt: skip
"""What a lesson calls each verdict."""


def side(service: Scenario, said: dict[str, Any]) -> Scenario:
    """A service as one side of a case has it."""
    changes: dict[str, float] = dict(said.get("set", {}))
    if "mix" in said:
        changes |= {name: share / 100 for name, share in zip(MIX, said["mix"], strict=True)}
    added = [
        replace(
            each,
            name=f"{each.name} {i}",
            start=each.start + month,
            stop=None if each.stop is None else each.stop + month,
        )
        for i, (name, month) in enumerate(said.get("happenings", []), 1)
        for each in happening(name)
    ]
    return with_interventions(load(service, changes=changes), tuple(added))


def differences(case: dict[str, Any]) -> NDArray[np.float64]:
    """What a case comes to, after less before, one raw difference a world."""
    service = scenario_of(case["service"])
    before, after = (side(service, case[each]) for each in ("before", "after"))
    read_from = max(read_when_whole(each).burn_in for each in (before, after))
    found = []
    for i, world in enumerate(draw_sets(settings()["worlds"]).each):
        pair = []
        for each in (after, before):
            scenario = replace(with_set(each, world), burn_in=read_from)
            tally = simulate_batch(make_blueprint(scenario, scenario.months), [(SEED, i)])
            series = outcomes.read(tally)
            results = Results(scenario, SEED, tuple(outcomes.OUTCOMES), series, tallies=tally)
            pair.append(results.mean_after_burn_in()[0])
        found.append(pair[0] - pair[1])
    return np.array(found)[:, list(outcomes.OUTCOMES).index(case["outcome"])]


def verdict_of(case: dict[str, Any], draws: NDArray[np.float64]) -> Verdict:
    """What the differences of a case, one a world, come to."""
    return verdict_of_draws(draws, outcomes.OUTCOMES[case["outcome"]].matters, len(draws))


def holds(case: dict[str, Any], verdict: Verdict) -> bool:
    """Whether a case was written for the answer that is found."""
    return bool(ANSWERS[verdict.way] == case["answer"])


def table() -> Iterator[str]:
    """Every lesson's claims: the answer that was written, the one that is found, and how sure."""
    for lesson in lessons():
        for part in PARTS:
            case = lesson[part]
            draws = differences(case)
            found = verdict_of(case, draws)
            said = f"{ANSWERS[found.way]:8}{found.share * len(draws):3.0f} of {len(draws)}"
            note = "" if holds(case, found) else "  the page leaves the explanation out"
            yield f"{lesson['name']:28}{part:6}{case['answer']:6}{said}  {found.grade or ''}{note}"
