"""Normals in single precision, exhaustively: every radius, every angle, and how rare the tails are.

A pair of normals is a radius, of which there are 2**31, and an angle, of which there are 2**32; so
the distribution of either can be computed instead of sampled. Sampled are the tails, through the
generator that draws both.
"""

import math

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import binomtest

from tillitsim.model.core.jit import kernel
from tillitsim.model.core.numerics import normals32
from tillitsim.model.core.random import CASE, draw, key

pytestmark = pytest.mark.long
RADII, QUARTER = 1 << 31, 1 << 30
TAILS = (3.0, 4.0, 5.0, 6.0)
DRAWS = 1_000_000_000


@kernel
def radius(k):
    """The radius number ``k``, from the largest on: at angle 0 the first normal is the radius."""
    along, _ = normals32(np.uint64(2 * k), np.uint64(0))
    return along


@kernel
def look_at_radii(first, last, found):
    """Rises, and sums over some radii: their squares, fourth powers, largest error of P(R > r)."""
    before = radius(first)
    rises, squares, fourths, worst = 0, 0.0, 0.0, 0.0
    for k in range(first, last):
        r = radius(k)
        rises += r > before
        before = r
        square = float(r) * float(r)
        squares += square
        fourths += square * square
        worst = max(worst, abs(math.exp(-0.5 * square) - (k + 0.5) / 2147483648.0))
    found[0] += rises
    found[1] += squares
    found[2] += fourths
    found[3] = max(found[3], worst)


@kernel
def look_at_angles(scale, found):
    """All angles at one radius: errors, sums of products, and quarters that are no exact turn."""
    for n in range(-(1 << 29), 1 << 29):
        b = np.uint64(n & 0xFFFFFFFF)
        x, y = normals32(np.uint64(0), b)
        turn = 2.0 * math.pi * n / 4294967296.0
        wrong = max(abs(x / scale - math.cos(turn)), abs(y / scale - math.sin(turn)))
        found[0] = max(found[0], wrong)
        found[1] += float(x) * float(x) / (scale * scale)
        found[2] += float(y) * float(y) / (scale * scale)
        before_x, before_y = x, y
        for _ in range(3):
            b = (b + np.uint64(1 << 30)) & np.uint64(0xFFFFFFFF)
            u, v = normals32(np.uint64(0), b)
            found[3] += (u != -before_y) | (v != before_x)
            before_x, before_y = u, v


@kernel
def count_tails(luck, first, last, limits, counts):
    """How many of the normals of some people lie beyond the limits, on either side."""
    for who in range(first, last):
        a, b, c, d = draw(luck, CASE, 1, who)
        x, y = normals32(a, b)
        z, w = normals32(c, d)
        largest = max(abs(x), abs(y), abs(z), abs(w))
        if largest > limits[0]:
            for i in range(limits.shape[0]):
                counts[i] += (abs(x) > limits[i]) + (abs(y) > limits[i])
                counts[i] += (abs(z) > limits[i]) + (abs(w) > limits[i])


def test_every_radius_is_that_of_two_normals():
    found = np.zeros(4)
    step = RADII // 64
    for first in range(0, RADII, step):
        look_at_radii(first, first + step, found)
    rises, squares, fourths, worst = found
    assert rises == 0, "a larger draw never gives a larger radius"
    assert squares / RADII == pytest.approx(2.0, abs=1e-7)
    assert fourths / RADII == pytest.approx(8.0, abs=1e-6)
    assert worst < 2e-7, "the distribution function"
    assert radius(0) == pytest.approx(math.sqrt(-2.0 * math.log(0.5 / RADII)), abs=1e-6)


def test_every_angle_is_right_and_quarter_turns_are_exact():
    scale = float(radius(0))
    found = np.zeros(4)
    look_at_angles(scale, found)
    worst, along, up, inexact = found
    assert worst < 5e-7
    assert inexact == 0
    # a quarter turn swaps the two, so over all angles either square has the same mean
    assert (along + up) / (2 * QUARTER) == pytest.approx(0.5, abs=1e-7)


def share_beyond(limit):
    """P(|z| > limit) of the first of two normals, exactly: over all radii that reach it."""
    share, k = 0.0, 0
    while radius(k) > limit:
        low, high = 0, 1 << 29  # the last angle, of the first eighth, at which it is beyond
        while high - low > 1:
            middle = (low + high) // 2
            along, _ = normals32(np.uint64(2 * k), np.uint64(middle))
            low, high = (middle, high) if along > limit else (low, middle)
        share += 4 * (low + 0.5) / 2**32 / RADII
        k += 1
    return share


@pytest.mark.parametrize(("limit", "within"), [(5.0, 2e-3), (5.5, 1e-2), (6.0, 5e-2)])
def test_the_far_tails_are_as_rare_as_they_should_be(limit, within):
    """Radii are 2**-31 apart in probability, so 6 sd is as fine as that allows."""
    assert share_beyond(limit) == pytest.approx(2.0 * ndtr(-limit), rel=within)


def test_tails_to_six_standard_deviations_in_four_billion_draws():
    counts = np.zeros(len(TAILS), np.int64)
    for first in range(0, DRAWS, DRAWS // 20):
        count_tails(key(2026, 0), first, first + DRAWS // 20, np.array(TAILS), counts)
    for limit, count in zip(TAILS, counts.tolist(), strict=True):
        expected = 2.0 * ndtr(-limit)
        assert binomtest(count, 4 * DRAWS, expected).pvalue > 1e-4, (limit, count)
