"""Handing out batches: a bounded queue, a lost worker's culprit and nobody else, a wish to stop."""

from concurrent.futures import BrokenExecutor, Future
from math import inf
from threading import Timer

import pytest

from tillitsim.errors import TillitsimError
from tillitsim.runs.cases.batch import Done, lost
from tillitsim.runs.workers.scheduler import SAFE, Scheduler

SECONDS = 0.5
"""What a run takes here, by the workers' own account."""


class Workers:
    """Two workers that answer after a moment; a run in ``fatal`` takes all that is under way."""

    slots = 2

    def __init__(self, fatal=(), moment=0.002, *, at_once=False):
        self.at_once = at_once
        self.fatal, self.moment = set(fatal), moment
        self.under_way: dict[Future, object] = {}
        self.most = 0
        self.broken = self.hurried = False

    def submit(self, batch, patience=inf):
        if self.broken:
            raise BrokenExecutor
        future: Future = Future()
        self.under_way[future] = batch
        self.most = max(self.most, len(self.under_way))
        if self.at_once:
            future.set_running_or_notify_cancel()
        Timer(self.moment, self.answer, (future, batch, patience)).start()
        return future

    def answer(self, future, batch, patience):
        if future.done() or not (future.running() or future.set_running_or_notify_cancel()):
            self.under_way.pop(future, None)
            return
        if self.fatal & {(case.id, case.replicate) for case in batch.cases}:
            self.broken = True
            for each in [future, *self.under_way]:
                if not each.done():
                    each.set_exception(BrokenExecutor())
            self.under_way.clear()
            return
        self.under_way.pop(future, None)
        done = max(1, min(len(batch.cases), int(patience / SECONDS) if patience < inf else 1000))
        future.set_result(Done(batch.some(slice(done)), done, SECONDS * done))

    def hurry(self):
        self.hurried = True

    def restart(self):
        self.broken = False
        self.under_way.clear()


@pytest.fixture
def cases(plan):
    return [plan.case(point, replicate) for replicate in range(3) for point in range(plan.points)]


def collected(plan, workers, cases, *, stop_requested=lambda: False, **settings):
    found = []
    scheduler = Scheduler(lambda: workers, stop_requested, **settings)
    stopped = scheduler.work(
        iter(cases), len(cases), plan.batch, lambda batch, result: found.append((batch, result))
    )
    return found, stopped


def done(found):
    return sorted((case.id, case.replicate) for batch, _ in found for case in batch.cases)


def names(cases):
    return sorted((case.id, case.replicate) for case in cases)


def test_every_case_is_done_once_and_few_batches_are_ever_under_way(plan, cases):
    workers = Workers()
    found, stopped = collected(plan, workers, cases, batch_size=1)
    assert stopped is None
    assert done(found) == names(cases)
    assert workers.most <= Workers.slots + 1


def test_batches_grow_until_they_take_some_seconds_each(plan, cases):
    """A run takes half a second here, so that six make three seconds."""
    found, _ = collected(plan, Workers(), cases * 5, aim=3.0)
    sizes = [len(batch.cases) for batch, _ in found]
    assert sizes[0] == 1
    assert max(sizes) == 6


def test_the_rest_of_a_batch_that_takes_too_long_is_handed_back_and_done_too(plan, cases):
    """Thought to take nothing at all, all cases are handed out at once; four a batch are done."""
    scheduler = Scheduler(Workers, lambda: False, aim=1.0)
    scheduler.pace = 1e-9
    found = []
    stopped = scheduler.work(
        iter(cases), len(cases), plan.batch, lambda batch, result: found.append((batch, result))
    )
    assert stopped is None
    assert len(found[0][0].cases) == 4
    assert all(batch.cases == result.cases for batch, result in found)
    assert done(found) == names(cases)


def test_a_run_that_takes_its_worker_with_it_is_told_from_those_beside_it(plan, cases):
    culprit = cases[17]
    workers = Workers(fatal={(culprit.id, culprit.replicate)})
    found, stopped = collected(plan, workers, cases, batch_size=5)
    assert stopped is None
    assert done(found) == names(cases)
    (failed,) = [batch for batch, result in found if result == lost(batch).result]
    assert failed.cases == (culprit,)


def test_after_a_wish_to_stop_what_is_under_way_is_kept_and_nothing_begins(plan, cases):
    found = []
    workers = Workers(moment=0.02)
    scheduler = Scheduler(lambda: workers, lambda: bool(found), batch_size=1)
    stopped = scheduler.work(
        iter(cases), len(cases), plan.batch, lambda batch, _: found.append(batch)
    )
    assert stopped == "interrupted"
    assert 1 <= len(found) <= Workers.slots + 1


def test_who_is_at_work_is_asked_to_hurry_once_somebody_wants_to_stop(plan, cases):
    workers = Workers(moment=0.02, at_once=True)
    found, stopped = collected(plan, workers, cases, stop_requested=lambda: workers.most > 0)
    assert stopped == "interrupted"
    assert workers.hurried
    assert len(found) == 1


def test_workers_that_are_gone_for_another_reason_are_told_in_a_sentence(plan, cases):
    class Gone(Workers):
        def submit(self, *_):
            future = Future()
            future.set_exception(ConnectionError("no route"))
            return future

    with pytest.raises(TillitsimError, match="cannot be reached any more") as told:
        collected(plan, Gone(), cases)
    assert SAFE in str(told.value)


def test_no_pool_is_made_when_there_is_nothing_to_do(plan):
    def make_pool():
        raise AssertionError

    assert Scheduler(make_pool, lambda: False).work(iter([]), 0, plan.batch, print) is None
