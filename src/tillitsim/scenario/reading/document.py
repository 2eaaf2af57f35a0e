"""A TOML file that somebody wrote: its table, and on which line each key stands.

The standard library's parser forgets lines. A scanner reads the text again once the parser has
accepted it; keys in inline tables are not looked for, they answer with the line of their parent.
A decimal comma is told for what it is and read as a point, so that it hides no other fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tillitsim.errors import InputError
from tillitsim.locale import N_, _
from tillitsim.scenario.reading.files import label_of
from tillitsim.scenario.reading.text_files import (
    SUFFIX,
    at,
    control_in,
    is_file,
    read_text,
    shown,
    texts_in,
)

Key = tuple[str | int, ...]

DEEPEST = 8
"""Levels of a dotted key that get a line of their own; no setting lies deeper."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_STATEMENT = re.compile(
    rf"[ \t]*(?:\[\[[ \t]*(?P<array>{_DOTTED})[ \t]*\]\]"
    rf"|\[[ \t]*(?P<table>{_DOTTED})[ \t]*\]"
    rf"|(?P<key>{_DOTTED})[ \t]*=)"
)
_VALUE = re.compile(
    r"""(?x)
      \"{3} (?: \\[\s\S] | [^\\] )*? \"{3,5}    # text in three quotes, of either kind
    | '{3} [\s\S]*? '{3,5}
    | " (?: \\. | [^"\\\n] )* "                # text in one
    | ' [^'\n]* '
    | \#[^\n]*                                # comment
    | [\[\]{}\n]
    | [^\[\]{}\n\#"']+                        # numbers, words, commas, spaces
    """
)
_ONE_PART = re.compile(_PART)
MOST_COMMAS = 50
MOST_PARTS = 32
QUOTES = " \t\"'"
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_COMMA = re.compile(rf"({_DOTTED}[ \t]*)=[ \t]*([+-]?\d+),(\d+)(?=[ \t\r]*(?:[,}}#]|$))")
_QUOTED = re.compile(r"""\"(?:\\.|[^\"\\])*\"|'[^']*'""")
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]+[ \t]*\.[ \t]*){{{MOST_PARTS}}}")


@dataclass(frozen=True)
class Document:
    """A file that is valid TOML: its text, its table, and what it should not hold.

    ``faults`` are sentences about decimal commas and control characters; the table is without them.
    """

    path: Path
    label: str
    text: str
    table: Mapping[str, Any]
    faults: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """The line of each key and table."""
        return lines(self.text)

    def line(self, *path: str | int) -> int:
        """Line of a key, or of the nearest table around it; 0 when unknown."""
        return line_of(self.lines, path)

    def at(self, *path: str | int) -> str:
        """``"FILE, line N: "``, to begin a problem's sentence with."""
        return at(self.label, self.line(*path))


def read(path: Path, empty: str = "") -> Document:
    """A file as a document; ``empty`` is the advice for a file that says nothing.

    Raises
    ------
    InputError
        One sentence: if the file cannot be read as text, is not TOML, or says nothing.
    """
    label = label_of(path)
    longer = path.parent / f"{path.name or '.'}{SUFFIX}"
    advice = _("; 'tillitsim scenarios list' shows what there is.") if empty else "."
    if path.suffix != SUFFIX and is_file(longer):
        advice = _("; did you mean '{longer}'?").format(longer=label_of(longer))
    text = read_text(path, label, advice=advice)
    table, text, faults = _parsed(text, label)
    if not table:
        raise InputError(
            _("{label}: the file says nothing{empty}").format(label=label, empty=_(empty) or ".")
        )
    if control_in(text) or "\\" in text:  # where no text can hold one, none is looked for
        _without_controls(table, label, text, faults)
    return Document(path, label, text, table, tuple(faults))


def _parsed(text: str, label: str) -> tuple[dict[str, Any], str, list[str]]:
    """The table of a text, the text with points for decimal commas, and what was said of them."""
    faults: list[str] = []
    _refuse_long_keys(text, label)
    while True:
        try:
            return tomllib.loads(text), text, faults
        except RecursionError:
            raise InputError(
                _(
                    "{label}: tables or lists are nested too deeply to be read; a scenario needs"
                    " at most three levels."
                ).format(label=label)
            ) from None
        except ValueError as problem:
            mended = _with_points(text, str(problem), label, faults)
            if mended is None or len(faults) > MOST_COMMAS:
                raise InputError([*faults, _not_toml(label, str(problem), text)]) from None
            text = mended


def _with_points(text: str, message: str, label: str, faults: list[str]) -> str | None:
    """The text with points for the decimal commas of the line that is no TOML; None without any."""
    found = _AT_LINE.search(message)
    number = int(found[1]) if found and found[1] else text.count("\n") + 1
    rows = text.split("\n")
    row = rows[number - 1]
    for key, whole, decimals in _COMMA.findall(row):
        faults.append(
            _(
                "{place}{key}: {whole},{decimals} has a decimal comma; decimals take a point:"
                " {whole}.{decimals}."
            ).format(
                place=at(label, number),
                key=shown(key.strip(QUOTES)),
                whole=whole,
                decimals=decimals,
            )
        )
    rows[number - 1] = _COMMA.sub(r"\1=\2.\3", row)
    return "\n".join(rows) if rows[number - 1] != row else None


def _refuse_long_keys(text: str, label: str) -> None:
    """Raise InputError for a dotted key of many parts, which the parser cannot swallow."""
    for number, row in enumerate(text.split("\n"), 1):
        key = row.count(".") >= MOST_PARTS and _LONG_KEY.search(_QUOTED.sub("q", row))
        if key:
            first = ".".join(part.strip() for part in key[0].split(".")[:5])
            raise InputError(
                _(
                    "{place}{first}: unknown table of more than {most_parts} levels; no setting"
                    " lies deeper than four."
                ).format(place=at(label, number), first=shown(first), most_parts=MOST_PARTS)
            )


def _without_controls(table: dict[str, object], label: str, text: str, faults: list[str]) -> None:
    """Take what holds control characters out of a table, and say so."""
    try:
        wrong = [(path, control_in(each)) for path, each in texts_in(table) if control_in(each)]
    except RecursionError:
        raise InputError(
            _("{label}: tables or lists are nested too deeply to be read.").format(label=label)
        ) from None
    found = lines(text) if wrong else {}
    for path, character in wrong:
        name = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
        faults.append(
            _(
                "{place}{name}: holds the control character {character}; write the text without it."
            ).format(place=at(label, line_of(found, path)), name=shown(name), character=character)
        )
        take_out(table, path)


def take_out(table: dict[str, object], path: Key) -> Key:
    """Remove what stands at a path of nested tables; what is in a list goes with the whole list.

    The path that is gone, so that it is known what cannot be judged any more; empty where nothing
    stands there.
    """
    here: Any = table
    for depth, step in enumerate(path):
        if isinstance(here, dict) and step in here:
            inside = here[step]
            last = depth == len(path) - 1
            if last or not isinstance(inside, dict | list):
                del here[step]
                return path[: depth + 1]
            if isinstance(inside, list) and not isinstance(path[depth + 1], int):
                del here[step]
                return path[: depth + 1]
            if isinstance(inside, list) and depth + 2 == len(path):
                del here[step]
                return path[: depth + 1]
            here = inside
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return ()
    return ()


PARSER = (
    N_("Invalid statement"),
    N_("Expected newline or end of document after a statement"),
    N_("Expected ']' at the end of a table declaration"),
    N_("Expected ']]' at the end of an array declaration"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Cannot overwrite a value"),
    N_("Invalid initial character for a key part"),
    N_("Unclosed array"),
    N_("Unclosed inline table"),
    N_("Unescaped '\\' in a string"),
    N_("Invalid hex value"),
    N_("Escaped character is not a Unicode scalar value"),
    N_("Unterminated string"),
    N_("Invalid date or datetime"),
    N_("Invalid value"),
    N_("Cannot declare {} twice"),
    N_("Cannot mutate immutable namespace {}"),
    N_("Cannot redefine namespace {}"),
    N_("Duplicate inline table key {}"),
    N_("Illegal character {}"),
    N_("Found invalid character {}"),
    N_("Expected {}"),
)
"""What Python's own parser says of a text that is no TOML."""


def _parser_says(message: str) -> str:
    """What the parser said, in the reader's language."""
    for known in PARSER:
        start, _blank, end = known.partition("{}")
        if message == known:
            return _(known)
        if "{}" in known and message.startswith(start) and message.endswith(end):
            return _(known).format(message[len(start) : len(message) - len(end)])
    return message


def _not_toml(label: str, message: str, text: str) -> str:
    found = _AT_LINE.search(message)
    line = 0
    if found:
        line = int(found[1]) if found[1] else text.count("\n") + 1
        message = message[: found.start()]
    advice = _("a line reads key = value, text stands in quotes, lists in [ ]")
    if "overwrite" in message or "twice" in message or "declare" in message:
        advice = _("each key and each [table] may stand only once")
    return _("{place}this is not TOML: {message}; {advice}.").format(
        place=at(label, line), message=shown(_parser_says(message), 100), advice=advice
    )


def lines(text: str) -> dict[Key, int]:
    """Line (from 1) of every table header and key in a valid TOML text, by path.

    Tables in an array are numbered: the second ``[[interventions]]`` is ``("interventions", 1)``.
    """
    found: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    position, line = 0, 1
    while position < len(text):
        statement = _STATEMENT.match(text, position)
        if statement:
            position = statement.end()
            if statement["key"] is not None:
                path = table + _parts(statement["key"])
            else:
                table = ()
                path = _header(statement["array"], statement["table"], counts)
            for depth in range(len(table) + 1, min(len(path), DEEPEST)):
                found.setdefault(path[:depth], line)
            found.setdefault(path, line)
            if statement["key"] is None:
                table = path
        position, line = _end_of_value(text, position, line)
    return found


def line_of(found: Mapping[Key, int], path: Key) -> int:
    """Line of a path or of its nearest ancestor; 0 when none is known."""
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return 0


def _parts(dotted: str) -> Key:
    return tuple(
        part
        if part[0] not in "\"'"
        else part[1:-1]
        if part[0] == "'" or "\\" not in part
        else tomllib.loads(f"{part} = 0").popitem()[0]
        for part in _ONE_PART.findall(dotted)
    )


def _header(array: str | None, table: str | None, counts: dict[Key, int]) -> Key:
    path: Key = ()
    parts = _parts(array or table or "")
    for i, part in enumerate(parts):
        path = (*path, part)
        if array is not None and i == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _end_of_value(text: str, position: int, line: int) -> tuple[int, int]:
    """Position after the newline that ends the value (or comment) here, and the line there."""
    depth = 0
    while position < len(text):
        token = _VALUE.match(text, position)
        if token is None:
            return position + 1, line
        position = token.end()
        line += token[0].count("\n")
        if token[0] in {"[", "{"}:
            depth += 1
        elif token[0] in {"]", "}"}:
            depth -= 1
        elif token[0] == "\n" and depth <= 0:
            break
    return position, line
