"""The best of many, corrected for its having been chosen.

What comes out best of many is flattered: chance helped it to be chosen. So one is chosen on half of
the parameter sets and read on the other half, both ways (a split-sample estimate: Cox 1975). Every
command that names a best mix, principle or alternative takes its share here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.statistics import missing

Values = NDArray[np.float64]


def first_half(draws: int, sets: int) -> NDArray[np.bool_]:
    """Which of the draws, in the order of their ``sets``, are of every second set: (draws,)."""
    half = (np.arange(draws) * max(1, sets) // max(1, draws)) % 2 == 0
    return np.asarray(half if not half.all() else np.arange(draws) % 2 == 0)


def share_elsewhere(good: Values, sets: int) -> Values:
    """The share of the draws in which the chosen one is good, read where it was not chosen: (...).

    ``good`` is (draws, choices, ...), 1 where a choice is good and 0 where not; what is good most
    often is chosen. Never more than its share of all draws; with a single draw it is that.
    """
    often = good.mean(axis=0).max(axis=0)
    if len(good) < 2:
        return np.asarray(often)
    half = first_half(len(good), sets)
    shares = [
        np.take_along_axis(
            good[~own].mean(axis=0), good[own].mean(axis=0).argmax(axis=0)[None], axis=0
        )[0]
        for own in (half, ~half)
    ]
    sizes = [(~half).sum(), half.sum()]
    return np.asarray(np.minimum(often, np.average(shares, axis=0, weights=sizes)))


def value_elsewhere(good: Values, values: Values, sets: int) -> float:
    """The value of the chosen one, read where it was not chosen.

    ``good`` and ``values`` are (draws, choices), of the same draws.
    """
    if len(good) < 2:
        return float(missing.mean(values[:, [int(np.argmax(good.mean(axis=0)))]])[0])
    half = first_half(len(good), sets)
    found = []
    for own in (half, ~half):
        chosen = int(np.argmax(good[own].mean(axis=0)))
        found.append(float(missing.mean(values[~own][:, [chosen]])[0]))
    return float(np.mean(found))
