"""What a list of scenarios shows, without reading what the scenarios say.

Checking thirty files takes half a second; a title is read in a thousandth. So only a shipped file,
which tests have read, is taken at its word; one of the user's own is loaded and checked.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from tillitsim.errors import InputError
from tillitsim.scenario.reading import files
from tillitsim.scenario.reading.text_files import read_text

MOST_BASES = 8
_LONG = re.compile(r"^\[(?:description|sources)\]\n.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


def without_prose(path: Path) -> dict[str, Any]:
    """A shipped file without its description and sources, which take longest to parse."""
    return tomllib.loads(_LONG.sub("", read_text(path)))


class Outline(NamedTuple):
    """Title and kind of service of a scenario, by language."""

    title: dict[str, str]
    sector: dict[str, str]


def outline(path: Path) -> Outline:
    """The outline of a scenario that has a name.

    Raises
    ------
    InputError
        If a file of the user's own is wrong.
    """
    shipped = files.shipped_folder()
    if shipped is not None and path.resolve().parent == shipped.resolve():
        try:
            return _at_its_word(path, shipped)
        except (InputError, ValueError, KeyError, TypeError):
            pass  # loading it says what is wrong
    from tillitsim.scenario.load import load  # noqa: PLC0415 - what this spares a list

    scenario = load(path)
    return Outline(dict(scenario.title), dict(scenario.sector))


def _at_its_word(path: Path, shipped: Path) -> Outline:
    """Title and sector that a file gives, or its bases."""
    title: dict[str, str] = {}
    sector: dict[str, str] = {}
    for _ in range(MOST_BASES):
        said = without_prose(path)
        title = said.get("title", {}) | title
        sector = said.get("sector", {}) | sector
        if "extends" not in said:
            return Outline(title, sector)
        path = shipped / f"{said['extends']}.toml"
    raise ValueError("too many bases")
