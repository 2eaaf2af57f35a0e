"""Each effect of steering with people as they are and with people alike, and where it comes from.

    effect_a(s)  = outcome of the service under other steering - as it is today,  with change a
    owed_a(s)    = effect as people are - effect_a

    where s is a parameter set (with chance) and a takes one source of difference away, or all.

What an effect owes to a source is told with how sure it is over the ensemble, as every difference.
The correlation between people as they are and everybody alike, over all effects under all parameter
sets, says how much of the model its mean field would tell.
Source: representative agents and what they miss, Kirman (1992); aggregation, Axtell (2000)
Limits: nothing taken away -> nothing owed; one outcome, one steering -> its own difference
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_set import ParameterSet, with_set
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics.likelihood import Ensemble, Verdict, verdict_of_draws
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.scenario.steering import steered
from tillitsim.studies.heterogeneity.alike import EVERYBODY, SOURCES, alike

Values = NDArray[np.float64]
AS_THEY_ARE = "as they are"


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect of one steering on one outcome.

    ``now`` and ``gone`` are the effect with people as they are and with everybody alike; ``owed``
    is the difference and ``verdict`` how sure it is; ``source`` is what the effect owes most to
    among what is at least likely, None where nothing is.
    """

    steering: str
    outcome: str
    now: Ensemble
    now_verdict: Verdict
    gone: Ensemble
    owed: Ensemble
    verdict: Verdict
    source: str | None
    source_owed: Ensemble | None


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """Effects of steerings, (changes, steerings, sets, outcomes), raw; the first is as they are."""

    service: Scenario
    seed: int
    steerings: tuple[Scenario, ...]
    effects: Values
    calibrated: bool

    @property
    def changes(self) -> tuple[str, ...]:
        """What was taken away, in the order of ``effects``."""
        return (AS_THEY_ARE, *SOURCES, EVERYBODY)

    def effect(self, steering: int, outcome: str) -> Effect:
        """One effect, and what it owes to differences."""
        of = list(OUTCOMES).index(outcome)
        matters = OUTCOMES[outcome].matters
        found = self.effects[:, steering, :, of]
        sets = found.shape[1]
        now, gone = found[0], found[-1]
        owes = self.owes(steering, outcome)
        first = max(owes, key=lambda name: abs(owes[name].median), default=None)
        return Effect(
            self.steerings[steering].name,
            outcome,
            Ensemble.of(now, sets),
            verdict_of_draws(now, matters, sets),
            Ensemble.of(gone, sets),
            Ensemble.of(now - gone, sets),
            verdict_of_draws(now - gone, matters, sets),
            first,
            None if first is None else owes[first],
        )

    def owes(self, steering: int, outcome: str) -> dict[str, Ensemble]:
        """What one effect owes to each source to which it is likely to owe what matters."""
        found = self.effects[:, steering, :, list(OUTCOMES).index(outcome)]
        sets, matters = found.shape[1], OUTCOMES[outcome].matters
        owed = {name: found[0] - found[1 + i] for i, name in enumerate(SOURCES)}
        return {
            name: Ensemble.of(each, sets)
            for name, each in owed.items()
            if verdict_of_draws(each, matters, sets).sign
        }

    def correlation(self, outcome: str) -> float:
        """Between people as they are and everybody alike, over steerings and parameter sets.

        NaN where nothing varies.
        """
        of = list(OUTCOMES).index(outcome)
        now, gone = self.effects[0, ..., of].ravel(), self.effects[-1, ..., of].ravel()
        there = np.isfinite(now) & np.isfinite(gone)
        if there.sum() < 3 or now[there].std() == 0.0 or gone[there].std() == 0.0:
            return np.nan
        return float(np.corrcoef(now[there], gone[there])[0, 1])


def heterogeneity(
    service: Scenario,
    steerings: Sequence[str],
    parameter_sets: Sequence[ParameterSet],
    *,
    seed: int = 0,
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Heterogeneity:
    """Run a service as it is and under each steering, with people as they are and made alike.

    Once under the default values and each parameter set; all on the same keys.
    """
    others = [steered(service, load(name)) for name in steerings]
    read, sets = Means(), [{}, *parameter_sets]
    cases = [
        case
        for change in (AS_THEY_ARE, *SOURCES, EVERYBODY)
        for scenario in (service, *others)
        for values in sets
        for case in cases_of(read, _made(scenario, values, change), [0], seed=seed)
    ]
    found = np.array((runner or Runner()).run(cases, read))
    values = found.reshape(len(SOURCES) + 2, len(others) + 1, len(sets), len(OUTCOMES))
    effects = values[:, 1:] - values[:, :1]
    return Heterogeneity(service, seed, tuple(others), effects, calibrated)


def _made(scenario: Scenario, values: ParameterSet, change: str) -> Scenario:
    under = with_set(scenario, values)
    if change == AS_THEY_ARE:
        return under
    return load(under, changes=alike(change, under.values))
