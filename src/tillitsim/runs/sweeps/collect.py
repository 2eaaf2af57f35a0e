"""Parts gathered: into arrays in the order of the design, and into one table of all runs.

The table is the same, byte for byte, whatever the parts are: a row a run, ordered by replicate,
design point and arm. It is put together some replicates at a time, so that memory depends on the
number of points, not of runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.errors import TillitsimError
from tillitsim.locale import _
from tillitsim.runs.store.columns import array_of, choices, numbers, plain, texts
from tillitsim.runs.store.files import whole_file
from tillitsim.runs.store.folder import BROKEN, DONE, MISSING, RESULTS, Content, Folder, Ledger
from tillitsim.runs.store.parquet import SETTINGS
from tillitsim.runs.store.part import FAILED, OK
from tillitsim.runs.sweeps.points import CELL, Points

ROWS = 1 << 14
"""Runs that are put together at a time, or as many as a replicate has."""


class LostError(TillitsimError):
    """Runs that were done are not there any more."""


class Band(NamedTuple):
    """Some replicates of all points: ``values`` is (replicates, points, outcomes).

    ``state`` says of each run whether it is missing, done or failed; ``reasons`` why it failed.
    """

    first: int
    values: NDArray[np.float64]
    state: NDArray[np.uint8]
    reasons: Mapping[tuple[int, int], str]

    def missing(self) -> int:
        """Runs that should be there and are not."""
        return int((self.state == MISSING).sum())

    def by_cell(self, arms: int) -> NDArray[np.float64]:
        """The values as (cells, arms, replicates, outcomes)."""
        replicates, points, outcomes = self.values.shape
        shaped = self.values.reshape(replicates, points // arms, arms, outcomes)
        return np.moveaxis(shaped, 0, 2)


def gather(
    folder: Folder,
    parts: Mapping[str, range],
    points: Points,
    outcomes: Sequence[str],
    replicates: range,
) -> Band:
    """Some replicates, from the parts that hold them; ``parts`` says which replicates each has.

    A run that is there twice counts once: done rather than failed.
    """
    shape = len(replicates), points.points
    values = np.full((*shape, len(outcomes)), np.nan)
    state = np.full(shape, MISSING, np.uint8)
    reasons: dict[tuple[int, int], str] = {}
    ledger = Ledger(points.ids, 0)
    for name, held in parts.items():
        if held.stop <= replicates.start or replicates.stop <= held.start:
            continue
        content = folder.read(name, ["reason", *outcomes])
        if content is not None:
            _place(content, ledger, outcomes, replicates.start, values, state, reasons)
    twin = points.first
    if len(twin) and (twin != np.arange(len(twin))).any():
        values, state = values[:, twin], state[:, twin]
        reasons |= {
            (row, int(point)): reasons[row, int(twin[point])]
            for row, point in zip(*np.nonzero(state == BROKEN), strict=True)
        }
    return Band(replicates.start, values, state, reasons)


def _place(
    content: Content,
    ledger: Ledger,
    outcomes: Sequence[str],
    start: int,
    values: NDArray[np.float64],
    state: NDArray[np.uint8],
    reasons: dict[tuple[int, int], str],
) -> None:
    """Put the runs of a part where they belong."""
    point, row = ledger.points(content.ids), content.replicates - start
    own = (point >= 0) & (row >= 0) & (row < len(state))
    own[own] &= state[row[own], point[own]] != DONE
    at = row[own], point[own]
    for i, outcome in enumerate(outcomes):
        values[(*at, i)] = array_of(content.table[outcome])[own]
    state[at] = np.where(content.failed[own], BROKEN, DONE)
    why = content.table["reason"]
    for k in np.flatnonzero(own & content.failed).tolist():
        key = int(row[k]), int(point[k])
        reasons[key] = min(str(why[k]), reasons.get(key, str(why[k])))


def bands(
    folder: Folder,
    parts: Mapping[str, range],
    points: Points,
    outcomes: Sequence[str],
    replicates: int,
) -> Iterator[Band]:
    """All replicates, some at a time."""
    step = max(1, ROWS // points.points)
    for start in range(0, replicates, step):
        yield gather(folder, parts, points, outcomes, range(start, min(start + step, replicates)))


def table_of(band: Band, points: Points, outcomes: Sequence[str]) -> pa.Table:
    """The runs of a band that are there, a row each."""
    replicates, count = band.state.shape
    given = points.columns() | {"id": points.names()}
    given = {name: pa.concat_arrays([each] * replicates) for name, each in given.items()}
    numbered = np.repeat(np.arange(band.first, band.first + replicates, dtype=np.int32), count)
    columns = {name: given.pop(name) for name in (CELL, "arm")}
    columns["replicate"] = plain(numbered)
    names = given.pop("id")
    columns |= given
    for i, name in enumerate(outcomes):
        columns[name] = numbers(band.values[:, :, i].ravel())
    flat = band.state.ravel()
    columns["status"] = texts(np.where(flat == BROKEN, FAILED, OK).tolist())
    why: list[str | None] = [None] * len(flat)
    for (row, point), text in band.reasons.items():
        why[row * count + point] = text if band.state[row, point] == BROKEN else None
    columns["reason"] = texts(why)
    columns["id"] = names
    table = pa.table(columns)
    return table if flat.all() else table.filter(choices(flat != MISSING))


def tables(
    folder: Folder,
    parts: Mapping[str, range],
    points: Points,
    outcomes: Sequence[str],
    replicates: int,
) -> Iterator[pa.Table]:
    """All runs that are there, in order, some at a time."""
    for band in bands(folder, parts, points, outcomes, replicates):
        yield table_of(band, points, outcomes)


def assemble(
    folder: Folder,
    parts: Mapping[str, range],
    points: Points,
    outcomes: Sequence[str],
    replicates: int,
    metadata: Mapping[str, str],
) -> None:
    """Write all runs as one Parquet file.

    Raises
    ------
    LostError
        When the parts do not have them all; nothing is written.
    DiskError
        When it cannot be written; what was there before is untouched.
    """
    with whole_file(folder.path / RESULTS) as file:
        writer: pq.ParquetWriter | None = None
        for band in bands(folder, parts, points, outcomes, replicates):
            check(band)
            table = table_of(band, points, outcomes).replace_schema_metadata(dict(metadata))
            writer = writer or pq.ParquetWriter(file, table.schema, **SETTINGS)
            writer.write_table(table, row_group_size=max(1, table.num_rows))
        if writer is not None:
            writer.close()


def check(band: Band) -> None:
    """Refuse runs that should be there and are not in the parts any more."""
    if band.missing():
        raise LostError(
            _("{missing:,} runs that were done are not in the parts any more.").format(
                missing=band.missing()
            )
        )


def runs_digest(points: Points, state: NDArray[np.uint8]) -> str:
    """A digest of which runs a table holds, and which of them failed, however parts are cut.

    ``state`` is (points, replicates).
    """
    digest = hashlib.blake2b(points.ids.tobytes(), digest_size=16)
    digest.update(np.ascontiguousarray(state.T).tobytes())
    return digest.hexdigest()


def rows_of(folder: Folder) -> int:
    """How many rows the table of all runs has, as it says itself; 0 where there is none."""
    try:
        return int(pq.read_metadata(folder.path / RESULTS).num_rows)
    except (OSError, pa.ArrowException):
        return 0


def file_checksum(folder: Folder, name: str = RESULTS) -> str | None:
    """The checksum of a file of a folder; None where there is none."""
    path = folder.path / name
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:  # a bad sector: not what was written
        return None
