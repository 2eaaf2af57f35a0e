"""Every lesson's claims, in the very worlds that the page has, and the rules of their files."""

import pytest

from tillitsim.errors import InputError
from tillitsim.studies.lab import build, claims, contents

LESSONS = contents.lessons()


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.long)])
def test_what_lessons_say_is_at_least_likely_but_for_a_few(monkeypatch, every):
    """One that is not is answered by the page with what is found; most must have been right."""
    monkeypatch.setattr(claims, "lessons", lambda: LESSONS[::every])
    found = list(claims.table())
    assert len(found) == len(contents.PARTS) * len(LESSONS[::every])
    otherwise = [line for line in found if "leaves the explanation out" in line]
    assert len(otherwise) <= len(found) / 3, otherwise


def test_building_says_how_likely_every_claim_is(monkeypatch, capsys):
    (lesson,) = [each for each in LESSONS if each["name"] == "good-meeting"]
    other = lesson | {"turn": lesson["turn"] | {"before": lesson["turn"]["after"]}}
    monkeypatch.setattr(claims, "lessons", lambda: [other])
    monkeypatch.setattr(build, "SOURCES", contents.HERE / "nowhere")
    assert build.main() == 0
    case, turn = capsys.readouterr().out.splitlines()[1:]
    assert case.split()[:3] == ["good-meeting", "case", lesson["case"]["answer"]]
    assert turn.split()[:4] == ["good-meeting", "turn", lesson["turn"]["answer"], "same"]
    assert "leaves the explanation out" in turn


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
