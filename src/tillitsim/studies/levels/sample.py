"""What is read of a service as it is steered today: outcomes over time, and its people at the end.

Everything is read from runs of the shipped scenario; the survey layer asks the people of the last
month, so that an answer has a person behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.core.jit import Kernel
from tillitsim.model.counters import COUNTERS
from tillitsim.model.mechanisms.motivation import trust_received
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.runs.cases.own_mechanism import simulation_class
from tillitsim.runs.statistics.missing import mean
from tillitsim.scenario.declared.instruments import PARTICIPATION
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.levels.survey import Style, answers

Numbers = NDArray[np.float64]
YEAR = 12
GENERATION = 0x7FFF
"""What a citizen remembers of how many have held a post: its last fifteen bits."""
OWN_LEVEL = 0.22
"""Spread of people's own levels of trust in democracy (European Social Survey: 2.2 on 0-10)."""

STAFF = {
    "can": "competence",
    "will": "motivation",
    "dare": "safety",
    "trust_in_manager": "trust_in_manager",
    "discretion_used": "discretion",
    "discretion_granted": "granted",
    "people.psm_mean": "psm",
}
"""Outcomes and parameters that are a state of every member of staff, by column."""

UNMET = ("trust_in_democracy",)
"""What few have met: nobody answers kindly about it (Sears 1983), nor out of trust in a service."""

FELT = {"belief_in_staff": "received"}
"""What staff cannot see of another, and what they feel of it (``recv`` of motivation.py)."""

BURDENS = ("state", "council", "inspectorate", "manager")
"""Who takes of a month's time."""


@dataclass(frozen=True)
class Sample:
    """One replicate of one service.

    ``series`` is float64 (months, outcomes) in natural readings, burn-in included. ``staff`` and
    ``citizens`` map names to one value a person, in [0, 1]; ``unit_of_staff`` and
    ``unit_of_citizen`` are row numbers of ``units``, which maps names to one value a unit.
    ``style`` and ``random`` are how people answer, the latter made anew for every question.
    ``late_of_waiting`` is the percent beyond the limit of those who wait; NaN where nobody does.
    """

    scenario: Scenario
    style: Style
    random: Callable[[str], np.random.Generator]
    series: Numbers
    staff: dict[str, Numbers]
    citizens: dict[str, Numbers]
    units: dict[str, Numbers]
    unit_of_staff: NDArray[np.int64]
    unit_of_citizen: NDArray[np.int64]
    late_of_waiting: float = np.nan

    def series_of(self, outcome: str) -> Numbers:
        """An outcome month by month after the burn-in, in its natural reading."""
        return self.series[self.scenario.burn_in :, list(OUTCOMES).index(outcome)]

    def mean_of(self, outcome: str) -> float:
        """Its mean over the months that have a value; NaN where none has."""
        values = self.series_of(outcome)
        there = values[np.isfinite(values)]
        return float(there.mean()) if len(there) else np.nan

    def years_of(self, outcome: str) -> Numbers:
        """Its mean year by year, whole years only."""
        values = self.series_of(outcome)
        years = len(values) // YEAR
        return np.asarray(values[: years * YEAR].reshape(years, YEAR).mean(axis=1), np.float64)

    def ask_staff(self, name: str) -> Numbers:
        """What staff answer about one of their states, in (0, 1).

        A manager's belief is felt in what is granted, too: trust received.
        """
        states = self.staff[FELT.get(name, name)]
        return answers(states, 0.5, self.style, self.random(f"staff/{name}"))

    def ask_citizens(self, name: str) -> Numbers:
        """What citizens answer; about what they met, those who met it lately are asked."""
        states, random = self.citizens[name], self.random(f"citizens/{name}")
        if name in UNMET:
            return answers(states, 0.5, replace(self.style, leniency=0.0), random)
        return answers(states, self.citizens["trust_in_service"], self.style, random)

    def ask_population(self, name: str) -> Numbers:
        """What inhabitants answer, of whom a share ``people.users`` uses the service.

        The others have its name from those who do, and answer about it as about what few have met.
        """
        random = self.random(f"population/{name}")
        uses = random.random(len(self.unit_of_citizen)) < self.scenario.values["people.users"]
        by_name = answers(self.citizens[name], 0.5, replace(self.style, leniency=0.0), random)
        return np.asarray(np.where(uses, self.ask_citizens(name), by_name), np.float64)

    def ask_about(self, state: float, name: str) -> Numbers:
        """What staff answer about something that is the same for all of them, in [0, 1].

        Kindness is for people (Sears 1983): there is none in it.
        """
        states, style = np.full(len(self.unit_of_staff), state), replace(self.style, leniency=0.0)
        return answers(states, 0.5, style, self.random(f"about/{name}"))

    def ask(self, name: str) -> Numbers:
        """What those answer whose state it is."""
        return self.ask_staff(name) if name in self.staff else self.ask_citizens(name)


def sample(scenario: Scenario, seed: int, replicate: int, style: Style) -> Sample:
    """Run one replicate of a service to its end and read it."""
    simulation = simulation_class()(scenario, seed, replicate)
    simulation.advance(scenario.burn_in)
    loaded = _loaded_months(simulation, scenario.months - scenario.burn_in)
    return _read(simulation, style, loaded)


def _loaded_months(simulation: Simulation, months: int) -> dict[str, Numbers]:
    """Run on, counting each unit's harms and cases in months with a load above 1, and in others."""
    state = simulation.state
    unit = np.asarray(state.staff["unit"], np.int64)
    units = len(state.unit)
    sums = {name: np.zeros(units) for name in ("harms_over", "cases_over")}
    sums |= {name: np.zeros(units) for name in ("harms_else", "cases_else")}
    for _ in range(months):
        simulation.advance()
        over = np.asarray(state.unit["load"]) > 1.0
        for what in ("harms", "cases"):
            counted = np.bincount(unit, state.staff[what], units)
            sums[f"{what}_over"] += np.where(over, counted, 0.0)
            sums[f"{what}_else"] += np.where(over, 0.0, counted)
    return sums


def _regular(simulation: Simulation) -> Numbers:
    """1 for a citizen whose regular member of staff has met them and still holds the post."""
    citizen, staff = simulation.state.citizen, simulation.state.staff
    current = staff.generation[citizen.staff] & GENERATION
    met = np.asarray(citizen.relation) > 0
    return np.asarray(met & (current == citizen.generation), np.float64)


def _read(simulation: Simulation, style: Style, loaded: dict[str, Numbers]) -> Sample:
    state, scenario = simulation.state, simulation.scenario
    factors = np.array([outcome.factor for outcome in OUTCOMES.values()])

    def column(table: str, name: str) -> Numbers:
        rows = getattr(state, table)
        values = getattr(rows, name) if table == "citizen" else rows[name]
        return np.asarray(values, np.float64)

    staff = {name: column("staff", each) for name, each in STAFF.items()}
    good, bad = column("staff", "belief_good"), column("staff", "belief_bad")
    staff["belief_in_staff"] = good / (good + bad)
    unit_of_staff = np.asarray(state.staff["unit"], np.int64)
    received = np.vectorize(cast(Kernel, trust_received).py_func, otypes=[np.float64])
    staff["received"] = received(
        staff["belief_in_staff"],
        staff["discretion_granted"],
        state.instrument[unit_of_staff, PARTICIPATION],
        scenario.values["motivation.participation"],
    )
    unit_of_citizen = np.asarray(state.citizen.unit, np.int64)
    quality = column("unit", "word")
    democracy = column("council", "trust_in_democracy")
    council_of_unit = np.asarray(state.unit["council"], np.int64)
    staff["load"] = np.clip(column("unit", "load") / 2.0, 0.0, 1.0)[unit_of_staff]
    staff["slack"] = np.clip(column("staff", "slack"), 0.0, 1.0)
    staff |= {name: column("staff", name) for name in ("measured", "gaming", "cases")}
    staff["ill"] = np.asarray(column("staff", "ill") > 0.0, np.float64)
    staff["burden"] = np.sum([column("staff", f"burden_{each}") for each in BURDENS], axis=0)
    key = (simulation.seed, simulation.replicate)

    def random(question: str) -> np.random.Generator:
        return np.random.default_rng((*key, *question.encode()))

    series = simulation.outcomes() * factors
    complex_, all_needs = (
        float(mean(series[scenario.burn_in :, list(OUTCOMES).index(name)]))
        for name in ("quality_complex", "meeting_quality")
    )
    of_complex = complex_ / all_needs if all_needs > 0.0 else 1.0
    trust = column("citizen", "trust")
    citizens = {
        "trust_in_service": trust,
        "quality_perceived": quality[unit_of_citizen],
        "quality_complex": np.minimum(1.0, of_complex * quality[unit_of_citizen]),
        "co_operation": column("unit", "co_operation")[unit_of_citizen],
        "trust_in_democracy": np.clip(
            democracy[council_of_unit[unit_of_citizen]]
            + OWN_LEVEL * random("own level").standard_normal(len(trust)),
            0.0,
            1.0,
        ),
        "regular": _regular(simulation),
        "relation": column("citizen", "relation"),
    }
    half = scenario.values["meeting.relation_half"]
    known = citizens["relation"] / (citizens["relation"] + half)
    by_the_regular = scenario.values["task.regular"] * (1.0 - staff["ill"].mean())
    citizens["continuity"] = 0.5 * (by_the_regular * known + citizens["co_operation"])
    units = {name: column("unit", name) for name in ("quality", "reported", "word", "load")}
    units |= loaded
    units["staff"] = np.bincount(unit_of_staff, minlength=len(quality)).astype(np.float64)
    return Sample(
        scenario=scenario,
        style=style,
        random=random,
        series=series,
        staff=staff,
        citizens=citizens,
        units=units,
        unit_of_staff=unit_of_staff,
        unit_of_citizen=unit_of_citizen,
        late_of_waiting=_late_of_waiting(simulation),
    )


def _late_of_waiting(simulation: Simulation) -> float:
    counted = simulation.tally[simulation.scenario.burn_in :].sum(axis=(0, 1))
    late, waiting = (int(counted[list(COUNTERS).index(name)]) for name in ("late", "waiting"))
    return 100.0 * late / waiting if waiting else np.nan
