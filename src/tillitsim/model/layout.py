"""Layout: who there is and where, before any chance: councils, their sectors, units and people.

It follows from the numbers of a scenario alone, so all its runs share it, and so do all scenarios
of the same size.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.state.staff import LANES
from tillitsim.model.state.tables import COUNCIL, RIVALS, UNIT
from tillitsim.scenario import schedule
from tillitsim.scenario.schema import Scenario

TOWN = 10.0
"""Units around a circle whose length is one; more units stand as close to each other."""

KEPT = 32
"""Layouts that are kept for scenarios of the same size."""


class SectorSize(NamedTuple):
    """Units of one sector of one council, and staff and citizens of each unit."""

    units: int
    staff: int
    citizens: int


class CouncilSize(NamedTuple):
    """Councils of the same size: how many, and the politicians and sectors of each."""

    councils: int
    politicians: int
    sectors: tuple[SectorSize, ...]

    @property
    def units(self) -> int:
        """Units of one council."""
        return sum(sector.units for sector in self.sectors)

    def bundles(self, arms: int) -> int:
        """Most bundles of sixteen units side by side in one council, however arms are drawn."""
        return sum(bundles(sector.units, arms) for sector in self.sectors)

    def places(self, arms: int) -> int:
        """Places for the staff of one council, in whole bundles."""
        return sum(bundles(each.units, arms) * LANES * each.staff for each in self.sectors)

    @property
    def staff(self) -> int:
        """Staff of one council."""
        return sum(sector.units * sector.staff for sector in self.sectors)

    @property
    def citizens(self) -> int:
        """Citizens of one council."""
        return sum(sector.units * sector.citizens for sector in self.sectors)


class Sizes(NamedTuple):
    """How many there are of each."""

    councils: int
    politicians: int
    units: int
    staff: int
    citizens: int


class Layout(NamedTuple):
    """The tables of councils and units before chance, and how units lie around each other.

    ``block`` (units) numbers the sectors of the councils that units belong to; ``around`` (units,
    rivals) says which units, counted in the order of their places, are the neighbours of the unit
    that stands there (-1: none).
    """

    size: Sizes
    sectors: int
    council: NDArray[np.void]
    unit: NDArray[np.void]
    block: NDArray[np.int32]
    around: NDArray[np.int64]


def bundles(units: int, arms: int) -> int:
    """Most bundles that units of one sector can take: each arm may leave one that is not full."""
    return (units + (LANES - 1) * min(arms, units)) // LANES


def council_sizes(scenario: Scenario) -> tuple[CouncilSize, ...]:
    """The sizes of a scenario's councils, kind by kind."""
    return tuple(
        CouncilSize(
            kind.count,
            int(kind.sectors[0].values["chain.politicians"]),
            tuple(
                SectorSize(
                    int(sector.values["chain.units"]),
                    int(sector.values["chain.staff"]),
                    int(sector.values["chain.citizens"]),
                )
                for sector in kind.sectors
            ),
        )
        for kind in scenario.kinds
    )


def sizes(scenario: Scenario) -> Sizes:
    """Numbers of councils, politicians, units, staff and citizens in a scenario."""
    return _total(council_sizes(scenario))


def layout_of(scenario: Scenario) -> Layout:
    """The layout of a scenario."""
    return _layout(council_sizes(scenario), schedule.arms(scenario))


def layout_of_councils(values: NDArray[np.float64], scenario: Scenario) -> Layout:
    """The layout of councils of one sector each, whose ``values`` are (councils, parameters)."""
    politicians, *sizes = (
        values[:, schedule.COLUMN[f"chain.{name}"]].astype(np.int64).tolist()
        for name in ("politicians", "units", "staff", "citizens")
    )
    kinds = tuple(
        CouncilSize(1, members, (SectorSize(*size),))
        for members, *size in zip(politicians, *sizes, strict=True)
    )
    return _layout(kinds, schedule.arms(scenario))


def neighbours_of(layout: Layout, place: NDArray[np.float64]) -> NDArray[np.int32]:
    """Up to eight neighbours of each unit on the circle of places: next, previous, and so on."""
    order = np.lexsort((place, layout.block))
    neighbours = np.empty(layout.around.shape, np.int32)
    neighbours[order] = np.where(layout.around < 0, -1, order[layout.around])
    return neighbours


def _total(kinds: tuple[CouncilSize, ...]) -> Sizes:
    return Sizes(
        sum(kind.councils for kind in kinds),
        sum(kind.councils * kind.politicians for kind in kinds),
        sum(kind.councils * kind.units for kind in kinds),
        sum(kind.councils * kind.staff for kind in kinds),
        sum(kind.councils * kind.citizens for kind in kinds),
    )


@lru_cache(maxsize=KEPT)
def _layout(kinds: tuple[CouncilSize, ...], arms: int) -> Layout:
    firsts = np.cumsum([0, *(len(kind.sectors) for kind in kinds)])
    kind_of = np.repeat(np.arange(len(kinds)), [kind.councils for kind in kinds])
    blocks = [
        (council, int(firsts[kind]) + offset, sector)
        for council, kind in enumerate(kind_of.tolist())
        for offset, sector in enumerate(kinds[kind].sectors)
    ]
    return Layout(
        _total(kinds),
        int(firsts[-1]),
        _councils([kinds[kind] for kind in kind_of.tolist()], firsts[kind_of], arms),
        _units(blocks, arms),
        np.repeat(np.arange(len(blocks), dtype=np.int32), [sector.units for *_, sector in blocks]),
        np.concatenate(_around([sector.units for *_, sector in blocks])),
    )


def _councils(each: list[CouncilSize], sector: NDArray[np.int64], arms: int) -> NDArray[np.void]:
    council = np.zeros(len(each), COUNCIL)
    council["uid"] = np.arange(len(each))
    council["group"] = sector * arms
    for name, counts in {
        "politician": [size.politicians for size in each],
        "unit": [size.units for size in each],
        "staff": [size.staff for size in each],
        "citizen": [size.citizens for size in each],
        "bundle": [size.bundles(arms) for size in each],
        "place": [size.places(arms) for size in each],
    }.items():
        first, last = _bounds(np.array(counts, np.int64))
        council[f"{name}_first"], council[f"{name}_last"] = first, last
    return council


def _units(blocks: list[tuple[int, int, SectorSize]], arms: int) -> NDArray[np.void]:
    councils, sectors, per_unit = zip(*blocks, strict=True)
    units = [sector.units for sector in per_unit]
    unit = np.zeros(sum(units), UNIT)
    unit["uid"] = np.arange(len(unit))
    unit["council"] = np.repeat(councils, units)
    unit["sector"] = np.repeat(sectors, units)
    unit["group"] = unit["sector"] * arms
    staff = np.repeat([sector.staff for sector in per_unit], units).astype(np.int64)
    unit["staff_first"], unit["staff_last"] = _bounds(staff)
    unit["extent"] = np.repeat([sector.units / TOWN for sector in per_unit], units)
    unit["enrolled"] = np.repeat([sector.citizens for sector in per_unit], units)
    unit["enrolled_start"] = unit["enrolled"]
    return unit


def _bounds(lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    last = np.cumsum(lengths)
    return last - lengths, last


def _around(units: list[int]) -> list[NDArray[np.int64]]:
    """Sector by sector: the next unit, the previous one, the one after next, and so on."""
    steps = np.array([j // 2 + 1 if j % 2 == 0 else -(j // 2 + 1) for j in range(RIVALS)])
    found, first = [], 0
    for count in units:
        around = first + (np.arange(count)[:, None] + steps) % count
        around[:, min(RIVALS, count - 1) :] = -1
        found.append(around)
        first += count
    return found
