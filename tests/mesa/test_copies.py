"""A pickled or deeply copied model goes on as the original would, and apart from it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

from tillitsim import Staff, SteeringChain


def through_pickle(model: SteeringChain) -> SteeringChain:
    return pickle.loads(pickle.dumps(model))


@pytest.mark.parametrize("duplicate", [through_pickle, copy.deepcopy])
@pytest.mark.parametrize("looked", [False, True])
def test_a_copy_steps_on_equally(
    duplicate: Callable[[SteeringChain], SteeringChain], looked: bool, model: SteeringChain
) -> None:
    if looked:
        model.agents.do(repr)
        _ = model.datacollector
    twin = duplicate(model)
    for each in (model, twin):
        for _ in range(5):
            each.step()
    assert twin.simulation.outcomes().tobytes() == model.simulation.outcomes().tobytes()
    assert twin.good_meetings == model.good_meetings
    assert twin.random.random() == model.random.random()
    assert twin.rng.random() == model.rng.random()
    assert twin.tick == 8


@pytest.mark.parametrize("duplicate", [through_pickle, copy.deepcopy])
def test_a_copys_agents_write_to_the_copy(
    duplicate: Callable[[SteeringChain], SteeringChain], model: SteeringChain
) -> None:
    person = model.agents_by_type[Staff].to_list()[0]
    person.note = "pinned"
    before = person.motivation
    twin = duplicate(model)
    double = twin.agents_by_type[Staff].to_list()[0]
    double.motivation = 0.011
    assert double.note == "pinned"
    assert double.model is twin
    assert twin.simulation.state.staff["motivation"][0] == 0.011
    assert person.motivation == before


def test_a_pickled_set_keeps_its_agents(model: SteeringChain) -> None:
    some = model.agents_by_type[Staff].select(lambda person: person.competence > 0.5)
    twins = pickle.loads(pickle.dumps(some))
    assert twins.get("unique_id") == some.get("unique_id")
    assert twins.get("competence") == some.get("competence")
