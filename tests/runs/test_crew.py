"""Handing out blocks: a bounded queue, a lost worker's culprit and nobody else, a wish to stop."""

from concurrent.futures import BrokenExecutor, Future
from threading import Timer

import pytest

from tillitsim.errors import TillitsimError
from tillitsim.runs.batch import Done, lost
from tillitsim.runs.scheduler import SAFE, Crew


class Workers:
    """Two workers that answer after a moment; a run in ``fatal`` takes all that is under way."""

    slots = 2

    def __init__(self, fatal=(), moment=0.002):
        self.fatal, self.moment = set(fatal), moment
        self.under_way: dict[Future, object] = {}
        self.most = 0
        self.broken = False

    def submit(self, block):
        if self.broken:
            raise BrokenExecutor
        future: Future = Future()
        self.under_way[future] = block
        self.most = max(self.most, len(self.under_way))
        Timer(self.moment, self.answer, (future, block)).start()
        return future

    def answer(self, future, block):
        if future.done() or not future.set_running_or_notify_cancel():
            self.under_way.pop(future, None)
            return
        if self.fatal & {(run.id, run.replicate) for run in block.runs}:
            self.broken = True
            for each in [future, *self.under_way]:
                if not each.done():
                    each.set_exception(BrokenExecutor())
            self.under_way.clear()
            return
        self.under_way.pop(future, None)
        future.set_result(Done(block, 0.5 * len(block.runs)))

    def restart(self):
        self.broken = False
        self.under_way.clear()

    def abandon(self):
        """Nothing to leave."""


@pytest.fixture
def runs(plan):
    return [plan.run(point, replicate) for replicate in range(3) for point in range(plan.points)]


def kept_by(plan, workers, runs, *, asked=lambda: False, **settings):
    kept = []
    crew = Crew(
        plan, lambda: workers, lambda done, block: kept.append((done, block)), asked, **settings
    )
    return crew, kept, crew.work(iter(runs), len(runs))


def done(kept):
    return [run for _, block in kept for run in block.runs]


def test_every_run_is_done_once_and_few_blocks_are_ever_under_way(plan, runs):
    workers = Workers()
    _, kept, stopped = kept_by(plan, workers, runs, block=1)
    assert stopped is None
    assert sorted(done(kept)) == sorted(runs)
    assert workers.most <= Workers.slots + 1


def test_blocks_grow_until_they_take_some_seconds_each(plan, runs):
    """A run takes half a second here, so that six make three seconds."""
    _, kept, _ = kept_by(plan, Workers(), runs * 5)
    sizes = [len(block.runs) for _, block in kept]
    assert sizes[0] == 1
    assert max(sizes) == 6


def test_a_run_that_takes_its_worker_with_it_is_told_from_those_beside_it(plan, runs):
    culprit = runs[17]
    workers = Workers(fatal={(culprit.id, culprit.replicate)})
    _, kept, stopped = kept_by(plan, workers, runs, block=5)
    assert stopped is None
    assert sorted(done(kept)) == sorted(runs)
    (failed,) = [block for done, block in kept if done.part == lost(block).part]
    assert failed.runs == (culprit,)


def test_after_a_wish_to_stop_what_is_under_way_is_kept_and_nothing_begins(plan, runs):
    asked = []
    workers = Workers(moment=0.02)
    crew = Crew(plan, lambda: workers, lambda _, block: asked.append(block), lambda: bool(asked),
                block=1)  # fmt: skip
    assert crew.work(iter(runs), len(runs)) == "interrupted"
    assert 1 <= len(asked) <= Workers.slots + 1


def test_workers_that_are_gone_for_another_reason_are_told_in_a_sentence(plan, runs):
    class Gone(Workers):
        def submit(self, _):
            future = Future()
            future.set_exception(ConnectionError("no route"))
            return future

    with pytest.raises(TillitsimError, match="cannot be reached any more") as told:
        kept_by(plan, Gone(), runs)
    assert SAFE in str(told.value)


def test_nobody_is_hired_when_there_is_nothing_to_do(plan):
    def hire():
        raise AssertionError

    crew = Crew(plan, hire, print, lambda: False)
    assert crew.work(iter([]), 0) is None
