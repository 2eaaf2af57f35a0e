"""What is given in each month: interventions resolved into rows of parameter values.

A run reads row ``timeline[month]`` of the given values. Without interventions there is one row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.scenario.declared.declarations import BEHAVIOUR, CONTEXT
from tillitsim.scenario.declared.instruments import BY_NAME, INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.schema import Intervention, Scenario

FloatArray = NDArray[np.float64]

PLAIN = tuple(p.name for p in (*CONTEXT, *BEHAVIOUR))
CELLS = tuple(f"profile.{row.name}.{principle}" for row in INSTRUMENTS for principle in PRINCIPLES)
FIXED = tuple(f"instruments.{row.name}" for row in INSTRUMENTS)
RECORD = np.dtype([(p.field, np.float64) for p in (*CONTEXT, *BEHAVIOUR)], align=True)
"""The record of parameters that kernels read.

The profile table, and the instruments that a scenario fixes, reach them as arrays, because they are
looped over.
"""
HELD = tuple(i for i, row in enumerate(INSTRUMENTS) if row.holder == "manager")
"""Positions of the instruments that managers hold, and so may prefer something of."""

NAMES = (*PLAIN, *CELLS, *FIXED, *(f"managers.{FIXED[i]}" for i in HELD))
COLUMN: Mapping[str, int] = {name: i for i, name in enumerate(NAMES)}
IN_ORDER = itemgetter(*NAMES)


class Given(NamedTuple):
    """What kernels are given, by row of the timeline and group of units (sector x arm).

    ``record`` (rows, groups) holds parameter records, ``cells`` (rows, groups, instruments, 3) the
    profile table, ``fixed`` and ``preferred`` (rows, groups, instruments) what the scenario fixes
    and what managers prefer (NaN: not set).
    """

    record: NDArray[np.void]
    cells: FloatArray
    fixed: FloatArray
    preferred: FloatArray


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
    """Row in force by month, spin-up first, and the strengths of the interventions in each row."""
    line = np.zeros(scenario.spin_up + max(1, months), np.int32)
    if not scenario.interventions:
        return line, [()]
    rows: dict[tuple[float, ...], int] = {}
    for month in range(-scenario.spin_up, len(line) - scenario.spin_up):
        strengths = tuple(strength(each, month) for each in scenario.interventions)
        line[scenario.spin_up + month] = rows.setdefault(strengths, len(rows))
    return line, list(rows)


def instrument_under_mix(values: Mapping[str, float], name: str) -> float:
    """What the mix makes of an instrument that no scenario fixes."""
    scale = 1.0 if BY_NAME[name].kind == "enabling" else values["mix.intensity"]
    return scale * math.fsum(
        values[f"mix.{principle}"] * values[f"profile.{name}.{principle}"]
        for principle in PRINCIPLES
    )


def in_order(*each: Mapping[str, float]) -> FloatArray:
    """Every parameter of some sectors, (sectors, parameters) in the order of ``NAMES``."""
    return np.array([IN_ORDER(values) for values in each], np.float64)


def values_of(scenario: Scenario) -> FloatArray:
    """Every parameter of every sector before interventions, (sectors, parameters)."""
    return in_order(*(sector.values for kind in scenario.kinds for sector in kind.sectors))


def given(scenario: Scenario, values: FloatArray, strengths: Sequence[tuple[float, ...]]) -> Given:
    """What is given in each row and group: ``values`` (sectors, parameters) as changed by then.

    ``strengths`` says how much of each intervention is in force in each row.
    """
    some = partial(scenario)
    sectors, count = values.shape
    table = np.empty((len(strengths), sectors, 1 << len(some), count))
    table[:] = values[:, None]
    for row, weights in zip(table, strengths, strict=True):
        for position, (each, weight) in enumerate(
            zip(scenario.interventions, weights, strict=True)
        ):
            if weight == 0.0:
                continue
            for arm in range(row.shape[1]):
                if position not in some or arm >> some.index(position) & 1:
                    _lay_over(row[:, arm], each, weight)
    return _given(table.reshape(len(strengths), -1, count))


def _lay_over(values: FloatArray, each: Intervention, weight: float) -> None:
    """Lay an intervention over ``values`` (sectors, parameters), so much of it as is in force."""
    for name, target in each.values.items():
        if name not in COLUMN:  # of a mechanism of one's own, which reads it itself
            continue
        column = values[:, COLUMN[name]]
        before = column
        unset = np.isnan(before)
        if name.startswith("instruments.") and unset.any():
            before = np.where(unset, _under_mix(values, name.removeprefix("instruments.")), before)
        whole = (weight == 1.0) | np.isnan(before) | np.isnan(target)
        column[:] = np.where(whole, target, before + weight * (target - before))


def _under_mix(values: FloatArray, instrument: str) -> FloatArray:
    """What the mix of each sector makes of an instrument, (sectors,)."""
    rows = (dict(zip(NAMES, row, strict=True)) for row in values.tolist())
    return np.array([instrument_under_mix(row, instrument) for row in rows])


def _given(table: FloatArray) -> Given:
    """A table of values, (rows, groups, parameters), as the arrays that kernels read."""
    shape, count = table.shape[:2], len(INSTRUMENTS)
    plain, cells, fixed, held = np.split(
        table, np.cumsum([len(PLAIN), len(CELLS), len(FIXED)]), axis=2
    )
    preferred = np.full((*shape, count), np.nan)
    preferred[..., HELD] = held
    return Given(
        np.ascontiguousarray(plain).view(RECORD).reshape(shape),
        np.ascontiguousarray(cells).reshape(*shape, count, len(PRINCIPLES)),
        np.ascontiguousarray(fixed),
        preferred,
    )
