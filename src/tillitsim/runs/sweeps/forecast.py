"""What a sweep will take, told before it starts, from a few runs that are timed and thrown away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.points import first_of
from tillitsim.runs.workers.executors import Pool
from tillitsim.runs.workers.scheduler import AIM, MAX_CASES

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


def forecast(plan: Plan, pool: Pool, *, shards: int = 1) -> Forecast:
    """Time a few runs, spread over the points, and reckon from them.

    A stopping rule may add replicates beyond those that are counted here.
    """
    own = np.unique(first_of(plan.ids))
    some = own[np.linspace(0, len(own) - 1, PILOT).astype(int)]
    pilot = [plan.case(int(point), 0) for point in some]
    first = pool.submit(plan.batch(pilot[:1])).result()
    timed = pool.submit(plan.batch(pilot)).result()
    pace = timed.seconds / PILOT
    runs = len(own) * plan.experiment.replicates
    row = (len(timed.result) - len(first.result)) / (PILOT - 1)
    batch = max(1.0, min(AIM / pace, MAX_CASES))
    head = len(first.result) - row
    return Forecast(
        cells=len(plan.cells),
        arms=len(plan.arms),
        replicates=plan.experiment.replicates,
        runs=runs,
        pace=pace,
        workers=pool.slots,
        seconds=runs * pace / min(pool.slots, runs) / shards,
        bytes=2.0 * (runs * row + head) + head * runs / batch,
    )
