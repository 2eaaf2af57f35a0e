"""The columns of a run to look at: tables by name, columns by name, nothing to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean
from tillitsim.model.state.columns import State


class Table(Mapping[str, "NDArray[Any]"]):
    """One table: ``table["motivation"]`` is a column, a value a row, read-only."""

    def __init__(self, columns: Any) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> NDArray[Any]:
        """One column.

        Raises
        ------
        InputError
            When the table has no such column.
        """
        if name not in self._names:
            raise InputError(f"there is no column '{name}'{did_you_mean(name, self._names)}.")
        records = hasattr(self._columns, "dtype")
        column: NDArray[Any] = self._columns[name] if records else getattr(self._columns, name)
        view = column.view()
        view.flags.writeable = False
        return view

    @property
    def _names(self) -> tuple[str, ...]:
        records = hasattr(self._columns, "dtype")
        names: tuple[str, ...] = self._columns.dtype.names if records else self._columns._fields
        return names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Columns:
    """Everybody in a run, table by table: ``columns.staff["motivation"]`` is (staff,).

    Rows are in the order of the chain, the same every month, and what the columns hold is what is
    true now.
    """

    def __init__(self, state: State) -> None:
        self.council = Table(state.council)
        self.politician = Table(state.politician)
        self.unit = Table(state.unit)
        self.manager = Table(state.manager)
        self.staff = Table(state.staff)
        self.citizen = Table(state.citizen)
