"""Front-line posts, sixteen units side by side.

What a member of staff is lies in vectors of sixteen posts, one from each unit of a *bundle*: up to
sixteen units of one sector and arm of one council, which have the same number of posts. Column by
column within a vector, so that a loop over sixteen lanes is a few processor instructions, and a
value of the unit stands in the same lane as its staff::

    tile[vector * SPAN + column * LANES + lane]     vector = first of the bundle + post in the unit

A post's *place* is ``vector * LANES + lane``; columns that are read case by case, and the person's
uid, are plain arrays by place. Lanes beyond a bundle's units hold nothing and are never read.
``staff["motivation"]`` is a column in the order of units, ``staff["motivation"] = values`` writes
it; kernels write ``person[i + AT.motivation]`` for lane ``i`` of a vector.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.core.numerics import REAL

LANES = 16
SUMS = 13
"""Sums by lane that a mechanism can make at once."""


class Column(NamedTuple):
    """One declared column: ``low`` and ``high`` bound what may be written into it."""

    name: str
    unit: str
    meaning: str
    low: float
    high: float
    whole: bool = False


def _share(name: str, meaning: str, unit: str = "0-1") -> Column:
    return Column(name, unit, meaning, 0.0, 1.0)


# What is whole in a tile is held as a number that has no fraction.
COLUMNS: tuple[Column, ...] = (
    _share("psm", "public service motivation, a trait"),
    Column("aversion", "1 = ordinary", "aversion to control, a trait", 0.0, 4.0),
    Column("bias", "sd of need, either sign", "private bias, a trait", -10.0, 10.0),
    Column("habit", "sd", "fixed habit of reading needs, a trait", -10.0, 10.0),
    Column("talent", "sd", "what a person gets done beside competence, a trait", -10.0, 10.0),
    _share("competence", "can: competence"),
    _share("motivation", "will: motivation"),
    _share("safety", "dare: psychological safety"),
    Column("belief_good", "months", "the manager's belief: good months", 1e-6, 1e6),
    Column("belief_bad", "months", "the manager's belief: bad months", 1e-6, 1e6),
    _share("trust_in_manager", "trust in the manager"),
    _share("granted", "discretion granted", "share"),
    _share("discretion", "discretion used", "share"),
    _share("burden_state", "time for the state's demands", "share of the month"),
    _share("burden_council", "time for the council's demands", "share of the month"),
    _share("burden_inspectorate", "time for the inspectorate's demands", "share of the month"),
    _share("burden_manager", "time that the manager sets aside", "share of the month"),
    _share("case_time", "time for cases", "share of the month"),
    _share("slack", "time left", "share of the month"),
    _share("coverage", "probability of an audit this month", "probability"),
    _share("detection", "probability that shirking is detected", "probability"),
    _share("effort_measured", "effort on what is measured"),
    _share("effort_unmeasured", "effort on what is not"),
    Column("time_per_case", "of the norm", "time per case", 0.0, 1.5),
    _share("value", "what a meeting is worth when the help fits"),
    _share("measured", "what an honest metric would show"),
    _share("gaming", "share of what is missing that is made up", "share"),
    _share("helped", "how much those who were helped noticed"),
    Column("crowding", "index", "crowding out of motivation", 0.0, 1e9),
    _share("blame", "blame last month"),
    Column("growth", "per month", "growth of competence last month", -1.0, 1.0),
    _share("peers", "learning from colleagues last month", "per month"),
    _share("errors", "learning from errors last month", "per month"),
    Column("unsaid", "errors", "serious errors that nobody spoke of, as they fade", 0.0, 1e6),
    Column("tenure", "months", "months in the post", 0.0, 1e6, whole=True),
    Column("audited", "1 good, -1 bad, 0 none", "how an audit read last month", -1.0, 1.0, True),
    Column("proven", "0 or 1", "a proven serious case last month", 0.0, 1.0, whole=True),
    Column(
        "left",
        "1 left, 2 dismissed, 3 left the occupation",
        "what the last holder did last month",
        0.0,
        3.0,
        whole=True,
    ),
    Column("ill", "months", "months of illness so far; 0 = at work", 0.0, 1e6, whole=True),
)
"""Columns of a tile, in their order."""

AT: Any = namedtuple("AT", [column.name for column in COLUMNS])(  # noqa: PYI024 - made from the columns
    *range(0, LANES * len(COLUMNS), LANES)
)
"""Where each column of a vector begins: ``person[i + AT.safety]`` in lane ``i``."""

SPAN = LANES * len(COLUMNS)
BY_PLACE = ("uid", "unit", "cases", "harms", "generation")
"""Whole columns that are plain arrays by place."""
NAMES = (*BY_PLACE, *AT._fields)
RECORD = np.dtype(
    [("uid", np.int64), *((name, np.int32) for name in BY_PLACE[1:])]
    + [(column.name, np.int32 if column.whole else REAL) for column in COLUMNS],
    align=True,
)
"""One member of staff as a record, as :meth:`Staff.records` gives it."""
POST = RECORD.itemsize + 8
"""Bytes that a place takes, roughly."""


class Staff(NamedTuple):
    """The staff table.

    ``tile`` (vectors * SPAN) and the arrays by place; ``row`` gives a place its row number in the
    order of units (-1: nobody), ``place`` the other way round.
    """

    tile: NDArray[np.float32]
    uid: NDArray[np.int64]
    unit: NDArray[np.int32]
    cases: NDArray[np.int32]
    harms: NDArray[np.int32]
    generation: NDArray[np.int32]
    row: NDArray[np.int32]
    place: NDArray[np.int32]

    @classmethod
    def allocate(cls, places: int, rows: int) -> Staff:
        """An empty table of so many places, for ``rows`` members of staff."""
        whole = {name: np.zeros(places, RECORD[name]) for name in BY_PLACE}
        return cls(
            tile=np.zeros(places // LANES * SPAN, REAL),
            row=np.zeros(places, np.int32),
            place=np.zeros(rows, np.int32),
            **whole,
        )

    def column(self, name: str) -> NDArray[Any]:
        """The array that a column lies in; see :meth:`where`."""
        return self.tile if name in AT._fields else getattr(self, name)

    def where(self, name: str, rows: Any = slice(None)) -> Any:
        """Where in :meth:`column` the cells of ``rows`` are."""
        place = self.place[rows]
        if name not in AT._fields:
            return place
        return place // LANES * SPAN + place % LANES + np.int64(getattr(AT, name))

    def __getitem__(self, name: Any) -> Any:
        """A column by name, in the order of units: a copy."""
        if not isinstance(name, str):
            return tuple.__getitem__(self, name)
        return self.column(name)[self.where(name)].astype(RECORD[name])

    def __setitem__(self, name: str, values: Any) -> None:
        self.column(name)[self.where(name)] = values

    def records(self) -> NDArray[np.void]:
        """A copy of the whole table, a record a member of staff, in the order of units."""
        records = np.zeros(len(self.place), RECORD)
        for name in NAMES:
            records[name] = self[name]
        return records
