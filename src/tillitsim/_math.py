"""Elementary functions of our own (first version)."""

from __future__ import annotations

import math

import numpy as np

from tillitsim._jit import rule

FIXED = 4294967296.0
HALF_OCTAVE = np.int64(0x3FE6A09E667F3BCD)
LN2_HI = 6.93147180369123816490e-01
LN2_LO = 1.90821492927058770002e-10
INV_LN2 = 1.44269504088896338700


@rule
def exp(x):
    x = min(709.0, max(-708.0, x))
    k = np.int64(x * INV_LN2 + (0.5 if x >= 0.0 else -0.5))
    kf = float(k)
    r = (x - kf * LN2_HI) - kf * LN2_LO
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
    return p * np.int64((k + 1023) << 52).view(np.float64)


@rule
def log(x):
    b = np.float64(x).view(np.int64) - HALF_OCTAVE
    m = np.int64((b & 0xFFFFFFFFFFFFF) + HALF_OCTAVE).view(np.float64)
    ef = float(b >> 52)
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
    return ef * LN2_HI + (2.0 * f * p + ef * LN2_LO)


@rule
def logistic(x):
    return 1.0 / (1.0 + exp(-x))


@rule
def sincos_turn(u):
    q = np.int64(u * 4.0 + 0.5)
    r = (u - float(q) * 0.25) * 6.283185307179586
    s = r * r
    a = -1.0 / 1307674368000.0
    a = a * s + 1.0 / 6227020800.0
    a = a * s - 1.0 / 39916800.0
    a = a * s + 1.0 / 362880.0
    a = a * s - 1.0 / 5040.0
    a = a * s + 1.0 / 120.0
    a = a * s - 1.0 / 6.0
    sn = r + r * s * a
    c = 1.0 / 20922789888000.0
    c = c * s - 1.0 / 87178291200.0
    c = c * s + 1.0 / 479001600.0
    c = c * s - 1.0 / 3628800.0
    c = c * s + 1.0 / 40320.0
    c = c * s - 1.0 / 720.0
    c = c * s + 1.0 / 24.0
    c = c * s - 0.5
    cs = 1.0 + s * c
    odd = float(q & 1)
    even = 1.0 - odd
    return (
        (cs * odd + sn * even) * float(1 - (q & 2)),
        (sn * odd + cs * even) * float(1 - ((q + 1) & 2)),
    )


@rule
def uniform(a):
    return (float(a) + 0.5) * 2.3283064365386963e-10


@rule
def normals(a, b):
    radius = math.sqrt(-2.0 * log(uniform(a)))
    s, c = sincos_turn(uniform(b))
    return radius * c, radius * s


@rule
def to_fixed(x):
    return np.int64(x * FIXED)


@rule
def from_fixed(i):
    return float(i) * 2.3283064365386963e-10


@rule
def clip(x, lo, hi):
    return min(hi, max(lo, x))
