"""A collector of problems, so that a scenario's faults are all told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tillitsim.errors import InputError

MOST = 50
_LINE = re.compile(r", line (\d+): ")


class Problems:
    """Sentences about what is wrong; beyond the first 50 they are only counted."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.more = 0

    def add(self, sentence: str) -> None:
        """Note one problem; the same sentence is noted once."""
        if sentence in self.sentences:
            return
        if len(self.sentences) < MOST:
            self.sentences.append(sentence)
        else:
            self.more += 1

    def extend(self, sentences: Iterable[str]) -> None:
        """Note several problems."""
        for sentence in sentences:
            self.add(sentence)

    def extend_by_line(self, own: Problems) -> None:
        """Note the problems of one file in the order of its lines; those without a line first."""
        self.extend(sorted(own.sentences, key=_line))
        self.more += own.more

    @property
    def many(self) -> bool:
        """Whether enough has been said that further advice would go unread."""
        return len(self.sentences) >= MOST

    def raise_if_any(self) -> None:
        """Raise all of them as one InputError, if there are any."""
        if self.sentences:
            tail = [f"... and {self.more} more problems."] if self.more else []
            raise InputError([*self.sentences, *tail])


def _line(sentence: str) -> int:
    found = _LINE.search(sentence)
    return int(found[1]) if found else 0
