"""Elementary functions against multiple precision: the errors that their docstrings state."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tillitsim.model.core.numerics import (
    clip,
    exp,
    exp32,
    from_fixed,
    log,
    log32,
    logistic,
    normals,
    normals32,
    power,
    sincos_turn,
    to_fixed,
    to_fixed32,
    uniform,
)

mpmath.mp.prec = 200
MANY = settings(max_examples=400, deadline=None)


@given(st.floats(-700, 700))
@example(0.0)
@example(-0.5 * math.log(2))
@example(700.0)
@MANY
def test_exp(x):
    truth = mpmath.exp(mpmath.mpf(x))
    assert abs((mpmath.mpf(exp(x)) - truth) / truth) < 5e-16


@pytest.mark.parametrize("x", [-1e308, -709.0, -708.0, 709.0, 1e308])
def test_exp_is_held_where_doubles_end(x):
    assert 0.0 < exp(x) < math.inf


@given(st.floats(2.3e-308, 1.7e308))
@example(1.0)
@example(math.nextafter(1.0, 2.0))
@example(math.sqrt(0.5))
@MANY
def test_log(x):
    truth = mpmath.log(mpmath.mpf(x))
    assert abs(mpmath.mpf(log(x)) - truth) < 1e-15 * max(1, abs(truth))


@given(st.floats(1e-29, 1e6), st.floats(0, 5))
@MANY
def test_power(x, exponent):
    truth = mpmath.power(mpmath.mpf(x), mpmath.mpf(exponent))
    assert abs((mpmath.mpf(power(x, exponent)) - truth) / truth) < 1e-12
    assert power(x, 1.0) == x
    assert power(x, 0.0) == 1.0


def test_power_of_nothing():
    assert power(0.0, 0.0) == 1.0
    assert power(0.0, 1.0) == power(0.0, 0.5) == power(1e-31, 2.0) == 0.0


@given(st.floats(0.999, 1.001))
@MANY
def test_log_near_one(x):
    truth = mpmath.log(mpmath.mpf(x))
    assert abs(mpmath.mpf(log(x)) - truth) < 1e-15


@given(st.floats(-700, 700))
@MANY
def test_logistic(x):
    truth = 1 / (1 + mpmath.exp(-mpmath.mpf(x)))
    assert abs((mpmath.mpf(logistic(x)) - truth) / truth) < 1e-15


@given(st.floats(0, math.nextafter(1.0, 0.0)))
@example(0.25)
@example(0.125)
@example(0.5)
@MANY
def test_sine_and_cosine_of_a_turn(u):
    sine, cosine = sincos_turn(u)
    angle = 2 * mpmath.pi * mpmath.mpf(u)
    assert abs(mpmath.mpf(sine) - mpmath.sin(angle)) < 4e-16
    assert abs(mpmath.mpf(cosine) - mpmath.cos(angle)) < 4e-16


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
@MANY
def test_normals_are_the_formula_and_bounded(a, b):
    one, other = normals(np.uint64(a), np.uint64(b))
    u, v = ((mpmath.mpf(each) + 0.5) / 2**32 for each in (a, b))
    radius = mpmath.sqrt(-2 * mpmath.log(u))
    assert abs(one - radius * mpmath.cos(2 * mpmath.pi * v)) < 1e-14
    assert abs(other - radius * mpmath.sin(2 * mpmath.pi * v)) < 1e-14
    assert max(abs(one), abs(other)) < 6.8


SINGLE = st.floats(-87.0, 88.0, width=32)


@given(SINGLE)
@MANY
def test_exp_in_single_precision(x):
    exact = mpmath.exp(mpmath.mpf(float(x)))
    assert abs(float(exp32(np.float32(x))) - exact) < 3e-7 * exact


@given(st.floats(2.0**-33, 1.0, width=32) | st.floats(1.0, 2.0**30, width=32))
@MANY
def test_log_in_single_precision(x):
    exact = mpmath.log(mpmath.mpf(float(x)))
    assert abs(float(log32(np.float32(x))) - exact) < 2e-7 * max(1, abs(exact))


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
@example(0, 0)
@example(2**32 - 1, 2**32 - 1)
@example(2**31, 2**29)
@MANY
def test_normals_in_single_precision_are_those_in_double_precision(a, b):
    """Where the radius is not near 0, to 2e-6: the radius drops one bit of 32."""
    low = normals32(np.uint64(a), np.uint64(b))
    assert max(map(abs, low)) < 6.7
    u = ((a >> 1) + mpmath.mpf(1) / 2) / 2**31
    radius = mpmath.sqrt(-2 * mpmath.log(u))
    angle = 2 * mpmath.pi * b / 2**32
    exact = (radius * mpmath.cos(angle), radius * mpmath.sin(angle))
    for single, full in zip(low, exact, strict=True):
        assert abs(float(single) - full) < (2e-6 if radius > 0.05 else 1e-3)


@given(st.integers(0, 2**32 - 1))
@MANY
def test_uniform_is_exact(a):
    assert mpmath.mpf(uniform(np.uint64(a))) == (mpmath.mpf(a) + 0.5) / 2**32


@pytest.mark.parametrize("x", [2.0**30, 1e300, math.inf, -(2.0**30), -1e300, -math.inf, math.nan])
def test_fixed_point_holds_what_does_not_fit(x):
    """Processors differ in what they make of it; a number that is none counts as very low."""
    assert int(to_fixed(x)) == (2**62 if x > 0.0 else -(2**62))


@given(st.floats(-(2.0**30), 2.0**30))
@MANY
def test_fixed_point_cuts_towards_zero_and_comes_back(x):
    fixed = int(to_fixed(x))
    assert fixed == math.trunc(x * 2**32)
    assert abs(from_fixed(fixed) - x) <= 2**-32 * max(1.0, abs(x) * 2**-20)


@given(st.floats(width=32))
@example(-0.0)
@example(2.0**30)
@example(1.0 - 2.0**-24)
@example(-(2.0**-33))
@MANY
def test_fixed_point_of_a_32_bit_number_is_the_same_to_the_bit(x):
    """Of what fits, of what does not, and of what is no number."""
    assert int(to_fixed32(np.float32(x))) == int(to_fixed(x))


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=50), st.randoms())
@MANY
def test_sums_in_fixed_point_do_not_know_their_order(values, rng):
    shuffled = values[:]
    rng.shuffle(shuffled)
    assert sum(int(to_fixed(v)) for v in values) == sum(int(to_fixed(v)) for v in shuffled)


@given(st.floats(-1e9, 1e9), st.floats(-5, 0), st.floats(0, 5))
@MANY
def test_clip(x, low, high):
    assert clip(x, low, high) == min(max(x, low), high)
