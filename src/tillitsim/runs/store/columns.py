"""Columns of a table from NumPy arrays and texts, and back.

Made of buffers, because ``pyarrow.array`` and ``to_numpy`` import Pandas first, wherever it is
installed: six tenths of a second that an answer would wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def numbers(values: NDArray[np.float64]) -> pa.Array:
    """A column with null for NaN."""
    return _column(pa.float64(), values, ~np.isnan(values))


def plain(values: NDArray[Any]) -> pa.Array:
    """A column of what there is, without nulls: NaN stays NaN."""
    return _column(pa.from_numpy_dtype(values.dtype), values)


def choices(values: NDArray[np.bool_]) -> pa.Array:
    """A column of yes and no."""
    return _column(pa.bool_(), np.packbits(values, bitorder="little"), size=len(values))


def texts(values: Sequence[str | None]) -> pa.Array:
    """A column of texts, with nulls."""
    encoded = [b"" if each is None else each.encode() for each in values]
    ends = np.fromiter(accumulate(map(len, encoded), initial=0), np.int32, len(encoded) + 1)
    return pa.Array.from_buffers(
        pa.string(),
        len(encoded),
        [
            _present(np.array([each is not None for each in values], np.bool_)),
            pa.py_buffer(ends),
            pa.py_buffer(b"".join(encoded)),
        ],
    )


def lists(values: Sequence[NDArray[Any] | None], kind: type[np.generic]) -> pa.Array:
    """A column of arrays in a row each, with nulls."""
    there = [np.zeros(0, kind) if each is None else each.astype(kind) for each in values]
    ends = np.fromiter(accumulate(map(len, there), initial=0), np.int32, len(there) + 1)
    flat = plain(np.concatenate(there))
    return pa.Array.from_buffers(
        pa.list_(flat.type),
        len(there),
        [_present(np.array([each is not None for each in values], np.bool_)), pa.py_buffer(ends)],
        children=[flat],
    )


def array_of(column: pa.Array | pa.ChunkedArray) -> NDArray[Any]:
    """The numbers of a column; NaN for null.

    Raises
    ------
    TypeError
        For a column of anything but numbers.
    """
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise TypeError(str(column.type))
    pieces = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    dtype = np.dtype(column.type.to_pandas_dtype())
    return np.concatenate([np.zeros(0, dtype), *(_array_of(piece, dtype) for piece in pieces)])


def _array_of(piece: pa.Array, dtype: np.dtype[Any]) -> NDArray[Any]:
    present, content = piece.buffers()
    if not len(piece):
        return np.zeros(0, dtype)
    start, stop = piece.offset, piece.offset + len(piece)
    values = np.frombuffer(content, dtype)[start:stop]
    if not piece.null_count:
        return values
    there = np.unpackbits(np.frombuffer(present, np.uint8), count=stop, bitorder="little")[start:]
    return np.where(there, values, np.nan)


def _column(
    kind: pa.DataType,
    values: NDArray[Any],
    there: NDArray[np.bool_] | None = None,
    size: int | None = None,
) -> pa.Array:
    present = None if there is None else _present(there)
    count = len(values) if size is None else size
    return pa.Array.from_buffers(kind, count, [present, pa.py_buffer(np.ascontiguousarray(values))])


def _present(there: NDArray[np.bool_]) -> pa.Buffer | None:
    """Which rows have a value; None where all have, as PyArrow says it."""
    return None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
