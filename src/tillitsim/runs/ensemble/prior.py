"""What calibration may move: every mechanism's parameter and every soft cell, on declared ranges.

What a scenario is given (its task, its people, its chain) is not calibrated; a finding sets that.
Soft cells say what is done in a principle's name, and are moved about what the table says.
The prior is uniform over the range that each parameter is declared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.scenario.declared.declarations import BEHAVIOUR, PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES

Values = NDArray[np.float64]
CREWS = ("people.aversion_averse", "people.aversion_neutral", "people.aversion_lifted")
"""How each type of staff reacts to control: a reaction, though declared with the people."""
STUDIED = ("meeting.good", "audit.origin", "audit.controlling", "motivation.controlling")
"""A convention, and what studies vary themselves: never moved."""
OPTIONAL = ("politics.pendulum", "politics.system_analysis", "market.exit")
"""Off unless a scenario turns them on: what is done and not how people react, so never moved."""


def moved() -> tuple[str, ...]:
    """Names of the parameters that calibration moves, in the order of their declaration."""
    cells = [
        f"profile.{row.name}.{principle}"
        for row in INSTRUMENTS
        if row.soft
        for principle in PRINCIPLES
    ]
    names = [*CREWS, *(each.name for each in BEHAVIOUR), *cells]
    left = {*STUDIED, *OPTIONAL}
    left |= {each.name for each in PARAMETERS.values() if each.range[0] >= each.range[1]}
    return tuple(name for name in names if name not in left)


@dataclass(frozen=True, slots=True)
class Prior:
    """A box: parameters by name with their ranges."""

    names: tuple[str, ...]
    low: Values
    high: Values

    @classmethod
    def declared(cls, names: Sequence[str] | None = None) -> Prior:
        """The declared ranges of ``names`` (all that calibration moves, if None)."""
        chosen = tuple(names) if names is not None else moved()
        ranges = np.array([PARAMETERS[name].range for name in chosen])
        return cls(chosen, ranges[:, 0], ranges[:, 1])

    def spread(self, count: int, seed: int) -> Values:
        """Points of a Latin hypercube, in the unit cube, (count, parameters).

        Source: McKay, Beckman & Conover (1979). A thousand points of a Sobol sequence have pairs
        of two hundred parameters correlated by as much as .38; these have none beyond chance.
        """
        from scipy.stats import qmc  # noqa: PLC0415 - takes most of a second

        return np.asarray(qmc.LatinHypercube(len(self.names), rng=seed).random(count))

    def parameter_set(self, unit: Values) -> dict[str, float]:
        """A point of the unit cube as parameter values; whole-numbered ones are rounded."""
        values = self.low + unit * (self.high - self.low)
        return {
            name: float(round(value)) if PARAMETERS[name].whole else float(value)
            for name, value in zip(self.names, values, strict=True)
        }

    def unit(self, parameter_set: Mapping[str, float]) -> Values:
        """Parameter values as a point of the unit cube."""
        values = np.array([parameter_set[name] for name in self.names])
        return (values - self.low) / (self.high - self.low)
