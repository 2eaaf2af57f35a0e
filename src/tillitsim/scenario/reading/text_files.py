"""The door for every text from outside: the one place where a file that somebody wrote is opened.

What is not a plain file, is too large or is not UTF-8 is told in a sentence before it can hang the
program, fill its memory or end in a traceback.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tillitsim.errors import InputError, refusal
from tillitsim.locale import N_, _

SUFFIX = ".toml"
LARGEST = 1_000_000
"""Bytes of a file that a person writes, at the most."""
LARGEST_RECORD = 64_000_000
"""Bytes of a table of points or of a record that the program itself wrote, at the most."""

DEEPEST = 32
"""Levels of tables and lists in a file, at the most."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # that turn the direction, or end a line
    "\ud800-\udfff]"  # halves of a character
)


def read_text(
    path: Path,
    label: str | None = None,
    *,
    kind: str = N_("TOML file"),
    most: int = LARGEST,
    advice: str = ".",
) -> str:
    """The text of a plain file in UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path, label
        The file, and what to call it when talking to people.
    kind
        What is read, as in "give the path of a TOML file".
    most
        Bytes at the most.
    advice
        What ends the sentence about a missing file.

    Raises
    ------
    InputError
        One sentence: if the file is missing, a folder, a pipe or a device, unreadable, too large,
        or not UTF-8; or if its name is not text on one line.
    """
    label = label or shown(str(path), 200)
    raw = _bytes(path, label, kind, most, advice)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise InputError(
            _("{place}the file is not UTF-8 text; save it as UTF-8 and try again.").format(
                place=at(label, line)
            )
        ) from None


JsonObject = dict[str, Any]
"""An object of JSON as it is read: nothing is known of its values until they are checked."""


def read_json(path: Path, label: str | None = None) -> Any:
    """What a file of JSON holds.

    Raises
    ------
    InputError
        As for a text; if it is no JSON, nested too deeply, or a text in it has control characters.
    """
    label = label or shown(str(path), 200)
    text = read_text(path, label, kind=N_("JSON file"), most=LARGEST_RECORD)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as problem:
        reason = _("nested too deeply") if isinstance(problem, RecursionError) else _("damaged")
        raise InputError(
            _("{label}: this is not JSON, or it is {reason}.").format(label=label, reason=reason)
        ) from None
    try:
        controls = next((each for _path, each in texts_in(content) if control_in(each)), None)
    except RecursionError:
        raise InputError(
            _("{label}: this is nested too deeply to be read.").format(label=label)
        ) from None
    if controls is not None:
        raise InputError(
            _("{label}: '{controls}' holds a control character; texts need none.").format(
                label=label, controls=shown(controls)
            )
        )
    return content


def control_in(text: str) -> str:
    """What a text must not hold: a control character, or one that turns the direction of writing.

    ``"U+001B"``, or an empty string; line feeds and tabs are allowed.
    """
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def texts_in(content: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    """Every key and text in nested tables and lists, with the path to it.

    Raises
    ------
    RecursionError
        If they are nested deeper than any file needs.
    """
    if len(path) > DEEPEST:
        raise RecursionError
    if isinstance(content, str):
        yield path, content
    elif isinstance(content, Mapping):
        for key, inner in content.items():
            yield (*path, key), str(key)
            yield from texts_in(inner, (*path, key))
    elif isinstance(content, list):
        for place, inner in enumerate(content):
            yield from texts_in(inner, (*path, place))


def at(label: str, line: int = 0) -> str:
    """The beginning of a problem's sentence: the file, and the line when it is known."""
    return _("{file}, line {line}: ").format(file=label, line=line) if line else f"{label}: "


def shown(text: object, most: int = 60) -> str:
    """Something that a user wrote, safe to print in one line: escaped and cut short."""
    try:
        written = str(text)[: most + 1]
    except (ValueError, RecursionError):  # a number of thousands of digits, a list of lists of ...
        return _("this")
    plain = "".join(c if c.isprintable() and not control_in(c) else repr(c)[1:-1] for c in written)
    return plain if len(plain) <= most else f"{plain[: most - 3]}..."


def is_file(path: Path) -> bool:
    """Whether a path is a plain file; False for a path that cannot even be asked about."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether something stands at a path, of whatever kind; False for one that cannot be asked."""
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False


def resolved(path: Path) -> Path:
    """A path without links; the path itself where they lead nowhere or in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _bytes(path: Path, label: str, kind: str, most: int, advice: str) -> bytes:
    if not path.name.isprintable() and "\0" not in path.name:
        raise InputError(
            _(
                "{label}: the name of this file is not plain text on one line; rename the file."
            ).format(label=label)
        )
    try:
        if path.is_dir():
            raise InputError(
                _("{label}: this is a folder; give the path of a {kind} in it.").format(
                    label=label, kind=_(kind)
                )
            )
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            plain = stat.S_ISREG(os.fstat(handle).st_mode)
            raw = _content(handle, most + 1) if plain else b""
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise InputError(
            _("{label}: there is no such file{advice}").format(label=label, advice=advice)
        ) from None
    except PermissionError:
        raise InputError(
            _("{label}: the file may not be read by you; change its permissions.").format(
                label=label
            )
        ) from None
    except (OSError, ValueError) as problem:
        reason = refusal(problem) if isinstance(problem, OSError) else str(problem)
        raise InputError(
            _("{label}: the file cannot be read: {reason}.").format(label=label, reason=reason)
        ) from None
    if not plain:
        raise InputError(
            _("{label}: this is not a plain file; give the path of a {kind}.").format(
                label=label, kind=_(kind)
            )
        )
    if len(raw) > most:
        size = f"{most / 1_000_000:.0f} MB"
        usual = _("; a scenario is a few kilobytes of TOML") if most == LARGEST else ""
        raise InputError(
            _("{label}: the file is larger than {size}{usual}.").format(
                label=label, size=size, usual=usual
            )
        )
    return raw


def _content(handle: int, most: int) -> bytes:
    """What an open file holds, ``most`` bytes of it."""
    parts = []
    while most > 0 and (part := os.read(handle, min(most, 1 << 20))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def path_is_folder(path: Path) -> bool:
    """Whether a path is a folder; False for one that cannot even be asked about."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
