"""Each change of the equations has its equation, its way back and its tests, and is in the log."""

import re
from pathlib import Path

import equations as tool
import numpy as np
import pytest

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import scores_of

ROOT = Path(__file__).parents[2]
CHANGES = tool.changes()
LOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
MODEL = (ROOT / "docs" / "model.md").read_text("utf-8")


def parameters_of(change):
    return [*change["former"], *change.get("names", [])]


def test_all_nineteen_of_the_audit_are_there():
    assert {each["audit"] for each in CHANGES if "audit" in each} == set(range(1, 20))


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each["name"])
def test_a_change_has_an_equation_a_way_back_two_tests_and_a_line_in_the_log(change):
    assert set(change["equation"]) <= set(MECHANISMS)
    assert change["former"] or change["gone"]
    load("demonstration", changes=change["former"])
    for name in parameters_of(change):
        assert name in PARAMETERS
        assert f"`{name}`" in LOG, name
        assert name in MODEL, name
    for test in (change["test"], change["control"]):
        path, _, name = test.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), test


def test_what_was_rejected_says_what_was_measured():
    assert tool.rejected()
    assert all(each["name"] and each["measured"] for each in tool.rejected())


CHECKS = [check for each in load_all([evidence_folder()]) for check in each.checks]


def check_of(how, **given):
    (found, *_) = [each for each in CHECKS if each.how == how and not each.beyond_smallest]
    return found.model_copy(update=given)


@pytest.mark.parametrize(
    ("check", "inside", "outside"),
    [
        (check_of("interval", low=1.0, high=3.0), 2.9, 3.1),
        (check_of("factor", value=-4.0), -7.9, -8.1),
        (check_of("null", smallest=1.0, side="above"), -5.0, 1.1),
        (check_of("null", smallest=1.0, side="both"), 0.9, -1.1),
    ],
)
def test_the_estimate_decides(check, inside, outside):
    for estimate, right in ((inside, True), (outside, False)):
        values = estimate + np.array([[-9.0], [9.0]])
        (score,) = scores_of(type("One", (), {"checks": (check,)}), values)
        assert score.verdict == "inconclusive"
        assert tool.by_point(check, score) is right


RESULTS = {
    "replicates": 4,
    "findings": {
        "A1": {"favours": "trust", "label": "fitted", "family": "monitoring"},
        "A2": {"favours": "control", "label": "untouched", "family": "audit"},
    },
    "facts": {"L1": "school"},
    "now": {"hits": ["A1"], "signs": ["A1"], "inside": ["L1"], "outside": []},
    "without": [
        {"name": "x", "hits": ["A2"], "signs": ["A1", "A2"], "inside": [], "outside": ["L1"]}
    ],
}


def test_the_tables_tell_what_turns_when_a_change_is_put_back():
    assert "| nothing | 1/2 | 1/2 | 1/1 | 1/1 | 0/1 | 0/1 |" in tool.favours_table(RESULTS)
    assert "| x | 0 | +1 | −1 | 0 | +1 | +1 |" in tool.favours_table(RESULTS)
    assert tool.favours_table(RESULTS).splitlines()[-1].endswith("| −1 |")
    assert "| x | audit A2 | monitoring A1 |  | school L1 |" in tool.turned_table(RESULTS)


def test_the_page_is_fresh(capsys):
    assert tool.main(["--check"]) == 0, capsys.readouterr().err
