"""Blueprint: all that the runs of a scenario share, whatever their seed and replicate.

Its layout, the values given in each month, what is switched off and which lotteries are drawn are
worked out once; a run adds its key. Scenarios of the same size that differ in values share their
layout, so that a blueprint a parameter set costs little.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.layout import Layout, layout_of
from tillitsim.scenario import schedule
from tillitsim.scenario.declarations import MECHANISMS
from tillitsim.scenario.schema import Scenario

KEPT = 64
"""Blueprints that are kept for scenarios that are asked for again."""


class Lottery(NamedTuple):
    """Who an intervention reaches is drawn: ``position`` among arms, ``intervention`` among all."""

    position: int
    intervention: int
    share: float
    by_council: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What the runs of a scenario share.

    ``timeline`` (months) says which row of ``given`` is in force; ``switch`` by mechanism, in the
    order of ``scenario.schema.MECHANISMS``, whether it is on.
    """

    layout: Layout
    months: int
    timeline: NDArray[np.int32]
    given: schedule.Given
    switch: NDArray[np.int8]
    lotteries: tuple[Lottery, ...]

    @property
    def groups(self) -> int:
        """Groups of units whose outcomes are counted apart: sectors x arms."""
        return len(self.given.fixed[0])


def blueprint_of(scenario: Scenario, months: int | None = None) -> Blueprint:
    """The blueprint of a scenario over its months, or others; kept for who asks again."""
    horizon = scenario.months if months is None else months
    return _kept(_Asked(scenario.canonical(), horizon, scenario))


def make_blueprint(scenario: Scenario, months: int) -> Blueprint:
    """The blueprint of a scenario over some months."""
    timeline, strengths = schedule.timeline(scenario, months)
    partial = schedule.partial(scenario)
    return Blueprint(
        layout_of(scenario),
        months,
        timeline,
        schedule.given(scenario, schedule.values_of(scenario), strengths),
        np.array([name not in scenario.without for name in MECHANISMS], np.int8),
        tuple(
            Lottery(position, i, each.share, each.lottery == "council")
            for position, i in enumerate(partial)
            for each in (scenario.interventions[i],)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A scenario by what a run of it is given."""

    canonical: str
    months: int
    scenario: Scenario = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(asked: _Asked) -> Blueprint:
    return make_blueprint(asked.scenario, asked.months)
