"""Statistics of virtual experiments against numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.studies.evidence.quantity import Quantity
from tillitsim.studies.evidence.schema import Check, Context, Experiment, Measure
from tillitsim.studies.evidence.statistic import (
    correlation,
    crossing,
    interaction,
    remaining,
    share_above,
    slope,
    standardised,
    statistic,
    statistics,
)

NAN = float("nan")


def column(*values):
    return np.array(values, float)


def test_a_standardised_difference_is_in_standard_deviations_of_the_control():
    control, treated = column(1, 2, 3, 4, 5), column(2, 3, 4, 5, 6)
    assert standardised(treated, control, control) == pytest.approx(1 / np.sqrt(2.5))


def test_those_who_were_not_measured_are_left_out():
    assert share_above(column(1, 2, NAN, 9), column(0, 3, 1, NAN), 0.0) == 0.5
    assert correlation(column(1, 2, 3, NAN), column(2, 4, 6, 0)) == pytest.approx(1.0)


def test_a_margin_is_needed_to_count_as_more():
    assert share_above(column(1.005, 1.2), column(1, 1), 0.01) == 0.5


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_slope_on_standardised_predictors_is_recovered(seed):
    luck = np.random.default_rng(seed)
    a, b = luck.normal(3.0, 2.0, 50), luck.normal(-1.0, 0.5, 50)
    assert slope(7.0 + 1.5 * a - 4.0 * b, [a, b]) == pytest.approx(1.5 * a.std(), rel=1e-9)


def test_a_predictor_without_spread_has_no_slope():
    assert np.isnan(slope(column(1, 2, 3, 4, 5), [np.ones(5)]))


def test_correlation_of_a_constant_is_undefined():
    assert np.isnan(correlation(np.ones(4), column(1, 2, 3, 4)))


def test_an_interaction_is_a_difference_of_differences():
    assert interaction(5.0, 3.0, 2.0, 1.0) == 1.0


def test_what_remains_is_a_share_of_the_peak():
    assert remaining(1.25, 1.0, 2.0, 1.0) == 0.25
    assert np.isnan(remaining(1.0, 1.0, 1.0, 1.0))


def sweep(gaps):
    names = [f"p{i}" for i in range(len(gaps))]
    experiment = Experiment(
        base="demonstration",
        months=2,
        arms=[{"name": "a"}, {"name": "b"}],
        contexts=tuple(Context(name=n, value=float(i)) for i, n in enumerate(names)),
        measures={"y": Measure(outcome="will", first=0, last=1)},
    )
    readings = {}
    for name, gap in zip(names, gaps, strict=True):
        readings[Quantity("y", "a", name)] = column(gap)
        readings[Quantity("y", "b", name)] = column(0.0)
    check = Check(kind="crossing", of="y@a", than="y@b", how="interval", low=0, high=1)
    return crossing(check, experiment, readings)


def test_a_crossing_lies_where_the_line_between_two_points_meets_zero():
    assert sweep([2.0, 1.0, -3.0]) == pytest.approx(1.25)
    assert sweep([-1.0, 1.0]) == pytest.approx(0.5)


def test_without_a_change_of_sign_there_is_no_crossing():
    assert np.isnan(sweep([1.0, 2.0, 3.0]))


@pytest.fixture
def two_arms():
    return Experiment(
        base="demonstration",
        months=2,
        arms=[{"name": "before"}, {"name": "after"}],
        measures={"y": Measure(outcome="will", first=0, last=1)},
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("mean", 3.0),
        ("difference", 1.0),
        ("percent", 50.0),
        ("ratio", 1.5),
        ("spread-ratio", 2.0),
        ("share", 0.5),
    ],
)
def test_kinds_by_name(two_arms, kind, expected):
    readings = {
        Quantity("y", "after", "all"): column(1.0, 5.0),
        Quantity("y", "before", "all"): column(1.0, 3.0),
    }
    check = Check(kind=kind, of="y@after", than="y@before", how="sign")
    assert statistic(check, two_arms, readings, {}) == pytest.approx(expected)


def test_an_odds_ratio(two_arms):
    readings = {
        Quantity("y", "after", "all"): column(0.5),
        Quantity("y", "before", "all"): column(0.2),
    }
    check = Check(kind="odds-ratio", of="y@after", than="y@before", how="sign")
    assert statistic(check, two_arms, readings, {}) == pytest.approx(4.0)


def test_an_ordering_gives_the_means_to_be_ordered(two_arms):
    readings = {
        Quantity("y", "after", "all"): column(1.0, 2.0),
        Quantity("y", "before", "all"): column(4.0),
    }
    check = Check(kind="ordering", order=("y@after", "y@before"), how="ordering")
    assert statistics(check, two_arms, readings, {}) == (1.5, 4.0)
