"""Pinned runs: the same bits as when they were last blessed.

A change that alters results on purpose says so in the CHANGELOG and blesses the new ones:
``python tests/model/test_pinned.py``.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

PINNED = Path(__file__).with_name("pinned.json")
RUNS = {
    "demonstration": ("demonstration", {}),
    "home-care": ("home-care", {"chain.units": 4}),
    "new-public-management": ("new-public-management", {"chain.units": 5}),
    "emergency-hospital-care": ("emergency-hospital-care", {"chain.units": 3, "chain.staff": 10}),
}


def digest(name):
    scenario, changes = RUNS[name]
    simulation = Simulation(load(scenario, changes=changes, set=("months=36", "burn_in=6")), 17, 3)
    simulation.run()
    bits = np.ascontiguousarray(simulation.state.tally, "<i8").tobytes()
    return hashlib.blake2b(bits, digest_size=16).hexdigest()


@pytest.mark.parametrize("name", RUNS)
def test_the_bits_are_those_that_were_blessed(name):
    assert digest(name) == json.loads(PINNED.read_text("utf-8"))[name]


if __name__ == "__main__":
    PINNED.write_text(json.dumps({name: digest(name) for name in RUNS}, indent=2) + "\n", "utf-8")
