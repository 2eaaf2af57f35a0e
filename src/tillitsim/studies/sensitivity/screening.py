"""Screening: which inputs matter at all, from few runs (Morris 1991; Campolongo et al. 2007).

A trajectory moves one input at a time by a step of two thirds of its range. The change of the
outcome over the step is an *elementary effect*:

    mu* = mean |effect|     how much the input matters
    mu  = mean effect       its direction
    sigma = sd of effects   not a straight line, or it depends on the other inputs

The mix is one input, whose two numbers move together; as it has no up and down, it has mu* alone.
All points of a trajectory share their random numbers, and the first is run with other random
numbers too: the mean change that chance alone makes is told beside the inputs. Intervals resample
trajectories, and with them their random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.studies.sensitivity.indices import Estimate, estimate, weights

Values = NDArray[np.float64]
CHANCE = "chance"
SMALL = 0.1
"""An input whose mu* is clearly below this part of the largest may be left as it is."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Outcomes along trajectories.

    ``along`` is (trajectories, points, replicates), ``other_stream`` (trajectories, replicates) is
    the first point again. ``moved`` and ``signs`` are (trajectories, points − 1): the position in
    ``inputs`` of what moved, and +1 for up, −1 for down, 0 where there is no up.
    """

    inputs: tuple[str, ...]
    along: Values
    other_stream: Values
    moved: NDArray[np.int64]
    signs: NDArray[np.int64]
    step: float


@dataclass(frozen=True, slots=True)
class Effect:
    """Elementary effects of an input over its whole range (raw); mu and sigma may be NaN."""

    mu_star: Estimate
    mu: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects by input; ``CHANCE`` is that of other random numbers. ``trajectories`` had values."""

    trajectories: int
    mean: float
    inputs: Mapping[str, Effect]

    @property
    def ranked(self) -> list[str]:
        """Names of the inputs, the strongest first; chance is last."""
        names = [name for name in self.inputs if name != CHANCE]
        return [*sorted(names, key=lambda name: -self.inputs[name].mu_star.value), CHANCE]

    @property
    def negligible(self) -> list[str]:
        """Inputs that may be left as they are: mu* clearly below a tenth of the largest."""
        strongest = self.inputs[self.ranked[0]].mu_star.value
        return [
            name
            for name in self.ranked
            if name != CHANCE and self.inputs[name].mu_star.high < SMALL * strongest
        ]


def effects(runs: Steps, *, seed: int = 0) -> Effects | None:
    """Effects of every input; None where fewer than two trajectories have all their values."""
    known = np.isfinite(runs.along).all(axis=(1, 2)) & np.isfinite(runs.other_stream).all(axis=1)
    if known.sum() < 2:
        return None
    along, moved, signs = runs.along[known], runs.moved[known], runs.signs[known]
    change = np.diff(along, axis=1) / runs.step
    rows = np.arange(len(along))
    weight = weights(len(along), seed)
    found = {}
    for i, name in enumerate(runs.inputs):
        at = (moved == i).argmax(axis=1)
        each, sign = change[rows, at], signs[rows, at]
        found[name] = _effect(each, sign[:, None], weight)
    chance = runs.other_stream[known] - along[:, 0]
    found[CHANCE] = _effect(chance, np.zeros((len(chance), 1)), weight)
    return Effects(int(known.sum()), float(along.mean()), found)


def _effect(change: Values, sign: Values, weight: Values) -> Effect:
    """Effects of one input from its changes, (trajectories, replicates)."""
    mu_star = estimate(weight @ np.abs(change).mean(axis=1))
    if not np.any(sign):
        return Effect(mu_star, np.nan, np.nan)
    effect = change * sign
    return Effect(mu_star, float(effect.mean()), float(effect.std(ddof=1)))


def strongest_first(found: Sequence[Effects]) -> list[str]:
    """Inputs over several outcomes: by their mean part of each outcome's largest mu*."""
    names = [name for name in found[0].inputs if name != CHANCE] if found else []
    sizes = dict.fromkeys(names, 0.0)
    for each in found:
        largest = each.inputs[each.ranked[0]].mu_star.value or 1.0
        for name in names:
            sizes[name] += each.inputs[name].mu_star.value / largest
    return [*sorted(names, key=lambda name: -sizes[name]), CHANCE]
