"""Statistics of virtual experiments against numbers worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tillitsim.studies.evidence.quantity import Quantity, problems_of
from tillitsim.studies.evidence.schema import Check, Context, Experiment, Measure
from tillitsim.studies.evidence.statistic import (
    contrast,
    correlation,
    crossing,
    interaction,
    remaining,
    share_above,
    shortfall,
    slope,
    standardised,
    statistic,
    statistics,
    weighted_mean,
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
    rng = np.random.default_rng(seed)
    a, b = rng.normal(3.0, 2.0, 50), rng.normal(-1.0, 0.5, 50)
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


def test_a_share_without_a_reference_is_of_those_above_the_margin():
    assert share_above(column(0.2, 0.6, 0.9, NAN), None, 0.5) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("presence", "before", "change"), [(0.79, 0.58, -50.0), (0.58, 0.58, 0.0), (0.37, 0.58, 50.0)]
)
def test_a_shortfall_is_counted_from_what_would_be_full(presence, before, change):
    """Absence of 42% that falls to 21% has halved, though presence rose by a third."""
    assert shortfall(column(presence), column(before), 1.0) == pytest.approx(change)


def test_without_a_shortfall_there_is_none_to_change():
    assert np.isnan(shortfall(column(0.9), column(1.0), 1.0))
    assert np.isnan(shortfall(column(0.9), column(1.2), 1.0))


def test_a_mean_by_weight_is_undefined_where_any_of_its_parts_is():
    assert weighted_mean([1.0, 5.0], [3.0, 1.0]) == 2.0
    assert np.isnan(weighted_mean([1.0, NAN], [3.0, 1.0]))


@pytest.fixture
def factorial():
    """Two arms in two contexts; what is read in each cell is its own number."""
    experiment = Experiment(
        base="demonstration",
        months=2,
        arms=[{"name": "a"}, {"name": "b"}],
        contexts=[{"name": "x"}, {"name": "z"}],
        measures={"y": Measure(outcome="will", first=0, last=1)},
    )
    cells = {("a", "x"): 1.0, ("a", "z"): 2.0, ("b", "x"): 4.0, ("b", "z"): 8.0}
    readings = {Quantity("y", *cell): column(value - 1, value + 1) for cell, value in cells.items()}
    return experiment, readings


CONTRAST = {"y@b/z": 1.0, "y@b/x": -1.0, "y@a/z": -1.0, "y@a/x": 1.0}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"kind": "contrast", "cells": CONTRAST}, (8 - 4) - (2 - 1)),
        ({"kind": "contrast", "cells": CONTRAST, "scale": "y@a/x"}, 3 / np.sqrt(2)),
        ({"kind": "main-effect", "of": "y@b", "than": "y@a"}, (4 + 8) / 2 - (1 + 2) / 2),
        ({"kind": "main-effect", "of": "y/z", "than": "y/x"}, (2 + 8) / 2 - (1 + 4) / 2),
        ({"kind": "difference", "of": "y@b", "than": "y@a", "over": {"x": 3, "z": 1}},
         (3 * (4 - 1) + (8 - 2)) / 4),
        ({"kind": "percent", "of": "y@b", "than": "y@a", "over": {"x": 1, "z": 1}}, 300.0),
        ({"kind": "mean", "of": "y@a", "over": {"x": 1, "z": 4}}, 9 / 5),
        ({"kind": "share", "of": "y@b/x", "margin": 4}, 0.5),
        ({"kind": "share-difference", "of": "y@b/x", "rest_of": "y@a/x", "margin": 1.5}, 0.5),
        ({"kind": "share-difference", "of": "y@b/x", "than": "y@a/x", "rest_of": "y@a/x",
          "rest_than": "y@b/z", "margin": 1}, 1.0),
        ({"kind": "shortfall", "of": "y@b/x", "than": "y@a/z", "full": 10}, 100 * (6 / 8 - 1)),
    ],
)  # fmt: skip
def test_statistics_over_cells_by_hand(factorial, given, expected):
    check = Check(how="sign", **given)
    assert statistic(check, *factorial, {}) == pytest.approx(expected)
    assert problems_of(SimpleNamespace(experiment=factorial[0], checks=(check,))) == []


@given(st.lists(st.floats(-10, 10), min_size=8, max_size=8), st.floats(-10, 10))
def test_a_contrast_of_three_factors_forgets_whatever_all_cells_share(values, shared):
    signs = [a * b * c for a in (1, -1) for b in (1, -1) for c in (1, -1)]
    lifted = contrast([value + shared for value in values], signs)
    assert lifted == pytest.approx(contrast(values, signs), abs=1e-9)


WRONG = [
    ({"kind": "contrast", "cells": {"y@a/x": 1.0, "y@b/x": -0.5}}, "add up to 0.5"),
    ({"kind": "contrast"}, "a contrast needs cells"),
    ({"kind": "contrast", "cells": {"y@a/x": 1.0, "y@c/x": -1.0}}, "no arm 'c'"),
    ({"kind": "main-effect", "of": "y@a/x", "than": "y@b"}, "leave the arm or the context out"),
    ({"kind": "main-effect", "of": "y@a", "than": "y/x"}, "shares cells with of"),
    ({"kind": "main-effect", "of": "y@a", "than": "y@c"}, "no arm 'c'"),
    ({"kind": "difference", "of": "y@b", "than": "y@a", "over": {"w": 1}}, "no context 'w'"),
    ({"kind": "difference", "of": "y@b/x", "than": "y@a", "over": {"x": 1}}, "leave the context"),
    ({"kind": "share-difference", "of": "y@b/x", "rest_of": "y@b/x"}, "nothing differs"),
    ({"kind": "share-difference", "of": "y@b/x", "than": "y@a/x", "rest_of": "y@a/x"},
     "both than and rest_than"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_cells_that_do_not_fit_together_are_refused(factorial, given, said):
    asked = SimpleNamespace(experiment=factorial[0], checks=(Check(how="sign", **given),))
    assert any(said in fault.sentence for fault in problems_of(asked)), problems_of(asked)


IDLE = [
    ({"kind": "mean", "of": "y", "how": "sign", "side": "above"}, "how = .null."),
    ({"kind": "mean", "of": "y", "how": "sign", "cells": {"y": 1.0}}, "kind = .contrast."),
    ({"kind": "mean", "of": "y", "how": "sign", "full": 2.0}, "kind = .shortfall."),
    ({"kind": "contrast", "how": "sign", "cells": {"y": 1}, "over": {"x": 1}}, "leave over out"),
    ({"kind": "mean", "of": "y", "how": "sign", "over": {"x": -1}}, "-1 is not right"),
    ({"kind": "share", "of": "y", "than": "z", "how": "sign", "margin": -1}, "give a distance"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "said"), IDLE)
def test_what_would_do_nothing_is_refused(given, said):
    with pytest.raises(ValidationError, match=said):
        Check(**given)
