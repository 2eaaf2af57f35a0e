"""Nothing is decoration: every parameter moves an outcome, every column is read by somebody.

A parameter passes when moving it from the low to the high end of its range moves some outcome of
section 9 by more than three paired standard errors, in a named scenario. Most do in the plain one;
those that need a special one are listed with what makes them live.
"""

import ast
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import simulate
from tillitsim.model.state.tables import COUNCIL, MANAGER, POLITICIAN, STAFF, UNIT, Citizen
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import BY_NAME, PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention

SOURCE = Path(__file__).parents[2] / "src" / "tillitsim"
PLAIN = {
    "chain.units": 6, "chain.staff": 5, "chain.citizens": 60, "task.caseload": 6.0,
    "task.stakes": 0.4, "task.variety": 1.4, "task.turbulence": 0.03, "inspectorate.media": 0.3,
    "inspectorate.coverage": 0.3, "politics.election_months": 12, "politics.pendulum": 0.4,
    "workforce.sorting": 0.3, "instruments.money_follows": 0.8, "instruments.choosers": 0.1,
    "metric.threshold": 0.6, "market.exit": 0.1, "economy.funding": 0.9,
}  # fmt: skip
CROWDED = {"task.need_rate": 1.5, "task.caseload": 3.0}
SHIRKERS = {"people.psm_mean": 0.1, "instruments.audit_coverage": 0.6}
LATITUDE = {"instruments.latitude": 0.8}
VOTED_OUT = {"politics.election_even": 0.95, "politics.election_slope": 15.0,
             "politics.election_memory": 0.0,
             "politics.election_months": 6, "politics.pendulum": 0.6}  # fmt: skip
PAID = {"instruments.incentive": 0.8, "people.psm_mean": 0.3}
FREE_TO_MOVE = {"instruments.choosers": 0.8, "demand.distance": 1.0, "market.exit_share": 0.95}
COMPLEX = {"task.complexity_spread": 0.7, "demand.quality": 10.0, "task.rivals": 5}
SELECTIVE = {
    "market.risk_adjusted": 0.0, "instruments.money_follows": 1.0, "task.mobility": 1.0,
    "task.rivals": 8, "demand.habit": 0.0, "demand.distance": 0.0, "chain.units": 10,
}  # fmt: skip
UNGUIDED = {
    "instruments.goals": 0.0, "instruments.earmarked": 0.0, "instruments.rule_revision": 0.0,
    "instruments.handbook_coverage": 0.9, "instruments.discretion": 0.1,
    "task.codifiability": 0.9, "task.turbulence": 0.0,
}  # fmt: skip
MIX = {"mix.trust": 0.8}
SPECIAL: dict[str, dict[str, float]] = {
    # parameter (or its beginning): what makes it live
    "trust.waiting": CROWDED,
    "workforce.load": CROWDED,
    "managers.instruments.": LATITUDE,
    "managers.competition": LATITUDE,
    "managers.regulation": LATITUDE,
    "managers.trust": LATITUDE,
    "instruments.minimum": SHIRKERS,
    "profile.minimum.": SHIRKERS,
    "effort.displacement": SHIRKERS,
    "interaction.": MIX,
    "effort.price_cut": {"task.fixed_price": 0.0},
    "learning.drift": UNGUIDED,
    "politics.pendulum": VOTED_OUT,
    "politicians.ideal_spread": VOTED_OUT,
    "politics.election_slope": {"politics.election_even": 0.6, "politics.election_memory": 0.0},
    "managers.disposition_spread": {"managers.disposition_weight": 0.9},
    "managers.disposition_weight": {"managers.disposition": 0.9},
    "managers.span": {"chain.staff": 20},
    "metric.self_marked": PAID,
    "reporting.gaming": PAID,
    "market.skimming": PAID | FREE_TO_MOVE | COMPLEX | SELECTIVE,
    "market.risk_adjusted": PAID | FREE_TO_MOVE | COMPLEX | {"market.skimming": 1.0},
    "market.exit": FREE_TO_MOVE,
    "meeting.habit_spread": {"people.competence_mean": 0.1, "instruments.discretion": 0.9},
    "people.lifted": {
        "people.averse": 0.3,
        "people.aversion_neutral": 0.8,
        "instruments.audit_coverage": 0.6,
    },
    "politics.election_even": {"politics.election_memory": 0.0},
    "learning.invention": {"learning.spread": 1.0},
    "learning.spread": {"learning.invention": 0.05},
    "trust.elsewhere": {"people.trust_democracy": 0.02, "people.users": 0.0},
    "demand.filling": {"task.need_rate": 0.2},
    "inspectorate.information": {"inspectorate.coverage": 0.3, "inspectorate.discretion": 1.0},
    "workforce.illness": {"workforce.cover": 0.0},
    "workforce.body": {"task.strain": 1.0},
    "workforce.ending": {"task.temporary": 1.0},
    "meeting.handover": {"task.decisions": 4, "task.regular": 0.2, "task.stakes": 0.4},
    "meeting.haste": CROWDED | {"task.stakes": 0.4},
    "profile.money_follows.": {"instruments.money_follows": math.nan},
    "profile.choosers.": {"instruments.choosers": math.nan},
}
MONTHS = ("months=30", "burn_in=0")
REPLICATES = (12, 80, 480)
"""Runs at first, and where they show nothing: spreads between people, and who goes where."""


REFORMED = {"management.coverage_rate": {"instruments.handbook_coverage": 0.95}}
"""Parameters of a change: what is changed, at month 6, to see how fast it comes."""
TOLD = {"tenure", "case_time", "time_per_case", "reserve", "elections_lost"}
"""Columns that no mechanism needs: a story tells tenure, tests add up the month from the time of
cases, agents tell elections that were lost, and the reserve keeps what rounding leaves, so that
money is conserved."""


def special(name):
    fitting = [key for key in SPECIAL if name.startswith(key)]
    return SPECIAL[max(fitting, key=len)] if fitting else {}


def outcomes(changes, replicates, reform):
    scenario = load("demonstration", changes=changes, set=MONTHS)
    if reform:
        scenario = replace(scenario, interventions=(Intervention("reform", reform, start=6),))
    series = simulate(scenario, seed=1, replicates=replicates).series
    there = np.isfinite(series)
    return np.where(there, series, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)


def ends(name):
    parameter = PARAMETERS[name]
    low, high = parameter.range
    if low == high:
        low, high = parameter.bounds
    if name.startswith("mix.") or name.removeprefix("managers.") in PRINCIPLES:
        low, high = 0.1, 0.8
    if name.startswith("chain."):
        low, high = {"chain.councils": (1, 3), "chain.units": (3, 8), "chain.staff": (3, 8),
                     "chain.citizens": (30, 80), "chain.politicians": (3, 15),
                     "chain.lag": (1, 12)}[name]  # fmt: skip
    if name == "politics.election_months":
        low, high = 6, 24
    return low, high


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_every_parameter_does_something(name):
    """What does nothing changes no bit of paired runs, so that more of them cannot find it."""
    base = {key: v for key, v in (PLAIN | special(name)).items() if not math.isnan(v)}
    for count in REPLICATES:
        low, high = (outcomes(base | {name: end}, count, REFORMED.get(name)) for end in ends(name))
        gap = high - low
        error = gap.std(axis=0, ddof=1) / math.sqrt(count)
        mean = np.abs(gap.mean(axis=0))
        moved = (mean > 3.0 * error) & (mean > 1e-12)
        if moved.any():
            return
    largest = int(np.argmax(mean / np.maximum(error, 1e-15)))
    pytest.fail(f"{name}: at most {list(OUTCOMES)[largest]}")


def test_the_special_cases_are_still_needed_by_name():
    for key in SPECIAL:
        assert any(name.startswith(key) for name in PARAMETERS), key


def read_in(path):
    """Names of columns that the code of a file reads; what it only assigns is not among them."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    written = [
        node
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]
    assigned = {id(node.value) for node in written} | {
        id(place)
        for node in written
        for place in ast.walk(node.slice)
        if isinstance(place, ast.Attribute) and getattr(place.value, "id", "") == "AT"
    }
    for node in nodes:
        if not isinstance(getattr(node, "ctx", None), ast.Load) or id(node) in assigned:
            continue
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield node.slice.value


def test_every_column_is_read_by_somebody():
    read = {
        name
        for folder in ("model/mechanisms", "model")
        for path in (SOURCE / folder).glob("*.py")
        for name in read_in(path)
    }
    columns = {
        name for table in (COUNCIL, POLITICIAN, UNIT, MANAGER, STAFF) for name in table.names
    }
    assert (columns | set(Citizen._fields)) - read == TOLD


def test_every_instrument_has_an_equation_that_reads_it():
    text = "".join(
        path.read_text("utf-8") for path in (SOURCE / "model" / "mechanisms").glob("*.py")
    )
    for name in BY_NAME:
        assert len(re.findall(rf"\b{name.upper()}\b", text)) >= 2, name
