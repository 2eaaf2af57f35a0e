"""Results on disk: parts that are whole or not there, and a manifest that says what they are.

A folder holds

    sweep.json                     what was asked, of which model; with a checksum of itself
    parts/BLAKE2.parquet           finished blocks; the name of each is the checksum of its content
    results.parquet                all runs in order, once all are done
    damaged/                       parts whose content does not match their name
    lock, lock-i-of-n              held by whoever works here

A part is written aside, made safe on the disk, then put in place: a run is there entirely or not at
all, whatever happens. Runs are found by the content of their point, so nothing is done twice, and
nothing of another experiment or another version of the model is ever taken for this one's.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tillitsim.errors import DiskError, TillitsimError, refusal
from tillitsim.locale import _
from tillitsim.runs.store.columns import array_of
from tillitsim.runs.store.files import make_folder, open_lock, read_plain, write_atomically
from tillitsim.runs.store.part import FAILED, SERIES

if sys.platform != "win32":  # parts cannot be spoiled there either, only done twice
    import fcntl

PARTS, DAMAGED, LOCK, RESULTS = "parts", "damaged", "lock", "results.parquet"
SUFFIX = ".parquet"
MISSING, DONE, BROKEN = 0, 1, 2
"""What is known of a run: nothing yet, its outcomes, or why it failed."""


class BusyError(TillitsimError):
    """Somebody else is working in the folder."""


@dataclass(slots=True)
class Content:
    """What a part says: which runs, and which of them failed."""

    name: str
    ids: NDArray[np.uint64]
    replicates: NDArray[np.int32]
    failed: NDArray[np.bool_]
    sweep: str
    table: pa.Table

    @property
    def held(self) -> range:
        """From which replicate to which it has runs."""
        return range(int(self.replicates.min()), int(self.replicates.max()) + 1)


@dataclass(slots=True)
class Scan:
    """What was found in a folder: names of good parts, damaged and foreign ones."""

    good: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


class Ledger:
    """Which runs are done: one byte a run; of points with the same name only the first counts."""

    def __init__(self, ids: NDArray[np.uint64], most: int) -> None:
        self.state = np.zeros((len(ids), most), np.uint8)
        self._sorted, self._order = np.unique(ids, return_index=True)

    def points(self, ids: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The point of each id, -1 where the plan has none."""
        place = np.minimum(np.searchsorted(self._sorted, ids), len(self._sorted) - 1)
        return np.where(self._sorted[place] == ids, self._order[place], -1)

    def note(self, content: Content) -> int:
        """Note the runs of a part; how many of them belong to no point of the plan."""
        points = self.points(content.ids)
        own = (points >= 0) & (content.replicates < self.state.shape[1])
        index = points[own], content.replicates[own]
        news = np.where(content.failed[own], BROKEN, DONE).astype(np.uint8)
        before = self.state[index]
        self.state[index] = np.where(before == DONE, DONE, news)
        return int((points < 0).sum())


class Folder:
    """The folder of a sweep."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts = path / PARTS

    def prepare(self) -> None:
        """Make the folder, if need be; a DiskError if it cannot be written to."""
        make_folder(self.path)
        make_folder(self.parts)

    def add(self, part: bytes) -> str:
        """Keep a part; its name."""
        name = checksum(part)
        write_atomically(self.parts / f"{name}{SUFFIX}", part)
        return name

    def names(self) -> list[str]:
        """Names of the parts that are there, sorted."""
        try:
            return sorted(
                entry.name.removesuffix(SUFFIX)
                for entry in os.scandir(self.parts)
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".")
            )
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise DiskError(
                _("{parts} cannot be read: {why}.").format(parts=self.parts, why=refusal(problem))
            ) from problem

    def read(self, name: str, columns: list[str] | None = None) -> Content | None:
        """A part whose content matches its name; None if it does not or cannot be read."""
        try:
            content = read_plain(self.parts / f"{name}{SUFFIX}")
        except OSError:  # gone, a bad sector, no plain file: its runs are not there
            return None
        if checksum(content) != name:
            return None
        try:
            return _content(name, content, columns or [])
        except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError):
            return None  # written by something else, under its right checksum

    def contents(
        self, scan: Scan, sweep: str | None = None, columns: list[str] | None = None
    ) -> Iterator[Content]:
        """Good parts, of a sweep or of any, one by one; ``scan`` names all as they are met."""
        for name in self.names():
            content = self.read(name, columns)
            if content is None:
                scan.damaged.append(name)
            elif sweep is not None and content.sweep != sweep:
                scan.foreign.append(name)
            else:
                scan.good.append(name)
                yield content

    def set_aside(self, names: list[str]) -> None:
        """Move damaged parts out of the way, so that their runs are done again."""
        for name in names:
            self.set_aside_file(f"{PARTS}/{name}{SUFFIX}")

    def set_aside_file(self, name: str) -> None:
        """Move a damaged file out of the way."""
        path = self.path / name
        try:
            (self.path / DAMAGED).mkdir(exist_ok=True)
            path.replace(self.path / DAMAGED / path.name)
        except FileNotFoundError:
            return  # another shard has done it
        except OSError as problem:
            raise DiskError(
                _("{path} cannot be moved: {why}.").format(path=path, why=refusal(problem))
            ) from problem

    def sweep_up(self) -> None:
        """Remove what a killed writer left half-written; only for who has the folder alone."""
        for folder in (self.path, self.parts):
            for left in folder.glob(".*.part"):
                left.unlink(missing_ok=True)

    def lock(self, stack: ExitStack, shard: tuple[int, int] | None = None) -> None:
        """Hold the folder until the stack ends: alone, or beside the other shards.

        Raises
        ------
        BusyError
            When somebody else works here.
        """
        if sys.platform == "win32":
            return
        mine = [(LOCK, fcntl.LOCK_EX)]
        if shard is not None:
            mine = [(LOCK, fcntl.LOCK_SH), (f"{LOCK}-{shard[0]}-of-{shard[1]}", fcntl.LOCK_EX)]
        for name, kind in mine:
            try:
                file: IO[str] = stack.enter_context(open_lock(self.path / name))
            except OSError as problem:
                why = _(os.strerror(problem.errno)) if problem.errno else refusal(problem)
                if problem.errno in (errno.ELOOP, errno.EINVAL):
                    why = _("it is a link or no plain file; remove it")
                raise DiskError(
                    _("{path} cannot be locked: {why}.").format(path=self.path / name, why=why)
                ) from None
            try:
                fcntl.flock(file, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                who = file.read().strip()
                raise BusyError(
                    _(
                        "Somebody is working in {path} already{who}. Wait until they are done or"
                        " stop them; then give the same command again, and it goes on from where"
                        " they were."
                    ).format(
                        path=self.path, who=_(" (process {who})").format(who=who) if who else ""
                    )
                ) from None
            except OSError:
                return  # a file system without locks; parts cannot be spoiled, only done twice
            file.truncate(0)
            if kind == fcntl.LOCK_EX:
                file.write(f"{os.getpid()} on {os.uname().nodename}")
                file.flush()


def _content(name: str, content: bytes, columns: list[str]) -> Content:
    """What the bytes of a part say; one of several errors where they are no part."""
    file = pq.ParquetFile(io.BytesIO(content))
    table = file.read(columns=["id", "replicate", "status", *columns])
    if not table.num_rows or table["replicate"].type != pa.int32() or table["replicate"].null_count:
        raise ValueError
    for column in columns:
        if not _readable(table[column].type, column):
            raise TypeError
    metadata = file.schema_arrow.metadata or {}
    status = table["status"].to_pylist()
    return Content(
        name,
        np.array([int(each, 16) for each in table["id"].to_pylist()], np.uint64),
        array_of(table["replicate"]),
        np.array([each == FAILED for each in status], bool),
        metadata.get(b"sweep", b"").decode(),
        table,
    )


def _readable(kind: pa.DataType, column: str) -> bool:
    """Whether a column holds what it should: reasons, outcomes, or values and months in lists."""
    if column == "reason":
        return bool(pa.types.is_string(kind) or pa.types.is_null(kind))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return column in {"values", "shape"} or column.startswith(SERIES)
    return bool(kind == pa.float64()) and not column.startswith(SERIES)


def checksum(content: bytes) -> str:
    """The name of a part with this content."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()
