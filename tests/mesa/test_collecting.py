"""Collecting: Mesa's DataCollector works, a mistyped name is an error, and columns are quick."""

from __future__ import annotations

import ast
import pickle
import subprocess
import sys
from collections.abc import Callable

import mesa
import pandas as pd
import pytest

from tillitsim import Manager, Staff, SteeringChain
from tillitsim.mesa.batch_iteration import batch_iteration
from tillitsim.mesa.rows import ColumnCollector
from tillitsim.model.outcomes import OUTCOMES

Make = Callable[..., SteeringChain]
PEOPLE = {"will": "motivation", "dare": "safety", "unit": "unit", "belief": "belief"}
NUMBERS = {"will": "motivation", "unit": "unit", "person": "person"}


def number(agent: mesa.Agent) -> int:
    return agent.unique_id


def above(agent: Staff, limit: float) -> bool:
    return agent.motivation > limit


def two_months(model: SteeringChain, collector: mesa.DataCollector) -> mesa.DataCollector:
    for _ in range(2):
        model.step()
        collector.collect(model)
    return collector


def test_model_reporters_by_every_form_that_mesa_has(make: Make) -> None:
    model = make()
    reporters = {
        "name": "good_meetings",
        "function": lambda m: m.good_meetings,
        "method": model.agents_by_type[Staff].__len__,
        "list": [len, [model.agents]],
        "tick": "tick",
    }
    frame = two_months(model, mesa.DataCollector(reporters)).get_model_vars_dataframe()
    assert frame["name"].tolist() == frame["function"].tolist()
    assert frame["name"].iloc[-1] == model.good_meetings
    assert frame["method"].tolist() == [20, 20]
    assert frame["list"].tolist() == [149, 149]
    assert frame["tick"].tolist() == [1, 2]


def test_agent_reporters_by_name_and_function(make: Make) -> None:
    model = make()
    collector = mesa.DataCollector(agent_reporters={"id": "unique_id", "again": number})
    frame = two_months(model, collector).get_agent_vars_dataframe()
    assert len(frame) == 2 * len(model.agents)
    assert frame["id"].tolist() == frame["again"].tolist()
    assert frame.index.get_level_values("AgentID").tolist() == frame["id"].tolist()


@pytest.mark.parametrize("collector", [mesa.DataCollector, ColumnCollector])
def test_agent_type_reporters(collector: type[mesa.DataCollector], make: Make) -> None:
    model = make()
    made = collector(
        agenttype_reporters={
            Staff: {**PEOPLE, "eager": [above, [0.3]]},
            Manager: {"goals": "goals"},
        }
    )
    two_months(model, made)
    staff = made.get_agenttype_vars_dataframe(Staff)
    assert staff.loc[2]["will"].tolist() == model.agents_by_type[Staff].get("motivation")
    assert staff.loc[2]["eager"].tolist() == model.agents_by_type[Staff].map(above, 0.3)
    managers = made.get_agenttype_vars_dataframe(Manager)
    assert managers.loc[2]["goals"].tolist() == model.agents_by_type[Manager].get("goals")


def test_columns_are_collected_as_mesa_collects_them(make: Make) -> None:
    frames = []
    for kind in (mesa.DataCollector, ColumnCollector):
        collector = kind(
            {"good": "good_meetings"},
            {"id": "unique_id"},
            {Staff: NUMBERS, Manager: {"load": "load"}},
            {"table": ["a"]},
        )
        collector.add_table_row("table", {"a": 1})
        two_months(make(), collector)
        frames.append(
            [
                collector.get_model_vars_dataframe(),
                collector.get_agent_vars_dataframe(),
                collector.get_agenttype_vars_dataframe(Staff),
                collector.get_agenttype_vars_dataframe(Manager),
                collector.get_table_dataframe("table"),
            ]
        )
    for mesas, mine in zip(*frames, strict=True):
        pd.testing.assert_frame_equal(mesas, mine)


def test_collecting_columns_makes_no_views(make: Make) -> None:
    """If Mesa renames the method that ColumnCollector replaces: slow, still right, and red here."""
    model = make()
    two_months(model, ColumnCollector(agenttype_reporters={Staff: NUMBERS}))
    assert not model.register._views


def test_a_collector_falls_back_to_mesa_for_kinds_that_are_no_rows(make: Make) -> None:
    collector = ColumnCollector(agenttype_reporters={mesa.Agent: {"id": "unique_id"}})
    two_months(make(), collector)
    assert len(collector.get_agenttype_vars_dataframe(mesa.Agent)) == 2 * 149


@pytest.mark.parametrize("collector", [mesa.DataCollector, ColumnCollector])
@pytest.mark.parametrize(
    "reporters",
    [
        {"agent_reporters": {"will": "motivation"}},
        {"agenttype_reporters": {Staff: {"will": "motivaton"}}},
    ],
)
def test_an_attribute_that_an_agent_does_not_have_is_an_error(
    collector: type[mesa.DataCollector], reporters: dict[str, dict[str, str]], model: SteeringChain
) -> None:
    model.datacollector = collector(**reporters)
    with pytest.raises(AttributeError, match="has no attribute 'motiva"):
        model.datacollector.collect(model)


def test_a_model_attribute_that_is_not_there_is_an_error(model: SteeringChain) -> None:
    with pytest.raises(AttributeError, match="good_meeting"):
        mesa.DataCollector({"good": "good_meeting"}).collect(model)


def test_all_outcomes_of_all_months_are_collected_without_asking(model: SteeringChain) -> None:
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame) == list(OUTCOMES)
    assert frame.to_numpy().tobytes() == model.simulation.outcomes().tobytes()
    model.step()
    model.datacollector.collect(model)
    model.datacollector.collect(model)
    assert len(model.datacollector.get_model_vars_dataframe()) == 4


def test_a_collector_of_ones_own_is_left_alone(model: SteeringChain) -> None:
    mine = mesa.DataCollector({"good": "good_meetings"})
    model.datacollector = mine
    model.step()
    assert model.datacollector is mine
    assert mine.model_vars == {"good": []}


def test_a_model_that_collects_by_name_can_be_pickled(make: Make) -> None:
    model = make()
    model.datacollector = mesa.DataCollector(
        {"good": "good_meetings"}, {"id": "unique_id"}, {Staff: PEOPLE}
    )
    two_months(model, model.datacollector)
    twin = pickle.loads(pickle.dumps(model))
    for each in (model, twin):
        each.step()
        each.datacollector.collect(each)
    pd.testing.assert_frame_equal(
        model.datacollector.get_agenttype_vars_dataframe(Staff),
        twin.datacollector.get_agenttype_vars_dataframe(Staff),
    )


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run")
def test_mesas_iterations_are_the_replicates_of_the_engine() -> None:
    code = (
        "import mesa; from tillitsim import SteeringChain; rows = mesa.batch_run(SteeringChain,"
        " {'case': 'demonstration', 'trust': [0.2, 0.8], 'months': 6}, number_processes=1,"
        " iterations=2, display_progress=False);"
        " print([(r['trust'], r['iteration'], r['good_meetings']) for r in rows])"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = ast.literal_eval(done.stdout)
    assert [(trust, iteration) for trust, iteration, _ in rows] == [
        (0.2, 0), (0.8, 0), (0.2, 1), (0.8, 1)
    ]  # fmt: skip
    for trust, iteration, value in rows:
        twin = SteeringChain("demonstration", trust=trust, months=6, replicate=iteration)
        twin.run_model()
        assert value == twin.good_meetings
    assert len({value for _, _, value in rows}) == 4


def test_outside_of_mesas_batches_there_is_no_iteration() -> None:
    assert batch_iteration() is None
