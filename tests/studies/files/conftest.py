"""Readers of every kind of file, and the shipped files of each kind."""

import shutil
from pathlib import Path

import pytest

from tillitsim.runs.experiment.load import load as load_experiment
from tillitsim.scenario.load import load as load_scenario
from tillitsim.studies.calibrate.plan import read_plan
from tillitsim.studies.claims.analysis import load_claims
from tillitsim.studies.evidence.load import load as load_finding

ROOT = Path(__file__).parents[3]
READERS = {
    "scenario": load_scenario,
    "experiment": load_experiment,
    "finding": load_finding,
    "claims": load_claims,
    "plan": read_plan,
}
SHIPPED = {
    "scenario": sorted((ROOT / "scenarios").glob("*.toml")),
    "experiment": [
        path
        for path in sorted((ROOT / "experiments").glob("*.toml"))
        if path.name not in {"frozen.toml", "misses.toml", "equations.toml"}  # hashes, and reasons
    ],
    "finding": sorted((ROOT / "experiments" / "evidence").glob("*.toml")),
    "claims": [ROOT / "experiments" / "claims" / "claims.toml"],
    "plan": [ROOT / "experiments" / "calibration" / "plan.toml"],
}
KINDS = tuple(READERS)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def read(kind):
    """The reader of a kind of file."""
    return READERS[kind]


@pytest.fixture
def shipped():
    """The shipped files of each kind."""
    return SHIPPED


@pytest.fixture
def readers():
    """The reader of each kind."""
    return READERS


@pytest.fixture(scope="session")
def beside_scenarios(tmp_path_factory):
    """A folder where scenarios that refer to files beside them find those files."""
    folder = tmp_path_factory.mktemp("files")
    for path in SHIPPED["scenario"]:
        shutil.copy(path, folder)
    return folder
