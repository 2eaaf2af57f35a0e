"""Whatever values a scenario holds, if its bounds allow them: every outcome keeps to its bounds.

What is not plausible is still defined: no overflow, nothing that is not a number, so that every
processor gives the same bits.
"""

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tillitsim.errors import InputError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load

SIZE = {"chain.councils": 2, "chain.units": 3, "chain.staff": 3, "chain.citizens": 25,
        "chain.politicians": 2}  # fmt: skip
FREE = sorted(
    name
    for name in PARAMETERS
    if not name.startswith(("chain.", "mix.")) and name not in ("managers.competition",
        "managers.regulation", "managers.trust")  # these sum to one
)  # fmt: skip
MONTHS = 14
# An outcome that is a mean of whatever size is at most what one person can give.
LARGE = 1e10


def value(name):
    low, high = PARAMETERS[name].bounds
    if PARAMETERS[name].whole:
        return st.integers(int(low), int(high)).map(float)
    return st.floats(low, high) | st.sampled_from([float(low), float(high)])


SOME = st.lists(st.sampled_from(FREE), min_size=1, max_size=60, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: value(name) for name in names})
)


@given(changes=SOME, seed=st.integers(0, 9))
@example(
    changes={
        "instruments.learn_all": 1.0,
        "instruments.learn_best": 1.0,
        "learning.copy": 1.0,
        "instruments.learn_centre": 1.0,
        "instruments.rule_revision": 1.0,
    },
    seed=0,
)
@example(
    changes={
        "learning.errors": 10.0,
        "task.turbulence": 0.3,
        "task.stakes": 1.0,
        "meeting.severe": 0.0,
        "instruments.forgiveness": 1.0,
        "instruments.openness": 1.0,
    },
    seed=2,
)
@example(
    changes={
        "market.budget_rate": 1.0,
        "instruments.money_follows": 1.0,
        "task.mobility": 1.0,
        "instruments.choosers": 1.0,
        "demand.distance": 0.0,
        "demand.quality": 50.0,
        "demand.habit": 0.0,
        "task.rivals": 2.0,
    },
    seed=0,
)
@example(
    changes={
        f"motivation.{name}": 0.0
        for name in ("base", "discretion", "received", "competence", "support")
    },
    seed=0,
)
@settings(max_examples=80, deadline=None)
def test_every_outcome_stays_within_its_bounds(changes, seed):
    try:
        scenario = load(
            "demonstration", changes=SIZE | changes, set=(f"months={MONTHS}", "burn_in=2")
        )
    except InputError:
        assume(False)
    simulation = Simulation(scenario, seed)
    simulation.run()
    for name, values in zip(OUTCOMES, simulation.outcomes().T, strict=True):
        low, high = OUTCOMES[name].bounds
        there = values[~np.isnan(values)]
        assert (there >= low - 1e-9).all(), (name, there.min())
        assert (there <= min(high, LARGE) + 1e-9).all(), (name, there.max())
    state = simulation.state
    for table in (state.council, state.unit, state.staff.records()):
        for column in table.dtype.names:
            assert np.isfinite(table[column]).all(), column
    assert np.isfinite(state.citizen.trust).all()
