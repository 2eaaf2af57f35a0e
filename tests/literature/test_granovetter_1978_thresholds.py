"""Granovetter (1978), threshold models of collective behaviour, in the model's service norm.

What the threshold model is known for: next month's share of those who act is a function F of this
month's; it settles where F crosses the diagonal, steep crossings repel, and two crowds that hardly
differ may end far apart. In the model nobody counts others against a threshold of their own; the
unit's norm has an F of its own (``motivation.update_norm``), and so its consequences, but not a
distribution of thresholds from which F would follow. That part cannot be reached by a switch.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.mechanisms import motivation
from tillitsim.scenario.declared.declarations import PARAMETERS

update = motivation.update_norm.py_func
tipping = motivation.tipping_crowding.py_func
conformed = motivation.conformed.py_func

EROSION, GROWTH, CLIFF = (
    PARAMETERS[f"motivation.{name}"].default
    for name in ("norm_erosion", "norm_growth", "norm_threshold")
)
CROWD = tipping(EROSION, GROWTH, CLIFF)
LONG = 8_000
"""Months until a norm that goes anywhere has arrived."""


def settles(norm, crowd=0.0, months=LONG):
    """Where the norm is after a long time; free riding and sanctions are switched off."""
    for _ in range(months):
        norm = update(norm, crowd, EROSION, GROWTH, CLIFF, 0.0, 0.0)
    return norm


def test_the_map_crosses_the_diagonal_three_times_and_the_middle_crossing_repels():
    norms = np.linspace(0.0015, 0.9985, 998)
    after = [update(each, 0.0, EROSION, GROWTH, CLIFF, 0.0, 0.0) for each in norms]
    change = np.array(after) - norms
    crossings = norms[:-1][np.sign(change[:-1]) != np.sign(change[1:])]
    assert crossings == pytest.approx([CLIFF], abs=0.002)
    assert settles(0.0) == 0.0
    assert settles(1.0) == 1.0
    assert settles(CLIFF) == pytest.approx(CLIFF)


def test_two_crowds_that_hardly_differ_end_far_apart():
    assert settles(CLIFF + 0.02) > 0.95
    assert settles(CLIFF - 0.02) < 0.05


def test_a_little_more_pressure_takes_the_upper_state_away():
    assert settles(1.0, 0.98 * CROWD) > CLIFF
    assert settles(1.0, 1.02 * CROWD) < 0.05


def test_what_has_tipped_does_not_come_back_when_the_pressure_goes():
    tipped = settles(1.0, 1.2 * CROWD)
    assert settles(tipped, 0.0) < 0.05
    almost = settles(1.0, 0.98 * CROWD)
    assert settles(almost, 0.0) > 0.95


@given(st.floats(0.05, 0.5), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_people_among_colleagues_do_not_cascade_for_their_rule_is_flat(rule, mean, goal):
    # Conformity of one person has slope below one: one crossing, no tipping, whatever its strength.
    steps = np.array([conformed(goal, each, rule) for each in (0.0, mean, 1.0)])
    assert np.ptp(steps) <= rule + 1e-12 < 1.0


def test_in_whole_runs_units_tip_one_by_one_and_stay_tipped():
    from tillitsim.model.simulation import Simulation  # noqa: PLC0415 - compiles
    from tillitsim.scenario.load import load  # noqa: PLC0415

    calm = load(
        "demonstration",
        changes={"motivation.free_riding": 0.0, "motivation.answered": 0.0,
                 "motivation.norm_erosion": 0.0, "motivation.norm_growth": 0.2,
                 "spin_up": 0, "months": 120},
        without=["workforce", "politics"],
    )  # fmt: skip
    run = Simulation(calm, seed=0)
    unit = run.state.unit
    unit["norm"] = np.linspace(0.2, 0.8, len(unit))
    before = unit["norm"].copy()
    while run.month < run.months:
        run.advance()
    after = run.state.unit["norm"]
    cliff = calm.values["motivation.norm_threshold"]
    assert (after[before > cliff + 0.05] > before[before > cliff + 0.05]).all()
    assert (after[before < cliff - 0.05] < before[before < cliff - 0.05]).all()
