"""Two things that are documented and that no mean field gives, each with its test.

    split       some units of a council lie MARGIN below norm_0 and some MARGIN above, five years
                after five years of control have ended
    recurrence  harms per case of those who had done harm in the three years before, over that of
                those who had not, in the same post; pooled over sets (Mantel & Haenszel 1959):
                RR = sum(a_s T'_s / T_s) / sum(b_s T''_s / T_s)

where a_s and b_s are the harms of the two groups under parameter set s, T''_s and T'_s their cases,
and T_s both together. Each is looked for with people and units as they are, and in the mean field:
everybody alike, and every unit with the mean norm from month 0.

A split is tested by the sets that split in one of the two alone (McNemar 1947, exact, one-sided);
a recurrence by its ratio to that of the mean field (a normal test of the logs with Poisson
variances, one-sided). Each test errs in one of a hundred worlds in which people being different
does nothing (:data:`ERROR`).

Source   split: norms that were crowded out do not come back, Gneezy & Rustichini (2000); like units
         differ for long, Syverson (2011); tipping, Ostrom (2000). Recurrence: Bismark et al.
         (2013), Studdert et al. (2016)
Limits   alike -> nobody splits, and a ratio of 1
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.simulation import Simulation
from tillitsim.runs.cases.case import Case, FloatArray, Once, Read, cases_of
from tillitsim.runs.cases.read import address_of
from tillitsim.runs.ensemble.parameter_set import ParameterSet, with_set
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load, with_interventions
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.scenario.steering import is_steering, same_value
from tillitsim.studies.heterogeneity.alike import EVERYBODY, alike

ERROR = 0.01
"""Share of worlds in which a test finds what is not there."""
CONTROL = "cynical-control"
"""Whose steering the period of control has."""
PERIOD, AFTER = 60, 60
"""Months of control, and months of today's steering after it."""
MARGIN = 0.1
"""How far from the threshold a norm must lie to count as good or as unravelled."""
HALF = 36
"""Months in which harms are counted before, and again after."""


@dataclass(frozen=True, slots=True)
class Watched(Read[Scenario]):
    """What ``watch`` reads of a run of so many people as they are, or ``alike``; it runs them."""

    watch: Callable[[Simulation], FloatArray]
    alike: bool

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"{self.watch.__name__.replace('_', ' ')} {self.alike}"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate."""
        made = laid(scenario, parameters, everybody=self.alike)
        return lambda seed, replicate: self.watch(
            begun(made, seed, replicate, everybody=self.alike)
        )


def unit_norms(simulation: Simulation) -> FloatArray:
    """The norm of every unit at month 0, when control ends and at the end: (3, units)."""
    norms = [simulation.state.unit["norm"].copy()]
    for months in (PERIOD, AFTER):
        simulation.advance(months)
        norms.append(simulation.state.unit["norm"].copy())
    return np.array(norms)


def recurrence(simulation: Simulation) -> FloatArray:
    """Harms and cases later, of those who had done harm before and of those who had not: (2, 2).

    Only of posts that one person holds all the time.
    """
    first = simulation.state.staff["uid"].copy()
    harms, cases = np.zeros((2, len(first))), np.zeros((2, len(first)))
    for half in range(2):
        for _month in range(HALF):
            simulation.advance()
            harms[half] += simulation.state.staff["harms"]
            cases[half] += simulation.state.staff["cases"]
    stayed = (simulation.state.staff["uid"] == first) & (cases.min(axis=0) > 0.0)
    before = harms[0] > 0.0
    return np.array(
        [
            [harms[1, stayed & chosen].sum(), cases[1, stayed & chosen].sum()]
            for chosen in (before, ~before)
        ]
    )


def laid(scenario: Scenario, parameters: ParameterSet, *, everybody: bool) -> Scenario:
    """The scenario under a parameter set, with everybody alike or as they are."""
    under = with_set(scenario, parameters)
    return load(under, changes=alike(EVERYBODY, under.values)) if everybody else under


def begun(scenario: Scenario, seed: int, replicate: int, *, everybody: bool) -> Simulation:
    """A run at month 0; where all are alike, its units too have the mean norm."""
    simulation = Simulation(scenario, seed, replicate)
    if everybody:
        norm = simulation.state.unit["norm"]
        norm[:] = norm.mean()
    return simulation


def controlled(service: Scenario) -> Scenario:
    """The service after month 0 under control for :data:`PERIOD` months, then as it is today."""
    steering = load(CONTROL).values
    given = {
        name: value
        for name, value in steering.items()
        if is_steering(name) and not same_value(value, service.values[name])
    }
    change = Intervention(
        name=CONTROL,
        values=given,
        start=0,
        stop=PERIOD,
        ramp=0,
        share=1.0,
        lottery="unit",
        given=given,
    )
    return with_interventions(service, (change,))


@dataclass(frozen=True, slots=True)
class Split:
    """Norms of units, (arms, sets, 3, units): as they are, the mean field, and never controlled.

    ``thresholds`` are the norms at which they tip, (sets,).
    """

    norms: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def splits(self, arm: int) -> NDArray[np.bool_]:
        """Under which parameter sets units have split at the end."""
        norms, tips = self.norms[arm, :, -1], self.thresholds[:, None]
        return np.asarray((norms < tips - MARGIN).any(axis=1) & (norms > tips + MARGIN).any(axis=1))

    def below(self, arm: int, when: int = -1) -> float:
        """The share of units below the threshold, over all sets."""
        return float((self.norms[arm, :, when] < self.thresholds[:, None]).mean())

    @property
    def discordant(self) -> tuple[int, int]:
        """Sets that split as people are and not in the mean field, and the other way round."""
        here, there = self.splits(0), self.splits(1)
        return int((here & ~there).sum()), int((there & ~here).sum())

    @property
    def error(self) -> float:
        """How probable so many or more would be, were the two alike (exact, one-sided)."""
        here, there = self.discordant
        return at_least(here, here + there)


@dataclass(frozen=True, slots=True)
class Recurs:
    """Harms and cases, (arms, sets, 2, 2): as they are, and the mean field."""

    counts: NDArray[np.float64]

    def ratio(self, arm: int) -> tuple[float, float]:
        """The pooled rate ratio, and the standard deviation of its log; NaN where nothing is."""
        return pooled_ratio(self.counts[arm])

    @property
    def error(self) -> float:
        """How probable so large a ratio of the two ratios would be, were they alike."""
        (here, sd), (there, sd_there) = self.ratio(0), self.ratio(1)
        if not (here > 0.0 and there > 0.0):
            return math.nan
        z = (math.log(here) - math.log(there)) / math.hypot(sd, sd_there)
        return 0.5 * math.erfc(z / math.sqrt(2.0))


@dataclass(frozen=True, slots=True)
class Phenomena:
    """Both, of one service."""

    split: Split
    recurs: Recurs


def phenomena(
    service: Scenario,
    parameter_sets: Sequence[ParameterSet],
    *,
    seed: int = 0,
    runner: Runner | None = None,
) -> Phenomena:
    """Look for both in a service, under the default values and each parameter set."""
    runner, sets = runner or Runner(), [{}, *parameter_sets]
    long = load(service, set=(f"months={PERIOD + AFTER}",))
    after = load(service, set=(f"months={2 * HALF}",))
    norms = [
        np.array(runner.run(_cases(read, scenario, sets, seed), read))
        for read, scenario in (
            (Watched(unit_norms, alike=False), controlled(long)),
            (Watched(unit_norms, alike=True), controlled(long)),
            (Watched(unit_norms, alike=False), long),
        )
    ]
    counts = [
        np.array(runner.run(_cases(read, after, sets, seed), read))
        for read in (Watched(recurrence, alike=False), Watched(recurrence, alike=True))
    ]
    tips = [with_set(service, each).values["motivation.norm_threshold"] for each in sets]
    return Phenomena(Split(np.array(norms), np.array(tips)), Recurs(np.array(counts)))


def _cases(
    read: Read[Scenario], scenario: Scenario, sets: Sequence[ParameterSet], seed: int
) -> list[Case[Scenario]]:
    return cases_of(read, scenario, [0], seed=seed, parameters=sets)


def at_least(hits: int, of: int) -> float:
    """The probability of ``hits`` or more heads of ``of`` fair coins."""
    return float(sum(math.comb(of, k) for k in range(hits, of + 1)) / 2**of)


def pooled_ratio(counts: NDArray[np.float64]) -> tuple[float, float]:
    """The rate ratio over strata and the standard deviation of its log (Greenland & Robins 1985).

    ``counts`` is (strata, 2, 2): events and exposure of the first group, and of the second.
    """
    known = counts[(counts[:, :, 1] > 0.0).all(axis=1)]
    (a, b), (t_a, t_b) = known[:, :, 0].T, known[:, :, 1].T
    whole = t_a + t_b
    first, second = float((a * t_b / whole).sum()), float((b * t_a / whole).sum())
    if first <= 0.0 or second <= 0.0:
        return math.nan, math.nan
    spread = float(((a + b) * t_a * t_b / whole**2).sum()) / (first * second)
    return first / second, math.sqrt(spread)
