"""Intervals: against numbers worked out by hand, against scipy.stats, and by their coverage."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from tillitsim.runs.statistics.intervals import count_interval, paired_difference, t_interval


def column(*values: float) -> np.ndarray:
    return np.array(values).reshape(-1, 1)


def test_interval_of_three_values_worked_out_by_hand():
    # mean 2, standard deviation 1, t(0.975, 2) = 4.302653
    estimate = t_interval(column(1.0, 2.0, 3.0))
    assert estimate.mean == pytest.approx(2.0)
    assert estimate.low == pytest.approx(2.0 - 4.302653 / np.sqrt(3.0), abs=1e-6)
    assert estimate.high == pytest.approx(2.0 + 4.302653 / np.sqrt(3.0), abs=1e-6)


@given(arrays(float, (7,), elements=st.floats(-1e3, 1e3)), st.floats(0.5, 0.999))
def test_interval_is_that_of_scipy(values, level):
    assume(values.std() > 1e-6)  # where nothing varies, scipy gives none
    ours = t_interval(values.reshape(-1, 1), level)
    theirs = stats.t.interval(level, 6, values.mean(), stats.sem(values))
    assert [ours.low[0], ours.high[0]] == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_one_replicate_has_a_mean_and_no_interval():
    estimate = t_interval(column(0.4))
    assert estimate.mean == 0.4
    assert np.isnan(estimate.low)
    assert np.isnan(estimate.high)


def test_equal_replicates_have_an_interval_of_no_width():
    estimate = t_interval(np.full((5, 1), 0.5))
    assert estimate.low == estimate.mean == estimate.high == 0.5


def test_replicates_without_a_value_are_left_out_and_counted():
    estimate = t_interval(np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, np.nan], [3.0, 7.0]]))
    assert estimate.n.tolist() == [3, 1]
    assert estimate.mean.tolist() == [2.0, 7.0]
    assert estimate.low[0] == t_interval(column(1.0, 2.0, 3.0)).low[0]
    assert np.isnan(estimate.low[1])


def test_an_outcome_that_never_has_a_value_has_no_mean():
    assert np.isnan(t_interval(np.full((3, 1), np.nan)).mean[0])


def test_intervals_cover_the_truth_as_often_as_they_say():
    draws = np.random.default_rng(1).normal(0.3, 0.1, (8, 20_000))
    estimate = t_interval(draws)
    covered = np.mean((estimate.low <= 0.3) & (estimate.high >= 0.3))
    assert covered == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / 20_000))


def test_shared_chance_cancels_in_a_paired_difference():
    rng = np.random.default_rng(1).normal(0.0, 1.0, (10, 2))
    estimate = paired_difference(rng + 0.25, rng)
    assert estimate.mean == pytest.approx([0.25, 0.25])
    assert np.all(estimate.high - estimate.low < 1e-12)


def test_a_null_comparison_is_exactly_zero():
    runs = np.random.default_rng(1).normal(size=(10, 2))
    estimate = paired_difference(runs, runs)
    assert np.all(estimate.low == 0)
    assert np.all(estimate.high == 0)


def test_runs_that_cannot_be_paired_are_refused():
    with pytest.raises(ValueError, match="same replicates"):
        paired_difference(np.zeros((3, 2)), np.zeros((4, 2)))


@pytest.mark.parametrize("share", [0.0, 2e-5, 3e-4, 0.02, 0.5])
@pytest.mark.parametrize("replicates", [4, 8, 20])
@pytest.mark.parametrize("clustered", [False, True])
def test_an_interval_of_counts_holds_the_share_as_often_as_it_says(share, replicates, clustered):
    """In 90 to 100% of 1,000 studies; where events come in clusters, runs differ by a tenth."""
    random = np.random.default_rng((replicates, int(1e6 * share), clustered))
    cases = 10_000
    spread = random.gamma(100.0, 0.01, (1000, replicates)) if clustered else 1.0
    events = random.binomial(cases, np.minimum(1.0, share * spread), (1000, replicates))
    held = 0
    for each in events:
        estimate = t_interval(each[:, None] / cases)
        low, high = count_interval(each.sum(), cases * replicates)
        held += min(low, estimate.low[0]) <= share <= max(high, estimate.high[0])
    assert held >= 900


def test_what_was_never_seen_has_an_interval_of_some_width():
    """Nothing in n cases: at most about 3.8 in n, by Wilson; the exact limit is 3.7."""
    low, high = count_interval(0, 10_000)
    assert low == 0.0
    assert high == pytest.approx(3.84e-4, rel=0.01)


def test_of_no_cases_nothing_is_said():
    assert np.isnan(count_interval(0, 0)).all()
