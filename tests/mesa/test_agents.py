"""Agents: each is a row, and what it says is what the tables hold."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable

import mesa
import numpy as np
import pytest

from tillitsim import Citizen, Manager, Politician, Staff, SteeringChain
from tillitsim.errors import InputError
from tillitsim.mesa.rows import Column, Instrument
from tillitsim.mesa.rows.column import field
from tillitsim.model.state import tables
from tillitsim.scenario.declared import instruments

KINDS = (Politician, Manager, Staff, Citizen)
UNSEEN = {
    "unit": {
        "uid", "staff_first", "staff_last", "place_first", "budget", "budget_norm",
        "enrolled_start", "clipped", "threshold",
    },
    "council": {
        "uid", "group", "reserve", "politician_first", "politician_last", "unit_first",
        "unit_last", "staff_first", "staff_last", "citizen_first", "citizen_last",
        "bundle_first", "bundle_last", "place_first", "place_last",
    },
}  # fmt: skip
"""Columns that no agent shows: where rows lie, the books, and what is seen by a method instead."""


def columns(kind: type) -> dict[str, Column]:
    return {
        name: column
        for name in dir(kind)
        if isinstance(column := getattr(kind, name), Column) and name != "unique_id"
    }


def names(table: str) -> set[str]:
    described = getattr(tables, table.upper(), None)
    return set(tables.Citizen._fields if described is None else described.names)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_the_own_table_is_an_attribute(kind: type) -> None:
    seen = {column.name for column in columns(kind).values() if not column.of}
    assert seen == names(kind.table)


@pytest.mark.parametrize(("kind", "of"), [(Manager, "unit"), (Politician, "council")])
def test_units_and_councils_are_seen_from_their_people(kind: type, of: str) -> None:
    linked = [c for c in columns(kind).values() if c.of == of and not isinstance(c, Instrument)]
    assert {column.name for column in linked} == names(of) - UNSEEN[of]


def test_every_instrument_is_an_attribute_of_the_manager() -> None:
    seen = [c.name for c in columns(Manager).values() if isinstance(c, Instrument)]
    assert sorted(seen) == sorted(instruments.NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_says_what_it_means(kind: type) -> None:
    assert all(column.__doc__ for column in columns(kind).values())


@pytest.mark.parametrize("kind", KINDS)
def test_an_attribute_is_the_cell_of_the_table(kind: type, model: SteeringChain) -> None:
    state = model.simulation.state
    for row, agent in enumerate(model.agents_by_type[kind]):
        for name, column in columns(kind).items():
            table = getattr(state, column.of or kind.table)
            if isinstance(column, Instrument):
                cell = state.instrument[row, instruments.NAMES.index(name)]
            else:
                cells = field(table, column.name)
                cell = cells[getattr(agent, column.of) if column.of else row]
            if column.name == "staff":
                cell = state.staff.row[cell]
            value = getattr(agent, name)
            assert value == cell
            assert type(value) in (int, float)


@pytest.mark.parametrize("kind", KINDS)
def test_writing_an_attribute_writes_the_table(kind: type, model: SteeringChain) -> None:
    agent = model.agents_by_type[kind].to_list()[1]
    for name, column in columns(kind).items():
        if column.fixed:
            with pytest.raises(AttributeError, match=f"{name} cannot be written"):
                setattr(agent, name, 0)
        else:
            value = 1 if isinstance(getattr(agent, name), int) else 0.25
            setattr(agent, name, value)
            assert getattr(agent, name) == value
            assert model.agents_by_type[kind].get(name)[1] == value


def test_writing_to_agents_changes_what_happens_next(
    make: Callable[..., SteeringChain],
) -> None:
    shaken, plain = make(), make()
    for model in (shaken, plain):
        model.step()
    for person in shaken.agents_by_type[Staff]:
        person.motivation = 0.05
    for model in (shaken, plain):
        model.step()
    assert shaken.will < plain.will
    assert shaken.meeting_quality < plain.meeting_quality


@pytest.mark.parametrize(
    ("kind", "name", "value", "sentence"),
    [
        (Staff, "motivation", 1.5, "Staff.motivation lies between 0 and 1; 1.5 was given"),
        (Staff, "motivation", math.nan, "Staff.motivation lies between 0 and 1; nan was given"),
        (Staff, "motivation", "high", "Staff.motivation holds numbers, not 'high'"),
        (Staff, "motivation", None, "Staff.motivation holds numbers, not None"),
        (Staff, "tenure", 2.5, "Staff.tenure holds whole numbers, not 2.5"),
        (Staff, "tenure", 2**40, "Staff.tenure lies between 0 and"),
        (Citizen, "relation", 40_000, "Citizen.relation lies between 0 and 32767"),
        (Manager, "handbook", math.inf, "Manager.handbook is finite; inf was given"),
        (Manager, "goals", 61, "Manager.goals lies between 0 and 60; 61 was given"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    kind: type, name: str, value: object, sentence: str, model: SteeringChain
) -> None:
    agents = model.agents_by_type[kind]
    before = agents.get(name)
    with pytest.raises(InputError, match=sentence):
        setattr(agents.to_list()[0], name, value)
    with pytest.raises(InputError, match=sentence):
        agents.set(name, value)
    assert agents.get(name) == before


def test_agents_are_mesa_agents_and_always_the_same_objects(model: SteeringChain) -> None:
    first, again = list(model.agents), list(model.agents)
    assert all(isinstance(agent, mesa.Agent) for agent in first)
    assert all(a is b for a, b in zip(first, again, strict=True))
    assert first[9] is model.agents_by_type[Staff].to_list()[0]


def test_numbers_start_at_one_and_are_unique_in_the_model(model: SteeringChain) -> None:
    assert [agent.unique_id for agent in model.agents] == list(range(1, 150))
    assert model.agents.get("unique_id") == list(range(1, 150))


def test_an_agent_is_a_post_and_keeps_its_number_when_the_person_changes() -> None:
    model = SteeringChain("demonstration", changes={"workforce.turnover": 0.2}, months=12, rng=1)
    staff = model.agents_by_type[Staff]
    numbers, people = staff.get("unique_id"), staff.get("person")
    model.run_model()
    assert staff.get("unique_id") == numbers
    assert staff.get("person") != people
    assert len(set(staff.get("person"))) == len(staff)


def test_the_chain_can_be_walked_down_and_up(model: SteeringChain) -> None:
    politician = model.agents_by_type[Politician].to_list()[0]
    manager = politician.managers.to_list()[2]
    person = manager.staff.to_list()[1]
    citizen = person.citizens.to_list()[0]
    assert len(politician.managers) == 4
    assert (len(manager.staff), len(manager.citizens)) == (5, manager.enrolled)
    assert citizen.regular is person
    assert citizen.manager is person.manager is manager
    assert politician in manager.politicians
    assert person.unit == citizen.unit == manager.unit == 2


def test_managers_of_several_councils_keep_to_their_own() -> None:
    model = SteeringChain("demonstration", changes={"chain.councils": 3}, months=1)
    last = model.agents_by_type[Politician].to_list()[-1]
    assert last.council == 2
    assert last.managers.get("council") == [2] * 10
    assert last.managers.to_list()[0].politicians.get("council") == [2] * 5


def test_an_attribute_that_is_no_column_is_pinned_on_the_agent(model: SteeringChain) -> None:
    person = model.agents_by_type[Staff].to_list()[4]
    person.note = "talk to her"
    assert model.agents_by_type[Staff].to_list()[4].note == "talk to her"


def test_an_unknown_attribute_gets_a_suggestion(model: SteeringChain) -> None:
    person = model.agents_by_type[Staff].to_list()[0]
    with pytest.raises(AttributeError, match="Staff has no attribute 'motivaton'; did you mean"):
        _ = person.motivaton
    assert not hasattr(person, "complexity")


def test_belief_and_budget_are_read_from_the_books(model: SteeringChain) -> None:
    person = model.agents_by_type[Staff].to_list()[0]
    assert person.belief == person.belief_good / (person.belief_good + person.belief_bad)
    assert model.agents_by_type[Staff].agg("belief", np.mean) == pytest.approx(
        model.belief_in_staff, abs=0.1
    )
    manager = person.manager
    assert manager.budget == model.simulation.state.unit["budget"][0] / 2**32
    with pytest.raises(AttributeError):
        manager.budget = 5


def test_an_agent_says_what_it_is(model: SteeringChain) -> None:
    person = model.agents_by_type[Staff].to_list()[0]
    assert repr(person) == (
        f"<Staff 10: unit 0, competence {person.competence:.4g}, motivation"
        f" {person.motivation:.4g}, safety {person.safety:.4g}, discretion {person.discretion:.4g}>"
    )


def test_a_copied_agent_lives_in_a_copied_model(model: SteeringChain) -> None:
    person = model.agents_by_type[Staff].to_list()[0]
    twin = copy.deepcopy(person)
    twin.motivation = 0.123
    assert person.motivation != 0.123
    assert twin in twin.model.agents
    assert twin not in model.agents
