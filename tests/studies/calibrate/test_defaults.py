"""The defaults of the package: a member of the shipped ensemble, and not at its edge."""

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


def members():
    return pq.read_table(shipped_ensemble()).to_pylist()


def test_the_defaults_are_a_member():
    defaults = {name: PARAMETERS[name].default for name in members()[0]}
    assert any(each == pytest.approx(defaults) for each in members())


def test_the_defaults_meet_more_targets_than_the_members_do_and_lie_among_them():
    found = REPORT["defaults"]
    assert found["targets_met"] >= found["targets_met_by_members"]
    assert found["distance"] < 1.1 * found["distance_of_medoid"]


@pytest.mark.slow
@pytest.mark.parametrize("service", ["home-care", "school", "emergency-hospital-care"])
def test_headline_outcomes_of_the_defaults_lie_in_the_middle_of_the_ensemble(service):
    """All in its middle 80%, and most of them in its middle half (calibration.md says which)."""
    read, scenario = Means(), load(service)
    sets = [*members(), {}]
    with Runner() as runner:
        runs = runner.run(cases_of(read, scenario, range(2), seed=7, parameters=sets), read)
    found = np.array(runs).reshape(len(sets), 2, -1).mean(axis=1)
    columns = found[:, [list(OUTCOMES).index(name) for name in HEADLINE]]
    rank = (columns[:-1] < columns[-1]).mean(axis=0)
    assert ((rank > 0.08) & (rank < 0.92)).all(), dict(zip(HEADLINE, rank, strict=True))
    assert ((rank > 0.25) & (rank < 0.75)).mean() > 0.5
