"""A first score stands, and every finding that missed it is explained."""

import misses

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.studies.evidence.frozen import marks
from tillitsim.studies.evidence.load import load_all


def record(name, verdict, label="untouched"):
    check = {
        "name": "size", "verdict": verdict, "decides": True, "how": "factor", "published": "+5",
        "estimate": 1.234,
    }  # fmt: skip
    right = verdict == "hit"
    return {"id": name, "verdict": verdict, "label": label, "right_way": right, "checks": [check]}


def test_every_miss_is_explained_by_a_kind_mechanisms_and_what_it_would_take():
    why = misses.explanations()
    missed = {name for name, each in misses.first_scores().items() if each["verdict"] != "hit"}
    assert missed <= set(why)
    for each in why.values():
        assert each["kind"] in misses.KINDS
        assert each["mechanisms"]
        assert set(each["mechanisms"]) <= set(MECHANISMS)
        assert each["why"]
        assert each["needs"]


def test_a_reason_is_of_a_finding_that_is_shipped():
    assert set(misses.explanations()) <= {each.id for each in load_all([evidence_folder()])}


def test_of_what_was_known_only_todays_misses_are_told_with_how_far():
    now = {
        name: {**record(name, verdict, label), "name": name.lower()}
        for name, verdict, label in (
            ("A", "miss", "fitted"), ("B", "hit", "inspired"), ("C", "miss", "untouched"),
        )
    }  # fmt: skip
    text = "\n".join(misses.known({}, now))
    assert text.startswith("1 of 2, of which 0 have the right sign.")
    assert "*Today*: size: miss (published +5, simulated 1.2)." in text
    assert "### B" not in text
    assert "### C" not in text


def test_only_what_was_frozen_has_a_first_score():
    assert len(misses.first_scores()) <= len(marks())


def test_a_first_score_never_changes_and_new_ones_are_added():
    first = misses.with_first({}, {"findings": [record("A", "miss"), record("F", "hit", "fitted")]})
    assert list(first) == ["A"]
    later = misses.with_first(first, {"findings": [record("A", "hit"), record("B", "hit")]})
    assert later["A"]["verdict"] == "miss"
    assert later["B"]["verdict"] == "hit"


def test_the_page_tells_both_scores_and_what_is_not_explained():
    first = misses.with_first({}, {"findings": [record("A", "miss"), record("B", "hit")]})
    now = {each["id"]: {**each, "name": "x"} for each in (record("A", "hit"), record("B", "miss"))}
    text = "\n".join(misses.section(first, {}, now))
    assert "1 were hits when they were scored" in text
    assert "*First score*: size: miss. *Today*: size: hit (published +5, simulated 1.2)." in text
    assert "Not yet explained." in text
    assert "Hits then, and none now, at the end: B." in text
    assert text.index("### A. x") < text.index("### B. x")


def test_the_page_is_fresh():
    assert misses.main(["--check"]) == 0
