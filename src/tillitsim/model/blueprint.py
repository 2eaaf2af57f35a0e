"""Blueprint: all that the runs of a scenario share, whatever their seed and replicate.

Its layout, the values given in each month, what is switched off and which lotteries are drawn are
worked out once; a run adds its key. Scenarios of the same size that differ in values share their
layout, so that a blueprint a parameter set costs little.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.core.numerics import REAL
from tillitsim.model.layout import Layout, layout_of, layout_of_councils
from tillitsim.scenario import schedule
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.schema import Scenario

KEPT = 64
"""Blueprints that are kept for scenarios that are asked for again."""

SINGLE = np.dtype([(name, REAL) for name in schedule.RECORD.names or ()], align=True)
"""The record of parameters, in the precision of staff and meetings."""


class Lottery(NamedTuple):
    """Who an intervention reaches is drawn: ``position`` among arms, ``intervention`` among all."""

    position: int
    intervention: int
    share: float
    by_council: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What the runs of a scenario share.

    ``spin_up`` months come before the ``months`` that are told; ``at_rest`` is a hash of all that
    their end depends on, but layout and random numbers. ``timeline`` (both) says which row of
    ``given`` is in force, and of ``single``, the same parameter records in the precision of staff
    and meetings; ``switch`` by mechanism, in the order of ``scenario.schema.MECHANISMS``, whether
    it is on.
    """

    layout: Layout
    months: int
    spin_up: int
    timeline: NDArray[np.int32]
    given: schedule.Given
    single: NDArray[np.void]
    switch: NDArray[np.int8]
    lotteries: tuple[Lottery, ...]
    at_rest: bytes

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
    return _blueprint(scenario, months, layout_of(scenario), schedule.values_of(scenario))


def cross_section(
    scenario: Scenario, months: int, varied: Mapping[str, NDArray[np.float64]]
) -> Blueprint:
    """The blueprint of many councils of one scenario, each with its own values.

    ``varied`` (councils) are parameters by name; what the scenario says of them, and how many
    councils it has, is left aside, and so is a mixture.
    """
    councils = len(next(iter(varied.values())))
    values = np.repeat(schedule.in_order(scenario.values), councils, axis=0)
    for name, each in varied.items():
        values[:, schedule.COLUMN[name]] = each
    if any(name in shares for shares in mix.ALL for name in varied):
        for row, own in zip(values, zip(*varied.values(), strict=True), strict=True):
            changes = dict(zip(varied, map(float, own), strict=True))
            for name, share in mix.completed(scenario.values, changes).items():
                row[schedule.COLUMN[name]] = share
    return _blueprint(scenario, months, layout_of_councils(values, scenario), values)


def _blueprint(
    scenario: Scenario, months: int, layout: Layout, values: NDArray[np.float64]
) -> Blueprint:
    timeline, strengths = schedule.timeline(scenario, months)
    given = schedule.given(scenario, values, strengths)
    switch = np.array([name not in scenario.without for name in MECHANISMS], np.int8)
    lotteries = tuple(
        Lottery(position, i, each.share, each.lottery == "council")
        for position, i in enumerate(schedule.partial(scenario))
        for each in (scenario.interventions[i],)
    )
    return Blueprint(
        layout,
        months,
        scenario.spin_up,
        timeline,
        given,
        in_single(given.record),
        switch,
        lotteries,
        _hash_of_rest(timeline[: scenario.spin_up], given, switch, lotteries),
    )


def in_single(record: NDArray[np.void]) -> NDArray[np.void]:
    """Parameter records in the precision of staff and meetings, as one block of numbers."""
    return np.asarray(record.view(np.float64).astype(REAL).view(SINGLE))


def _hash_of_rest(
    timeline: NDArray[np.int32],
    given: schedule.Given,
    switch: NDArray[np.int8],
    lotteries: tuple[Lottery, ...],
) -> bytes:
    """A hash of what holds in the months of the spin-up, and of who is drawn before them."""
    if not len(timeline):
        return b""
    rows = np.flatnonzero(np.bincount(timeline)).tolist()
    digest = hashlib.blake2b(repr(lotteries).encode(), digest_size=16)
    for each in (timeline, switch, *(table[row] for table in given for row in rows)):
        digest.update(f"{each.shape}".encode() + each.tobytes())
    return digest.digest()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A scenario by what a run of it is given."""

    canonical: str
    months: int
    scenario: Scenario = field(compare=False)


@lru_cache(maxsize=KEPT)
def _kept(asked: _Asked) -> Blueprint:
    return make_blueprint(asked.scenario, asked.months)
