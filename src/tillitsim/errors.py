"""Errors for people: one sentence that says what is wrong, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tillitsim.locale import N_, _

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


REFUSALS = (
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Directory not empty"),
    N_("No such device or address"),
    N_("No locks available"),
    N_("not a plain file"),
    N_("it is a link or no plain file"),
)
"""What systems say, and this program of files, where something cannot be written or read."""


def refusal(problem: OSError) -> str:
    """Why a file could not be written or read, in the reader's language."""
    return _(problem.strerror or str(problem))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``"; did you mean 'x'?"`` when something close is known, else an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return _("; did you mean '{name}'?").format(name=close[0]) if close else ""
