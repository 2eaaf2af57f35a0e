"""Results of cases in a folder, so that what was run once is read the next time.

The folder holds

    parts/BLAKE2.parquet    finished batches; the name of each is the checksum of its content
    damaged/                parts whose content does not match their name
    lock                    held by whoever works here

A row is found by the id of its case, its replicate, and a digest of what was read by which version
of the model; so nothing is run twice and nothing of another version is ever taken for this one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa

from tillitsim.errors import DiskError
from tillitsim.locale import _
from tillitsim.runs.cases.batch import AnyBatch, Row, version
from tillitsim.runs.cases.case import Case, FloatArray, Read, digest_of
from tillitsim.runs.store.columns import array_of, lists, plain, texts
from tillitsim.runs.store.folder import Content, Folder, Scan
from tillitsim.runs.store.parquet import parquet
from tillitsim.runs.store.part import OK
from tillitsim.runs.workers.scheduler import SAFE

FORMAT = 1
"""Number of the format of stored results; another number is never read as this one."""

Key = tuple[int, int]
"""A case by its id and replicate."""


class CaseStore:
    """The results of cases in a folder, which is held as long as it is open.

    ``damaged`` names parts that were set aside, because they are not as they were written.

    Raises
    ------
    BusyError
        When somebody else works in the folder.
    DiskError
        When it cannot be written to.
    """

    def __init__(self, path: Path) -> None:
        self.place = Folder(path)
        self.damaged: list[str] = []
        self._stack = ExitStack()
        self._known: dict[str, dict[Key, tuple[str, int]]] = {}

    def __enter__(self) -> Self:
        self.place.prepare()
        with ExitStack() as stack:
            self.place.lock(stack)
            self._stack = stack.pop_all()
        self.place.sweep_up()
        scan = Scan()
        for content in self.place.contents(scan):
            self._note(content)
        self.damaged = scan.damaged
        self.place.set_aside(scan.damaged)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def find(self, cases: Sequence[Case[object]], read: Read[Any]) -> dict[Key, FloatArray]:
        """What was read of those cases that are there."""
        known = self._known.get(name_of(read), {})
        places: dict[str, dict[Key, int]] = {}
        for case in cases:
            key = case.id, case.replicate
            if key in known:
                name, row = known[key]
                places.setdefault(name, {})[key] = row
        found: dict[Key, FloatArray] = {}
        for name, rows in places.items():
            content = self.place.read(name, ["values", "shape"])
            if content is None:  # gone since: as if it had not been there
                continue
            values, shapes = content.table["values"], content.table["shape"]
            for key, row in rows.items():
                flat = array_of(values[row].values).astype(np.float64)
                found[key] = flat.reshape(shapes[row].as_py())
        return found

    def add(self, batch: AnyBatch, rows: Sequence[Row]) -> None:
        """Keep what was read of the cases of a batch, but for those that failed."""
        done = [
            (case, values)
            for case, (values, _) in zip(batch.cases, rows, strict=True)
            if values is not None
        ]
        if not done:
            return
        try:
            name = self.place.add(part_of(batch.read, done))
        except DiskError as problem:
            raise DiskError(f"{problem} {_(SAFE)}") from problem
        content = self.place.read(name)
        if content is None:
            raise DiskError(
                _("{path} does not give back what is written there. {safe}").format(
                    path=self.place.path, safe=_(SAFE)
                )
            )
        self._note(content)

    def _note(self, content: Content) -> None:
        known = self._known.setdefault(content.sweep, {})
        keys = zip(content.ids.tolist(), content.replicates.tolist(), strict=True)
        known |= {key: (content.name, row) for row, key in enumerate(keys)}


def name_of(read: Read[object]) -> str:
    """A short hash of what is read by which version of the model, written into every part."""
    return digest_of(f"{FORMAT}|{version()}|{read.digest}")


def part_of(read: Read[object], done: Sequence[tuple[Case[object], FloatArray]]) -> bytes:
    """Cases and what was read of them as the bytes of a Parquet file."""
    cases = [case for case, _ in done]
    sizes = [values.size for _, values in done]
    flat = plain(np.concatenate([values.ravel() for _, values in done]))
    table = {
        "id": texts([f"{case.id:016x}" for case in cases]),
        "replicate": plain(np.array([case.replicate for case in cases], np.int32)),
        "status": texts([OK] * len(cases)),
        "shape": lists([np.array(values.shape) for _, values in done], np.int32),
        "values": pa.LargeListArray.from_arrays(plain(np.cumsum([0, *sizes])), flat),
    }
    return parquet(pa.table(table).replace_schema_metadata({"sweep": name_of(read)}))
