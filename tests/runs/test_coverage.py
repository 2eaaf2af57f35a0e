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
from tillitsim.runs.statistics.intervals import ratio_values
from tillitsim.runs.summary import summarise

SPEC = importlib.util.spec_from_file_location(
    "coverage_page", Path(__file__).parents[2] / "tools" / "intervals.py"
)
coverage = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(coverage)

ERROR, LEAST = 1e-4, 0.90


@cache
def pair(runs):
    return [simulate(each, seed=0, replicates=runs) for each in coverage.small()]


def too_low(results, replicates, draws):
    """Outcomes whose intervals hold the truth too seldom: those that are rarely moved, others."""
    found = coverage.shares(results, replicates, draws)
    rare = coverage.rarely_moved(results)
    fewest = binom.ppf(ERROR, draws, LEAST) / draws
    low = {True: [], False: []}
    for kind, shares, rarely in zip(found._fields, found, rare, strict=True):
        for i in np.flatnonzero(shares < fewest):
            low[bool(rarely[i])].append((kind, list(OUTCOMES)[i], shares[i]))
    return low[True], low[False]


def test_intervals_hold_the_truth_in_a_small_sample():
    excused, others = too_low(pair(100), 8, 40)
    assert others == []
    assert len(excused) < len(OUTCOMES) / 10


@pytest.mark.long
@pytest.mark.parametrize("replicates", coverage.FEW)
def test_intervals_hold_the_truth(replicates):
    excused, others = too_low(pair(400), replicates, 300)
    assert others == []
    assert len(excused) < len(OUTCOMES) / 10


def test_intervals_of_what_is_counted_are_never_of_no_width():
    results = pair(100)[0]
    for start in range(0, 40, 4):
        part = coverage.some_of(results, range(start, start + 4))
        for row in summarise(part):
            if row.outcome.counts and row.outcome.over == "mean":
                assert row.high > row.low, row.outcome.name


def test_a_ratio_is_a_total_over_a_total_and_counts_runs_with_nothing_below():
    above, below = np.array([10.0, 30.0, 5.0]), np.array([2.0, 10.0, 0.0])
    values = ratio_values(np.stack([above, below], axis=1))
    assert values.mean() == pytest.approx(45.0 / 12.0)
    assert np.isfinite(values).all()
    alike = ratio_values(np.array([[2.0, 1.0], [6.0, 3.0]]))
    assert alike == pytest.approx([2.0, 2.0])
    assert np.isnan(ratio_values(np.array([[2.0, 0.0], [3.0, 0.0]]))).all()
