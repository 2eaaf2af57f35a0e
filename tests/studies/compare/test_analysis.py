"""A comparison is paired, zero when nothing differs, and tells the ensemble."""

import dataclasses
import math

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES, read
from tillitsim.model.simulation import Simulation
from tillitsim.runs.cases.read import means_of
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.studies.compare.analysis import IN_EACH_SET, compare, spread
from tillitsim.studies.compare.table import compare_records

SMALL = ("chain.units=2", "chain.staff=3", "chain.citizens=40", "months=10", "burn_in=4")
SETS = [{"safety.blame": 0.1}, {"safety.blame": 0.9}]


@pytest.fixture(scope="module")
def rules():
    return load("rule-book", set=SMALL)


@pytest.fixture(scope="module")
def trust():
    return load("trust-reform", set=SMALL)


@pytest.fixture(scope="module")
def found(rules, trust):
    return compare([rules, trust, rules], seed=5, replicates=3, parameter_sets=SETS)


def by_hand(scenario, replicate, seed=5):
    simulation = Simulation(scenario, seed, replicate)
    simulation.run()
    tally = simulation.tally.sum(axis=1)
    return means_of(scenario, simulation.outcomes()[None], tally[None])[0]


def test_the_difference_in_an_outcome_is_worked_out_once(found):
    every = found.differences(1)
    assert found.differences(1, ("will", "dare")) == tuple(
        every[list(OUTCOMES).index(name)] for name in ("will", "dare")
    )
    assert all(a is b for a, b in zip(found.differences(1), every, strict=True))
    assert dataclasses.replace(found, baseline=1).differences(0) != found.differences(1)


def test_a_null_comparison_is_exactly_zero_everywhere(found):
    assert found.coincide(2)
    for each in found.differences(2):
        assert each.gain == 0
        assert each.mean == 0.0 or math.isnan(each.mean)
        if each.spread:
            assert each.verdict.way == "same"
            assert each.told == (0.0, 0.0, 0.0)
            assert each.spread.flip is None


def test_a_ratio_is_all_that_was_spent_over_all_that_it_was_spent_on(found, rules, trust):
    def spent(scenario):
        tallies = []
        for replicate in range(3):
            simulation = Simulation(scenario, 5, replicate)
            simulation.run()
            tallies.append(simulation.tally.sum(axis=1)[scenario.burn_in :])
        return read(np.concatenate(tallies).sum(axis=0), ["cost_per_good_meeting"])[0]

    (each,) = found.differences(1, ["cost_per_good_meeting"])
    assert each.mean == pytest.approx(spent(trust) - spent(rules))
    assert each.low < each.mean < each.high


def test_differences_are_taken_within_replicates_that_share_their_luck(found, rules, trust):
    pairs = [by_hand(trust, r) - by_hand(rules, r) for r in range(3)]
    mean, spread = np.mean(pairs, axis=0), np.std(pairs, axis=0, ddof=1)
    for i, each in enumerate(found.differences(1)):
        assert each.outcome.name == list(OUTCOMES)[i]
        if each.outcome.ratio:
            continue  # totals over totals, as the next test says
        assert each.mean == pytest.approx(mean[i], abs=1e-12, nan_ok=True)
        if each.outcome.counts:
            continue  # an interval of what is counted may be wider
        digit = 10.0**-each.outcome.digits / each.outcome.factor
        if len({round(pair[i] / (0.1 * digit)) for pair in pairs if np.isfinite(pair[i])}) < 3:
            continue  # most pairs differ alike: told as if they were none, or not at all
        half = 6.964556734283274 * spread[i] / math.sqrt(3) + 0.5 * digit  # Student's t, 98%, two
        assert each.low == pytest.approx(mean[i] - half, abs=1e-9)
        assert each.high == pytest.approx(mean[i] + half, abs=1e-9)


def test_a_draw_is_a_pair_of_runs_in_one_parameter_set(found, rules, trust):
    i = list(OUTCOMES).index("dare")
    gaps = [
        [
            by_hand(with_set(trust, parameter_set), r)[i]
            - by_hand(with_set(rules, parameter_set), r)[i]
            for r in range(place * IN_EACH_SET, (place + 1) * IN_EACH_SET)
        ]
        for place, parameter_set in enumerate(SETS)
    ]
    (dare,) = found.differences(1, ["dare"])
    assert dare.spread.draws == pytest.approx(np.array(gaps), abs=1e-12)
    assert found.set_differences(1)[:, i] == pytest.approx(np.mean(gaps, axis=1), abs=1e-12)
    assert dare.told[1] == pytest.approx(np.median(gaps))
    assert dare.spread.sets == len(SETS)


def test_sets_without_a_value_are_left_out():
    parameter_sets = [{"safety.blame": b} for b in (0.1, 0.2, 0.3)]
    before = np.zeros((3, 2))
    after = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, 3.0]])
    known = spread(parameter_sets, before, after)
    assert (known.sets, known.difference.median) == (2, 3.0)
    assert spread(parameter_sets, before, np.full((3, 2), np.nan)) is None


@pytest.mark.parametrize(
    ("low", "high", "same", "way"),
    [
        (0.1, 0.3, False, "higher"), (-0.3, -0.1, False, "lower"),
        (-0.1, 0.3, False, "unknown"), (-0.004, 0.003, False, "none"), (0.0, 0.0, True, "same"),
        (math.nan, math.nan, False, "unknown"),
    ],
)  # fmt: skip
def test_default_values_alone_are_never_graded(found, low, high, same, way):
    (good,) = found.differences(1, ["good_meetings"])
    changed = dataclasses.replace(good, spread=None, low=low, high=high, same=same)
    assert (changed.verdict.way, changed.gain) == (way, 0)


def test_an_interval_of_counted_events_is_no_narrower_than_counting_makes_it(rules, trust):
    found = compare([rules, trust], seed=5, replicates=2)
    (scandals,) = found.differences(1, ["scandals"])
    quiet = dataclasses.replace(
        found, counts=tuple(np.tile([[[0.0], [4000.0 + i]]], (2, 1, len(OUTCOMES))) for i in (0, 1))
    )
    (told,) = quiet.differences(1, ["scandals"])
    assert told.low < scandals.mean < told.high
    assert told.high - told.low > 4e-4


def test_threads_and_baseline_do_not_change_the_bits(found, rules, trust):
    again = compare(
        [trust, rules],
        baseline=1,
        seed=5,
        replicates=3,
        parameter_sets=SETS,
        runner=Runner(workers=1),
    )
    here, there = found.differences(1), again.differences(0)
    assert [repr(each.mean) for each in here] == [repr(each.mean) for each in there]


def test_scenarios_that_are_the_same_are_run_once(rules):
    told = []
    runner = Runner(on_progress=told.append)
    compare([rules, rules], replicates=2, parameter_sets=SETS[:1], runner=runner)
    assert told[-1] == (2 + IN_EACH_SET, 2 + IN_EACH_SET, 0)


def test_a_set_never_overrides_what_the_scenario_sets_itself(rules):
    own = load(rules, changes={"safety.blame": 0.3})
    asked = with_set(own, {"safety.blame": 0.9, "learning.peers": 0.2})
    assert asked.values["safety.blame"] == 0.3
    assert asked.values["learning.peers"] == 0.2


def test_a_set_reaches_every_sector_but_not_what_a_sector_sets_itself():
    mixed = load("sweden-small")
    set_by_some = next(
        name
        for name in mixed.mixture[0].sectors[0].values
        if name.startswith("task.")
        and name not in mixed.origins
        and len({s.values[name] for kind in mixed.mixture for s in kind.sectors}) > 1
    )
    asked = with_set(mixed, {"safety.blame": 0.77, set_by_some: 0.123})
    default = mixed.values[set_by_some]
    for before, after in zip(mixed.mixture, asked.mixture, strict=True):
        for one, other in zip(before.sectors, after.sectors, strict=True):
            assert other.values["safety.blame"] == 0.77
            own = one.values[set_by_some]
            assert other.values[set_by_some] == (0.123 if own == default else own)


def test_what_has_no_number_is_judged_neither_the_same_nor_likely(rules):
    """Where no meeting is good there is no cost of one: no verdict, and words that say so."""
    none = load(rules, set=["meeting.good=0.95"])
    made = compare([none, none], replicates=2)
    (each,) = made.differences(1, ["cost_per_good_meeting"])
    assert math.isnan(each.mean)
    assert (each.verdict.way, each.verdict.grade) == ("unknown", None)
    (record,) = compare_records(made, ["cost_per_good_meeting"], "en")
    assert record["how_sure"] == "no case"
    assert record["default_difference"] is None
