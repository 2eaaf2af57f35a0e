"""A small experiment that every test of sweeps can run in no time."""

import pytest

from tillitsim.runs.cases import batch
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.plan import Plan

SMALL = """\
base = "demonstration"
months = 8
replicates = 3
seed = 7

[[arms]]
name = "as-today"
set.chain = { units = 2, staff = 3, citizens = 30, politicians = 3 }

[[arms]]
name = "trusting"
set.chain = { units = 2, staff = 3, citizens = 30, politicians = 3 }
set.mix.trust = 0.8

[design]
kind = "grid"
[design.vary]
"task.variety" = { values = [0.4, 0.9, 1.4] }
"task.stakes" = { values = [0.1, 0.3] }
"""


@pytest.fixture
def experiment_file(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.fixture
def plan(experiment_file):
    return Plan(load(experiment_file))


@pytest.fixture
def performed(monkeypatch):
    """The runs that are really done, as (point's name, replicate)."""
    done = []

    def one(case, once, *, real=batch.one):
        done.append((case.id, case.replicate))
        return real(case, once)

    monkeypatch.setattr(batch, "one", one)
    return done
