"""How far each input moves the whole distribution of an outcome (PAWN: Pianosi & Wagener 2018).

The points are cut into slices of an input, equally many in each. With F the distribution of the
outcome over all points and F_s over those of slice s,

    K_s = max_y |F(y) − F_s(y)|        the Kolmogorov-Smirnov distance, 0 to 1

and an input is told by the median of K_s over its slices, and by their maximum. An outcome that is
skewed, or that is good or bad and little between, has a variance that says little of it; a distance
between distributions minds neither. Any sample of points will do, so that each share of the mix may
be cut into slices by itself, the others following as they do.

Distances are never below zero, so a number that does nothing has some too: ``nothing`` is what the
median of such numbers stays below in 95 of 100 draws, at this size. Distances are SALib's.

Limits   an input that does nothing -> below ``nothing`` in 95 of 100; the only input -> near 1
         in slices that are narrow
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _

Values = NDArray[np.float64]
SLICES = 8
"""Slices of an input; the distances of so many that hold 64 points each are well known at 512."""

IDLE = 40
"""Numbers that do nothing, from which is seen what nothing comes to."""


class Distance(NamedTuple):
    """Median and maximum over an input's slices of the distance between distributions."""

    median: float
    maximum: float


@dataclass(frozen=True, slots=True)
class Distances:
    """Distances by input; ``rows`` points had values, ``mean`` and ``sd`` are of runs (raw)."""

    rows: int
    mean: float
    sd: float
    inputs: Mapping[str, Distance]
    nothing: float

    @property
    def ranked(self) -> list[str]:
        """Names of the inputs, the largest median first."""
        return sorted(self.inputs, key=lambda name: -self.inputs[name].median)


def farthest_first(found: Sequence[Distances]) -> list[str]:
    """Inputs over several outcomes: the largest mean median first."""
    names = list(found[0].inputs) if found else []
    size = {name: np.mean([each.inputs[name].median for each in found]) for name in names}
    return sorted(names, key=lambda name: -size[name])


@dataclass(frozen=True, slots=True)
class Sample:
    """Points (points, inputs) and their outcomes (points, replicates)."""

    inputs: tuple[str, ...]
    points: Values
    outcomes: Values


def distances(sample: Sample, *, seed: int = 0) -> Distances | None:
    """Distances of every input; None where fewer than two slices have values, or all are the same.

    Raises
    ------
    InputError
        Where SALib is not installed.
    """
    known = np.isfinite(sample.outcomes).all(axis=1)
    y = sample.outcomes[known]
    if known.sum() < 2 * SLICES or np.ptp(y) <= 1e-12 * max(1.0, float(np.abs(y).max())):
        return None
    idle = np.random.default_rng((seed, 37)).random((len(y), IDLE))
    points = np.hstack([sample.points[known], idle])
    apart = _apart(np.repeat(points, y.shape[1], axis=0), y.ravel())
    own = apart[: len(sample.inputs)]
    nothing = float(np.quantile([each.median for each in apart[len(own) :]], 0.95))
    named = dict(zip(sample.inputs, own, strict=True))
    return Distances(len(y), float(y.mean()), float(y.std()), named, nothing)


def _apart(points: Values, outcomes: Values) -> list[Distance]:
    """The distances of each column."""
    pawn = salib("pawn")
    columns = points.shape[1]
    problem = {"num_vars": columns, "names": [str(i) for i in range(columns)]}
    found = pawn.analyze(problem | {"bounds": [[0, 1]] * columns}, points, outcomes, S=SLICES)
    return [Distance(*each) for each in zip(found["median"], found["maximum"], strict=True)]


def salib(method: str):  # type: ignore[no-untyped-def]  # SALib ships no types
    """A module of SALib's analyses.

    Raises
    ------
    InputError
        Where it is not installed.
    """
    from importlib import import_module  # noqa: PLC0415 - SALib takes a second

    try:
        return import_module(f"SALib.analyze.{method}")
    except ImportError:
        raise InputError(
            _("This analysis needs SALib; install it with: pip install 'tillitsim[sensitivity]'.")
        ) from None
