"""Level facts: what has been published of a service as it is, read from CSV files and checked."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.runs.ensemble.shipped import levels_folder
from tillitsim.scenario.reading.text_files import at, control_in, read_text, shown

FactKind = Literal["level", "distribution", "time", "ordering"]
SERVICES = (
    "home-care",
    "school",
    "preschool",
    "individual-and-family-care",
    "social-services",
    "emergency-hospital-care",
    "primary-care",
    "pupil-health",
    "chain-of-care-partnership",
    "supervision",
)
"""Scenarios that facts are held against: today's steering of each service."""

EVERY_SERVICE = ("politics", "all")
"""Sectors of a fact that mean all services together."""

NEEDED = (
    "id",
    "kind",
    "sector",
    "quantity",
    "value",
    "value_text",
    "unit",
    "source",
    "maps_to",
    "model_statistic",
    "comparability",
    "tolerance_low",
    "tolerance_high",
)
NOT_MODELLED = "not in the model yet"


@dataclass(frozen=True, slots=True)
class Fact:
    """A published fact about a service as it is.

    ``value`` is in ``unit`` (NaN where only ``value_text`` says it); ``maps_to`` names outcomes,
    columns or parameters; ``statistic`` says in words which statistic of the model is meant;
    ``tolerance`` is the range, fixed before any run, in which the model's should lie.
    """

    id: str
    kind: FactKind
    sector: str
    quantity: str
    value: float
    value_text: str
    unit: str
    source: str
    maps_to: tuple[str, ...]
    statistic: str
    comparability: str
    tolerance: tuple[float, float] | None

    @property
    def services(self) -> tuple[str, ...]:
        """The scenarios that the fact is about."""
        return SERVICES if self.sector in EVERY_SERVICE else (self.sector,)

    @property
    def published(self) -> str:
        """The value as it was published, in words."""
        if math.isnan(self.value):
            return self.value_text
        return f"{self.value:g} {self.unit}"


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Fact files: those named and every ``*.csv`` of the folders named, in order of name.

    Raises
    ------
    InputError
        For what does not exist, and for a folder without any.
    """
    found: list[Path] = []
    wrong: list[str] = []
    for path in paths:
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path] if path.is_file() else []
        if not inside:
            wrong.append(
                _("{path}: there are no level facts (*.csv) here.").format(path=path)
                if path.is_dir()
                else _("{path}: there is no such file or folder.").format(path=path)
            )
        found += inside
    if wrong:
        raise InputError(wrong)
    return found


def load_facts(paths: Iterable[Path] = ()) -> list[Fact]:
    """The facts of some files or folders; those that come with tillitsim where none is named.

    Raises
    ------
    InputError
        With every problem of every file, each with its line.
    """
    facts: list[Fact] = []
    wrong: list[str] = []
    for path in files_of([*paths] or [levels_folder()]):
        facts += _read(path, wrong)
    seen: set[str] = set()
    for fact in facts:
        if fact.id in seen:
            wrong.append(
                _("the fact {id} is given twice; an id stands for one fact.").format(
                    id=shown(fact.id)
                )
            )
        seen.add(fact.id)
    if wrong:
        raise InputError(wrong)
    return facts


def _read(path: Path, wrong: list[str]) -> list[Fact]:
    try:
        text = read_text(path, kind="CSV")
    except InputError as problem:
        wrong += problem.problems
        return []
    line = next(
        (i for i, each in enumerate(text.split("\n"), 1) if control_in(each.rstrip("\r"))), 0
    )
    if line:
        wrong.append(
            _("{place}holds a control character; texts need none.").format(
                place=at(str(path), line)
            )
        )
        return []
    rows = csv.DictReader(io.StringIO(text))
    try:
        return _facts_of(rows, path, wrong)
    except csv.Error as problem:
        wrong.append(
            _("{place}this is no CSV ({problem}).").format(
                place=at(str(path), rows.line_num), problem=problem
            )
        )
        return []


def _facts_of(rows: csv.DictReader[str], path: Path, wrong: list[str]) -> list[Fact]:
    columns = rows.fieldnames or []
    missing = [name for name in NEEDED if name not in columns]
    wrong += [
        _("{path}: the column '{name}' is missing{advice}").format(
            path=path, name=name, advice=did_you_mean(name, columns) or "."
        )
        for name in missing
    ]
    if missing:
        return []
    read = (_fact(row, at(str(path), rows.line_num), wrong) for row in rows)
    return [fact for fact in read if fact is not None]


def _fact(row: Mapping[str, str | None], place: str, wrong: list[str]) -> Fact | None:
    cells = {name: (row.get(name) or "").strip() for name in NEEDED}
    before = len(wrong)

    def number(name: str) -> float:
        try:
            value = float(cells[name]) if cells[name] else math.nan
        except ValueError:
            value = math.inf
        if math.isinf(value) or cells[name].lower() == "nan":
            wrong.append(
                _("{place}{name} is '{cells}'; give a finite number, or nothing.").format(
                    place=place, name=name, cells=shown(cells[name])
                )
            )
            return math.nan
        return value

    if not cells["id"]:
        wrong.append(_("{place}the fact has no id.").format(place=place))
    if cells["kind"] not in get_args(FactKind):
        advice = did_you_mean(cells["kind"], get_args(FactKind))
        wrong.append(
            _("{place}there is no kind '{cells}'{advice}").format(
                place=place, cells=shown(cells["kind"]), advice=advice or "."
            )
        )
    known = (*SERVICES, *EVERY_SERVICE)
    if cells["sector"] not in known:
        advice = did_you_mean(cells["sector"], known) or _("; write one of {known}.").format(
            known=", ".join(known)
        )
        wrong.append(
            _("{place}there is no sector '{cells}'{advice}").format(
                place=place, cells=shown(cells["sector"]), advice=advice
            )
        )
    low, high = number("tolerance_low"), number("tolerance_high")
    if math.isnan(low) != math.isnan(high) or low > high:
        wrong.append(
            _("{place}the tolerance needs both ends, the lower one first.").format(place=place)
        )
    value = number("value")
    if len(wrong) > before:
        return None
    return Fact(
        id=cells["id"],
        kind=cells["kind"],  # type: ignore[arg-type]  # checked above
        sector=cells["sector"],
        quantity=cells["quantity"],
        value=value,
        value_text=cells["value_text"],
        unit=cells["unit"],
        source=cells["source"],
        maps_to=tuple(part.strip() for part in cells["maps_to"].split(";") if part.strip()),
        statistic=cells["model_statistic"],
        comparability=cells["comparability"],
        tolerance=None if math.isnan(low) else (low, high),
    )
