"""Meetings side by side: what one decision is made from, and tiles of meetings laid out and drawn.

A tile is up to ``TILE`` meetings of a unit, a row a quantity (see ``columns``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.core.jit import kernel, row_of
from tillitsim.model.core.numerics import normals
from tillitsim.model.core.precision import single
from tillitsim.model.core.random import CASE as DIAGNOSIS
from tillitsim.model.core.random import HARM, draw
from tillitsim.model.state.columns import (
    CODIFIABLE_DRAW,
    COMPLEXITY,
    DESK,
    HARM_DRAW,
    NOISE_DRAW,
    PERCEPTION_DRAW,
    TACIT_DRAW,
    TILE,
    TRUST,
    VALUE,
    VISITS,
)

ONE_BIT, PER_2_31 = np.uint64(1), 2.0**-31

Number = float | np.float32


class Visitor(NamedTuple):
    """Who is met: how complex the need is [sd], trust, and how well one is known, in [0, 1]."""

    complexity: Number
    trust: Number
    relation: Number


class Draws(NamedTuple):
    """What one meeting draws, standard normal."""

    codifiable: Number
    tacit: Number
    noise: Number


class Decider(NamedTuple):
    """Who decides: noise of a diagnosis, reading habit, bias [sd], doubt left, discretion used."""

    clear: Number
    reading: Number
    bias: Number
    overrated: Number
    discretion: Number


class Guidance(NamedTuple):
    """The unit's handbook [sd] and its share of what can be codified; its centre of needs [sd]."""

    handbook: Number
    knowledge: Number
    need: Number


class Diagnosis(NamedTuple):
    """How needs are made up and seen: the sizes that are given, as the head has them."""

    codifiable_share: Number
    tacit_share: Number
    spread: Number
    handbook_trust: Number
    trust_clears: Number
    relation_clears: Number
    familiar: Number


class Hazard(NamedTuple):
    """What makes meetings of a unit dangerous: miss beyond which harm may follow; factor on it."""

    severe: Number
    risk: Number


class Tile(NamedTuple):
    """Meetings held together: who is met, by whom, ``TILE`` values a row, and two fixed rows."""

    who: NDArray[np.int32]
    desk: NDArray[np.int32]
    values: NDArray[np.float32]
    fixed: NDArray[np.int32]


class Left(NamedTuple):
    """What meetings leave: with each post harms, fits and what was perceived; the unit's sums."""

    harms: NDArray[np.int32]
    fitted: NDArray[np.int64]
    seen: NDArray[np.int64]
    sums: NDArray[np.int64]


@kernel
@single
def lay_out(citizen, base, case, relation, desks, tile):
    """Lay out a tile: bring together what each meeting needs to know."""
    values = tile.values
    for j in range(case.shape[0]):
        c = row_of(case[j])
        i = row_of(citizen.staff[c] - base)
        tile.who[j] = citizen.uid[c]
        tile.desk[j] = i
        for column in range(VALUE + 1):
            values[column * TILE + j] = desks[i * DESK + column]
        values[VISITS * TILE + j] = relation[j]
        values[COMPLEXITY * TILE + j] = citizen.complexity[c]
        values[TRUST * TILE + j] = citizen.trust[c]


@kernel
@single
def roll_cases(key, month, count, tile):
    """Four standard normals for each of the first ``count`` meetings of a tile."""
    values = tile.values
    for j in range(count):
        a, b, c, d = draw(key, DIAGNOSIS, month, tile.who[j])
        z0, z1 = normals(a, b)
        z2, z3 = normals(c, d)
        values[CODIFIABLE_DRAW * TILE + j] = z0
        values[TACIT_DRAW * TILE + j] = z1
        values[NOISE_DRAW * TILE + j] = z2
        values[PERCEPTION_DRAW * TILE + j] = z3


@kernel
@single
def roll_harms(key, month, count, tile):
    """The draw that decides on harm, nearly, for the first ``count`` meetings of a tile.

    It lies within a margin of the draw that decides, and spares most meetings that draw.
    """
    for j in range(count):
        a, _, _, _ = draw(key, HARM, month, tile.who[j])
        tile.values[HARM_DRAW * TILE + j] = float(np.int32(a >> ONE_BIT)) * PER_2_31
