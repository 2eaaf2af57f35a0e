"""Scenarios by what people call them: their title or their service, in any language they have."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path


def titles(catalogue: Mapping[str, Path]) -> dict[str, str]:
    """Names of scenarios by title and by service (``hemtjänst``), in small letters.

    Where several serve the same service, the one whose title it is comes first, then the one that
    extends no other.
    """
    found: dict[str, str] = {}
    derived: dict[str, str] = {}
    for name, path in catalogue.items():
        try:
            table = tomllib.loads(path.read_text("utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            continue  # what is wrong with a file is told when it is asked for
        for title in _texts(table.get("title")):
            found[title] = name
        for service in _texts(table.get("sector")):
            (derived if "extends" in table else found).setdefault(service, name)
    return derived | found


def _texts(table: object) -> list[str]:
    values = table.values() if isinstance(table, dict) else ()
    return [text.lower() for text in values if isinstance(text, str)]
