"""Experiments and their arms by what people call them: their titles, in any language they have."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path


def plainly(text: str) -> str:
    """A name as it is compared: ``Färre-mål`` and ``färre mål`` are one."""
    return text.replace("-", " ").replace("_", " ").strip().casefold()


def titles(catalogue: Mapping[str, Path]) -> dict[str, str]:
    """Names, ``EXPERIMENT`` or ``EXPERIMENT:ARM``, by the titles of experiments and of their arms.

    What several arms are called means none of them, unless one is its experiment's namesake.
    """
    found: dict[str, str] = {}
    arms: dict[str, set[str]] = {}
    for name, path in catalogue.items():
        try:
            table = tomllib.loads(path.read_text("utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            continue  # what is wrong with a file is told when it is asked for
        for title in (name, *_texts(table)):
            found.setdefault(plainly(title), name)
        for arm, title in _arms(table):
            if arm == name:
                found[plainly(title)] = name
            elif arm != table.get("baseline"):
                arms.setdefault(plainly(title), set()).add(f"{name}:{arm}")
    return {title: meant.pop() for title, meant in arms.items() if len(meant) == 1} | found


def _arms(table: Mapping[str, object]) -> Iterator[tuple[object, str]]:
    """Every arm with each of its titles."""
    arms = table.get("arms")
    for arm in arms if isinstance(arms, list) else ():
        if isinstance(arm, dict):
            yield from ((arm.get("name"), title) for title in _texts(arm))


def _texts(table: Mapping[str, object]) -> list[str]:
    """The titles that a table gives itself."""
    title = table.get("title")
    values = title.values() if isinstance(title, dict) else ()
    return [text for text in values if isinstance(text, str)]
