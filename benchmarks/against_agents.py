"""(a) The same rules as ordinary Mesa agents, and (b) as plain NumPy columns."""

from __future__ import annotations

import statistics
from typing import Any

from scipy import stats
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

from mesa_chain import Chain, settled
from numpy_columns import Columns
from protocol import interleaved, spread

PER_UNIT = 200
MONTHS = 12
CHANCE = 1e-3
"""Chance that the comparison fails although nothing but chance differs."""
COMPARED = ("quality", "motivation", "competence", "citizen_trust")


def _scenario(citizens: int, months: int) -> Any:
    changes = {"chain.units": citizens // PER_UNIT, "chain.citizens": PER_UNIT}
    return load("demonstration", changes=changes, set=(f"months={months}", "burn_in=0"))


def _engine_means(simulation: Simulation) -> dict[str, float]:
    state = simulation.state
    return {
        "quality": float(state.unit["quality"].mean()),
        "motivation": float(state.staff["motivation"].mean()),
        "competence": float(state.staff["competence"].mean()),
        "citizen_trust": float(state.citizen.trust.mean()),
    }


def agreement(make: Any, replicates: int) -> dict[str, float]:
    """p-values of the difference, beyond chance, of means after a year between two born alike.

    Paired t-tests over replicates: both go on from the same people, with chance of their own.
    """
    scenario = _scenario(2000, 3 + MONTHS)
    gaps: dict[str, list[float]] = {name: [] for name in COMPARED}
    for replicate in range(replicates):
        simulation, start = settled(scenario, 0, replicate), settled(scenario, 0, replicate)
        simulation.run()
        other = make(start, replicate)
        for _ in range(MONTHS):
            other.step()
        ours, theirs = _engine_means(simulation), other.means()
        for name in COMPARED:
            gaps[name].append(ours[name] - theirs[name])
    return {name: float(stats.ttest_1samp(gaps[name], 0.0).pvalue) for name in COMPARED}


def _against(name: str, make: Any, months: int, *, quick: bool) -> dict[str, Any]:
    """Time per citizen and month, and the ratio, turn by turn in one process."""
    citizens, turns = (10_000, 3) if quick else (100_000, 3)
    scenario = _scenario(citizens, 3 + (turns + 1) * MONTHS)
    simulation, other = settled(scenario), make(settled(scenario), 0)

    def ours() -> None:
        for _ in range(MONTHS):
            simulation.advance()

    def theirs() -> None:
        for _ in range(months):
            other.step()

    seconds = interleaved({"compiled": ours, name: theirs}, turns)
    compiled = [each / citizens / MONTHS * 1e9 for each in seconds["compiled"]]
    others = [each / citizens / months * 1e9 for each in seconds[name]]
    p_values = agreement(make, 10 if quick else 30)
    return {
        "citizens": citizens,
        "nanoseconds per citizen and month": {"compiled": spread(compiled), name: spread(others)},
        "times faster": statistics.median(b / a for a, b in zip(compiled, others, strict=True)),
        "p-values": p_values,
        "the same beyond chance": min(p_values.values()) > CHANCE / len(p_values),
    }


def agents(*, quick: bool) -> dict[str, Any]:
    """(a) Ordinary Mesa agents that call the same rules: target 200 times at 100,000 citizens."""
    return _against("Mesa agents", lambda start, rng: Chain(start, rng=rng), 1, quick=quick) | {
        "target": 200
    }


def columns(*, quick: bool) -> dict[str, Any]:
    """(b) Plain NumPy columns that call the same rules."""
    return _against("NumPy columns", Columns, 3, quick=quick)
