"""Outcomes are read for many runs at once, and only those that are asked for."""

import numpy as np

from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.counters import COUNTERS
from tillitsim.model.outcomes import OUTCOMES, read
from tillitsim.model.simulation import Simulation, simulate_batch


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
