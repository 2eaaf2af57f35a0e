"""Columns are those that PyArrow makes itself, to the byte, without what it imports for that."""

import numpy as np
import pyarrow as pa
import pytest

from tillitsim.runs.store.columns import array_of, choices, lists, numbers, plain, texts
from tillitsim.runs.store.parquet import parquet

NAN = float("nan")
VALUES = np.array([1.5, NAN, -0.0])
MONTHS = [np.array([0.5, NAN]), None, np.array([])]
OURS_AND_THEIRS = {
    "null for NaN": (numbers(VALUES), pa.array(VALUES, from_pandas=True)),
    "NaN stays": (plain(VALUES), pa.array(VALUES)),
    "whole numbers": (plain(np.arange(3, dtype=np.int32)), pa.array([0, 1, 2], pa.int32())),
    "yes and no": (choices(np.array([True, False, True])), pa.array([True, False, True])),
    "texts": (texts(["å", "", "a b"]), pa.array(["å", "", "a b"])),
    "texts with nulls": (texts(["å", None, ""]), pa.array(["å", None, ""])),
    "no text": (texts([None] * 3), pa.array([None] * 3, pa.string())),
    "months": (lists(MONTHS, np.float64), pa.array(MONTHS, pa.list_(pa.float64()))),
    "nothing": (texts([]), pa.array([], pa.string())),
}


@pytest.mark.parametrize("what", OURS_AND_THEIRS)
def test_a_column_is_pyarrows_own(what):
    ours, theirs = OURS_AND_THEIRS[what]
    assert ours.type == theirs.type
    assert parquet(pa.table({"x": ours})) == parquet(pa.table({"x": theirs}))


@pytest.mark.parametrize(
    "column",
    [
        numbers(VALUES),
        numbers(VALUES)[1:],
        pa.chunked_array([numbers(VALUES), plain(VALUES)]),
        plain(np.arange(5, dtype=np.int32))[2:],
        plain(np.array([])),
        pa.array([1, None, 3]),
    ],
)
def test_numbers_are_read_as_pyarrow_reads_them(column):
    theirs = column.to_numpy() if isinstance(column, pa.ChunkedArray) else column.to_numpy(False)
    np.testing.assert_array_equal(array_of(column), theirs)


def test_what_is_no_number_is_refused():
    for column in (texts(["1"]), pa.nulls(2), choices(np.array([True]))):
        with pytest.raises(TypeError):
            array_of(column)
