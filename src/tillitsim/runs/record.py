"""A run on disk: the monthly series, the summary, and a manifest that says what made them."""

from __future__ import annotations

import csv
import io
import json
import math
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.model.core import jit, random
from tillitsim.model.simulation import Results
from tillitsim.runs.summary import Row
from tillitsim.scenario.schema import Scenario

LIBRARIES = ("mesa", "numba", "numpy", "pyarrow", "scipy")


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


def summary_records(rows: Sequence[Row], language: str) -> list[dict[str, Any]]:
    """The summary as flat records: raw values, then natural readings; None where there is none."""
    records = []
    for row in rows:
        outcome = row.outcome
        numbers = (row.mean, row.low, row.high, *row.reading)
        mean, low, high, reading, reading_low, reading_high = (
            None if math.isnan(number) else number for number in numbers
        )
        records.append(
            {
                "level": outcome.level,
                "outcome": outcome.name,
                "label": outcome.label(language),
                "mean": mean,
                "low": low,
                "high": high,
                "replicates": row.n,
                "unit": outcome.unit,
                "reading": reading,
                "reading_low": reading_low,
                "reading_high": reading_high,
                "reading_unit": outcome.reading(language),
            }
        )
    return records


def summary_csv(rows: Sequence[Row], language: str) -> str:
    """The summary as CSV with a header: decimal points and commas between cells in any language."""
    file = io.StringIO()
    records = summary_records(rows, language)
    writer = csv.DictWriter(file, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return file.getvalue()


def manifest(results: Results, command: Sequence[str], seconds: float) -> dict[str, Any]:
    """What made a run and what it takes to repeat it; no paths and no names of this machine."""
    scenario = results.scenario
    replicates, months, _ = results.series.shape
    return {
        "tillitsim": __version__,
        "engine": jit.fingerprint(),
        "luck": random.SCHEME,
        "command": list(command),
        "scenario": scenario_record(scenario),
        "digest": scenario.digest,
        "seed": results.seed,
        "replicates": replicates,
        "months": months,
        "seconds": round(seconds, 3),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "platform": f"{platform.system()} {platform.machine()}",
    }


def manifest_json(made_of: Mapping[str, Any]) -> str:
    """The manifest as JSON, sorted, with a closing newline."""
    return json.dumps(made_of, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """The scenario as resolved: every value, and what else :meth:`Scenario.canonical` holds."""
    return {
        "name": scenario.name,
        "title": dict(scenario.title),
        "values": {
            name: None if math.isnan(value) else value for name, value in scenario.values.items()
        },
        "given": json.loads(scenario.canonical()),
    }
