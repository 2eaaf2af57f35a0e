"""Queues and slack: demand varies, a case takes its least time, who cannot be met waits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.mechanisms.demand import busy
from tillitsim.model.mechanisms.workforce import different_staff
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.load import load

MANY = settings(max_examples=100, deadline=None)
SMALL = {"chain.units": 8, "chain.staff": 6, "chain.citizens": 60, "task.caseload": 5.4,
         "task.need_rate": 0.7}  # fmt: skip
AS_BEFORE = {"demand.least_time": 0.5, "demand.filling": 1.0, "demand.variation": 0.0,
             "workforce.cover": 1.0}  # fmt: skip


def outcome(name, **changes):
    results = simulate(load("demonstration", changes=SMALL | changes, set=("months=36",)),
                       replicates=4, threads=1)  # fmt: skip
    return results.mean_after_burn_in()[:, results.names.index(name)].mean()


@given(st.floats(0, 1))
@MANY
def test_demand_varies_about_one(variation):
    at, weight = np.polynomial.hermite_e.hermegauss(40)
    values = [busy(variation, z * math.sqrt(2), 0.0) for z in at]
    assert np.dot(values, weight) / weight.sum() == pytest.approx(1.0, rel=1e-4)


def test_without_variation_demand_is_ordinary():
    assert busy(0.0, 1.7, -0.3) == 1.0


@given(st.floats(1, 60), st.floats(0.05, 1), st.floats(0.5, 1), st.integers(0, 60))
@MANY
def test_nobody_meets_more_staff_than_there_are(visits, regular, present, colleagues):
    met = different_staff(visits, regular, present, float(colleagues))
    assert 1.0 <= met <= 1.0 + colleagues + 1e-9


def test_who_is_always_met_by_the_same_person_meets_one():
    assert different_staff(15.0, 1.0, 1.0, 23.0) == 1.0
    assert different_staff(15.0, 0.25, 1.0, 23.0) == pytest.approx(
        1.0 + 23.0 * (1.0 - (22 / 23) ** 21)
    )


def test_slack_is_what_is_left_of_the_time_and_nothing_where_cases_fill_it():
    assert outcome("slack", **{"demand.filling": 0.5}) > outcome("slack") > 0.0
    assert outcome("slack", **AS_BEFORE) == pytest.approx(0.0, abs=1e-6)


def test_people_wait_where_a_case_takes_its_time_and_demand_varies():
    assert outcome("waiting", **AS_BEFORE) < 0.001
    waits = outcome("waiting")
    assert waits > 0.005
    assert outcome("waiting", **{"demand.variation": 0.6}) > waits
    assert outcome("waiting", **{"demand.least_time": 0.75}) < waits


def test_a_price_that_presses_frees_capacity():
    pressed = {"task.fixed_price": 0.0, "instruments.money_follows": 1.0, "effort.price_cut": 0.2}
    assert outcome("waiting", **pressed) < outcome("waiting") / 2
    assert outcome("slack", **pressed) > outcome("slack")


def test_who_waits_beyond_the_limit_waits():
    scenario = load("demonstration", changes=SMALL | {"demand.least_time": 1.0,
                    "task.wait_limit": 0}, set=("months=12", "burn_in=0"))  # fmt: skip
    simulation = Simulation(scenario, 1)
    simulation.run()
    assert (simulation.state.unit["late"] == simulation.state.unit["waiting"]).all()
    assert simulation.state.unit["late"].sum() > 0
