"""The month's meetings in C, which the compiled run is timed against: equal to the bit.

A limit that does less than the model would flatter it, so this holds ``benchmarks/meeting.c`` to
every column that meetings leave, where nothing may be contracted.
"""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

HURRIED = {
    "chain.units": 20, "chain.staff": 4, "chain.citizens": 60, "task.need_rate": 1.5,
    "task.stakes": 0.6, "task.variety": 1.6, "task.decisions": 3, "task.regular": 0.4,
    "meeting.haste": 4.0, "meeting.handover": 1.0, "meeting.neglect": 0.5, "meeting.repeat": 0.5,
}  # fmt: skip


@pytest.fixture(scope="module")
def in_c():
    """The module that compiles the C of the benchmarks."""
    folder = str(Path(__file__).parents[2] / "benchmarks")
    sys.path.insert(0, folder)
    try:
        module = import_module("meeting_in_c")
    finally:
        sys.path.remove(folder)
    if module.compiler() is None:
        pytest.skip("there is no C compiler here")
    return module


def test_c_leaves_what_the_compiled_meetings_leave(in_c):
    scenario = load("demonstration", changes=HURRIED, set=("months=2", "burn_in=0"))
    state = in_c.before_the_meeting(Simulation(scenario, 1))
    scratch, cases = state.scratch, int(state.unit["cases"].sum())

    def left():
        names = ("sums", "fitted", "seen")
        return {name: getattr(scratch, name).copy() for name in names} | {
            "perceived": scratch.perceived[:cases].copy(),
            "harms": state.staff.harms.copy(),
        }

    meeting(state, 0, 1)
    compiled = left()
    in_c.MeetingInC(state, in_c.SAME_BITS)(state, 1)
    assert compiled["harms"].sum() > 0
    for name, column in left().items():
        np.testing.assert_array_equal(column, compiled[name], err_msg=name)
