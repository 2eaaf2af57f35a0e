"""Runs the benchmarks, writes what they found and draws how time and memory grow.

python benchmarks/run.py [--quick] [NAME ...]

for each in (
agents, columns, limit, neighbours, phases, growth, small, sweden, one_council, starting,
questions,
)
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from against_agents import agents, columns
from against_c import limit, neighbours
from by_size import growth, one_council, small, sweden
from phases import phases
from picture import draw
from protocol import HERE, machine
from questions import questions
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
    )
}
PICTURE = HERE.parent / "docs" / "pictures" / "growth.png"


def main(words: list[str]) -> int:
    """Run what the command line asks for; returns the exit code."""
    quick, names = "--quick" in words, [word for word in words if word != "--quick"]
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}.")
        return 2
    folder = HERE / ("quick" if quick else "results")
    folder.mkdir(exist_ok=True)
    for name in names or BENCHMARKS:
        started = time.perf_counter()
        where = machine()
        found = BENCHMARKS[name](quick=quick)
        record = {"benchmark": name, "machine": where, "found": found}
        text = json.dumps(record, indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    records = {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    }
    (folder / "results.md").write_text(markdown(records), encoding="utf-8")
    if "growth" in records and "growth" in (names or BENCHMARKS):
        draw(records["growth"]["found"]["curves"], folder / "growth.png" if quick else PICTURE)
    print((folder / "results.md").read_text("utf-8"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
