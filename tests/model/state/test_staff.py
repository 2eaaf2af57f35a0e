"""Staff stand side by side: every post has one place, and a column reads and writes as a column."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.model.layout import bundles, layout_of
from tillitsim.model.simulation import Simulation
from tillitsim.model.state.staff import AT, BY_PLACE, COLUMNS, LANES, NAMES, SPAN
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention

SIZE = {"chain.councils": 2, "chain.units": 37, "chain.staff": 3, "chain.citizens": 5}


@pytest.fixture(scope="module")
def divided():
    """37 units a council, of which a lottery draws some for one of two interventions."""
    reforms = tuple(
        Intervention(name, {"instruments.goals": 9.0}, start=2, share=0.4) for name in ("a", "b")
    )
    scenario = load("demonstration", changes=SIZE, set=("months=4", "burn_in=1"))
    return Simulation(replace(scenario, interventions=reforms), 5).state


def test_every_post_has_one_place_in_its_own_council(divided):
    staff, council = divided.staff, divided.council
    assert len(set(staff.place.tolist())) == len(staff.place) == 2 * 37 * 3
    assert np.array_equal(staff.row[staff.place], np.arange(len(staff.place)))
    assert (staff.row >= 0).sum() == len(staff.place)
    of = np.searchsorted(council["place_last"], staff.place, "right")
    assert np.array_equal(of, divided.unit["council"][staff["unit"]])


def test_units_side_by_side_are_of_one_sector_and_arm(divided):
    seen = []
    for b, bundle in enumerate(divided.bundle):
        lane = divided.lane[b * LANES : b * LANES + bundle["units"]]
        assert (divided.unit["group"][lane] == bundle["group"]).all()
        assert (divided.unit["sector"][lane] == bundle["sector"]).all()
        seen += lane.tolist()
    assert sorted(seen) == list(range(2 * 37))
    assert len(set(divided.unit["group"].tolist())) > 2, "the test has lost its point"


def test_there_is_room_for_whatever_the_lottery_draws():
    rng = np.random.default_rng(1)
    for units in range(1, 120):
        for arms in (1, 2, 4, 8):
            drawn = np.bincount(rng.integers(0, arms, units), minlength=arms)
            assert sum(-(-count // LANES) for count in drawn.tolist()) <= bundles(units, arms)
    assert bundles(10, 1) == bundles(16, 1) == 1


def test_a_column_is_read_and_written_in_the_order_of_units(divided):
    staff = divided.staff
    for name in NAMES:
        before = staff[name].copy()
        staff[name] = values = np.arange(len(before), dtype=before.dtype) % 7
        assert np.array_equal(staff[name], values)
        staff[name] = before
    place = int(staff.place[5])
    at = place // LANES * SPAN + AT.competence + place % LANES
    assert staff.tile[at] == staff["competence"][5] == staff.records()["competence"][5]


def test_columns_are_declared_with_unit_meaning_and_bounds():
    assert [column.name for column in COLUMNS] == list(AT._fields)
    assert not set(BY_PLACE) & set(AT._fields)
    for column in COLUMNS:
        assert column.unit
        assert column.meaning
        assert column.low < column.high


def test_a_layout_has_room_for_its_councils():
    scenario = load("demonstration", changes=SIZE)
    council = layout_of(scenario).council
    assert council["bundle_last"].tolist() == [3, 6]
    assert council["place_last"].tolist() == [3 * LANES * 3, 6 * LANES * 3]
