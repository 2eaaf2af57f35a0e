"""A batch: some cases that a worker does in one go.

What a batch comes to depends on its cases alone, not on when, where or by whom it was done. Cases
that share a scenario and a parameter set are prepared once. A run that fails has a reason instead
of values; the others go on.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, NamedTuple, Self

from tillitsim.errors import TillitsimError
from tillitsim.locale import N_, SOURCE, _, told_in
from tillitsim.model.core import jit
from tillitsim.runs.cases.case import Case, FloatArray, Once, Read, S, digest_of
from tillitsim.runs.cases.own_mechanism import version_in_use

SOURCES = {".py", ".toml"}
LONGEST_REASON = 500
TOGETHER = 32
"""Runs that are read together: few enough to be held, enough to read them fast."""

PREPARED = 16
"""Scenarios and parameter sets that a batch holds ready: as many arms as most experiments have."""

LOST = N_("the process that ran it ended abruptly (killed, or out of memory)")

Row = tuple[FloatArray | None, str | None]
"""What was read of a case, or why it failed."""


class Done(NamedTuple):
    """What a batch came to: of its first ``cases`` cases, in how many seconds."""

    result: Any
    cases: int
    seconds: float


class VersionError(TillitsimError):
    """A worker has another version of the model than who asked it.

    The sentence is translated, and its ``blanks`` filled, where it is read.
    """

    def __init__(self, sentence: str, blanks: Mapping[str, object]) -> None:
        super().__init__(sentence, blanks)
        self.sentence, self.blanks = sentence, blanks

    def __str__(self) -> str:
        return _(self.sentence).format(**self.blanks)


@dataclass(frozen=True, slots=True)
class Batch(Generic[S]):
    """Cases, what is read of them, and the version of the model that is to run them."""

    engine: str
    read: Read[S]
    cases: tuple[Case[S], ...]

    def some(self, which: slice) -> Self:
        """Some of the cases, as a batch."""
        return replace(self, cases=self.cases[which])

    def split(self) -> list[Self]:
        """The same cases, each in a batch of its own."""
        return [self.some(slice(i, i + 1)) for i in range(len(self.cases))]

    def result(self, rows: Sequence[Row]) -> Any:
        """What is handed back of a row a case; here the rows themselves."""
        return list(rows)


AnyBatch = Batch[Any]
"""A batch of whatever its study puts together: who hands it on does not look inside."""


def never() -> bool:
    """For where nobody is in a hurry."""
    return False


def perform(
    batch: Batch[object],
    patience: float = math.inf,
    hurried: Callable[[], bool] = never,
    language: str = SOURCE,
) -> Done:
    """Do the runs of a batch; after ``patience`` seconds, or if ``hurried``, leave the rest undone.

    Why a run failed is told in ``language``: a worker does not know what its user speaks.

    Raises
    ------
    VersionError
        When the model here is not the one that the batch is meant for.
    """
    with told_in(language):
        return _performed(batch, patience, hurried)


def _performed(batch: Batch[object], patience: float, hurried: Callable[[], bool]) -> Done:
    if batch.engine != version():
        raise VersionError(
            N_(
                "A worker has another version of the model ({here}) than this sweep ({asked})."
                " Results of two versions are never mixed; give all workers the same Python,"
                " tillitsim, NumPy and Numba."
            ),
            {"here": version(), "asked": batch.engine},
        )
    start = time.perf_counter()
    rows: list[Row] = []
    runs: list[tuple[Any, str | None]] = []
    ready: dict[object, Once] = {}
    for case in batch.cases:
        try:
            runs.append((one(case, _prepared(batch.read, case, ready)), None))
        except VersionError:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever it is, the others go on without it
            runs.append((None, _in_words(problem)))
        if hurried() or time.perf_counter() - start > patience:
            break
        if len(runs) == TOGETHER:
            rows += _finished(batch.read, runs)
            runs.clear()
    rows += _finished(batch.read, runs)
    done = batch.some(slice(len(rows)))
    return Done(done.result(rows), len(rows), time.perf_counter() - start)


def _finished(read: Read[object], runs: Sequence[tuple[object, str | None]]) -> list[Row]:
    """Rows of runs, those that were run read together."""
    values = iter(read.finish([left for left, reason in runs if reason is None]))
    return [(next(values) if reason is None else None, reason) for _, reason in runs]


def _prepared(read: Read[object], case: Case[object], ready: dict[object, Once]) -> Once:
    """What cases that differ in random numbers alone share: made now, or one of the last few."""
    key = case.id, id(case.scenario)
    if key not in ready:
        while len(ready) >= PREPARED:
            del ready[next(iter(ready))]
        ready[key] = read.prepare(case.scenario, case.parameters)
    return ready[key]


def one(case: Case[object], once: Once) -> Any:
    """Run a case whose scenario is prepared; what is left of it."""
    return once(case.seed, case.replicate)


def lost(batch: Batch[object]) -> Done:
    """What a batch comes to whose runs took their process with them."""
    count = len(batch.cases)
    return Done(batch.result([(None, _(LOST))] * count), count, 0.0)


def version() -> str:
    """The version of the model: of its compiled code, and of what lays out the values it is given.

    Interventions and mixes are worked out before anything compiled sees them.
    """
    return f"{jit.fingerprint()}-{_laid_out()}{version_in_use()}"


def engine() -> str:
    """What is compiled, and the mechanisms of one's own that are in use; for records."""
    return f"{jit.fingerprint()}{version_in_use()}"


@cache
def _laid_out() -> str:
    return sources_digest("scenario")


@cache
def sources_digest(folder: str) -> str:
    """A short hash of the sources in a folder of the package, and in those within it."""
    sources = sorted(p for p in (jit.PACKAGE / folder).rglob("*.*") if p.suffix in SOURCES)
    return digest_of("".join(path.read_text("utf-8") for path in sources))


class Failure(str):
    """Why a run failed, in one line; ``problem`` is what was raised, if it was in this process."""

    __slots__ = ("problem",)

    problem: Exception

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Elsewhere the line alone is known."""
        return str, (str(self),)


def _in_words(problem: Exception) -> Failure:
    """A reason in one line."""
    text = " ".join(str(problem).split())
    told = text if isinstance(problem, TillitsimError) else f"{type(problem).__name__}: {text}"
    failure = Failure(told[:LONGEST_REASON])
    failure.problem = problem
    return failure
