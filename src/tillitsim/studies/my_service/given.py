"""What somebody gives of a service: numbers as people write them, one by one or as a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.reading.text_files import at, read_text, shown
from tillitsim.studies.my_service.figures import FIGURES, Figure, figure_called
from tillitsim.view.numbers import MINUS

LARGEST_FILE = 1_000_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "namn", "figure", "nyckeltal", "id"),
    "value": ("value", "värde"),
    "year": ("year", "år"),
}
"""What the columns of a file may be called."""

_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_THOUSANDS = re.compile(r"-?\d{1,3}[.,]\d{3}")
_BOTH = re.compile(r"-?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+)")


@dataclass(frozen=True, slots=True)
class Given:
    """A figure's value in the figure's unit, and of which year; None where it is not said."""

    figure: Figure
    value: float
    year: int | None = None


def number(text: str) -> float:
    """A number as people write it: ``12.5``, ``12,5 %``, ``1 234,5`` or ``1,234.5``.

    Raises
    ------
    ValueError
        For what is no number, and for ``45,000``, which is two of them, in a sentence.
    """
    plain = re.sub(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", "", text).rstrip("%")
    plain = plain.replace(MINUS, "-")
    if _THOUSANDS.fullmatch(plain):
        whole = re.sub("[.,]", "", plain)
        raise ValueError(
            _("'{text}' can be read in two ways; write {whole}, or other decimals.").format(
                text=shown(text.strip()), whole=whole
            )
        )
    if _BOTH.fullmatch(plain):
        decimal = plain[max(plain.rfind(","), plain.rfind("."))]
        plain = plain.replace("," if decimal == "." else ".", "")
    plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain) or len(plain) > 30:
        raise ValueError(
            _("'{text}' is not a number; write for example 12.5.").format(text=shown(text.strip()))
        )
    return float(plain)


def checked(figure: Figure, text: str) -> float:
    """A figure's value, as a number that can be.

    Raises
    ------
    ValueError
        In a sentence, for what is no number or cannot be.
    """
    value = number(text)
    low, high = figure.bounds
    if not low <= value <= high:
        raise ValueError(
            _("{value:g} is not possible for '{name}' ({unit}): from {low:g} to {high:g}.").format(
                value=value, name=figure.name, unit=_(figure.unit), low=low, high=high
            )
        )
    return value


def read_csv(path: Path) -> list[Given]:
    """Figures in a CSV file with the columns name, value and perhaps year; the latest of each.

    Commas, semicolons or tabs between cells, decimal points or commas. A row without a value is
    passed over.

    Raises
    ------
    InputError
        With every problem found, one sentence each.
    """
    text = read_text(path, kind="CSV", most=LARGEST_FILE)
    label = shown(str(path), 200)
    lines = text.splitlines()
    head = lines[0] if lines else ""
    separator = next((each for each in ";\t" if each in head), ",")
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as problem:
        raise InputError(
            _("{label}: this is no CSV ({problem}).").format(label=label, problem=problem)
        ) from None
    columns = _columns(rows[0] if rows else [], label)
    found: dict[str, Given] = {}
    problems = []
    for line, row in enumerate(rows[1:], 2):
        try:
            given = _given(row, columns, len(rows[0]))
            if given is None:
                continue
            found[given.figure.name] = _later(found.get(given.figure.name), given)
        except ValueError as wrong:
            problems.append(f"{at(label, line)}{wrong}")
    if problems:
        raise InputError(problems)
    return [found[name] for name in FIGURES if name in found]


def _later(before: Given | None, given: Given) -> Given:
    """The later of two values of a figure; ``ValueError`` where neither is."""
    if before is None:
        return given
    if before.year == given.year:
        raise ValueError(_("'{name}' is given twice; keep one.").format(name=given.figure.name))
    return max(before, given, key=lambda each: each.year or 0)


def _columns(head: list[str], label: str) -> dict[str, int]:
    words = [cell.strip().lower() for cell in head]
    found = {
        column: words.index(word)
        for column, known in COLUMNS.items()
        for word in known
        if word in words
    }
    if not {"name", "value"} <= found.keys():
        raise InputError(
            at(label, 1) + _("the first line names the columns; write name,value,year there.")
        )
    return found


def _given(row: list[str], columns: Mapping[str, int], width: int) -> Given | None:
    """What a row gives, or None; ``ValueError`` with a sentence."""
    if not any(cell.strip() for cell in row):
        return None
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        raise ValueError(
            _(
                "more cells than columns; with a decimal comma, write semicolons between cells or"
                " the number in quotes."
            )
        )
    cells = {name: row[i].strip() if i < len(row) else "" for name, i in columns.items()}
    if not cells["value"]:
        return None
    figure = figure_called(cells["name"])
    year = cells.get("year", "")
    if year and not re.fullmatch(r"(19|20)\d\d", year, re.ASCII):
        raise ValueError(
            _("'{year}' is not a year; write for example 2025.").format(year=shown(year))
        )
    return Given(figure, checked(figure, cells["value"]), int(year) if year else None)
