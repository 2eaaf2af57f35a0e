"""What commands on files of one kind have in common: list those that have a name, check some."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.view.columns import aligned, cut, terminal_width
from tillitsim.view.table import Cell, Table

Row = TypeVar("Row", bound=Sequence[Cell])
Content = TypeVar("Content")


def rows_of(
    catalogue: Mapping[str, Path], row: Callable[[str, Path], Row], wrong: Callable[[str], Row]
) -> list[Row]:
    """A row a file; of one that cannot be read it is said why, and it has a ``wrong`` row."""
    rows: list[Row] = []
    for name, path in catalogue.items():
        try:
            rows.append(row(name, path))
        except InputError as problem:
            click.echo(problem.problems[0], err=True)
            rows.append(wrong(name))
    return rows


def show_list(
    fields: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    form: str,
    language: str,
    lines: Sequence[Sequence[str]],
) -> None:
    """Print a list: as JSON, as a face of its table, or as ``lines`` for people."""
    if form == "json":
        records = [dict(zip(fields, row, strict=True)) for row in rows]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif form != "table":
        click.echo(Table(tuple(fields), [list(row) for row in rows]).face(form, language), nl=False)
    else:
        click.echo("\n".join(cut(aligned(lines), terminal_width())))


def check_files(
    files: Sequence[str],
    load: Callable[[str], Content],
    notes: Callable[[Content], Iterable[str]],
) -> None:
    """Check files and say what is noted of each.

    Raises
    ------
    InputError
        With all problems of all files.
    """
    problems: list[str] = []
    for file in files:
        try:
            content = load(file)
        except InputError as wrong:
            problems += wrong.problems
            continue
        for note in notes(content):
            click.echo(f"{_('Note')}: {note}", err=True)
        click.echo(f"{file}: {_('no problems')}")
    if problems:
        raise InputError(problems)
