"""What is given in each month: interventions resolved into rows of parameter values.

A run reads row ``timeline[month]`` of the given values. Without interventions there is one row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tillitsim.scenario.declarations import BEHAVIOUR, CONTEXT, RECORD
from tillitsim.scenario.instruments import BY_NAME, INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.schema import Intervention, Scenario

PLAIN = tuple(p.name for p in (*CONTEXT, *BEHAVIOUR))
CELLS = tuple(f"profile.{row.name}.{principle}" for row in INSTRUMENTS for principle in PRINCIPLES)
FIXED = tuple(f"instruments.{row.name}" for row in INSTRUMENTS)
PREFERRED = tuple(
    f"managers.instruments.{row.name}" if row.holder == "manager" else "" for row in INSTRUMENTS
)

Values = Mapping[str, float]
Compiled = tuple[NDArray[np.void], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def strength(intervention: Intervention, month: int) -> float:
    """How much of an intervention is in force in a month, from 0 to 1."""
    if month < intervention.start:
        return 0.0
    if intervention.stop is not None and month >= intervention.stop:
        return 0.0
    return min(1.0, (month - intervention.start + 1) / (intervention.ramp + 1))


def partial(scenario: Scenario) -> tuple[int, ...]:
    """Positions of the interventions that reach only some units."""
    return tuple(i for i, each in enumerate(scenario.interventions) if each.share < 1.0)


def arms(scenario: Scenario) -> int:
    """Number of arms: combinations of the interventions that reach only some units."""
    return 1 << len(partial(scenario))


def timeline(scenario: Scenario, months: int) -> tuple[NDArray[np.int32], list[tuple[float, ...]]]:
    """Row in force by month, and the strengths of the interventions in each row."""
    rows: dict[tuple[float, ...], int] = {}
    line = np.empty(max(1, months), np.int32)
    for month in range(len(line)):
        strengths = tuple(strength(each, month) for each in scenario.interventions)
        line[month] = rows.setdefault(strengths, len(rows))
    return line, list(rows)


def instrument_under_mix(values: Values, name: str) -> float:
    """What the mix makes of an instrument that no scenario fixes."""
    scale = 1.0 if BY_NAME[name].kind == "enabling" else values["mix.intensity"]
    return scale * math.fsum(
        values[f"mix.{principle}"] * values[f"profile.{name}.{principle}"]
        for principle in PRINCIPLES
    )


def changed(values: Values, scenario: Scenario, strengths: tuple[float, ...], arm: int) -> Values:
    """``values`` with the interventions that are in force for an arm laid over them, in order."""
    result = dict(values)
    some = partial(scenario)
    for position, (each, weight) in enumerate(zip(scenario.interventions, strengths, strict=True)):
        reached = position not in some or arm >> some.index(position) & 1
        if weight == 0.0 or not reached:
            continue
        for name, target in each.values.items():
            before = result[name]
            if math.isnan(before) and name.startswith("instruments."):
                before = instrument_under_mix(result, name.removeprefix("instruments."))
            whole = weight == 1.0 or math.isnan(before) or math.isnan(target)
            result[name] = target if whole else before + weight * (target - before)
    return result


def compile_values(rows: list[list[Values]]) -> Compiled:
    """Parameter records, profile cells, fixed and preferred instruments, (rows, groups)."""
    shape = (len(rows), len(rows[0]))
    count = len(INSTRUMENTS)
    records = np.empty(shape, RECORD)
    cells = np.empty((*shape, count, len(PRINCIPLES)))
    fixed = np.empty((*shape, count))
    preferred = np.empty((*shape, count))
    for i, groups in enumerate(rows):
        for j, values in enumerate(groups):
            records[i, j] = tuple(values[name] for name in PLAIN)
            cells[i, j] = np.array([values[name] for name in CELLS]).reshape(count, -1)
            fixed[i, j] = [values[name] for name in FIXED]
            preferred[i, j] = [values[name] if name else math.nan for name in PREFERRED]
    return records, cells, fixed, preferred
