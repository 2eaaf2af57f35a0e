"""How a run ends for people and units: citizens' trust by their need, and unit by unit.

Averages hide who gains and who loses. At the end of each run every citizen has a trust in the
service that years of meetings have made; a need is complex when it is further from the ordinary
than the standard deviation of needs, as in the outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.mechanisms.meeting import need_variance
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import Once, Read, cases_of
from tillitsim.runs.cases.own_mechanism import simulation_class
from tillitsim.runs.ensemble.parameter_set import ParameterSet, with_set
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics.likelihood import LIKELY, Ensemble, Verdict, verdict_of_draws
from tillitsim.scenario.schema import Scenario

Values = NDArray[np.float64]
MOST_SETS = 12
"""Sets of assumptions under which citizens are looked at one by one, which takes room."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Citizens of some replicates at the end of their runs.

    ``trust`` and ``is_complex`` are (replicates, citizens); ``unit_trust`` is (replicates, units),
    the mean trust of each unit's citizens (NaN for a unit that has none left). With ``sets`` each
    replicate is under other plausible assumptions; without, all have the default values.
    """

    scenario: Scenario
    trust: Values
    is_complex: NDArray[np.bool_]
    unit_trust: Values
    sets: int = 0


@dataclass(frozen=True, slots=True)
class FinalState(Read[Scenario]):
    """Of one run: how many citizens, their trust and whether their needs are complex, unit trust.

    One after the other in an array: (1 + 2 citizens + units,).
    """

    digest: str = "final state"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return scenario.canonical()

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate and looks at its citizens and units."""
        given = with_set(scenario, parameters)
        limits = _limits(given)

        def once(seed: int, replicate: int) -> Values:
            simulation = simulation_class()(given, seed, replicate)
            simulation.run()
            citizen, units = simulation.state.citizen, len(simulation.state.unit)
            trust = citizen.trust.astype(np.float64)
            people = np.bincount(citizen.unit, minlength=units)
            total = np.bincount(citizen.unit, weights=trust, minlength=units)
            by_unit = np.where(people > 0, total / np.maximum(people, 1), np.nan)
            limit = limits[simulation.state.unit["sector"][citizen.unit]]
            is_complex = citizen.complexity.astype(np.float64) ** 2 > limit
            return np.concatenate([[len(trust)], trust, is_complex, by_unit])

        return once


def endings(
    scenarios: Sequence[Scenario],
    *,
    seed: int = 0,
    replicates: int = 4,
    parameter_sets: Sequence[ParameterSet] = (),
    runner: Runner | None = None,
) -> tuple[Ending, ...]:
    """Run scenarios to their end and look at their citizens and units.

    With ``parameter_sets`` one run in each of the first ``MOST_SETS``, instead of ``replicates``.
    """
    read, asked = FinalState(), list(parameter_sets[:MOST_SETS])
    runs, parameters = (1, asked) if asked else (replicates, [{}])
    cases = [
        case
        for each in scenarios
        for case in cases_of(read, each, range(runs), seed=seed, parameters=parameters)
    ]
    found = (runner or Runner()).run(cases, read)
    count = runs * len(parameters)
    return tuple(
        _ending(each, found[i * count :][:count], len(asked)) for i, each in enumerate(scenarios)
    )


def _ending(scenario: Scenario, found: Sequence[Values], sets: int) -> Ending:
    together = np.stack(found)
    citizens = int(together[0, 0])
    trust, is_complex, units = np.split(together[:, 1:], [citizens, 2 * citizens], axis=1)
    return Ending(scenario, trust, is_complex.astype(bool), units, sets)


def _limits(scenario: Scenario) -> Values:
    """The variance of needs, sector by sector: a larger square than this is a complex need."""
    sectors = [sector for kind in scenario.kinds for sector in kind.sectors]
    return np.array(
        [
            float(need_variance(s.values["task.variety"], s.values["task.complexity_spread"]))
            for s in sectors
        ]
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Citizens' trust before and after (medians, raw), the difference, and what is known of it."""

    before: float
    after: float
    difference: Ensemble
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is better off than in the baseline: units that gain and lose, and by need.

    ``gaining`` and ``losing`` count the ``units`` whose citizens' trust is likely to be higher or
    lower by what matters; of the rest that cannot be said.
    """

    units: int
    gaining: int
    losing: int
    simple: Gap
    complex: Gap


def shift(baseline: Ending, other: Ending) -> Shift | None:
    """The shift between endings of paired runs; None where the units are not the same ones."""
    if baseline.unit_trust.shape != other.unit_trust.shape:
        return None
    gaps, matters = other.unit_trust - baseline.unit_trust, OUTCOMES["trust_in_service"].matters
    return Shift(
        gaps.shape[1],
        int(((gaps > matters).mean(axis=0) >= LIKELY).sum()),
        int(((gaps < -matters).mean(axis=0) >= LIKELY).sum()),
        _gap(baseline, other, complex_needs=False),
        _gap(baseline, other, complex_needs=True),
    )


def mean_trust(of: Ending, *, complex_needs: bool) -> Values:
    """Mean trust of the citizens with such needs, replicate by replicate; NaN for none."""
    wanted = of.is_complex == complex_needs
    count = wanted.sum(axis=1)
    total = np.where(wanted, of.trust, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _gap(baseline: Ending, other: Ending, *, complex_needs: bool) -> Gap:
    before, after = (mean_trust(each, complex_needs=complex_needs) for each in (baseline, other))
    return Gap(
        Ensemble.of(before, baseline.sets).median,
        Ensemble.of(after, other.sets).median,
        Ensemble.of(after - before, other.sets),
        verdict_of_draws(after - before, OUTCOMES["trust_in_service"].matters, other.sets),
    )


def histogram(of: Sequence[Ending], bins: int = 25) -> tuple[Values, list[tuple[Values, Values]]]:
    """Shares of citizens by trust (0 to 1): edges, and for each ending (simple, complex)."""
    edges = np.linspace(0.0, 1.0, bins + 1)

    def shares(values: Values) -> Values:
        count, _ = np.histogram(values, edges)
        return np.asarray(count / max(1, count.sum()))

    return edges, [
        (shares(each.trust[~each.is_complex]), shares(each.trust[each.is_complex])) for each in of
    ]
