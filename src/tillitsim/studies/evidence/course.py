"""The runs of one cell of a virtual experiment, a run a replicate, and what is read from them.

Questions that ask about the same scenario with the same random numbers share a course: it is run
once and read for all of them, as far as the last month that any of them reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.blueprint import Blueprint, cross_section, make_blueprint
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.evidence import measure
from tillitsim.studies.evidence.cross_section import CrossSection
from tillitsim.studies.evidence.schema import Measure

Values = NDArray[np.float64]
Readings = Mapping[Measure, Values]


def draw(across: CrossSection | None, seed: int, replicate: int) -> dict[str, Values]:
    """The values that the organisations of a cross-section have in a replicate, by parameter."""
    if across is None:
        return {}
    random = np.random.default_rng((seed, replicate, 2))
    return {
        name: random.uniform(spread.low, spread.high, across.organisations)
        for name, spread in across.vary.items()
    }


class Course:
    """Runs of a scenario, or of a cross-section of organisations that follow it."""

    def __init__(
        self,
        scenario: Scenario,
        across: CrossSection | None,
        seed: int,
        simulation: type[Simulation],
    ) -> None:
        self.scenario = scenario
        self.across = across
        self.seed = seed
        self.simulation = simulation
        self._wanted: Counter[Measure] = Counter()
        self._months = 1
        self._readers = 0
        self._read: dict[int, Future[Readings]] = {}
        self._lock = Lock()

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for courses whose runs are the same, as far as they go."""
        scenario = replace(self.scenario, months=1, burn_in=0)
        across = "" if self.across is None else self.across.model_dump_json()
        return scenario.canonical(), across, self.seed, self.simulation

    def ask(self, measures: Collection[Measure]) -> None:
        """Somebody will read these; before anything is read."""
        self._wanted.update(measures)
        self._months = max(self._months, *(1 + each.last for each in measures))
        self._readers += 1

    def leave(self, measures: Collection[Measure]) -> None:
        """Somebody who asked for these has enough."""
        with self._lock:
            self._wanted -= Counter(measures)

    def read(self, replicate: int, measures: Collection[Measure]) -> Readings:
        """The measures in a replicate, one number an entity, as they are: without a survey."""
        if self._readers <= 1:
            return self._run(replicate, measures)
        with self._lock:
            known = self._read.get(replicate)
            reading = self._read.setdefault(replicate, Future())
            wanted = tuple(self._wanted)
        if known is None:
            try:
                reading.set_result(self._run(replicate, wanted))
            except BaseException as problem:
                reading.set_exception(problem)
                raise
        return reading.result()

    def _run(self, replicate: int, measures: Collection[Measure]) -> Readings:
        if self.across is None:
            blueprint = self._blueprint
        else:
            drawn = draw(self.across, self.seed, replicate)
            blueprint = cross_section(self.scenario, self._months, drawn)
        run = self.simulation(self.scenario, self.seed, replicate, blueprint=blueprint)
        return measure.read(run, measures)

    @cached_property
    def _blueprint(self) -> Blueprint:
        return make_blueprint(self.scenario, self._months)
