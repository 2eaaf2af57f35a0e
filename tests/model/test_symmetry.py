"""Names of rows mean nothing: councils, units, staff and citizens in another order, same bits.

Random numbers are keyed by a permanent uid that goes with the person or
the unit.
"""

import numpy as np
import pytest

from tillitsim.model.month import run
from tillitsim.model.simulation import Simulation
from tillitsim.model.state.staff import NAMES

KINDS = ("council", "unit", "staff", "citizen")


def test_the_order_of_councils_changes_only_the_order(small):
    """Councils are independent: run backwards, each has the same bits."""
    forwards, backwards = Simulation(small, 6), Simulation(small, 6)
    forwards.run()
    for k in reversed(range(len(backwards.state.council))):
        run(backwards.state, k, k + 1, 0, small.months)
    assert np.array_equal(forwards.state.staff.records(), backwards.state.staff.records())
    assert np.array_equal(forwards.state.tally, backwards.state.tally)


def shuffled(rng, first, last):
    """Where each row goes when the rows between each pair of bounds change places."""
    place = np.arange(int(np.max(last)))
    for start, stop in zip(np.atleast_1d(first), np.atleast_1d(last), strict=True):
        place[start:stop] = start + rng.permutation(stop - start)
    return place


def moved(table, place):
    table[place] = table.copy()


def move_staff(state, new):
    """Put the staff of row ``i`` at the place of row ``new[i]``; the citizens' links follow."""
    staff, citizen = state.staff, state.citizen
    rows = staff.row[citizen.staff]
    for name in NAMES:
        column = staff[name]
        staff[name] = column[np.argsort(new)]
    citizen.staff[:] = staff.place[new[rows]]


def relabel(state, kind, rng):
    """Shuffle the rows of one kind, within their council or unit; links follow."""
    council, unit, citizen = state.council, state.unit, state.citizen
    if kind == "council":
        place = shuffled(rng, 0, len(council))
        moved(council, place)
        unit["council"] = place[unit["council"]]
        state.politician["council"] = place[state.politician["council"]]
    elif kind == "unit":
        place = shuffled(rng, council["unit_first"], council["unit_last"])
        posts = np.arange(len(state.staff.place)).reshape(len(unit), -1)
        fixed = unit[["staff_first", "staff_last", "place_first"]].copy()
        for table in (unit, state.manager, state.signal, state.instrument, state.neighbours):
            moved(table, place)
        for name in fixed.dtype.names:
            unit[name] = fixed[name]
        known = state.neighbours >= 0
        state.neighbours[known] = place[state.neighbours[known]]
        state.manager["unit"] = place[state.manager["unit"]]
        move_staff(state, posts[place].ravel())
        state.staff["unit"] = place[state.staff["unit"]]
        citizen.unit[:] = place[citizen.unit]
    elif kind == "staff":
        move_staff(state, shuffled(rng, unit["staff_first"], unit["staff_last"]))
    else:
        place = shuffled(rng, council["citizen_first"], council["citizen_last"])
        for column in citizen:
            moved(column, place)


@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), KINDS], ids="-".join)
def test_relabelling_changes_nothing_but_the_labels(small, kinds):
    plain, other = Simulation(small, 8), Simulation(small, 8)
    rng = np.random.default_rng(1)
    for kind in kinds:
        relabel(other.state, kind, rng)
    plain.run()
    other.run()
    assert np.array_equal(plain.state.tally, other.state.tally)
    before, after = (
        state.staff.records()[np.argsort(state.staff["uid"])]
        for state in (plain.state, other.state)
    )
    for column in set(before.dtype.names) - {"unit"}:
        assert np.array_equal(before[column], after[column]), column
    budgets = (np.sort(state.unit["budget"]) for state in (plain.state, other.state))
    assert np.array_equal(*budgets)
