"""Everything that one run holds: tables, what is given, scratch space and the tally of outcomes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.state.tables import RIVALS, Citizen

# What a member of staff brings to a meeting: columns of ``Scratch.desk``.
CLEAR, READING, BIAS, OVERRATED, DISCRETION_USED, VALUE = range(6)

# What a month leaves with a member of staff: columns of ``Scratch.done`` (fixed point).
DONE_FIT, DONE_PERCEIVED, DONE_GROWTH, DONE_PEERS, DONE_ERRORS = range(5)

# What a month leaves with a unit: columns of ``Scratch.sums`` (fixed point or counts).
(
    SUM_QUALITY, SUM_SIGNAL, SUM_PERCEIVED, SUM_FIT,
    SUM_GOOD, SUM_COMPLEX, SUM_COMPLEX_QUALITY, SUM_SCANDALS,
) = range(8)  # fmt: skip

# Meetings are held in tiles of 128: row R of ``Scratch.tile`` is ``tile[R * 128 : (R + 1) * 128]``.
# The first six rows are the columns of ``desk``, then four normals, the visits so far, the
# citizen's complexity and trust; then what comes out: fit, squared miss, what was perceived. A
# tile fits in the processor's nearest cache, and a compiler can vectorise rows at constant
# distances.
TILE = 128
(
    CODIFIABLE_DRAW, TACIT_DRAW, NOISE_DRAW, PERCEPTION_DRAW, VISITS, COMPLEXITY, TRUST, FIT, MISS,
    SEEN,
) = range(6, 16)  # fmt: skip

# Rows of ``Scratch.listed``: citizens with a case this month, unit by unit, and citizens who wait.
CASE, WAITER = range(2)

# Citizens are passed through in blocks of 1,024, whose draws stay in the nearest cache.
BLOCK = 1024


class Scratch(NamedTuple):
    """Working space for one council at a time; nothing in it outlives a month.

    Shapes: ``lanes`` (4, 1024), ``state`` and ``choosers`` (1024); ``status``, ``lot`` (citizens;
    one value a listed citizen), ``worth`` (9), ``listed`` (2, citizens), ``relation`` and
    ``perceived`` (citizens; one value a case), ``tile`` (16 * 128), ``tile_who`` and ``tile_desk``
    (128), ``desk`` (staff, 8), ``done`` (staff, 8), ``sums`` (units, 8), ``unit`` (units, 32),
    ``sector`` (sectors, 8), ``counts`` (sectors, 4), ``start`` (units); each as large as the
    largest council needs.
    """

    lanes: NDArray[np.uint32]
    state: NDArray[np.int8]
    status: NDArray[np.int8]
    lot: NDArray[np.uint32]
    choosers: NDArray[np.int32]
    worth: NDArray[np.float64]
    listed: NDArray[np.int32]
    relation: NDArray[np.int16]
    perceived: NDArray[np.float64]
    tile: NDArray[np.float64]
    tile_who: NDArray[np.int32]
    tile_desk: NDArray[np.int32]
    desk: NDArray[np.float64]
    done: NDArray[np.int64]
    sums: NDArray[np.int64]
    unit: NDArray[np.float64]
    sector: NDArray[np.float64]
    counts: NDArray[np.int64]
    start: NDArray[np.int64]

    @classmethod
    def allocate(cls, citizens: int, staff: int, units: int, sectors: int) -> Scratch:
        """Scratch for councils of up to so many citizens, staff, units and sectors."""
        return cls(
            np.zeros((4, BLOCK), np.uint32),
            np.zeros(BLOCK, np.int8),
            np.zeros(citizens, np.int8),
            np.zeros(citizens, np.uint32),
            np.zeros(BLOCK, np.int32),
            np.zeros(RIVALS + 1),
            np.zeros((2, citizens), np.int32),
            np.zeros(citizens, np.int16),
            np.zeros(citizens),
            np.zeros(16 * TILE),
            np.zeros(TILE, np.int32),
            np.zeros(TILE, np.int32),
            np.zeros((staff, 8)),
            np.zeros((staff, 8), np.int64),
            np.zeros((units, 8), np.int64),
            np.zeros((units, 32)),
            np.zeros((sectors, 8)),
            np.zeros((sectors, 4), np.int64),
            np.zeros(units, np.int64),
        )


class State(NamedTuple):
    """One run: what is true now, what is given, and where outcomes are tallied.

    ``signal`` and ``instrument`` (units, instruments) are what the council signals to a unit and
    what holds there; ``neighbours`` (units, 8) are a unit's rivals, nearest first (-1: none).
    ``given`` (rows, groups) holds parameter records; ``timeline[month]`` says which row is in
    force. ``cells`` (rows, groups, instruments, 3) is the profile table, ``fixed`` and
    ``preferred`` (rows, groups, instruments) what a scenario fixes or managers prefer (NaN: not
    set). ``switch`` says by mechanism, in the order of ``scenario.declarations.MECHANISMS``,
    whether it is on. ``tally`` (months, groups, counters) is integer.
    """

    council: NDArray[np.void]
    politician: NDArray[np.void]
    unit: NDArray[np.void]
    manager: NDArray[np.void]
    staff: NDArray[np.void]
    citizen: Citizen
    signal: NDArray[np.float64]
    instrument: NDArray[np.float64]
    neighbours: NDArray[np.int32]
    given: NDArray[np.void]
    cells: NDArray[np.float64]
    fixed: NDArray[np.float64]
    preferred: NDArray[np.float64]
    timeline: NDArray[np.int32]
    switch: NDArray[np.int8]
    key: np.uint64
    scratch: Scratch
    tally: NDArray[np.int64]
