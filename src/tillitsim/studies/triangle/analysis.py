"""The steering triangle: outcomes over every mix, which mixes may be best, and how sure that is.

The mixes of a lattice are run under the same sets of other plausible assumptions, with the same
chance. In every draw (a run under one set) all mixes within what matters of the best one are as
good as it; a mix is *as good as the best* in some share of the draws, and words are graded by that
share (``runs.likelihood``). The best of many is flattered by having been chosen: so one is chosen
on half of the sets and read on the other half, both ways; its share and value are what that gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_in_sets, cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.experiment.design import lattice
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.chosen import share_elsewhere, value_elsewhere
from tillitsim.runs.statistics.likelihood import FEWEST, LIKELY, SCALE, Grade, grade_of
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

Values = NDArray[np.float64]
IN_EACH_SET = 1
"""Replicates of every mix under every parameter set."""

AS_NOT = SCALE[2][0]
"""Share of the draws from which a mix may be the best."""


@dataclass(frozen=True, slots=True)
class Best:
    """Which mixes may be best for an outcome (raw values).

    ``often`` is the share of draws in which each mix is as good as the best, ``point`` the mix that
    is so most often. ``share`` and ``value`` are that mix's, corrected for its having been
    chosen; ``grade`` is None where too few parameter sets were asked. ``default`` is the best mix
    with default values.
    """

    point: int
    share: float
    value: float
    often: Values
    default: int
    draws: int
    sets: int

    @property
    def grade(self) -> Grade | None:
        """How sure it is that the mix is as good as the best."""
        return grade_of(self.share) if self.sets >= FEWEST else None

    @property
    def likely(self) -> bool:
        """Whether that is at least likely."""
        return self.grade in {Grade.LIKELY, Grade.VERY_LIKELY}

    @property
    def region(self) -> NDArray[np.bool_]:
        """Mixes that are as good as the best about as likely as not, or more; and that mix."""
        found = np.asarray(self.often >= AS_NOT)
        found[self.point] = True
        return found

    @property
    def alike(self) -> bool:
        """Whether no mix is likely to make a difference that matters."""
        return self.sets >= FEWEST and float(self.often.min()) >= LIKELY


@dataclass(frozen=True, slots=True)
class Triangle:
    """Outcomes of a scenario over the mixes of a lattice (raw values).

    ``mixes`` is (points, 3), in the order of ``PRINCIPLES``; ``values`` is (points, replicates,
    outcomes) with default values and ``in_sets`` (parameter sets, points, replicates, outcomes),
    over the months after the burn-in. ``marked`` are further mixes by name, with their own values
    (draws, outcomes).
    """

    scenario: Scenario
    seed: int
    mixes: Values
    values: Values
    in_sets: Values
    marked: Mapping[str, tuple[Values, Values]]
    calibrated: bool

    def level(self, outcome: str) -> Values:
        """The outcome's median at every mix, (points,)."""
        return np.asarray(missing.percentiles(self.draws(outcome), (50.0,))[0])

    def at(self, name: str, outcome: str) -> float:
        """The outcome's median at a named mix; NaN where it has no value."""
        return float(missing.percentiles(self.marked[name][1][:, [_index(outcome)]], (50.0,))[0, 0])

    def span(self, outcome: str) -> tuple[float, float]:
        """Lowest and highest median over all mixes; NaN where none has a value."""
        levels = self.level(outcome)
        there = levels[np.isfinite(levels)]
        return (float(there.min()), float(there.max())) if len(there) else (np.nan, np.nan)

    def draws(self, outcome: str) -> Values:
        """The outcome in every draw, (draws, points): the ensemble, else default values."""
        i = _index(outcome)
        if not len(self.in_sets):
            return self.values[..., i].T
        found = self.in_sets[..., i].transpose(0, 2, 1)
        return np.asarray(found.reshape(-1, len(self.mixes)))

    def best(self, outcome: str) -> Best:
        """Which mixes may be best (highest, if neither high nor low is better)."""
        sign, matters = OUTCOMES[outcome].better or 1, OUTCOMES[outcome].matters
        draws = self.draws(outcome)
        good = as_good_as_the_best(sign * draws, matters)
        means = sign * missing.mean(self.values[..., _index(outcome)], axis=1)
        often = good.mean(axis=0)
        known, sets = draws[np.isfinite(draws).any(axis=1)], len(self.in_sets)
        return Best(
            int(np.argmax(often)),
            float(share_elsewhere(good, sets)),
            value_elsewhere(good, known, sets) if len(known) else np.nan,
            often,
            int(np.argmax(np.where(np.isfinite(means), means, -np.inf))),
            len(draws),
            len(self.in_sets),
        )

    def trade_offs(self, outcomes: Sequence[str]) -> Values:
        """What is lost of one outcome at another's best mix, (best for, lost of).

        As a share of that outcome's range over all mixes: 0 nothing, 1 the most that can be lost;
        NaN where an outcome is the same everywhere.
        """
        means = np.array([(OUTCOMES[name].better or 1) * self.level(name) for name in outcomes])
        top, bottom = missing.highest(means, axis=1), missing.lowest(means, axis=1)
        span = np.where(top > bottom, top - bottom, np.nan)
        at_best = means[:, [self.best(name).point for name in outcomes]]
        return np.asarray(((top[:, None] - at_best) / span[:, None]).T)


def as_good_as_the_best(draws: Values, matters: float) -> Values:
    """1 where a point is within what matters of the highest of its draw, else 0: (draws, points).

    Draws without a value are left out; where there is none, no point is better than another.
    """
    known = draws[np.isfinite(draws).any(axis=1)]
    if not len(known):
        return np.ones((1, draws.shape[1]))
    top = missing.highest(known, axis=1)[:, None]
    return np.asarray(known >= top - matters, float)


def triangle(
    scenario: Scenario,
    *,
    degree: int = 6,
    marked: Mapping[str, Sequence[float]] | None = None,
    seed: int = 0,
    replicates: int = 2,
    parameter_sets: Sequence[ParameterSet] = (),
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
        for each in steered
        for case in cases_in_sets(read, each, parameter_sets, seed=seed, each=IN_EACH_SET)
    ]
    found = np.array((runner or Runner()).run(plain + varied, read))
    values = found[: len(plain)].reshape(len(steered), replicates, len(OUTCOMES))
    again = found[len(plain) :].reshape(
        len(steered), len(parameter_sets), IN_EACH_SET, len(OUTCOMES)
    )
    return Triangle(
        scenario,
        seed,
        np.array(points),
        values[: len(points)],
        again[: len(points)].swapaxes(0, 1),
        {
            name: (
                np.array(mix),
                again[len(points) + i].reshape(-1, len(OUTCOMES))
                if len(parameter_sets)
                else values[len(points) + i],
            )
            for i, (name, mix) in enumerate(names.items())
        },
        calibrated,
    )


def _with_mix(scenario: Scenario, mix: Sequence[float]) -> Scenario:
    changes = {f"mix.{p}": share for p, share in zip(PRINCIPLES, mix, strict=True)}
    return load(scenario, changes=changes)


def _index(outcome: str) -> int:
    return list(OUTCOMES).index(outcome)
