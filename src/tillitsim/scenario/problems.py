"""A collector of problems, so that a scenario's faults are all told at once."""

from __future__ import annotations

from collections.abc import Iterable

from tillitsim.errors import InputError

MOST = 50


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

    @property
    def many(self) -> bool:
        """Whether enough has been said that further advice would go unread."""
        return len(self.sentences) >= MOST

    def raise_if_any(self) -> None:
        """Raise all of them as one InputError, if there are any."""
        if self.sentences:
            tail = [f"... and {self.more} more problems."] if self.more else []
            raise InputError([*self.sentences, *tail])
