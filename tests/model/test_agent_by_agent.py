"""The compiled run, month by month, agent by agent: equal to the bit.

``benchmarks/mesa_chain.py`` is the model as ordinary Mesa agents, each an object that calls the
rules as plain Python. From demand to trust it must leave exactly what the compiled run leaves.
"""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from tillitsim.scenario.load import load

MONTHS = 12
UNIT = (
    "need", "handbook", "mandate", "reported", "quality", "word", "norm", "inspected", "capacity",
    "load", "co_operation", "waiting", "arisen",
)  # fmt: skip
STAFF = (
    "discretion", "coverage", "detection", "burden_council", "burden_state", "case_time",
    "effort_measured", "effort_unmeasured", "unsaid", "slack", "value",
    "measured", "time_per_case", "harms", "cases", "gaming", "audited", "proven", "competence",
    "bias", "motivation", "helped", "safety", "blame", "trust_in_manager", "belief_good",
    "belief_bad",
)  # fmt: skip
CITIZEN = ("trust", "relation", "waiting")


@pytest.fixture(scope="module")
def chain():
    """The module with the model as ordinary agents."""
    folder = str(Path(__file__).parents[2] / "benchmarks")
    sys.path.insert(0, folder)
    try:
        yield import_module("mesa_chain")
    finally:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def crowded():
    """Four small units where people wait, move, are harmed, audited and inspected."""
    changes = {
        "chain.units": 4, "chain.staff": 4, "chain.citizens": 30, "task.stakes": 0.6,
        "task.variety": 1.6, "task.decisions": 2, "task.regular": 0.5,
        "task.need_rate": 2.0, "task.caseload": 2.5, "task.turbulence": 0.03,
        "instruments.money_follows": 0.8, "instruments.choosers": 0.3, "instruments.incentive": 0.6,
        "instruments.audit_coverage": 0.5, "inspectorate.coverage": 0.3, "metric.threshold": 0.6,
    }  # fmt: skip
    return load("demonstration", changes=changes, set=(f"months={MONTHS}", "burn_in=2"))


def differing(names, agents, table):
    """Names of the columns in which agents and table differ, in any bit."""
    return [
        name
        for name in names
        if not np.array_equal([getattr(agent, name) for agent in agents], table[name])
    ]


def test_agents_that_call_the_rules_leave_what_the_compiled_run_leaves(chain, crowded):
    compiled, start = chain.settled(crowded, seed=5), chain.settled(crowded, seed=5)
    agents = chain.Chain(start, exact=True)
    citizens = list(agents.agents_by_type[chain.Citizen])
    staff = [person for unit in agents.units for person in unit.staff]
    homes = compiled.state.citizen.unit.copy()
    waited = harmed = audited = inspected = 0
    while compiled.month < MONTHS:
        compiled.advance()
        agents.step()
        state = compiled.state
        assert not differing(UNIT, agents.units, state.unit)
        assert not differing(STAFF, staff, state.staff)
        assert not differing(CITIZEN, citizens, state.citizen._asdict())
        assert [citizen.unit.uid for citizen in citizens] == state.citizen.unit.tolist()
        posts = [staff.index(citizen.regular) for citizen in citizens]
        assert posts == state.staff.row[state.citizen.staff].tolist()
        waited += state.unit["waiting"].sum()
        harmed += state.staff["harms"].sum()
        audited += (state.staff["audited"] < 0).sum()
        inspected += (state.unit["inspected"] > 0).sum()
    moved = (homes != compiled.state.citizen.unit).sum()
    assert min(waited, harmed, audited, inspected, moved) > 0, "the test has lost its point"


def test_months_at_once_are_months_one_by_one_while_the_rest_stands_still(chain, crowded):
    """The same stretch in one compiled call, against which the agents are timed."""
    stepped, at_once = chain.settled(crowded, seed=5), chain.settled(crowded, seed=5)
    while stepped.month < MONTHS:
        stepped.advance()
    at_once.run()
    assert np.array_equal(stepped.state.tally, at_once.state.tally)
    assert np.array_equal(stepped.state.staff.records(), at_once.state.staff.records())


def test_with_ordinary_chance_only_the_chance_differs(chain, crowded):
    """Fast agents (math.exp, random) start alike and stay within bounds."""
    agents = chain.Chain(chain.settled(crowded, seed=5), rng=1)
    for _ in range(3):
        agents.step()
    collected = agents.datacollector.model_vars["means"]
    assert len(collected) == 3
    assert all(0.0 < value < 1.0 for month in collected for value in month.values())
