"""Findings over parameter sets: hits are counted set by set, rates have a mean and a spread."""

import pytest

from tillitsim.studies.evidence.ensemble_scores import across
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import run

SETS = [{}, {"motivation.crowding": 0.0, "motivation.reciprocity": 0.0}]


@pytest.fixture(scope="module")
def findings():
    return load_all(["E01", "E26", "E87"])


@pytest.fixture(scope="module")
def found(findings):
    return across(findings, SETS, most=20)


def test_a_finding_is_a_hit_in_the_sets_where_it_is_one(findings, found):
    for finding in findings:
        if finding.experiment is not None:
            alone = [
                run(finding, parameter_set, most=20).verdict == "hit" for parameter_set in SETS
            ]
            assert found.hits[finding.id] == sum(alone)


def test_control_aversion_needs_crowding(found):
    assert found.hits["E01"] == 1


def test_what_is_not_run_is_in_no_set(found):
    assert all(trial.finding.id != "E26" for each in found.trials for trial in each)


def test_rates_lie_within_their_spread(found):
    for each in found.ranges():
        if each.mean == each.mean:
            assert each.low <= each.mean <= each.high
    assert [each.name for each in found.ranges()] == ["headline", "fitted", "inspired", "untouched"]
