"""The runs of a sweep as one file for other tools; a sweep that is not finished has what is there.

Columns are those of ``results.parquet``: point, arm, replicate, parameters, outcomes as raw values,
the totals that ratios and shares of what is counted are made of, status, reason, id. CSV has
decimal points and commas in any language.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from tillitsim.model.counters import COUNTERS
from tillitsim.runs.cases.read import TOTAL
from tillitsim.runs.store.files import whole_file
from tillitsim.runs.store.folder import RESULTS
from tillitsim.runs.store.parquet import SETTINGS
from tillitsim.runs.sweeps.points import CELL
from tillitsim.runs.sweeps.results import Stored

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with in a spreadsheet, which would take it for a formula."""
NAME, PARTIAL = "results", "results-so-far"


def to_csv(stored: Stored) -> Path:
    """All runs as CSV; the file."""
    path = _path(stored, "csv")
    with whole_file(path) as file:
        writer = None
        for table in stored.tables():
            writer = writer or csv.CSVWriter(file, table.schema)
            writer.write(_harmless(table))
        if writer is not None:
            writer.close()
    return path


def _harmless(table: pa.Table) -> pa.Table:
    """The table with an apostrophe before texts that a spreadsheet would take for formulas."""
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            texts = [
                f"'{text}" if text is not None and text.startswith(FORMULAS) else text
                for text in table[i].to_pylist()
            ]
            table = table.set_column(i, field, pa.array(texts, field.type))
    return table


def to_parquet(stored: Stored) -> Path:
    """All runs as Parquet: the file that is there already, once a sweep is finished."""
    if stored.whole:
        return stored.place.path / RESULTS
    path = _path(stored, "parquet")
    with whole_file(path) as file:
        writer = None
        for table in stored.tables():
            writer = writer or pq.ParquetWriter(file, table.schema, **SETTINGS)
            writer.write_table(table)
        if writer is not None:
            writer.close()
    return path


def to_netcdf(stored: Stored) -> Path:
    """All runs as NetCDF: a variable an outcome, over point, arm and replicate."""
    path = _path(stored, "nc")
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        dataset(stored).to_netcdf(aside, engine="netcdf4")
        with whole_file(path) as file:
            file.write(aside.read_bytes())
    finally:
        aside.unlink(missing_ok=True)
    return path


def dataset(stored: Stored) -> Any:
    """The runs as an ``xarray.Dataset``; parameters are coordinates of the points."""
    import xarray as xr  # noqa: PLC0415 - an extra, and slow to import

    points = stored.points
    dimensions = (CELL, "arm", "replicate")
    kept = (*stored.outcomes, *stored.totals)
    values = stored.values(kept)
    variables = {
        name: (dimensions, values[..., i], _told(stored, name)) for i, name in enumerate(kept)
    }
    coordinates: dict[str, object] = {
        CELL: range(len(points.cells)),
        "arm": list(points.arms),
        "replicate": range(stored.replicates),
    }
    for name, column in zip(points.parameters, points.cells.T, strict=True):
        coordinates[name] = (CELL, column)
    attributes = {
        "experiment": stored.manifest["experiment"],
        "sweep": stored.manifest["sweep"],
        "tillitsim": stored.manifest["tillitsim"],
    }
    return xr.Dataset(variables, coordinates, attributes)


def _told(stored: Stored, name: str) -> dict[str, str]:
    """What an outcome, or a total that some are made of, is called, and its unit."""
    if name in stored.declared:
        outcome = stored.declared[name]
        return {"long_name": outcome.english, "units": outcome.unit}
    counter = COUNTERS.get(name.removeprefix(TOTAL))
    if counter is None:
        return {"long_name": "months that count", "units": "count"}
    return {"long_name": counter.label, "units": counter.unit}


def _path(stored: Stored, suffix: str) -> Path:
    return stored.place.path / f"{NAME if stored.whole else PARTIAL}.{suffix}"
