"""Counters: what a month leaves in the tally, as ``counters.toml`` declares them.

A counter whose unit is ``count`` is an integer as it stands; any other is a level in fixed point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tillitsim.scenario.declared.table_file import read_entries

ONE = 2.0**-32
"""What one is in fixed point."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One declared counter: its unit, and over what it is summed."""

    name: str
    unit: str
    label: str

    @property
    def factor(self) -> float:
        """What the integer in the tally is multiplied by to be in the unit."""
        return 1.0 if self.unit == "count" else ONE


COUNTERS: Mapping[str, Counter] = MappingProxyType(
    {
        name: Counter(name, entry["unit"], entry["label"])
        for name, entry in read_entries(Path(__file__).with_suffix(".toml")).items()
        if name
    }
)
"""The counters, in the order in which the tally has them."""
