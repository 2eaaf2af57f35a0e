"""What no mean field gives: its statistics in closed form, and that who is alike lacks it."""

import math

import numpy as np
import pytest

from tillitsim.model.simulation import Simulation
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.scenario.steering import is_steering
from tillitsim.studies.heterogeneity.figure import split_figure
from tillitsim.studies.heterogeneity.phenomena import (
    AFTER,
    ERROR,
    PERIOD,
    Phenomena,
    Recurs,
    Split,
    Watched,
    at_least,
    controlled,
    pooled_ratio,
    unit_norms,
)
from tillitsim.studies.heterogeneity.phenomena_table import phenomena_lines, phenomena_record

SERVICE = load("demonstration", set=(f"months={PERIOD + AFTER}",))
CLIFF = {
    "motivation.norm_growth": 0.1,
    "motivation.norm_threshold": 0.75,
    "motivation.norm_erosion": 0.001,
    "motivation.free_riding": 0.0,
    "motivation.answered": 0.0,
    "people.norm_brought": 0.0,
}
"""Norms with a steep cliff: those that start above it grow, the others unravel."""


def norms(*, alike):
    read = Watched(unit_norms, alike=alike)
    cases = cases_of(read, controlled(SERVICE), [0], seed=1, parameters=[CLIFF])
    (found,) = Runner(workers=1).run(cases, read)
    return found


def split(as_they_are, mean_field, sets=12):
    """Final norms of three units in every set, as people are and in the mean field."""
    found = np.tile(
        np.array([as_they_are, mean_field, as_they_are])[:, None, None], (1, sets, 3, 1)
    )
    return Split(found, np.full(sets, 0.4))


def found(here=(0.1, 0.9, 0.9), there=(0.6, 0.6, 0.6)):
    counts = np.zeros((2, 5, 2, 2))
    counts[0], counts[1] = [[40, 1000], [20, 1000]], [[20, 1000], [20, 1000]]
    return Phenomena(split(here, there), Recurs(counts))


def test_units_part_where_norms_tip_and_the_mean_unit_does_not():
    real, mean = norms(alike=False), norms(alike=True)
    tip = CLIFF["motivation.norm_threshold"]
    assert real.shape == mean.shape == (3, len(Simulation(SERVICE).state.unit))
    assert real[-1].min() < tip - 0.1 < tip + 0.1 < real[-1].max()
    assert np.ptp(mean[0]) == 0.0
    assert np.ptp(mean[-1]) < 0.1


def test_the_period_of_control_is_steering_alone_and_ends():
    (change,) = controlled(SERVICE).interventions
    assert (change.start, change.stop) == (0, PERIOD)
    assert change.values
    assert all(is_steering(name) for name in change.values)


def test_a_split_needs_units_on_both_sides_clear_of_the_threshold():
    assert split([0.1, 0.9, 0.9], [0.6] * 3).splits(0).all()
    assert not split([0.35, 0.9, 0.9], [0.6] * 3).splits(0).any()
    assert not split([0.1, 0.2, 0.45], [0.6] * 3).splits(0).any()


def test_sets_that_split_in_one_alone_decide():
    one = split([0.1, 0.9, 0.9], [0.6] * 3)
    assert one.discordant == (12, 0)
    assert one.error == pytest.approx(0.5**12)
    assert split([0.1, 0.9, 0.9], [0.1, 0.9, 0.9]).error == 1.0


@pytest.mark.parametrize(
    ("hits", "of", "p"), [(0, 0, 1.0), (0, 9, 1.0), (3, 3, 0.125), (2, 3, 0.5)]
)
def test_heads_of_fair_coins(hits, of, p):
    assert at_least(hits, of) == pytest.approx(p)


def test_the_split_test_errs_no_more_often_than_it_says():
    random = np.random.default_rng(1)
    errs = [at_least(int(random.binomial(20, 0.5)), 20) < ERROR for _ in range(2000)]
    assert np.mean(errs) <= ERROR


def test_a_pooled_ratio_is_that_of_each_stratum_whatever_their_levels():
    strata = np.array([[[30.0, 100], [30, 200]], [[300.0, 100], [75, 50]]])
    ratio, spread = pooled_ratio(strata)
    assert ratio == pytest.approx(2.0)
    assert 0.0 < spread < 0.3
    assert all(math.isnan(each) for each in pooled_ratio(np.zeros((2, 2, 2))))


def test_the_recurrence_test_errs_about_as_often_as_it_says():
    random = np.random.default_rng(2)
    counts = random.poisson(40.0, (1500, 2, 4, 2, 1)) + 0.0
    exposure = np.full_like(counts, 1000.0)
    parameter_sets = np.concatenate([counts, exposure], axis=-1)
    errs = [Recurs(each).error < ERROR for each in parameter_sets]
    assert np.mean(errs) < 2.5 * ERROR


@pytest.mark.parametrize("language", ["en", "sv"])
def test_text_record_and_picture_tell_the_same(language):
    one = found()
    record = phenomena_record(one)
    assert record["split"]["share_of_sets"] == {
        "as_they_are": 1.0,
        "mean_field": 0.0,
        "never_controlled": 1.0,
    }
    assert record["recurrence"]["rate_ratio"]["as_they_are"] == pytest.approx(2.0)
    lines = phenomena_lines(one, language)
    assert any({"en": "2.00", "sv": "2,00"}[language] in line for line in lines)
    figure = split_figure(one, SERVICE, language, 0)
    assert len(figure.axes[0].lines[1].get_xdata()) == 36
