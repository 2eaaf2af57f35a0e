"""What a sweep will take, told before it starts, from a few runs that are timed and thrown away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tillitsim.runs.executors import Workers
from tillitsim.runs.plan import Plan, Run
from tillitsim.runs.points import first_of
from tillitsim.runs.scheduler import AIM, MOST_RUNS

PILOT = 4
"""Runs that are timed, after one that compiles."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a sweep takes. ``seconds`` and ``bytes`` are for all ``runs``, roughly."""

    cells: int
    arms: int
    replicates: int
    runs: int
    pace: float
    workers: int
    seconds: float
    bytes: float


def forecast(plan: Plan, workers: Workers, *, shards: int = 1) -> Forecast:
    """Time a few runs, spread over the points, and reckon from them.

    A stopping rule may add replicates beyond those that are counted here.
    """
    own = np.unique(first_of(plan.ids))
    some = own[np.linspace(0, len(own) - 1, PILOT).astype(int)]
    pilot: tuple[Run, ...] = tuple(plan.run(int(point), 0) for point in some)
    first = workers.submit(plan.block(pilot[:1])).result()
    timed = workers.submit(plan.block(pilot)).result()
    pace = timed.seconds / PILOT
    runs = len(own) * plan.experiment.replicates
    row = (len(timed.part) - len(first.part)) / (PILOT - 1)
    block = max(1.0, min(AIM / pace, MOST_RUNS))
    head = len(first.part) - row
    return Forecast(
        cells=len(plan.cells),
        arms=len(plan.arms),
        replicates=plan.experiment.replicates,
        runs=runs,
        pace=pace,
        workers=workers.slots,
        seconds=runs * pace / min(workers.slots, runs) / shards,
        bytes=2.0 * (runs * row + head) + head * runs / block,
    )
