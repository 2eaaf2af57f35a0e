"""Handing out batches: as many at a time as there are workers, and a few to wait.

Batches are cut to take some seconds each, by the pace of the last ones; of one that takes much
longer, because its cases are larger ones, the rest is handed back and cut anew. When a worker is
lost with its process, the batches that were under way are done again one at a time, so that a run
that takes its process with it is told from those that only stood beside it.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from functools import cached_property
from itertools import islice
from typing import Any, Literal

from tillitsim.errors import TillitsimError
from tillitsim.locale import N_, _
from tillitsim.runs.cases.batch import AnyBatch, Batch, Done, lost
from tillitsim.runs.cases.case import Case
from tillitsim.runs.workers.executors import Pool, worker_lost

AIM = 3.0
"""Seconds that a batch should take: long beside what it costs to hand out, short to lose."""

PATIENCE = 2.0
"""Times as long as it should take after which the rest of a batch is handed back."""

MAX_CASES = 5_000
"""Cases of a batch at the most; the part of a sweep is then about 2 MB."""

POLL = 0.2
"""Seconds between looks at the clock and at whether somebody wants to stop."""

SAFE = N_("What is finished is safe; the same command again goes on from there.")

Reason = Literal["interrupted", "budget"]
MakeBatch = Callable[[Sequence[Case[Any]]], AnyBatch]
OnResult = Callable[[AnyBatch, Any], None]


class Scheduler:
    """Who does the work, how fast, and until when.

    ``make_pool`` makes the pool of workers when it is first needed; ``stop_requested`` says whether
    somebody wants to stop. ``budget`` is in seconds from now; a batch takes about ``aim`` seconds,
    or has ``batch_size`` cases.
    """

    def __init__(
        self,
        make_pool: Callable[[], Pool],
        stop_requested: Callable[[], bool],
        *,
        budget: float | None = None,
        batch_size: int | None = None,
        aim: float = AIM,
    ) -> None:
        self.make_pool = make_pool
        self.stop_requested = stop_requested
        self.end = math.inf if budget is None else time.monotonic() + budget
        self.batch_size = batch_size
        self.aim = aim
        self.pace: float | None = None

    @cached_property
    def pool(self) -> Pool:
        """Who does the work."""
        return self.make_pool()

    def work(
        self, cases: Iterator[Case[object]], count: int, make_batch: MakeBatch, on_result: OnResult
    ) -> Reason | None:
        """Have ``count`` cases done; why they were not all done, if it was asked to stop.

        ``on_result`` gets each batch, in any order, with what it came to.
        """
        return _Work(self, cases, count, make_batch, on_result).run()

    def reason_to_stop(self) -> Reason | None:
        """Why to stop now, if there is a reason."""
        if self.stop_requested():
            return "interrupted"
        if self.end - time.monotonic() < (self.pace or 0.0):
            return "budget"
        return None

    def ahead(self) -> int:
        """Batches that are handed out at the same time; none waits when time is short."""
        slots = self.pool.slots
        return slots if math.isfinite(self.end) else slots + 1 + slots // 8

    def size(self, left: int) -> int:
        """Cases of the next batch: some seconds' worth, and so that everybody has some."""
        if self.batch_size is not None:
            return self.batch_size
        if self.pace is None:
            return 1
        seconds = max(0.0, min(self.aim, self.end - time.monotonic()))
        fair = math.ceil(left / self.pool.slots)
        return max(1, min(int(seconds / self.pace), MAX_CASES, fair))

    @property
    def patience(self) -> float:
        """Seconds after which a worker hands the rest of a batch back."""
        if self.batch_size is not None:
            return math.inf
        return min(PATIENCE * self.aim, max(0.0, self.end - time.monotonic()))


class _Work:
    """Some cases on their way: ``left`` are not handed out, ``running`` are."""

    def __init__(
        self,
        scheduler: Scheduler,
        cases: Iterator[Case[object]],
        count: int,
        make_batch: MakeBatch,
        on_result: OnResult,
    ) -> None:
        self.scheduler = scheduler
        self.cases = cases
        self.left = count
        self.make_batch = make_batch
        self.on_result = on_result
        self.handed_back: deque[Case[object]] = deque()
        self.running: dict[Future[Done], AnyBatch] = {}

    def run(self) -> Reason | None:
        """Hand out and collect until nothing is left, or until somebody wants to stop."""
        while True:
            stopped = self.scheduler.reason_to_stop()
            while stopped is None and self.left and len(self.running) < self.scheduler.ahead():
                self.begin()
                stopped = self.scheduler.reason_to_stop()
            if stopped == "interrupted":
                self.call_off()
            if not self.running:
                return stopped if self.left else None
            finished, _ = wait(self.running, POLL, FIRST_COMPLETED)
            suspects = [
                batch
                for future in finished
                if not self.collect(future, batch := self.running.pop(future))
            ]
            if suspects:
                self.clear_up(suspects)

    def begin(self) -> None:
        """Hand out a batch; a pool that is found broken is replaced first."""
        batch = self.make_batch(self.take(self.scheduler.size(self.left)))
        self.left -= len(batch.cases)
        try:
            future = self.submit(batch)
        except BrokenExecutor:
            self.clear_up([])
            future = self.submit(batch)
        self.running[future] = batch

    def submit(self, batch: AnyBatch) -> Future[Done]:
        return self.scheduler.pool.submit(batch, self.scheduler.patience)

    def take(self, count: int) -> tuple[Case[object], ...]:
        """The next cases: those that were handed back, then new ones."""
        some = [self.handed_back.popleft() for _ in range(min(count, len(self.handed_back)))]
        return (*some, *islice(self.cases, count - len(some)))

    def give_back(self, cases: Sequence[Case[object]]) -> None:
        """Cases that were handed out and not done."""
        self.handed_back.extend(cases)
        self.left += len(cases)

    def call_off(self) -> None:
        """Let what has not begun not begin, and what has begun end soon."""
        for future in [each for each in self.running if each.cancel()]:
            self.give_back(self.running.pop(future).cases)
        if self.running:
            self.scheduler.pool.hurry()

    def collect(self, future: Future[Done], batch: Batch[object]) -> bool:
        """Pass on what a batch came to; False if its worker was lost."""
        try:
            done = future.result()
        except Exception as problem:
            if worker_lost(problem):
                return False
            if isinstance(problem, TillitsimError):
                raise
            raise TillitsimError(
                _("Those who do the work cannot be reached any more ({name}). {safe}").format(
                    name=type(problem).__name__, safe=_(SAFE)
                )
            ) from problem
        if done.seconds > 0.0:
            pace, before = done.seconds / done.cases, self.scheduler.pace
            self.scheduler.pace = pace if before is None else math.sqrt(before * pace)
        self.give_back(batch.cases[done.cases :])
        self.on_result(batch.some(slice(done.cases)), done.result)
        return True

    def clear_up(self, suspects: list[Batch[object]]) -> None:
        """After a worker was lost: do again what was under way, a batch at a time."""
        wait(self.running)
        suspects += [
            batch for future, batch in self.running.items() if not self.collect(future, batch)
        ]
        self.running.clear()
        self.scheduler.pool.restart()
        for batch in suspects:
            self.alone(batch)

    def alone(self, batch: Batch[object]) -> None:
        """Do a batch with nothing beside it, unless somebody wants to stop.

        A run that loses its worker when it is alone is the culprit.
        """
        if self.scheduler.stop_requested():
            return self.give_back(batch.cases)
        future = self.submit(batch)
        wait([future])
        if self.collect(future, batch):
            return None
        self.scheduler.pool.restart()
        if len(batch.cases) > 1:
            for each in batch.split():
                self.alone(each)
        elif self.scheduler.stop_requested():  # then it was perhaps the wish that ended it
            self.give_back(batch.cases)
        else:
            self.on_result(batch, lost(batch).result)
        return None
