"""How two folders of results differ: in what was asked, in what made them, in what came of it.

Data are compared number by number: tables (Parquet, CSV) cell by cell, records (JSON) entry by
entry, without what says when and where they were made. Pictures and pages are drawn from data, and
another version of a library may draw the same data with other bytes, so they are not compared.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.reading.text_files import read_json, read_text

DATA = (".csv", ".json", ".parquet")
OF_THE_MAKING = frozenset(
    {"command", "seconds", "python", "libraries", "platform", "checksum", "tillitsim", "engine"}
)
"""Entries of a record that say who made it, and when and how."""
OF_THE_QUESTION = frozenset({"scenario", "scenarios", "digest", "random"})
"""Entries of a record that say what was asked, with every value that the version had."""
EARLIER = {
    "luck": "random",
    "worlds": "parameter_sets",
    "worlds_calibrated": "parameter_sets_calibrated",
    "worlds_good": "sets_good",
    "worlds_quality": "sets_quality",
    "rates_in_worlds": "rates_in_sets",
    "hit_in_worlds": "hit_in_sets",
}
"""Earlier names of entries and columns, until 1.0; what was written then is read under today's."""
LARGEST_TABLE = 200_000_000
"""Bytes of a table that is read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One number or text that is not the same: where, and what it is in each (None: not there)."""

    file: str
    place: str
    one: object
    other: object

    @property
    def relative(self) -> float:
        """How far two numbers are apart, relative to the larger; infinite for what is no number."""
        if not (_is_number(self.one) and _is_number(self.other)):
            return math.inf
        a, b = float(self.one), float(self.other)  # type: ignore[arg-type]  # numbers, as asked
        size = max(abs(a), abs(b))
        return abs(a - b) / size if size and math.isfinite(size) else math.inf


def data_files(folder: Path) -> list[str]:
    """Names of the data in a folder, without the store of single runs."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix in DATA and path.is_file() and not path.is_symlink()
    )


def differences(one: Path, other: Path) -> Iterator[Difference]:
    """Everything in the data of two folders that is not the same, in order."""
    names = data_files(one), data_files(other)
    for name in sorted({*names[0], *names[1]}):
        if name not in names[0] or name not in names[1]:
            yield Difference(name, "", name in names[0] or None, name in names[1] or None)
            continue
        yield from _in_file(one / name, other / name)


def of_the_question(found: Difference) -> bool:
    """Whether it is in what was asked, and not in what came out."""
    return found.file.endswith(".json") and found.place.partition(".")[0] in OF_THE_QUESTION


def beyond(found: Sequence[Difference], tolerance: float) -> list[Difference]:
    """Those that are more than a tolerance apart."""
    return [each for each in found if not each.relative <= tolerance]


def _in_file(one: Path, other: Path) -> Iterator[Difference]:
    if one.read_bytes() == other.read_bytes():
        return
    then, now = (dict(_entries(path)) for path in (one, other))
    for place in dict.fromkeys([*then, *now]):
        a, b = then.get(place), now.get(place)
        same = a == b or (_is_nan(a) and _is_nan(b))
        if not same:
            yield Difference(one.name, place, a, b)


def _entries(path: Path) -> Iterator[tuple[str, object]]:
    if path.stat().st_size > LARGEST_TABLE:
        raise InputError(_("{file}: too large to be compared.").format(file=path))
    if path.suffix == ".parquet":
        yield from _cells(_table(path))
    elif path.suffix == ".csv":
        yield from _written(path)
    else:
        yield from _leaves(read_json(path), ())


def _written(path: Path) -> Iterator[tuple[str, object]]:
    """Cells of a CSV file, with the names of their columns where they have one."""
    rows = csv.reader(io.StringIO(read_text(path, kind="CSV", most=LARGEST_TABLE)))
    try:
        names = [EARLIER.get(name, name) for name in next(rows, [])]
        yield "row 0", ",".join(names)
        for i, row in enumerate(rows, 1):
            for k, cell in enumerate(row):
                name = names[k] if k < len(names) else f"column {k + 1}"
                yield f"row {i}, {name}", _number(cell)
    except csv.Error as problem:
        raise InputError(
            _("{label}: this is no CSV ({problem}).").format(label=path, problem=problem)
        ) from None


def _table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as problem:
        raise InputError(
            _("{file}: this table cannot be read ({problem}).").format(
                file=path, problem=type(problem).__name__
            )
        ) from None


def _cells(table: pa.Table) -> Iterator[tuple[str, object]]:
    for name in table.column_names:
        for i, value in enumerate(table[name].to_pylist(), 1):
            yield f"row {i}, {name}", value


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if not (len(path) == 0 and key in OF_THE_MAKING):
                yield from _leaves(each, (*path, EARLIER.get(str(key), str(key))))
    elif isinstance(value, list):
        for i, each in enumerate(value, 1):
            yield from _leaves(each, (*path, str(i)))
    else:
        yield ".".join(path), value


def _number(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)
