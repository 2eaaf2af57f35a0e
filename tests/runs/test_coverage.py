"""Intervals of chance hold the truth as often as they say, for every outcome, at few replicates.

The truth is what all runs of the demonstration come to, and what they differ by from runs with more
trust; some of them are drawn again and again, and their 95% interval holds it or not. A coverage
below 90% is found by a one-sided binomial test with an error rate of one in ten thousand for each
outcome and number of replicates. ``tools/intervals.py`` makes the page with the shares.
"""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import simulate
from tillitsim.runs.statistics.estimates import of_pairs, of_runs
from tillitsim.runs.statistics.intervals import ratio_values

SPEC = importlib.util.spec_from_file_location(
    "coverage_page", Path(__file__).parents[2] / "tools" / "intervals.py"
)
coverage = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(coverage)

ERROR, LEAST = 1e-4, 0.90


@cache
def pair(runs):
    results = [simulate(each, seed=0, replicates=runs) for each in coverage.small()]
    return [coverage.Runs.of(each) for each in results]


def too_low(runs, replicates, draws):
    """Outcomes whose intervals hold the truth too seldom, of a run or of a difference."""
    fewest = binom.ppf(ERROR, draws, LEAST) / draws
    found = coverage.shares(runs, replicates, draws)
    return [
        (kind, list(OUTCOMES)[i], each.held[i])
        for kind, each in zip(found._fields, found, strict=True)
        for i in np.flatnonzero(each.held < fewest)
    ]


@pytest.mark.parametrize("replicates", coverage.FEW)
def test_intervals_hold_the_truth_in_a_small_sample(replicates):
    assert too_low(pair(100), replicates, 200) == []


@pytest.mark.long
@pytest.mark.parametrize("replicates", coverage.FEW)
def test_intervals_hold_the_truth(replicates):
    assert too_low(pair(400), replicates, 600) == []


def test_few_outcomes_are_left_without_an_interval():
    found = coverage.shares(pair(100), 20, 50)
    for each in found:
        assert (each.silent > 0.5).sum() < len(OUTCOMES) / 10


def test_intervals_of_what_is_counted_are_never_of_no_width():
    runs = pair(100)[0]
    for start in range(0, 40, 4):
        few = slice(start, start + 4)
        told = of_runs(runs.values[few], coverage.DECLARED, runs.counts[few])
        for outcome, low, high in zip(OUTCOMES.values(), told.low, told.high, strict=True):
            if outcome.counts and outcome.over == "mean":
                assert high > low, outcome.name


SHARE = next(each for each in OUTCOMES.values() if each.bounds == (0.0, 1.0) and not each.counts)


def column(*values):
    return np.array(values)[:, None]


def test_runs_that_a_rare_event_did_not_move_do_not_say_how_far_it_moves_others():
    told = of_runs(column(0.3, 0.3, 0.3, 0.5), [SHARE])
    assert told.mean == pytest.approx(0.35)
    assert np.isnan([told.low, told.high]).all()


def test_all_alike_is_told_from_eight_runs_on():
    assert np.isnan(of_runs(column(*[0.3] * 7), [SHARE]).low)
    told = of_runs(column(*[0.3] * 8), [SHARE])
    assert told.low < 0.3 < told.high
    assert told.high - told.low == pytest.approx(10.0**-SHARE.digits / SHARE.factor)


def test_pairs_that_differ_alike_are_told_as_if_they_were_no_pairs():
    before = np.linspace(0.3, 0.5, 10)[:, None]
    alike, apart = before + 0.1, before + np.linspace(0.09, 0.11, 10)[::-1, None]
    wide, narrow = (of_pairs(each, before, [SHARE]) for each in (alike, apart))
    assert wide.mean == pytest.approx(narrow.mean)
    assert wide.high - wide.low > 4.0 * (narrow.high - narrow.low)


def test_no_interval_leaves_what_is_possible():
    wild = column(0.0, 0.01, 0.02, 1.0)
    told = of_runs(wild, [SHARE])
    assert (told.low, told.high) == (0.0, 1.0)


def test_a_ratio_is_a_total_over_a_total_and_counts_runs_with_nothing_below():
    values = ratio_values(np.array([10.0, 30.0, 5.0]), np.array([2.0, 10.0, 0.0]))
    assert values.mean() == pytest.approx(45.0 / 12.0)
    assert np.isfinite(values).all()
    assert ratio_values(np.array([2.0, 6.0]), np.array([1.0, 3.0])) == pytest.approx([2.0, 2.0])
    assert np.isnan(ratio_values(np.array([2.0, 3.0]), np.zeros(2))).all()


def test_a_ratio_leaves_out_runs_that_are_missing():
    above, below = np.array([10.0, np.nan, 6.0]), np.array([2.0, np.nan, 2.0])
    values = ratio_values(above, below)
    assert np.isnan(values).tolist() == [False, True, False]
    assert np.nanmean(values) == pytest.approx(4.0)
