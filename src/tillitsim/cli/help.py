"""Help in the reader's language: paragraphs, and the words of tables of examples and files."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable
from typing import TypeVar

import click

from tillitsim.locale import current

CommandType = TypeVar("CommandType", bound=click.Command)

AS_IT_IS = "\b"
"""Click's mark of a paragraph whose lines stay as they are."""

CELLS = re.compile(r"(\s{2,})")


def spoken(text: str, _: Callable[[str], str]) -> str:
    """A help text, its translatable pieces turned by ``_``.

    A paragraph is one piece, its lines joined. In one that stays as it is, a line at the margin is
    a piece; in an indented line the first column is something to type and the others are pieces.
    """
    return "\n\n".join(_paragraph(each, _) for each in re.split(r"\n\s*\n", inspect.cleandoc(text)))


def _paragraph(paragraph: str, _: Callable[[str], str]) -> str:
    if paragraph.startswith(AS_IT_IS):
        return "\n".join(_line(line, _) for line in paragraph.split("\n"))
    if paragraph.startswith("Example:"):
        return f"{_('Example:')}{paragraph.removeprefix('Example:')}"
    joined = " ".join(paragraph.split())
    return _(joined)


def pieces(text: str) -> list[str]:
    """What there is to translate in a help text."""
    found: list[str] = []

    def note(piece: str) -> str:
        found.append(piece)
        return piece

    spoken(text, note)
    return found


def _line(line: str, _: Callable[[str], str]) -> str:
    if line.strip() in {"", AS_IT_IS}:
        return line
    if not line.startswith(" "):
        return _(line)
    margin, first, *rest = CELLS.split(line)[1:]
    told = margin + first
    for gap, cell in zip(rest[::2], rest[1::2], strict=True):
        said = _(cell) if re.search("[A-Za-z]", cell) else cell
        told += gap + said + " " * max(0, len(cell) - len(said))
    return told.rstrip()


def in_language(command: CommandType) -> CommandType:
    """The command with its help, and that of its options, in the language spoken."""
    own = copy.copy(command)
    own.help = _said(command.help)
    own.short_help = _said(command.short_help)
    own.epilog = _said(command.epilog)
    own.params = [_parameter(each) for each in command.params]
    own._help_option = None  # noqa: SLF001 - click keeps that of the language spoken first
    return own


def _parameter(parameter: click.Parameter) -> click.Parameter:
    own = copy.copy(parameter)
    if isinstance(own, click.Option):
        own.help = _said(own.help)
    return own


def _said(text: str | None) -> str | None:
    return None if text is None else spoken(text, current())
