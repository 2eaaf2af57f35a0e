"""Read a run as a study would: declared outcomes, or columns of people, units, organisations.

Every measure gives one number an entity (NaN for those who are not measured), averaged over the
months of the measuring; the months before and between go in one go. What a questionnaire would have
shown is read through a simulated survey.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import read as read_outcomes
from tillitsim.model.simulation import Simulation
from tillitsim.model.state.columns import State
from tillitsim.runs.statistics import missing
from tillitsim.scenario.schedule import arms
from tillitsim.studies.evidence.schema import Measure, Survey

Values = NDArray[np.float64]


def read(simulation: Simulation, measures: Collection[Measure]) -> dict[Measure, Values]:
    """Run a simulation as far as the measures go and read them, one number an entity."""
    asked = dict.fromkeys(measures)
    found = _watched(simulation, [each for each in asked if each.columns])
    last = 1 + max(each.last for each in asked)
    simulation.advance(last - simulation.month)
    for each in asked:
        if each.outcome:
            found[each] = _outcome(simulation, each)
    return found


def _watched(simulation: Simulation, measures: Collection[Measure]) -> dict[Measure, Values]:
    """Means of columns over their months; the simulation stops after the last of them."""
    sums: dict[Measure, Values] = {}
    selected: dict[Measure, NDArray[np.bool_]] = {}
    for month in sorted({month for each in measures for month in _window(each)}):
        simulation.advance(month - simulation.month)
        now = [each for each in measures if month in _window(each)]
        first = [each for each in now if each.first == month]
        if first:
            columns = Columns(simulation.state)
            selected |= {each: who(columns, each, arms(simulation.scenario)) for each in first}
        simulation.advance()
        columns = Columns(simulation.state)
        for each in now:
            values = column_values(columns, each, selected[each])
            sums[each] = sums.get(each, 0.0) + values
    return {each: total / len(_window(each)) for each, total in sums.items()}


def _window(measure: Measure) -> range:
    """The months in which a measure is read."""
    return range(measure.first, measure.last + 1)


class Columns:
    """The columns of a state as they are now: fetched once, whoever reads them."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._fetched: dict[str, Values] = {}
        self._units: dict[str, NDArray[np.int64]] = {}

    def __getitem__(self, name: str) -> Values:
        """A column by name, as in ``staff.motivation``, one number a row."""
        if name not in self._fetched:
            table, _, column = name.partition(".")
            rows = getattr(self.state, table)
            found = getattr(rows, column) if table == "citizen" else rows[column]
            self._fetched[name] = np.asarray(found, np.float64)
        return self._fetched[name]

    def unit_of(self, table: str) -> NDArray[np.int64]:
        """The unit of every row of a table."""
        if table not in self._units:
            self._units[table] = self._unit_of(table)
        return self._units[table]

    def _unit_of(self, table: str) -> NDArray[np.int64]:
        if table == "staff":
            return np.asarray(self.state.staff["unit"], np.int64)
        if table == "citizen":
            return np.asarray(self.state.citizen.unit, np.int64)
        return np.arange(len(self.state.unit))


def who(columns: Columns, measure: Measure, arms: int = 1) -> NDArray[np.bool_]:
    """Which rows of the measured table are measured, judged before the measuring starts.

    ``arms`` is how many arms a lottery sorts units into; without one nobody is reached.
    """
    table = measure.columns[0].partition(".")[0]
    rows = np.ones(len(columns[f"{table}.uid"]), np.bool_)
    if measure.reached is not None:
        reached = np.asarray(columns.state.unit["group"]) % arms > 0
        rows &= reached[columns.unit_of(table)] == measure.reached
    for condition in measure.where:
        values = columns[condition.column]
        if condition.column.partition(".")[0] == "unit" and table != "unit":
            values = values[columns.unit_of(table)]
        if condition.above is not None:
            rows &= values >= condition.above
        if condition.below is not None:
            rows &= values < condition.below
    return rows


def column_values(columns: Columns, measure: Measure, selected: NDArray[np.bool_]) -> Values:
    """The sum of a measure's columns, one number an entity; NaN for those left out."""
    total: Values = reduce(np.add, (columns[name] for name in measure.columns))
    values: Values = np.where(selected, total, np.nan)
    table, state = measure.columns[0].partition(".")[0], columns.state
    own = {"organisation": ("council",), "unit": ("unit", "manager")}.get(measure.per, (table,))
    if table in own:
        return values
    unit = columns.unit_of(table)
    if measure.per == "unit":
        return _mean_by(values, unit, len(state.unit))
    council = np.searchsorted(state.council["unit_last"], unit, "right")
    return _mean_by(values, council, len(state.council))


def _mean_by(values: Values, group: NDArray[np.int64], groups: int) -> Values:
    there = np.isfinite(values)
    total = np.bincount(group[there], values[there], groups)
    count = np.bincount(group[there], minlength=groups)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _outcome(simulation: Simulation, measure: Measure) -> Values:
    tally = simulation.tally[measure.first : measure.last + 1]
    by_group = tally.sum(axis=1)[None] if measure.per == "run" else tally.swapaxes(0, 1)
    series = read_outcomes(by_group, [measure.outcome])[..., 0]
    there = np.isfinite(series)
    total = np.where(there, series, 0.0).sum(axis=1)
    return np.where(there.any(axis=1), total / np.maximum(there.sum(axis=1), 1), np.nan)


def surveyed(
    read: Mapping[Measure, Values], measures: Mapping[str, Measure], seed: int, replicate: int
) -> dict[str, Values]:
    """What was read, by name, with what a questionnaire makes of it where one is asked for."""
    return {
        name: read[each]
        if each.survey is None
        else answers(read[each], each.survey, seed, replicate, position)
        for position, (name, each) in enumerate(measures.items())
    }


def answers(values: Values, survey: Survey, seed: int, replicate: int, position: int) -> Values:
    """What a questionnaire shows of true values: with a mood, noise and leniency, in their sd.

    The mood is shared by all measures of the same run, whoever reads it; the noise is not.
    """
    spread = missing.spread(values) if len(values) > 1 else 1.0
    mood = np.random.default_rng((seed, replicate, 0)).standard_normal(len(values))
    noise = np.random.default_rng((seed, replicate, 1 + position)).standard_normal(len(values))
    shift = survey.same_source * mood + survey.noise * noise + survey.leniency
    return values + spread * shift
