"""A column of a table, seen through an agent: what the agent says is what the table holds.

The engine keeps one array per column; an agent is a row. ``Column`` is the descriptor between the
two: reading ``agent.motivation`` reads a cell, writing it writes the cell, and a set of agents asks
the column for all its rows at once. Nothing is copied and nothing is remembered here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import N_, _
from tillitsim.model.state.staff import Staff
from tillitsim.scenario.declared import instruments

if TYPE_CHECKING:
    from tillitsim.mesa.rows.agent import Register, RowAgent
    from tillitsim.model.state.columns import State

T = TypeVar("T", int, float)
Rows = NDArray[np.int64] | slice
Cells = NDArray[Any]
"""Cells of a column: numbers, as the table stores them."""

LARGEST = sys.float_info.max


class Column(Generic[T]):
    """One column of the table behind an agent.

    ``meaning`` says what it is and in which unit. ``name`` is its name in the table when that is
    not the attribute's. ``of`` reads the column of another table instead, through the agent's link
    of that name (a manager's ``unit``, a politician's ``council``). ``low`` and ``high`` bound what
    may be written; a column with a reason in ``fixed`` is read only, one that is ``whole`` holds
    whole numbers, whatever they are stored as.
    """

    def __init__(
        self,
        meaning: str,
        *,
        name: str = "",
        of: str = "",
        low: float = -LARGEST,
        high: float = LARGEST,
        fixed: str = "",
        whole: bool = False,
    ) -> None:
        self.__doc__ = meaning
        self.name, self.of = name, of
        self.low, self.high, self.fixed, self.whole = low, high, fixed, whole
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
        state = agent.model.simulation.state
        value: T = self.cells(state, agent.table).item(self.places(state, agent.table, agent.row))
        return int(value) if self.whole else value

    def __set__(self, agent: RowAgent, value: T) -> None:
        self._refuse_if_fixed()
        state = agent.model.simulation.state
        cells = self.cells(state, agent.table)
        # The first check passes what an agent's rule writes, without the cost of the second.
        real = cells.dtype.kind == "f" and not self.whole
        plain = type(value) is float and self.low <= value <= self.high and real
        sound = value if plain else self._checked(value, cells.dtype)
        cells[self.places(state, agent.table, agent.row)] = sound

    def values(self, register: Register, table: str, rows: Rows) -> Cells:
        """The cells of ``rows``: a new array of float64 or int64, one value per row."""
        cells = self.cells(register.state, table)
        there: Cells = cells[self.places(register.state, table, rows)]
        whole = self.whole or cells.dtype.kind != "f"
        return there.astype(np.int64 if whole else np.float64)

    def write(self, register: Register, table: str, rows: Rows, values: object) -> None:
        """Write one value for all ``rows``, or an array with one value per row."""
        self._refuse_if_fixed()
        cells = self.cells(register.state, table)
        cells[self.places(register.state, table, rows)] = self._checked(values, cells.dtype)

    def _refuse_if_fixed(self) -> None:
        if self.fixed:
            raise AttributeError(
                _("{label} cannot be written: {fixed}.").format(
                    label=self.label, fixed=_(self.fixed)
                )
            )

    def cells(self, state: State, table: str) -> Cells:
        """The array that the column lies in; see :meth:`places`."""
        there = getattr(state, self.of or table)
        return there.column(self.name) if isinstance(there, Staff) else field(there, self.name)

    def places(self, state: State, table: str, rows: Any) -> Any:
        """Where in that array the cells of ``rows`` are."""
        there = getattr(state, table)
        if isinstance(there, Staff):
            return there.where(self.name, rows)
        return field(there, self.of)[rows] if self.of else rows

    def _checked(self, values: object, dtype: np.dtype[Any]) -> Cells:
        """``values`` as they go into the column, or a sentence about what is wrong with them."""
        given = np.asarray(values)
        whole = self.whole or dtype.kind == "i"
        if given.dtype.kind not in ("iub" if whole else "iubf"):
            kind = _("whole numbers") if whole else _("numbers")
            raise InputError(
                _("{label} holds {kind}, not {first!r}.").format(
                    label=self.label, kind=kind, first=_first(given)
                )
            )
        low = max(self.low, np.iinfo(dtype).min) if dtype.kind == "i" else self.low
        high = min(self.high, np.iinfo(dtype).max) if dtype.kind == "i" else self.high
        inside = (given >= low) & (given <= high)  # not a number is nowhere inside
        if not inside.all():
            free = high == LARGEST == -low
            bounds = (
                _("is finite")
                if free
                else _("lies between {low:g} and {high:g}").format(low=low, high=high)
            )
            raise InputError(
                _("{label} {bounds}; {first!r} was given.").format(
                    label=self.label, bounds=bounds, first=_first(given[~inside])
                )
            )
        return given


class Instrument(Column[float]):
    """The value of an instrument of steering in a unit, seen through a link ``of`` to the unit.

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
        self.__doc__ = f"{row.english} ({row.unit})"

    def cells(self, state: State, table: str) -> Cells:  # noqa: ARG002 - one table has them
        """The instrument's column in the units' table of instruments."""
        column: Cells = state.instrument[:, self.index]
        return column


class Regular(Column[int]):
    """A citizen's regular member of staff, as a row number: the table of citizens has the place."""

    def __init__(self, fixed: str) -> None:
        super().__init__("the regular member of staff (row number)", name="staff", fixed=fixed)

    @overload
    def __get__(self, agent: None, owner: type) -> Column[int]: ...
    @overload
    def __get__(self, agent: RowAgent, owner: type) -> int: ...
    def __get__(self, agent: RowAgent | None, owner: type) -> Column[int] | int:
        if agent is None:
            return self
        place = super().__get__(agent, owner)
        return int(agent.model.simulation.state.staff.row[place])

    def values(self, register: Register, table: str, rows: Rows) -> Cells:
        """The row numbers of the regular staff of ``rows``."""
        places = super().values(register, table, rows)
        rows_of_staff: NDArray[np.int64] = register.state.staff.row[places].astype(np.int64)
        return rows_of_staff


class Number(Column[int]):
    """The number of an agent in its model, from 1: the post's, whoever holds it."""

    def __init__(self) -> None:
        super().__init__(
            "number in the model, from 1", fixed=N_("it numbers the agents of a model")
        )

    @overload
    def __get__(self, agent: None, owner: type) -> Column[int]: ...
    @overload
    def __get__(self, agent: RowAgent, owner: type) -> int: ...
    def __get__(self, agent: RowAgent | None, owner: type) -> Column[int] | int:
        if agent is None:
            return self
        return agent.model.register.start(agent.table) + agent.row + 1

    def values(self, register: Register, table: str, rows: Rows) -> Cells:
        """The numbers of ``rows``."""
        if isinstance(rows, slice):
            rows = np.arange(rows.start, rows.stop)
        return register.start(table) + 1 + rows


def field(table: Any, name: str) -> Cells:
    """Column ``name`` of a table, be it a record array or a tuple of arrays."""
    plain = isinstance(table, tuple) and not isinstance(table, Staff)
    column: Cells = getattr(table, name) if plain else table[name]
    return column


def _first(values: Cells) -> object:
    """The first of the values, as Python shows it."""
    first: object = values.flat[0]
    return first.item() if isinstance(first, np.generic) else first
