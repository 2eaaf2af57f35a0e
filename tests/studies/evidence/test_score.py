"""Scoring: what counts as a hit, and that too little simulation never is one."""

import math

import numpy as np
import pytest

from tillitsim.studies.evidence.schema import Check
from tillitsim.studies.evidence.score import enough, right_way, score

LUCK = np.random.default_rng(1)


def around(mean, spread=0.1, n=200):
    noise = LUCK.standard_normal(n)
    noise = (noise - noise.mean()) / noise.std(ddof=1)
    return (mean + spread * noise)[:, None]


def check(how, **given):
    return Check(kind="difference", of="y@a", than="y@b", how=how, **given)


@pytest.mark.parametrize(
    ("how", "given", "mean", "verdict"),
    [
        ("interval", {"low": -1, "high": 1}, 0.9, "hit"),
        ("interval", {"low": -1, "high": 1}, 1.1, "miss"),
        ("factor", {"value": -2.0}, -1.1, "hit"),
        ("factor", {"value": -2.0}, -4.1, "miss"),
        ("factor", {"value": -2.0}, 2.0, "miss"),
        ("null", {"smallest": 0.1}, 0.05, "hit"),
        ("null", {"smallest": 0.1}, 0.11, "miss"),
        ("sign", {"sign": -1}, -0.5, "hit"),
        ("sign", {"sign": -1}, 0.5, "miss"),
        ("sign", {"sign": 1}, 0.0, "miss"),
    ],
)
def test_verdicts(how, given, mean, verdict):
    assert score(check(how, **given), around(mean)).verdict == verdict


def test_a_null_needs_the_whole_interval_within_the_smallest_effect():
    values = around(0.095, spread=0.15)
    found = score(check("null", smallest=0.1), values)
    assert found.high > 0.1
    assert found.verdict == "miss"


def test_too_few_replicates_are_inconclusive_not_a_hit():
    found = score(check("interval", low=-1, high=1), around(0.0, spread=3.0, n=10))
    assert found.verdict == "inconclusive"
    assert not found.resolved


def test_too_noisy_signs_are_inconclusive():
    values = np.array([1.0, 1.0, 1.0, 1.0])[:, None]
    assert score(check("sign"), values).verdict == "inconclusive"


def test_the_distance_is_in_standard_errors_of_both():
    found = score(check("interval", low=-1, high=1), around(3.0, spread=0.001))
    assert found.off == pytest.approx(3.0 * 1.959964, rel=1e-3)


def test_a_statistic_that_is_not_there_is_neither_hit_nor_miss():
    values = np.full((50, 1), math.nan)
    assert score(check("interval", low=-1, high=1), values).verdict == "not judged"


def ordering(*means, spread=0.05):
    columns = [around(mean, spread)[:, 0] for mean in means]
    wanted = Check(kind="ordering", order=("y@a", "y@b", "y@c"), how="ordering")
    return score(wanted, np.column_stack(columns))


def test_an_ordering_needs_all_pairs_right_and_clear():
    assert ordering(3.0, 2.0, 1.0).verdict == "hit"
    assert ordering(3.0, 1.0, 2.0).verdict == "miss"
    assert ordering(3.0, 2.0, 2.0).verdict == "inconclusive"


@pytest.mark.parametrize(
    ("side", "mean", "verdict"),
    [
        ("above", -5.0, "hit"),
        ("above", 0.05, "hit"),
        ("above", 0.2, "miss"),
        ("below", 5.0, "hit"),
        ("below", -0.05, "hit"),
        ("below", -0.2, "miss"),
        ("both", -5.0, "miss"),
    ],
)
def test_a_one_sided_null_excludes_an_effect_on_one_side_only(side, mean, verdict):
    assert score(check("null", smallest=0.1, side=side), around(mean)).verdict == verdict


@pytest.mark.parametrize(
    ("sign", "mean", "verdict"),
    [
        (1, 0.2, "hit"),
        (1, 0.11, "inconclusive"),
        (1, 0.08, "miss"),
        (1, -0.5, "miss"),
        (-1, -0.2, "hit"),
        (-1, -0.08, "miss"),
    ],
)
def test_a_sign_with_a_smallest_effect_needs_its_interval_clear_of_it(sign, mean, verdict):
    """The 95% interval of 200 values that lie 0.1 apart is 0.014 to each side of their mean."""
    found = score(check("sign", sign=sign, smallest=0.1), around(mean))
    assert found.verdict == verdict
    assert found.resolved == (verdict != "inconclusive")


def test_a_sign_with_a_smallest_effect_does_not_hang_on_how_noisy_a_replicate_is():
    noisy = around(0.2, spread=1.0, n=4000)
    assert score(check("sign"), noisy).verdict == "miss"
    assert score(check("sign", smallest=0.1), noisy).verdict == "hit"


@pytest.mark.parametrize(
    ("how", "given", "mean", "right"),
    [
        ("factor", {"value": -2.0}, -9.0, True),
        ("factor", {"value": -2.0}, 0.1, False),
        ("interval", {"low": 1, "high": 2}, 0.1, True),
        ("interval", {"low": 1, "high": 2}, -0.1, False),
        ("interval", {"low": -1, "high": 2}, -0.9, True),
        ("interval", {"low": -1, "high": 2}, 3.0, False),
        ("sign", {"sign": -1, "smallest": 0.5}, -0.1, True),
        ("null", {"smallest": 0.1}, 0.5, False),
        ("null", {"smallest": 0.1}, 0.01, True),
    ],
)
def test_the_right_way_is_the_published_sign_whatever_the_size(how, given, mean, right):
    wanted = check(how, **given)
    assert right_way(wanted, score(wanted, around(mean, spread=0.01))) is right


def test_as_many_replicates_as_are_said_to_be_enough_are():
    wanted = check("interval", low=-1, high=1)
    few = score(wanted, around(0.0, spread=3.0, n=10))
    assert enough(wanted, few) == 144  # 3 / sqrt(144) is a quarter of the tolerance
    assert enough(wanted, score(wanted, around(0.0, spread=3.0, n=145))) == 0
