"""What is said of a contribution follows the outcome's own direction, for every outcome."""

from dataclasses import replace

import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import Grade, Verdict
from tillitsim.scenario.load import load
from tillitsim.studies.explain.signals import side_of
from tillitsim.studies.explain.table import Bar, enough, verdict


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


@pytest.mark.parametrize(
    ("outcome", "gain", "said"),
    [
        ("meeting_quality", 2.0, "likely too little"),
        ("meeting_quality", -2.0, "likely too much"),
        ("harm", -2.0, "likely too little"),
        ("harm", 2.0, "likely too much"),
        ("discretion_used", 2.0, "likely raises"),
    ],
)
def test_of_a_cause_one_thing_is_said_whether_there_is_enough(outcome, gain, said):
    known = Verdict("higher" if gain > 0 else "lower", Grade.LIKELY)
    assert enough(bar(gain, known), OUTCOMES[outcome], "en") == said
    trifle = bar(gain, Verdict("none", Grade.VERY_LIKELY))
    assert enough(trifle, OUTCOMES[outcome], "en") == "very likely enough"
    open_ = bar(gain, Verdict("unknown", Grade.AS_NOT))
    assert enough(open_, OUTCOMES[outcome], "en") == "not known whether enough"


@pytest.mark.parametrize(("side", "word"), [(1, "too much"), (-1, "too little"), (0, "hinders")])
def test_of_a_signal_that_hinders_it_is_said_on_which_side_it_lies(side, word):
    known = replace(bar(-2.0, Verdict("lower", Grade.LIKELY)), above=side)
    assert verdict(known, OUTCOMES["meeting_quality"], "en") == f"likely {word}"
    helps = replace(bar(2.0, Verdict("higher", Grade.LIKELY)), above=side)
    assert verdict(helps, OUTCOMES["meeting_quality"], "en") == "likely supports"


def test_the_side_of_a_signal_is_beside_what_removed_means():
    service = load("demonstration", changes={"mix.trust": 1.0})
    assert side_of(service, "discretion") == 1
    assert side_of(load("demonstration", changes={"mix.regulation": 1.0}), "discretion") == -1
    assert side_of(service, "rule_density") in {0, 1}
