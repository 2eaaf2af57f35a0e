"""The box with the greatest surplus of cases in which it happens.

The surplus of a box is the sum of (1 if it happens, else 0) − (how often overall) over its cases,
which is its mass times how much denser it is: neither the few purest cases nor everything (weighted
relative accuracy; Lavrač, Flach & Zupan 1999). Given the ranges of the other inputs the best range
of one is found exactly, as the largest sum of neighbours; inputs take turns until none gains
(Mampaey, Nijssen, Feelders & Knobbe 2012). With noisy cases this finds far more of what is there
than peeling does, which follows the noise of its small steps.

An end that noise could have put there is then freed, weakest first: unless what it keeps out has so
few hits that the chance of it, times the places where an end could stand, is below 5%.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tillitsim.studies.discover.conditions import ERROR_RATE, Box, Mask, chance_of, inside

Values = NDArray[np.float64]
PLACES = 10
"""Really different places where an end of one input could stand, roughly."""

FREE = (-np.inf, np.inf)


def best_box(inputs: Values, happens: Mask) -> list[Box]:
    """The box with the greatest surplus, of conditions that are no noise; none if there is none."""
    allowed: Sequence[int] = range(inputs.shape[1])
    while True:
        box = earned(_grown(inputs, happens, allowed), inputs, happens)
        if not box or set(box) == set(allowed):
            return [box] if box else []
        allowed = sorted(box)


def earned(box: Box, inputs: Values, happens: Mask) -> Box:
    """The box with every end freed that noise could have put there."""
    limit = ERROR_RATE / (PLACES * inputs.shape[1])
    while box:
        freed = [(_chance(box, wider, inputs, happens), wider) for wider in _wider(box)]
        chance, wider = max(freed, key=lambda each: each[0])
        if chance <= limit:
            return box
        box = wider
    return box


def _grown(inputs: Values, happens: Mask, allowed: Sequence[int]) -> Box:
    """Ranges of the inputs that are allowed, each the best one given the others."""
    gain = happens - happens.mean()
    box: dict[int, tuple[float, float]] = {}
    surplus = 0.0
    while True:
        found = []
        for i in allowed:
            within = inside({k: ends for k, ends in box.items() if k != i}, inputs)
            found.append((*best_range(inputs[within, i], gain[within]), i))
        total, low, high, i = max(found)
        if total <= surplus + 1e-9:
            return {k: ends for k, ends in box.items() if ends != FREE}
        surplus, box = total, {**box, i: (low, high)}


def best_range(values: Values, gain: Values) -> tuple[float, float, float]:
    """The range of values with the greatest sum of gains: the sum, and both ends.

    Ends lie midway between two values, or are infinite where nothing is left out.
    """
    levels, place = np.unique(values, return_inverse=True)
    running = np.concatenate([[0.0], np.cumsum(np.bincount(place, gain))])
    last = int(np.argmax(running[1:] - np.minimum.accumulate(running[:-1])))
    first = int(np.argmin(running[: last + 1]))
    edges = np.concatenate([[-np.inf], 0.5 * (levels[:-1] + levels[1:]), [np.inf]])
    return float(running[last + 1] - running[first]), float(edges[first]), float(edges[last + 1])


def _wider(box: Box) -> Iterator[Box]:
    """The box with one end freed, for each end that is not free."""
    for i, (low, high) in box.items():
        for ends in ((-np.inf, high), (low, np.inf)):
            if ends != (low, high):
                yield {k: v for k, v in {**box, i: ends}.items() if v != FREE}


def _chance(box: Box, wider: Box, inputs: Values, happens: Mask) -> float:
    """The chance of as many hits in the box if the wider one kept hits and others alike."""
    own, all_ = inside(box, inputs), inside(wider, inputs)
    return chance_of(
        int(happens[own].sum()), int(own.sum()), int(happens[all_].sum()), int(all_.sum())
    )
