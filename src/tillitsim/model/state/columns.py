"""Everything that one run holds: tables, what is given, scratch space and the tally of outcomes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.core.numerics import REAL
from tillitsim.model.state.staff import LANES, SUMS, Staff
from tillitsim.model.state.tables import RIVALS, Citizen
from tillitsim.model.state.units import HERE_SPAN
from tillitsim.scenario.declared.instruments import INSTRUMENTS

# What a member of staff brings to a meeting: the columns of ``Scratch.desk``, ``DESK`` to a post.
CLEAR, READING, BIAS, OVERRATED, DISCRETION_USED, VALUE, CONTROL, HARMFUL = range(8)
DESK = 8

# What a month leaves with a unit: columns of ``Scratch.sums`` (fixed point or counts).
(
    SUM_QUALITY, SUM_SIGNAL, SUM_PERCEIVED, SUM_FIT,
    SUM_GOOD, SUM_COMPLEX, SUM_COMPLEX_QUALITY, SUM_SCANDALS, SUM_UNLIKE, SUM_WITHIN,
) = range(10)  # fmt: skip

# Meetings are held in tiles of 128: row R of ``Scratch.tile`` is ``tile[R * 128 : (R + 1) * 128]``.
# The first six rows are the columns of ``desk``, then four normals, the visits so far, the
# citizen's complexity and trust; then what comes out: squared miss, what was perceived; and the
# draw that decides on harm, where neglect can do one. A tile fits in the processor's nearest cache,
# and a compiler can vectorise rows at constant distances.
TILE = 128
(
    CODIFIABLE_DRAW, TACIT_DRAW, NOISE_DRAW, PERCEPTION_DRAW, VISITS, COMPLEXITY, TRUST, MISS, SEEN,
    HARM_DRAW,
) = range(6, 16)  # fmt: skip

# Rows of ``Scratch.listed``: citizens with a case this month, unit by unit, and citizens who wait.
CASE, WAITER = range(2)

# What is added up over a council, or over a part of it: columns of ``Scratch.whole``. Whether any
# threshold is new, the highest lane at which anybody considers other units (-1: nobody does),
# reported cases, what is heard of them, scandals, and citizens' trust (the last in fixed point).
STALE, CONSIDERING, REPORTED_CASES, HEARD, SCANDALS, TRUSTING = range(6)

# Citizens are passed through in blocks of 1,024, whose draws stay in the nearest cache. Eight of
# them, 128 apart, share a call of the generator.
BLOCK, LANES_APART = 1024, 128


class Scratch(NamedTuple):
    """Working space for one council at a time; nothing in it outlives a month.

    Shapes: ``words`` (4, 128), ``lanes`` and ``choosers`` (1024); ``status``, ``drawn`` (citizens;
    one value a listed citizen), ``worth`` (9), ``target`` (instruments), ``listed`` (2, citizens),
    ``offered`` (citizens; those who may have a case), ``relation`` and ``perceived`` (citizens; one
    value a case), ``tile`` (16 * 128), ``tile_who``
    and ``tile_desk`` (128), ``tile_fixed`` (2 * 128), ``desk`` (places * 8), ``fitted`` and
    ``seen`` (places; sums in 2**-23 over a person's cases), ``sums`` (units, 10), ``here`` (bundles
    * HERE_SPAN), ``total`` (13 * 16; sums by lane), ``unit`` (units, 8), ``sector`` (sectors, 8),
    ``counts`` (sectors, 5), ``start`` (units), ``whole`` (8); each as large as the largest council
    needs.
    """

    words: NDArray[np.uint32]
    lanes: NDArray[np.uint16]
    status: NDArray[np.int8]
    drawn: NDArray[np.uint16]
    choosers: NDArray[np.int32]
    offered: NDArray[np.int32]
    worth: NDArray[np.float64]
    target: NDArray[np.float64]
    listed: NDArray[np.int32]
    relation: NDArray[np.int16]
    perceived: NDArray[np.float32]
    tile: NDArray[np.float32]
    tile_who: NDArray[np.int32]
    tile_desk: NDArray[np.int32]
    tile_fixed: NDArray[np.int32]
    desk: NDArray[np.float32]
    fitted: NDArray[np.int64]
    seen: NDArray[np.int64]
    sums: NDArray[np.int64]
    here: NDArray[np.float32]
    total: NDArray[np.int64]
    unit: NDArray[np.float64]
    sector: NDArray[np.float64]
    counts: NDArray[np.int64]
    start: NDArray[np.int64]
    whole: NDArray[np.int64]

    @classmethod
    def allocate(
        cls, citizens: int, places: int, bundles: int, units: int, sectors: int
    ) -> Scratch:
        """Scratch for councils of up to so many citizens, places, bundles, units and sectors."""
        return cls(
            np.zeros((4, LANES_APART), np.uint32),
            np.zeros(BLOCK, np.uint16),
            np.zeros(citizens, np.int8),
            np.zeros(citizens + 1, np.uint16),
            np.zeros(BLOCK + 1, np.int32),
            np.zeros(citizens + 1, np.int32),
            np.zeros(RIVALS + 1),
            np.zeros(len(INSTRUMENTS)),
            np.zeros((2, citizens + 1), np.int32),
            np.zeros(citizens, np.int16),
            np.zeros(citizens, REAL),
            np.zeros(16 * TILE, REAL),
            np.zeros(TILE, np.int32),
            np.zeros(TILE, np.int32),
            np.zeros(2 * TILE, np.int32),
            np.zeros(places * DESK, REAL),
            np.zeros(places, np.int64),
            np.zeros(places, np.int64),
            np.zeros((units, 10), np.int64),
            np.zeros(bundles * HERE_SPAN, REAL),
            np.zeros(SUMS * LANES, np.int64),
            np.zeros((units, 8)),
            np.zeros((sectors, 8)),
            np.zeros((sectors, 5), np.int64),
            np.zeros(units, np.int64),
            np.zeros(8, np.int64),
        )


class State(NamedTuple):
    """One run: what is true now, what is given, and where outcomes are tallied.

    ``wanted`` (units, instruments) is what a unit's manager would want, for the ideals and the row
    in ``wanted_by`` (units, 4). ``signal`` and ``instrument`` (units, instruments) are what the
    council signals to a unit and what holds there; ``neighbours`` (units, 8) are a unit's rivals,
    nearest first (-1: none). ``bundle`` and ``lane`` say which units stand side by side (see
    ``units``). ``given`` (rows, groups) holds parameter records, ``single`` the same in the
    precision that staff are worked out in; ``timeline[month]`` says which row is in force.
    ``cells`` (rows, groups, instruments, 3) is the profile table, ``fixed`` and ``preferred``
    (rows, groups, instruments) what a scenario fixes or managers prefer (NaN: not set). ``switch``
    says by mechanism, in the order of ``scenario.declarations.MECHANISMS``, whether it is on.
    ``tally`` (months, groups, counters) is integer.
    """

    council: NDArray[np.void]
    politician: NDArray[np.void]
    unit: NDArray[np.void]
    manager: NDArray[np.void]
    staff: Staff
    citizen: Citizen
    signal: NDArray[np.float64]
    instrument: NDArray[np.float64]
    wanted: NDArray[np.float64]
    wanted_by: NDArray[np.float64]
    neighbours: NDArray[np.int32]
    bundle: NDArray[np.void]
    lane: NDArray[np.int32]
    given: NDArray[np.void]
    single: NDArray[np.void]
    cells: NDArray[np.float64]
    fixed: NDArray[np.float64]
    preferred: NDArray[np.float64]
    timeline: NDArray[np.int32]
    switch: NDArray[np.int8]
    key: np.uint64
    scratch: Scratch
    tally: NDArray[np.int64]
