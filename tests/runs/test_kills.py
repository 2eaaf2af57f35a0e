"""Killed at any moment, a command loses nothing, does nothing twice and ends with the same bytes.

As a script it kills as often as it is told and prints the figures:

    python tests/runs/test_kills.py --kills 100 --seed 1 [--own-model]
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

import pyarrow.parquet as pq
import pytest
from small_experiments import STAKES, as_today_and_trusting

from tillitsim.errors import SOME_RUNS_FAILED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills, and looks into /proc")

PLAIN = as_today_and_trusting(replicates=40) + STAKES
OWN = 'model = "own.py:Slow"\n' + PLAIN.replace("replicates = 40", "replicates = 10")
SLOW = """\
import time
from tillitsim import SteeringChain

class Slow(SteeringChain):
    def step(self):
        time.sleep(0.01)
        super().step()
"""
ANY, IN_WORK, AT_THE_END, A_WORKER = "at any time", "in the work", "at the end", "a worker"
AFTER_A_PART = "after a part"
LOG = logging.getLogger(__name__)
MOSTLY_IN_WORK = [ANY, ANY, IN_WORK, IN_WORK, IN_WORK, IN_WORK, AT_THE_END]


@dataclass
class Watch:
    """What is in the folder of a sweep, looked at with nothing of the program's own."""

    folder: Path
    """Where its parts are."""
    held: dict[tuple[str, int], str] = field(default_factory=dict)
    inodes: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    doubled: int = 0
    recomputed: int = 0

    def parts(self) -> list[Path]:
        return sorted((self.folder / "parts").glob("[!.]*.parquet"))

    def look(self) -> None:
        """Count runs that were there and are gone, that are there twice, that were done again."""
        found: dict[tuple[str, int], str] = {}
        for path in self.parts():
            content = path.read_bytes()
            assert path.stem == hashlib.blake2b(content, digest_size=16).hexdigest()
            rows = pq.read_table(path, columns=["id", "replicate", "status"])
            for name, replicate, status in zip(*rows.to_pydict().values(), strict=True):
                if status == "failed":
                    continue
                self.doubled += (name, replicate) in found
                found[name, replicate] = path.stem
            inode = path.stat().st_ino
            if self.inodes.setdefault(path.stem, inode) != inode:
                self.recomputed += rows.num_rows
                self.inodes[path.stem] = inode
        self.lost += len(self.held.keys() - found.keys())
        self.recomputed += sum(found[run] != part for run, part in self.held.items()
                               if run in found)  # fmt: skip
        self.held = found


@dataclass
class Figures:
    """What came of many kills."""

    kills: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    doubled: int = 0
    recomputed: int = 0
    rounds: int = 0
    same: int = 0
    digest: str = ""

    def add(self, watch: Watch, digest: str) -> None:
        self.lost += watch.lost
        self.doubled += watch.doubled
        self.recomputed += watch.recomputed
        self.rounds += 1
        self.same += digest == self.digest


KENNEL = """\
import os, sys
from tillitsim.cli.main import run_command
from tillitsim.studies.sweep.command import sweep
from tillitsim.studies.compare.command import compare
from tillitsim.studies.evidence.command import evidence
from tillitsim.model.simulation import simulate
from tillitsim.scenario.load import load

if __name__ == "__main__":
    simulate(load("demonstration", set=["months=2", "burn_in=0"]))  # kernels are loaded once
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            out = os.open(os.devnull, os.O_RDWR)
            os.dup2(out, 0)
            os.dup2(out, 1)
            os._exit(run_command([*sys.argv[1:], *line.split()]))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
"""Runs a command, each time in a process of its own that has not to import everything anew; that
would take nearly all of the time of a hundred kills."""


@dataclass(frozen=True)
class Command:
    """A command that is killed: its words, those that differ from time to time, and its files.

    ``parts`` is the folder in its own that has the parts; ``files`` have neither time nor place.
    """

    words: tuple[str, ...]
    varied: Callable[[random.Random], tuple[str, ...]]
    parts: str
    files: tuple[str, ...]


def sweep_of(file: Path) -> Command:
    return Command(
        ("sweep", str(file)),
        lambda rng: ("--block", rng.choice("3579"), "--workers", rng.choice("124"),
                      "--retry-failed"),
        ".",
        ("results.parquet", "sweep.json"),
    )  # fmt: skip


def workers(rng: random.Random) -> tuple[str, ...]:
    return ("--workers", rng.choice("124"))


def compare_of(replicates: int) -> Command:
    return Command(
        ("compare", "rule-book", "trust-reform", "--pictures=none", "--parameter-sets=60",
         f"--replicates={replicates}", "--months=8", "--set=burn_in=2", "--set=chain.units=2",
         "--set=chain.staff=3", "--set=chain.citizens=30"),
        workers,
        "runs",
        ("compare.csv",),
    )  # fmt: skip


EVIDENCE = Command(
    ("evidence", "falk-kosfeld-2006-hidden-cost", "--parameter-sets=2"),
    workers,
    "runs",
    ("evidence.json", "evidence.md"),
)


class Kennel:
    """Where a command is let out, to be killed."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command = command
        self.folder = folder
        script = folder / "kennel.py"
        script.write_text(KENNEL)
        self.script = subprocess.Popen(
            [sys.executable, script, *command.words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.script.stdin.close()
        self.script.wait()
        self.script.stdout.close()

    def start(self, out: Path, *words: str) -> Sweep:
        self.script.stdin.write(f"--out {out} {' '.join(words)}\n".encode())
        self.script.stdin.flush()
        return Sweep(int(self.script.stdout.readline()), self.script.stdout)


@dataclass
class Sweep:
    """A sweep under way."""

    pid: int
    told: IO[bytes]
    code: int | None = None

    def poll(self) -> int | None:
        if self.code is None and select.select([self.told], [], [], 0)[0]:
            self.wait()
        return self.code

    def wait(self) -> int:
        if self.code is None:
            self.code = int(self.told.readline())
        return self.code


def digest_of(command: Command, folder: Path) -> str:
    """Of what a command leaves in the end."""
    return hashlib.sha256(b"".join((folder / f).read_bytes() for f in command.files)).hexdigest()


def undisturbed(kennel: Kennel) -> str:
    out = kennel.folder / "undisturbed"
    assert kennel.start(out, "--workers", "2").wait() == 0
    return digest_of(kennel.command, out)


def wait_for(sweep: Sweep, moment, patience: float = 60.0) -> None:
    """Until the moment has come or the sweep has ended."""
    end = time.monotonic() + patience
    while not moment() and sweep.poll() is None and time.monotonic() < end:
        time.sleep(0.002)


def workers_of(pid: int) -> list[int]:
    """The processes that do the work of a sweep."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = []
    for child in children:
        try:
            line = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in line:
            found.append(int(child))
    return found


def disturb(sweep: Sweep, watch: Watch, how: str, rng: random.Random) -> int:
    """Kill the sweep, or one of its workers again and again; how many kills there were."""
    there = len(watch.parts())
    if how == ANY:
        wait_for(sweep, lambda: False, rng.uniform(0.0, 3.0))
    elif how == AT_THE_END:
        table = watch.folder / "results.parquet"
        wait_for(sweep, lambda: table.exists() or any(watch.folder.glob(".results*")))
        time.sleep(rng.uniform(0.0, 0.02))
    elif how == AFTER_A_PART:
        wait_for(sweep, lambda: len(watch.parts()) > there)
        time.sleep(rng.uniform(0.0, 0.2))
    elif how == IN_WORK:
        new = rng.randint(1, 9)
        wait_for(sweep, lambda: len(watch.parts()) >= there + new)
        time.sleep(rng.uniform(0.0, 0.02))
    else:
        return sum(kill_worker(sweep, watch, rng) for _ in range(3))
    return kill(sweep, sweep.pid)


def kill(sweep: Sweep, pid: int) -> int:
    """Kill a process of a sweep, unless the sweep has ended; how many were killed."""
    if sweep.poll() is not None:
        return 0
    os.kill(pid, signal.SIGKILL)
    return 1


def kill_worker(sweep: Sweep, watch: Watch, rng: random.Random) -> int:
    there = len(watch.parts())
    wait_for(sweep, lambda: len(watch.parts()) >= there + 2)
    time.sleep(rng.uniform(0.0, 0.3))
    workers = workers_of(sweep.pid) if sweep.poll() is None else []
    return kill(sweep, rng.choice(workers)) if workers else 0


def killed_again_and_again(
    command: Command, folder: Path, kills: int, rng: random.Random, ways: list[str]
) -> Figures:
    """A command, killed until there were enough kills, each time then finished."""
    with Kennel(command, folder) as kennel:
        figures = Figures(dict.fromkeys(ways, 0), digest=undisturbed(kennel))
        while sum(figures.kills.values()) < kills:
            out = folder / f"round-{figures.rounds}"
            watch = Watch(out / command.parts)
            while True:
                enough = sum(figures.kills.values()) >= kills
                how = rng.choice(ways)
                sweep = kennel.start(out, *command.varied(rng))
                if not enough:
                    figures.kills[how] += disturb(sweep, watch, how, rng)
                code = sweep.wait()
                watch.look()
                if code == 0:
                    break
                assert code in {-signal.SIGKILL, SOME_RUNS_FAILED}
            figures.add(watch, digest_of(command, out))
            LOG.info(figures)
    return figures


def check(figures: Figures, kills: int) -> None:
    assert sum(figures.kills.values()) >= kills
    assert (figures.lost, figures.doubled, figures.recomputed) == (0, 0, 0)
    assert figures.same == figures.rounds > 0


def written(folder: Path, text: str) -> Command:
    (folder / "own.py").write_text(SLOW)
    file = folder / "sweep.toml"
    file.write_text(text)
    return sweep_of(file)


def test_a_sweep_that_is_killed_twice_loses_nothing(tmp_path):
    short = written(tmp_path, PLAIN.replace("replicates = 40", "replicates = 12"))
    ways = [IN_WORK, AT_THE_END]
    check(killed_again_and_again(short, tmp_path, 2, random.Random(4), ways), 2)


def test_a_study_that_is_killed_loses_nothing(tmp_path):
    command = compare_of(200)
    check(killed_again_and_again(command, tmp_path, 1, random.Random(5), [AFTER_A_PART]), 1)


@pytest.mark.long
@pytest.mark.parametrize("command", [compare_of(500), EVIDENCE], ids=["compare", "evidence"])
def test_a_study_that_is_killed_a_hundred_times_loses_nothing(tmp_path, command):
    ways = [AFTER_A_PART, AFTER_A_PART, ANY]
    check(killed_again_and_again(command, tmp_path, 100, random.Random(6), ways), 100)


@pytest.mark.long
def test_a_sweep_that_is_killed_eighty_times_loses_nothing(tmp_path):
    ways = MOSTLY_IN_WORK
    check(
        killed_again_and_again(written(tmp_path, PLAIN), tmp_path, 80, random.Random(2), ways), 80
    )


@pytest.mark.long
def test_a_sweep_in_processes_that_is_killed_or_whose_workers_are_loses_nothing(tmp_path):
    ways = [A_WORKER, A_WORKER, IN_WORK]
    check(killed_again_and_again(written(tmp_path, OWN), tmp_path, 20, random.Random(3), ways), 20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--own-model", action="store_true", help="in processes; kill workers too")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    ways = [A_WORKER, IN_WORK] if given.own_model else MOSTLY_IN_WORK
    with tempfile.TemporaryDirectory() as folder:
        command = written(Path(folder), OWN if given.own_model else PLAIN)
        rng = random.Random(given.seed)
        killed_again_and_again(command, Path(folder), given.kills, rng, ways)


if __name__ == "__main__":
    main()
