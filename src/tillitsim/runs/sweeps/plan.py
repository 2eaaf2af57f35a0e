"""A plan: an experiment spelled out as points and cases, each with a name made of its content.

A *cell* is a point of the design, a *point* is a cell with an arm, a *case* is a replicate of a
point. The same replicate has the same random numbers in every point (common random numbers), so
that points are compared pair by pair; independent plans key the random numbers by the point too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.own_outcome import declared_with
from tillitsim.runs.cases.batch import version
from tillitsim.runs.cases.case import Case, Read, digest_of, id_of, start_of
from tillitsim.runs.cases.own_code import code_digest
from tillitsim.runs.cases.read import TOTALS, Totals, changed
from tillitsim.runs.cases.recording import Recorded, Recording, recorded
from tillitsim.runs.experiment.design import points_of
from tillitsim.runs.experiment.schema import Experiment
from tillitsim.runs.store.part import SweepBatch
from tillitsim.scenario.schema import Scenario

FORMAT = 1
"""Number of the format of stored results; another number is never read as this one."""


class Plan:
    """An experiment with its seed, spelled out.

    Outcomes of one's own are those that the experiment records, then ``own``; their code is read.
    """

    def __init__(
        self,
        experiment: Experiment,
        *,
        seed: int | None = None,
        independent: bool = False,
        own: Sequence[Recorded] = (),
    ) -> None:
        self.experiment = experiment
        self.seed = experiment.seed if seed is None else seed
        self.independent = independent
        self.arms = tuple(replace(arm, scenario=replace(arm.scenario)) for arm in experiment.arms)
        points = points_of(experiment.design)
        self.parameters = tuple(points[0])
        self.cells: NDArray[np.float64] = np.array(
            [list(point.values()) for point in points], np.float64
        ).reshape(len(points), len(self.parameters))
        self.own = (*map(recorded, experiment.recorded), *own)
        known = declared_with([each.found() for each in self.own])
        self.outcomes = tuple(known)

    @property
    def columns(self) -> tuple[str, ...]:
        """What is kept of every run: its outcomes, and the totals that some are made of."""
        return (*self.outcomes, *TOTALS)

    @property
    def points(self) -> int:
        """How many points there are: cells times arms."""
        return len(self.cells) * len(self.arms)

    def changes(self, cell: int) -> dict[str, float]:
        """What a cell changes in the scenario of each arm."""
        return dict(zip(self.parameters, self.cells[cell].tolist(), strict=True))

    @cached_property
    def ids(self) -> NDArray[np.uint64]:
        """The name of each point: a hash of what its runs are given, but for random numbers."""
        given = [f"{arm.scenario.canonical()}|{arm.scenario.burn_in}" for arm in self.arms]
        starts = [start_of(each) for each in given]
        ids = np.empty(self.points, np.uint64)
        for cell, row in enumerate(self.cells.tolist()):
            parameters = list(zip(self.parameters, row, strict=True))
            for arm, start in enumerate(starts):
                ids[cell * len(starts) + arm] = id_of(start, parameters)
        return _apart(ids) if self.independent else ids

    @cached_property
    def rules(self) -> dict[str, object]:
        """What must be the same for runs to be kept together, besides their points."""
        rules: dict[str, object] = {
            "format": FORMAT,
            "engine": version(),
            "seed": self.seed,
            "independent": self.independent,
            "outcomes": list(self.outcomes),
            "totals": list(TOTALS),
            "model": self.model_digest,
        }
        if self.experiment.series:
            rules["series"] = list(self.experiment.series)
        if self.own:
            rules["own"] = [each.digest for each in self.own]
        return rules

    @cached_property
    def model_digest(self) -> str | None:
        """Names the user's own model and what is in its file; None for the engine's."""
        model = self.experiment.model
        return None if model is None else code_digest(model)

    @cached_property
    def read(self) -> Read[Scenario]:
        """What is read of every run: outcomes after the burn-in, totals, and what is recorded."""
        model, series = self.experiment.model, self.experiment.series
        if model is None and not series and not self.own:
            return Totals(changed)
        return Recording(self.own, series, model, self.model_digest)

    @cached_property
    def sweep(self) -> str:
        """A short hash of the rules, written into every part."""
        return digest_of(json.dumps(self.rules, sort_keys=True))

    @cached_property
    def digest(self) -> str:
        """A short hash of rules and points: names the folder that results go to."""
        return digest_of(self.sweep + self.ids.tobytes().hex())

    @cached_property
    def visits(self) -> NDArray[np.int64]:
        """The order in which cells are visited, the same in every replicate.

        Mixed, so that a sweep that is stopped half-way has been everywhere.
        """
        first = self.ids[:: len(self.arms)]
        return np.argsort(first, kind="stable")

    def case(self, point: int, replicate: int) -> Case[Scenario]:
        """One run of a point."""
        cell, arm = divmod(point, len(self.arms))
        name = int(self.ids[point])
        seed = self.seed
        if self.independent:
            digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
            seed = int.from_bytes(digest, "big") >> 1
        return Case(name, self.arms[arm].scenario, self.changes(cell), seed, replicate)

    @cached_property
    def _arm_names(self) -> dict[int, str]:
        """Names of the arms, each by the scenario object that it has for itself."""
        return {id(arm.scenario): arm.name for arm in self.arms}

    def batch(self, cases: Sequence[Case[Scenario]]) -> SweepBatch:
        """Some cases, ready for a worker."""
        return SweepBatch(
            str(self.rules["engine"]),
            self.read,
            tuple(cases),
            self.sweep,
            tuple(self._arm_names[id(case.scenario)] for case in cases),
            self.parameters,
            self.columns,
            self.experiment.series,
        )

    def ordered(self, most: int) -> Iterator[tuple[int, int, range]]:
        """Replicate, cell and its points, in the order in which they are run."""
        arms = len(self.arms)
        visits = self.visits.tolist()
        for replicate in range(most):
            for cell in visits:
                yield replicate, cell, range(cell * arms, (cell + 1) * arms)


def _apart(ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Names that differ even where points are given the same, for other random numbers."""
    met: dict[int, int] = {}
    apart = ids.copy()
    for place, name in enumerate(ids.tolist()):
        count = met[name] = met.get(name, -1) + 1
        if count:
            again = hashlib.blake2b(f"{name}/{count}".encode(), digest_size=8).digest()
            apart[place] = int.from_bytes(again, "big")
    return apart
