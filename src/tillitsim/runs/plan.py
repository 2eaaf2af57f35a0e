"""A plan: an experiment spelled out as points and runs, each with a name made of its content.

A *cell* is a point of the design, a *point* is a cell with an arm, a *run* is a replicate of a
point. The same replicate has the same luck in every point (common random numbers), so that points
are compared pair by pair; independent plans key the luck by the point too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.core import jit
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import points_of
from tillitsim.runs.experiment.schema import Arm, Experiment

FORMAT = 1
"""Number of the format of stored results; another number is never read as this one."""


class Run(NamedTuple):
    """One run: which point, which replicate, and the seed that keys its luck."""

    id: int
    arm: int
    values: tuple[float, ...]
    replicate: int
    seed: int


@dataclass(frozen=True, slots=True)
class Block:
    """Some runs that a worker does in one go, with all that it needs for them."""

    sweep: str
    engine: str
    model: str | None
    model_digest: str | None
    arms: tuple[Arm, ...]
    parameters: tuple[str, ...]
    runs: tuple[Run, ...]

    def split(self) -> list[Block]:
        """The same runs, each in a block of its own."""
        return [replace(self, runs=(run,)) for run in self.runs]


class Plan:
    """An experiment with its seed, spelled out."""

    def __init__(
        self, experiment: Experiment, *, seed: int | None = None, independent: bool = False
    ) -> None:
        self.experiment = experiment
        self.seed = experiment.seed if seed is None else seed
        self.independent = independent
        self.arms = experiment.arms
        points = points_of(experiment.design)
        self.parameters = tuple(points[0])
        self.cells: NDArray[np.float64] = np.array(
            [list(point.values()) for point in points], np.float64
        ).reshape(len(points), len(self.parameters))
        self.outcomes = tuple(OUTCOMES)

    @property
    def points(self) -> int:
        """How many points there are: cells times arms."""
        return len(self.cells) * len(self.arms)

    def changes(self, cell: int) -> dict[str, float]:
        """What a cell changes in the scenario of each arm."""
        return dict(zip(self.parameters, self.cells[cell].tolist(), strict=True))

    @cached_property
    def ids(self) -> NDArray[np.uint64]:
        """The name of each point: a hash of all that its runs are given, but for the luck."""
        given = [f"{arm.scenario.canonical()}|{arm.scenario.burn_in}".encode() for arm in self.arms]
        starts = [hashlib.blake2b(each, digest_size=8) for each in given]
        ids = np.empty(self.points, np.uint64)
        order = sorted(range(len(self.parameters)), key=self.parameters.__getitem__)
        for cell, row in enumerate((self.cells + 0.0).tolist()):  # + 0.0 turns -0.0 into 0.0
            text = json.dumps([[self.parameters[i], row[i]] for i in order]).encode()
            for arm, start in enumerate(starts):
                digest = start.copy()
                digest.update(text)
                ids[cell * len(starts) + arm] = int.from_bytes(digest.digest(), "big")
        return _apart(ids) if self.independent else ids

    @cached_property
    def rules(self) -> dict[str, object]:
        """What must be the same for runs to be kept together, besides their points."""
        return {
            "format": FORMAT,
            "engine": version(),
            "seed": self.seed,
            "independent": self.independent,
            "outcomes": list(self.outcomes),
            "model": model_digest(self.experiment.model),
        }

    @cached_property
    def sweep(self) -> str:
        """A short hash of the rules, written into every part."""
        return _digest(json.dumps(self.rules, sort_keys=True))

    @cached_property
    def digest(self) -> str:
        """A short hash of rules and points: names the folder that results go to."""
        return _digest(self.sweep + self.ids.tobytes().hex())

    @cached_property
    def visits(self) -> NDArray[np.int64]:
        """The order in which cells are visited, the same in every replicate.

        Mixed, so that a sweep that is stopped half-way has been everywhere.
        """
        first = self.ids[:: len(self.arms)]
        return np.argsort(first, kind="stable")

    def run(self, point: int, replicate: int) -> Run:
        """One run of a point."""
        cell, arm = divmod(point, len(self.arms))
        name = int(self.ids[point])
        seed = self.seed
        if self.independent:
            digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
            seed = int.from_bytes(digest, "big") >> 1
        return Run(name, arm, tuple(self.cells[cell].tolist()), replicate, seed)

    def block(self, runs: tuple[Run, ...]) -> Block:
        """Some runs, ready for a worker."""
        return Block(
            self.sweep,
            str(self.rules["engine"]),
            self.experiment.model,
            cast("str | None", self.rules["model"]),
            self.arms,
            self.parameters,
            runs,
        )

    def ordered(self, most: int) -> Iterator[tuple[int, int, range]]:
        """Replicate, cell and its points, in the order in which they are run."""
        arms = len(self.arms)
        visits = self.visits.tolist()
        for replicate in range(most):
            for cell in visits:
                yield replicate, cell, range(cell * arms, (cell + 1) * arms)


def _apart(ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Names that differ even where points are given the same, so that their luck differs too."""
    met: dict[int, int] = {}
    apart = ids.copy()
    for place, name in enumerate(ids.tolist()):
        count = met[name] = met.get(name, -1) + 1
        if count:
            again = hashlib.blake2b(f"{name}/{count}".encode(), digest_size=8).digest()
            apart[place] = int.from_bytes(again, "big")
    return apart


def version() -> str:
    """The version of the model: of its compiled code, and of what lays out the values it is given.

    Interventions and mixes are worked out before anything compiled sees them.
    """
    return f"{jit.fingerprint()}-{_laid_out()}"


@cache
def _laid_out() -> str:
    folder = jit.PACKAGE / "scenario"
    sources = sorted((*folder.glob("*.py"), *folder.glob("*.toml")))
    return _digest("".join(path.read_text("utf-8") for path in sources))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def model_digest(model: str | None) -> str | None:
    """The name of a user's own model, and a hash of the file that it is in."""
    if model is None:
        return None
    file, _, name = model.rpartition(":")
    if not file.endswith(".py"):
        return model
    path = Path(file)
    return f"{path.name}:{name} {_digest(path.read_text('utf-8'))}"
