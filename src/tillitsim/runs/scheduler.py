"""Handing out blocks: as many at a time as there are workers, and a few to wait.

Blocks are cut to take some seconds each, by the pace of the last ones. When a worker is lost with
its process, the blocks that were under way are done again one at a time, so that a run that takes
its process with it is told from those that only stood beside it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from functools import cached_property
from itertools import islice
from typing import Literal

from tillitsim.errors import TillitsimError
from tillitsim.runs.batch import Done, lost
from tillitsim.runs.executors import Workers, worker_lost
from tillitsim.runs.plan import Block, Plan, Run

AIM = 3.0
"""Seconds that a block should take: long beside what it costs to hand out, short to lose."""

MOST_RUNS = 5_000
"""Runs of a block at the most; its part is then about 2 MB."""

POLL = 0.2
"""Seconds between looks at the clock and at whether somebody wants to stop."""

SAFE = "What is finished is safe; the same command again goes on from there."

Reason = Literal["interrupted", "budget"]


class Crew:
    """Those who do the work, and how fast.

    ``hire`` finds workers when they are first needed, ``keep`` takes what they have done, ``asked``
    says whether somebody wants to stop. ``budget`` is in seconds from now, ``block`` fixes the runs
    of a block.
    """

    def __init__(
        self,
        plan: Plan,
        hire: Callable[[], Workers],
        keep: Callable[[Done, Block], None],
        asked: Callable[[], bool],
        *,
        budget: float | None = None,
        block: int | None = None,
    ) -> None:
        self.plan = plan
        self.hire = hire
        self.keep = keep
        self.asked = asked
        self.end = math.inf if budget is None else time.monotonic() + budget
        self.block = block
        self.pace: float | None = None

    @cached_property
    def workers(self) -> Workers:
        """Who does the work."""
        return self.hire()

    def work(self, runs: Iterator[Run], count: int) -> Reason | None:
        """Have ``count`` runs done; why they were not all done, if it was asked to stop."""
        running: dict[Future[Done], Block] = {}
        left = count
        while True:
            stopped = self.wish()
            while stopped is None and left and len(running) < self.ahead():
                block = self.plan.block(tuple(islice(runs, self.size(left))))
                left -= len(block.runs)
                self.begin(block, running)
            if stopped == "interrupted":
                for future in [each for each in running if each.cancel()]:
                    left += len(running.pop(future).runs)
            if not running:
                return stopped if left else None
            finished, _ = wait(running, POLL, FIRST_COMPLETED)
            suspects = [
                block for each in finished if not self.settle(each, block := running.pop(each))
            ]
            if suspects:
                left += self.clear_up(suspects, running)

    def begin(self, block: Block, running: dict[Future[Done], Block]) -> None:
        """Hand out a block; a pool that is found broken is replaced first."""
        try:
            running[self.workers.submit(block)] = block
        except BrokenExecutor:
            self.clear_up([], running)
            running[self.workers.submit(block)] = block

    def settle(self, future: Future[Done], block: Block) -> bool:
        """Keep what a block came to; False if its worker was lost."""
        try:
            done = future.result()
        except Exception as problem:
            if worker_lost(problem):
                return False
            if isinstance(problem, TillitsimError):
                raise
            raise TillitsimError(
                f"Those who do the work cannot be reached any more ({type(problem).__name__})."
                f" {SAFE}"
            ) from problem
        if done.seconds > 0.0:
            pace = done.seconds / len(block.runs)
            self.pace = pace if self.pace is None else math.sqrt(self.pace * pace)
        self.keep(done, block)
        return True

    def clear_up(self, suspects: list[Block], running: dict[Future[Done], Block]) -> int:
        """After a worker was lost: do again what was under way; runs that were left undone."""
        wait(running)
        suspects += [block for each, block in running.items() if not self.settle(each, block)]
        running.clear()
        self.workers.restart()
        return sum(self.alone(block) for block in suspects)

    def alone(self, block: Block) -> int:
        """Do a block with nothing beside it; runs that were left undone, on a wish to stop.

        A run that loses its worker when it is alone is the culprit.
        """
        if self.asked():
            return len(block.runs)
        future = self.workers.submit(block)
        wait([future])
        if self.settle(future, block):
            return 0
        self.workers.restart()
        if len(block.runs) > 1:
            return sum(self.alone(each) for each in block.split())
        if self.asked():  # then it was perhaps the wish that ended it
            return 1
        self.keep(lost(block), block)
        return 0

    def wish(self) -> Reason | None:
        """Why to stop now, if there is a reason."""
        if self.asked():
            return "interrupted"
        if self.end - time.monotonic() < (self.pace or 0.0):
            return "budget"
        return None

    def ahead(self) -> int:
        """Blocks that are handed out at the same time; none waits when time is short."""
        slots = self.workers.slots
        return slots if math.isfinite(self.end) else slots + 1 + slots // 8

    def size(self, left: int) -> int:
        """Runs of the next block: some seconds' worth, and so that everybody has some."""
        if self.block is not None:
            return self.block
        if self.pace is None:
            return 1
        seconds = max(0.0, min(AIM, self.end - time.monotonic()))
        fair = math.ceil(left / self.workers.slots)
        return max(1, min(int(seconds / self.pace), MOST_RUNS, fair))
