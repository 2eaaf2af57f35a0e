"""What somebody called an arm is text in a spreadsheet, never a formula."""

import pyarrow as pa

from tillitsim.runs.sweeps.export import _harmless


def test_a_name_that_begins_as_a_formula_is_text():
    names = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "plain", None]
    table = pa.table({"arm": pa.array(names, pa.string()), "x": [1.0, -2.0, 3.0, 4.0, 5.0, 6.0]})
    found = _harmless(table)
    assert found["arm"].to_pylist() == [f"'{name}" for name in names[:4]] + ["plain", None]
    assert found["x"].to_pylist() == table["x"].to_pylist()
    assert found.schema == table.schema
