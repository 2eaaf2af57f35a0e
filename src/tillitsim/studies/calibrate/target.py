"""What calibration aims at: a region for every deciding check and level fact, and the way to it.

A distance of 1.96 is the edge of what scoring would call a hit, so that published intervals count
as 95% intervals. Numbers are compared as they are; a sign or an ordering by how many standard
deviations of a replicate the effect has in the right direction.

    width     = sd sqrt(1 + d^2)         sd: of the published region, d: declared discrepancy
    distance  = (value - centre) / sqrt(width^2 + error^2)
    log L     = p sum of w mean(log t_4(distance)) over groups: a family and what it favours
    p         = 1 / (1 + groups / coarsening)

The discrepancy is what a model of this kind is granted to be wrong by, family by family (Kennedy &
O'Hagan 2001; Brynjarsdóttir & O'Hagan 2014); Student's t with four degrees of freedom keeps one
finding that no parameter set can meet from deciding for all (Lange, Little & Taylor 1989).

A model that is known to be wrong, held against many groups at once, would be certain of a few
parameter sets for no good reason. So the likelihood is coarsened: raised to the power with which
the data say no more than ``coarsening`` groups could (Miller & Dunson 2019).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tillitsim.studies.evidence.schema import Check, Finding
from tillitsim.studies.evidence.score import NORMAL, target_of
from tillitsim.studies.levels.readings import Judged

MOST = 8.0
"""Largest size of a standardised effect: beyond it, more is not clearer."""
FREEDOM = 4.0
"""Degrees of freedom of the errors."""
LOST = 6.0
"""Distance of what has no value."""
LEVELS = "levels"
"""What the family of a level fact begins with, and the name that its discrepancy goes by."""
OTHERS = "others"
"""The discrepancy of families that are not named."""
NONE: Mapping[str, float] = MappingProxyType({})
TINY = 1e-6
"""Least half width of a tolerance."""
CLEARLY_RIGHT = 1.2816
"""Standard deviations at which nine in ten replicates have the right sign."""
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Target:
    """A published value as a centre with standard deviations below and above it.

    ``finding`` is the id of the finding or of the level fact. ``below`` or ``above`` is infinite
    where less or more is as good (a sign, the free side of a null). ``discrepancy`` is in units of
    them.
    """

    finding: str
    family: str
    check: int
    centre: float
    below: float
    above: float
    discrepancy: float = 0.0
    favours: str = "none"

    @property
    def name(self) -> str:
        """What a report calls it: ``E04/2``, or the id of a level fact."""
        return f"{self.finding}/{self.check + 1}"

    def distance(self, value: Values | float, error: Values | float = 0.0) -> Values:
        """Signed distance of values, in standard deviations of the target and ``error``."""
        return self._distance(value, error, math.hypot(1.0, self.discrepancy))

    def published_distance(self, value: Values | float) -> Values:
        """The same without discrepancy or error: at most 1.96 is inside what was published."""
        return self._distance(value, 0.0, 1.0)

    def _distance(self, value: Values | float, error: Values | float, wider: float) -> Values:
        gap = np.asarray(value, np.float64) - self.centre
        width = wider * np.where(gap < 0.0, self.below, self.above)
        with np.errstate(invalid="ignore"):
            return np.where(
                np.isfinite(width),
                gap / np.hypot(np.where(np.isfinite(width), width, 1.0), error),
                0.0,
            )


def targets(
    findings: Sequence[Finding],
    judged: Sequence[Judged] = (),
    discrepancy: Mapping[str, float] = NONE,
) -> list[Target]:
    """One target for every deciding check, in order, then one for every level fact."""
    return [
        _target(finding, position, check, discrepancy_of(discrepancy, finding.family))
        for finding in findings
        for position, check in enumerate(finding.checks)
        if check.decides
    ] + [_level(each, discrepancy_of(discrepancy, LEVELS)) for each in judged]


def discrepancy_of(declared: Mapping[str, float], family: str) -> float:
    """What is declared for a family, or for all that are not named."""
    return declared.get(family, declared.get(OTHERS, 0.0))


def _level(judged: Judged, discrepancy: float) -> Target:
    """A level fact: its tolerance is its region; where one end is open, all beyond is as good."""
    low, high = judged.tolerance
    if math.isfinite(low) and math.isfinite(high):
        centre = 0.5 * (low + high)
        below = above = max((high - low) / 2.0, TINY) / NORMAL
    else:
        centre = low if math.isfinite(low) else high
        scale = max(0.1 * abs(centre), 1.0) / NORMAL
        below, above = (scale, math.inf) if math.isfinite(low) else (math.inf, scale)
    family = f"{LEVELS} of {judged.fact.sector}"
    return Target(judged.fact.id, family, 0, centre, below, above, discrepancy, LEVELS)


def _target(finding: Finding, position: int, check: Check, discrepancy: float) -> Target:
    centre, tolerance = target_of(check)
    below = above = tolerance / NORMAL
    if check.how == "factor":
        edges = sorted((0.5 * centre, 2.0 * centre))
        below, above = (centre - edges[0]) / NORMAL, (edges[1] - centre) / NORMAL
    elif check.side != "both":
        below, above = (math.inf, above) if check.side == "above" else (below, math.inf)
    elif check.how in {"sign", "ordering"}:
        centre = CLEARLY_RIGHT if check.how == "sign" else 0.2
        below, above = centre / NORMAL, math.inf
    return Target(
        finding.id, finding.family, position, centre, below, above, discrepancy, finding.favours
    )


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
    return mean_and_error(column)


def mean_and_error(column: Values) -> tuple[float, float]:
    """Mean over the replicates that have a value, and its standard error; NaN for under two."""
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


def log_likelihood(distances: Values, of: Sequence[Target], coarsening: float = math.inf) -> Values:
    """Log likelihood of points up to a constant; (points, targets) in.

    Student-t errors, averaged within a family, so that a literature with many papers does not
    outvote one with few; what favours trust, control, competition, none of them, and the levels
    weigh alike, so that the direction that is studied most does not. A value that could not be
    simulated counts as six standard deviations.
    """
    squared = np.where(np.isfinite(distances), distances, LOST) ** 2
    each = -0.5 * (FREEDOM + 1.0) * np.log1p(squared / FREEDOM)
    groups = sorted({(target.favours, target.family) for target in of})
    sides = Counter(favours for favours, _ in groups)
    total = np.zeros(len(distances))
    for favours, family in groups:
        own = [i for i, t in enumerate(of) if (t.favours, t.family) == (favours, family)]
        weight = len(groups) / (len(sides) * sides[favours])
        total += weight * each[:, own].mean(axis=1)
    return total / (1.0 + len(groups) / coarsening)


def implausibility(distances: Values, rank: int) -> Values:
    """The ``rank``-th largest absolute distance of each point (1 = the largest)."""
    size = np.where(np.isfinite(distances), np.abs(distances), np.inf)
    return np.asarray(-np.sort(-size, axis=1)[:, rank - 1])
