"""Looking changes nothing: whatever is asked of a model, the months go on bit for bit."""

from __future__ import annotations

from collections.abc import Callable

import mesa
import numpy as np

from tillitsim import Citizen, Manager, Politician, Staff, SteeringChain


def look(model: SteeringChain) -> None:
    """Ask about everything in every way there is, chance included."""
    repr(model)
    for agent in model.agents:
        repr(agent)
        for name in dir(type(agent)):
            if not name.startswith("_") and not hasattr(mesa.Agent, name):
                getattr(agent, name)
    model.agents.shuffle().select(at_most=5).sort("unique_id")
    model.agents.shuffle_do(repr)
    model.agents_by_type[Staff].groupby("unit").agg("motivation", np.mean)
    model.agents_by_type[Citizen].get(["trust", "complexity"])
    for politician in model.agents_by_type[Politician]:
        for manager in politician.managers:
            list(manager.staff)
            list(manager.citizens)
    collector = mesa.DataCollector(
        model_reporters={"quality": "meeting_quality"},
        agenttype_reporters={Manager: {"load": "load"}},
    )
    collector.collect(model)
    model.datacollector.get_model_vars_dataframe()
    model.rng.random(5)
    model.random.random()


def test_looking_changes_no_bit(make: Callable[..., SteeringChain]) -> None:
    seen, unseen = make(months=12), make(months=12)
    for _ in range(12):
        look(seen)
        seen.step()
        unseen.step()
    look(seen)
    assert seen.simulation.outcomes().tobytes() == unseen.simulation.outcomes().tobytes()
    for table in ("council", "politician", "unit", "manager", "instrument", "tally"):
        mine, theirs = (getattr(m.simulation.state, table) for m in (seen, unseen))
        assert mine.tobytes() == theirs.tobytes()
    people = [m.simulation.state.staff.records().tobytes() for m in (seen, unseen)]
    assert people[0] == people[1]
    for mine, theirs in zip(
        seen.simulation.state.citizen, unseen.simulation.state.citizen, strict=True
    ):
        assert mine.tobytes() == theirs.tobytes()


def test_writing_what_is_already_there_changes_no_bit(make: Callable[..., SteeringChain]) -> None:
    written, plain = make(months=6), make(months=6)
    for _ in range(6):
        for kind, name in ((Staff, "motivation"), (Citizen, "trust"), (Manager, "goals")):
            agents = written.agents_by_type[kind]
            agents.set(name, agents.get(name))
        for person in written.agents_by_type[Staff]:
            person.competence = person.competence
        written.step()
        plain.step()
    assert written.simulation.outcomes().tobytes() == plain.simulation.outcomes().tobytes()
