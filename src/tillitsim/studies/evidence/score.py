"""How a simulated statistic is held against a published one: hit, miss or inconclusive.

The tolerance is what the finding's file says, and is fixed before anything is run. A hit needs a
Monte Carlo error below a quarter of it, a miss that or a clear distance; until then the verdict is
*inconclusive*, never a hit. Where nobody is measured there is no value, and nothing is judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from tillitsim.studies.evidence.schema import Check

Verdict = Literal["hit", "miss", "inconclusive", "not judged"]

RIGHT_SIGN = 0.9
"""Share of replications that must have the right sign."""
MOST_ERROR = 0.25
"""Largest Monte Carlo error, as a share of the tolerance."""
CLEAR = 3.0
"""Monte Carlo errors beyond the tolerance at which a miss is clear without more simulation."""
NORMAL = float(ndtri(0.975))


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one check.

    ``estimate`` with its 95% interval ``low`` to ``high`` (chance only) over ``n`` replicates;
    ``right_sign`` the share of replicates with the published sign (NaN where none is published);
    ``error`` the Monte Carlo error and ``tolerance`` what it is judged by, in the same unit;
    ``off`` how far the estimate lies from what was published, in standard errors of both (NaN
    where no number was published); ``resolved`` whether enough was simulated for a verdict.
    """

    verdict: Verdict
    estimate: float
    low: float
    high: float
    right_sign: float
    n: int
    error: float
    tolerance: float
    off: float
    resolved: bool


def score(check: Check, values: NDArray[np.float64]) -> Score:
    """Score a check from its statistic, (replicates, 1), or (replicates, items) of an ordering."""
    if check.how == "ordering":
        return _ordering(values)
    there = values[np.isfinite(values[:, 0]), 0]
    n = len(there)
    if n < max(2.0, RIGHT_SIGN * len(values)):
        return without_value(n)
    estimate = float(there.mean())
    error = float(there.std(ddof=1)) / math.sqrt(n)
    half = float(stdtrit(n - 1, 0.975)) * error
    low, high = estimate - half, estimate + half
    target, tolerance = target_of(check)
    sign = check.sign if check.how == "sign" else np.sign(target)
    right = float((there * sign > 0.0).mean()) if sign != 0.0 else math.nan
    off = math.nan
    if check.how == "sign":
        error = math.sqrt((right * n + 1.0) * (n - right * n + 1.0) / (n + 2.0) ** 2 / (n + 2.0))
        good, beyond = right >= RIGHT_SIGN, RIGHT_SIGN - right
    elif check.how == "null":
        good, beyond = low >= -tolerance and high <= tolerance, abs(estimate) - tolerance
        off = estimate / max(error, 1e-300)
    elif check.how == "interval":
        beyond = abs(estimate - target) - tolerance
        good = beyond <= 0.0
        off = (estimate - target) / math.hypot(error, tolerance / NORMAL)
    else:
        towards = estimate * np.sign(target)
        beyond = max(0.5 * abs(target) - towards, towards - 2.0 * abs(target))
        good = beyond <= 0.0
    resolved = bool(error <= MOST_ERROR * tolerance or beyond > CLEAR * error)
    verdict: Verdict = "inconclusive" if not resolved else "hit" if good else "miss"
    return Score(verdict, estimate, low, high, right, n, error, tolerance, off, resolved)


def without_value(n: int) -> Score:
    """The score of a check that had a value in ``n`` replicates, which are too few to judge by."""
    nan = math.nan
    return Score("not judged", nan, nan, nan, nan, n, 0.0, 1.0, nan, resolved=True)


def target_of(check: Check) -> tuple[float, float]:
    """The published value of a check and its tolerance."""
    if check.how == "interval" and check.low is not None and check.high is not None:
        return 0.5 * (check.low + check.high), 0.5 * (check.high - check.low)
    if check.how == "factor" and check.value is not None:
        return check.value, 0.5 * abs(check.value)
    if check.how == "null":
        return 0.0, check.smallest
    return 0.0, 1.0 - RIGHT_SIGN


def _ordering(values: NDArray[np.float64]) -> Score:
    """All pairs right: each mean paired difference above zero by more than two standard errors."""
    n, items = values.shape
    pairs = [(i, j) for i in range(items) for j in range(i + 1, items)]
    gaps = np.column_stack([values[:, i] - values[:, j] for i, j in pairs])
    if n < 2 or not np.isfinite(gaps).all():
        return without_value(n)
    mean = gaps.mean(axis=0)
    error = gaps.std(axis=0, ddof=1) / math.sqrt(n)
    right = float((mean > 0.0).mean())
    clear = bool((np.abs(mean) > 2.0 * error).all())
    wrong = bool((mean < -2.0 * error).any())
    verdict: Verdict = (
        "miss" if wrong else "inconclusive" if not clear else "hit" if right == 1.0 else "miss"
    )
    smallest = float(mean.min())
    at = int(mean.argmin())
    half = float(stdtrit(n - 1, 0.975)) * float(error[at])
    return Score(
        verdict, smallest, smallest - half, smallest + half, right, n,
        float(error[at]), math.nan, math.nan, wrong or clear,
    )  # fmt: skip
