"""Quantiles of Student's t for whole degrees of freedom, without half a second of imports.

    F(t) = 1/2 + A/2,  theta = atan(t / sqrt(n))
    A = 2/pi (theta + sin theta (cos theta + 2/3 cos^3 theta + ...))     odd n, (n - 1)/2 terms
    A = sin theta (1 + 1/2 cos^2 theta + 1 3/(2 4) cos^4 theta + ...)    even n, n/2 terms

Source: Abramowitz & Stegun (1964), 26.7.3 and 26.7.4; turned around by Newton's method.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

MOST = 1000
"""Degrees of freedom up to which the sum is short enough; SciPy does the rest."""

CLOSE = 1e-15


@lru_cache(maxsize=4096)
def quantile(n: int, share: float) -> float:
    """The value below which Student's t with ``n`` degrees of freedom lies with a probability.

    ``share`` lies between 0 and 1.
    """
    if n > MOST:
        from scipy.special import stdtrit  # noqa: PLC0415 - takes longer than a run

        return float(stdtrit(n, share))
    if share < 0.5:
        return -quantile(n, 1.0 - share)
    z = NormalDist().inv_cdf(share)
    t = z + z * (z * z + 1.0) / (4.0 * n)
    for _ in range(100):
        step = (probability(n, t) - share) / _density(n, t)
        t = max(t - step, 0.5 * t)
        if abs(step) <= CLOSE * abs(t):
            break
    return t


def probability(n: int, t: float) -> float:
    """The probability that Student's t lies below ``t``, for ``t`` from 0 up."""
    cosine = math.sqrt(n / (n + t * t))
    term = cosine if n % 2 else 1.0
    total = 0.0 if n == 1 else term
    for k in range(3 if n % 2 else 2, n, 2):
        term *= (k - 1) / k * cosine * cosine
        total += term
    sine = t / math.sqrt(n + t * t)
    if n % 2:
        return 0.5 + (math.atan(t / math.sqrt(n)) + sine * total) / math.pi
    return 0.5 + 0.5 * sine * total


def _density(n: int, t: float) -> float:
    half = math.lgamma(0.5 * (n + 1)) - math.lgamma(0.5 * n) - 0.5 * math.log(n * math.pi)
    return math.exp(half - 0.5 * (n + 1) * math.log1p(t * t / n))
