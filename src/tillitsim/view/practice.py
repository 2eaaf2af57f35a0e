"""What a mix means in practice: the value of every instrument of steering under it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tillitsim.model.mechanisms.management import signal_value
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES, Instrument
from tillitsim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Use:
    """An instrument as two scenarios set out to use it, in the instrument's unit."""

    instrument: Instrument
    before: float
    after: float

    @property
    def size(self) -> float:
        """How far apart they are, in widths of the range that is thought ordinary."""
        return abs(self.after - self.before) / self.instrument.scale


def instruments_of(scenario: Scenario) -> list[float]:
    """Instrument values as the mix or the scenario says, before pressure and managers."""
    values = scenario.values
    cells = np.array(
        [[values[f"profile.{row.name}.{p}"] for p in PRINCIPLES] for row in INSTRUMENTS]
    )
    fixed = np.array([values[f"instruments.{row.name}"] for row in INSTRUMENTS])
    competition, regulation, trust = (values[f"mix.{p}"] for p in PRINCIPLES)
    return [
        float(
            signal_value(fixed, cells, i, competition, regulation, trust, values["mix.intensity"])
        )
        for i in range(len(INSTRUMENTS))
    ]


def uses(before: Scenario, after: Scenario) -> list[Use]:
    """Instruments that two scenarios use differently, the largest difference first."""
    pairs = zip(INSTRUMENTS, instruments_of(before), instruments_of(after), strict=True)
    found = [Use(*pair) for pair in pairs]
    return sorted((each for each in found if each.size > 0.0), key=lambda each: -each.size)
