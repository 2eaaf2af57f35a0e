"""Every example in the docstrings of the public face does what it says."""

import doctest
from importlib import import_module

import numpy as np
import pytest

MODULES = (
    "tillitsim",
    "tillitsim.api.comparison",
    "tillitsim.api.results",
    "tillitsim.api.simulate",
    "tillitsim.api.sweeps",
    "tillitsim.mesa.steering_chain",
    "tillitsim.model.own_outcome",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name, tmp_path):
    known = {"np": np, "folder": tmp_path / "sweep"}
    told = doctest.testmod(import_module(name), extraglobs=known, optionflags=doctest.ELLIPSIS)
    assert told.attempted > 0
    assert told.failed == 0
