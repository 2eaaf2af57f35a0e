"""A batch of a sweep: where its runs are done they become one part, the bytes of a Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pyarrow as pa

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.batch import Batch, Row
from tillitsim.runs.parquet import numbers, parquet
from tillitsim.scenario.schema import Scenario

OK, FAILED = "ok", "failed"


@dataclass(frozen=True, slots=True)
class SweepBatch(Batch[Scenario]):
    """Cases of a sweep, with the names of their arms, a name a case."""

    sweep: str
    arms: tuple[str, ...]
    parameters: tuple[str, ...]

    def some(self, which: slice) -> Self:
        """Some of the cases, as a batch."""
        return replace(self, cases=self.cases[which], arms=self.arms[which])

    def result(self, rows: Sequence[Row]) -> bytes:
        """The part."""
        return part_of(self, rows)


def part_of(batch: SweepBatch, rows: Sequence[Row]) -> bytes:
    """Rows, means after the burn-in in the order of ``OUTCOMES``, as a part."""
    cases = batch.cases
    values = np.full((len(cases), len(OUTCOMES)), np.nan)
    for i, (found, _) in enumerate(rows):
        if found is not None:
            values[i] = found
    reasons = [reason for _, reason in rows]
    table = {
        "arm": pa.array(batch.arms, pa.string()),
        "replicate": pa.array([case.replicate for case in cases], pa.int32()),
    }
    for name in batch.parameters:
        table[name] = numbers(np.array([case.parameters[name] for case in cases], np.float64))
    for i, name in enumerate(OUTCOMES):
        table[name] = numbers(values[:, i])
    table["status"] = pa.array([OK if reason is None else FAILED for reason in reasons])
    table["reason"] = pa.array(reasons, pa.string())
    table["id"] = pa.array([f"{case.id:016x}" for case in cases])
    whole = pa.table(table).replace_schema_metadata({"sweep": batch.sweep, "engine": batch.engine})
    return parquet(whole)
