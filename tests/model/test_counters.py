"""Counters and outcomes are declared once, and kernels have the places that are declared."""

from pathlib import Path

import numpy as np
import pytest

from tillitsim.model import observe, outcomes
from tillitsim.model.counters import COUNTERS, ONE
from tillitsim.model.outcomes import COMPOSED, LEVELS, OUTCOMES
from tillitsim.scenario.declared.table_file import read_entries

DECLARED = read_entries(Path(outcomes.__file__).with_suffix(".toml"))


def test_kernels_have_the_counters_where_they_are_declared():
    places = [getattr(observe, name.upper()) for name in COUNTERS]
    assert places == list(range(len(COUNTERS)))


def test_a_count_is_itself_and_a_level_is_fixed_point():
    assert COUNTERS["staff"].factor == 1.0
    assert COUNTERS["motivation"].factor == ONE == 2.0**-32


def test_every_outcome_is_a_mean_of_counters_or_an_expression_but_not_both():
    means = {name for name, entry in DECLARED.items() if "mean" in entry}
    assert means | COMPOSED.keys() == OUTCOMES.keys()
    assert not means & COMPOSED.keys()
    for name in means:
        assert set(DECLARED[name]["mean"].split(" per ")) <= COUNTERS.keys()


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES)
def test_an_outcome_has_a_level_a_unit_a_direction_and_a_reading(outcome):
    assert outcome.level in LEVELS
    assert outcome.unit
    assert outcome.better in {-1, 0, 1}
    assert outcome.label("en")
    assert outcome.reading("en")
    assert outcome.bounds[0] < outcome.bounds[1]


def test_a_month_is_read_by_hand():
    tally = np.zeros((1, len(COUNTERS)), np.int64)
    places = {name: i for i, name in enumerate(COUNTERS)}
    one = 1 << 32
    for name, value in {
        "staff": 4, "motivation": 3 * one, "left": 1, "dismissed": 1,
        "cases": 8, "good": 2, "quality": 4 * one, "reported": 6 * one,
        "units": 2, "unit_quality": one, "unit_quality_squared": one,
    }.items():  # fmt: skip
        tally[0, places[name]] = value
    read = dict(zip(OUTCOMES, outcomes.read(tally)[0].tolist(), strict=True))
    assert read["will"] == 0.75
    assert read["turnover"] == 0.5
    assert read["good_meetings"] == 0.25
    assert read["reporting_gap"] == 0.25
    assert read["inequality"] == 0.5
    assert np.isnan(read["trust_in_service"]), "nobody was there to trust"
