"""The same bits from the library, just-in-time code and WebAssembly, on every processor."""

import numpy as np
import pytest
from backends import Arm, Page, ahead_of_time, just_in_time

from tillitsim.model import initialise, simulation
from tillitsim.model.mechanisms.motivation import motivation
from tillitsim.model.mechanisms.reporting import reporting
from tillitsim.model.native import memory, targets
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

ENTRIES = {initialise: ("place_units", "draw_arms", "initialise_councils"), simulation: ("run",)}
SMALL = {"chain.units": 4, "chain.staff": 5, "chain.citizens": 40}
SCENARIOS = {
    "every mechanism": ("demonstration", SMALL | {
        "chain.councils": 2, "politics.election_months": 6, "politics.pendulum": 0.4,
        "task.stakes": 0.4, "task.variety": 1.4, "market.exit": 0.05,
        "instruments.money_follows": 0.6, "instruments.choosers": 0.1,
    }),
    "regulation": ("home-care", SMALL | {"mix.regulation": 0.8}),
    "trust": ("school", SMALL | {"mix.trust": 0.9}),
    "interventions": ("remote-control", SMALL),
    "arms by lottery": ("trial-sundsvall-home-care", SMALL),
    "mixture of councils": ("sweden-small", {}),
}  # fmt: skip
MONTHS = 14


def bits(monkeypatch, backend, scenario):
    """Every byte of the state after some months, scratch space apart; NaN are all alike."""
    with monkeypatch.context() as patched:
        for module, names in ENTRIES.items():
            for name in names:
                patched.setattr(module, name, backend(getattr(module, name)))
        run = Simulation(scenario, seed=3, months=MONTHS)
        run.run()
    return bytes_of(run.state)


def bytes_of(state):
    """A copy of every column, scratch space apart."""
    return {
        path: np.array(value, copy=True)
        for path, value in memory.leaves(state)
        if not path.startswith("scratch")
    }


def the_same(a, b):
    """Whether two values have the same bits; a NaN may be any NaN."""
    if a.dtype.fields:
        return all(the_same(a[name], b[name]) for name in a.dtype.names)
    if a.dtype.kind == "f":
        return np.array_equal(a, b, equal_nan=True)
    return np.array_equal(a, b)


def differing(a, b):
    assert a.keys() == b.keys()
    return [path for path in a if not the_same(a[path], b[path])]


@pytest.fixture(scope="module", params=SCENARIOS)
def scenario(request):
    name, changes = SCENARIOS[request.param]
    return load(name, changes=changes)


@pytest.mark.slow
def test_all_code_gives_the_same_bits(monkeypatch, libraries, page, scenario):
    files, about = page
    (_, first), *others = libraries.items()
    expected = bits(monkeypatch, ahead_of_time(first), scenario)
    assert expected["tally"].any()
    for target, held in others:
        assert differing(bits(monkeypatch, ahead_of_time(held), scenario), expected) == [], target
    for name in about["modules"]:
        found = bits(monkeypatch, Page(files, name, about), scenario)
        assert differing(found, expected) == [], name


@pytest.mark.long
def test_so_does_a_whole_run_that_is_compiled_just_in_time(monkeypatch, libraries, scenario):
    expected = bits(monkeypatch, ahead_of_time(next(iter(libraries.values()))), scenario)
    assert differing(bits(monkeypatch, just_in_time, scenario), expected) == []


@pytest.mark.parametrize("entry", [motivation, reporting], ids=lambda entry: entry.__name__)
def test_a_mechanism_that_is_compiled_just_in_time_leaves_the_same_bits(libraries, entry):
    """Two of a dozen, because compiling all of a month takes a minute."""
    name, changes = SCENARIOS["every mechanism"]
    held = next(iter(libraries.values()))
    left = []
    for called in (ahead_of_time(held)(entry), just_in_time(entry)):
        run = Simulation(load(name, changes=changes), seed=3, months=MONTHS)
        while run.month < MONTHS - 1:
            run.advance()
        before = bytes_of(run.state)
        called(run.state, 0, run.month)
        left.append(bytes_of(run.state))
    assert differing(left[0], before) != []
    assert differing(*left) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["every mechanism", "arms by lottery"])
def test_an_arm_processor_gives_the_same_bits(monkeypatch, libraries, contents, name):
    """Emulated; the library as it is shipped for it."""
    shipped, changes = SCENARIOS[name]
    scenario = load(shipped, changes=changes)
    held = next(iter(libraries.values()))
    expected = bits(monkeypatch, ahead_of_time(held), scenario)
    assert differing(bits(monkeypatch, Arm(contents["aarch64"]), scenario), expected) == []


def test_a_difference_would_be_seen(monkeypatch, libraries):
    held = next(iter(libraries.values()))
    one, other = (
        bits(monkeypatch, ahead_of_time(held), load("demonstration", changes=SMALL | change))
        for change in ({}, {"mix.trust": 0.35})
    )
    assert "tally" in differing(one, other)


def test_a_page_needs_nothing_but_memory_and_a_stack(page):
    files, about = page
    for name in about["modules"]:
        expected = {("env", "__linear_memory"), ("env", "__stack_pointer")}
        assert Page(files, name, about).imports == expected


def test_every_level_of_this_processor_was_tried(libraries):
    assert set(libraries) == {target.name for target in targets.runnable()}
