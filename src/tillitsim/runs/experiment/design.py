"""Designs: which points of the parameter space are visited.

A point maps parameter names to values. On the simplex of the mix, two numbers u, v in [0, 1) become
three shares by stick breaking that is uniform over the triangle:

    trust = 1 − √(1 − u),   competition = (1 − trust) v,   regulation = the rest.

Sources: Sobol' (1967) with Owen's scrambling, McKay, Beckman & Conover (1979) and Morris (1991) by
way of scipy.stats.qmc; Scheffé (1958, 1963) for lattice and centroid. Morris' mix moves as one
factor: both its numbers take their steps together, so that every trajectory has one step for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tillitsim.runs.experiment.schema import SIMPLEX, Axis, Design
from tillitsim.scenario.declared.instruments import PRINCIPLES

DIGITS = 12
"""Decimals that a value keeps, so that a point is the same point on every machine."""

LEVELS = 4
"""Levels of a Morris trajectory; a step is two of them, as Morris advises."""

CENTROID = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1))

Point = dict[str, float]
Cube = NDArray[np.float64]


def points_of(design: Design | None) -> list[Point]:
    """The points of a design, in order; without a design one point that changes nothing."""
    if design is None:
        return [{}]
    return [{**point, **other} for point in _own(design) for other in grid(design.cross)]


def count_of(design: Design | None) -> int:
    """How many points a design has, without making them."""
    if design is None:
        return 1
    own = {
        "grid": math.prod(_levels(axis) for axis in design.vary),
        "latin-hypercube": design.size,
        "sobol": design.size,
        "morris": design.size * (len(design.vary) + 1),
        "simplex-lattice": math.comb(design.size + 2, 2),
        "simplex-centroid": len(CENTROID),
        "simplex-sobol": design.size,
        "list": len(design.listed),
    }[design.kind]
    return own * math.prod(_levels(axis) for axis in design.cross)


def grid(axes: Sequence[Axis]) -> list[Point]:
    """Every combination of the levels of some axes, the last changing fastest."""
    return [
        {name: value for part in parts for name, value in part.items()}
        for parts in product(*(_points_on(axis) for axis in axes))
    ]


def lattice(degree: int) -> list[Point]:
    """The mixes whose shares are multiples of 1/degree."""
    return [
        mix(i / degree, j / degree, (degree - i - j) / degree)
        for i in range(degree, -1, -1)
        for j in range(degree - i, -1, -1)
    ]


def mix(competition: float, regulation: float, trust: float) -> Point:
    """A mix as a point."""
    shares = (competition, regulation, trust)
    return {
        f"{SIMPLEX}.{name}": round(share, DIGITS)
        for name, share in zip(PRINCIPLES, shares, strict=True)
    }


def stick_breaking(u: float, v: float) -> Point:
    """The mix that two numbers in [0, 1] stand for; uniform numbers give uniform mixes."""
    trust = 1.0 - math.sqrt(1.0 - u)
    competition = (1.0 - trust) * v
    return mix(competition, 1.0 - trust - competition, trust)


def _own(design: Design) -> list[Point]:
    """The points of a design before they are crossed."""
    if design.kind == "list":
        return [dict(point) for point in design.listed]
    if design.kind == "grid":
        return grid(design.vary)
    if design.kind == "simplex-lattice":
        return lattice(design.size)
    if design.kind == "simplex-centroid":
        return [mix(*(part / sum(parts) for part in parts)) for parts in CENTROID]
    axes = (Axis(SIMPLEX),) if design.kind == "simplex-sobol" else design.vary
    if design.kind == "morris":
        cube = trajectories(design.size, [columns_of(axis) for axis in axes], design.seed)
    else:
        cube = _spread(design, sum(columns_of(axis) for axis in axes))
    return [from_cube(axes, row) for row in cube]


def _spread(design: Design, dimensions: int) -> Cube:
    """Points spread over the unit cube."""
    from scipy.stats import qmc  # noqa: PLC0415 - takes a third of a second

    sampler = qmc.LatinHypercube if design.kind == "latin-hypercube" else qmc.Sobol
    cube: Cube = sampler(dimensions, rng=design.seed).random(design.size)
    return cube


def trajectories(count: int, columns: Sequence[int], seed: int) -> Cube:
    """Morris' trajectories through the unit cube; each factor owns one or two columns of it.

    A trajectory starts at a random grid point and moves one factor at a time, in random order, by
    half the levels: up from the lower half and down from the upper.
    """
    rng = np.random.default_rng(seed)
    step = (LEVELS // 2) / (LEVELS - 1)
    edges = np.cumsum([0, *columns])
    rows = []
    for _ in range(count):
        at = rng.integers(LEVELS, size=edges[-1]) / (LEVELS - 1)
        rows.append(at)
        for factor in rng.permutation(len(columns)):
            own = slice(edges[factor], edges[factor + 1])
            at = at.copy()
            at[own] += np.where(at[own] < 0.5, step, -step)
            rows.append(at)
    return np.array(rows)


def from_cube(axes: Iterable[Axis], row: NDArray[np.float64]) -> Point:
    """The point that a row of the unit cube stands for; the mix owns two of its columns."""
    point: Point = {}
    numbers = iter(row.tolist())
    for axis in axes:
        if axis.name == SIMPLEX:
            point |= stick_breaking(next(numbers), next(numbers))
        else:
            point[axis.name] = _at(axis, next(numbers))
    return point


def _at(axis: Axis, share: float) -> float:
    """The value so far along an axis; whole numbers and levels have equal parts of it."""
    if axis.values:
        return axis.values[min(int(share * len(axis.values)), len(axis.values) - 1)]
    if axis.whole:
        count = axis.high - axis.low + 1.0
        return axis.low + min(math.floor(share * count), count - 1.0)
    return round(axis.low + share * (axis.high - axis.low), DIGITS)


def columns_of(axis: Axis) -> int:
    """How many columns of the unit cube an axis owns."""
    return 2 if axis.name == SIMPLEX else 1


def _levels(axis: Axis) -> int:
    if axis.name == SIMPLEX:
        return math.comb(axis.steps + 1, 2)
    return len(axis.values) or axis.steps


def _points_on(axis: Axis) -> list[Mapping[str, float]]:
    if axis.name == SIMPLEX:
        return [*lattice(axis.steps - 1)]
    levels = axis.values or np.linspace(axis.low, axis.high, axis.steps).tolist()
    return [{axis.name: round(level, 0 if axis.whole else DIGITS)} for level in levels]
