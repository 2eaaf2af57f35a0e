"""Sets of agents: whatever Mesa's AgentSet answers, a RowSet answers from the columns."""

from __future__ import annotations

import copy
import operator
import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from mesa.agent import AgentSet

from tillitsim import Citizen, Manager, Politician, Staff, SteeringChain
from tillitsim.mesa.rows import RowSet


def plain(agents: object) -> object:
    """Results of either kind of set as lists and dicts of agents and numbers."""
    if isinstance(agents, AgentSet):
        return list(agents)
    if hasattr(agents, "groups"):
        return {key: plain(group) for key, group in agents.groups.items()}
    return agents


def complex_needs(citizen: Citizen) -> bool:
    return citizen.complexity > 0.8


def nudge(citizen: Citizen, by: float) -> None:
    citizen.trust = min(1.0, citizen.trust + by)


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "list": list,
    "get": lambda s: s.get("trust"),
    "get several": lambda s: s.get(["trust", "unit"]),
    "get a property": lambda s: s.get("manager"),
    "get a default": lambda s: s.get("motivation", handle_missing="default", default_value=-1),
    "get several defaults": lambda s: s.get(["trust", "will"], "default"),
    "agg": lambda s: s.agg("trust", np.mean),
    "agg by Python": lambda s: s.agg("waiting", lambda values: values.count(0)),
    "agg with some arguments": lambda s: s.agg("trust", partial(np.percentile, q=90)),
    "agg by several": lambda s: s.agg("unit", [min, max, np.sum, statistics.mean, np.max]),
    "select": lambda s: s.select(complex_needs),
    "select at most": lambda s: s.select(complex_needs, at_most=7),
    "select the first": lambda s: s.select(at_most=7),
    "select a share": lambda s: s.select(at_most=0.25),
    "select a kind": lambda s: s.select(agent_type=Citizen),
    "select nobody": lambda s: s.select(agent_type=Staff),
    "select all": lambda s: s.select(),
    "select all three": lambda s: s.select(complex_needs, 0.5, agent_type=Citizen),
    "select in place": lambda s: s.select(complex_needs, inplace=True),
    "sort": lambda s: s.sort("complexity"),
    "sort upwards": lambda s: s.sort("complexity", ascending=True),
    "sort equals": lambda s: s.sort("unit"),
    "sort by a callable": lambda s: s.sort(lambda c: -c.complexity),
    "sort in place": lambda s: s.sort("complexity", inplace=True),
    "shuffle": lambda s: s.shuffle(),
    "shuffle in place": lambda s: s.shuffle(inplace=True),
    "groupby": lambda s: s.groupby("unit"),
    "groupby a callable": lambda s: s.groupby(complex_needs),
    "groupby to lists": lambda s: s.groupby("unit", result_type="list"),
    "groupby count": lambda s: s.groupby("unit").count(),
    "groupby agg": lambda s: s.groupby("unit").agg("trust", np.mean),
    "groupby lists agg": lambda s: s.groupby("unit", result_type="list").agg("trust", max),
    "groupby map": lambda s: s.groupby("unit").map(len),
    "groupby map by name": lambda s: s.groupby("unit").map("get", "trust"),
    "groupby do": lambda s: s.groupby("unit").do("set", "trust", 0.5),
    "groupby len": lambda s: len(s.groupby("unit")),
    "groupby iter": lambda s: [(key, list(group)) for key, group in s.groupby("unit")],
    "map": lambda s: s.map(complex_needs),
    "map by name": lambda s: s.map("__repr__"),
    "do": lambda s: s.do(nudge, 0.1),
    "do by name": lambda s: s.do("__setattr__", "trust", 0.25),
    "shuffle_do": lambda s: s.shuffle_do(nudge, by=0.1),
    "shuffle_do by name": lambda s: s.shuffle_do("__setattr__", "trust", 0.25),
    "set": lambda s: s.set("trust", 0.75),
    "set a note": lambda s: s.set("note", "seen").get("note"),
    "set a list": lambda s: s.set("notes", ["seen"]).get("notes"),
    "first": lambda s: next(iter(s)),
    "copy": copy.copy,
    "and": lambda s: s & s.select(complex_needs),
    "or": lambda s: s.select(complex_needs) | s.select(at_most=10),
    "minus": lambda s: s - s.select(complex_needs),
    "either": lambda s: s.select(at_most=0.9) ^ s.select(complex_needs),
    "equal": lambda s: s == s.shuffle(),
    "subset": lambda s: s.select(at_most=3) < s,
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("order", ["as made", "shuffled"])
def test_a_set_answers_as_mesas_own(question: str, order: str, model: SteeringChain) -> None:
    mine = model.agents_by_type[Citizen]
    if order == "shuffled":
        mine = mine.select(at_most=90).shuffle()
    mesas = AgentSet(list(mine), random=model.random)
    trust = mine.get("trust")
    answers, after = [], []
    for agents in (mesas, mine):
        model.random.seed(5)
        mine.set("trust", trust)
        answers.append(plain(QUESTIONS[question](agents)))
        after.append((list(agents), agents.get("trust"), model.random.random()))
    assert answers[0] == answers[1]
    assert after[0] == after[1]


@pytest.mark.parametrize(
    "question",
    [
        lambda s: s.get("trust_in_operations", "default", None),
        lambda s: s.get("unique_id"),
        lambda s: s.get("person"),
        lambda s: s.agg("unique_id", np.sum),
        lambda s: s.select(agent_type=Staff),
        lambda s: s.select(agent_type=(Staff, Manager)),
        lambda s: s.select(lambda a: a.unique_id % 7 == 0),
        lambda s: s.sort("unique_id"),
        lambda s: s.groupby(type).count(),
        lambda s: s.map(type),
    ],
)
def test_a_set_of_several_kinds_answers_as_mesas_own(
    question: Callable[[Any], Any], model: SteeringChain
) -> None:
    mine = model.agents.shuffle()
    mesas = AgentSet(list(mine), random=model.random)
    assert plain(question(mine)) == plain(question(mesas))
    assert plain(question(model.agents)) == plain(question(AgentSet(list(model.agents))))


def test_questions_to_columns_make_no_views(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff]
    people.agg("motivation", np.mean)
    people.groupby("unit").agg("motivation", max)
    people.select(np.array(people.get("competence")) > 0.5).sort("motivation").get("safety")
    people.set("motivation", 0.5)
    len(model.agents)
    assert not model.register._views


def test_select_takes_a_mask(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff]
    able = np.array(people.get("competence")) > 0.5
    assert people.select(able) == people.select(lambda person: person.competence > 0.5)
    assert people.select(able.tolist(), at_most=2).get("row") == np.flatnonzero(able)[:2].tolist()
    for wrong in (able[:-1], able.astype(float), "competence"):
        with pytest.raises(TypeError, match="one boolean for each of the 20 agents"):
            people.select(wrong)


def test_set_takes_one_value_for_each(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff].shuffle()
    values = np.linspace(0, 1, len(people)).astype(np.float32)
    assert people.set("motivation", values).get("motivation") == values.tolist()
    people.set("motivation", values[::-1].tolist())
    assert people.get("motivation") == values[::-1].tolist()
    with pytest.raises(ValueError, match="motivation: 3 values for 20 agents"):
        people.set("motivation", [0.1, 0.2, 0.3])


def test_set_reaches_each_kind_in_its_own_table(model: SteeringChain) -> None:
    some = model.agents.select(agent_type=(Politician, Manager, Citizen)).shuffle()
    values = np.linspace(0.1, 0.9, len(some))
    some.set("trust", values)
    assert some.get("trust") == pytest.approx(values, abs=1e-6)


def test_an_attribute_that_some_do_not_have_is_an_error(model: SteeringChain) -> None:
    with pytest.raises(AttributeError, match="Politician has no attribute 'motivation'"):
        model.agents.get("motivation")
    with pytest.raises(ValueError, match="'error' or 'default'"):
        model.agents.get("trust", handle_missing="ignore")


def test_membership(model: SteeringChain, make: Callable[..., SteeringChain]) -> None:
    people = model.agents_by_type[Staff]
    some = people.select(lambda person: person.unit == 2)
    inside, outside = some.to_list()[0], people.to_list()[0]
    assert inside in some
    assert inside in people
    assert outside not in some
    assert "inside" not in some
    assert next(iter(make().agents)) not in model.agents


def test_adding_and_discarding_change_the_set_not_the_model(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff]
    some, extra = people.select(at_most=3), people.to_list()[10]
    some.add(extra)
    some.add(extra)
    assert (len(some), extra in some) == (4, True)
    some.discard(extra)
    some.discard(extra)
    assert (len(some), extra in some) == (3, False)
    with pytest.raises(KeyError):
        some.remove(extra)
    some.remove(people.to_list()[0])
    assert some.get("row") == [1, 2]
    with pytest.raises(TypeError, match="not an agent of this model"):
        some.add("somebody")
    assert len(model.agents_by_type[Staff]) == 20


def test_agents_can_be_reached_by_place_as_in_a_list(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff]
    assert people[0] is next(iter(people))
    assert people[-1] is people.to_list()[-1]
    assert people[2:8:3] == [people[2], people[5]]
    assert people.index(people[4]) == 4
    with pytest.raises(IndexError):
        _ = people[20]


def test_an_empty_set_is_a_set(model: SteeringChain) -> None:
    nobody = model.agents.select(lambda _: False)
    assert (len(nobody), nobody.get("trust"), list(nobody)) == (0, [], [])
    assert nobody.groupby("unit").count() == {}
    assert repr(nobody) == "<0 agents>"
    assert list(nobody.shuffle().do("remove").select(agent_type=Staff)) == []


def test_a_set_says_who_is_in_it(model: SteeringChain) -> None:
    assert repr(model.agents) == "<149 agents: 5 Politician, 4 Manager, 20 Staff, 120 Citizen>"
    assert repr(model.agents_by_type[Staff].shuffle()) == "<20 agents: 20 Staff>"


def test_sets_stay_row_sets(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff]
    for made in (
        people.select(at_most=2), people.shuffle(), people.sort("motivation"), people | people,
        copy.copy(people), people.copy(), people.do(operator.attrgetter("row")),
        people.groupby("unit").groups[1],
    ):  # fmt: skip
        assert isinstance(made, RowSet)


def test_numpy_functions_get_arrays_and_others_lists(model: SteeringChain) -> None:
    seen: list[type] = []
    model.agents.agg("unique_id", lambda values: seen.append(type(values)))
    model.agents_by_type[Citizen].agg("trust", lambda values: seen.append(type(values)))
    assert seen == [list, list]
    trust = model.agents_by_type[Citizen].get("trust")
    assert model.agents_by_type[Citizen].agg("trust", np.mean) == np.mean(trust)


def test_a_function_that_spoils_its_array_does_not_spoil_the_model(model: SteeringChain) -> None:
    people = model.agents_by_type[Staff]
    before = people.get("motivation")
    people.agg("motivation", partial(np.put, ind=0, v=9.0))
    assert people.get("motivation") == before
