"""Level facts as numbers of a parameter set: what calibration holds it against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.ensemble import in_world
from tillitsim.scenario.load import load
from tillitsim.studies.levels.analysis import value_of
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.sample import sample
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

shipped = cache(load)


@dataclass(frozen=True)
class Judged:
    """A fact that the model can be held against: its statistic, and where it should lie."""

    fact: Fact
    statistic: Statistic
    tolerance: tuple[float, float]

    @property
    def services(self) -> tuple[str, ...]:
        """The scenarios that are run for it."""
        return tuple(self.statistic.named or self.fact.services)


def judged(facts: Sequence[Fact]) -> list[Judged]:
    """Those of some facts that map to the model and have a tolerance, in their order."""
    found = []
    for fact in facts:
        statistic = statistic_of(fact)
        if isinstance(statistic, Statistic):
            tolerance = fact.tolerance or statistic.tolerance
            if tolerance is not None:
                found.append(Judged(fact, statistic, tolerance))
    return found


def readings(
    facts: Sequence[Judged],
    parameters: Mapping[str, float],
    seed: int,
    replicates: int,
    style: Style | None = None,
) -> NDArray[np.float64]:
    """Every fact's number in every replicate, (replicates, facts); each service is run once."""
    names = dict.fromkeys(name for each in facts for name in each.services)
    loaded = {name: in_world(shipped(name), parameters) for name in names}
    chosen = style or Style()
    rows = []
    for replicate in range(replicates):
        of = {name: sample(loaded[name], seed, replicate, chosen) for name in names}
        rows.append([value_of(each.fact, each.statistic, of) for each in facts])
    return np.array(rows)
