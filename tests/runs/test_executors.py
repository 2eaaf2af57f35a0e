"""Who does the work: threads and processes give the same bytes, and a lost worker is noticed."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tillitsim.errors import TillitsimError
from tillitsim.locale import speaking
from tillitsim.runs.cases.batch import perform
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.workers import executors
from tillitsim.runs.workers.executors import (
    NO_DASK,
    Cluster,
    Processes,
    Threads,
    make_pool,
    worker_lost,
)

FATAL = """\
import os, signal
from tillitsim import SteeringChain

class Own(SteeringChain):
    def step(self):
        if self.case.values["task.variety"] > 1.0:
            os.kill(os.getpid(), signal.SIGKILL)
        super().step()
"""


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def batches(plan: Plan) -> list:
    return plan.batch([plan.case(point, 0) for point in range(plan.points)]).split()


def parts(pool, plan: Plan) -> list[bytes]:
    return [future.result().result for future in [pool.submit(b) for b in batches(plan)]]


@pytest.mark.parametrize("processes", [False, True], ids=["threads", "processes"])
def test_two_workers_give_the_same_bytes_as_none(plan, processes):
    expected = [perform(batch).result for batch in batches(plan)]
    with closing(make_pool(2, processes=processes)) as pool:
        assert pool.slots == 2
        assert parts(pool, plan) == expected


@pytest.mark.parametrize("processes", [False, True], ids=["threads", "processes"])
def test_why_a_run_failed_is_told_in_the_language_spoken(plan, processes):
    design = replace(plan.experiment.design, kind="list", vary=(), listed=({"mix.trust": 2.0},))
    refused = Plan(replace(plan.experiment, design=design))
    batch = refused.batch([refused.case(0, 0)])
    with closing(make_pool(1, processes=processes)) as pool, speaking("sv"):
        told = pool.submit(batch).result().result
    assert told == perform(batch, language="sv").result
    assert told != perform(batch).result


def test_a_killed_process_is_noticed_and_after_a_restart_the_work_goes_on(experiment_file):
    experiment_file.with_name("own.py").write_text(FATAL)
    text = experiment_file.read_text("utf-8")
    experiment_file.write_text(f'model = "own.py:Own"\n{text}', "utf-8")
    fatal = Plan(load(experiment_file))
    safe, deadly = (fatal.batch([fatal.case(point, 0)]) for point in (0, fatal.points - 1))
    with closing(make_pool(1, processes=True)) as pool:
        first = pool.submit(safe).result()
        assert worker_lost(pool.submit(deadly).exception())
        with pytest.raises(BrokenExecutor):
            pool.submit(safe)
        pool.restart()
        assert pool.submit(safe).result().result == first.result


def test_an_ordinary_exception_is_no_lost_worker():
    assert not worker_lost(ValueError("wrong"))
    assert not worker_lost(TillitsimError("wrong"))
    assert worker_lost(type("KilledWorker", (Exception,), {})())


def gone(pid: int, patience: float = 10.0) -> bool:
    """Whether a process ends within some seconds; a zombie has ended."""
    for _ in range(int(patience * 50)):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@linux
def test_closed_processes_end_at_once(plan):
    workers = Processes(1)
    workers.submit(batches(plan)[0]).result()
    (process,) = workers._pool._processes.values()
    workers.close()
    assert gone(process.pid)


def test_closed_threads_drop_what_has_not_begun(plan):
    workers = Threads(1)
    futures = [workers.submit(block) for block in batches(plan) * 20]
    workers.close()
    assert futures[-1].cancelled()
    assert futures[0].result().result


PARENT = """\
import os, time
from tillitsim.runs.workers.executors import Processes

if __name__ == "__main__":
    workers = Processes(1)
    print(workers._pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


@linux
def test_processes_end_with_a_parent_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert not gone(child, 0.05)
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(child)


def test_without_dask_there_is_a_sentence_that_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TillitsimError) as told:
        make_pool(scheduler="tcp://127.0.0.1:1")
    assert str(told.value) == NO_DASK
    assert "pip install 'tillitsim[cluster]'" in NO_DASK
    assert "--shard i/n" in NO_DASK


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://somewhere", "no port", ""])
def test_without_a_scheduler_there_is_a_sentence_that_says_how_to_start_one(monkeypatch, address):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 0.5)
    with pytest.raises(TillitsimError, match=r"No Dask scheduler answers at") as told:
        executors.Cluster(address)
    assert "'dask scheduler'" in str(told.value)


@pytest.mark.parametrize("address", ["nonsense.invalid:8786", "127.0.0.1:1", "127.0.0.1:many"])
def test_a_scheduler_that_is_not_there_is_told_at_once(address):
    pytest.importorskip("distributed")
    with pytest.raises(TillitsimError, match="No Dask scheduler answers"):
        Cluster(address)
