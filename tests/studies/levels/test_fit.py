"""The style is found again where it is known, and is fitted to nothing but answers."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.load import load
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.fit import best, decided_by_answers, fit, numbers
from tillitsim.studies.levels.readings import judged
from tillitsim.studies.levels.sample import Sample
from tillitsim.studies.levels.survey import RANGES, Style

PEOPLE = 4000
TRUE = Style(leniency=0.9, stretch=2.5, halo=1.0, noise=0.5)
WORDS = {
    "mean": "mean of a simulated 0-100 satisfaction index",
    "share": "share of citizens answering 4 or 5 on a simulated 5-point item",
    "low": "share of citizens below the middle of a simulated item",
}


def service(name, middle):
    """A service whose citizens differ in what they met and in trust."""
    random = np.random.default_rng(len(name))
    met = np.clip(random.normal(middle, 0.2, PEOPLE), 0, 1)
    return Sample(
        scenario=load(name), style=Style(), random=lambda _: np.random.default_rng(7),
        series=np.zeros((60, len(OUTCOMES))), staff={},
        citizens={"quality_perceived": met, "trust_in_service": random.uniform(0, 1, PEOPLE)},
        units={}, unit_of_staff=np.zeros(0, np.int64), unit_of_citizen=np.zeros(PEOPLE, np.int64),
    )  # fmt: skip


@pytest.fixture(scope="module")
def samples():
    return [{"home-care": service("home-care", 0.3), "school": service("school", 0.8)}]


def fact(sector, words, maps_to="quality_perceived", **other):
    return Fact(
        id=f"{sector} {words}", kind="level", sector=sector, quantity="", value=50.0,
        value_text="", unit="index 0-100", source="made up", maps_to=(maps_to,), statistic=words,
        comparability="direct", **{"tolerance": (0.0, 100.0)} | other,
    )  # fmt: skip


def published(samples, style):
    """Facts as a world of people of a style would publish them, give or take two points."""
    facts = [
        fact(sector, words, maps_to)
        for sector in samples[0]
        for words in WORDS.values()
        for maps_to in ("quality_perceived", "trust_in_service")
    ]
    facts = [replace(each, id=f"{each.id} {each.maps_to[0]}") for each in facts]
    found = numbers(judged(facts), samples, style)
    return judged(
        [
            replace(each, tolerance=(float(number) - 2.0, float(number) + 2.0))
            for each, number in zip(facts, found, strict=True)
        ]
    )


def test_a_known_style_is_found_again_from_what_its_people_answered(samples):
    facts = published(samples, TRUE)
    found = fit(facts, samples)
    assert found.inside == len(found.facts) == len(facts)
    assert found.style.leniency == pytest.approx(TRUE.leniency, abs=0.1)
    assert found.apart > len(facts) / 2


def test_a_fit_stays_within_the_ranges(samples):
    found = best(published(samples, Style(leniency=1.5, stretch=0.5, halo=0.0, noise=1.5)), samples)
    for name, (low, high) in RANGES.items():
        assert low <= getattr(found, name) <= high


def test_what_answers_do_not_decide_is_not_fitted(samples):
    asked = fact("school", WORDS["mean"])
    given = fact("school", "citizens per unit", "chain.citizens")
    ordered = replace(asked, id="o", kind="ordering")
    one_sided = replace(asked, id="s", tolerance=(0.0, np.inf))
    found = decided_by_answers(judged([asked, given, ordered, one_sided]), samples)
    assert [each.fact.id for each in found] == [asked.id]
