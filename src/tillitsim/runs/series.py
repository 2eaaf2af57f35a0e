"""The monthly series of a run as a table of its own: Parquet, or CSV."""

from __future__ import annotations

import io
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.model.simulation import Results


def series_table(results: Results) -> pa.Table:
    """The monthly series, tidy: a row a replicate and month, a column an outcome (raw values).

    Months count from 1; a month in which an outcome has no value is null.
    """
    replicates, months, _ = results.series.shape
    columns = {
        "replicate": _column(np.repeat(np.arange(replicates), months), pa.int64()),
        "month": _column(np.tile(np.arange(1, months + 1), replicates), pa.int64()),
    }
    for i, name in enumerate(results.names):
        columns[name] = _column(results.series[:, :, i].ravel(), pa.float64())
    return pa.table(columns).replace_schema_metadata(
        {
            "tillitsim": __version__,
            "seed": str(results.seed),
            "digest": results.scenario.digest,
            "scenario": results.scenario.canonical(),
        }
    )


def _column(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
    """A column with nulls for NaN; made of buffers, because ``pa.array`` imports pandas first."""
    present = np.packbits(~np.isnan(values), bitorder="little")
    return pa.Array.from_buffers(
        kind, len(values), [pa.py_buffer(present), pa.py_buffer(np.ascontiguousarray(values))]
    )


def series_bytes(results: Results, kind: Literal["parquet", "csv"]) -> bytes:
    """The monthly series as a file's bytes."""
    file = io.BytesIO()
    if kind == "parquet":
        pa.parquet.write_table(series_table(results), file, compression="zstd")
    else:
        pa.csv.write_csv(series_table(results), file)
    return file.getvalue()
