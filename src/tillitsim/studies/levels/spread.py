"""Spread between units, as a fact's words name what is spread.

    sd between units of (1 - burden - idle time)          time with users, percentage points
    sd between units of NAME                              a state or result, index points
    variance (of NAME) between units over total variance (of NAME)
    ratio of the highest to the lowest unit (of NAME)     a result
    sd between years of OUTCOME                           in its natural reading

NAME is a state of staff, quality, quality reported or perceived, or load; where the words name
none of them, it is what the fact maps to.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.sample import STAFF, Numbers, Sample
from tillitsim.studies.levels.statistic import Statistic, first_named

UNITS = {
    "quality_reported": "reported",
    "quality_perceived": "word",
    "meeting_quality": "quality",
    "inequality": "quality",
    "quality": "quality",
    "load": "load",
}
"""What a fact calls a result of units, the fullest names first, and the unit's column."""
STATES = (*STAFF, "belief_in_staff")
ALIASES = {"safety": "dare", "motivation": "will", "competence": "can"}


def spread(fact: Fact, words: str) -> Statistic | None:
    """The spread that a fact's words name; None where they name none."""
    if words.startswith("sd between years"):
        return _between_years(fact)
    if words.startswith("sd between units") and re.search(r"burden|idle|slack", words):
        return Statistic(fact.unit, _of_time)
    name = _meant(fact, words)
    return None if name is None else _between_units(fact, words, name)


def _between_units(fact: Fact, words: str, name: str) -> Statistic | None:
    column = UNITS.get(name, "")
    if words.startswith("sd between units"):
        if column:
            return Statistic(fact.unit, lambda sample: _sd(sample.units[column]))
        return Statistic(fact.unit, lambda sample: _sd(by_unit(sample, sample.staff[name])))
    if words.startswith("variance") and "between units over total" in words:
        one = _of_quality if column else lambda sample: _of_answers(sample, name)
        return Statistic("percent of variance", one)
    if words.startswith("ratio of the highest to the lowest unit") and column:
        return Statistic("ratio", lambda sample: _extremes(sample.units[column]))
    return None


def _between_years(fact: Fact) -> Statistic | None:
    name = first_named(fact, OUTCOMES)
    if name is None:
        return None
    return Statistic(fact.unit, lambda sample: float(sample.years_of(name).std(ddof=1)))


def _extremes(values: Numbers) -> float:
    return float(values.max() / values.min()) if values.min() > 0.0 else np.nan


def _meant(fact: Fact, words: str) -> str | None:
    """The first result or state that the words hold, else the first that the fact maps to."""
    known = [*UNITS, *STATES, *ALIASES]
    held = [each for each in known if re.search(rf"\b{each.replace('_', '[ _]')}\b", words)]
    name = next(iter([*held, *(each for each in fact.maps_to if each in known)]), None)
    return None if name is None else ALIASES.get(name, name)


def by_unit(sample: Sample, values: Numbers) -> Numbers:
    """Means of staff by unit."""
    unit = sample.unit_of_staff
    total = np.bincount(unit, values, len(sample.units["staff"]))
    return np.asarray(total / sample.units["staff"], np.float64)


def _sd(values: Numbers) -> float:
    """Standard deviation in index points of 100."""
    return float(100.0 * values.std(ddof=1)) if len(values) > 1 else np.nan


def _of_time(sample: Sample) -> float:
    return _sd(by_unit(sample, sample.staff["burden"] + sample.staff["slack"]))


def _of_answers(sample: Sample, name: str) -> float:
    """ICC1 of a simulated item: variance between units over all, within-unit noise taken off."""
    answered, unit = sample.ask_staff(name), sample.unit_of_staff
    count: NDArray[np.int64] = np.bincount(unit)
    mean = np.bincount(unit, answered) / count
    within = float(((answered - mean[unit]) ** 2).sum() / max(1, len(answered) - len(count)))
    between = max(0.0, float(mean.var(ddof=1)) - within / float(count.mean()))
    return 100.0 * between / (between + within) if between + within > 0.0 else np.nan


def _of_quality(sample: Sample) -> float:
    answered, unit = sample.ask_citizens("quality_perceived"), sample.unit_of_citizen
    count = np.maximum(1, np.bincount(unit, minlength=len(sample.units["quality"])))
    mean = np.bincount(unit, answered, len(count)) / count
    return float(100.0 * np.average((mean - answered.mean()) ** 2, weights=count) / answered.var())
