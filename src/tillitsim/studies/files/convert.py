"""Files of earlier versions turned into files of this one, line by line, comments kept.

Version 0.1 read three things in findings and claims that are not taken any more: numbers in quotes,
``changes`` for what scenarios call ``interventions`` (still read), and null findings whose smallest
effect of interest was 0.1 where the file said nothing. Its two numbers of how a reward is framed
are one now: control, less what it informs.
"""

from __future__ import annotations

import re
from pathlib import Path

from tillitsim.locale import _
from tillitsim.scenario.reading import document
from tillitsim.scenario.reading.text_files import at, read_text

SMALLEST = 0.1
"""What version 0.1 took for the smallest effect of interest where a null finding named none."""

_NUMBERS = (
    "months|replicates|most|first|last|start|stop|ramp|share|value|low|high|sign|smallest|margin|"
    "above|below|noise|same_source|leniency|organisations|year|each|waves|wanted|block|seed"
)
_QUOTED = re.compile(rf'(?<![\w".])({_NUMBERS})(\s*=\s*)"([+-]?\d+(?:\.\d+)?)"')
_CHANGES = re.compile(r"^(\s*\[\[\s*(?:\w+\.)*arms\.)changes(\s*\]\])")
_INLINE = re.compile(r"(?<![\w\".])changes(\s*=\s*\[)")
_FRAMED = re.compile(
    r'"motivation\.controlling"(\s*=\s*)([\d.]+)(\s*,\s*)"motivation\.informing"\s*=\s*([\d.]+)'
)
_INFORMING = re.compile(r'"?motivation\.informing"?(\s*=\s*)([\d.]+)')
_HEADER = re.compile(r"^\s*\[")
_NULL = re.compile(r'^\s*how\s*=\s*["\']null["\']')
_NAMED = re.compile(r"^\s*smallest\s*=")


def converted(path: Path) -> tuple[str, list[str]]:
    """The text of a file for this version, and a sentence about each change.

    Raises
    ------
    InputError
        If it cannot be read as TOML.
    """
    label = document.read(path).label
    changes: list[str] = []
    rows = read_text(path).splitlines(keepends=True)
    for place, row in enumerate(rows):
        rows[place] = _row(row, at(label, place + 1), changes)
    return "".join(_with_smallest(rows, label, changes)), changes


def _row(row: str, where: str, changes: list[str]) -> str:
    """One line with its numbers out of quotes, and interventions by their name."""
    for key, _quote, number in _QUOTED.findall(row):
        changes.append(
            _('{where}{key}: "{number}" is now {number}.').format(
                where=where, key=key, number=number
            )
        )
    row = _framed(_QUOTED.sub(r"\1\2\3", row), where, changes)
    renamed = _INLINE.sub(r"interventions\1", _CHANGES.sub(r"\1interventions\2", row))
    if renamed != row:
        changes.append(_("{where}changes is now interventions.").format(where=where))
    return renamed


def _framed(row: str, where: str, changes: list[str]) -> str:
    """A line in which control by a reward is net of what it informs; by itself, of full control."""
    found = _FRAMED.search(row) or _INFORMING.search(row)
    if found is None:
        return row
    control = float(found[2]) if found.re is _FRAMED else 1.0
    net = f"{control - float(found[found.lastindex or 0]):.6g}"
    changes.append(
        _("{where}motivation.informing is gone; motivation.controlling is now net: {net}.").format(
            where=where, net=net
        )
    )
    return f'{row[: found.start()]}"motivation.controlling"{found[1]}{net}{row[found.end() :]}'


def _with_smallest(rows: list[str], label: str, changes: list[str]) -> list[str]:
    """The lines, with what null findings took for granted written out."""
    found: list[str] = []
    for place, row in enumerate(rows):
        found.append(row)
        if _NULL.match(row) and not any(map(_NAMED.match, _table_around(rows, place))):
            found.append(f"smallest = {SMALLEST}\n")
            changes.append(
                _(
                    "{place}smallest = {smallest} is now written out; is it the smallest effect of"
                    " interest, in the unit of the check?"
                ).format(place=at(label, place + 1), smallest=SMALLEST)
            )
    return found


def _table_around(rows: list[str], place: int) -> list[str]:
    """The lines of the table that a line belongs to."""
    first = next((i for i in range(place, -1, -1) if _HEADER.match(rows[i])), 0)
    last = next((i for i in range(place + 1, len(rows)) if _HEADER.match(rows[i])), len(rows))
    return rows[first:last]
