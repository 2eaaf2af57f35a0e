"""PRIM, the patient rule induction method (Friedman & Fisher 1999), for yes-or-no cases.

A box begins as everything. Step by step a twentieth of its cases is peeled off at that end of that
input whose loss leaves the highest density. Of all boxes on the way the one with the greatest
surplus is kept, and of its ends those that are more than noise (see :mod:`.boxes`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tillitsim.studies.discover.conditions import Box, Mask, inside
from tillitsim.studies.discover.subgroup_search import FREE, earned

Values = NDArray[np.float64]
PEEL = 0.05
SMALLEST = 0.1
"""Part of the cases below which no box is peeled."""


def prim(inputs: Values, happens: Mask) -> list[Box]:
    """The one box that PRIM finds; none where no box is better than everything."""
    gain = happens - happens.mean()
    box: dict[int, tuple[float, float]] = {}
    best, surplus = box, 0.0
    while (peel := _best_peel(inputs, happens, inside(box, inputs))) is not None:
        i, low, high = peel
        before = box.get(i, FREE)
        box = {**box, i: (max(low, before[0]), min(high, before[1]))}
        own = float(gain[inside(box, inputs)].sum())
        if own > surplus + 1e-9:
            best, surplus = box, own
    kept = earned(best, inputs, happens)
    return [kept] if kept else []


def _best_peel(inputs: Values, happens: Mask, within: Mask) -> tuple[int, float, float] | None:
    """The input and the ends that the best peel leaves; a cut lies midway between two cases."""
    values, hits = inputs[within], happens[within]
    least = max(SMALLEST * len(happens), 2.0)
    wanted = max(1, round(PEEL * len(hits)))
    order = np.argsort(values, axis=0, kind="stable")
    best: tuple[int, float, float] | None = None
    density = -1.0
    for i in range(values.shape[1]):
        column, own = values[order[:, i], i], hits[order[:, i]]
        for low_end in (True, False):
            at, seen = (column, own) if low_end else (-column[::-1], own[::-1])
            gone = int(np.searchsorted(at, at[wanted - 1], side="right"))
            if len(at) - gone < least:
                continue
            left = float(seen[gone:].mean())
            if left > density + 1e-12:
                cut = 0.5 * float(at[gone - 1] + at[gone])
                density, best = left, (i, cut, np.inf) if low_end else (i, -np.inf, -cut)
    return best
