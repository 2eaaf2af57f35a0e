"""(e) growth, (f) small runs, (g) the whole country and (h) one council on two cores."""

from __future__ import annotations

import statistics
import time
from typing import Any

from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.load import load

from protocol import in_a_process_of_its_own, interleaved, spread
from size import PER_UNIT, WORK, timed_at

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
ONE_COUNCIL = (50_000, 100_000, 300_000, 1_000_000)
SMALL_COUNCIL, LARGEST_COUNCIL, MILLION = 10_000, 4_000_000, 1_000_000
BEGIN = "from tillitsim.cli.main import main; main()"


def growth(*, quick: bool) -> dict[str, Any]:
    """Time and memory from 1,000 to 10 million citizens, in one council or in many."""
    curves = {}
    for name, most, threads in (
        ("one council", LARGEST_COUNCIL, 1),
        ("councils of 10,000", SMALL_COUNCIL, 1),
        ("councils of 10,000, two threads", SMALL_COUNCIL, 2),
    ):
        curves[name] = [
            _point(n, -(-n // most), threads)
            for n in SIZES
            if n <= (100_000 if quick else SIZES[-1]) and (threads == 1 or n >= 100_000)
        ]
    return {"curves": curves}


def _point(citizens: int, councils: int, threads: int) -> dict[str, Any]:
    """One size; from a million on in a process of its own, which alone tells its memory."""
    large = citizens >= MILLION
    words = (citizens, councils, threads, 0 if large else 3)
    told = in_a_process_of_its_own("size.py", *words) if large else timed_at(*words)
    work = told["citizens"] * told["months"]
    point = {
        "citizens": told["citizens"],
        "processor ns": 1e9 * statistics.median(told["processor"]) / work,
        "wall ns": 1e9 * statistics.median(told["run"]) / work,
        "birth ns": 1e9 * statistics.median(told["birth"]) / told["citizens"],
        "bytes announced": told["memory announced"] / told["citizens"],
    }
    if large:
        point["bytes"] = (told["memory"] - told["memory of the program"]) / told["citizens"]
    return point | {"load": told["load"]}


def small(*, quick: bool) -> dict[str, Any]:
    """Runs of the demonstration (2,000 citizens, 120 months) as in a sweep, on one core."""
    scenario = load("demonstration")
    replicates = iter(range(1_000_000))

    def whole() -> None:
        simulation = Simulation(scenario, 0, next(replicates))
        simulation.run()
        simulation.outcomes()

    def sixteen() -> None:
        simulate(scenario, replicates=16, threads=1)

    turns = 10 if quick else 60
    runs = interleaved({"run": whole}, turns)["run"]
    blocks = interleaved({"block": sixteen}, 3 if quick else 7, time.process_time)["block"]
    return {
        "milliseconds a run": spread([1e3 * each for each in runs]),
        "milliseconds for 16": spread([1e3 * each for each in blocks]),
        "targets": {"a run": 3, "16": 50},
    }


def sweden(*, quick: bool) -> dict[str, Any]:
    """The whole country, ten years, on two cores; the quick one is the hundredth of it."""
    if quick:
        return {"left out": "it takes a minute or more; run without --quick"}
    told = in_a_process_of_its_own("size.py", "sweden", 2)
    return {
        "citizens": told["citizens"],
        "months": told["months"],
        "seconds born": told["birth"][0],
        "seconds": told["run"][0],
        "processor seconds": told["processor"][0],
        "GiB at the peak": told["memory"] / 2**30,
        "GiB announced": told["memory announced"] / 2**30,
        "other load": told["load"],
        "targets": {"seconds": 30, "ambition": 15, "GiB": 3},
    }


def one_council(*, quick: bool) -> dict[str, Any]:
    """One council by one thread and by two, turn by turn: the clock on the wall, and both cores."""
    return {
        f"{citizens:,} citizens": _one_council(citizens, 3 if quick else 5)
        for citizens in (ONE_COUNCIL[:1] if quick else ONE_COUNCIL)
    }


def _one_council(citizens: int, turns: int) -> dict[str, Any]:
    months = max(6, WORK // citizens)
    scenario = load(
        "demonstration",
        changes={"chain.units": citizens // PER_UNIT, "chain.citizens": PER_UNIT},
        set=(f"months={months}", "burn_in=0"),
    )
    spent: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(turns + 1):
        for threads, clocks in spent.items():
            simulation = Simulation(scenario, seed=1)
            wall, processor = time.perf_counter(), time.process_time()
            simulation.run(threads)
            clocks.append((time.perf_counter() - wall, time.process_time() - processor))
    one, two = (list(zip(*clocks[1:], strict=True)) for clocks in spent.values())
    each = 1e9 / (citizens * months)
    return {
        "wall ns, one thread": each * min(one[0]),
        "wall ns, two threads": each * min(two[0]),
        "processor ns, one thread": each * min(one[1]),
        "processor ns, two threads": each * min(two[1]),
        "times faster": statistics.median(a / b for a, b in zip(one[0], two[0], strict=True)),
    }
