"""Columns of the model's state that a finding may measure: ``staff.effort_measured`` and so on.

What each means is declared with it: of staff in ``model/state/staff.py``, of the others in
``columns.toml``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from tillitsim.model.state import staff, tables
from tillitsim.scenario.declared.table_file import read_entries

TABLES = {
    "staff": tuple(tables.STAFF.names or ()),
    "unit": tuple(tables.UNIT.names or ()),
    "manager": tuple(tables.MANAGER.names or ()),
    "council": tuple(tables.COUNCIL.names or ()),
    "citizen": tables.Citizen._fields,
}
COLUMNS = tuple(f"{table}.{column}" for table, columns in TABLES.items() for column in columns)
FILE = Path(__file__).with_suffix(".toml")


class Meaning(NamedTuple):
    """A column's unit and what it says."""

    unit: str
    meaning: str


@cache
def meanings() -> dict[str, Meaning]:
    """Unit and meaning by column, in the order of :data:`COLUMNS`."""
    told = {f"staff.{each.name}": Meaning(each.unit, each.meaning) for each in staff.COLUMNS}
    for name, entry in read_entries(FILE).items():
        if name:
            told[name] = Meaning(entry["unit"], entry["meaning"])
    return {name: told[name] for name in COLUMNS}
