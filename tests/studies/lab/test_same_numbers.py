"""Random scenarios come to the same bits in the page's WebAssembly and in the model itself."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "browser"))
sys.path.insert(0, str(Path(__file__).parents[2] / "model" / "native"))

from backends import Page
from lab_cases import random_case, scenario_of
from test_bits import ENTRIES, differing

from tillitsim.model.native import memory
from tillitsim.model.simulation import Simulation
from tillitsim.studies.lab import kernels

ENOUGH, MANY = 30, 200
"""Random scenarios, usually and with ``-m long``."""
MONTHS = 24


@pytest.fixture(scope="module")
def page():
    """The module that a page gets, in a machine of its own."""
    found = kernels.kernels()
    return Page({kernels.MODULE: found.module}, kernels.MODULE, found.about)


def bits(scenario, case):
    run = Simulation(scenario, int(case["seed"]), case["replicate"], MONTHS)
    run.run()
    return {
        path: value for path, value in memory.leaves(run.state) if not path.startswith("scratch")
    }


@pytest.mark.parametrize("count", [ENOUGH, pytest.param(MANY, marks=pytest.mark.long)])
def test_random_scenarios_have_the_same_bits(page, monkeypatch, count):
    """Services, mixes, parameters to the ends of their bounds, events, worlds; every column."""
    tried = 0
    for seed in range(4000, 4000 + 2 * count):
        case = random_case(seed)
        scenario = scenario_of(case)
        if scenario is None:
            continue
        native = bits(scenario, case)
        with monkeypatch.context() as patched:
            for module, names in ENTRIES.items():
                for name in names:
                    patched.setattr(module, name, page(getattr(module, name)))
            assert differing(bits(scenario, case), native) == [], json.dumps(case)
        tried += 1
        if tried == count:
            return
    raise AssertionError(f"only {tried} of these cases are scenarios")
