"""Scenario discovery: what is there is found, what is not is not told, in 95 of 100 studies."""

import numpy as np
import pytest
from scipy.stats import binomtest

from tillitsim.studies.discover.conditions import chance_of, discover, inside, wilson
from tillitsim.studies.discover.subgroup_search import best_box, best_range

NAMES = [f"x{i}" for i in range(6)]


def cases(count=400, seed=0):
    return np.random.default_rng(seed).random((count, len(NAMES)))


def corner(x, seed=0):
    """Happens in nine of ten cases where x1 > 0.6 and x4 < 0.5, and in one of ten elsewhere."""
    often = np.where((x[:, 1] > 0.6) & (x[:, 4] < 0.5), 0.9, 0.1)
    return np.random.default_rng((seed, 1)).random(len(x)) < often


def test_a_corner_is_found_with_its_density_and_coverage():
    x = cases(1000)
    y = corner(x)
    found = discover(NAMES, x, y, best_box)
    box = found.boxes[0]
    ends = {each.input: (each.low, each.high) for each in box.conditions}
    assert set(ends) == {"x1", "x4"}
    assert ends["x1"] == (pytest.approx(0.6, abs=0.06), np.inf)
    assert ends["x4"] == (-np.inf, pytest.approx(0.5, abs=0.06))
    assert box.density.low < 0.9 < box.density.high + 0.05
    assert box.coverage.low < 0.69 < box.coverage.high  # 0.2 × 0.9 of 0.2 × 0.9 + 0.8 × 0.1
    assert box.p < 1e-9
    assert not found.rejected


def test_density_and_coverage_are_counted_by_hand():
    x, y = cases(400, 2), corner(cases(400, 2), 2)
    found = discover(NAMES, x, y, best_box, seed=5)
    box = found.boxes[0]
    judging = np.random.default_rng((5, 47)).permutation(400)[200:]
    within = np.ones(200, bool)
    for each in box.conditions:
        column = x[judging, NAMES.index(each.input)]
        within &= (column >= each.low) & (column <= each.high)
    assert (box.inside, box.hits) == (within.sum(), y[judging][within].sum())
    assert box.density.value == box.hits / box.inside
    assert box.coverage.value == box.hits / y[judging].sum()
    assert found.base.value == y.mean()


def test_what_a_condition_adds_is_told():
    x = cases(1000)
    box = discover(NAMES, x, corner(x), best_box).boxes[0]
    for each in box.conditions:
        assert each.without < box.density.value - 0.2


@pytest.mark.parametrize(("base", "studies"), [(0.5, 80), (0.15, 40)])
def test_where_nothing_matters_at_most_one_study_in_twenty_tells_a_box(base, studies):
    told = 0
    for seed in range(studies):
        rng = np.random.default_rng((seed, 9))
        x, y = rng.random((200, 6)), rng.random(200) < base
        told += bool(discover(NAMES, x, y, best_box, seed=seed).boxes)
    assert binomtest(told, studies, 0.05, alternative="greater").pvalue > 0.01


def test_of_boxes_that_are_noise_one_in_twenty_is_told_though_all_looked_good_to_the_finder():
    def credulous(x, y):
        """The best half of one input, however little better."""
        halves = [{i: ends} for i in range(6) for ends in ((-np.inf, 0.5), (0.5, np.inf))]
        return [max(halves, key=lambda box: (y - y.mean())[inside(box, x)].sum())]

    studies, told, flattered = 300, 0, 0
    for seed in range(studies):
        rng = np.random.default_rng((seed, 9))
        x, y = rng.random((200, 6)), rng.random(200) < 0.5
        box = credulous(x, y)[0]
        within = inside(box, x)
        flattered += chance_of(y[within].sum(), within.sum(), y.sum(), 200) < 0.05
        told += bool(discover(NAMES, x, y, credulous, seed=seed).boxes)
    assert 2 <= told <= 0.05 * studies + 9
    assert flattered > 0.2 * studies


def test_noise_hides_little_from_the_search_for_boxes():
    studies, found = 12, 0
    for seed in range(studies):
        rng = np.random.default_rng((seed, 2))
        x = rng.random((512, 10))
        y = rng.random(512) < np.where((x[:, 1] > 0.5) & (x[:, 4] < 0.6), 0.8, 0.4)
        found += bool(discover([f"x{i}" for i in range(10)], x, y, best_box, seed=seed).boxes)
    assert found >= 0.7 * studies


def test_the_best_range_has_the_greatest_sum_of_gains():
    values = np.array([5.0, 1.0, 2.0, 2.0, 4.0])
    gain = np.array([1.0, -1.0, 2.0, -0.5, 0.5])
    assert best_range(values, gain) == (3.0, 1.5, np.inf)
    assert best_range(values, -gain) == (1.0, -np.inf, 1.5)


def test_a_box_that_only_the_searching_half_knows_is_rejected():
    x = cases(200)
    order = np.random.default_rng((0, 47)).permutation(200)
    y = np.zeros(200, bool)
    y[order[:100]] = x[order[:100], 2] > 0.5
    y[order[100:]] = np.arange(100) % 2 == 0
    found = discover(NAMES, x, y, best_box)
    assert not found.boxes
    assert found.rejected


@pytest.mark.parametrize("always", [True, False])
def test_what_always_or_never_happens_has_no_conditions(always):
    found = discover(NAMES, cases(100), np.full(100, always), best_box)
    assert not found.boxes
    assert found.base.value == float(always)


def test_two_corners_are_two_boxes():
    x = cases(1600)
    y = ((x[:, 0] > 0.75) & (x[:, 1] > 0.6)) | ((x[:, 0] < 0.25) & (x[:, 3] < 0.4))
    found = discover(NAMES, x, y, best_box)
    assert len(found.boxes) >= 2
    assert found.coverage > 0.75
    assert {each.input for each in found.boxes[0].conditions} != {
        each.input for each in found.boxes[1].conditions
    }


def test_an_input_of_few_values_is_never_cut_through_a_value():
    rng = np.random.default_rng(4)
    x = rng.integers(0, 3, (600, 2)).astype(float)
    y = rng.random(600) < np.where(x[:, 0] == 2, 0.9, 0.2)
    (condition,) = discover(["a", "b"], x, y, best_box).boxes[0].conditions
    assert (condition.input, condition.low, condition.high) == ("a", 1.5, np.inf)


def test_the_chance_of_a_box_is_that_of_drawing_it_blindly():
    assert chance_of(2, 2, 2, 4) == pytest.approx(1 / 6)
    assert chance_of(0, 2, 2, 4) == 1.0


def test_an_interval_of_a_share_is_wilsons():
    share = wilson(8, 10)
    theirs = binomtest(8, 10).proportion_ci(method="wilson")
    assert (share.low, share.high) == (pytest.approx(theirs.low), pytest.approx(theirs.high))


def test_a_free_input_restricts_nothing():
    assert inside({}, cases(5)).all()


def test_the_same_cases_give_the_same_boxes():
    x = cases()
    assert discover(NAMES, x, corner(x), best_box) == discover(NAMES, x, corner(x), best_box)
