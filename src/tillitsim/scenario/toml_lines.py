"""Where in a TOML file each key stands, so that a problem can name its line.

The standard library's parser forgets lines. This scanner reads a text that the parser has already
accepted; keys inside inline tables are not looked for, they answer with the line of their parent.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

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
        tomllib.loads(f"{part} = 0").popitem()[0] if part[0] in "\"'" else part
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
