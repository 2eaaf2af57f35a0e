"""The columns of a run to look at: tables by name, columns by name, nothing to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.model.state.columns import State
from tillitsim.model.state.staff import NAMES


class Table(Mapping[str, "NDArray[Any]"]):
    """One table: ``table["motivation"]`` is a column, a value a row, read-only."""

    def __init__(self, names: Sequence[str], column: Callable[[str], NDArray[Any]]) -> None:
        self._names, self._column = tuple(names), column

    def __getitem__(self, name: str) -> NDArray[Any]:
        """One column.

        Raises
        ------
        InputError
            When the table has no such column.
        """
        if name not in self._names:
            raise InputError(
                _("there is no column '{name}'{advice}.").format(
                    name=name, advice=did_you_mean(name, self._names)
                )
            )
        view = self._column(name).view()
        view.flags.writeable = False
        return view

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
        self.council = _records(state.council)
        self.politician = _records(state.politician)
        self.unit = _records(state.unit)
        self.manager = _records(state.manager)
        self.staff = Table(NAMES, state.staff.__getitem__)
        self.citizen = Table(state.citizen._fields, partial(_of_citizens, state))


def _records(table: NDArray[np.void]) -> Table:
    return Table(table.dtype.names or (), table.__getitem__)


def _of_citizens(state: State, name: str) -> NDArray[Any]:
    column: NDArray[Any] = getattr(state.citizen, name)
    return state.staff.row[column] if name == "staff" else column
