"""Errors for people: one sentence that says what is wrong, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tillitsim.locale import _

OK = 0
ERROR = 1
BAD_INPUT = 2
SOME_RUNS_FAILED = 3
CLAIM_NOT_MET = 4
DISK = 74
INTERRUPTED = 130
READER_GONE = 141


class TillitsimError(Exception):
    """Something went wrong that a person can understand; carries the exit code."""

    exit_code = ERROR


class InputError(TillitsimError):
    """What the user gave is wrong; ``problems`` holds one sentence each."""

    exit_code = BAD_INPUT

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


class DiskError(TillitsimError):
    """A file or folder could not be written or read."""

    exit_code = DISK


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``"; did you mean 'x'?"`` when something close is known, else an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return _("; did you mean '{name}'?").format(name=close[0]) if close else ""
