"""Columns of the model's state that a finding may measure: ``staff.effort_measured`` and so on."""

from __future__ import annotations

from tillitsim.model.state import tables

TABLES = {
    "staff": tuple(tables.STAFF.names or ()),
    "unit": tuple(tables.UNIT.names or ()),
    "manager": tuple(tables.MANAGER.names or ()),
    "council": tuple(tables.COUNCIL.names or ()),
    "citizen": tables.Citizen._fields,
}
COLUMNS = tuple(f"{table}.{column}" for table, columns in TABLES.items() for column in columns)
