"""Outcomes are read for many runs at once, and only those that are asked for."""

import numpy as np
import pytest

from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.counters import COUNTERS
from tillitsim.model.outcomes import COLUMN, OUTCOMES, read
from tillitsim.model.simulation import Simulation, simulate, simulate_batch
from tillitsim.scenario.load import load


def test_reading_many_runs_at_once_gives_each_months_bits(small):
    tallies = simulate_batch(blueprint_of(small), [(0, 0), (0, 1)])
    whole = read(tallies)
    assert whole.shape == (2, small.months, len(OUTCOMES))
    for run in range(2):
        for month in range(small.months):
            assert np.array_equal(read(tallies[run, month]), whole[run, month], equal_nan=True)


def test_only_what_is_asked_for_is_read_in_the_order_asked(small):
    tallies = simulate_batch(blueprint_of(small), [(0, 0)])
    wanted = ["good_meetings", "pressure"]
    places = [list(OUTCOMES).index(name) for name in wanted]
    assert np.array_equal(read(tallies, wanted), read(tallies)[..., places], equal_nan=True)


def test_a_month_without_what_an_outcome_is_a_mean_of_has_none():
    empty = np.zeros((3, len(COUNTERS)), np.int64)
    assert np.isnan(read(empty, ["good_meetings"])).all()


def test_groups_are_read_as_the_months_of_each(small):
    simulation = Simulation(small, 2, 1)
    simulation.run()
    by_group = simulation.outcomes_by_group()
    for group in range(by_group.shape[0]):
        alone = read(simulation.state.tally[:, group])
        assert np.array_equal(by_group[group], alone, equal_nan=True)


def months_of(small, **changes):
    scenario = load(small, changes=changes)
    results = simulate(scenario, seed=3, replicates=2)
    return results, results.tallies[:, results.counted_months].sum(axis=1).astype(float)


def test_cost_per_good_meeting_is_all_that_was_spent_over_all_that_was_good(small):
    """Months without a good meeting are the dearest; they must not be left out."""
    results, counted = months_of(small, **{"people.psm_mean": 0.2, "meeting.good": 0.75})
    spent, good = (counted[:, COLUMN[name]] for name in ("resources", "good"))
    cost = results.names.index("cost_per_good_meeting")
    assert np.isnan(results.series[:, :, cost]).any(), "some month has no good meeting"
    told = results.mean_after_burn_in()[:, cost]
    assert told == pytest.approx(spent * COUNTERS["resources"].factor / good, rel=1e-12)


def test_a_running_count_is_told_at_its_end(small):
    results, _ = months_of(small)
    spread = results.names.index("practice_spread")
    assert (results.series[:, -1, spread] == small.months).all(), "nobody has it yet"
    assert np.array_equal(results.mean_after_burn_in()[:, spread], results.series[:, -1, spread])


def test_elections_lost_are_those_lost_over_those_held(small):
    results, counted = months_of(small)
    lost = results.names.index("elections_lost")
    held = np.isfinite(results.series[0, :, lost])
    assert np.flatnonzero(held).tolist() == [6, 12], "every six months, and not in the first"
    share = counted[:, COLUMN["elections_lost"]] / counted[:, COLUMN["elections"]]
    assert np.array_equal(results.mean_after_burn_in()[:, lost], share)


def test_everything_else_is_the_mean_of_the_months_that_have_a_value(small):
    results, _ = months_of(small)
    plain = [OUTCOMES[name].over == "mean" for name in results.names]
    expected = np.nanmean(results.series[:, results.counted_months], axis=1)
    assert np.allclose(results.mean_after_burn_in()[:, plain], expected[:, plain], equal_nan=True)


def test_shares_of_what_is_counted_know_what_they_are_shares_of():
    assert OUTCOMES["harm"].counts == ("harms", "cases")
    assert OUTCOMES["good_meetings"].counts == ("good", "cases")
    assert OUTCOMES["elections_lost"].counts == ("elections_lost", "elections")
    assert OUTCOMES["cost_per_good_meeting"].counts is None
    assert OUTCOMES["cost_per_good_meeting"].ratio == ("resources", "good")
    assert OUTCOMES["fit"].counts is None
