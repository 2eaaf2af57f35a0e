"""The defaults of the package: a member of the shipped ensemble, and where they lie in it."""

import json

import centre
import defaults
import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim.runs.ensemble.parameter_sets import shipped_ensemble
from tillitsim.runs.runner import Runner
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.compare.analysis import HEADLINE

REPORT = json.loads(shipped_ensemble().with_name("calibration.json").read_text("utf-8"))
STORED = json.loads(defaults.FILE.read_text("utf-8"))


def test_the_defaults_are_a_member():
    members = pq.read_table(shipped_ensemble()).to_pylist()
    own = {name: PARAMETERS[name].default for name in members[0]}
    assert sum(each == pytest.approx(own) for each in members) == 1
    assert len(defaults.members()) == len(members) - 1 == STORED["members"]


def test_the_defaults_meet_more_targets_than_the_members_do_and_lie_among_them():
    found = REPORT["defaults"]
    assert found["targets_met"] >= found["targets_met_by_members"]
    assert found["distance"] < 1.1 * found["distance_of_medoid"]


def test_a_place_is_the_share_of_others_below_ties_half():
    assert defaults.place(np.array([1.0, 2.0, 3.0, np.nan, 2.5])) == pytest.approx(2 / 3, abs=1e-4)
    assert defaults.place(np.array([0.0, 0.0, 1.0, 1.0, 0.0])) == 0.25
    assert defaults.place(np.array([1.0, np.nan])) is None
    assert [defaults.inside(at) for at in (0.24, 0.25, 0.75, 0.76, None)] == [0, 1, 1, 0, 0]


def test_the_page_says_of_every_headline_outcome_whether_it_is_in_the_middle_half():
    assert defaults.main(["--check"]) == 0
    assert {*STORED["services"]} == {*defaults.SERVICES}
    assert all([*each] == [*HEADLINE] for each in STORED["services"].values())
    assert all([*each["outcomes"]] == [*HEADLINE] for each in STORED["comparisons"])


def test_headline_outcomes_of_the_defaults_lie_in_the_middle_half_of_the_ensemble():
    """All but one in twenty, and none outside the middle 80%; the page names each that is not."""
    there = [at for each in STORED["services"].values() for at in each.values() if at is not None]
    assert np.mean([defaults.inside(at) for at in there]) >= 0.95
    assert all(defaults.inside(at, 0.8) for at in there)


def test_moves_are_taken_as_long_as_they_bring_a_reading_into_the_middle_half():
    own = np.linspace(0.0, 1.0, 101)[:, np.newaxis] * np.ones(2)
    now, effects = np.array([0.9, 0.5]), np.array([[-0.3, 0.0], [-0.3, 0.4], [0.1, 0.0]])
    assert centre.greedy(own, now, effects, np.ones(2)) == [0]
    assert centre.greedy(own, np.array([0.5, 0.5]), effects, np.ones(2)) == []


@pytest.mark.slow
def test_counted_again_they_lie_where_the_page_says():
    with Runner() as runner:
        assert defaults.service("primary-care", runner) == STORED["services"]["primary-care"]
