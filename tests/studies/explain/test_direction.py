"""What is said of a contribution follows the outcome's own direction, for every outcome."""

import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import Grade, Verdict
from tillitsim.studies.explain.table import Bar, verdict


def bar(mean, known):
    return Bar("x", "x", "", mean, mean - 0.5, mean + 0.5, known)


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=list(OUTCOMES))
@pytest.mark.parametrize("mean", [2.0, -2.0])
def test_what_adds_to_what_should_be_less_hinders(outcome, mean):
    known = Verdict("higher" if mean > 0 else "lower", Grade.LIKELY)
    said = verdict(bar(mean, known), outcome, "en")
    expected = {1: ("supports", "hinders"), -1: ("hinders", "supports"), 0: ("raises", "lowers")}
    assert said == f"likely {expected[outcome.better][mean < 0]}"


def test_what_is_not_likely_is_neither():
    outcome = OUTCOMES["harm"]
    assert verdict(bar(0.4, Verdict("unknown", Grade.AS_NOT)), outcome, "en") == "not known"
    assert verdict(bar(0.4, Verdict("higher", None)), outcome, "en") == "not known"
    small = verdict(bar(0.4, Verdict("none", Grade.LIKELY)), outcome, "en")
    assert small == "likely no difference that matters"
