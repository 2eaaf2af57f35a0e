"""Answers one question as the command line does, and prints what it took as JSON.

    python benchmarks/one_question.py compare rule-book trust-reform

``seconds`` is the clock on the wall from before anything of ours is imported, ``processor`` all
processor time of this process and those that it began, ``kernels`` the part of it in compiled code
(births and months, all threads), ``answer`` when the first line was printed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any, TextIO


class Answer:
    """Standard output that notes when the first text comes, and keeps none."""

    encoding = "utf-8"

    def __init__(self, start: float) -> None:
        self.start, self.first = start, float("nan")

    def write(self, text: str) -> int:
        """Note the first text."""
        if text.strip() and self.first != self.first:
            self.first = time.perf_counter() - self.start
        return len(text)

    def flush(self) -> None:
        """There is nothing to flush."""

    def isatty(self) -> bool:
        """A pipe, so that no progress is drawn."""
        return False


class Kernels:
    """Processor time of all threads in compiled code."""

    def __init__(self) -> None:
        self.spent: list[float] = []

    def timed(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        """The kernel, with its time noted."""

        def call(*given: Any) -> Any:
            start = time.thread_time()
            found = kernel(*given)
            self.spent.append(time.thread_time() - start)
            return found

        return call


def main(words: list[str]) -> None:
    """Ask, and say what it took."""
    start, kernels = time.perf_counter(), Kernels()
    shown: TextIO = sys.stdout
    answer: Any = Answer(start)
    sys.stdout = answer
    from tillitsim.cli.main import run_command
    from tillitsim.model import initialise, simulation

    began: Any = simulation
    began.run = kernels.timed(simulation.run)
    module: Any = initialise
    module.initialise_councils = kernels.timed(initialise.initialise_councils)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        code = run_command(words)
    sys.stdout = shown
    spent = os.times()
    told = {
        "question": " ".join(words),
        "code": code,
        "seconds": time.perf_counter() - start,
        "processor": spent.user + spent.system + spent.children_user + spent.children_system,
        "kernels": sum(kernels.spent),
        "answer": answer.first,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
