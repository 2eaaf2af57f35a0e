"""The survey layer: one style, monotone in what is true, and unable to tell apart what is alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from tillitsim.studies.levels.survey import (
    Style,
    answers,
    index,
    share_at_least,
    share_below_middle,
    steps,
)


def ask(states, trust=0.5, style=None, seed=1):
    return answers(np.asarray(states), trust, style or Style(), np.random.default_rng(seed))


@given(low=st.floats(0, 1), high=st.floats(0, 1))
def test_who_is_better_off_answers_higher(low, high):
    low, high = sorted((low, high))
    assert ask([low])[0] <= ask([high])[0]


def test_the_mean_answer_is_the_closed_form():
    style = Style(leniency=0.4, stretch=2.0, halo=0.5, noise=0.8)
    answered = ask(np.full(400_000, 0.7), 0.9, style)
    shift = 0.4 + 2.0 * 0.2 + 0.5 * 0.4
    expected = norm.cdf(shift / np.sqrt(1 + 0.8**2))
    assert index(answered) / 100 == pytest.approx(expected, abs=4 * 0.25 / np.sqrt(400_000))


def test_without_stretch_and_halo_services_cannot_be_told_apart():
    flat = Style(stretch=0.0, halo=0.0)
    assert np.array_equal(ask([0.1, 0.1], style=flat), ask([0.9, 0.9], style=flat))


def test_steps_go_from_one_to_five_and_shares_count_them():
    answered = np.array([0.05, 0.25, 0.45, 0.65, 0.85, 0.999])
    assert steps(answered).tolist() == [1, 2, 3, 4, 5, 5]
    assert share_at_least(answered, 4) == pytest.approx(50.0)
    assert share_below_middle(answered) == pytest.approx(100 * 2 / 6)


def test_nobody_asked_gives_no_number():
    nobody = np.array([])
    assert np.isnan([index(nobody), share_at_least(nobody, 4), share_below_middle(nobody)]).all()
