"""Posts: managers leave, staff leave the unit or the occupation, illness takes capacity."""

import numpy as np
import pytest

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
