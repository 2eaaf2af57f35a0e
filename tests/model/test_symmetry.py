"""Names of rows mean nothing: councils, units, staff and citizens in another order, same bits.

MODEL section 7, point 6: luck is keyed by a permanent uid that goes with the person or the unit.
"""

import numpy as np
import pytest

from tillitsim.model.month import run
from tillitsim.model.simulation import Simulation

KINDS = ("council", "unit", "staff", "citizen")


def test_the_order_of_councils_changes_only_the_order(small):
    """Councils are independent: run backwards, each has the same bits."""
    forwards, backwards = Simulation(small, 6), Simulation(small, 6)
    forwards.run()
    for k in reversed(range(len(backwards.world.council))):
        run(backwards.world, k, k + 1, 0, small.months)
    assert np.array_equal(forwards.world.staff, backwards.world.staff)
    assert np.array_equal(forwards.world.tally, backwards.world.tally)


def shuffled(luck, first, last):
    """Where each row goes when the rows between each pair of bounds change places."""
    place = np.arange(int(np.max(last)))
    for start, stop in zip(np.atleast_1d(first), np.atleast_1d(last), strict=True):
        place[start:stop] = start + luck.permutation(stop - start)
    return place


def moved(table, place):
    table[place] = table.copy()


def relabel(world, kind, luck):
    """Shuffle the rows of one kind, within their council or unit; links follow."""
    council, unit, staff, citizen = world.council, world.unit, world.staff, world.citizen
    if kind == "council":
        place = shuffled(luck, 0, len(council))
        moved(council, place)
        unit["council"] = place[unit["council"]]
        world.politician["council"] = place[world.politician["council"]]
    elif kind == "unit":
        place = shuffled(luck, council["unit_first"], council["unit_last"])
        for table in (unit, world.manager, world.signal, world.instrument, world.neighbours):
            moved(table, place)
        known = world.neighbours >= 0
        world.neighbours[known] = place[world.neighbours[known]]
        for table in (world.manager, staff):
            table["unit"] = place[table["unit"]]
        citizen.unit[:] = place[citizen.unit]
    elif kind == "staff":
        place = shuffled(luck, unit["staff_first"], unit["staff_last"])
        moved(staff, place)
        citizen.staff[:] = place[citizen.staff]
    else:
        place = shuffled(luck, council["citizen_first"], council["citizen_last"])
        for column in citizen:
            moved(column, place)


@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), KINDS], ids="-".join)
def test_relabelling_changes_nothing_but_the_labels(small, kinds):
    plain, other = Simulation(small, 8), Simulation(small, 8)
    luck = np.random.default_rng(1)
    for kind in kinds:
        relabel(other.world, kind, luck)
    plain.run()
    other.run()
    assert np.array_equal(plain.world.tally, other.world.tally)
    before, after = (
        world.staff[np.argsort(world.staff["uid"])] for world in (plain.world, other.world)
    )
    for column in set(before.dtype.names) - {"unit"}:
        assert np.array_equal(before[column], after[column]), column
    budgets = (np.sort(world.unit["budget"]) for world in (plain.world, other.world))
    assert np.array_equal(*budgets)
