"""Which mix is best, for which values: every mix weighed by several sets of values at once.

    score_s(m) = 100 sum_i w_i d_i clip((x_si(m) - x_si(today)) / swing_i, -1, 1)
    swing_i    = max(range over mixes of the median over s of x_si, what matters of i)

    where w_i are the weights of a profile (they sum to 1), d_i is +1 where higher is better and -1
    where lower is, x_si(m) outcome i of the service steered by mix m under parameter set s, and
    "what matters" the smallest effect of interest of the outcome.

A score of 100 is the whole way from worst to best in everything that is valued, or more; 0 is the
service as it is steered today. Because the best of many mixes looks better than it is, the gain of
a best mix is judged under each parameter set by the mix that is best in the mean of all *others*
(cross-validation: Efron & Hastie 2016).

Source: additive multi-attribute values with swing weights, von Winterfeldt & Edwards (1986);
regret, Savage (1951)
Limits: one outcome alone -> the order of mixes is that of the outcome; equal mixes -> no gain
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.experiment.design import lattice
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.chosen import share_elsewhere
from tillitsim.runs.statistics.likelihood import Ensemble, Verdict, verdict_of_draws
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.values.profiles import Profile

Values = NDArray[np.float64]
MATTERS = 5.0
"""Points of score below which a gain does not matter; assumed."""

SURE = 0.9
"""Share of the parameter sets whose best mix the region holds."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best mix for a profile: ``point`` of the lattice, and how sure.

    ``share`` is how often the mix that is best most often is so, corrected for its having been
    chosen; ``often`` is the share of parameter sets in which each point is best, ``region`` the
    fewest points that hold nine tenths of them. ``gain`` is the score over today's steering, not
    for having been chosen, and ``verdict`` how sure it is.
    """

    point: int
    share: float
    often: Values
    region: NDArray[np.bool_]
    gain: Ensemble
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Valued:
    """A service under every mix: ``mixes`` is (points, 3), in the order of ``PRINCIPLES``.

    ``outcomes`` is (sets, points + 1, outcomes), raw means after the burn-in; the last point is the
    service as it is steered today.
    """

    scenario: Scenario
    seed: int
    mixes: Values
    outcomes: Values
    profiles: tuple[Profile, ...]
    calibrated: bool

    def scores(self, profile: Profile) -> Values:
        """The score of every mix under every parameter set, (sets, points); 0 is today.

        An outcome that has no value under a set says nothing there.
        """
        total = np.zeros(self.outcomes.shape[:2])
        for name, weight in profile.weights.items():
            values = self.outcomes[..., list(OUTCOMES).index(name)]
            step = np.clip((values - values[:, -1:]) / self.swing(name), -1.0, 1.0)
            worth = OUTCOMES[name].better * weight
            total += worth * np.where(np.isfinite(step), step, 0.0)
        return np.asarray(100.0 * total[:, :-1])

    def swing(self, name: str) -> float:
        """How far the mixes move an outcome's median from worst to best; at least what matters."""
        medians = missing.percentiles(self.outcomes[..., list(OUTCOMES).index(name)], (50.0,))[0]
        there = medians[np.isfinite(medians)]
        span = float(np.ptp(there)) if len(there) else 0.0
        return max(span, OUTCOMES[name].matters, 1e-12)

    def best(self, profile: Profile) -> Best:
        """The mix that is best for a profile, and how sure that is."""
        scores = self.scores(profile)
        often, first = best_often(scores), firsts(scores)
        gains = held_out(scores)
        return Best(
            int(np.argmax(scores.mean(axis=0))),
            float(share_elsewhere(first, len(first))),
            often,
            smallest_region(often, SURE),
            Ensemble.of(gains, len(scores)),
            verdict_of_draws(gains, MATTERS, len(scores)),
        )

    def regrets(self) -> Values:
        """What each profile loses at another's best mix, (best for, lost by), in points of score.

        Means over parameter sets; 0 on the diagonal.
        """
        means = np.array([self.scores(each).mean(axis=0) for each in self.profiles])
        top = means.max(axis=1)
        return np.asarray((top[:, None] - means[:, means.argmax(axis=1)]).T)

    def compromise(self) -> tuple[int, float]:
        """The mix at which the profile that loses most loses least, and how much (points)."""
        means = np.array([self.scores(each).mean(axis=0) for each in self.profiles])
        worst = (means.max(axis=1)[:, None] - means).max(axis=0)
        point = int(np.argmin(worst))
        return point, float(worst[point])


def best_often(draws: Values) -> Values:
    """How often each point is the highest, as a share; ties share their draw."""
    return np.asarray(firsts(draws).mean(axis=0))


def firsts(draws: Values) -> Values:
    """1 where a point is the highest of its draw, else 0; ties share it: (draws, points).

    Draws without a value are left out; where there is none, all points tie.
    """
    known = draws[np.isfinite(draws).any(axis=1)]
    if not len(known):
        return np.full((1, draws.shape[1]), 1.0 / draws.shape[1])
    first = known == missing.highest(known, axis=1)[:, None]
    return np.asarray(first / first.sum(axis=1, keepdims=True))


def smallest_region(often: Values, share: float) -> NDArray[np.bool_]:
    """The fewest points that together hold ``share`` of all; points tied with the last join it."""
    order = np.argsort(-often, kind="stable")
    last = int(np.searchsorted(np.cumsum(often[order]), share - 1e-12))
    return np.asarray(often >= often[order[min(last, len(order) - 1)]] - 1e-12)


def held_out(scores: Values) -> Values:
    """Under each parameter set, the score of the mix that is best in the mean of all others."""
    if len(scores) < 2:
        return np.asarray(scores.max(axis=1))
    others = scores.sum(axis=0) - scores
    return np.asarray(np.take_along_axis(scores, others.argmax(axis=1)[:, None], axis=1)[:, 0])


def valued(
    scenario: Scenario,
    profiles: Sequence[Profile],
    *,
    degree: int = 8,
    seed: int = 0,
    parameter_sets: Sequence[ParameterSet],
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Valued:
    """Run a service with every mix of a lattice, and as it is, once under each parameter set.

    The default values are a set too.
    """
    points = [tuple(point[f"mix.{p}"] for p in PRINCIPLES) for point in lattice(degree)]
    steered = [
        load(scenario, changes={f"mix.{p}": s for p, s in zip(PRINCIPLES, mix, strict=True)})
        for mix in points
    ]
    read, sets = Means(), [{}, *parameter_sets]
    cases = [
        case
        for each in (*steered, scenario)
        for case in cases_of(read, each, [0], seed=seed, parameters=sets)
    ]
    found = np.array((runner or Runner()).run(cases, read))
    outcomes = found.reshape(len(points) + 1, len(sets), len(OUTCOMES)).swapaxes(0, 1)
    return Valued(scenario, seed, np.array(points), outcomes, tuple(profiles), calibrated)
