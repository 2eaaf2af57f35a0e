"""What is said of a contribution follows the outcome's own direction, for every outcome."""

import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.explain.table import Bar, verdict


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=list(OUTCOMES))
@pytest.mark.parametrize("mean", [2.0, -2.0])
def test_what_adds_to_what_should_be_less_hinders(outcome, mean):
    said = verdict(Bar("x", "x", "", mean, 0.5), 1, "en", outcome.better)
    expected = {1: ("supports", "hinders"), -1: ("hinders", "supports"), 0: ("raises", "lowers")}
    assert said == expected[outcome.better][mean < 0]


def test_what_is_not_clear_of_chance_is_neither():
    assert verdict(Bar("x", "x", "", 0.4, 0.5), 1, "en", -1) == "no clear effect"
