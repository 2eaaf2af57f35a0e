"""Statistics that a level fact may ask for, read from its own words.

A fact says in ``model_statistic`` what of the model it means. The phrases below are understood,
with any outcome, any service and any bounds in the places shown in capitals; a phrase that none of
them matches is not judged, and the fact is listed with that reason.

    share of (staff|citizens) answering 4 or 5 on a simulated 5-point item ...
    share of citizens answering rather or very high on a simulated 5-point trust item
    share of staff (low on|below the middle of) a simulated safety item
    mean of a simulated (0-100 satisfaction index|1-5 item|1-5 scale|0-10 item) ...
    mean of nine simulated 1-5 items ...                     sustainable employee engagement
    OUTCOME by its name or label, ...; hours a week of burden ...; share of the month of burden
    share of cases served later than a limit; citizens who wait ...
    harm per 10,000 ...; elections lost over elections held
    parameter; citizens per (unit|staff) ...; staff of one manager
    ratio of OUTCOME in SERVICE to SERVICE; SERVICE above SERVICE ...; OUTCOME above OUTCOME
    ordering of simulated index by scenario; SERVICE lowest of the sectors ...
    year-to-year change of a ... mean ...; change of a national mean over N years; drift of ...
    mean on 0-10 ...; burden from the inspectorate ... those supervised
    and the shares of ``shares.py``, the spreads of ``spread.py``, the orderings of ``orderings.py``
"""

from __future__ import annotations

import re

import numpy as np

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.schedule import instrument_under_mix
from tillitsim.studies.levels.facts import NOT_MODELLED, Fact
from tillitsim.studies.levels.orderings import ordering
from tillitsim.studies.levels.reasons import reason_for
from tillitsim.studies.levels.sample import YEAR, Sample
from tillitsim.studies.levels.shares import share
from tillitsim.studies.levels.spread import spread
from tillitsim.studies.levels.statistic import ONE, Statistic, first_named, of_the_employer
from tillitsim.studies.levels.survey import (
    answers,
    index,
    share_at_least,
    share_below_middle,
    steps,
)

DECADE = 10.0
PREVENTABLE = 0.5
"""Share of adverse events that could have been avoided; harm of the model is those (de Vries et al.
2008: 43.5%; Schwendimann et al. 2018: 51%, medians of reviews)."""
PLANNED = ("planned-hospital-care",)
"""Where patients wait for a specialist: not in an emergency."""
POPULATION = ("trust_in_service",)
"""What those who do not use a service are asked about, too."""


def statistic_of(fact: Fact) -> Statistic | str:
    """The statistic that a fact asks for, or the reason why there is none."""
    words = fact.statistic.lower()
    for reader in (_since,) if fact.comparability == NOT_MODELLED else READERS:
        found = reader(fact, words)
        if found is not None:
            return found
    return reason_for(fact)


SINCE: tuple[tuple[str, str], ...] = (
    (r"different staff", "continuity"),
    (r"leaves the occupation", "occupation_left"),
    (r"survival of managers", "manager_turnover"),
    (r"absence|sick leave", "sick_leave"),
)
"""What facts were written of as missing, and the outcome that has come since."""


def _since(fact: Fact, words: str) -> Statistic | None:
    name = next((outcome for pattern, outcome in SINCE if re.search(pattern, words)), None)
    if name is None or fact.kind != "level":
        return None
    return Statistic(fact.unit, lambda sample: sample.mean_of(name))


def _survey(fact: Fact, words: str) -> Statistic | None:
    name = _asked(fact, words)
    if name == "co_operation" and "continuity" in fact.quantity:
        name = "continuity"
    if name is None or not re.search(r"simulated|\bitem\b|\b4 or 5\b|satisf", words):
        return None
    if "below the middle" in words or " low on " in words:
        return Statistic("percent", lambda sample: share_below_middle(sample.ask(name)))
    if name in POPULATION and re.match(r"(the )?population\b", fact.quantity.lower()):
        return Statistic("percent", lambda sample: share_at_least(sample.ask_population(name), 4))
    if re.match(r"share .*(answering|rather or very high|4 or 5|satisfied)", words):
        return Statistic("percent", lambda sample: share_at_least(sample.ask(name), 4))
    if words.startswith("mean"):
        return Statistic(_scale(fact), lambda sample: _on_scale(index(sample.ask(name)), fact))
    return None


def _felt(fact: Fact, words: str) -> Statistic | None:
    """A simulated item about an outcome that is no state of a person, such as the rule stock.

    Who answers kindly says that there is little of what is bad.
    """
    name = first_named(fact, OUTCOMES)
    if name is None or not re.match(r"mean of a simulated (0-10|1-5|5-point) item", words):
        return None
    bad = OUTCOMES[name].better < 0

    def answered(sample: Sample) -> float:
        share = min(1.0, sample.mean_of(name) / OUTCOMES[name].factor)
        told = index(sample.ask_about(1.0 - share if bad else share, name))
        return _on_scale(100.0 - told if bad else told, fact)

    return Statistic(_scale(fact), answered)


def _asked(fact: Fact, words: str) -> str | None:
    """Whose state is asked about; a question about safety is about daring."""
    states = {
        "can",
        "will",
        "dare",
        "trust_in_manager",
        "belief_in_staff",
        "discretion_used",
        "load",
        "slack",
        "people.psm_mean",
        "quality_perceived",
        "quality_complex",
        "co_operation",
        "trust_in_service",
        "trust_in_democracy",
    }
    name = first_named(fact, dict.fromkeys(states))
    return "dare" if name is None and "safety" in words else name


def _scale(fact: Fact) -> str:
    return fact.unit if _short_scale(fact) else "index 0-100"


def _short_scale(fact: Fact) -> bool:
    """Whether the tolerance is on a short scale (0-10, 1-5) rather than on 0-100."""
    most = {"0-10": 10.0, "1-5": 5.0}.get(fact.unit)
    return most is not None and fact.tolerance is not None and fact.tolerance[1] <= most


def _on_scale(value: float, fact: Fact) -> float:
    if not _short_scale(fact):
        return value
    return value / 10.0 if fact.unit == "0-10" else 1.0 + value / 25.0


def engagement(sample: Sample) -> float:
    """The index of engagement, 0-100, of a third each.

    Motivation, leadership, and clarity of steering (what the book knows). The items on leadership
    ask whether the manager shows appreciation and confidence and lets one take responsibility (SKR
    and RKA): trust received, not given.
    """
    clarity = 100.0 - min(100.0, sample.mean_of("incoherence"))
    thirds = (index(sample.ask_staff("will")), index(sample.ask_staff("belief_in_staff")), clarity)
    return float(np.mean(thirds))


def _strain(sample: Sample) -> float:
    """Percent of staff with load above and discretion below the middle of simulated items."""
    load, discretion = steps(sample.ask_staff("load")), steps(sample.ask_staff("discretion_used"))
    return float(100.0 * ((load > 3) & (discretion < 3)).mean())


def _parameters(fact: Fact, words: str) -> Statistic | None:
    if re.match(r"(number of )?staff( (of one|per)( first-line)? manager| per unit)?$", words):
        return Statistic("people", lambda sample: sample.scenario.values["chain.staff"], given=True)
    if words.startswith("citizens per unit"):
        return Statistic(
            "people", lambda sample: sample.scenario.values["chain.citizens"], given=True
        )
    if words.startswith("politicians per council"):
        return Statistic(
            "people", lambda sample: sample.scenario.values["chain.politicians"], given=True
        )
    ratio = fact.maps_to == ("chain.citizens / chain.staff",)
    if re.match(r"citizens .*per staff", words) or (words == "parameter" and ratio):
        return Statistic("people", _people, given=True)
    name = first_named(fact, PARAMETERS) if words == "parameter" else None
    if name is None:
        return None
    share = PARAMETERS[name].bounds == (0.0, 1.0) and "percent" in fact.unit
    return Statistic(
        fact.unit, lambda sample: (100.0 if share else 1.0) * _given(sample, name), given=True
    )


def _people(sample: Sample) -> float:
    values = sample.scenario.values
    return values["chain.citizens"] / values["chain.staff"]


def _given(sample: Sample, name: str) -> float:
    """A parameter's value; of an instrument that the scenario does not fix, what the mix makes."""
    values = sample.scenario.values
    instrument = name.removeprefix("instruments.")
    if not np.isnan(values[name]) or instrument == name:
        return values[name]
    return instrument_under_mix(values, instrument)


def _outcome(fact: Fact, words: str) -> Statistic | None:
    for pattern, unit, one in PHRASES:
        if re.match(pattern, words):
            return Statistic(unit, one)
    if re.match(r"harm per 10,000", words):
        factor = 0.01 if "percent" in fact.unit else 1.0
        if "any adverse event" in fact.quantity:
            factor /= PREVENTABLE
        return Statistic(fact.unit, lambda sample: factor * sample.mean_of("harm"))
    if re.match(r"share of cases served later|citizens who wait, per 1,000", words):
        within = re.search(r"at most|within", fact.quantity) is not None
        named = PLANNED if "specialist visit" in fact.quantity else ()
        return Statistic(
            "percent", lambda sample: _waiting(sample, fact, within=within), named=named
        )
    name = words.partition(",")[0]
    if name == "turnover" and of_the_employer(fact):
        name = "employer_left"
    if name in OUTCOMES:
        return Statistic(fact.unit, lambda sample: sample.mean_of(name))
    meant = first_named(fact, OUTCOMES)
    if words.startswith("mean on 0-10") and meant is not None:
        return Statistic("0-10", lambda sample: sample.mean_of(meant) / 10.0)
    return None


def _plain(fact: Fact, words: str) -> Statistic | None:
    """An outcome by its name in words, as it is read: ``administrative burden in hours a week``."""
    head = re.split(r"[,;(]", words)[0]
    if fact.kind != "level" or re.search(MORE, head):
        return None
    called = {outcome.english.lower(): name for name, outcome in OUTCOMES.items()}
    called |= {name.replace("_", " "): name for name in OUTCOMES}
    names = sorted({called[each] for each in called if re.search(rf"\b{re.escape(each)}\b", head)})
    meant = [name for name in names if name in fact.maps_to] or names
    if len(meant) != 1:
        return None
    return Statistic(fact.unit, lambda sample: sample.mean_of(meant[0]))


MORE = (
    r"\b(share|ratio|sd|spread|variance|trend|drift|change|correlation|growth|range|effect|response"
    r"|recovery|survival|part|simulated|between|above|below|per|of other)\b"
)
"""Words that ask for more of an outcome than its level."""


def _elections(sample: Sample) -> float:
    return sample.mean_of("elections_lost")


def _waiting(sample: Sample, fact: Fact, *, within: bool) -> float:
    """Percent beyond the limit (or within it), of those who wait or of those with a need."""
    of_waiting = "of those waiting" in fact.unit
    late = sample.late_of_waiting if of_waiting else sample.mean_of("waiting_beyond_limit")
    return 100.0 - late if within else late


def _burden(sample: Sample) -> float:
    return sample.mean_of("administrative_burden") * 2.5


def _from_outside(sample: Sample) -> float:
    """Hours a week that state, council and inspectorate take, and not the manager."""
    origins = ("burden_state", "burden_council", "burden_inspectorate")
    return sum(sample.mean_of(each) for each in origins)


def _gap(sample: Sample) -> float:
    """Percent of staff who say that it is good, less percent of users who do, on one item."""
    seen = sample.units["reported"][sample.unit_of_staff]
    said = answers(seen, 0.5, sample.style, sample.random("staff/reported"))
    return share_at_least(said, 4) - share_at_least(sample.ask("quality_perceived"), 4)


def _time_at_work(sample: Sample) -> float:
    """Years since recruitment among those at work: one over the yearly rate of leaving."""
    return 100.0 / max(sample.mean_of("turnover"), 1e-9)


PHRASES: tuple[tuple[str, str, ONE], ...] = (
    ("elections lost over elections held", "percent", _elections),
    ("share of leading politicians who are replaced at an election", "percent", _elections),
    ("hours a week of burden from state, council and inspectorate", "hours a week", _from_outside),
    (
        "hours a week of burden",
        "hours a week",
        lambda sample: sample.mean_of("administrative_burden"),
    ),
    ("share of the month of burden", "percent", _burden),
    ("1 - burden", "percent", lambda sample: sample.mean_of("time_with_citizens")),
    ("gap between what the provider and what the user", "percentage points", _gap),
    ("mean time since recruitment", "years", _time_at_work),
    ("mean of nine simulated 1-5 items", "index 0-100", engagement),
    ("share of staff with load above and discretion below", "percent", _strain),
)
"""Beginnings of a statistic's words, its unit, and how it is read."""


def _time(fact: Fact, words: str) -> Statistic | None:
    name = first_named(fact, OUTCOMES)
    if fact.kind != "time" or name is None:
        return None
    most = 1.0
    if words.startswith("year-to-year change"):
        return Statistic(
            "points a year", lambda sample: _changes(sample, name), tolerance=(0.0, most)
        )
    over = re.match(r"change of a (?:national |council's )?mean over (\w+) years?", words)
    if over:
        years = {"two": 2, "three": 3, "four": 4, "five": 5}.get(over[1]) or int(over[1])
        return Statistic("points", lambda sample: _changes(sample, name, years))
    if words.startswith("drift of the baseline"):
        return Statistic(
            "points a year", lambda sample: _trend(sample, name), tolerance=(0.0, most)
        )
    if words.startswith(("trend of", "drift of")) and not _of_years(fact):
        return Statistic("points", lambda sample: DECADE * _trend(sample, name))
    return None


def _of_years(fact: Fact) -> bool:
    """Whether a drift is asked for that is more than none: a baseline at rest has none to show."""
    return fact.tolerance is not None and fact.tolerance[0] > 0.0


def _changes(sample: Sample, name: str, years: int = 1) -> float:
    """Mean size of the change of a yearly mean from one survey to the next, ``years`` later."""
    yearly = sample.years_of(name)
    if len(yearly) <= years:
        return np.nan
    return float(np.abs(yearly[years:] - yearly[:-years]).mean())


def _trend(sample: Sample, name: str) -> float:
    """Size of the linear trend after the burn-in, points a year."""
    values = sample.series_of(name)
    there = np.isfinite(values)
    if there.sum() < YEAR:
        return np.nan
    return abs(float(np.polyfit(np.arange(len(values))[there], values[there], 1)[0])) * YEAR


READERS = (_outcome, _survey, _felt, _parameters, spread, share, ordering, _time, _plain)
