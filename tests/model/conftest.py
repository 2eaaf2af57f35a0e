"""Small scenarios that every mechanism has something to do in."""

import pytest

from tillitsim.model import rest
from tillitsim.scenario.load import load

SMALL = {
    "chain.councils": 2,
    "chain.units": 4,
    "chain.staff": 4,
    "chain.citizens": 30,
    "chain.politicians": 3,
}


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Every run spins up by itself: of two that are compared, none takes the other's state."""
    monkeypatch.setattr(rest, "states", rest.States(room=0))


@pytest.fixture
def small():
    """Two councils of four units, 18 months, with a market, audits, harms and an election."""
    return load(
        "demonstration",
        changes=SMALL | {"politics.election_months": 6, "politics.pendulum": 0.4,
                         "task.stakes": 0.4, "task.variety": 1.4, "market.exit": 0.05,
                         "instruments.money_follows": 0.6, "instruments.choosers": 0.1},
        set=("months=18", "burn_in=2"),
    )  # fmt: skip
