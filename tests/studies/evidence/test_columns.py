"""Every column that a finding may read says what it is, and in which unit."""

from tillitsim.model.state import staff
from tillitsim.scenario.declared.table_file import read_entries
from tillitsim.studies.evidence.columns import COLUMNS, FILE, meanings


def test_every_column_is_declared_once_with_unit_and_meaning():
    """A new column of units, managers, councils or citizens needs its lines in columns.toml."""
    declared = [name for name in read_entries(FILE) if name]
    declared += [f"staff.{each.name}" for each in staff.COLUMNS]
    assert sorted(declared) == sorted(COLUMNS)
    for name, (unit, meaning) in meanings().items():
        assert unit, name
        assert meaning, name
        assert not meaning.endswith("."), name


def test_meanings_stand_in_the_order_of_the_tables():
    assert tuple(meanings()) == COLUMNS
