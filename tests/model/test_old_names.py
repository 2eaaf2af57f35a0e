"""What people's scripts import from version 0.1 goes on working, and says where it is now."""

import subprocess
import sys

import pytest

from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

SCRIPT = """
from tillitsim.engine.observe import COUNTERS
from tillitsim.engine.outcomes import OUTCOMES
from tillitsim.engine.simulation import Simulation, simulate
import tillitsim.model.simulation as now
assert simulate is now.simulate and COUNTERS and OUTCOMES
assert OUTCOMES["will"].en == OUTCOMES["will"].english
"""


def test_the_old_places_lead_to_the_new_ones_with_a_warning():
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "tillitsim.model" in done.stderr


def test_a_set_is_the_state_and_says_so():
    simulation = Simulation(load("demonstration", changes={"months": 2, "chain.units": 2}))
    with pytest.warns(DeprecationWarning, match="state"):
        assert simulation.world is simulation.state
