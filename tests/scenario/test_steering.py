"""A service and a steering are two things, and one can be put under the other."""

import math

import pytest

from tillitsim.errors import InputError
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.steering import (
    is_steering,
    refuse_different_services,
    service_differences,
    steered,
)

REGIMES = ["trust-reform", "rule-book", "new-public-management", "naive-trust", "cynical-control",
           "remote-control", "balance", "today-mixed"]  # fmt: skip
SERVICES = ["home-care", "school", "emergency-hospital-care"]


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("service", SERVICES)
def test_the_service_stays_and_the_steering_is_the_others(service, regime):
    mine, theirs = load(service), load(regime)
    found = steered(mine, theirs)
    for name in PARAMETERS:
        wanted = theirs if is_steering(name) else mine
        assert same(found.values[name], wanted.values[name]), name
    assert service_differences(mine, found) == {}


def test_a_service_under_its_own_steering_is_itself():
    service = load("home-care")
    assert steered(service, service) is service


def test_steering_that_changes_over_time_comes_with_its_changes():
    found = steered(load("school"), load("remote-control"))
    there = load("remote-control").interventions
    assert [each.name for each in found.interventions] == [each.name for each in there]
    assert all(is_steering(name) for each in found.interventions for name in each.values)


def test_every_source_of_a_value_goes_with_it():
    found = steered(load("home-care"), load("naive-trust"))
    assert found.sources["mix.trust"] == load("naive-trust").sources["mix.trust"]
    assert found.sources["task.variety"] == load("home-care").sources["task.variety"]


def test_a_mixture_has_no_single_steering():
    with pytest.raises(InputError, match="mixture"):
        steered(load("sweden-small"), load("trust-reform"))


def test_regimes_of_one_service_may_be_compared_and_services_may_not():
    refuse_different_services([load("rule-book"), load("trust-reform")])
    with pytest.raises(InputError) as problem:
        refuse_different_services([load("home-care"), load("trust-reform")])
    said = str(problem.value)
    assert "home-care --steering trust-reform" in said
    assert "--different-services" in said
    assert "task" in said
    assert "size" in said


def test_every_parameter_is_one_or_the_other_and_reactions_are_never_steering():
    reactions = ("effort.", "meeting.", "motivation.", "learning.", "trust.", "safety.")
    assert not any(is_steering(name) for name in PARAMETERS if name.startswith(reactions))
    assert is_steering("mix.trust")
    assert not is_steering("task.variety")
