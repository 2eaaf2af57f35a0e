"""A batch of a sweep: where its runs are done they become one part, the bytes of a Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pyarrow as pa

from tillitsim.runs.cases.batch import Batch, Row
from tillitsim.runs.store.columns import lists, numbers, plain, texts
from tillitsim.runs.store.parquet import parquet
from tillitsim.scenario.schema import Scenario

OK, FAILED = "ok", "failed"

SERIES = "series."
"""Before the name of an outcome: its column of months, a list a run (NaN: no value)."""


@dataclass(frozen=True, slots=True)
class SweepBatch(Batch[Scenario]):
    """Cases of a sweep, with the names of their arms, a name a case.

    ``columns`` are the numbers that are read of a run, before its ``series``.
    """

    sweep: str
    arms: tuple[str, ...]
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    series: tuple[str, ...] = ()

    def some(self, which: slice) -> Self:
        """Some of the cases, as a batch."""
        return replace(self, cases=self.cases[which], arms=self.arms[which])

    def result(self, rows: Sequence[Row]) -> bytes:
        """The part."""
        return part_of(self, rows)


def part_of(batch: SweepBatch, rows: Sequence[Row]) -> bytes:
    """Rows as a part: numbers of each run, then some outcomes month by month as lists."""
    cases, count = batch.cases, len(batch.columns)
    values = np.full((len(cases), count), np.nan)
    for i, (found, _) in enumerate(rows):
        if found is not None:
            values[i] = found[:count]
    reasons = [reason for _, reason in rows]
    table = {
        "arm": texts(batch.arms),
        "replicate": plain(np.array([case.replicate for case in cases], np.int32)),
    }
    for name in batch.parameters:
        table[name] = numbers(np.array([case.parameters[name] for case in cases], np.float64))
    for i, name in enumerate(batch.columns):
        table[name] = numbers(values[:, i])
    for i, name in enumerate(batch.series):
        months = [
            None if found is None else found[count:].reshape(len(batch.series), -1)[i]
            for found, _ in rows
        ]
        table[SERIES + name] = lists(months, np.float64)
    table["status"] = texts([OK if reason is None else FAILED for reason in reasons])
    table["reason"] = texts(reasons)
    table["id"] = texts([f"{case.id:016x}" for case in cases])
    whole = pa.table(table).replace_schema_metadata({"sweep": batch.sweep, "engine": batch.engine})
    return parquet(whole)
