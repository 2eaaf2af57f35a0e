"""A small steering chain for the tests of the Mesa face."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tillitsim import SteeringChain

SMALL = {"chain.units": 4, "chain.staff": 5, "chain.citizens": 30}


@pytest.fixture
def make() -> Callable[..., SteeringChain]:
    """A chain of 5 politicians, 4 managers, 20 staff and 120 citizens, with any changes."""

    def make(months: int = 24, rng: int = 1, **given: float) -> SteeringChain:
        return SteeringChain("demonstration", changes=SMALL, months=months, rng=rng, **given)

    return make


@pytest.fixture
def model(make: Callable[..., SteeringChain]) -> SteeringChain:
    """The small chain after three months."""
    chain = make()
    for _ in range(3):
        chain.step()
    return chain
