"""Tables as Parquet: the same bytes for the same table."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

SETTINGS: dict[str, object] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": ["arm", "status", "id"],
    "write_statistics": False,
}
"""How Parquet is written; fixed, because equal results must be equal files."""


def parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    file = io.BytesIO()
    pq.write_table(table, file, **SETTINGS)
    return file.getvalue()


def numbers(values: NDArray[np.float64]) -> pa.Array:
    """A column with null for NaN; made of buffers, because ``pa.array`` imports pandas first."""
    present = np.packbits(~np.isnan(values), bitorder="little")
    buffers = [pa.py_buffer(present), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.float64(), len(values), buffers)
