"""The steering triangle: outcomes over every mix, where the best mix lies, and how sure that is.

The mixes of a lattice are run with the same random numbers. The best mix is the one with the best
mean; where it *may* lie is counted over all draws, a draw being one replicate in one world (as many
in each): the smallest set of mixes that holds the best one in nine tenths of the draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs import missing
from tillitsim.runs.case import cases_of
from tillitsim.runs.ensemble import World
from tillitsim.runs.experiment.design import lattice
from tillitsim.runs.read import Means
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import t_interval
from tillitsim.scenario.instruments import PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

Values = NDArray[np.float64]
IN_EACH_WORLD = 2
"""Replicates of every mix in every world."""

SURE = 0.9
"""Share of the draws whose best mix the region holds."""


@dataclass(frozen=True, slots=True)
class Best:
    """Where an outcome is best: the lattice point, how often each point is, and the region.

    ``low`` and ``high`` bound the 95% interval of the mean at the best point (chance only).
    """

    point: int
    mean: float
    low: float
    high: float
    often: Values
    region: NDArray[np.bool_]
    draws: int


@dataclass(frozen=True, slots=True)
class Triangle:
    """Outcomes of a scenario over the mixes of a lattice (raw values).

    ``mixes`` is (points, 3), in the order of ``PRINCIPLES``; ``values`` is (points, replicates,
    outcomes) and ``in_worlds`` (worlds, points, replicates, outcomes), means after the burn-in.
    ``marked`` are further mixes by name, with their own values (replicates, outcomes).
    """

    scenario: Scenario
    seed: int
    mixes: Values
    values: Values
    in_worlds: Values
    marked: Mapping[str, tuple[Values, Values]]
    calibrated: bool

    def mean(self, outcome: str) -> Values:
        """The outcome's mean at every mix, (points,)."""
        return missing.mean(self.values[..., _index(outcome)], axis=1)

    def at(self, name: str, outcome: str) -> float:
        """The outcome's mean at a named mix; NaN where it has no value."""
        return float(missing.mean(self.marked[name][1][:, _index(outcome)], axis=0))

    def span(self, outcome: str) -> tuple[float, float]:
        """Lowest and highest mean over all mixes; NaN where none has a value."""
        means = self.mean(outcome)
        there = means[np.isfinite(means)]
        return (float(there.min()), float(there.max())) if len(there) else (np.nan, np.nan)

    def draws(self, outcome: str) -> Values:
        """The outcome in every draw, (draws, points); every world has the same weight."""
        i = _index(outcome)
        if not len(self.in_worlds):
            return self.values[..., i].T
        known = self.values[:, :IN_EACH_WORLD, i].T
        worlds = self.in_worlds[..., i].transpose(0, 2, 1).reshape(-1, len(self.mixes))
        return np.concatenate([known, worlds])

    def best(self, outcome: str) -> Best:
        """Where the outcome is best (highest, if neither high nor low is better)."""
        sign = OUTCOMES[outcome].better or 1
        means = self.mean(outcome)
        point = int(np.argmax(np.where(np.isfinite(means), sign * means, -np.inf)))
        draws = self.draws(outcome)
        often = best_often(sign * draws)
        estimate = t_interval(self.values[point, :, _index(outcome)][:, None])
        return Best(
            point,
            float(means[point]),
            float(estimate.low[0]),
            float(estimate.high[0]),
            often,
            smallest_region(often, SURE),
            len(draws),
        )

    def trade_offs(self, outcomes: Sequence[str]) -> Values:
        """What is lost of one outcome at another's best mix, (best for, lost of).

        As a share of that outcome's range over all mixes: 0 nothing, 1 the most that can be lost;
        NaN where an outcome is the same everywhere.
        """
        means = np.array([(OUTCOMES[name].better or 1) * self.mean(name) for name in outcomes])
        top, bottom = missing.highest(means, axis=1), missing.lowest(means, axis=1)
        span = np.where(top > bottom, top - bottom, np.nan)
        at_best = means[:, [self.best(name).point for name in outcomes]]
        return np.asarray(((top[:, None] - at_best) / span[:, None]).T)


def best_often(draws: Values) -> Values:
    """How often each point is the highest, as a share; ties share their draw."""
    known = draws[np.isfinite(draws).any(axis=1)]
    if not len(known):
        return np.full(draws.shape[1], 1.0 / draws.shape[1])
    top = missing.highest(known, axis=1)[:, None]
    first = known == top
    return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0))


def smallest_region(often: Values, share: float) -> NDArray[np.bool_]:
    """The fewest points that together hold ``share`` of all; points tied with the last join it."""
    order = np.argsort(-often, kind="stable")
    last = int(np.searchsorted(np.cumsum(often[order]), share - 1e-12))
    return np.asarray(often >= often[order[min(last, len(order) - 1)]] - 1e-12)


def triangle(
    scenario: Scenario,
    *,
    degree: int = 10,
    marked: Mapping[str, Sequence[float]] | None = None,
    seed: int = 0,
    replicates: int = 6,
    worlds: Sequence[World] = (),
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Triangle:
    """Run a scenario with every mix of a lattice whose shares are multiples of 1/``degree``.

    ``marked`` are further mixes by name.
    """
    points = [tuple(point[f"mix.{p}"] for p in PRINCIPLES) for point in lattice(degree)]
    names = dict(marked or {})
    steered = [_with_mix(scenario, mix) for mix in (*points, *names.values())]
    read = Means()
    plain = [
        case for each in steered for case in cases_of(read, each, range(replicates), seed=seed)
    ]
    varied = [
        case
        for each in steered[: len(points)]
        for case in cases_of(read, each, range(IN_EACH_WORLD), seed=seed, parameters=worlds)
    ]
    found = np.array((runner or Runner()).run(plain + varied, read))
    values = found[: len(plain)].reshape(len(steered), replicates, len(OUTCOMES))
    again = found[len(plain) :].reshape(len(points), len(worlds), IN_EACH_WORLD, len(OUTCOMES))
    return Triangle(
        scenario,
        seed,
        np.array(points),
        values[: len(points)],
        again.swapaxes(0, 1),
        {
            name: (np.array(mix), values[len(points) + i])
            for i, (name, mix) in enumerate(names.items())
        },
        calibrated,
    )


def _with_mix(scenario: Scenario, mix: Sequence[float]) -> Scenario:
    changes = {f"mix.{p}": share for p, share in zip(PRINCIPLES, mix, strict=True)}
    return load(scenario, changes=changes)


def _index(outcome: str) -> int:
    return list(OUTCOMES).index(outcome)
