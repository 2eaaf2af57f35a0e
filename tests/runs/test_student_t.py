"""Quantiles of Student's t: against SciPy, and against the table in any textbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from tillitsim.runs.statistics.student_t import MOST, quantile


@given(st.integers(1, MOST + 5), st.floats(0.51, 0.9999))
def test_quantiles_are_those_of_scipy(n, share):
    assert quantile(n, share) == pytest.approx(float(stdtrit(n, share)), rel=1e-11)


@pytest.mark.parametrize(("n", "value"), [(1, 12.706), (2, 4.303), (19, 2.093), (120, 1.980)])
def test_quantiles_are_those_of_the_printed_table(n, value):
    assert quantile(n, 0.975) == pytest.approx(value, abs=5e-4)


def test_the_lower_half_mirrors_the_upper_one():
    assert quantile(7, 0.05) == -quantile(7, 0.95)
    assert quantile(7, 0.5) == pytest.approx(0.0, abs=1e-12)
