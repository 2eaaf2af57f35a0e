"""Posts: managers leave, staff leave the unit or the occupation, illness takes capacity."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.mechanisms.workforce import illness_odds, leaving_or_ended, onward
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.load import load

SIZE = {"chain.units": 10, "chain.staff": 8, "chain.citizens": 40}


def run_of(months=24, **changes):
    simulation = Simulation(
        load("demonstration", changes=SIZE | changes, set=(f"months={months}", "burn_in=0")), 1
    )
    simulation.run()
    return simulation


def outcomes(**changes):
    results = simulate(
        load("demonstration", changes=SIZE | changes, set=("months=60", "burn_in=12")),
        replicates=6, threads=1,
    )  # fmt: skip
    return dict(zip(results.names, results.mean_after_burn_in().mean(axis=0), strict=True))


def all_but(name, told):
    return {each: value for each, value in told.items() if each != name and np.isfinite(value)}


def test_managers_stay_where_none_leaves_and_else_leave_as_often_as_is_said():
    assert (run_of(**{"workforce.managers": 0.0}).state.manager["uid"] < 10).all()
    left = outcomes(**{"workforce.managers": 0.05})["manager_turnover"]
    assert left == pytest.approx(0.05, abs=0.01)


def test_a_new_manager_knows_nobody():
    simulation = Simulation(load("demonstration", changes=SIZE | {"workforce.managers": 0.3}), 1)
    while not simulation.state.unit["manager_left"].any():
        simulation.advance()
    new = simulation.state.unit["manager_left"] == 1
    staff = simulation.state.staff
    theirs = new[staff["unit"]]
    prior = simulation.state.manager["prior_good"][staff["unit"]]
    assert np.allclose(staff["belief_good"][theirs], prior[theirs])
    assert not np.isclose(staff["belief_good"][~theirs], prior[~theirs]).all()
    assert np.allclose(staff["trust_in_manager"][theirs], 0.6)


def test_only_who_leaves_the_occupation_is_replaced_by_a_novice():
    moving = {"workforce.turnover": 0.03, "workforce.novice": 0.2}
    nobody, everybody = (outcomes(**moving | {"workforce.occupation": each}) for each in (0.0, 1.0))
    assert nobody["occupation_left"] == 0.0
    assert everybody["occupation_left"] <= everybody["turnover"]
    assert nobody["can"] > everybody["can"] + 0.01
    assert nobody["turnover"] == pytest.approx(everybody["turnover"], rel=0.1)


@pytest.mark.parametrize("brought", [0.0, 0.15, 0.5])
def test_recruits_bring_their_part_of_societys_norm_and_nobody_else_does(brought):
    changing = {"workforce.turnover": 0.2, "people.norm_brought": brought}
    scenario = load("demonstration", changes=SIZE | changing, without=["motivation"])
    simulation = Simulation(scenario, 1)
    staff, unit = simulation.state.staff, simulation.state.unit
    before, held = unit["norm"].copy(), staff["uid"].copy()
    simulation.advance()
    new = np.bincount(staff["unit"], staff["uid"] != held) / SIZE["chain.staff"]
    assert 0.0 < new.mean() < 1.0
    society = scenario.values["people.norm_society"]
    assert unit["norm"] == pytest.approx(before + brought * new * (society - before), abs=1e-6)


def test_nobody_is_ill_where_illness_is_ruled_out():
    assert outcomes(**{"workforce.illness": 0.0})["absence"] == 0.0


def test_absence_is_how_many_fall_ill_times_how_long():
    told = outcomes(**{"workforce.illness_months": 3.0})
    assert told["absence"] == pytest.approx(3.0 * told["sick_leave"], rel=0.15)


def test_the_weary_and_the_overloaded_fall_ill_more_often():
    plain = outcomes()["sick_leave"]
    assert outcomes(**{"workforce.weariness": 6.0, "people.psm_mean": 0.3})["sick_leave"] > plain
    crowded = {"task.need_rate": 2.0, "task.caseload": 3.0, "demand.least_time": 0.3}
    strained = outcomes(**crowded | {"workforce.strain": 5.0})["sick_leave"]
    assert strained > outcomes(**crowded | {"workforce.strain": 0.0})["sick_leave"]


def test_illness_takes_capacity_unless_substitutes_fill_it():
    often = {"workforce.illness": 0.1, "workforce.illness_months": 3.0}
    healthy = run_of(**often, **{"workforce.cover": 1.0}).state.unit["capacity"].mean()
    ill = run_of(**often, **{"workforce.cover": 0.0}).state.unit["capacity"].mean()
    assert ill < 0.9 * healthy


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1), st.floats(0, 1))
def test_who_leaves_a_unit_leaves_the_occupation_first_then_stays_inside(chance, quit_, inside):
    there = onward(chance, quit_, inside)
    assert (there == 3.0) == (chance < quit_)
    assert onward(chance, quit_, 0.0) in {1.0, 3.0}, "nobody moves inside where nobody can"
    assert onward(chance, quit_, 1.0) != 1.0 or math.isclose(chance, 1.0)


def test_a_move_inside_the_employer_leaves_the_unit_and_nothing_else():
    moving = {"workforce.turnover": 0.03, "workforce.occupation": 0.2, "workforce.dismissal": 0.0}
    none, half, all_ = (outcomes(**moving | {"workforce.inside": each}) for each in (0, 0.5, 1))
    assert all_but("employer_left", none) == all_but("employer_left", half)
    assert all_but("employer_left", half) == all_but("employer_left", all_)
    left = none["employer_left"]
    assert half["employer_left"] == pytest.approx(0.6 * left, rel=0.1)
    assert all_["employer_left"] == all_["occupation_left"]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_contract_ends_whatever_one_wants(wants, temporary, ending):
    leaves = leaving_or_ended(wants, temporary, ending)
    assert leaves == pytest.approx(1 - (1 - wants) * (1 - temporary * ending))
    assert leaving_or_ended(wants, 0.0, ending) == leaving_or_ended(wants, temporary, 0.0) == wants


def test_who_has_a_contract_that_ends_leaves_more_often():
    stay, go = (outcomes(**{"task.temporary": each})["turnover"] for each in (0.0, 1.0))
    assert go > stay + 0.01


def test_strain_on_the_body_multiplies_the_odds_of_illness():
    def odds(strain):
        return math.exp(illness_odds(0.01, 0.8, 1.3, strain))

    assert odds(0.0) == pytest.approx(0.01 / 0.99)
    assert odds(0.7) == pytest.approx(odds(0.0) * math.exp(0.7))
    light, heavy = (outcomes(**{"task.strain": each}) for each in (0.0, 1.0))
    assert heavy["sick_leave"] > 1.3 * light["sick_leave"]
    same = outcomes(**{"task.strain": 1.0, "workforce.body": 0.0})
    assert all_but("", same) == all_but("", light)


def test_time_with_citizens_is_what_burdens_slack_and_travel_leave():
    walked, driven = (outcomes(**{"task.travel": each}) for each in (0.0, 0.05))
    rest = 1.0 - walked["administrative_burden"] - walked["slack"]
    assert walked["time_with_citizens"] == pytest.approx(rest, abs=1e-6)
    assert driven["time_with_citizens"] == pytest.approx(rest - 0.05, abs=1e-6)
    assert all_but("time_with_citizens", driven) == all_but("time_with_citizens", walked)
