"""What a run costs: memory at its peak, and time, before it is begun."""

from __future__ import annotations

from tillitsim.model import parts
from tillitsim.model.counters import COUNTERS
from tillitsim.model.layout import council_sizes, sizes
from tillitsim.model.state.columns import Scratch
from tillitsim.model.state.staff import POST
from tillitsim.model.state.tables import COUNCIL, MANAGER, POLITICIAN, RIVALS, UNIT, Citizen
from tillitsim.scenario import schedule
from tillitsim.scenario.declared.instruments import INSTRUMENTS
from tillitsim.scenario.schema import Scenario

CITIZEN_MONTH, STAFF_MONTH = 35e-9, 600e-9
"""Seconds that a month of one citizen and of one member of staff take, roughly, on one core."""


def memory_needed(scenario: Scenario, threads: int = 1, months: int | None = None) -> int:
    """Bytes that one run takes at its peak, beside the program itself."""
    size, kinds, arms = sizes(scenario), council_sizes(scenario), schedule.arms(scenario)
    sectors = sum(len(kind.sectors) for kind in kinds)
    scratch = Scratch.allocate(  # zeros that nobody touches take no memory
        max(kind.citizens for kind in kinds),
        max(kind.places(arms) for kind in kinds),
        max(kind.bundles(arms) for kind in kinds),
        max(kind.units for kind in kinds),
        sectors,
    )
    horizon = scenario.spin_up + (scenario.months if months is None else months)
    tally = horizon * sectors * arms * len(COUNTERS) * 8
    instruments = 3 * len(INSTRUMENTS) * 8 + RIVALS * 4 + 4 * 8
    return (
        size.councils * COUNCIL.itemsize
        + size.politicians * POLITICIAN.itemsize
        + size.units * (UNIT.itemsize + MANAGER.itemsize + instruments)
        + sum(kind.councils * kind.places(arms) for kind in kinds) * POST
        + size.citizens * sum(column.itemsize for column in Citizen.allocate(1))
        + min(threads, size.councils) * (sum(array.nbytes for array in scratch) + tally)
        + _in_parts(scenario, threads) * (tally + size.units * UNIT.itemsize)
    )


def seconds_needed(
    scenario: Scenario, replicates: int = 1, threads: int = 1, months: int | None = None
) -> float:
    """Roughly how long runs take; other machines may be twice as fast or as slow."""
    size = sizes(scenario)
    horizon = scenario.spin_up + (scenario.months if months is None else months)
    month = size.citizens * CITIZEN_MONTH + size.staff * STAFF_MONTH
    side_by_side = max(size.councils, replicates, _in_parts(scenario, threads))
    return replicates * horizon * month / min(threads, side_by_side)


def _in_parts(scenario: Scenario, threads: int) -> int:
    """In how many parts the largest council is run; 0 if by one thread."""
    largest = max(kind.citizens for kind in council_sizes(scenario))
    return threads if parts.worth_it(largest, sizes(scenario).citizens, threads) else 0
