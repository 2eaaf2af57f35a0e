"""How steering by competition, regulation and trust shapes the meeting with the citizen."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tillitsim.mesa.agents import Citizen, Manager, Politician, Staff
    from tillitsim.mesa.steering_chain import SteeringChain

__version__ = "0.1.0"
__all__ = ["Citizen", "Manager", "Politician", "Staff", "SteeringChain"]

# Imported when first asked for: the command line must not wait for Mesa and Numba.
_HOMES = {
    "Citizen": "tillitsim.mesa.agents",
    "Manager": "tillitsim.mesa.agents",
    "Politician": "tillitsim.mesa.agents",
    "Staff": "tillitsim.mesa.agents",
    "SteeringChain": "tillitsim.mesa.steering_chain",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tillitsim' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
