"""A small scenario that every test of the public face can run."""

from __future__ import annotations

import pytest

import tillitsim as ts


@pytest.fixture(scope="session")
def small() -> ts.Scenario:
    sizes = {"chain.units": 4, "chain.staff": 5, "chain.citizens": 30, "months": 12}
    return ts.load("demonstration", changes=sizes)
