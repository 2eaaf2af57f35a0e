"""Every lesson's claim, in the very worlds that the page has: at least likely, or it goes."""

import pytest

from tillitsim.errors import InputError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import verdict_of_draws
from tillitsim.studies.lab import claims, contents

LESSONS = contents.lessons()
WAYS = {"up": ["higher"], "down": ["lower"], "same": ["none", "same"], "unknown": ["unknown"]}


@pytest.mark.parametrize("part", contents.PARTS)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each["name"])
def test_what_a_lesson_says_is_at_least_likely(lesson, part):
    case = lesson[part]
    draws = claims.differences(case)
    verdict = verdict_of_draws(draws, OUTCOMES[case["outcome"]].matters, len(draws))
    assert verdict.way in WAYS[case["answer"]], verdict


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each["name"])
def test_a_lesson_has_a_case_where_the_answer_is_another(lesson):
    case, turn = lesson["case"], lesson["turn"]
    assert (case["outcome"], case["answer"]) != (turn["outcome"], turn["answer"])


def test_lessons_come_in_their_order_and_there_are_ten_or_more():
    orders = [each["order"] for each in LESSONS]
    assert orders == sorted(set(orders))
    assert len(orders) >= 10


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each["name"])
def test_both_sides_of_a_case_are_told_apart_by_what_they_set(lesson):
    for part in contents.PARTS:
        before, after = (lesson[part][side] for side in ("before", "after"))
        assert before != after
        assert set(before.get("set", {})) == set(after.get("set", {}))


def test_a_lesson_cannot_change_how_many_people_there_are(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    text = (contents.HERE / "lessons/good-meeting.toml").read_text("utf-8")
    spoilt = text.replace('"task.variety"', '"chain.citizens"', 1)
    (tmp_path / "lessons/spoilt.toml").write_text(spoilt, "utf-8")
    contents.settings()
    monkeypatch.setattr(contents, "HERE", tmp_path)
    with pytest.raises(InputError, match=r"chain\.citizens"):
        contents.lessons()
