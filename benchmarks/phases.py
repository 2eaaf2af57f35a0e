"""Where a month's time goes, mechanism by mechanism."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from tillitsim.model.mechanisms.demand import demand
from tillitsim.model.mechanisms.effort import effort
from tillitsim.model.mechanisms.learning import learning
from tillitsim.model.mechanisms.management import management
from tillitsim.model.mechanisms.market import market
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.mechanisms.motivation import motivation
from tillitsim.model.mechanisms.politics import politics
from tillitsim.model.mechanisms.reporting import reporting
from tillitsim.model.mechanisms.safety import safety
from tillitsim.model.mechanisms.trust import trust
from tillitsim.model.mechanisms.workforce import workforce
from tillitsim.model.month import run
from tillitsim.model.observe import observe
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

MONTH: tuple[Callable[..., Any], ...] = (
    politics, management, demand, effort, meeting, reporting, learning, motivation, safety, trust,
    workforce, market, observe,
)  # fmt: skip
COUNCILS = {
    "100 units of 200 citizens and 10 staff": {"chain.units": 100},
    "a town: 128 units of 66 and 12": {
        "chain.units": 128, "chain.citizens": 66, "chain.staff": 12, "task.need_rate": 1.0,
    },
}  # fmt: skip


def nothing(state: Any, k: int, month: int) -> None:
    """What it costs to call compiled code at all: no months of a council."""
    run(state, k, k, month, month)


def phases(*, quick: bool) -> dict[str, Any]:
    """Nanoseconds a citizen and month of each mechanism, least of the months of one council."""
    return {name: _phases(changes, 30 if quick else 110) for name, changes in COUNCILS.items()}


def _phases(changes: dict[str, float], months: int) -> dict[str, float]:
    scenario = load("demonstration", changes=changes, set=(f"months={months}", "burn_in=0"))
    state = Simulation(scenario, 1).state
    citizens = len(state.citizen.uid)
    taken = np.empty((months, len(MONTH) + 1))
    for month in range(months):
        waiters = 0
        for i, mechanism in enumerate((*MONTH, nothing)):
            more = (waiters,) if mechanism is trust else ()
            start = time.thread_time_ns()
            told = mechanism(state, 0, month, *more)
            taken[month, i] = time.thread_time_ns() - start
            waiters = told if mechanism is demand else waiters
    least = taken[months // 5 :].min(axis=0)
    each = {
        mechanism.__name__: float(least[i] - least[-1]) / citizens
        for i, mechanism in enumerate(MONTH)
    }
    return {"all": sum(each.values()), **each}
