"""Spread between units: of what the words name, and of nothing where units are alike."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.load import load
from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.sample import Sample
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

FACT = Fact(
    id="X01", kind="distribution", sector="school", quantity="", value=1.0, value_text="",
    unit="points", source="made up", maps_to=("inequality",), statistic="", comparability="direct",
    tolerance=(0.0, 100.0),
)  # fmt: skip


def two_units(**states):
    """Two units of fifty; a state is one value a unit."""
    unit = np.repeat([0, 1], 50)
    staff = {name: np.array(pair, float)[unit] for name, pair in states.items()}
    return Sample(
        scenario=load("school"), style=Style(), random=lambda _: np.random.default_rng(1),
        series=np.zeros((1, 1)), staff=staff, citizens={},
        units={
            "quality": np.array([0.4, 0.6]), "load": np.array([0.9, 1.1]),
            "reported": np.array([0.5, 0.5]), "staff": np.array([50.0, 50.0]),
        },
        unit_of_staff=unit, unit_of_citizen=unit,
    )  # fmt: skip


def read(words, of, **other):
    statistic = statistic_of(replace(FACT, statistic=words, **other))
    assert isinstance(statistic, Statistic), statistic
    return statistic.one(of)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sd between units of quality", 100 * np.std([0.4, 0.6], ddof=1)),
        ("sd between units of quality reported", 0.0),
        ("sd between units of load", 100 * np.std([0.9, 1.1], ddof=1)),
        ("sd between units of will", 100 * np.std([0.2, 0.5], ddof=1)),
        ("sd between units of (1 - burden - idle time)", 100 * np.std([0.1, 0.4], ddof=1)),
        ("sd between units", 100 * np.std([0.4, 0.6], ddof=1)),
    ],
)
def test_the_spread_is_of_what_the_words_name(words, expected):
    of = two_units(will=(0.2, 0.5), burden=(0.1, 0.3), slack=(0.0, 0.1))
    assert read(words, of) == pytest.approx(expected)


def test_a_spread_of_nothing_that_is_known_is_not_judged():
    words = "sd between units of the colour of the walls"
    assert words in statistic_of(replace(FACT, statistic=words, maps_to=("paint",)))


@pytest.mark.parametrize("name", ["dare", "safety", "will"])
def test_variance_between_units_is_none_where_units_are_alike_and_most_where_they_are_not(name):
    words = f"variance of {name} between units over total variance between staff"
    alike, apart = two_units(dare=(0.5, 0.5), will=(0.5, 0.5)), two_units(dare=(0, 1), will=(0, 1))
    assert read(words, alike) < 5.0
    assert read(words, apart) > 60.0


def test_the_highest_over_the_lowest_unit():
    words = "ratio of the highest to the lowest unit"
    assert read(words, two_units()) == pytest.approx(1.5)


def test_a_level_that_stands_still_has_no_spread_between_years():
    words = "sd between years of turnover"
    names = list(OUTCOMES)
    scenario = load("school")
    months = np.arange(scenario.months - scenario.burn_in)
    series = np.zeros((scenario.months, len(names)))
    of = replace(two_units(), series=series)
    assert read(words, of, maps_to=("turnover",)) == 0.0
    series[scenario.burn_in :, names.index("turnover")] = 10.0 + months // 12 % 2
    years = np.arange(len(months) // 12) % 2
    assert read(words, of, maps_to=("turnover",)) == pytest.approx(years.std(ddof=1))
