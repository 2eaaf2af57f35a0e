"""One run of a given size, in a process of its own: time and memory, as JSON.

python benchmarks/size.py CITIZENS COUNCILS THREADS TURNS
python benchmarks/size.py sweden THREADS
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from tillitsim.model import layout
from tillitsim.model.cost import memory_needed
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

from protocol import peak_memory

PER_UNIT = 200
WORK = 4_000_000
"""Citizen-months that one timing takes, roughly; small states run a whole horizon instead."""


def timed(scenario: Scenario, threads: int, turns: int) -> dict[str, Any]:
    """Run a scenario some times, each time from its birth."""
    clocks: dict[str, list[float]] = {"birth": [], "run": [], "processor": []}
    simulation = None
    for turn in range(turns + 1):
        simulation = None  # so that two states are never there at once
        start = time.process_time()
        simulation = Simulation(scenario, seed=1, replicate=turn)
        born, wall = time.process_time(), time.perf_counter()
        simulation.run(threads)
        if turn or turns == 0:
            clocks["birth"].append(born - start)
            clocks["run"].append(time.perf_counter() - wall)
            clocks["processor"].append(time.process_time() - born)
    citizens = layout.sizes(scenario).citizens
    return clocks | {
        "citizens": citizens,
        "months": scenario.months,
        "memory": peak_memory(),
        "memory announced": memory_needed(scenario, threads),
        "load": os.getloadavg()[0],
    }


def timed_at(citizens: int, councils: int, threads: int, turns: int) -> dict[str, Any]:
    """Time a demonstration of so many citizens, in so many councils."""
    units = max(1, round(citizens / councils / PER_UNIT))
    months = max(3, min(120, WORK // citizens))
    changes = {"chain.councils": councils, "chain.units": units, "chain.citizens": PER_UNIT}
    scenario = load("demonstration", changes=changes, set=(f"months={months}", "burn_in=0"))
    return timed(scenario, threads, turns)


def main() -> None:
    """Time what the command line says; the program alone first, for its memory."""
    Simulation(load("demonstration"), months=1).run()
    empty = peak_memory()
    if sys.argv[1] == "sweden":
        told = timed(load("sweden"), int(sys.argv[2]), 0)
    else:
        told = timed_at(*map(int, sys.argv[1:]))
    print(json.dumps(told | {"memory of the program": empty}))


if __name__ == "__main__":
    main()
