"""How often a mix is best, and the fewest mixes that hold the best."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tillitsim.studies.values.analysis import best_often, smallest_region


def test_ties_share_their_draw_and_draws_without_a_value_are_left_out():
    draws = np.array([[1.0, 1.0, 0.0], [0.0, 2.0, np.nan], [np.nan] * 3])
    assert best_often(draws) == pytest.approx([0.25, 0.75, 0.0])
    assert best_often(np.full((2, 4), np.nan)) == pytest.approx([0.25] * 4)


@given(
    arrays(float, st.integers(1, 12), elements=st.integers(0, 9).map(float)).filter(
        lambda a: a.sum()
    )
)
def test_a_region_holds_its_share_with_the_fewest_points(counts):
    often = counts / counts.sum()
    region = smallest_region(often, 0.9)
    assert often[region].sum() >= 0.9 - 1e-9
    untied = region & (often > often[region].min())
    assert often[untied].sum() < 0.9, "without the last, and what ties with it, too little"
