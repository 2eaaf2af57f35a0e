"""A table with several faces: the same cells as CSV, for a spreadsheet, Markdown, HTML, xlsx."""

from __future__ import annotations

import csv
import html
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tillitsim.errors import TillitsimError
from tillitsim.locale import _
from tillitsim.view.numbers import symbols

Cell = str | float | int | bool | None

FACES = ("csv", "spreadsheet", "markdown", "html", "xlsx")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with in a spreadsheet, which would take it for a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under names of columns; a number stays a number, what is absent is None.

    ``notes`` are sentences that stand below where a face has room for them: Markdown and HTML.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()

    @classmethod
    def of(cls, records: Sequence[Mapping[str, Cell]], notes: Sequence[str] = ()) -> Table:
        """Records with the same keys, a row each."""
        return cls(list(records[0]), [list(record.values()) for record in records], notes)

    def face(self, form: str, language: str) -> str | bytes:
        """The table in one of ``FACES``."""
        if form == "xlsx":
            return self.xlsx()
        if form == "spreadsheet":
            return self.spreadsheet(language)
        return {"csv": self.csv, "markdown": self.markdown, "html": self.html}[form]()

    def csv(self) -> str:
        """Commas between cells and decimal points, for programs; harmless in a spreadsheet."""
        return self._separated(",", ".")

    def spreadsheet(self, language: str) -> bytes:
        """CSV as a spreadsheet of the language opens it: its separators, and a mark of UTF-8."""
        point = symbols(language).decimal
        return self._separated(";" if point == "," else ",", point).encode("utf-8-sig")

    def markdown(self) -> str:
        """A table of Markdown (GitHub's), in which nothing is HTML."""

        def line(cells: Sequence[Cell]) -> str:
            texts = (html.escape(_text(cell), quote=False) for cell in cells)
            written = (text.replace("|", "\\|").replace("\n", " ") for text in texts)
            return f"| {' | '.join(written)} |"

        rule = "|" + " --- |" * len(self.columns)
        notes = (f"\n{html.escape(note, quote=False)}" for note in self.notes)
        return "\n".join([line(self.columns), rule, *map(line, self.rows), *notes]) + "\n"

    def html(self) -> str:
        """A table element, everything escaped."""

        def line(cells: Sequence[Cell], kind: str) -> str:
            return "".join(f"<{kind}>{html.escape(_text(cell))}</{kind}>" for cell in cells)

        body = "\n".join(f"<tr>{line(row, 'td')}</tr>" for row in self.rows)
        head = f"<thead><tr>{line(self.columns, 'th')}</tr></thead>"
        notes = "".join(f"<p>{html.escape(note)}</p>\n" for note in self.notes)
        return f"<table>\n{head}\n<tbody>\n{body}\n</tbody>\n</table>\n{notes}"

    def records(self) -> list[dict[str, Cell]]:
        """Rows by column, for JSON: what is no number is None."""
        return [dict(zip(self.columns, map(_present, row), strict=True)) for row in self.rows]

    def xlsx(self) -> bytes:
        """An Excel workbook of one sheet.

        Raises
        ------
        TillitsimError
            When XlsxWriter is not installed.
        """
        try:
            import xlsxwriter  # noqa: PLC0415 - an extra
        except ImportError:
            raise TillitsimError(
                _("xlsx needs XlsxWriter; install it with: pip install 'tillitsim[xlsx]'.")
            ) from None
        file = io.BytesIO()
        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, plain) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for i, row in enumerate([self.columns, *self.rows]):
                sheet.write_row(i, 0, [_present(cell) for cell in row])
            sheet.autofit()
        return file.getvalue()

    def _separated(self, separator: str, point: str) -> str:
        file = io.StringIO()
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerow(map(_harmless, self.columns))
        for row in self.rows:
            writer.writerow([_written(cell, point) for cell in row])
        return file.getvalue()


def _present(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _text(cell: Cell) -> str:
    present = _present(cell)
    return "" if present is None else str(present)


def _written(cell: Cell, point: str) -> str:
    if isinstance(cell, str):
        return _harmless(cell)
    text = _text(cell)
    return text.replace(".", point) if isinstance(cell, float) else text


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
