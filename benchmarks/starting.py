"""How long it takes to start: help, the first run and a later one, with a library and without."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tillitsim.model.native import build, library, targets

BEGIN = "from tillitsim.cli.main import main; main()"
RUN = ("run", "demonstration", "--replicates", "1")
LISTINGS = {
    "--help": ("--help",),
    "scenarios list": ("scenarios", "list"),
    "experiments list": ("experiments", "list"),
    "parameters": ("parameters",),
}


def processor_seconds(words: tuple[str, ...], cache: str | None = None, kernels: str = "") -> float:
    """Processor seconds of a command and of the processes that it starts."""
    before = os.times()
    environment = dict(os.environ) | {library.CHOICE: kernels}
    if cache:
        environment["NUMBA_CACHE_DIR"] = cache
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-c", BEGIN, *words],
            check=True, capture_output=True, cwd=folder, env=environment,
        )  # fmt: skip
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


@contextmanager
def empty_cache() -> Iterator[str]:
    """A private folder in which nothing has been compiled."""
    with tempfile.TemporaryDirectory() as folder:
        yield folder


def starting(*, quick: bool) -> dict[str, Any]:
    """Processor seconds: listings, first and later runs with the library and just in time."""
    turns = 3 if quick else 5
    told: dict[str, Any] = {
        name: statistics.median(processor_seconds(words) for _ in range(turns))
        for name, words in LISTINGS.items()
    }
    for name, kernels in {"library": "", "just in time": library.JIT}.items():
        with empty_cache() as cache:
            told[f"first run, {name}"] = processor_seconds(RUN, cache, kernels)
            told[f"later run, {name}"] = statistics.median(
                processor_seconds(RUN, cache, kernels) for _ in range(turns)
            )
            files = [path.stat().st_size for path in Path(cache).rglob("*") if path.is_file()]
            told[f"MB kept, {name}"] = sum(files) / 1e6
    return told | {"seconds to compile": compiling()}


def compiling() -> dict[str, float]:
    """Processor seconds of the front end by entry, what the first of each kind costs included."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | build.PLAIN | {"NUMBA_CACHE_DIR": folder}
        command = [sys.executable, "-m", "tillitsim.model.native.sparing", folder, "0", "1"]
        found: dict[str, float] = {}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            name, since = "import", 0.0
            for line in process.stdout or ():
                now = seconds_of(process.pid)
                found[name] = now - since
                name, since = line.strip().removeprefix("tillitsim.model."), now
        target = targets.runnable()[0].name
        before = os.times().children_user
        subprocess.run(
            [sys.executable, "-m", "tillitsim.model.native.lower", folder, target],
            check=True, env=environment,
        )  # fmt: skip
        found[f"optimise and emit for {target}"] = os.times().children_user - before
    return found


def seconds_of(process: int) -> float:
    """Processor seconds of a process so far; Linux only, elsewhere the clock's."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
