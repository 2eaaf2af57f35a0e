"""How sure a statement is: the share of the ensemble that agrees with it, and the word for that.

The *ensemble* is the same question asked under other plausible values of what the model assumes,
with chance: a *draw* is one run (or one pair of runs) under one of its parameter sets. A difference
counts as higher or lower when it is larger than the smallest effect of interest that its outcome is
declared with (``matters`` in ``outcomes.toml``); what lies within it is no difference that matters.

The words are those of the IPCC's likelihood scale (Mastrandrea et al. 2010), adapted: four of its
terms, applied to the share of draws of a model instead of to an assessed probability. Nothing is
called better or worse below *likely*. Text, table, picture and colour all take their verdict here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import N_
from tillitsim.runs.statistics import missing

Values = NDArray[np.float64]
Way = Literal["higher", "lower", "none", "unknown", "same"]

FEWEST = 8
"""Parameter sets below which no word is given to a share: assumed."""

SPREAD = (5.0, 50.0, 95.0)
"""Percentiles of the draws that are told: nine tenths of them, and the median."""


class Grade(StrEnum):
    """A word for how many agree."""

    VERY_LIKELY = N_("very likely")
    LIKELY = N_("likely")
    AS_NOT = N_("about as likely as not")
    UNLIKELY = N_("unlikely")


SCALE: tuple[tuple[float, Grade], ...] = (
    (0.90, Grade.VERY_LIKELY),
    (0.66, Grade.LIKELY),
    (0.33, Grade.AS_NOT),
    (0.00, Grade.UNLIKELY),
)
"""Least share of the draws for each word."""

LIKELY = SCALE[1][0]


def grade_of(share: float) -> Grade:
    """The word for a share of the draws."""
    return next(grade for least, grade in SCALE if share >= least)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a difference.

    ``way`` is *unknown* where neither higher, lower nor "no difference that matters" is likely, and
    *same* where every draw is exactly zero. ``grade`` is None where too few parameter sets were
    asked; ``way`` then speaks of the default values alone. ``higher``, ``lower`` and ``none`` are
    shares of the draws.
    """

    way: Way
    grade: Grade | None
    higher: float = 0.0
    lower: float = 0.0
    none: float = 0.0

    @property
    def sign(self) -> int:
        """+1 for likely higher, -1 for likely lower, else 0; never more than is known."""
        return {"higher": 1, "lower": -1}.get(self.way, 0) if self.grade is not None else 0

    @property
    def known(self) -> bool:
        """Whether something is at least likely."""
        return self.way != "unknown" and self.grade is not None

    @property
    def share(self) -> float:
        """The share of the draws that agree with the verdict, or with what most of them say."""
        if self.way == "same":
            return 1.0
        return max(self.higher, self.lower, self.none)

    def grade_for(self, way: Way) -> Grade | None:
        """The word for a statement about the difference that somebody else makes."""
        if self.grade is None:
            return None
        shares = {"higher": self.higher, "lower": self.lower, "none": self.none}
        return grade_of(shares.get(way, 0.0) if self.way != "same" else float(way == "none"))


def verdict_of_draws(draws: Values, matters: float, sets: int) -> Verdict:
    """The verdict of differences, one a draw, from ``sets`` parameter sets.

    A draw without a value (nobody to ask) is left out.
    """
    there = draws[np.isfinite(draws)]
    if not len(there):
        return Verdict("unknown", None)
    if not there.any():
        return Verdict("same", Grade.VERY_LIKELY, none=1.0)
    higher, lower = float((there > matters).mean()), float((there < -matters).mean())
    none = float((np.abs(there) <= matters).mean())
    shares: dict[Way, float] = {"higher": higher, "lower": lower, "none": none}
    way = max(shares, key=lambda each: shares[each])
    graded = grade_of(shares[way]) if sets >= FEWEST else None
    if shares[way] < LIKELY:
        way = "unknown"
    return Verdict(way, graded, higher, lower, none)


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Median and nine tenths of the draws of a number, from ``sets`` parameter sets."""

    low: float
    median: float
    high: float
    sets: int

    @classmethod
    def of(cls, draws: Values, sets: int) -> Ensemble:
        """The ensemble of some draws; NaN where none has a value.

        Percentiles are of rank p (n + 1), between which a draw more lies with the probability that
        they say (Weibull 1939; Hyndman & Fan 1996, definition 6); the outermost draws at most.
        """
        n = int(np.isfinite(draws).sum())
        ranks = [min(100.0, max(0.0, ((n + 1) * p - 100.0) / max(1, n - 1))) for p in SPREAD]
        low, median, high = missing.percentiles(draws[:, None], ranks)[:, 0].tolist()
        return cls(low, median, high, sets)


def most_likely(often: Sequence[float]) -> tuple[int, Grade]:
    """Of things of which one is best in each draw: the one most often so, and how sure that is."""
    first = int(np.argmax(often))
    return first, grade_of(float(often[first]))
