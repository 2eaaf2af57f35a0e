"""A small experiment that every test of sweeps can run in no time."""

import pytest
from small_experiments import STAKES, as_today_and_trusting

from tillitsim.runs.cases import batch
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.plan import Plan

SMALL = as_today_and_trusting(replicates=3) + STAKES


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
