"""Scenario discovery: under which conditions something happens, as boxes in plain ranges.

Cases are points of a design; in some of them it happens (trust beats the rule book, say). A *box*
is a range of some of the inputs. Its *density* is the share of its cases in which it happens, its
*coverage* the share of all such cases that lie in it.

Whoever searches enough finds something (for scenarios Bryant & Lempert 2010), so half of the cases
find and the other half judge: density and coverage are those of the judging half, and a box is told
only if chance alone would give it as many hits there in at most one of twenty studies (a one-sided
hypergeometric test; Bonferroni's correction where several boxes are judged at once). The first box
that is not told ends the search. So of the studies in which nothing matters at most one in twenty
tells any box at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from tillitsim.runs.statistics.intervals import count_interval
from tillitsim.studies.sensitivity.indices import Estimate

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Box = Mapping[int, tuple[float, float]]
"""Ranges by the position of the input; what is not named is free."""

Finder = Callable[[Values, Mask], list[Box]]

ERROR_RATE = 0.05
MOST_BOXES = 3
FEWEST = 40
"""Cases below which nothing is searched for."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An input and its range within a box; an end that is not restricted is infinite.

    ``without`` is the density if this condition were dropped, the others kept.
    """

    input: str
    low: float
    high: float
    without: float


@dataclass(frozen=True, slots=True)
class Found:
    """A box that was told, by the cases that judged it.

    ``inside`` and ``hits`` count them; density and coverage have Wilson's 95% intervals; ``p`` is
    the chance of as many hits if the box had nothing to do with it.
    """

    conditions: tuple[Condition, ...]
    inside: int
    hits: int
    density: Estimate
    coverage: Estimate
    p: float


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: ``base`` is how often it happens at all, over all ``cases``.

    ``judged`` counts the cases that judged; ``rejected`` says whether a box was found that did not
    hold in them.
    """

    cases: int
    judged: int
    base: Estimate
    boxes: tuple[Found, ...]
    rejected: bool

    @property
    def coverage(self) -> float:
        """Coverage of all boxes together; they do not overlap in what they count."""
        return sum(box.coverage.value for box in self.boxes)


def discover(
    names: Sequence[str], inputs: Values, happens: Mask, find: Finder, *, seed: int = 0
) -> Discovery:
    """Search for boxes in ``inputs`` (cases, inputs) where it ``happens`` (cases,) more often.

    ``find`` proposes boxes from cases; those that hold in the other half are told, one after
    another, each among the cases that the boxes before it have left.
    """
    order = np.random.default_rng((seed, 47)).permutation(len(happens))
    searching, judging = order[: len(order) // 2], order[len(order) // 2 :]
    found: list[Found] = []
    rejected = False
    total = int(happens[judging].sum())
    judged = len(judging)
    while len(found) < MOST_BOXES and len(searching) >= FEWEST // 2:
        proposed = find(inputs[searching], happens[searching])
        told = []
        for box in proposed:
            one = _judge(names, box, inputs[judging], happens[judging], total)
            if one.p <= ERROR_RATE / len(proposed):
                told.append((box, one))
        rejected = not found and bool(proposed) and not told
        if not told:
            break
        found += [one for _, one in told]
        for box, _ in told:
            searching = searching[~inside(box, inputs[searching])]
            judging = judging[~inside(box, inputs[judging])]
        if len(proposed) > 1:
            break
    return Discovery(
        len(happens), judged, wilson(int(happens.sum()), len(happens)), tuple(found), rejected
    )


def inside(box: Box, inputs: Values) -> Mask:
    """Which cases lie in a box."""
    within = np.ones(len(inputs), bool)
    for i, (low, high) in box.items():
        within &= (inputs[:, i] >= low) & (inputs[:, i] <= high)
    return within


def wilson(hits: int, cases: int) -> Estimate:
    """A share with its 95% interval (Wilson 1927)."""
    low, high = count_interval(hits, cases)
    return Estimate(hits / cases if cases else np.nan, float(low), float(high))


def chance_of(hits: int, size: int, total: int, cases: int) -> float:
    """How often so many of ``total`` hits fall into ``size`` of ``cases`` by chance alone."""
    return float(hypergeom.sf(hits - 1, cases, total, size))


def _judge(names: Sequence[str], box: Box, inputs: Values, happens: Mask, total: int) -> Found:
    within = inside(box, inputs)
    size, hits = int(within.sum()), int(happens[within].sum())
    conditions = []
    for i, (low, high) in box.items():
        rest = inside({k: ends for k, ends in box.items() if k != i}, inputs)
        without = float(happens[rest].mean()) if rest.any() else float("nan")
        conditions.append(Condition(names[i], low, high, without))
    return Found(
        tuple(conditions),
        size,
        hits,
        wilson(hits, size),
        wilson(hits, total),
        chance_of(hits, size, int(happens.sum()), len(happens)),
    )
