"""Elementary functions from + - * /, square roots, comparisons and integers alone.

No call of the machine's own library, no fused multiply-add, no branch: equal bits on every machine,
and loops over these functions vectorise. Coefficients are plain Taylor or odd series after an exact
reduction of the range; the stated errors are tested against multiple precision.

Sums over people are made in integer fixed point (:func:`to_fixed`), so that their order never
matters.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tillitsim.model.core.jit import rule
from tillitsim.model.core.precision import serves_both, single, twin_of

REAL = np.float32
"""The numbers that staff and meetings are worked out in."""

FIXED = 4294967296.0
HALF_FIXED = 65536.0
ONE_FIXED = 1.0 / FIXED
# Shares are added up in 2**-23 within a tile of 128 meetings and over a person's cases.
SHARES, ONE_SHARE = 2.0**23, 2.0**-23
MOST_FIXED = 1073741824.0
LEAST_BASE = 1e-30

# ln 2 in two parts: the first has so few bits that its product with an exponent is exact
# (Cody & Waite 1980).
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
PER_LN2 = 1.44269504088896338700
# The bits of sqrt(1/2): subtracting them splits a number at [sqrt(1/2), sqrt(2)).
SQRT_HALF = np.int64(0x3FE6A09E667F3BCD)
MANTISSA = np.int64(0xFFFFFFFFFFFFF)
BIAS = np.int64(1023)
TWO_PI = 6.283185307179586

# The same for single precision, and the integers of a draw.
LN2_HIGH_32, LN2_LOW_32 = 0.693145751953125, 1.42860682030941723212e-6
SQRT_HALF_32 = np.int32(0x3F3504F3)
MANTISSA_32 = np.int32(0x7FFFFF)
BIAS_32 = np.int32(127)
PER_2_31 = 2.0**-31
TURN_32 = TWO_PI * 2.0**-32
ONE_BIT, TWO_BITS, QUARTERS = np.uint64(1), np.uint64(2), np.uint64(30)
EIGHTH, LOW_32 = np.uint64(1 << 29), np.uint64(0xFFFFFFFF)


@rule
def exp(x):
    """e**x for any finite x: relative error below 5e-16 where |x| <= 700.

    Arguments are held to [-708, 709], so that the result is never zero, infinite or subnormal.
    """
    x = min(709.0, max(-708.0, x))
    k = np.int64(x * PER_LN2 + (0.5 if x >= 0.0 else -0.5))
    r = (x - float(k) * LN2_HIGH) - float(k) * LN2_LOW
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return p * np.int64((k + BIAS) << 52).view(np.float64)


@rule
def log(x):
    """ln x for normal x > 0: error below 1e-15 or 1e-15 of the value, whichever is larger.

    ln x = e ln 2 + 2 artanh f with f = (m-1)/(m+1), m in [sqrt(1/2), sqrt(2)); odd series to f**21.
    """
    bits = np.float64(x).view(np.int64) - SQRT_HALF
    m = np.int64((bits & MANTISSA) + SQRT_HALF).view(np.float64)
    e = float(bits >> 52)
    f = (m - 1.0) / (m + 1.0)
    s = f * f
    p = 1.0 / 21.0
    p = p * s + 1.0 / 19.0
    p = p * s + 1.0 / 17.0
    p = p * s + 1.0 / 15.0
    p = p * s + 1.0 / 13.0
    p = p * s + 1.0 / 11.0
    p = p * s + 1.0 / 9.0
    p = p * s + 1.0 / 7.0
    p = p * s + 1.0 / 5.0
    p = p * s + 1.0 / 3.0
    p = p * s + 1.0
    return e * LN2_HIGH + (2.0 * f * p + e * LN2_LOW)


@twin_of(exp)
@rule
@single
def exp32(x):
    """e**x in single precision: relative error below 3e-7; x is held to [-87, 88]."""
    x = min(88.0, max(-87.0, x))
    k = np.int32(x * PER_LN2 + (0.5 if x >= 0.0 else -0.5))
    r = (x - float(k) * LN2_HIGH_32) - float(k) * LN2_LOW_32
    p = 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return p * np.int32((k + BIAS_32) << 23).view(np.float32)


@twin_of(log)
@rule
@single
def log32(x):
    """ln x in single precision for normal x > 0: error below 2e-7 of the value or of 1."""
    bits = np.int32(np.float32(x).view(np.int32) - SQRT_HALF_32)
    m = np.int32((bits & MANTISSA_32) + SQRT_HALF_32).view(np.float32)
    e = float(np.int32(bits >> 23))
    f = (m - 1.0) / (m + 1.0)
    s = f * f
    p: Any = 1.0 / 9.0
    p = p * s + 1.0 / 7.0
    p = p * s + 1.0 / 5.0
    p = p * s + 1.0 / 3.0
    p = p * s + 1.0
    return e * LN2_HIGH_32 + (2.0 * f * p + e * LN2_LOW_32)


@rule
def power(base, exponent):
    """base**exponent for base >= 0; a base below 1e-30 counts as 0, exponent 1 is exact."""
    raised = exp(exponent * log(max(base, LEAST_BASE)))
    if base <= LEAST_BASE:
        raised = 0.0 if exponent > 0.0 else 1.0
    return base if exponent == 1.0 else raised


@rule
def logistic(x):
    """1 / (1 + e**-x), in (0, 1); relative error below 1e-15."""
    return 1.0 / (1.0 + exp(-x))


@rule
def sincos_turn(u):
    """(sin, cos) of 2 pi u for u in [0, 1): absolute error below 4e-16.

    Reduced to an eighth of a turn either side of a quarter; series to the 15th and 16th power.
    """
    q = np.int64(u * 4.0 + 0.5)
    r = (u - float(q) * 0.25) * TWO_PI
    s = r * r
    a = -1.0 / 1307674368000.0
    a = a * s + 1.0 / 6227020800.0
    a = a * s - 1.0 / 39916800.0
    a = a * s + 1.0 / 362880.0
    a = a * s - 1.0 / 5040.0
    a = a * s + 1.0 / 120.0
    a = a * s - 1.0 / 6.0
    sine = r + r * s * a
    c = 1.0 / 20922789888000.0
    c = c * s - 1.0 / 87178291200.0
    c = c * s + 1.0 / 479001600.0
    c = c * s - 1.0 / 3628800.0
    c = c * s + 1.0 / 40320.0
    c = c * s - 1.0 / 720.0
    c = c * s + 1.0 / 24.0
    c = c * s - 0.5
    cosine = 1.0 + s * c
    odd = float(q & 1)
    even = 1.0 - odd
    return (
        (cosine * odd + sine * even) * float(1 - (q & 2)),
        (sine * odd + cosine * even) * float(1 - ((q + 1) & 2)),
    )


@rule
def uniform(a):
    """A 32-bit draw as a number in (0, 1): (a + 1/2) / 2**32, exact."""
    return (float(a) + 0.5) * ONE_FIXED


serves_both(uniform)


@rule
def normals(a, b):
    """Two independent standard normals from two 32-bit draws (Box & Muller 1958); |z| < 6.8."""
    radius = math.sqrt(-2.0 * log(uniform(a)))
    sine, cosine = sincos_turn(uniform(b))
    return radius * cosine, radius * sine


@twin_of(normals)
@rule
@single
def normals32(a, b):
    """Two independent standard normals in single precision from two 32-bit draws; |z| < 6.7.

    The radius takes 31 bits; the angle is cut into quarter turns in integers, exactly. Error below
    1e-6, and below 4e-5 where the radius is near 0.
    """
    u = (float(np.int32(a >> ONE_BIT)) + 0.5) * PER_2_31
    radius = math.sqrt(max(0.0, -2.0 * log32(u)))
    q = ((b + EIGHTH) & LOW_32) >> QUARTERS
    r = float(np.int32(b - (q << QUARTERS))) * TURN_32
    s = r * r
    a7 = -1.0 / 5040.0
    a7 = a7 * s + 1.0 / 120.0
    a7 = a7 * s - 1.0 / 6.0
    sine = r + r * s * a7
    c8 = 1.0 / 40320.0
    c8 = c8 * s - 1.0 / 720.0
    c8 = c8 * s + 1.0 / 24.0
    c8 = c8 * s - 0.5
    cosine = 1.0 + s * c8
    odd = (q & ONE_BIT) != 0
    up = cosine if odd else sine
    along = sine if odd else cosine
    return (
        radius * (-along if ((q + ONE_BIT) & TWO_BITS) != 0 else along),
        radius * (-up if (q & TWO_BITS) != 0 else up),
    )


@rule
def to_fixed(x):
    """x in integer fixed point of 2**-32, cut towards zero.

    What is beyond +-2**30 is held there, and what is not a number is -2**30: processors differ in
    what they make of a conversion that does not fit.
    """
    return np.int64(min(MOST_FIXED, max(-MOST_FIXED, x)) * FIXED)


@twin_of(to_fixed)
@rule
@single
def to_fixed32(x):
    """:func:`to_fixed` of a 32-bit number, to the bit, in three conversions to 32 bits.

    Processors do those for many numbers at once, and conversions to 64 bits one by one.
    """
    held = min(MOST_FIXED, max(-MOST_FIXED, x))
    whole = np.int32(held)
    rest = held - float(whole)
    upper = np.int32(rest * HALF_FIXED)
    lower = np.int32((rest - float(upper) / HALF_FIXED) * FIXED)
    return (np.int64(whole) << 32) + (np.int64(upper) << 16) + np.int64(lower)


@rule
def from_fixed(i):
    """The number that an integer in fixed point of 2**-32 stands for."""
    return float(i) * ONE_FIXED


@rule
def clip(x, low, high):
    """x held to [low, high]."""
    return min(high, max(low, x))
