"""March (1991), exploration and exploitation in organizational learning, as far as the model goes.

March: learning from the code and from each other is fast and ends too early; who explores gains
later; without turnover a closed organisation stops learning. A replication found that the published
text and the program behind it disagree (Chanda & Miller 2019), so what is held here is the shape,
never a number.

In the model what is learned *from each other* is competence (colleagues, other units), and what is
learned *from the world* is own practice, errors and the handbook's own signals. Two things cannot
be reached. March's slow learners keep a code from being copied before it is right; here a handbook
learns from what staff see in cases and not from what they have been taught, so socialisation takes
nothing away from it. His turnover helps; here recruits bring inexperience, and no beliefs that
others lack.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.mechanisms import learning
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

towards = learning.towards.py_func
copied = learning.copied.py_func
CLOSED = {
    "learning.experience": 0.0, "learning.units": 0.0, "learning.book": 0.0,
    "learning.dialogue": 0.0, "learning.errors": 0.0, "learning.decay": 0.0,
    "learning.turbulence": 0.0, "spin_up": 0,
}  # fmt: skip
"""Everything off but what colleagues teach each other."""


def competence(months, **changes):
    """Competence of staff, unit by unit, before and after."""
    given = {name.replace("__", "."): value for name, value in changes.items()}
    scenario = load(
        "demonstration", changes=CLOSED | given | {"months": months},
        without=["workforce", "politics"],
    )  # fmt: skip
    run = Simulation(scenario, seed=0)
    state = run.state
    unit, before = state.staff["unit"].copy(), state.staff["competence"].copy()
    while run.month < run.months:
        run.advance()
    after = state.staff["competence"]
    units = np.unique(unit)
    return [before[unit == u] for u in units], [after[unit == u] for u in units]


def test_exploitation_alone_ends_at_the_best_that_was_there_and_makes_all_alike():
    before, after = competence(240, instruments__collegial_time=0.1, learning__peers=2.0)
    for first, last in zip(before, after, strict=True):
        assert last.max() == pytest.approx(first.max(), abs=1e-5)
        assert (last >= first - 1e-6).all()
        assert np.ptp(last) < 0.5 * np.ptp(first)


def test_more_exploitation_is_faster_and_ends_no_higher():
    slow = competence(24, instruments__collegial_time=0.02, learning__peers=2.0)[1]
    fast = competence(24, instruments__collegial_time=0.1, learning__peers=2.0)[1]
    assert np.concatenate(fast).mean() > np.concatenate(slow).mean()
    for one, other in zip(slow, fast, strict=True):
        assert one.max() == pytest.approx(other.max(), abs=1e-5)


def test_exploration_passes_in_the_long_run_what_exploitation_can_reach():
    closed = competence(240, instruments__collegial_time=0.1, learning__peers=2.0)
    explored = competence(240, instruments__collegial_time=0.0, learning__experience=0.08)
    best_that_was = np.mean([each.max() for each in closed[0]])
    assert np.mean([each.mean() for each in closed[1]]) <= best_that_was + 1e-6
    assert np.mean([each.mean() for each in explored[1]]) > best_that_was


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=8), st.floats(0.01, 1.0))
def test_imitation_among_units_takes_their_differences_and_adds_nothing(books, rate):
    books = np.array(books)
    mean, best = books.mean(), books.max()
    for _ in range(5):
        step = np.array([copied(each, rate, best, 0.0, 0.0, 0.0, mean, 1.0) for each in books])
        after = books + step
        assert np.ptp(after) <= np.ptp(books) + 1e-12
        assert after.mean() == pytest.approx(books.mean())
        books, mean = after, after.mean()


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_nobody_learns_from_a_worse_model_or_beyond_a_better_one(own, model, rate):
    gain = towards(rate, model, own)
    assert 0.0 <= gain <= max(0.0, model - own)
