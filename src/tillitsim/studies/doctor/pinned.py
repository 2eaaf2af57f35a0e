"""Pinned runs: small ones whose bits are known, so that any machine can be held to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

PINNED = Path(__file__).with_name("pinned.json")
RUNS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "demonstration": ("demonstration", {}),
    "home-care": ("home-care", {"chain.units": 4}),
    "new-public-management": ("new-public-management", {"chain.units": 5}),
    "emergency-hospital-care": ("emergency-hospital-care", {"chain.units": 3, "chain.staff": 10}),
}
"""Scenarios, and what is changed in them to make them small."""


def pinned() -> dict[str, str]:
    """The digest of each run when it was last blessed."""
    found: dict[str, str] = json.loads(PINNED.read_text("utf-8"))
    return found


def digest(name: str) -> str:
    """A hash of all that is counted in 36 months of a run."""
    scenario, changes = RUNS[name]
    simulation = Simulation(load(scenario, changes=changes, set=("months=36", "burn_in=6")), 17, 3)
    simulation.run()
    bits = np.ascontiguousarray(simulation.state.tally, "<i8").tobytes()
    return hashlib.blake2b(bits, digest_size=16).hexdigest()
