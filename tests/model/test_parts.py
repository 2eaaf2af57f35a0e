"""One council on several threads: the same bits, and every unit and citizen in one part."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tillitsim.model import month, part_month, parts
from tillitsim.model.native.memory import leaves
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention


def test_what_acts_in_a_month_acts_in_the_month_of_parts():
    """A new mechanism of which only one of them knows would be missing in large councils."""

    def acting(text):
        return set(re.findall(r"(?:on|switch)\[(\w+)\]", text))

    whole, cut = (Path(each.__file__).read_text("utf-8") for each in (month, part_month))
    _, shared = whole.split("def react(")
    shared = shared[: shared.index("@entry")]
    assert acting(cut) | acting(shared) == acting(whole)
    assert acting(shared)


MARKET = {
    "instruments.money_follows": 0.6, "instruments.choosers": 0.1, "market.exit": 0.05,
    "politics.election_months": 6, "politics.pendulum": 0.4, "task.stakes": 0.4,
}  # fmt: skip
SHORT = ("months=8", "burn_in=2")


def council(**changes):
    """One council of 70 units, in five bundles, whose citizens choose and sometimes wait."""
    sizes = {"chain.units": 70, "chain.staff": 3, "chain.citizens": 40, "economy.funding": 0.8}
    return load("demonstration", changes=sizes | MARKET | changes, set=SHORT)


def with_arms():
    half = Intervention("audits", {"instruments.audit_coverage": 0.5}, start=3, share=0.5)
    return replace(council(), interventions=(half,))


CASES = {
    "a market": council,
    "needs that change at a month": lambda: replace(
        council(), interventions=(Intervention("needs", {"task.need_rate": 0.9}, start=3),)
    ),
    "arms drawn among units": with_arms,
    "several sectors": lambda: load("sweden-small", set=("months=4", "burn_in=0")),
    "mechanisms off": lambda: replace(
        council(), without=frozenset({"politics", "learning", "trust", "reporting", "market"})
    ),
    "few units": lambda: council(**{"chain.units": 5}),
}


@pytest.fixture
def whatever_the_size(monkeypatch):
    monkeypatch.setattr(parts, "WORTH_IT", 0)


def left_of(state):
    """All that a run leaves behind: everything but working space and lanes without a unit."""
    kept = {
        path: np.ascontiguousarray(value).tobytes()
        for path, value in leaves(state)
        if not path.startswith(("scratch.", "staff."))
    }
    return kept | {"staff": state.staff.records().tobytes()}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("whatever_the_size")
def test_the_bits_are_the_same_on_one_two_and_four_threads(name):
    scenario = CASES[name]()
    alone = Simulation(scenario, 5)
    alone.run()
    for threads in (2, 4):
        together = Simulation(scenario, 5)
        together.run(threads)
        assert left_of(together.state) == left_of(alone.state), threads


@pytest.mark.usefixtures("whatever_the_size")
def test_citizens_move_between_parts_in_what_is_compared():
    simulation = Simulation(council(), 5)
    cut = parts.bounds_of(simulation.state, 0, 2)[1].unit
    before = simulation.state.citizen.unit.copy()
    simulation.run(2)
    after = simulation.state.citizen.unit
    assert np.any((before < cut) & (after >= cut))
    assert np.any((before >= cut) & (after < cut))
    assert simulation.state.tally.any()


@pytest.mark.usefixtures("whatever_the_size")
def test_it_may_go_on_in_parts_after_months_that_were_not():
    scenario = council()
    alone, both = Simulation(scenario, 5), Simulation(scenario, 5)
    alone.run()
    both.advance(3)
    both.run(2)
    assert left_of(both.state) == left_of(alone.state)


@pytest.mark.parametrize("threads", [1, 2, 3, 9])
@pytest.mark.parametrize("make", [council, with_arms, CASES["few units"]])
def test_every_unit_post_and_citizen_is_in_one_part(make, threads):
    state = Simulation(make(), 5).state
    cut = parts.parts_of(state, 0, threads)
    assert 1 <= len(cut) <= threads
    for kind in ("unit", "bundle", "place"):
        bounds = [(p.units.council[f"{kind}_first"][0], p.units.council[f"{kind}_last"][0])
                  for p in cut]  # fmt: skip
        assert bounds[0][0] == state.council[f"{kind}_first"][0]
        assert bounds[-1][1] == state.council[f"{kind}_last"][0]
        assert all(one[1] == other[0] for one, other in pairwise(bounds))
    rows = np.concatenate(
        [np.arange(p.citizens.council["citizen_first"][0], p.citizens.council["citizen_last"][0])
         for p in cut]
    )  # fmt: skip
    assert rows.tolist() == list(range(len(state.citizen.uid)))


@pytest.mark.parametrize(
    ("units", "threads", "expected"), [(250, 2, True), (250, 1, False), (249, 2, False)]
)
def test_a_council_that_is_large_enough_is_run_in_parts(monkeypatch, units, threads, expected):
    asked = []

    class Recorded(parts.Council):
        def __init__(self, *arguments):
            asked.append(arguments)
            super().__init__(*arguments)

    monkeypatch.setattr(parts, "Council", Recorded)
    monkeypatch.setattr(parts, "WORTH_IT", 50_000)
    Simulation(load("demonstration", changes={"chain.units": units}, set=("months=2",))).run(
        threads, lambda *_: None
    )
    assert bool(asked) == expected


@pytest.mark.usefixtures("whatever_the_size")
def test_progress_reaches_the_whole_and_never_goes_back():
    scenario = load("sweden-small", set=("months=3", "burn_in=0"))
    told = []
    Simulation(scenario, 5).run(4, lambda done, total: told.append((done, total)))
    done = [each for each, _ in told]
    assert done == sorted(done)
    assert done[-1] == told[0][1] == told[-1][1]
