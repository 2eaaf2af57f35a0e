"""How steering by competition, regulation and trust shapes the meeting with the citizen.

>>> import tillitsim as ts
>>> today = ts.load("home-care")
>>> today
<Scenario 'home-care': 120 months, mix 0.30 competition, 0.45 regulation, 0.25 trust>

``load`` reads a scenario; ``simulate`` runs it, ``compare`` sets several side by side, ``sweep``
does an experiment, and what they give has ``.table()`` (pandas) and ``.plot()`` (Matplotlib).
``SteeringChain`` is the same model for Mesa, agent by agent; ``outcome`` declares a measure of your
own, ``mechanism`` a rule of your own that acts in every run while you are ``using`` it. Everything
is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tillitsim.api.comparison import Comparison, compare
    from tillitsim.api.opening import open_run as open  # noqa: A004 - as a file is opened
    from tillitsim.api.results import Results
    from tillitsim.api.simulate import simulate
    from tillitsim.api.sweeps import SweepResults, sweep
    from tillitsim.mesa.agents import Citizen, Manager, Politician, Staff
    from tillitsim.mesa.steering_chain import SteeringChain
    from tillitsim.model.own_outcome import outcome
    from tillitsim.runs.cases.own_mechanism import mechanism, parameter, using
    from tillitsim.scenario.load import load
    from tillitsim.scenario.schema import Scenario

__version__ = "0.1.0"
__all__ = [
    "Citizen",
    "Comparison",
    "Manager",
    "Politician",
    "Results",
    "Scenario",
    "Staff",
    "SteeringChain",
    "SweepResults",
    "compare",
    "load",
    "mechanism",
    "open",
    "outcome",
    "parameter",
    "simulate",
    "sweep",
    "using",
]

_MODULES = {
    "tillitsim.api.comparison": ("Comparison", "compare"),
    "tillitsim.api.opening": ("open",),
    "tillitsim.api.results": ("Results",),
    "tillitsim.api.simulate": ("simulate",),
    "tillitsim.api.sweeps": ("SweepResults", "sweep"),
    "tillitsim.mesa.agents": ("Citizen", "Manager", "Politician", "Staff"),
    "tillitsim.mesa.steering_chain": ("SteeringChain",),
    "tillitsim.model.own_outcome": ("outcome",),
    "tillitsim.runs.cases.own_mechanism": ("mechanism", "parameter", "using"),
    "tillitsim.scenario.load": ("load",),
    "tillitsim.scenario.schema": ("Scenario",),
}
# Imported when first asked for: the command line must not wait for Mesa and Numba.
RENAMED = {"open": "open_run"}
"""Names here that a module there could not have without hiding one of Python's own."""
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tillitsim' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), RENAMED.get(name, name))


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
