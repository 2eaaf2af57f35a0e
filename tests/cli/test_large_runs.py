"""Large runs: announced before they start, followed on the way, refused when they do not fit."""

import re

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import ERROR, INTERRUPTED
from tillitsim.model import cost, simulation
from tillitsim.model.cost import memory_needed
from tillitsim.model.simulation import Simulation
from tillitsim.runs.workers import machine
from tillitsim.scenario.load import load

GIB = 2**30
SMALL = ["chain.units=2", "chain.staff=3", "chain.citizens=30", "chain.politicians=3"]
SET = [word for change in SMALL for word in ("--set", change)]
RUN = ["run", "demonstration", *SET, "--months", "3", "--replicates", "1"]
WHOLE = ["run", "sweden", "--replicates", "1"]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def said_before(monkeypatch, capfd, seconds, *words):
    """What is said until the simulation would start, when it is guessed to take ``seconds``."""
    said = []

    def start(*_: object, **__: object) -> None:
        said.append(capfd.readouterr().err)
        raise KeyboardInterrupt

    monkeypatch.setattr(cost, "seconds_needed", lambda *_, **__: seconds)
    monkeypatch.setattr(simulation, "simulate", start)
    assert run_command([*RUN, *words]) == INTERRUPTED
    capfd.readouterr()
    (before,) = said
    return before


def test_a_long_run_says_what_it_needs_before_it_starts(monkeypatch, capfd):
    english = r"This run needs about \d+\.\d GiB of memory and about 2 min"
    assert re.match(english, said_before(monkeypatch, capfd, 120.0))
    swedish = r"Den här körningen behöver ungefär \d+,\d GiB minne och ungefär 2 min"
    assert re.match(swedish, said_before(monkeypatch, capfd, 120.0, "--language", "sv"))


def test_a_short_run_is_not_announced_nor_a_quiet_one(monkeypatch, capfd):
    assert said_before(monkeypatch, capfd, 1.0) == ""
    assert said_before(monkeypatch, capfd, 120.0, "--quiet") == ""


def test_the_whole_country_is_refused_where_it_does_not_fit(monkeypatch, capfd):
    monkeypatch.setattr(machine, "available_memory", lambda: GIB // 2)
    assert run_command(WHOLE) == ERROR
    said = capfd.readouterr().err
    assert "GiB of memory and 0.5 GiB is free" in said
    assert "Traceback" not in said


def test_progress_of_one_large_run_counts_up_to_all_citizen_months():
    scenario = load("demonstration", set=[*SMALL, "chain.councils=3", "months=5", "burn_in=1"])
    seen: list[tuple[int, int]] = []
    Simulation(scenario).run(2, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (3 * 2 * 30 * 5, 3 * 2 * 30 * 5)


def test_what_is_announced_is_what_the_tables_take():
    scenario = load("demonstration", set=["chain.units=40", "months=5", "burn_in=1"])
    state = Simulation(scenario).state
    tables = [*state.citizen, *state.staff, *state.scratch]
    tables += [array for array in state if hasattr(array, "nbytes")]
    taken = sum(table.nbytes for table in tables)
    assert 0.9 * taken < memory_needed(scenario) < 1.1 * taken
