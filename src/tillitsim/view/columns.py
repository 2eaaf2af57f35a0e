"""Text in columns: aligned for people; on a terminal the last column is wrapped to fit."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence

GAP = "  "
NARROWEST = 24


def terminal_width() -> int | None:
    """Columns of the terminal that is printed to; None in a pipe or a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def aligned(
    rows: Sequence[Sequence[str]], *, width: int | None = None, indent: str = ""
) -> list[str]:
    """Lines with the cells of all rows under each other.

    With a ``width`` the last column is wrapped under itself; without, every row is one line.
    """
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    start = len(indent) + sum(widths) + len(GAP) * len(widths)
    if width is not None and width - start < NARROWEST:
        start = len(indent) + 2 * len(GAP)
        return [line for row in rows for line in _stacked(row, widths, width, start, indent)]
    lines = []
    for row in rows:
        room = None if width is None else width - start
        parts = [row[-1]] if room is None else textwrap.wrap(row[-1], room) or [""]
        cells = [cell.ljust(size) for cell, size in zip(row, widths, strict=False)]
        lines.append(indent + GAP.join([*cells, parts[0]]).rstrip())
        lines += [" " * start + part for part in parts[1:]]
    return [line.rstrip() for line in lines]


def _stacked(
    row: Sequence[str], widths: Sequence[int], width: int, start: int, indent: str
) -> list[str]:
    """A row whose last cell goes below, for a narrow terminal."""
    cells = GAP.join(cell.ljust(size) for cell, size in zip(row, widths, strict=False))
    below = textwrap.wrap(row[-1], max(NARROWEST, width - start))
    return [(indent + cells).rstrip(), *(" " * start + part for part in below)]


def cut(lines: Sequence[str], width: int | None) -> list[str]:
    """Lines cut to the width of the terminal, with dots where something is missing."""
    if width is None:
        return list(lines)
    return [line if len(line) <= width else line[: width - 3] + "..." for line in lines]


def wrapped(text: str, width: int | None) -> list[str]:
    """A paragraph in lines no wider than the terminal; as it is in a pipe."""
    return [text] if width is None or not text else textwrap.wrap(text, width)
