"""States at rest: what the months of spin-up leave, shared by runs that differ only after them.

Before month 0 nothing is done yet, so scenarios that differ in their interventions, in their months
or in what is held from month 0 on spin up to the same state, bit for bit, if their random numbers
are the same. The last states are kept in memory for whoever spins up alike.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.blueprint import Blueprint
from tillitsim.model.state.columns import State

ROOM = 64 * 2**20
"""Bytes of states that are kept at most."""

LARGEST = ROOM // 16
"""Bytes of a state that is kept at most: of larger ones too few would fit."""

Table = NDArray[Any]


class States:
    """The last states at rest, at most ``room`` bytes of them."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.used = 0
        self._kept: OrderedDict[tuple[object, ...], tuple[object, list[bytes]]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Keep none of them."""
        with self._lock:
            self._kept.clear()
            self.used = 0

    def keep(self, blueprint: Blueprint, state: State) -> None:
        """Keep a state that is at rest now, unless it is large."""
        changed = list(tables(state, blueprint.spin_up))
        size = sum(table.nbytes for table in changed)
        if size > min(LARGEST, self.room) or not blueprint.spin_up:
            return
        kept, key = [table.tobytes() for table in changed], _key(blueprint, state)
        with self._lock:
            self._forget(key)
            self._kept[key] = blueprint.layout, kept
            self.used += size
            while self.used > self.room:
                self._forget(next(iter(self._kept)))

    def recall(self, blueprint: Blueprint, state: State) -> bool:
        """Put a state that was kept into ``state``, whatever is in it; False if there is none."""
        if not blueprint.spin_up:
            return False
        with self._lock:
            if (key := _key(blueprint, state)) not in self._kept:
                return False
            self._kept.move_to_end(key)
            _, kept = self._kept[key]
        for table, content in zip(tables(state, blueprint.spin_up), kept, strict=True):
            table.view(np.uint8).reshape(-1)[:] = np.frombuffer(content, np.uint8)
        return True

    def _forget(self, key: tuple[object, ...]) -> None:
        _, kept = self._kept.pop(key, (None, ()))
        self.used -= sum(map(len, kept))


def _key(blueprint: Blueprint, state: State) -> tuple[object, ...]:
    """A layout is kept as long as its states are, so that its place in memory names it."""
    return id(blueprint.layout), blueprint.at_rest, int(state.key)


def tables(state: State, months: int) -> Iterator[Table]:
    """All that a run changes, with its counters of so many months."""
    yield from (
        state.council, state.politician, state.unit, state.manager, *state.staff, *state.citizen,
        state.signal, state.instrument, state.wanted, state.wanted_by, state.neighbours,
        state.bundle, state.lane, state.tally[:months],
    )  # fmt: skip


states = States()
"""Those of this process."""
