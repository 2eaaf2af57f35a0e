"""What calibration aims at: for every deciding check a region, and how far a value lies outside.

A distance of 1.96 is the edge of what scoring would call a hit, so that published intervals count
as 95% intervals. Numbers are compared as they are; a sign or an ordering by how many standard
deviations of a replicate the effect has in the right direction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.studies.evidence.schema import Check, Finding
from tillitsim.studies.evidence.score import NORMAL, target_of

MOST = 8.0
"""Largest size of a standardised effect: beyond it, more is not clearer."""
CLEARLY_RIGHT = 1.2816
"""Standard deviations at which nine in ten replicates have the right sign."""
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Target:
    """A check's published value as a centre with standard deviations below and above it.

    ``above`` is infinite where more is as good (a sign).
    """

    finding: str
    family: str
    check: int
    centre: float
    below: float
    above: float

    def distance(self, value: Values | float, error: Values | float = 0.0) -> Values:
        """Signed distance of values, in standard deviations of the target and ``error``."""
        gap = np.asarray(value, np.float64) - self.centre
        width = np.where(gap < 0.0, self.below, self.above)
        with np.errstate(invalid="ignore"):
            return np.where(
                np.isfinite(width),
                gap / np.hypot(np.where(np.isfinite(width), width, 1.0), error),
                0.0,
            )


def targets(findings: Sequence[Finding]) -> list[Target]:
    """One target for every deciding check, in order."""
    return [
        _target(finding, position, check)
        for finding in findings
        for position, check in enumerate(finding.checks)
        if check.decides
    ]


def _target(finding: Finding, position: int, check: Check) -> Target:
    centre, tolerance = target_of(check)
    below = above = tolerance / NORMAL
    if check.how == "factor":
        edges = sorted((0.5 * centre, 2.0 * centre))
        below, above = (centre - edges[0]) / NORMAL, (edges[1] - centre) / NORMAL
    elif check.how in {"sign", "ordering"}:
        centre = CLEARLY_RIGHT if check.how == "sign" else 0.2
        below, above = centre / NORMAL, math.inf
    return Target(finding.id, finding.family, position, centre, below, above)


def simulated(check: Check, values: Values) -> tuple[float, float]:
    """The value that is held against a target, and its Monte Carlo error.

    ``values`` are the check's statistics, (replicates, 1 or items).
    """
    if check.how == "ordering":
        items = values.shape[1]
        pairs = [(i, j) for i in range(items) for j in range(i + 1, items)]
        return min((_standardised(values[:, i] - values[:, j]) for i, j in pairs))
    column = values[:, 0]
    if check.how == "sign":
        return _standardised(check.sign * column)
    there = column[np.isfinite(column)]
    if len(there) < 2:
        return math.nan, math.nan
    return float(there.mean()), float(there.std(ddof=1)) / math.sqrt(len(there))


def _standardised(column: Values) -> tuple[float, float]:
    there = column[np.isfinite(column)]
    if len(there) < 2:
        return math.nan, math.nan
    mean, spread = float(there.mean()), float(there.std(ddof=1))
    size = MOST if spread == 0.0 else min(MOST, abs(mean) / spread)
    return math.copysign(size, mean) if mean != 0.0 else 0.0, math.sqrt(
        (1.0 + 0.5 * size * size) / len(there)
    )


def log_likelihood(distances: Values, of: Sequence[Target]) -> Values:
    """Half the negative sum over families of the mean squared distance; (points, targets) in.

    By family and not by row, so that a literature with many papers does not outvote one with few.
    A value that could not be simulated counts as six standard deviations.
    """
    squared = np.minimum(np.where(np.isfinite(distances), distances, 6.0) ** 2, 36.0)
    families = np.array([target.family for target in of])
    means = [squared[:, families == family].mean(axis=1) for family in sorted(set(families))]
    return np.asarray(-0.5 * np.sum(means, axis=0))


def implausibility(distances: Values, rank: int) -> Values:
    """The ``rank``-th largest absolute distance of each point (1 = the largest)."""
    size = np.where(np.isfinite(distances), np.abs(distances), np.inf)
    return np.asarray(-np.sort(-size, axis=1)[:, rank - 1])
