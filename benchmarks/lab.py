"""From a move in the lab to its answers, in headless Chromium: on the wall, and processor time.

    python benchmarks/lab.py [MOVES]

Wall-clock times are the page's own, from the change of its state to the answer that is drawn next
(``lab.store.timings``); on a busy machine only the least of them means something. Processor time is
what the kernel counts for each of the page's threads: the main one, and the workers together.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tillitsim.studies.lab.contents import service_names
from tillitsim.studies.lab.kernels import kernels
from tillitsim.studies.lab.page import page

from protocol import RESULTS, machine
from records import keep

WORKERS = (1, 2, 4)
MOVES = 40
WARM = 5
OPENED = 5
PATIENCE = 120
MAIN = "main thread"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def lab(*, quick: bool = False, moves: int = MOVES) -> dict[str, Any]:
    """Bytes of the page and its kernels, and times by the number of workers."""
    if find_spec("playwright") is None or executable() is None:
        return {"left out": "it takes playwright and a Chromium, and one of them is not here"}
    moves = 8 if quick else moves
    module = kernels()
    text = page(module, service_names(), first="small-town", language="sv").encode()
    found: dict[str, Any] = {
        "page kB": len(text) / 1000,
        "page gzipped kB": len(gzip.compress(text)) / 1000,
        "kernels kB": len(module.module) / 1000,
        "kernels gzipped kB": len(gzip.compress(module.module)) / 1000,
    }
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        file = Path(folder) / "lab.html"
        file.write_bytes(text)
        found["opening"] = opening(chromium, file, 2 if quick else OPENED)
        for workers in WORKERS:
            found[f"{workers} workers"] = moved(chromium, file, workers, moves)
    return found | {"load at the end": round(os.getloadavg()[0], 1)}


def executable() -> str | None:
    """Where Chromium is."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium with nobody at the screen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


def opening(chromium: Any, file: Path, times: int) -> dict[str, float]:
    """Milliseconds from navigation to the first painted text, and to the first answers drawn."""
    painted, drawn = [], []
    for _ in range(times):
        tab = chromium.new_page()
        tab.goto(f"{file.as_uri()}?workers=2")
        until(tab, "document.querySelector('.chart')")
        painted.append(
            tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        )
        drawn.append(tab.evaluate("performance.getEntriesByName('lab: first')[0].startTime"))
        tab.close()
    return {"painted ms": min(painted), "first answer drawn ms": min(drawn)}


def moved(chromium: Any, file: Path, workers: int, moves: int) -> dict[str, float]:
    """What a move of the mix takes, by the number of workers."""
    tab = chromium.new_page()
    tab.goto(f"{file.as_uri()}?workers={workers}")
    until(tab, "window.lab?.store?.look.value")
    settle(tab)
    before: dict[str, float] = {}
    walls: list[tuple[float, float]] = []
    for i in range(moves + WARM):
        if i == WARM:
            before = threads(renderer(tab))
        mix = [10 + i % 50, 20 + i // 2 % 40]
        tab.evaluate(f"lab.store.change({{mix: {json.dumps([*mix, 100 - sum(mix)])}}})")
        settle(tab)
        if i >= WARM:
            walls.append(tab.evaluate("[lab.store.timings.first, lab.store.timings.all]"))
    after = threads(renderer(tab))
    tab.close()
    spent = {name: (after[name] - before.get(name, 0.0)) / moves for name in after}
    first, whole = zip(*walls, strict=True)
    return {
        "first drawn, least ms": min(first),
        "first drawn, median ms": statistics.median(first),
        "all twenty drawn, least ms": min(whole),
        "all twenty drawn, median ms": statistics.median(whole),
        "processor ms of the main thread": spent[MAIN],
        "processor ms of the workers": sum(
            value for name, value in spent.items() if name.startswith("Dedicated")
        ),
    }


def settle(tab: Any) -> None:
    """Wait until a move is answered and painted, and the chain is drawn for it."""
    until(tab, "!lab.store.pool.waits('now') && !lab.store.pool.waits('pin')")
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def until(tab: Any, condition: str) -> None:
    """Wait for a condition without being in the way: twenty times a second."""
    patience = time.monotonic() + PATIENCE
    while not tab.evaluate(f"Boolean({condition})"):
        if time.monotonic() > patience:
            raise TimeoutError(condition)
        time.sleep(0.05)


def renderer(tab: Any) -> int:
    """The process that a page lives in: the renderer with most workers."""
    tab.evaluate("0")
    found = [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and "--type=renderer" in text_of(entry / "cmdline")
    ]
    return max(found, key=lambda pid: sum(map(is_worker, names(pid).values())))


def is_worker(name: str) -> bool:
    """Whether a thread is one of a page's workers."""
    return name.startswith("Dedicated")


def names(pid: int) -> dict[str, str]:
    """Threads of a process by their number."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return {
        task.name: MAIN if task.name == str(pid) else text_of(task / "comm").strip()
        for task in tasks
    }


def text_of(path: Path) -> str:
    """The content of a file of /proc; nothing if the process has ended."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def threads(pid: int) -> dict[str, float]:
    """Milliseconds of processor time that each thread has had, as its kernel counts it."""
    spent: dict[str, float] = {}
    for number, name in names(pid).items():
        told = text_of(Path(f"/proc/{pid}/task/{number}/schedstat")).split()
        key = f"{name} {number}" if is_worker(name) else name
        spent[key] = spent.get(key, 0.0) + (int(told[0]) / 1e6 if told else 0.0)
    return spent


def main(words: list[str]) -> int:
    """Measure, keep what was found, and print it."""
    where = machine()
    found = lab(moves=int(words[0]) if words else MOVES)
    keep(RESULTS, "lab", where, found)
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
