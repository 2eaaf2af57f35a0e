"""Read a run as a study would: declared outcomes, or columns of people, units, organisations.

Every measure gives one number an entity (NaN for those who are not measured), averaged over the
months of the measuring. What a questionnaire would have shown is read through a simulated survey.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.model.state.columns import State
from tillitsim.studies.evidence.schema import Measure, Survey

Values = NDArray[np.float64]
NAMES = list(OUTCOMES)


def read(simulation: Simulation, measures: Mapping[str, Measure]) -> dict[str, Values]:
    """Run a simulation to its end and read the measures: values by name, one an entity."""
    by_column = {name: each for name, each in measures.items() if each.columns}
    found = _watched(simulation, by_column) if by_column else {}
    simulation.run()
    for name, each in measures.items():
        if each.outcome:
            found[name] = _outcome(simulation, each)
    return _surveyed(found, measures, simulation.seed, simulation.replicate)


def _watched(simulation: Simulation, measures: Mapping[str, Measure]) -> dict[str, Values]:
    """Means of columns over their months; the simulation stops after the last of them."""
    sums: dict[str, Values] = {}
    selected: dict[str, NDArray[np.bool_]] = {}
    for month in range(1 + max(each.last for each in measures.values())):
        now = {name: each for name, each in measures.items() if each.first <= month <= each.last}
        for name, each in now.items():
            if each.first == month:
                selected[name] = who(simulation.state, each)
        simulation.advance()
        for name, each in now.items():
            values = column_values(simulation.state, each, selected[name])
            sums[name] = sums.get(name, 0.0) + values
    return {name: sums[name] / (each.last - each.first + 1) for name, each in measures.items()}


def who(state: State, measure: Measure) -> NDArray[np.bool_]:
    """Which rows of the measured table are measured, judged before the measuring starts."""
    table = measure.columns[0].partition(".")[0]
    rows = np.ones(_rows(state, table), np.bool_)
    for condition in measure.where:
        values = _column(state, condition.column)
        if condition.column.partition(".")[0] == "unit" and table != "unit":
            values = values[unit_of(state, table)]
        if condition.above is not None:
            rows &= values >= condition.above
        if condition.below is not None:
            rows &= values < condition.below
    return rows


def column_values(state: State, measure: Measure, selected: NDArray[np.bool_]) -> Values:
    """The sum of a measure's columns, one number an entity; NaN for those left out."""
    total = np.sum([_column(state, column) for column in measure.columns], axis=0)
    values: Values = np.where(selected, total, np.nan)
    table = measure.columns[0].partition(".")[0]
    own = {"organisation": ("council",), "unit": ("unit", "manager")}.get(measure.per, (table,))
    if table in own:
        return values
    unit = unit_of(state, table)
    if measure.per == "unit":
        return _mean_by(values, unit, len(state.unit))
    council = np.searchsorted(state.council["unit_last"], unit, "right")
    return _mean_by(values, council, len(state.council))


def unit_of(state: State, table: str) -> NDArray[np.int64]:
    """The unit of every row of a table."""
    if table == "staff":
        return np.asarray(state.staff["unit"], np.int64)
    if table == "citizen":
        return np.asarray(state.citizen.unit, np.int64)
    return np.arange(len(state.unit))


def _rows(state: State, table: str) -> int:
    return len(state.citizen.uid) if table == "citizen" else len(getattr(state, table))


def _column(state: State, name: str) -> Values:
    table, _, column = name.partition(".")
    if table == "citizen":
        return np.asarray(getattr(state.citizen, column), np.float64)
    return np.asarray(getattr(state, table)[column], np.float64)


def _mean_by(values: Values, group: NDArray[np.int64], groups: int) -> Values:
    there = np.isfinite(values)
    total = np.bincount(group[there], values[there], groups)
    count = np.bincount(group[there], minlength=groups)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _outcome(simulation: Simulation, measure: Measure) -> Values:
    index = NAMES.index(measure.outcome)
    window = slice(measure.first, measure.last + 1)
    if measure.per == "run":
        series = simulation.outcomes()[None, window, index]
    else:
        series = simulation.outcomes_by_group()[:, window, index]
    there = np.isfinite(series)
    total = np.where(there, series, 0.0).sum(axis=1)
    return np.where(there.any(axis=1), total / np.maximum(there.sum(axis=1), 1), np.nan)


def _surveyed(
    found: dict[str, Values], measures: Mapping[str, Measure], seed: int, replicate: int
) -> dict[str, Values]:
    for position, (name, each) in enumerate(measures.items()):
        if each.survey is not None:
            found[name] = answers(found[name], each.survey, seed, replicate, position)
    return found


def answers(values: Values, survey: Survey, seed: int, replicate: int, position: int) -> Values:
    """What a questionnaire shows of true values: with a mood, noise and leniency, in their sd.

    The mood is shared by all measures of the same run, whoever reads it; the noise is not.
    """
    spread = float(np.nanstd(values)) if len(values) > 1 else 1.0
    mood = np.random.default_rng((seed, replicate, 0)).standard_normal(len(values))
    noise = np.random.default_rng((seed, replicate, 1 + position)).standard_normal(len(values))
    shift = survey.same_source * mood + survey.noise * noise + survey.leniency
    return values + spread * shift
