"""What turns a sign is found where one parameter does it, and not invented where none does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr

from tillitsim.studies.compare.sign_flips import (
    FEWEST,
    LEAST_SIDE,
    clear_correlation,
    cut,
    flip,
    mean_ranks,
    rank_correlations,
)

rng = np.random.default_rng(3)


def sets_of(**columns):
    names = [*columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


TOY = sets_of(turns=np.arange(20.0), idle=rng.permutation(20) / 7.0, constant=np.ones(20))


def test_the_parameter_that_turns_the_sign_is_found_with_its_threshold():
    values = np.arange(20.0) - 7.5
    found = flip(TOY, values, values > 0)
    assert found.parameter == "turns"
    assert found.threshold == 7.5
    assert found.correlation == pytest.approx(1.0)
    assert (found.below, found.above) == ((0, 8), (12, 12))


def test_a_few_sets_on_the_wrong_side_do_not_hide_it():
    values = np.arange(20.0) - 7.5
    values[[2, 15]] = 1.0, -1.0
    found = flip(TOY, values, values > 0)
    assert (found.parameter, found.below, found.above) == ("turns", (1, 8), (11, 12))


def test_nothing_turns_a_sign_that_always_or_never_holds():
    values = np.arange(20.0)
    assert flip(TOY, values, np.ones(20, bool)) is None
    assert flip(TOY, values, np.zeros(20, bool)) is None


def test_nothing_is_said_of_few_sets():
    few = FEWEST - 1
    values = np.arange(few) - 4.5
    assert flip(TOY[:few], values, values > 0) is None


def test_a_parameter_that_moves_the_size_but_not_the_sign_turns_nothing():
    values = np.arange(20.0) + 1.0
    values[0] = -0.5
    assert flip(TOY, values, values > 0) is None


def test_noise_is_rarely_called_a_turn():
    names = [f"p{i}" for i in range(60)]
    called = 0
    for _ in range(200):
        parameter_sets = sets_of(**{name: rng.random(30) for name in names})
        values = rng.normal(size=30)
        called += flip(parameter_sets, values, values > 0) is not None
    assert called <= 0.1 * 200


def test_correlations_are_spearmans_and_leave_out_what_does_not_vary():
    values = rng.normal(size=20) + np.arange(20.0) / 5.0
    found = rank_correlations(TOY, values)
    assert set(found) == {"turns", "idle"}
    for name, correlation in found.items():
        truth = spearmanr([parameter_set[name] for parameter_set in TOY], values)
        assert correlation == pytest.approx(truth.statistic)
        assert clear_correlation(correlation, 20, 1) == (truth.pvalue < 0.05)


def test_the_more_are_tried_the_stronger_a_correlation_must_be():
    assert clear_correlation(0.5, 20, 1)
    assert not clear_correlation(0.5, 20, 100)


def test_differences_that_are_all_the_same_correlate_with_nothing():
    assert rank_correlations(TOY, np.ones(20)) == {}


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=8, max_size=20))
def test_a_cut_puts_fewest_sets_on_the_wrong_side(pairs):
    values = np.array([float(value) for value, _ in pairs])
    holds = np.array([held for _, held in pairs])
    ordered = np.sort(values)
    middles = [
        0.5 * (ordered[i - 1] + ordered[i])
        for i in range(LEAST_SIDE, len(ordered) - LEAST_SIDE + 1)
        if ordered[i] > ordered[i - 1]
    ]
    if not middles:
        return

    def wrong(threshold):
        low = holds[values <= threshold]
        high = holds[values > threshold]
        return min(low.sum() + (~high).sum(), (~low).sum() + high.sum())

    assert wrong(cut(values, holds)) == min(wrong(middle) for middle in middles)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=20))
def test_values_that_tie_share_the_mean_of_their_ranks(values):
    assert mean_ranks(np.array(values, float)).tolist() == rankdata(values).tolist()
