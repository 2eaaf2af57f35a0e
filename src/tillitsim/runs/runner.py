"""The runner: cases in, arrays out, whoever does the work and in whatever order it is done.

Threads, processes and a Dask cluster stand behind the same call, and with a store a case that was
run before is read instead. The arrays depend on the cases alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Self

from tillitsim.errors import INTERRUPTED, OK, TillitsimError
from tillitsim.locale import N_, _
from tillitsim.runs.cases.batch import Batch, Row, never, version
from tillitsim.runs.cases.case import Case, FloatArray, Read, S
from tillitsim.runs.store.case_store import CaseStore, Key
from tillitsim.runs.workers.executors import make_pool
from tillitsim.runs.workers.scheduler import SAFE, MakeBatch, OnResult, Reason, Scheduler


class Progress(NamedTuple):
    """How far it is, in runs; those that failed are among the done."""

    done: int
    total: int
    failed: int


class StoppedError(TillitsimError):
    """Somebody asked to stop, or the time was over, before all cases were run.

    ``found`` has what is read of each case all the same, None of those that were not run.
    """

    def __init__(
        self,
        reason: Reason,
        progress: Progress,
        found: Sequence[FloatArray | None],
        *,
        kept: bool,
    ) -> None:
        self.reason = reason
        self.progress = progress
        self.found = found
        self.exit_code = INTERRUPTED if reason == "interrupted" else OK
        why = _("Stopped") if reason == "interrupted" else _("The time is over")
        after = _(SAFE if kept else N_("With --out, the same command would go on from there."))
        super().__init__(
            _("{why}: {done:,} of {total:,} runs are done. {after}").format(
                why=why, done=progress.done, total=progress.total, after=after
            )
        )


class FailedRunsError(TillitsimError):
    """Some runs that an answer needs have failed; the first's own error is the cause, if known."""


AIM = 1.0
"""Seconds that a batch of a study should take, so that its progress can be seen."""


class Runner:
    """Runs cases.

    Parameters
    ----------
    workers
        Threads (or processes) on this machine; one a core by default.
    scheduler
        Address of a Dask scheduler, whose workers do the runs instead.
    processes
        Use processes rather than threads; for work that is mostly Python.
    budget
        Seconds from now after which no batch is begun that would not end in time.
    batch_size
        Cases a batch; by default as many as take about ``aim`` seconds.
    stop_requested
        Asked again and again; once it says yes, what is under way is finished and no more begun.
    on_progress
        Called with the :class:`Progress` at the start and after each batch.
    store
        Where results are kept; a case that it has is not run again. ``computed`` has the cases that
        were run, by id and replicate.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        scheduler: str | None = None,
        processes: bool = False,
        budget: float | None = None,
        batch_size: int | None = None,
        aim: float = AIM,
        stop_requested: Callable[[], bool] = never,
        on_progress: Callable[[Progress], None] | None = None,
        store: CaseStore | None = None,
    ) -> None:
        self.on_progress = on_progress
        self.store = store
        self.computed: set[Key] = set()
        self.expected = 0
        self.finished = 0
        self._scheduler = Scheduler(
            lambda: make_pool(workers, scheduler=scheduler, processes=processes),
            stop_requested,
            budget=budget,
            batch_size=batch_size,
            aim=aim,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the workers go; what they are in the middle of is dropped."""
        if "pool" in vars(self._scheduler):
            self._scheduler.pool.close()
            del self._scheduler.pool

    def expect(self, cases: int) -> None:
        """Say how many more cases are to come, in several calls of :meth:`run`."""
        self.expected = self.finished + cases

    def run(self, cases: Sequence[Case[S]], read: Read[S]) -> list[FloatArray]:
        """What is read of each case, in their order; cases that are the same are run once.

        Raises
        ------
        StoppedError
            When somebody asked to stop, or the budget was used up.
        FailedRunsError
            When runs failed; all others were run, and are kept if there is a store.
        """
        answers = _Answers(cases)
        self.expected = max(self.expected, self.finished + len(cases))

        def take(batch: Batch[S], rows: Sequence[Row]) -> None:
            if self.store is not None:
                self.store.add(batch, rows)
            for case, (values, reason) in zip(batch.cases, rows, strict=True):
                key = case.id, case.replicate
                self.finished += answers.put(key, values, reason)
                self.computed.add(key)
            self._tell(answers)

        if self.store is not None:
            for key, values in self.store.find(cases, read).items():
                self.finished += answers.put(key, values)
        self._tell(answers)
        engine, wanted = version(), answers.missing()
        stopped = self.stream(
            iter(wanted), len(wanted), lambda some: Batch(engine, read, tuple(some)), take
        )
        if stopped:
            kept = self.store is not None
            raise StoppedError(stopped, self._progress(answers), answers.values, kept=kept)
        if answers.reasons:
            raise FailedRunsError(
                _("{reasons:,} of {cases:,} runs failed: {why}").format(
                    reasons=len(answers.reasons), cases=len(cases), why=_(answers.reasons[0])
                )
            ) from getattr(answers.reasons[0], "problem", None)
        return [values for values in answers.values if values is not None]

    def stream(
        self,
        cases: Iterator[Case[object]],
        count: int,
        make_batch: MakeBatch,
        on_result: OnResult,
    ) -> Reason | None:
        """Run ``count`` cases and hand each batch over as it finishes; none is held in memory.

        Returns why they were not all run, if it was asked to stop.
        """
        return self._scheduler.work(cases, count, make_batch, on_result)

    def _progress(self, answers: _Answers) -> Progress:
        return Progress(self.finished, self.expected, len(answers.reasons))

    def _tell(self, answers: _Answers) -> None:
        if self.on_progress is not None:
            self.on_progress(self._progress(answers))


class _Answers:
    """What was read of cases so far, in their order; ``reasons`` why some failed."""

    def __init__(self, cases: Sequence[Case[object]]) -> None:
        self.cases = cases
        self.values: list[FloatArray | None] = [None] * len(cases)
        self.reasons: list[str] = []
        self._places: dict[Key, list[int]] = {}
        for place, case in enumerate(cases):
            self._places.setdefault((case.id, case.replicate), []).append(place)
        self._waiting = dict.fromkeys(self._places)

    def put(self, key: Key, values: FloatArray | None, reason: str | None = None) -> int:
        """Note what came of a case; how many of the cases are this one."""
        for place in self._places[key]:
            self.values[place] = values
        self._waiting.pop(key, None)
        if reason is not None:
            self.reasons.append(reason)
        return len(self._places[key])

    def missing(self) -> list[Case[object]]:
        """The cases of which nothing is known yet, each once."""
        return [self.cases[self._places[key][0]] for key in self._waiting]
