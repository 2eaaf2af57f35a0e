"""Everything that one run holds: tables, what is given, scratch space and the tally of outcomes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.state.tables import Citizen

# What a member of staff brings to a meeting: columns of ``Scratch.desk``.
(
    CLEAR, READING, BIAS, OVERRATED, DISCRETION_USED, VALUE, HANDBOOK, KNOWLEDGE, NEED,
    CODIFIABLE, TACIT, SPREAD, PRIOR_WEIGHT, SEVERE, STAKES, GOOD,
    TRUST_CLEARS, RELATION_CLEARS, RELATION_HALF, PERCEPTION, MEDIA,
) = range(21)  # fmt: skip

# What a month leaves with a member of staff: columns of ``Scratch.done`` (fixed point or counts).
(
    DONE_QUALITY, DONE_FIT, DONE_SIGNAL, DONE_PERCEIVED, DONE_GOOD, DONE_COMPLEX,
    DONE_COMPLEX_QUALITY, DONE_SCANDALS, DONE_GROWTH, DONE_PEERS, DONE_ERRORS,
) = range(11)  # fmt: skip

# Rows of ``Scratch.draws``: four normals of a case, its relation, and what the citizen perceived.
CODIFIABLE_DRAW, TACIT_DRAW, NOISE_DRAW, PERCEPTION_DRAW, RELATION, PERCEIVED = range(6)

# Rows of ``Scratch.listed``: citizens with a case this month, and citizens who wait.
CASE, WAITER = range(2)


class Scratch(NamedTuple):
    """Working space for one council at a time; nothing in it outlives a month.

    Widths: ``lanes`` (4, citizens), ``status`` (citizens), ``listed`` (2, citizens), ``draws``
    (6, citizens), ``desk`` (staff, 24), ``done`` (staff, 12), ``unit`` (units, 32), ``sector``
    (sectors, 8), ``count`` (sectors, 4); each as large as the largest council needs.
    """

    lanes: NDArray[np.uint32]
    status: NDArray[np.int8]
    listed: NDArray[np.int32]
    draws: NDArray[np.float64]
    desk: NDArray[np.float64]
    done: NDArray[np.int64]
    unit: NDArray[np.float64]
    sector: NDArray[np.float64]
    count: NDArray[np.int64]

    @classmethod
    def allocate(cls, citizens: int, staff: int, units: int, sectors: int) -> Scratch:
        """Scratch for councils of up to so many citizens, staff, units and sectors."""
        return cls(
            np.zeros((4, citizens), np.uint32),
            np.zeros(citizens, np.int8),
            np.zeros((2, citizens), np.int32),
            np.zeros((6, citizens)),
            np.zeros((staff, 24)),
            np.zeros((staff, 12), np.int64),
            np.zeros((units, 32)),
            np.zeros((sectors, 8)),
            np.zeros((sectors, 4), np.int64),
        )


class World(NamedTuple):
    """One run: what is true now, what is given, and where outcomes are tallied.

    ``signal`` and ``instrument`` (units, instruments) are what the council signals to a unit and
    what holds there; ``neighbours`` (units, 8) are a unit's rivals, nearest first (-1: none).
    ``given`` (rows, groups) holds parameter records; ``timeline[month]`` says which row is in
    force. ``cells`` (rows, groups, instruments, 3) is the profile table, ``fixed`` and
    ``preferred`` (rows, groups, instruments) what a scenario fixes or managers prefer (NaN: not
    set). ``switch`` says by mechanism, in the order of ``scenario.schema.MECHANISMS``, whether it
    is on. ``tally`` (months, groups, counters) is integer.
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
