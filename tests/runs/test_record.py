"""What is written down is what was run."""

import json

import numpy as np
import pyarrow.csv as pc

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Results
from tillitsim.runs import record, series
from tillitsim.runs.summary import summarise
from tillitsim.scenario.load import load
from tillitsim.view.table import Table


def results() -> Results:
    series = np.arange(2 * 3 * len(OUTCOMES), dtype=float).reshape(2, 3, -1)
    series[1, 2, 0] = np.nan
    return Results(load("demonstration", set=["months=3"]), 4, tuple(OUTCOMES), series)


def test_the_series_has_a_row_a_month_and_null_where_there_is_no_value():
    table = series.series_table(results())
    first = next(iter(OUTCOMES))
    assert table["replicate"].to_pylist() == [0, 0, 0, 1, 1, 1]
    assert table["month"].to_pylist() == [1, 2, 3, 1, 2, 3]
    assert table[first].to_pylist() == [*results().series[:, :, 0].ravel()[:5], None]
    assert table.validate(full=True) is None


def test_parquet_and_csv_hold_the_same(tmp_path):
    (tmp_path / "series.csv").write_bytes(series.series_bytes(results(), "csv"))
    assert (
        pc.read_csv(tmp_path / "series.csv")
        .cast(series.series_table(results()).schema.remove_metadata())
        .equals(series.series_table(results()).replace_schema_metadata(None))
    )


def test_no_value_is_an_empty_cell_and_a_json_null():
    alone = results()
    alone.series[:, :, 0] = np.nan
    first = summarise(alone)
    lines = Table.of(record.summary_records(first, "en")).csv().splitlines()
    assert lines[1].split(",")[3:6] == ["", "", ""]
    assert json.dumps(record.summary_records(first, "en"), allow_nan=False)


def test_a_manifest_is_json_that_reads_back():
    made_of = record.manifest(results(), ["tillitsim", "run", "demonstration"], 0.12345)
    assert json.loads(record.manifest_json(made_of)) == made_of
    assert made_of["seconds"] == 0.123
