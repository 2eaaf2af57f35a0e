"""Tables as Parquet: the same bytes for the same table."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

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
