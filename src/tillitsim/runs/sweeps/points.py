"""The points of a sweep as a table of its own, so that results can be read without the experiment.

A *cell* is a point of the design, a *point* is a cell with an arm: point ``cell * arms + arm``.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.runs.store.columns import array_of, numbers, plain, texts
from tillitsim.runs.store.parquet import parquet
from tillitsim.runs.sweeps.plan import Plan

CELL = "point"
"""Column with the number of the design point, from 0 in the order of the design."""


@dataclass(frozen=True, slots=True)
class Points:
    """Names of points, and what each is: arrays in the order of the design.

    ``ids`` is (points,), ``cells`` (cells, parameters), ``arms`` holds the names of the arms.
    """

    ids: NDArray[np.uint64]
    arms: tuple[str, ...]
    parameters: tuple[str, ...]
    cells: NDArray[np.float64]

    @property
    def points(self) -> int:
        """How many points there are: cells times arms."""
        return len(self.ids)

    @property
    def first(self) -> NDArray[np.int64]:
        """Of each point the first one that is given the same: its runs count for both."""
        return first_of(self.ids)

    def columns(self) -> dict[str, pa.Array]:
        """A column for the cell, the arm and each parameter; a row a point."""
        cell = np.repeat(np.arange(len(self.cells), dtype=np.int32), len(self.arms))
        columns = {
            CELL: plain(cell),
            "arm": texts(list(self.arms) * len(self.cells)),
        }
        for name, values in zip(self.parameters, self.cells.T, strict=True):
            columns[name] = numbers(np.repeat(values, len(self.arms)))
        return columns

    def names(self) -> pa.Array:
        """The names of the points as text."""
        return texts([f"{each:016x}" for each in self.ids.tolist()])

    def to_bytes(self) -> bytes:
        """The table as the bytes of a Parquet file."""
        return parquet(pa.table(self.columns() | {"id": self.names()}))


def first_of(ids: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Of each name the place where it stands first."""
    _, place, back = np.unique(ids, return_index=True, return_inverse=True)
    first: NDArray[np.int64] = place[back]
    return first


def points_of_plan(plan: Plan) -> Points:
    """The points of a plan."""
    return Points(plan.ids, tuple(arm.name for arm in plan.arms), plan.parameters, plan.cells)


def points_from(content: bytes) -> Points | None:
    """The points in the bytes of a Parquet file; None where they hold no such table."""
    try:
        return _points_in(pq.ParquetFile(io.BytesIO(content)).read())
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, ZeroDivisionError):
        return None


def _points_in(table: pa.Table) -> Points:
    parameters = tuple(name for name in table.column_names if name not in {CELL, "arm", "id"})
    arms = tuple(dict.fromkeys(table["arm"].to_pylist()))
    rows = slice(None, None, len(arms))
    return Points(
        np.array([int(each, 16) for each in table["id"].to_pylist()], np.uint64),
        arms,
        parameters,
        np.array([array_of(table[name])[rows] for name in parameters], np.float64)
        .reshape(len(parameters), table.num_rows // len(arms))
        .T,
    )
