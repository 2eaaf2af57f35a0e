"""Scenarios side by side: paired differences to a baseline, and whether their signs are robust.

The difference is taken within replicates, which share their luck, so its interval speaks of chance
only. Robustness is the rest of what is not known: in each world of the parameter ensemble the same
scenarios are run again, and the share of worlds counts in which the difference has the same sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.model.simulation import Results
from tillitsim.runs.case import cases_of
from tillitsim.runs.ensemble import World
from tillitsim.runs.read import Series, means_of
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import paired_difference
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.sign_flips import Flip, flip

Verdict = Literal["same", "unclear", "higher", "lower"]
Values = NDArray[np.float64]

IN_EACH_WORLD = 4
"""Replicates of every scenario in every world; they share their luck too."""

MOST = 0.7
"""Share of the worlds below which a sign is not called robust."""

SPREAD = (5.0, 95.0)
"""Percentiles of the worlds between which a difference is said to lie."""

HEADLINE = (
    "trust_in_operations", "rule_stock",
    "discretion_used", "belief_in_staff", "co_operation",
    "can", "will", "dare", "administrative_burden", "turnover",
    "good_meetings", "quality_simple", "quality_complex", "reporting_gap", "harm",
    "trust_in_service", "waiting", "inequality",
    "trust_in_democracy", "scandals", "cost_per_good_meeting",
)  # fmt: skip
"""Outcomes that are shown unless others are asked for, down the chain."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """How a difference fares in other worlds (raw values).

    ``held`` of ``worlds`` have its sign (for a difference of exactly zero: are zero too); ``low``
    to ``high`` is where it lies in nine tenths of them.
    """

    held: int
    worlds: int
    low: float
    high: float
    flip: Flip | None

    @property
    def share(self) -> float:
        """Share of the worlds in which the sign holds."""
        return self.held / self.worlds


@dataclass(frozen=True, slots=True)
class Difference:
    """One outcome of one scenario against the baseline, as raw values.

    ``low`` and ``high`` bound the 95% interval of ``mean`` over ``n`` pairs of runs (chance only).
    ``same`` is true when every month of every run is the same.
    """

    outcome: Outcome
    scenario: int
    baseline_value: float
    value: float
    mean: float
    low: float
    high: float
    n: int
    same: bool
    robustness: Robustness | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the difference is clear of chance, and where it points."""
        if self.same:
            return "same"
        if self.low > 0.0:
            return "higher"
        return "lower" if self.high < 0.0 else "unclear"

    @property
    def wavers(self) -> bool:
        """Whether too few worlds have the sign to count on it."""
        return self.robustness is not None and self.robustness.share < MOST

    @property
    def gain(self) -> int:
        """+1 for a clear gain, -1 for a clear loss, 0 where neither is better or nothing clear."""
        return self.outcome.better * {"higher": 1, "lower": -1}.get(self.verdict, 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results of scenarios with the same seed, and the same in every world.

    ``in_worlds`` holds for each scenario (worlds, replicates, months, outcomes); ``calibrated``
    says whether the worlds have met the evidence or are draws from what is thought plausible.
    """

    results: tuple[Results, ...]
    baseline: int
    worlds: tuple[World, ...] = ()
    in_worlds: tuple[Values, ...] = ()
    calibrated: bool = False

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order given."""
        return tuple(each.scenario for each in self.results)

    @property
    def seed(self) -> int:
        """The seed that all runs share."""
        return self.results[0].seed

    @property
    def replicates(self) -> int:
        """Pairs of runs."""
        return len(self.results[0].series)

    @property
    def others(self) -> tuple[int, ...]:
        """Positions of all scenarios but the baseline."""
        return tuple(i for i in range(len(self.results)) if i != self.baseline)

    def differences(
        self, scenario: int, outcomes: Sequence[str] = tuple(OUTCOMES)
    ) -> tuple[Difference, ...]:
        """The differences of one scenario to the baseline, outcome by outcome."""
        base, other = self.results[self.baseline], self.results[scenario]
        before, after = base.mean_after_burn_in(), other.mean_after_burn_in()
        estimate = paired_difference(after, before)
        in_worlds = self.world_differences(scenario)
        found = []
        for name in outcomes:
            i = base.names.index(name)
            mean = float(estimate.mean[i])
            outcome = base.declared[name]
            width = outcome.bounds[1] - outcome.bounds[0]
            found.append(
                Difference(
                    base.declared[name],
                    scenario,
                    _mean(before[:, i]),
                    _mean(after[:, i]),
                    mean,
                    max(float(estimate.low[i]), -width),
                    min(float(estimate.high[i]), width),
                    int(estimate.n[i]),
                    _same(base.series[..., i], other.series[..., i]),
                    self._robustness(in_worlds, i, mean),
                )
            )
        return tuple(found)

    def _robustness(self, in_worlds: Values | None, i: int, mean: float) -> Robustness | None:
        """How a difference fares; None without worlds, and for an outcome they do not record."""
        if in_worlds is None or i >= in_worlds.shape[1]:
            return None
        return robustness(self.worlds, in_worlds[:, i], mean)

    def coincide(self, scenario: int) -> bool:
        """Whether a scenario and the baseline are the same in every outcome, month and run."""
        return _same(self.results[self.baseline].series, self.results[scenario].series)

    def world_differences(self, scenario: int) -> Values | None:
        """(worlds, outcomes): paired differences, averaged over the replicates of each world."""
        if not self.worlds:
            return None
        pair = [
            np.stack([means_of(self.scenarios[at], each) for each in self.in_worlds[at]])
            for at in (scenario, self.baseline)
        ]
        gaps = pair[0] - pair[1]
        there = np.isfinite(gaps)
        count = there.sum(axis=1)
        total = np.where(there, gaps, 0.0).sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def robustness(worlds: Sequence[World], differences: Values, mean: float) -> Robustness | None:
    """How the sign of ``mean`` fares in worlds whose differences are given.

    Worlds without a value (nobody to ask) are left out; None where no world is left.
    """
    there = np.isfinite(differences)
    if not there.any() or np.isnan(mean):
        return None
    asked = [world for world, has in zip(worlds, there, strict=True) if has]
    values = differences[there]
    holds = np.sign(values) == np.sign(mean)
    low, high = np.percentile(values, SPREAD)
    return Robustness(
        int(holds.sum()), len(asked), float(low), float(high), flip(asked, values, holds)
    )


def over_the_same_months(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios, all run as long as the shortest and read from the latest burn-in on.

    Raises
    ------
    InputError
        If nothing is left to read: the shortest ends before the longest burn-in does.
    """
    months = min(each.months for each in scenarios)
    burn_in = max(each.burn_in for each in scenarios)
    if burn_in >= months:
        told = ", ".join(f"{each.name} {each.burn_in} of {each.months}" for each in scenarios)
        raise InputError(
            _(
                "these scenarios have no months in common after their burn-in ({told}); give"
                " --months and --set burn_in=N."
            ).format(told=told)
        )
    return [replace(each, months=months, burn_in=burn_in) for each in scenarios]


def compare(
    scenarios: Sequence[Scenario],
    *,
    baseline: int = 0,
    seed: int = 0,
    replicates: int = 20,
    worlds: Sequence[Mapping[str, float]] = (),
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Comparison:
    """Run scenarios in paired replicates, and again in every world of ``worlds``.

    Raises
    ------
    InputError
        If they differ in months or burn-in: means over other months are no difference between
        scenarios. :func:`over_the_same_months` makes them comparable.
    """
    if len({(each.months, each.burn_in) for each in scenarios}) > 1:
        told = ", ".join(f"{each.name} {each.burn_in} of {each.months}" for each in scenarios)
        raise InputError(
            _(
                "the scenarios differ in months or burn-in ({told}), so that their means are"
                " not over the same months; give the same months and burn_in to all."
            ).format(told=told)
        )
    read = Series()
    different = {each.canonical(): each for each in scenarios}
    cases = {
        key: cases_of(read, each, range(replicates), seed=seed)
        + cases_of(read, each, range(IN_EACH_WORLD), seed=seed, parameters=worlds)
        for key, each in different.items()
    }
    series = iter((runner or Runner()).run([case for own in cases.values() for case in own], read))
    found = {key: np.stack([next(series) for _ in own]) for key, own in cases.items()}

    def in_worlds(scenario: Scenario) -> Values:
        own = found[scenario.canonical()][replicates:]
        return own.reshape(len(worlds), IN_EACH_WORLD, *own.shape[1:])

    return Comparison(
        tuple(
            Results(each, seed, tuple(OUTCOMES), found[each.canonical()][:replicates])
            for each in scenarios
        ),
        baseline,
        tuple(worlds),
        tuple(in_worlds(each) for each in scenarios) if worlds else (),
        calibrated,
    )


def _mean(values: Values) -> float:
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else float("nan")


def _same(one: Values, other: Values) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other, equal_nan=True))
