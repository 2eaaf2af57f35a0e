"""A real Dask scheduler with two real workers, started as documented: the same bits as threads."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import ERROR
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.sweep import sweep

pytest.importorskip("distributed")

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "cluster.md"
DOCUMENTED = re.findall(r"^\$ (dask .*)$", PAGE.read_text("utf-8"), re.MULTILINE)
PORT = "8786"
PATIENCE = 600
"""Seconds after which something hangs, however busy the machine."""

SLOW = """\
import time
from tillitsim import SteeringChain

class Slow(SteeringChain):
    def step(self):
        time.sleep(0.005)
        super().step()
"""


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def run(command: str, port: str, folder: Path) -> subprocess.Popen:
    """A documented command, on a free port, in a process group of its own."""
    words = shlex.split(command.replace(PORT, port))
    with (folder / "dask.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *words, "--no-dashboard"],
            cwd=folder, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def wait_for(port: str) -> None:
    """Wait until a scheduler answers: on a machine that does much else it starts late."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(port))).close()
        except ConnectionRefusedError:
            assert time.monotonic() < last
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The documented commands, running: an address and the processes."""
    folder, port = tmp_path_factory.mktemp("dask"), free_port()
    processes = [run(command, port, folder) for command in DOCUMENTED]
    wait_for(port)
    yield f"tcp://127.0.0.1:{port}", processes
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def slow_file(experiment_file):
    """The small experiment with a model of the user's own, that takes its time."""
    experiment_file.with_name("own.py").write_text(SLOW)
    text = experiment_file.read_text("utf-8")
    experiment_file.write_text(f'model = "own.py:Slow"\n{text}', "utf-8")
    return experiment_file


def command(file: Path, out: Path, address: str, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tillitsim", "sweep", file, "--out", out, "--scheduler", address,
         *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("results.parquet", "sweep.json")}


def test_the_documented_commands_are_a_scheduler_and_two_workers():
    assert [shlex.split(each)[1] for each in DOCUMENTED] == ["scheduler", "worker", "worker"]


def test_a_cluster_gives_the_files_that_threads_give(cluster, plan, experiment_file, tmp_path):
    address, _ = cluster
    ended = command(experiment_file, tmp_path / "dask", address, "--block", "5")
    said, wrong = ended.communicate(timeout=PATIENCE)
    assert ended.returncode == 0, wrong
    assert wrong == ""
    assert "36 done, 0 failed" in said
    sweep(plan, tmp_path / "threads", workers=2)
    assert files(tmp_path / "dask") == files(tmp_path / "threads")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "compare rule-book trust-reform --pictures=none --parameter-sets=2 --replicates=4"
            " --months=8 --set=burn_in=2 --set=chain.units=2"
            " --set=chain.staff=3 --set=chain.citizens=30",
            ("compare.csv",),
        ),
        (
            "evidence falk-kosfeld-2006-hidden-cost --parameter-sets=2 --most=8",
            ("evidence.json", "evidence.md"),
        ),
    ],
    ids=["compare", "evidence"],
)
@pytest.mark.usefixtures("undrawn")
def test_a_study_on_a_cluster_gives_the_files_that_threads_give(cluster, words, names, tmp_path):
    address, _ = cluster
    ended = subprocess.run(
        [sys.executable, "-m", "tillitsim", *words.split(), "--out", tmp_path / "dask",
         "--scheduler", address],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert run_command([*words.split(), "--out", str(tmp_path / "threads")]) == 0
    for name in names:
        assert (tmp_path / "dask" / name).read_bytes() == (tmp_path / "threads" / name).read_bytes()


@pytest.mark.long
def test_a_worker_that_is_killed_is_done_without(cluster, slow_file, tmp_path):
    address, (_, _, worker) = cluster
    out = tmp_path / "dask"
    ended = command(slow_file, out, address, "--block", "1")
    while len(list(out.glob("parts/*"))) < 5 and ended.poll() is None:
        time.sleep(0.01)
    assert ended.poll() is None
    os.killpg(worker.pid, signal.SIGKILL)
    said, wrong = ended.communicate(timeout=PATIENCE)
    assert ended.returncode == 0, wrong
    assert "36 done, 0 failed" in said
    sweep(Plan(load(slow_file)), tmp_path / "processes", workers=1)
    assert files(out) == files(tmp_path / "processes")


@pytest.mark.long
def test_a_scheduler_that_is_killed_ends_the_sweep_with_a_sentence(cluster, slow_file, tmp_path):
    """The last of this module: there is no scheduler afterwards."""
    address, (scheduler, *_) = cluster
    out = tmp_path / "dask"
    ended = command(slow_file, out, address, "--block", "1")
    while len(list(out.glob("parts/*"))) < 5 and ended.poll() is None:
        time.sleep(0.01)
    os.killpg(scheduler.pid, signal.SIGKILL)
    _, wrong = ended.communicate(timeout=PATIENCE)
    assert ended.returncode == ERROR
    assert "any more" in wrong
    assert "What is finished is safe; the same command again goes on from there." in wrong
    assert "Traceback" not in wrong
    assert len(list(out.glob("parts/*.parquet"))) >= 5
