"""Scenarios side by side: paired differences to a baseline, over all that is not known.

A difference is taken within replicates, which share their random numbers. What is told first is the
ensemble: the same scenarios under other plausible values of what is assumed, with chance, whose
draws give the median, nine tenths and the verdict (``runs.likelihood``). The default values are one
point beside it, with an interval that speaks of chance only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.model.own_outcome import declared_with
from tillitsim.model.simulation import Results
from tillitsim.runs.cases.case import cases_in_sets, cases_of
from tillitsim.runs.cases.read import counts_of, means_of
from tillitsim.runs.cases.recording import Recorded, whole_of
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.estimates import of_pairs, together
from tillitsim.runs.statistics.intervals import paired_difference
from tillitsim.runs.statistics.likelihood import Ensemble, Grade, Verdict, Way, verdict_of_draws
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.alike import in_half, made_alike
from tillitsim.studies.compare.sign_flips import Flip, flip

Values = NDArray[np.float64]

IN_EACH_SET = 1
"""Runs of every scenario under every parameter set: more sets tell more than more runs in each."""

HEADLINE = (
    "trust_in_operations",
    "rule_stock",
    "discretion_used",
    "belief_in_staff",
    "co_operation",
    "can",
    "will",
    "dare",
    "administrative_burden",
    "turnover",
    "good_meetings",
    "quality_simple",
    "quality_complex",
    "reporting_gap",
    "harm",
    "trust_in_service",
    "waiting",
    "inequality",
    "trust_in_democracy",
    "scandals",
    "cost_per_good_meeting",
)
"""Outcomes that are shown unless others are asked for, down the chain."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A difference over the ensemble (raw values): its draws, and what it goes from and to.

    ``draws`` is (parameter sets, replicates); ``flip`` is the assumption that turns its direction.
    """

    draws: Values
    difference: Ensemble
    baseline: Ensemble
    value: Ensemble
    flip: Flip | None

    @property
    def sets(self) -> int:
        """Parameter sets that have a value."""
        return self.difference.sets


@dataclass(frozen=True, slots=True)
class Difference:
    """One outcome of one scenario against the baseline, as raw values.

    ``spread`` is the ensemble; None where no other assumptions were asked. The rest is with default
    values: ``low`` and ``high`` bound the 95% interval of ``mean`` over ``n`` pairs of runs (chance
    only), and ``same`` is true when every month of every run is the same.
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
    spread: Spread | None = None

    @property
    def verdict(self) -> Verdict:
        """What is known of it."""
        if self.spread is not None:
            return verdict_of_draws(
                self.spread.draws.ravel(), self.outcome.matters, self.spread.sets
            )
        if np.isnan(self.mean):
            return Verdict("unknown", None)
        if self.same:
            return Verdict("same", Grade.VERY_LIKELY, none=1.0)
        return Verdict(self._by_default, None)

    @property
    def _by_default(self) -> Way:
        """Whether the default values' difference is clear of chance, and where it points."""
        if self.low > 0.0:
            return "higher"
        if self.high < 0.0:
            return "lower"
        small = max(abs(self.low), abs(self.high)) <= self.outcome.matters
        return "none" if small else "unknown"

    @property
    def gain(self) -> int:
        """+1 for what is at least likely better, -1 for likely worse, 0 for all else."""
        return self.outcome.better * self.verdict.sign

    @property
    def told(self) -> tuple[float, float, float]:
        """Low, middle and high as they are told first: the ensemble, else chance alone."""
        if self.spread is None:
            return self.low, self.mean, self.high
        known = self.spread.difference
        return known.low, known.median, known.high

    @property
    def levels(self) -> tuple[float, float]:
        """The outcome's level in the baseline and in the scenario, as it is told first.

        Over the ensemble the second is the first moved by the median difference, so that the three
        add up; the median of the scenario's own levels would not.
        """
        if self.spread is None:
            return self.baseline_value, self.value
        before = self.spread.baseline.median
        return before, before + self.spread.difference.median


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results of scenarios with the same seed, and the same under every parameter set.

    ``in_sets`` holds for each scenario (parameter sets, replicates, months, outcomes);
    ``calibrated`` says whether the sets have met the evidence or are draws from what is thought
    plausible. ``totals`` and ``totals_in_sets`` are the outcomes over the months that count,
    (replicates, outcomes) and (parameter sets, replicates, outcomes), where they were read; else
    they are means of the months. ``counts`` are events and cases, or two totals, (replicates, 2,
    outcomes). ``alike`` holds totals under half of the sets (``alike.in_half``) with what is
    assumed of each principle made the same, (sets, replicates, outcomes), by scenario.
    """

    results: tuple[Results, ...]
    baseline: int
    parameter_sets: tuple[ParameterSet, ...] = ()
    in_sets: tuple[Values, ...] = ()
    calibrated: bool = False
    totals: tuple[Values, ...] = ()
    totals_in_sets: tuple[Values, ...] = ()
    counts: tuple[Values, ...] = ()
    alike: Mapping[int, Values] = field(default_factory=dict)
    _told: dict[tuple[int, str], Difference] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
        """Pairs of runs with default values."""
        return len(self.results[0].series)

    @property
    def own(self) -> bool:
        """Whether the parameter sets are weighed by the levels of the service itself."""
        return any(each.ensemble for each in self.scenarios)

    @property
    def others(self) -> tuple[int, ...]:
        """Positions of all scenarios but the baseline."""
        return tuple(i for i in range(len(self.results)) if i != self.baseline)

    def only(self, scenarios: Sequence[int]) -> Comparison:
        """The baseline and these scenarios alone, in their order."""
        kept = [i for i in range(len(self.results)) if i == self.baseline or i in scenarios]

        def some(each: tuple[Values, ...]) -> tuple[Values, ...]:
            return tuple(each[i] for i in kept) if each else ()

        return replace(
            self,
            results=tuple(self.results[i] for i in kept),
            baseline=kept.index(self.baseline),
            in_sets=some(self.in_sets),
            totals=some(self.totals),
            totals_in_sets=some(self.totals_in_sets),
            counts=some(self.counts),
            alike={kept.index(i): each for i, each in self.alike.items() if i in kept},
        )

    def known(self, scenario: int) -> Results:
        """A scenario's runs over the ensemble, as if they were replicates; else its own runs."""
        own = self.results[scenario]
        if not self.parameter_sets:
            return own
        runs = self.in_sets[scenario]
        together = runs.reshape(-1, *runs.shape[2:])
        return Results(own.scenario, own.seed, own.names, together, own.declared)

    def differences(
        self, scenario: int, outcomes: Sequence[str] = tuple(OUTCOMES)
    ) -> tuple[Difference, ...]:
        """The differences of one scenario to the baseline, each outcome's worked out once."""
        if fresh := [name for name in outcomes if (scenario, name) not in self._told]:
            places = [(scenario, name) for name in fresh]
            self._told.update(zip(places, self._differences(scenario, fresh), strict=True))
        return tuple(self._told[scenario, name] for name in outcomes)

    def _differences(self, scenario: int, outcomes: Sequence[str]) -> list[Difference]:
        base, other = self.results[self.baseline], self.results[scenario]
        values = self._means(scenario), self._means(self.baseline)
        counts = self._counts(scenario), self._counts(self.baseline)
        declared = [base.declared[name] for name in base.names]
        known = None if counts[0] is None or counts[1] is None else (counts[0], counts[1])
        after, before = (
            together(each, declared, its) for each, its in zip(values, counts, strict=True)
        )
        estimate = (
            paired_difference(after, before)
            if self.coincide(scenario)
            else of_pairs(*values, declared, known)
        )
        in_sets = [self._in_sets(at) for at in (self.baseline, scenario)]
        found = []
        for name in outcomes:
            i = base.names.index(name)
            found.append(
                Difference(
                    declared[i],
                    scenario,
                    float(missing.mean(before[:, i])),
                    float(missing.mean(after[:, i])),
                    float(estimate.mean[i]),
                    float(estimate.low[i]),
                    float(estimate.high[i]),
                    int(estimate.n[i]),
                    _same(base.series[..., i], other.series[..., i]),
                    spread(self.parameter_sets, *(each[..., i] for each in in_sets))
                    if self.parameter_sets
                    else None,
                )
            )
        return found

    def coincide(self, scenario: int) -> bool:
        """Whether a scenario and the baseline are the same in every outcome, month and run."""
        return _same(self.results[self.baseline].series, self.results[scenario].series)

    def set_differences(self, scenario: int) -> Values | None:
        """(parameter sets, outcomes): paired differences, averaged over each set's replicates."""
        if not self.parameter_sets:
            return None
        return missing.mean(self._in_sets(scenario) - self._in_sets(self.baseline), axis=1)

    def _means(self, scenario: int) -> Values:
        """(replicates, outcomes) over the months that count, with default values."""
        return self.totals[scenario] if self.totals else self.results[scenario].mean_after_burn_in()

    def _counts(self, scenario: int) -> Values | None:
        """(replicates, 2, outcomes) as they were read, or from the counters of the runs."""
        own = self.results[scenario]
        if self.counts:
            return self.counts[scenario]
        return None if own.tallies is None else counts_of(own.scenario, own.tallies)

    def _in_sets(self, scenario: int) -> Values:
        """(parameter sets, replicates, outcomes) over the months that count."""
        if self.totals_in_sets or not self.parameter_sets:
            return self.totals_in_sets[scenario] if self.parameter_sets else np.empty((0, 0, 0))
        return np.stack(
            [means_of(self.scenarios[scenario], each) for each in self.in_sets[scenario]]
        )


def spread(parameter_sets: Sequence[ParameterSet], before: Values, after: Values) -> Spread | None:
    """The ensemble of a difference, from (parameter sets, replicates) of baseline and scenario.

    Sets without a value (nobody to ask) are left out; None where no set is left.
    """
    gaps = after - before
    there = np.asarray(np.isfinite(gaps).any(axis=1))
    if not there.any():
        return None
    sets = int(there.sum())
    asked = [parameter_set for parameter_set, has in zip(parameter_sets, there, strict=True) if has]
    means = missing.mean(gaps[there], axis=1)
    known = Ensemble.of(gaps[there].ravel(), sets)
    holds = np.sign(means) == np.sign(known.median)
    return Spread(
        gaps[there],
        known,
        Ensemble.of(before[there].ravel(), sets),
        Ensemble.of(after[there].ravel(), sets),
        flip(asked, means, holds, len(OUTCOMES)),
    )


def compare(
    scenarios: Sequence[Scenario],
    *,
    baseline: int = 0,
    seed: int = 0,
    replicates: int = 20,
    parameter_sets: Sequence[Mapping[str, float]] = (),
    calibrated: bool = False,
    own: Sequence[Recorded] = (),
    alike: bool = False,
    runner: Runner | None = None,
) -> Comparison:
    """Run scenarios in paired replicates, and again under each of ``parameter_sets``.

    Outcomes of one's ``own`` are recorded in all of them, and stand last. With ``alike``, scenarios
    whose mix is not the baseline's are run with a neutral table too, under half of the sets.

    Raises
    ------
    InputError
        If they differ in months or burn-in: means over other months are no difference between
        scenarios. :func:`tillitsim.scenario.horizon.over_the_same_months` makes them comparable.
    """
    if len({(each.months, each.burn_in) for each in scenarios}) > 1:
        told = ", ".join(f"{each.name} {each.burn_in} of {each.months}" for each in scenarios)
        raise InputError(
            _(
                "the scenarios differ in months or burn-in ({told}), so that their means are"
                " not over the same months; give the same months and burn_in to all."
            ).format(told=told)
        )
    read, declared = whole_of(own), declared_with([each.found() for each in own])
    different = {each.canonical(): each for each in scenarios}
    cases = {
        key: cases_of(read, each, range(replicates), seed=seed)
        + cases_in_sets(read, each, parameter_sets, seed=seed, each=IN_EACH_SET)
        for key, each in different.items()
    }
    asked_alike = alike and in_half(parameter_sets)
    neutral = {
        i: in_half(cases_in_sets(read, each, parameter_sets, seed=seed, each=IN_EACH_SET))
        for i, each in (made_alike(scenarios, baseline) if asked_alike else {}).items()
    }
    every = [case for asked in (*cases.values(), *neutral.values()) for case in asked]
    series = iter((runner or Runner()).run(every, read))
    found = {key: np.stack([next(series) for _case in asked]) for key, asked in cases.items()}
    left = {i: np.stack([next(series) for _case in asked]) for i, asked in neutral.items()}
    each_one = [found[each.canonical()] for each in scenarios]
    months = scenarios[0].months
    sets = [
        runs[replicates:].reshape(len(parameter_sets), IN_EACH_SET, *runs.shape[1:])
        for runs in each_one
    ]
    return Comparison(
        tuple(
            Results(each, seed, tuple(declared), runs[:replicates, :months], declared)
            for each, runs in zip(scenarios, each_one, strict=True)
        ),
        baseline,
        tuple(parameter_sets),
        tuple(runs[:, :, :months] for runs in sets) if parameter_sets else (),
        calibrated,
        tuple(runs[:replicates, months] for runs in each_one),
        tuple(runs[:, :, months] for runs in sets) if parameter_sets else (),
        tuple(runs[:replicates, months + 1 :] for runs in each_one),
        {i: runs[:, np.newaxis, months] for i, runs in left.items()},
    )


def _same(one: Values, other: Values) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other, equal_nan=True))
