"""Runs the benchmarks, writes what they found and draws how time and memory grow."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from against_agents import agents, columns
from against_c import limit, neighbours
from by_size import growth, one_council, small, sweden
from lab import lab
from phases import phases
from picture import draw
from protocol import HERE, RESULTS, machine
from questions import questions
from records import keep, records_of
from starting import starting
from table import markdown

BENCHMARKS: dict[str, Callable[..., dict[str, Any]]] = {
    each.__name__: each
    for each in (
        agents,
        columns,
        limit,
        neighbours,
        phases,
        growth,
        small,
        sweden,
        one_council,
        starting,
        questions,
        lab,
    )
}
PICTURE = HERE.parent / "docs" / "pictures" / "growth.png"


def asked(words: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python benchmarks/run.py", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"all of them by default: {', '.join(BENCHMARKS)}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, to try things out; kept apart"
    )
    found = parser.parse_args(words)
    unknown = [name for name in found.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    return found


def main(words: list[str]) -> int:
    """Run what the command line asks for; returns the exit code."""
    given = asked(words)
    folder = HERE / "quick" if given.quick else RESULTS
    for name in given.names or BENCHMARKS:
        started = time.perf_counter()
        where = machine()
        keep(folder, name, where, BENCHMARKS[name](quick=given.quick))
        print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    records = records_of(folder)
    if "growth" in records and "growth" in (given.names or BENCHMARKS):
        draw(
            records["growth"]["found"]["curves"], folder / "growth.png" if given.quick else PICTURE
        )
    print(markdown(records))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
