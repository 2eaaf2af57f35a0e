"""Reading one table of an experiment file; whatever is wrong becomes a sentence with its line."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tillitsim.errors import did_you_mean
from tillitsim.scenario.check import LANGUAGES
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.files import Document, shown
from tillitsim.scenario.problems import Problems
from tillitsim.scenario.values import named, number, suggestion, whole_number

Path = tuple[str | int, ...]


class Table:
    """A table of a document, at a path; every reader answers with a default when it must."""

    def __init__(self, document: Document, path: Path, content: Any, problems: Problems) -> None:
        self.document = document
        self.path = path
        self.problems = problems
        self.content: Mapping[str, Any] = content if isinstance(content, Mapping) else {}
        if not isinstance(content, Mapping):
            self.wrong("must be a table, with keys and values.")

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def at(self, *steps: str | int) -> str:
        """``"FILE, line N: "`` of a key."""
        return self.document.at(*self.path, *steps)

    def name(self, *steps: str | int) -> str:
        """A key as people read it: ``arms.2.set``."""
        return named((*self.path, *steps))

    def wrong(self, sentence: str, *steps: str | int) -> None:
        """Note what is wrong with a key, or with the table."""
        name = shown(self.name(*steps), 200)
        self.problems.add(f"{self.at(*steps)}{name + ': ' if name else ''}{sentence}")

    def only(self, *known: str) -> None:
        """Note every key that is not known."""
        for key in self.content:
            if key not in known:
                advice = did_you_mean(shown(key), known) or f"; known are {', '.join(known)}."
                self.wrong(f"unknown key{advice}", shown(key))

    def table(self, key: str) -> Table:
        """The table under a key, empty where there is none."""
        return Table(self.document, (*self.path, key), self.content.get(key, {}), self.problems)

    def tables(self, key: str) -> list[Table]:
        """The numbered tables of a list such as ``[[arms]]``."""
        given = self.content.get(key, [])
        if not isinstance(given, list):
            self.wrong(f"must be tables; write each under its own [[{key}]].", key)
            return []
        return [
            Table(self.document, (*self.path, key, i), each, self.problems)
            for i, each in enumerate(given)
        ]

    def text(self, key: str, default: str = "") -> str:
        """A text that says something."""
        given = self.content.get(key, default)
        if isinstance(given, str) and (given.strip() or key not in self.content):
            return given
        written = shown(given).strip() or "''"
        self.wrong(f"must be a text in quotes, not {written}.", key)
        return default

    def texts(self, key: str, default: str = "") -> dict[str, str]:
        """A text in each language; a plain text serves both."""
        given = self.content.get(key, default)
        if isinstance(given, str):
            return dict.fromkeys(LANGUAGES, given)
        inner = self.table(key)
        inner.only(*LANGUAGES)
        known = {name: inner.text(name) for name in LANGUAGES if name in inner}
        return {name: known.get(name) or next(iter(known.values()), default) for name in LANGUAGES}

    def whole(self, key: str, default: int, bounds: tuple[int, int]) -> int:
        """A whole number within bounds."""
        if key not in self.content:
            return default
        given = self.content[key]
        found = whole_number(given, self.name(key), bounds, self.at(key), self.problems)
        return default if found is None else found

    def positive(self, key: str) -> float:
        """A number above zero."""
        given = self.content.get(key)
        right = isinstance(given, int | float) and not isinstance(given, bool)
        if given is not None and right and 0.0 < given <= sys.float_info.max:
            return float(given)
        self.wrong("not given; give a number above 0." if given is None else
                   f"{shown(given)} is not right; give a number above 0.", key)  # fmt: skip
        return 1.0

    def choice(self, key: str, known: Collection[str], default: str) -> str:
        """One of some words."""
        given = self.content.get(key, default)
        if isinstance(given, str) and given in known:
            return given
        advice = did_you_mean(shown(given), known) or f"; write {', '.join(known)}."
        self.wrong(f"'{shown(given)}' is not a choice{advice}", key)
        return default

    def names(self, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """A list of known names, each once."""
        given = self.content.get(key, [])
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            self.wrong("must be a list of names in quotes.", key)
            return ()
        for each in given:
            if each not in known:
                few = f"; there are {', '.join(known)}." if len(known) < 12 else "."
                advice = did_you_mean(shown(each), known) or few
                self.wrong(f"there is no {what} '{shown(each)}'{advice}", key)
        return tuple(dict.fromkeys(each for each in given if each in known))

    def changes(self, key: str) -> dict[str, float]:
        """New values by parameter; ``mix.trust`` without quotes means the same as with."""
        values: dict[str, float] = {}
        inner = self.table(key)
        for steps, given in inner.leaves():
            name = ".".join(steps)
            if name not in PARAMETERS:
                inner.wrong(f"unknown setting{suggestion(name, ())}", *steps)
                continue
            value = number(PARAMETERS[name], given, inner.at(*steps) + f"{self.name(key)}: ",
                           self.problems)  # fmt: skip
            if value is not None:
                values[name] = value
        return values

    def leaves(self, known: Collection[str] = PARAMETERS) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Paths and contents; a table that is no parameter but a group of them is gone into."""
        yield from _leaves((), self.content, known)


def _leaves(
    path: tuple[str, ...], content: Mapping[str, Any], known: Collection[str]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, inner in content.items():
        steps = (*path, key)
        group = ".".join(steps) + "."
        is_group = any(name.startswith(group) for name in known)
        names_parts = isinstance(inner, Mapping) and any(
            name.startswith(f"{group}{part}") for part in inner for name in known
        )
        if is_group and names_parts:
            yield from _leaves(steps, inner, known)
        else:
            yield steps, inner
