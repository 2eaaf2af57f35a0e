"""Simulated points on disk: one Parquet file a block, written whole or not at all."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.runs.files import write_atomically

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Points that were simulated: (points, parameters) in the unit cube.

    ``values`` and ``errors`` are what the targets are held against, (points, targets).
    """

    points: Values
    values: Values
    errors: Values

    @classmethod
    def nothing(cls, parameters: int, targets: int) -> Evaluated:
        """No points yet."""
        empty = np.empty((0, targets))
        return cls(np.empty((0, parameters)), empty, empty)

    def and_then(self, more: Evaluated) -> Evaluated:
        """These points, then more."""
        return Evaluated(
            np.concatenate([self.points, more.points]),
            np.concatenate([self.values, more.values]),
            np.concatenate([self.errors, more.errors]),
        )


def path_of(folder: Path, wave: int, block: int) -> Path:
    """File of a block; waves are numbered from 1 for people."""
    return folder / f"wave-{wave + 1}-block-{block:05d}.parquet"


def write_block(path: Path, points: Values, outcomes: Values) -> None:
    """Write a block's points and outcomes, (points, targets, value and error)."""
    table = pa.table(
        {f"x{i}": points[:, i] for i in range(points.shape[1])}
        | {f"y{i}": outcomes[:, i, 0] for i in range(outcomes.shape[1])}
        | {f"e{i}": outcomes[:, i, 1] for i in range(outcomes.shape[1])}
    )
    file = io.BytesIO()
    pq.write_table(table, file)
    write_atomically(path, file.getvalue())


def read_wave(folder: Path, wave: int, parameters: int, targets: int) -> Evaluated:
    """All points of a wave that are on disk, in the order of their blocks."""
    found = sorted(folder.glob(f"wave-{wave + 1}-block-*.parquet"))
    if not found:
        return Evaluated.nothing(parameters, targets)
    table = pa.concat_tables([pq.read_table(path) for path in found])
    sizes = (("x", parameters), ("y", targets), ("e", targets))
    return Evaluated(
        *(
            np.column_stack([table[f"{letter}{i}"].to_numpy() for i in range(size)])
            for letter, size in sizes
        )
    )
