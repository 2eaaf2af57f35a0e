"""Every level fact beside the model: services run once, statistics read, held to the tolerance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import N_
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics.intervals import t_interval
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.misses import cause_of
from tillitsim.studies.levels.readings import Asked, Readings
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

Verdict = Literal["inside", "outside", "not judged"]
REPLICATES = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact and what the model says of it.

    ``simulated`` is the mean over replicates in ``unit``, with its 95% interval (chance only); it
    is NaN where nothing could be read. ``reason`` says why a fact is not judged,
    ``given`` that the scenario is given the number, or what it follows from at once.
    """

    fact: Fact
    verdict: Verdict
    simulated: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    tolerance: tuple[float, float] | None = None
    reason: str = ""
    given: bool = False


def levels(
    facts: Sequence[Fact],
    parameter_set: ParameterSet,
    *,
    seed: int = 0,
    replicates: int = REPLICATES,
    style: Style | None = None,
    runner: Runner | None = None,
) -> list[Answer]:
    """Answers to all facts, in their order; each service that is asked about is run once.

    ``parameter_set`` has values that hold in all services (but for what a scenario sets).
    """
    asked = Asked(tuple(facts), style or Style())
    read = Readings()
    cases = cases_of(read, asked, range(replicates), seed=seed, parameters=[parameter_set])
    rows = np.array((runner or Runner()).run(cases, read))
    columns = iter(rows.T)
    return [
        _answer(fact, statistic, next(columns) if isinstance(statistic, Statistic) else rows)
        for fact, statistic in ((fact, statistic_of(fact)) for fact in facts)
    ]


def _answer(fact: Fact, statistic: Statistic | str, values: NDArray[np.float64]) -> Answer:
    if isinstance(statistic, str):
        return Answer(fact, "not judged", reason=statistic)
    estimate = t_interval(values[:, None])
    mean, low, high = (float(each[0]) for each in estimate[:3])
    tolerance = fact.tolerance or statistic.tolerance
    simulated = (mean, low, high, statistic.unit, tolerance)
    if tolerance is None:
        return Answer(fact, "not judged", *simulated, reason=N_("no tolerance is stated"))
    if math.isnan(mean):
        return Answer(fact, "not judged", *simulated, reason=N_("nothing could be read in any run"))
    inside = tolerance[0] <= mean <= tolerance[1]
    cause = cause_of(fact)
    given = statistic.given or (cause is not None and cause.given)
    return Answer(fact, "inside" if inside else "outside", *simulated, given=given)
