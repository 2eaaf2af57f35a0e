"""The shipped experiments: complete in both languages, every number with its reason, all of it run.

What an experiment finds is not tested: a proposal may help, harm or do nothing.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import simulate
from tillitsim.runs.experiment.files import names
from tillitsim.runs.experiment.load import load
from tillitsim.runs.experiment.schema import Arm, Experiment
from tillitsim.runs.experiment.sources import TIMES, notes, numbers, own_interventions, reason_for
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.horizon import LEAST_MONTHS, whole_at
from tillitsim.scenario.load import load as load_scenario
from tillitsim.scenario.schema import Scenario

FOLDER = Path(__file__).parents[2] / "experiments"
FILES = {name: FOLDER / f"{name}.toml" for name in names()}
PROPOSALS = (
    "fewer-goals", "general-grants", "less-detailed-rules", "follow-up-with-services",
    "system-analysis", "leadership-and-culture", "collegial-learning", "practice-near-research",
    "citizen-involvement", "trial-municipalities", "learning-supervision", "all-proposals",
)  # fmt: skip
QUESTIONS = (
    "three-cornerstones", "seven-principles", "view-of-staff", "coherent-chain",
    "gradual-or-big-bang", "scandal", "budget-cut", "election",
)  # fmt: skip
REASON = re.compile(r"\bassumed\b|\b(19|20)\d\d\b|\bby law\b|\bby construction\b")
TOGETHER = {"chain.councils", *(name for shares in mix.ALL for name in shares)}
"""What cannot be taken away alone: the shares of a mix, and the councils of a trial."""

SHARES_OF_RARE = {"elections_lost", "accountability"}
"""Shares of elections held and of harm done: a month with neither has no value."""


@cache
def experiment(name: str) -> Experiment:
    return load(FILES[name])


ARMS = [(name, arm.name) for name in FILES for arm in experiment(name).arms]


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads(FILES[name].read_text("utf-8"))


def arm_of(name: str, arm: str) -> Arm:
    return next(each for each in experiment(name).arms if each.name == arm)


def baseline(name: str) -> Arm:
    found = experiment(name)
    return found.arms[found.baseline_index]


def run(scenario: Scenario) -> np.ndarray:
    """Outcomes of one run, (months, outcomes), always with the same random numbers.

    No more than four councils, which is enough for a lottery among them.
    """
    councils = min(4.0, scenario.values["chain.councils"])
    return simulate(load_scenario(scenario, changes={"chain.councils": councils}), seed=1).series[0]


@cache
def series(name: str, arm: str) -> np.ndarray:
    """Outcomes of one run of an arm."""
    return run(arm_of(name, arm).scenario)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return np.array_equal(one, other, equal_nan=True)


def test_every_proposal_and_every_question_of_the_source_is_there():
    assert {*PROPOSALS, *QUESTIONS} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_it_speaks_both_languages(name):
    given = table(name)
    texts = [given["title"], given["description"], *(arm["title"] for arm in given.get("arms", ()))]
    for text in texts:
        assert set(text) == {"en", "sv"}
        assert text["en"] != text["sv"]


@pytest.mark.parametrize("name", FILES)
def test_its_description_is_swedish_and_of_a_length_that_people_read(name):
    given = table(name)["description"]
    assert set("åä") & set(given["sv"])
    for text in given.values():
        assert 60 < len(text) < 700


@pytest.mark.parametrize("name", FILES)
def test_every_number_has_a_reason_and_every_reason_a_number(name):
    told = [note for note in notes(experiment(name)) if "outside the plausible range" not in note]
    assert told == []


@pytest.mark.parametrize("name", FILES)
def test_no_number_in_the_file_escapes_those_that_need_a_reason(name):
    given, found = table(name), experiment(name)
    listed = {(each.arm, each.name, each.value) for each in numbers(found)}
    for arm in given.get("arms", ()):
        written = list(arm.get("set", {}).items())
        for each in arm.get("interventions", ()):
            written += [*each["set"].items(), *((w, each[w]) for w in TIMES if w in each)]
        for key, value in written:
            assert (arm["name"], key, value) in listed
    for word in ("months", "burn_in"):
        assert (word in given) == (word in found.sources)
    for axis in (
        *given.get("design", {}).get("vary", ()),
        *given.get("design", {}).get("cross", ()),
    ):
        assert axis in found.sources


@pytest.mark.parametrize("name", FILES)
def test_every_reason_is_a_source_or_says_that_it_is_assumed(name):
    sources = experiment(name).sources
    assert [f"{key}: {text}" for key, text in sources.items() if not REASON.search(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_a_reason_that_arms_share_is_for_a_value_that_they_share(name):
    found = experiment(name)
    shared: dict[str, set[float]] = {}
    for each in numbers(found):
        own = reason_for(found.sources, each.arm, each.name) != reason_for(
            found.sources, "any other", each.name
        )
        if each.arm and not own and each.name not in TIMES:
            shared.setdefault(each.name, set()).add(each.value)
    assert {key: values for key, values in shared.items() if len(values) > 1} == {}


def test_a_number_without_a_reason_is_noticed():
    found = experiment("general-grants")
    key = "no-earmarks.instruments.earmarked"
    rest = {each: text for each, text in found.sources.items() if each != key}
    (told, *_) = notes(replace(found, sources=rest))
    assert "arm 'no-earmarks': instruments.earmarked = 0 has no source" in told
    assert f'write under [sources] "{key}" = ' in told


def test_a_reason_without_a_number_is_noticed():
    found = experiment("general-grants")
    more = {**found.sources, "instruments.goals": "assumed"}
    assert any("sources: instruments.goals has a source but no number" in told
               for told in notes(replace(found, sources=more)))  # fmt: skip


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_proposal_is_compared_with_today(name):
    assert baseline(name).name == "as-today"
    assert own_interventions(experiment(name), baseline(name)) == ()


@pytest.mark.parametrize("name", [*PROPOSALS, *QUESTIONS])
def test_the_baseline_is_its_scenario_untouched(name):
    start = load_scenario(table(name)["base"])
    differing = {
        key for key, value in baseline(name).scenario.values.items()
        if value != start.values[key] and not math.isnan(value)
    }  # fmt: skip
    assert differing <= {"chain.councils"}


@pytest.mark.parametrize("name", FILES)
def test_arms_are_read_over_the_same_months(name):
    horizons = {(arm.scenario.months, arm.scenario.burn_in) for arm in experiment(name).arms}
    assert len(horizons) == 1


@pytest.mark.parametrize("name", FILES)
def test_arms_are_read_when_their_changes_are_whole(name):
    for arm in experiment(name).arms:
        whole = whole_at(arm.scenario)
        if whole + LEAST_MONTHS <= arm.scenario.months:
            assert arm.scenario.burn_in >= whole


@pytest.mark.parametrize("name", FILES)
def test_what_a_handbook_learns_from_sums_to_one_where_it_is_fixed(name):
    for arm in experiment(name).arms:
        for values in (arm.changes, *(each.values for each in arm.scenario.interventions)):
            shares = [values.get(f"instruments.learn_{each}") for each in ("best", "centre", "all")]
            if any(share is not None for share in shares):
                assert math.fsum(shares) == pytest.approx(1.0)


@pytest.mark.parametrize(("name", "arm"), ARMS)
def test_an_arm_runs_and_its_outcomes_are_finite_and_within_bounds(name, arm):
    read = dict(zip(OUTCOMES, series(name, arm).T, strict=True))
    without_good = read["good_meetings"] == 0.0
    assert (np.isnan(read["cost_per_good_meeting"]) == without_good).all()
    for outcome in OUTCOMES.values():
        values, (low, high) = read[outcome.name], outcome.bounds
        if outcome.name == "cost_per_good_meeting":
            values = values[~without_good]
        if outcome.name in SHARES_OF_RARE:
            values = values[np.isfinite(values)]
        assert np.isfinite(values).all(), outcome.name
        assert (low <= values).all(), outcome.name
        assert (values <= high).all(), outcome.name


@pytest.mark.parametrize(
    ("name", "arm"), [each for each in ARMS if each[1] != baseline(each[0]).name]
)
def test_an_arm_is_the_baseline_until_it_begins_and_something_else_after(name, arm):
    own, without = series(name, arm), series(name, baseline(name).name)
    changes = set(arm_of(name, arm).changes) - {"chain.councils"}
    starts = [each.start for each in own_interventions(experiment(name), arm_of(name, arm))]
    first = 0 if changes else min(starts)
    np.testing.assert_array_equal(own[:first], without[:first])
    assert not same(own, without)


def rests(changed: Scenario, scenario: Scenario) -> bool:
    """Whether nothing moves in ten more runs either: what acts on rare events may miss one."""
    one, other = (simulate(each, seed=2, replicates=10).series for each in (changed, scenario))
    return same(one, other)


@pytest.mark.parametrize("name", FILES)
def test_every_number_does_something(name):
    """Taken away from its arm, or put back to what it was, it would be missed."""
    tried, idle = set(), []
    for arm in experiment(name).arms:
        scenario = arm.scenario
        for each in own_interventions(experiment(name), arm):
            for key, value in each.given.items():
                rest = {other: v for other, v in each.values.items() if other != key}
                without = replace(each, values=rest, given={})
                others = tuple(without if one == each else one for one in scenario.interventions)
                changed = replace(scenario, interventions=others)
                if key not in TOGETHER and (key, value) not in tried:
                    tried.add((key, value))
                    if same(run(changed), series(name, arm.name)) and rests(changed, scenario):
                        idle.append(f"{arm.name}: {key}")
        for key, value in arm.changes.items():
            before = {key: baseline(name).scenario.values[key]}
            changed = scenario.with_values(before, scenario.origins[key])
            if key not in TOGETHER and (key, value) not in tried:
                tried.add((key, value))
                if same(run(changed), series(name, arm.name)) and rests(changed, scenario):
                    idle.append(f"{arm.name}: {key}")
    assert idle == []


NOTHING = """
base = "home-care"
months = 40
[[arms]]
name = "as-today"
[[arms]]
name = "nothing"
[[arms]]
name = "nobody"
[[arms.interventions]]
set = { "instruments.goals" = 3 }
share = 0
[[arms]]
name = "too-late"
[[arms.interventions]]
set = { "instruments.goals" = 3 }
start = 40
[[arms]]
name = "the-same"
set = { "task.variety" = 0.9 }
[[arms.interventions]]
set = { "task.variety" = 0.9, "mix.trust" = 0.25, "mix.competition" = 0.3, "mix.regulation" = 0.45 }
start = 12
ramp = 12
"""


@pytest.mark.parametrize("arm", ["nothing", "nobody", "too-late", "the-same"])
def test_an_arm_that_changes_nothing_equals_the_baseline_bit_for_bit(arm, tmp_path):
    (tmp_path / "nothing.toml").write_text(NOTHING)
    arms = {each.name: each.scenario for each in load(tmp_path / "nothing.toml").arms}
    one, other = (simulate(arms[name], replicates=2).series for name in ("as-today", arm))
    assert same(one, other)


@pytest.mark.parametrize("name", [*PROPOSALS, *QUESTIONS])
def test_every_parameter_that_it_changes_exists_and_has_a_range(name):
    for each in numbers(experiment(name)):
        if each.name not in TIMES:
            low, high = PARAMETERS[each.name].bounds
            assert low <= each.value <= high
