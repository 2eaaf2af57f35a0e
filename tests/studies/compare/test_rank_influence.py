"""What an answer hangs on: the strongest parameter first, with the difference where it is low."""

import numpy as np
import pytest

from tillitsim.studies.compare.rank_influence import FEWEST, influences

rng = np.random.default_rng(11)
N = 30
SETS = [
    {"strong": float(a), "weak": float(b), "idle": float(c), "constant": 1.0}
    for a, b, c in zip(rng.permutation(N), rng.permutation(N), rng.permutation(N), strict=True)
]
VALUES = np.array(
    [3.0 * parameter_set["strong"] - 1.5 * parameter_set["weak"] for parameter_set in SETS]
)


def test_the_strongest_comes_first_and_constants_are_left_out():
    rows = influences(SETS, VALUES)
    assert [row.parameter for row in rows] == ["strong", "weak", "idle"]
    assert [row.clear for row in rows] == [True, True, False]
    assert rows[0].correlation > 0 > rows[1].correlation


def test_low_and_high_are_means_over_the_outer_thirds():
    row = influences(SETS, VALUES)[0]
    order = np.argsort([parameter_set["strong"] for parameter_set in SETS])
    assert row.low == pytest.approx(VALUES[order[:10]].mean())
    assert row.high == pytest.approx(VALUES[order[20:]].mean())


def test_only_so_many_are_listed():
    assert len(influences(SETS, VALUES, count=2)) == 2


def test_sets_without_a_value_are_left_out_and_few_say_nothing():
    values = VALUES.copy()
    values[FEWEST:] = np.nan
    assert influences(SETS, values)
    values[FEWEST - 1] = np.nan
    assert influences(SETS, values) == ()
