"""Words are graded by the share of the ensemble that agrees, and small effects are no effects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import (
    FEWEST,
    LIKELY,
    SCALE,
    Ensemble,
    Grade,
    grade_of,
    verdict_of_draws,
)


def draws(higher, lower, count=100):
    """So many draws of 2, so many of -2, the rest 0.5; what matters is 1."""
    values = np.full(count, 0.5)
    values[:higher] = 2.0
    values[count - lower :] = -2.0
    return values


@pytest.mark.parametrize(
    ("share", "grade"),
    [(1.0, "very likely"), (0.9, "very likely"), (0.89, "likely"), (0.66, "likely"),
     (0.65, "about as likely as not"), (0.33, "about as likely as not"), (0.32, "unlikely"),
     (0.0, "unlikely")],
)  # fmt: skip
def test_the_scale(share, grade):
    assert grade_of(share) == grade


@pytest.mark.parametrize(
    ("higher", "lower", "way", "grade", "sign"),
    [
        (95, 0, "higher", Grade.VERY_LIKELY, 1),
        (70, 30, "higher", Grade.LIKELY, 1),
        (10, 66, "lower", Grade.LIKELY, -1),
        (55, 45, "unknown", Grade.AS_NOT, 0),
        (20, 10, "none", Grade.LIKELY, 0),
        (34, 33, "unknown", Grade.AS_NOT, 0),
    ],
)  # fmt: skip
def test_a_verdict_is_what_most_draws_agree_on(higher, lower, way, grade, sign):
    found = verdict_of_draws(draws(higher, lower), 1.0, 40)
    assert (found.way, found.grade, found.sign) == (way, grade, sign)


def test_differences_that_are_too_small_are_no_difference_that_matters():
    assert verdict_of_draws(np.full(50, 0.999), 1.0, 40).way == "none"
    assert verdict_of_draws(np.zeros(50), 1.0, 40).way == "same"


def test_few_parameter_sets_get_no_word():
    found = verdict_of_draws(draws(100, 0), 1.0, FEWEST - 1)
    assert (found.grade, found.sign, found.known) == (None, 0, False)


def test_what_nobody_can_be_asked_is_not_known():
    assert verdict_of_draws(np.full(5, np.nan), 1.0, 40).way == "unknown"
    assert verdict_of_draws(np.append(draws(100, 0), np.nan), 1.0, 40).higher == 1.0


def test_a_guess_is_graded_by_those_who_agree_with_it():
    found = verdict_of_draws(draws(70, 5), 1.0, 40)
    assert [found.grade_for(way) for way in ("higher", "none", "lower")] == [
        "likely", "unlikely", "unlikely",
    ]  # fmt: skip


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=60), st.floats(0.01, 3.0))
def test_nothing_is_called_higher_or_lower_below_likely(values, matters):
    found = verdict_of_draws(np.array(values), matters, 40)
    if found.sign:
        assert max(found.higher, found.lower) >= LIKELY
    else:
        assert max(found.higher, found.lower) < LIKELY
    mirrored = verdict_of_draws(-np.array(values), matters, 40)
    assert mirrored.sign == -found.sign


def test_an_ensemble_is_the_median_and_nine_tenths():
    found = Ensemble.of(np.append(np.arange(1.0, 100.0), np.nan), 40)
    assert (found.low, found.median, found.high) == (5.0, 50.0, 95.0)


@pytest.mark.parametrize("draws", [20, 40, 160])
def test_nine_tenths_hold_a_further_draw_nine_times_of_ten(draws):
    """However they are distributed; few draws need no wider excuse."""
    many = np.random.default_rng(3).lognormal(size=(4000, draws + 1))
    known = [Ensemble.of(row[1:], draws) for row in many]
    inside = [one.low <= row[0] <= one.high for one, row in zip(known, many, strict=True)]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.015)


def test_no_draw_lies_outside_what_is_told_of_few():
    assert Ensemble.of(np.array([3.0, 1.0]), 2) == Ensemble(1.0, 2.0, 3.0, 2)
    assert Ensemble.of(np.array([2.0]), 1) == Ensemble(2.0, 2.0, 2.0, 1)


def test_every_outcome_says_what_matters():
    assert all(outcome.matters > 0.0 for outcome in OUTCOMES.values())
    assert [least for least, _ in SCALE] == sorted((least for least, _ in SCALE), reverse=True)
