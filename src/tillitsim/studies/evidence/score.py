"""How a simulated statistic is held against a published one: hit, miss or inconclusive.

The tolerance is what the finding's file says, and is fixed before anything is run. A hit needs a
Monte Carlo error below a quarter of it, a miss that or a clear distance; until then the verdict is
*inconclusive*, never a hit. A sign is right when nine in ten replicates have it; where the file
states the smallest effect of interest, when the whole interval of the effect lies beyond it. Where
nobody is measured there is no value, and nothing is judged.
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
    if check.beyond_smallest:
        good, beyond = _clear_of_smallest(check, low, high)
    elif check.how == "sign":
        error = math.sqrt((right * n + 1.0) * (n - right * n + 1.0) / (n + 2.0) ** 2 / (n + 2.0))
        good, beyond = right >= RIGHT_SIGN, RIGHT_SIGN - right
    elif check.how == "null":
        above, below = check.side != "below", check.side != "above"
        good = not (above and high > tolerance) and not (below and low < -tolerance)
        beyond = max(estimate if above else -math.inf, -estimate if below else -math.inf)
        off = math.copysign(max(beyond, 0.0), estimate) / max(error, 1e-300)
        beyond -= tolerance
    elif check.how == "interval":
        beyond = abs(estimate - target) - tolerance
        good = beyond <= 0.0
        off = (estimate - target) / math.hypot(error, tolerance / NORMAL)
    else:
        towards = estimate * np.sign(target)
        beyond = max(0.5 * abs(target) - towards, towards - 2.0 * abs(target))
        good = beyond <= 0.0
    if check.beyond_smallest:
        resolved = good or beyond > 0.0
    else:
        resolved = bool(error <= MOST_ERROR * tolerance or beyond > CLEAR * error)
    verdict: Verdict = "inconclusive" if not resolved else "hit" if good else "miss"
    return Score(verdict, estimate, low, high, right, n, error, tolerance, off, resolved)


def _clear_of_smallest(check: Check, low: float, high: float) -> tuple[bool, float]:
    """Whether the interval is clear of the smallest effect of interest, and by how much it is not.

    A hit when all of it lies beyond, a miss when none of it does; in between nothing is said.
    """
    near, far = (low, high) if check.sign > 0 else (-high, -low)
    return near >= check.smallest, check.smallest - far


def right_way(check: Check, found: Score) -> bool:
    """Whether a statistic points where the study's did, whatever its size.

    A null, and an interval on both sides of zero, point nowhere: they are right when they are hit.
    """
    if found.verdict == "not judged":
        return False
    if check.how == "ordering":
        return found.estimate > 0.0
    target, _ = target_of(check)
    if check.how == "interval" and check.low is not None and check.high is not None:
        target = 0.0 if check.low <= 0.0 <= check.high else target
    sign = check.sign if check.how == "sign" else np.sign(target)
    return found.verdict == "hit" if sign == 0.0 else bool(found.estimate * sign > 0.0)


def enough(check: Check, found: Score) -> int:
    """Replicates that a verdict would roughly need, at the error seen so far; 0 once there is one.

    As many as make the error small enough for the tolerance, or the interval for the distance to
    the smallest effect of interest.
    """
    if found.verdict != "inconclusive" or not math.isfinite(found.tolerance):
        return 0
    allowed = MOST_ERROR * found.tolerance
    if check.beyond_smallest:
        allowed = abs(check.sign * found.estimate - check.smallest) / NORMAL
    return math.ceil(found.n * (found.error / max(allowed, 1e-9 * found.tolerance)) ** 2)


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
    if check.how == "null" or check.beyond_smallest:
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
        verdict,
        smallest,
        smallest - half,
        smallest + half,
        right,
        n,
        float(error[at]),
        math.nan,
        math.nan,
        wrong or clear,
    )
