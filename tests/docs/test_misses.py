"""A first score stands, and every finding that missed it is explained."""

import misses

from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.studies.evidence.frozen import marks


def record(name, verdict, label="untouched"):
    checks = [{"name": "a check", "verdict": verdict}]
    right = verdict == "hit"
    return {"id": name, "verdict": verdict, "label": label, "right_way": right, "checks": checks}


def test_every_miss_is_explained_by_a_kind_mechanisms_and_what_it_would_take():
    why = misses.explanations()
    missed = {name for name, each in misses.first_scores().items() if each["verdict"] != "hit"}
    assert set(why) == missed
    for each in why.values():
        assert each["kind"] in misses.KINDS
        assert each["mechanisms"]
        assert set(each["mechanisms"]) <= set(MECHANISMS)
        assert each["why"]
        assert each["needs"]


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
    assert "Not yet explained." in text
    assert "Hits then, and none now: B (x)" in text


def test_the_page_is_fresh():
    assert misses.main(["--check"]) == 0
