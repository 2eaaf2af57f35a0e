"""Shares of people, cases, visits and years, as a fact's words name them.

share of (cases|citizens) ... the regular staff member     who met that person before
share of citizens with at least one rival within reach
share of reported results at or above the threshold
share of cases reported above a threshold that they miss
share of inspections that are aimed; burden from the inspectorate ... those supervised
share of councils without any known harm in a year
spread of OUTCOME between councils ...                     of those with at least N percent
cases (and visits) per staff(-month|member)
harm where load is above capacity over harm elsewhere
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.levels.facts import SERVICES, Fact
from tillitsim.studies.levels.sample import YEAR, Numbers, Sample
from tillitsim.studies.levels.statistic import ONE, Statistic, first_named

SUPERVISED = tuple(name for name in SERVICES if name != "supervision")
"""Services that are inspected, where a fact is about the inspectorate."""
INSPECTORATES = {"schools inspectorate": ("school", "preschool", "pupil-health")}
"""Services that one inspectorate supervises, where a fact names it."""
WORKING_DAYS = 21.0
"""Working days of a month."""


def share(fact: Fact, words: str) -> Statistic | None:
    """The share that a fact's words name; None where they name none."""
    for pattern, one, services in SHARES:
        if re.match(pattern, words):
            named = _supervised(fact) if services else ()
            return Statistic("percent", one, named=named, given=one in (_with_a_rival, _aimed))
    if words.startswith("harm where load is above capacity"):
        return Statistic("ratio", _harm_under_load)
    if re.match(r"cases .*per staff", words):
        return Statistic(fact.unit, lambda sample: _workload(sample, fact, words))
    return _years_beyond(fact, words)


def _supervised(fact: Fact) -> tuple[str, ...]:
    """The services of the inspectorate that a fact names; all that are supervised, else."""
    told = fact.quantity.lower()
    return next((each for name, each in INSPECTORATES.items() if name in told), SUPERVISED)


def _percent(there: Numbers | NDArray[np.bool_], weights: Numbers | None = None) -> float:
    """Percent of those for whom something holds; NaN for nobody."""
    if weights is None:
        weights = np.ones(len(there))
    total = float(weights.sum())
    return float(100.0 * (there * weights).sum() / total) if total > 0.0 else np.nan


def _regular(sample: Sample) -> float:
    """Percent of those whose regular member of staff is still there and known by half or more."""
    known = sample.citizens["relation"] >= sample.scenario.values["meeting.relation_half"]
    return _percent(sample.citizens["regular"] * known)


def _by_the_regular(sample: Sample) -> float:
    """Percent of visits by the regular member of staff, who may be ill."""
    present = 1.0 - sample.mean_of("absence") / 100.0
    return 100.0 * sample.scenario.values["task.regular"] * present


def _with_a_rival(sample: Sample) -> float:
    values = sample.scenario.values
    able = values["task.mobility"] if values["task.rivals"] >= 1.0 else 0.0
    return 100.0 * able * values["task.choice"]


def _results(sample: Sample) -> tuple[Numbers, Numbers]:
    """Share of the cases of each member of staff that reach the threshold, honestly and as shown.

    One case scatters round what the metric shows of who had it, by the noise of the metric.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - half a second that only results need

    values = sample.scenario.values
    weight, fit = values["metric.fit_weight"], sample.mean_of("fit") / 100.0
    honest = sample.staff["measured"] * (1.0 - weight + weight * fit)
    shown = honest + sample.staff["gaming"] * (1.0 - honest)
    noise, threshold = max(values["metric.noise"], 1e-9), values["metric.threshold"]
    if threshold <= 0.0:
        return np.full(len(honest), np.nan), np.full(len(honest), np.nan)
    return ndtr((honest - threshold) / noise), ndtr((shown - threshold) / noise)


def _reported_above(sample: Sample) -> float:
    _, shown = _results(sample)
    return _percent(shown, sample.staff["cases"])


def _lifted_above(sample: Sample) -> float:
    honest, shown = _results(sample)
    return _percent(shown - honest, sample.staff["cases"])


def _aimed(sample: Sample) -> float:
    return 100.0 * sample.scenario.values["inspectorate.discretion"]


def _inspected(sample: Sample) -> float:
    """Percent of the month; the reading is in hours of a week of 40."""
    return 2.5 * sample.mean_of("burden_inspectorate")


def _unknown_harm(sample: Sample) -> float:
    return _percent(sample.years_of("scandals") == 0.0)


def _harm_under_load(sample: Sample) -> float:
    """Harm a case in months of units whose load is above 1, over harm a case in the others."""
    sums = {name: float(sample.units[name].sum()) for name in LOADED}
    if not (sums["cases_over"] and sums["cases_else"] and sums["harms_else"]):
        return np.nan
    over = sums["harms_over"] / sums["cases_over"]
    return over / (sums["harms_else"] / sums["cases_else"])


LOADED = ("harms_over", "cases_over", "harms_else", "cases_else")


def _workload(sample: Sample, fact: Fact, words: str) -> float:
    """Cases, or their visits, that a member of staff has in a day, a month or a year."""
    told = f"{fact.quantity} {fact.unit}".lower()
    cases = float(sample.staff["cases"].mean())
    if "visits" in words or "visits" in told:
        values = sample.scenario.values
        cases *= values["task.visits"] / values["task.regular"]
    if "year" in told:
        return cases * YEAR
    return cases / WORKING_DAYS if "day" in told else cases


def _years_beyond(fact: Fact, words: str) -> Statistic | None:
    """``spread of OUTCOME between councils``: percent of the years of a council beyond a limit."""
    limit = re.search(r"at least (\d+(?:\.\d+)?) percent", fact.quantity)
    name = first_named(fact, OUTCOMES)
    if name is None or limit is None or not re.match(r"spread of .* between councils", words):
        return None
    least = float(limit[1])
    return Statistic("percent", lambda sample: _percent(sample.years_of(name) >= least))


SHARES: tuple[tuple[str, ONE, tuple[str, ...]], ...] = (
    (r"share of cases .*regular staff member", _by_the_regular, ()),
    (r"share of citizens with a regular staff member", _regular, ()),
    (r"share of citizens with at least one rival", _with_a_rival, ()),
    (r"share of reported results at or above", _reported_above, ()),
    (r"share of cases reported above a threshold", _lifted_above, ()),
    (r"share of inspections that are aimed", _aimed, SUPERVISED),
    (r"burden from the inspectorate, share of the month", _inspected, SUPERVISED),
    (r"share of councils without any known harm in a year", _unknown_harm, ()),
)
"""Beginnings of a statistic's words, how it is read, and of which services."""
