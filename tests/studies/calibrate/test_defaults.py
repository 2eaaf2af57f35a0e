"""The defaults of the package: one member of the shipped ensemble, and in its middle."""

import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_sets import shipped_ensemble
from tillitsim.runs.runner import Runner
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.studies.compare.analysis import HEADLINE

REPORT = json.loads(shipped_ensemble().with_name("calibration.json").read_text("utf-8"))
CHANCE = 0.1
"""Share of the ensemble's spread that two replicates leave to chance in a median."""


def members():
    return pq.read_table(shipped_ensemble()).to_pylist()


def test_the_defaults_are_the_medoid():
    for name, value in REPORT["medoid"].items():
        assert PARAMETERS[name].default == pytest.approx(value, rel=1e-5, abs=1e-9), name


def test_the_medoid_is_a_member():
    assert any(each == pytest.approx(REPORT["medoid"]) for each in members())


@pytest.mark.slow
@pytest.mark.parametrize("service", ["home-care", "school", "emergency-hospital-care"])
def test_every_headline_outcome_of_the_defaults_lies_in_the_middle_half(service):
    read, scenario = Means(), load(service)
    sets = [*members(), REPORT["medoid"]]
    with Runner() as runner:
        runs = runner.run(cases_of(read, scenario, range(2), seed=7, parameters=sets), read)
    found = np.array(runs).reshape(len(sets), 2, -1).mean(axis=1)
    for name in HEADLINE:
        column = found[:, list(OUTCOMES).index(name)]
        low, high = np.nanquantile(column[:-1], [0.25, 0.75])
        slack = CHANCE * (high - low)
        assert low - slack <= column[-1] <= high + slack, name
