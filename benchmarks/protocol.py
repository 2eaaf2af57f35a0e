"""How things are timed: processor time, interleaved, medians; what the machine was doing.

Processor time of the thread, not the clock on the wall, wherever one thread works: it does not
count the time that other programs had. What is compared is timed turn by turn in one process, so
that a machine that slows down slows both, and a ratio is the median of the ratios of the turns.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def interleaved(
    cases: Mapping[str, Callable[[], object]],
    turns: int,
    clock: Callable[[], float] = time.thread_time,
) -> dict[str, list[float]]:
    """Seconds that each case takes, turn by turn, after one turn that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(turns + 1):
        for name, action in cases.items():
            start = clock()
            action()
            if turn:
                seconds[name].append(clock() - start)
    return seconds


def ratio(seconds: Mapping[str, list[float]], of: str, to: str) -> float:
    """Median over the turns of how many times longer ``of`` takes than ``to``."""
    return statistics.median(a / b for a, b in zip(seconds[of], seconds[to], strict=True))


def spread(values: list[float]) -> dict[str, float]:
    """Median, least and most."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def in_a_process_of_its_own(script: str, *arguments: object) -> dict[str, Any]:
    """What a script of this folder prints (JSON), run in a fresh process."""
    done = subprocess.run(
        [sys.executable, HERE / script, *map(str, arguments)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def peak_memory() -> int:
    """The most bytes that this process has had in memory (Linux: since it became a program)."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says on Linux begins with the parent's memory
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024)


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "llvmlite", "mesa")},
        "load at the start": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()
