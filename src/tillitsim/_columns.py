"""A column of a table, seen through an agent: what the agent says is what the table holds.

The engine keeps one array per column; an agent is a row. ``Column`` is the descriptor between the
two: reading ``agent.motivation`` reads a cell, writing it writes the cell, and a set of agents asks
the column for all its rows at once. Nothing is copied and nothing is remembered here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.scenario import instruments

if TYPE_CHECKING:
    from tillitsim._rows import Register, RowAgent
    from tillitsim.state.world import World

T = TypeVar("T", int, float)
Rows = NDArray[np.int64] | slice

FIXED_POINT = 2.0**32


class Column(Generic[T]):
    """One column of the table behind an agent.

    ``meaning`` says what it is and in which unit. ``name`` is its name in the table when that is
    not the attribute's. ``of`` reads the column of another table instead, through the agent's link
    of that name (a manager's ``unit``, a politician's ``council``). ``low`` and ``high`` bound what
    may be written; a ``fixed`` column is read only, and ``why`` says why. ``money`` is kept in
    integer fixed point and seen in units of one case at the norm.
    """

    def __init__(
        self,
        meaning: str,
        *,
        name: str = "",
        of: str = "",
        low: float = -math.inf,
        high: float = math.inf,
        fixed: bool = False,
        why: str = "it only tells what the month brought or who is linked to whom",
        money: bool = False,
    ) -> None:
        self.__doc__ = meaning
        self.name, self.of = name, of
        self.low, self.high = low, high
        self.fixed, self.why, self.money = fixed, why, money
        self.label = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name
        self.label = f"{owner.__name__}.{name}"

    @overload
    def __get__(self, agent: None, owner: type) -> Column[T]: ...
    @overload
    def __get__(self, agent: RowAgent, owner: type) -> T: ...
    def __get__(self, agent: RowAgent | None, owner: type) -> Column[T] | T:
        if agent is None:
            return self
        cells, row = self._place(agent.model.simulation.world, agent.table, agent.row)
        value = cells.item(row)
        return cast(T, value / FIXED_POINT if self.money else value)

    def __set__(self, agent: RowAgent, value: T) -> None:
        world = agent.model.simulation.world
        cells, row = self._place(world, agent.table, agent.row)
        cells[row] = self._checked(value, cells.dtype)

    def values(self, register: Register, table: str, rows: Rows) -> NDArray[Any]:
        """The cells of ``rows``: a new array of float64 or int64, one value per row."""
        cells, at = self._place(register.world, table, rows)
        if self.money:
            return cells[at] / FIXED_POINT
        return cells[at].astype(np.float64 if cells.dtype.kind == "f" else np.int64)

    def write(self, register: Register, table: str, rows: Rows, values: object) -> None:
        """Write one value for all ``rows``, or an array with one value per row."""
        cells, at = self._place(register.world, table, rows)
        cells[at] = self._checked(values, cells.dtype)

    def cells(self, world: World, table: str) -> NDArray[Any]:
        """The whole column as it lies in memory."""
        return field(getattr(world, table), self.name)

    def _place(self, world: World, table: str, rows: Any) -> tuple[NDArray[Any], Any]:
        """The array that holds the cells, and where in it those of ``rows`` are."""
        if not self.of:
            return self.cells(world, table), rows
        return self.cells(world, self.of), field(getattr(world, table), self.of)[rows]

    def _checked(self, values: object, dtype: np.dtype[Any]) -> NDArray[Any]:
        """``values`` as they go into the column, or a sentence about what is wrong with them."""
        if self.fixed:
            raise AttributeError(f"{self.label} cannot be written: {self.why}.")
        given = np.asarray(values)
        whole = dtype.kind == "i" and not self.money
        if given.dtype.kind not in "fiub" or (whole and given.dtype.kind == "f"):
            kind = "whole numbers" if whole else "numbers"
            raise InputError(f"{self.label} holds {kind}, not {_shown(given)}.")
        low, high = self._bounds(dtype)
        inside = (given >= low) & (given <= high) & np.isfinite(given)
        if not inside.all():
            raise InputError(
                f"{self.label} lies between {low:g} and {high:g};"
                f" {_shown(given[~inside])} was given."
            )
        return np.rint(given * FIXED_POINT).astype(np.int64) if self.money else given

    def _bounds(self, dtype: np.dtype[Any]) -> tuple[float, float]:
        if dtype.kind != "i" or self.money:
            return self.low, self.high
        limits = np.iinfo(dtype)
        return max(self.low, limits.min), min(self.high, limits.max)


class Instrument(Column[float]):
    """The value of an instrument of steering in a unit (``world.instrument``), through ``of``.

    The attribute has the instrument's name. What is written is where the instrument stands now; it
    goes on moving towards what council and manager want.
    """

    def __init__(self, of: str = "unit") -> None:
        super().__init__("", of=of, low=0.0)

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        row = instruments.BY_NAME[self.name]
        self.index = instruments.NAMES.index(self.name)
        self.high = float(row.ceiling)
        self.__doc__ = f"{row.en} ({row.unit})"

    def cells(self, world: World, table: str) -> NDArray[Any]:
        """The instrument's column in the unit's row of instruments."""
        return world.instrument[:, self.index]


class Number(Column[int]):
    """The number of an agent in its model, from 1: the post's, whoever holds it."""

    def __init__(self) -> None:
        super().__init__("Number in the model, from 1; it never changes.", fixed=True)

    @overload
    def __get__(self, agent: None, owner: type) -> Column[int]: ...
    @overload
    def __get__(self, agent: RowAgent, owner: type) -> int: ...
    def __get__(self, agent: RowAgent | None, owner: type) -> Column[int] | int:
        if agent is None:
            return self
        return agent.model.register.start(agent.table) + agent.row + 1

    def __set__(self, agent: RowAgent, value: int) -> None:
        raise AttributeError(f"{self.label} cannot be written: it numbers the agents of a model.")

    def values(self, register: Register, table: str, rows: Rows) -> NDArray[Any]:
        """The numbers of ``rows``."""
        if isinstance(rows, slice):
            rows = np.arange(rows.start, rows.stop)
        return register.start(table) + 1 + rows

    def write(self, register: Register, table: str, rows: Rows, values: object) -> None:
        """Refused: numbers are given by the model."""
        raise AttributeError(f"{self.label} cannot be written: it numbers the agents of a model.")


def field(table: Any, name: str) -> NDArray[Any]:
    """Column ``name`` of a table, be it a record array or a tuple of arrays."""
    column: NDArray[Any] = getattr(table, name) if isinstance(table, tuple) else table[name]
    return column


def _shown(values: NDArray[Any]) -> str:
    """The first of the values, as a person would write it."""
    return repr(values.flat[0].item() if values.dtype.kind != "O" else values.flat[0])
