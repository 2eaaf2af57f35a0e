"""Which runs a sensitivity analysis needs, and how their outcomes are laid out for the estimators.

Both layouts give every row, a trajectory or a pair of points A and B, two sets of random numbers
of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.experiment.design import LEVELS, Point, columns_of, from_cube, mix, trajectories
from tillitsim.runs.experiment.schema import SIMPLEX, Design
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.sensitivity.distribution import Sample
from tillitsim.studies.sensitivity.indices import PickFreeze
from tillitsim.studies.sensitivity.screening import CHANCE, Steps

Values = NDArray[np.float64]
SHARES = tuple(f"{SIMPLEX}.{principle}" for principle in PRINCIPLES)


@dataclass(frozen=True, slots=True)
class Layout:
    """Points to run, row by row, the stream of random numbers of each, and a row's ``columns``."""

    points: tuple[Point, ...]
    streams: tuple[int, ...]
    columns: tuple[str, ...]

    def rows(self, values: Values) -> Values:
        """Outcomes of the points, (points, replicates), as (rows, columns, replicates)."""
        return values.reshape(-1, len(self.columns), values.shape[1])

    def column(self, name: str, values: Values) -> Values:
        """One column of outcomes, (rows, replicates)."""
        return self.rows(values)[:, self.columns.index(name)]


@dataclass(frozen=True, slots=True)
class PairLayout:
    """Points A and B of every row, and A with one input after another from B.

    Where pairs of inputs are asked for (``returned``) also B with one after another from A.
    """

    layout: Layout
    inputs: tuple[str, ...]
    returned: bool = False

    def read(self, values: Values) -> PickFreeze:
        """Outcomes of the points, (points, replicates), as the estimators take them."""
        column = self.layout.column
        return PickFreeze(
            column("a", values),
            column("b", values),
            {name: column(name, values) for name in (*self.inputs, CHANCE)},
            {
                principle: column(share, values)
                for principle, share in zip(PRINCIPLES, SHARES, strict=True)
                if SIMPLEX in self.inputs
            },
            {name: column(_back(name), values) for name in (*self.inputs, CHANCE)}
            if self.returned
            else {},
        )

    def mixes(self) -> Values:
        """The mixes of A and B, (rows, 2, principles)."""
        points = self.layout.points
        shares = np.array([[point[name] for name in SHARES] for point in points])
        return np.stack([self.layout.column(name, shares) for name in ("a", "b")], axis=1)

    def both(self, values: Values) -> Values:
        """Outcomes of A and B, (rows, 2, replicates)."""
        return np.stack([self.layout.column(name, values) for name in ("a", "b")], axis=1)


@dataclass(frozen=True, slots=True)
class StepLayout:
    """Trajectories, each followed by its first point with other random numbers."""

    layout: Layout
    inputs: tuple[str, ...]
    moved: NDArray[np.int64]
    signs: NDArray[np.int64]

    def read(self, values: Values) -> Steps:
        """Outcomes of the points, (points, replicates), as the estimators take them."""
        found = self.layout.rows(values)
        step = (LEVELS // 2) / (LEVELS - 1)
        return Steps(self.inputs, found[:, :-1], found[:, -1], self.moved, self.signs, step)


@dataclass(frozen=True, slots=True)
class PointLayout:
    """Points of a sample, each with random numbers of its own."""

    layout: Layout
    inputs: tuple[str, ...]

    def read(self, values: Values) -> Sample:
        """Outcomes of the points, (points, replicates), as the estimators take them."""
        points = [[point[name] for name in self.inputs] for point in self.layout.points]
        return Sample(self.inputs, np.array(points, np.float64), values)


def sample(design: Design) -> PointLayout:
    """``design.size`` points over what the design varies; the mix stands as its three shares."""
    from scipy.stats import qmc  # noqa: PLC0415 - takes a third of a second

    axes = design.vary
    width = sum(columns_of(axis) for axis in axes)
    cube = qmc.Sobol(width, rng=design.seed).random(design.size)
    rows = [[(from_cube(axes, row), i)] for i, row in enumerate(cube)]
    names = [SHARES if axis.name == SIMPLEX else (axis.name,) for axis in axes]
    inputs = tuple(name for each in names for name in each)
    return PointLayout(_layout(rows, ("point",)), inputs)


def _back(name: str) -> str:
    """The column of B with an input from A."""
    return f"{name} of A"


def pairs(design: Design, *, returned: bool = False) -> PairLayout:
    """The pick-freeze layout of ``design.size`` rows over what the design varies.

    ``returned`` asks for what the indices of pairs of inputs need besides.
    """
    from scipy.stats import qmc  # noqa: PLC0415 - takes a third of a second

    axes = design.vary
    width = sum(columns_of(axis) for axis in axes)
    cube = qmc.Sobol(2 * width, rng=design.seed).random(design.size)
    inputs = tuple(axis.name for axis in axes)
    shares = SHARES if SIMPLEX in inputs else ()
    rows = []
    for i, row in enumerate(cube):
        a, b = from_cube(axes, row[:width]), from_cube(axes, row[width:])
        own, other = 2 * i, 2 * i + 1
        rows.append(
            [
                (a, own),
                (b, other),
                *((a | _parts(name, b), own) for name in inputs),
                (a, other),
                *((a | with_share(a, share, b[share]), own) for share in shares),
            ]
        )
        if returned:
            rows[-1] += [*((b | _parts(name, a), other) for name in inputs), (b, own)]
    back = [_back(name) for name in (*inputs, CHANCE)] if returned else []
    columns = ("a", "b", *inputs, CHANCE, *shares, *back)
    return PairLayout(_layout(rows, columns), inputs, returned)


def steps(design: Design) -> StepLayout:
    """The layout of ``design.size`` Morris trajectories over what the design varies."""
    axes = design.vary
    columns = [columns_of(axis) for axis in axes]
    count = len(axes) + 1
    cube = trajectories(design.size, columns, design.seed).reshape(design.size, count, -1)
    owner = np.repeat(np.arange(len(axes)), columns)
    change = np.diff(cube, axis=1)
    first = np.abs(change).argmax(axis=2)
    signs = np.sign(np.take_along_axis(change, first[:, :, None], axis=2)[:, :, 0]).astype(np.int64)
    moved = owner[first]
    inputs = tuple(axis.name for axis in axes)
    rows = []
    for i, trajectory in enumerate(cube):
        points = [from_cube(axes, row) for row in trajectory]
        rows.append([*((point, 2 * i) for point in points), (points[0], 2 * i + 1)])
    whole = [i for i, name in enumerate(inputs) if name == SIMPLEX]
    names = tuple(str(i) for i in range(count + 1))
    return StepLayout(
        _layout(rows, names), inputs, moved, np.where(np.isin(moved, whole), 0, signs)
    )


def with_share(point: Mapping[str, float], share: str, value: float) -> Point:
    """The mix of a point with one share at ``value``; the ratio of the two others is kept."""
    others = [name for name in SHARES if name != share]
    before = sum(point[name] for name in others)
    parts = {
        name: (1.0 - value) * (point[name] / before if before > 0.0 else 0.5) for name in others
    } | {share: value}
    return mix(*(parts[name] for name in SHARES))


def _parts(name: str, point: Mapping[str, float]) -> Point:
    """What an input owns of a point."""
    return {key: point[key] for key in (SHARES if name == SIMPLEX else (name,))}


def _layout(rows: Iterable[Sequence[tuple[Point, int]]], columns: tuple[str, ...]) -> Layout:
    flat = [each for row in rows for each in row]
    return Layout(tuple(p for p, _ in flat), tuple(stream for _, stream in flat), columns)
