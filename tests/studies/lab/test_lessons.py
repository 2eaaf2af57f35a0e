"""Every lesson's claim, in the very worlds that the page has: at least likely, or it goes."""

import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import verdict_of_draws
from tillitsim.studies.lab import claims, contents

LESSONS = contents.lessons()
WAYS = {"up": ["higher"], "down": ["lower"], "same": ["none", "same"]}


@pytest.mark.parametrize("part", ["case", "turn"])
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each["name"])
def test_what_a_lesson_says_is_at_least_likely(lesson, part):
    case = lesson[part]
    draws = claims.differences(case)
    verdict = verdict_of_draws(draws, OUTCOMES[case["outcome"]].matters, len(draws))
    assert verdict.way in WAYS[case["answer"]], verdict
    assert verdict.known


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda each: each["name"])
def test_a_lesson_has_a_case_where_the_answer_is_another(lesson):
    case, turn = lesson["case"], lesson["turn"]
    assert (case["outcome"], case["answer"]) != (turn["outcome"], turn["answer"])


def test_lessons_come_in_their_order():
    orders = [each["order"] for each in LESSONS]
    assert orders == sorted(set(orders))
