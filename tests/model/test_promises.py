"""Outcomes of what each principle promises: by hand, and moved by what should move them."""

import numpy as np
import pytest

from tillitsim.model import outcomes
from tillitsim.model.core.numerics import to_fixed
from tillitsim.model.counters import COUNTERS
from tillitsim.model.mechanisms.effort import undiverted
from tillitsim.model.mechanisms.learning import taken_up
from tillitsim.model.mechanisms.meeting import (
    Decider,
    Diagnosis,
    Draws,
    Guidance,
    Visitor,
    decide,
)
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.load import load

PROMISES = (
    "unequal_treatment", "legal_certainty", "misuse", "accountability", "cost_per_case",
    "budget_held", "choice", "practice_spread", "waiting_beyond_limit", "continuity", "sick_leave",
)  # fmt: skip
SIZE = {"chain.units": 8, "chain.staff": 6, "chain.citizens": 60}


def told(**changes):
    results = simulate(load("demonstration", changes=SIZE | changes, set=("months=48",)),
                       replicates=4, threads=1)  # fmt: skip
    return dict(zip(results.names, results.mean_after_burn_in().mean(axis=0), strict=True))


def test_every_promise_has_a_unit_and_a_direction():
    for name in PROMISES:
        assert OUTCOMES[name].unit
        assert OUTCOMES[name].better != 0


def test_a_month_is_read_by_hand():
    tally = np.zeros((1, len(COUNTERS)), np.int64)
    places = {name: i for i, name in enumerate(COUNTERS)}
    one = 1 << 32
    for name, value in {
        "cases": 8, "unlike": 2 * one, "within_rules": 6, "waiting": 2, "late": 1, "faults": 4,
        "answered": 1, "resources": 10 * one, "units": 2, "within_budget": 1, "citizens": 10,
        "chose": 7, "different_staff": 6 * one, "behind": 24, "elections": 4, "elections_lost": 1,
    }.items():  # fmt: skip
        tally[0, places[name]] = value
    read = dict(zip(OUTCOMES, outcomes.read(tally)[0].tolist(), strict=True))
    assert read["unequal_treatment"] == 0.5
    assert read["legal_certainty"] == 0.75
    assert read["waiting_beyond_limit"] == 0.1
    assert read["accountability"] == 0.25
    assert read["cost_per_case"] == 1.25
    assert read["budget_held"] == 0.5
    assert read["choice"] == 0.7
    assert read["continuity"] == 3.0
    assert read["practice_spread"] == 12.0
    assert read["elections_lost"] == 0.25


def decided(discretion, noise=1.0, reading=0.3, bias=0.2):
    return decide(
        Visitor(complexity=1.0, trust=0.5, relation=0.2),
        Draws(codifiable=0.4, tacit=-0.3, noise=noise),
        Decider(clear=1.0, reading=reading, bias=bias, overrated=0.9, discretion=discretion),
        Guidance(handbook=0.1, knowledge=0.6, need=0.2),
        Diagnosis(0.7, 0.7, 1.0, 0.5, 0.3, 0.3, 0.2),
    )


def test_what_is_unlike_is_what_the_need_would_not_have_asked_for():
    _, _, _, unlike = decided(0.6)
    with_all, without = decided(0.6)[2], decided(0.6, noise=0.0, reading=0.0, bias=0.0)[2]
    assert unlike == pytest.approx(with_all - without)
    assert decided(0.0)[2:] == (0.0, 0.0), "the handbook treats likes alike"


def test_misuse_is_the_time_that_is_diverted():
    simulation = Simulation(load("demonstration", changes=SIZE), 1)
    simulation.advance()
    staff, p = simulation.state.staff, simulation.state.single[0, 0]
    each = [
        to_fixed(np.float32(1) - undiverted(p["effort_diversion"], *rest))
        for rest in zip(staff["discretion"], staff["bias"], staff["detection"], strict=True)
    ]
    counted = simulation.tally[0, 0, list(COUNTERS).index("misuse")]
    assert counted == pytest.approx(sum(each), rel=1e-6)


def test_rules_and_discretion_each_keep_what_they_promise():
    bound, free = (told(**{"instruments.discretion": each}) for each in (0.05, 0.9))
    assert bound["unequal_treatment"] < free["unequal_treatment"]
    assert bound["legal_certainty"] > free["legal_certainty"]
    assert bound["misuse"] < free["misuse"]


def test_who_audits_more_answers_for_more():
    harmful = {"task.stakes": 0.6, "task.variety": 1.4}
    few, many = (
        told(**harmful, **{"instruments.audit_coverage": each})["accountability"]
        for each in (0.05, 0.6)
    )
    assert few < many <= 1.0


def test_nobody_chooses_where_there_is_no_choice():
    held, free = (
        told(**{"instruments.money_follows": 1.0, "instruments.choosers": each})
        for each in (0.0, 0.3)
    )
    assert held["choice"] == 0.0
    assert 0.2 < free["choice"] <= 1.0


def test_who_is_turned_away_is_not_where_they_chose_to_be():
    market = {"instruments.money_follows": 1.0, "instruments.choosers": 0.3, "task.mobility": 1.0,
              "task.complexity_spread": 1.0, "instruments.incentive": 1.0,
              "demand.habit": 0.0}  # fmt: skip
    open_to_all, skimmed = (
        told(**market, **{"market.skimming": each, "market.risk_adjusted": 0.0})
        for each in (0.0, 1.0)
    )
    assert skimmed["choice"] < open_to_all["choice"] - 0.02


def test_a_practice_spreads_in_an_s():
    shares = [0.0]
    for _ in range(300):
        x = shares[-1]
        shares.append(taken_up(x, 0.0025, 0.06, x, 0.3, 0.2, x, 0.5))
    steps = np.diff(shares)
    steepest = int(np.argmax(steps))
    assert 10 < steepest < 150
    assert 0.2 < shares[steepest] < 0.6
    assert shares[-1] > 0.999
    assert taken_up(0.4, 0.0, 0.06, 0.0, 1.0, 0.0, 0.0, 0.0) == 0.4, "nobody to learn from"


def test_it_spreads_faster_where_units_look_at_each_other():
    alone, together = (
        told(
            **{f"instruments.learn_{who}": each for who in ("best", "centre", "all")},
            **{"learning.invention": 0.02},
        )
        for each in (0.0, 0.8)
    )
    assert together["practice_spread"] < alone["practice_spread"]
