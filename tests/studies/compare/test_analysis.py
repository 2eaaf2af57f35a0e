"""A comparison is paired, zero when nothing differs, and says in how many worlds its sign holds."""

import dataclasses
import math

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.runs.ensemble import in_world
from tillitsim.runs.read import means_of
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.studies.compare.analysis import IN_EACH_WORLD, compare, robustness

SMALL = ("chain.units=2", "chain.staff=3", "chain.citizens=40", "months=10", "burn_in=4")
WORLDS = [{"safety.blame": 0.1}, {"safety.blame": 0.9}]


@pytest.fixture(scope="module")
def rules():
    return load("rule-book", set=SMALL)


@pytest.fixture(scope="module")
def trust():
    return load("trust-reform", set=SMALL)


@pytest.fixture(scope="module")
def found(rules, trust):
    return compare([rules, trust, rules], seed=5, replicates=3, worlds=WORLDS)


def by_hand(scenario, replicate, seed=5):
    simulation = Simulation(scenario, seed, replicate)
    simulation.run()
    return means_of(scenario, simulation.outcomes()[None])[0]


def test_a_null_comparison_is_exactly_zero_everywhere(found):
    assert found.coincide(2)
    for each in found.differences(2):
        assert each.verdict == "same"
        assert each.gain == 0
        assert each.mean == 0.0 or math.isnan(each.mean)
        if each.robustness:
            assert (each.robustness.held, each.robustness.low, each.robustness.high) == (2, 0, 0)
            assert each.robustness.flip is None


def test_differences_are_taken_within_replicates_that_share_their_luck(found, rules, trust):
    pairs = [by_hand(trust, r) - by_hand(rules, r) for r in range(3)]
    mean, spread = np.mean(pairs, axis=0), np.std(pairs, axis=0, ddof=1)
    for i, each in enumerate(found.differences(1)):
        assert each.outcome.name == list(OUTCOMES)[i]
        assert each.mean == pytest.approx(mean[i], abs=1e-12, nan_ok=True)
        half = 4.302652729911275 * spread[i] / math.sqrt(3)  # Student's t, two degrees of freedom
        assert each.low == pytest.approx(mean[i] - half, abs=1e-9, nan_ok=True)
        assert each.high == pytest.approx(mean[i] + half, abs=1e-9, nan_ok=True)


def test_robustness_counts_worlds_whose_own_paired_difference_has_the_sign(found, rules, trust):
    i = list(OUTCOMES).index("dare")
    gaps = [
        np.mean(
            [
                by_hand(in_world(trust, world), r)[i] - by_hand(in_world(rules, world), r)[i]
                for r in range(IN_EACH_WORLD)
            ]
        )
        for world in WORLDS
    ]
    (dare,) = found.differences(1, ["dare"])
    assert found.world_differences(1)[:, i] == pytest.approx(gaps, abs=1e-12)
    assert dare.robustness.held == sum(np.sign(gaps) == np.sign(dare.mean))
    assert dare.robustness.worlds == len(WORLDS)


def test_sign_robustness_on_a_toy():
    worlds = [{"safety.blame": b} for b in (0.1, 0.2, 0.3, 0.4, 0.5)]
    robust = robustness(worlds, np.array([-1.0, 2.0, 3.0, np.nan, 0.0]), mean=2.0)
    assert (robust.held, robust.worlds, robust.share) == (2, 4, 0.5)
    assert (robust.low, robust.high) == pytest.approx((-0.85, 2.85))


def test_a_difference_of_zero_holds_where_worlds_are_zero_too():
    robust = robustness([{"a": 0.0}, {"a": 1.0}], np.array([0.0, 0.1]), mean=0.0)
    assert (robust.held, robust.worlds) == (1, 2)


def test_without_a_value_there_is_no_robustness():
    assert robustness([{"a": 0.0}], np.array([np.nan]), mean=1.0) is None
    assert robustness([{"a": 0.0}], np.array([1.0]), mean=math.nan) is None


@pytest.mark.parametrize(
    ("low", "high", "same", "verdict", "gain"),
    [
        (0.1, 0.3, False, "higher", 1), (-0.3, -0.1, False, "lower", -1),
        (-0.1, 0.3, False, "unclear", 0), (0.0, 0.0, True, "same", 0),
        (math.nan, math.nan, False, "unclear", 0),
    ],
)  # fmt: skip
def test_a_verdict_is_clear_only_when_the_interval_is(found, low, high, same, verdict, gain):
    (good,) = found.differences(1, ["good_meetings"])
    changed = dataclasses.replace(good, low=low, high=high, same=same)
    assert (changed.verdict, changed.gain) == (verdict, gain)


def test_lower_is_a_gain_where_lower_is_better(found):
    (harm,) = found.differences(1, ["harm"])
    assert dataclasses.replace(harm, low=-2.0, high=-1.0, same=False).gain == 1


@pytest.mark.parametrize(("held", "wavers"), [(6, True), (7, False), (10, False)])
def test_a_sign_that_fewer_than_seven_worlds_of_ten_have_is_not_robust(found, held, wavers):
    (good,) = found.differences(1, ["good_meetings"])
    robust = dataclasses.replace(good.robustness, held=held, worlds=10)
    assert dataclasses.replace(good, robustness=robust).wavers is wavers
    assert not dataclasses.replace(good, robustness=None).wavers


def test_threads_and_baseline_do_not_change_the_bits(found, rules, trust):
    again = compare(
        [trust, rules], baseline=1, seed=5, replicates=3, worlds=WORLDS, runner=Runner(workers=1)
    )
    here, there = found.differences(1), again.differences(0)
    assert [repr(each.mean) for each in here] == [repr(each.mean) for each in there]


def test_scenarios_that_are_the_same_are_run_once(rules):
    told = []
    runner = Runner(on_progress=told.append)
    compare([rules, rules], replicates=2, worlds=WORLDS[:1], runner=runner)
    assert told[-1] == (2 + IN_EACH_WORLD, 2 + IN_EACH_WORLD, 0)


def test_a_world_never_overrides_what_the_scenario_sets_itself(rules):
    own = load(rules, changes={"safety.blame": 0.3})
    asked = in_world(own, {"safety.blame": 0.9, "learning.peers": 0.2})
    assert asked.values["safety.blame"] == 0.3
    assert asked.values["learning.peers"] == 0.2


def test_a_world_reaches_every_sector_but_not_what_a_sector_sets_itself():
    mixed = load("sweden-small")
    set_by_some = next(
        name
        for name in mixed.mixture[0].sectors[0].values
        if name.startswith("task.")
        and name not in mixed.origins
        and len({s.values[name] for kind in mixed.mixture for s in kind.sectors}) > 1
    )
    asked = in_world(mixed, {"safety.blame": 0.77, set_by_some: 0.123})
    default = mixed.values[set_by_some]
    for before, after in zip(mixed.mixture, asked.mixture, strict=True):
        for one, other in zip(before.sectors, after.sectors, strict=True):
            assert other.values["safety.blame"] == 0.77
            own = one.values[set_by_some]
            assert other.values[set_by_some] == (0.123 if own == default else own)
