"""One large council on several cores: its units and its citizens in parts, a thread each.

A part of the units is a council of its own, with the staff and the cases of these units; a part of
the citizens is a stretch of their rows, whatever units they belong to. What happens between people
happens within a part; what concerns the whole council (politics, the market, comparisons between
units, sums) waits until all parts are done. All sums are of integers, so the bits are those of
:func:`tillitsim.model.month.month`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.model import part_month as step
from tillitsim.model.core.jit import on
from tillitsim.model.mechanisms.learning import together
from tillitsim.model.month import react
from tillitsim.model.state.columns import BLOCK, CONSIDERING, DESK, STALE, Scratch, State
from tillitsim.model.state.staff import LANES
from tillitsim.model.state.tables import COUNCIL
from tillitsim.model.state.units import HERE_SPAN

WORTH_IT = 200_000
"""Citizens of a council from which its parts gain more than the threads wait for each other.

Measured on two cores: ``python benchmarks/run.py one_council``."""

LEVELS = COUNCIL.fields["tilt"][1]  # type: ignore[index]
"""Where, in the record of a council, its levels begin: all but its numbers and bounds."""

SCRATCH = {
    "here": ("bundle", HERE_SPAN), "desk": ("place", DESK), "fitted": ("place", 1),
    "seen": ("place", 1), "sums": ("unit", 1), "unit": ("unit", 1), "start": ("unit", 1),
}  # fmt: skip
"""Scratch space that parts share out: what it is counted by, and how much each has."""


def worth_it(citizens: Any, total: int, threads: int) -> Any:
    """Whether councils of so many ``citizens``, of a ``total``, are to be run in parts."""
    return (citizens >= WORTH_IT) & (citizens * threads > total) & (threads > 1)


class Bounds(NamedTuple):
    """Where a part of the units of a council begins."""

    bundle: int
    unit: int
    place: int


class Part(NamedTuple):
    """A part of a council: the state as some units see it, and as a stretch of citizens does.

    In either, the council is number 0 and has other bounds. ``first`` is the number of the first of
    the citizens in the council.
    """

    units: State
    citizens: State
    first: int


class Council:
    """Council ``k`` of a state, in at most so many parts."""

    def __init__(self, state: State, k: int, threads: int) -> None:
        self.state, self.k = state, k
        self.parts = parts_of(state, k, threads)
        self.units = units = [part.units for part in self.parts]
        self.citizens = citizens = [part.citizens for part in self.parts]
        self.open_units = [on(step.open_units, view) for view in units]
        self.offer = [on(step.offer, view) for view in citizens]
        self.take = [on(step.take, view) for view in units]
        self.work = [on(step.work, view) for view in units]
        self.react = [on(react, view) for view in units]
        self.add_up = [on(step.add_up, view) for view in citizens]
        self.tally_units = [on(step.tally_units, view) for view in units]

    def run(self, months: range) -> Iterator[int]:
        """Do some months, and say so after each; the calling thread does the first part itself."""
        with ThreadPoolExecutor(max(1, len(self.parts) - 1)) as pool:

            def side_by_side(do: Callable[[int], Any], each: range) -> list[Any]:
                others = [pool.submit(do, j) for j in each[1:]]
                return [do(each[0]), *(other.result() for other in others)]

            for t in months:
                self.month(t, side_by_side)
                yield t
        for part in self.parts:
            self.state.tally[:] += part.units.tally

    def month(
        self, t: int, side_by_side: Callable[[Callable[[int], Any], range], list[Any]]
    ) -> None:
        """Month ``t``; ``side_by_side`` maps a function over the parts, a thread each."""
        state, k, scratch = self.state, self.k, self.state.scratch
        each = range(len(self.parts))

        def all_parts(do: Callable[[int], Any]) -> list[Any]:
            return side_by_side(do, each)

        step.decide(state, k, t)
        self._tell()
        all_parts(lambda j: self.open_units[j](0, t))
        self._announce()
        listed = all_parts(partial(self._offer, t))
        self._count_movers()
        waiters = all_parts(partial(self._work, t, listed))
        scratch.whole[:] = sum(view.scratch.whole for view in self.units)
        together(scratch, [view.scratch for view in self.units])
        step.listen(state, k, t)
        self._tell()
        all_parts(lambda j: self.react[j](0, t, waiters[j]))
        all_parts(lambda j: self.add_up[j](0, t))
        scratch.whole[:] = sum(view.scratch.whole for view in self.citizens)
        step.conclude(state, k, t)
        all_parts(lambda j: self.tally_units[j](0, t))

    def _tell(self) -> None:
        """Let all parts know what is true of the council."""
        for view in (*self.units, *self.citizens):
            _levels(view.council, 0)[:] = _levels(self.state.council, self.k)

    def _announce(self) -> None:
        """Let those who list citizens know what opening the units has shown."""
        for column in (STALE, CONSIDERING):
            most = max(view.scratch.whole[column] for view in self.units)
            for view in self.citizens:
                view.scratch.whole[column] = most

    def _offer(self, t: int, j: int) -> int:
        """List citizens; who moves is counted in a table of units that only this part writes."""
        view = self.citizens[j]
        if view.scratch.whole[CONSIDERING] >= 0 or view.scratch.whole[STALE]:
            view.unit[:] = self.state.unit
        listed: int = self.offer[j](0, t)
        return listed

    def _count_movers(self) -> None:
        """Bring together how many are enrolled in each unit."""
        if self.citizens[0].scratch.whole[CONSIDERING] >= 0:
            enrolled = self.state.unit["enrolled"]
            before = enrolled.copy()
            for view in self.citizens:
                enrolled += view.unit["enrolled"] - before

    def _work(self, t: int, listed: list[int], j: int) -> int:
        """Take this part's cases from what all parts have listed, and do the work."""
        cases = 0
        for part, count in zip(self.parts, listed, strict=True):
            cases = self.take[j](0, t, part.first, part.first + count, cases)
        waiters: int = self.work[j](0, t, cases)
        return waiters


def _levels(council: NDArray[np.void], k: int) -> NDArray[np.uint8]:
    return council[k : k + 1].view(np.uint8)[LEVELS:]


def parts_of(state: State, k: int, threads: int) -> list[Part]:
    """At most so many parts of council ``k``, with about as many citizens each."""
    first = int(state.council[k]["citizen_first"])
    citizens = int(state.council[k]["citizen_last"]) - first
    bounds = bounds_of(state, k, threads)
    count, blocks = len(bounds) - 1, -(-citizens // BLOCK)
    stretches = [min(citizens, blocks * j // count * BLOCK) for j in range(count + 1)]
    parts = []
    for between, (start, end) in zip(pairwise(bounds), pairwise(stretches), strict=True):
        tally = np.zeros_like(state.tally)
        units = _unit_part(state, k, *between)._replace(tally=tally)
        parts.append(Part(units, _citizen_part(state, k, start, end)._replace(tally=tally), start))
    return parts


def _unit_part(state: State, k: int, begin: Bounds, end: Bounds) -> State:
    whole, council = state.scratch, _copy_of(state, k)
    citizens = int(council["citizen_last"][0] - council["citizen_first"][0])
    shared: dict[str, Any] = {"offered": whole.offered, "drawn": whole.drawn}
    for name, (kind, size) in SCRATCH.items():
        base = int(council[f"{kind}_first"][0])
        first, last = getattr(begin, kind) - base, getattr(end, kind) - base
        shared[name] = getattr(whole, name)[first * size : last * size]
    for kind in Bounds._fields:
        council[f"{kind}_first"], council[f"{kind}_last"] = getattr(begin, kind), getattr(end, kind)
    own = Scratch.allocate(citizens, 1, 1, 1, len(whole.sector))
    return state._replace(council=council, scratch=own._replace(**shared))


def _citizen_part(state: State, k: int, start: int, end: int) -> State:
    whole, council = state.scratch, _copy_of(state, k)
    first = int(council["citizen_first"][0])
    council["citizen_first"], council["citizen_last"] = first + start, first + end
    own = Scratch.allocate(1, 1, 1, 1, len(whole.sector))
    return state._replace(
        council=council,
        unit=state.unit.copy(),
        scratch=own._replace(
            offered=whole.offered[start:end], drawn=whole.drawn[start:end], unit=whole.unit
        ),
    )


def _copy_of(state: State, k: int) -> NDArray[np.void]:
    council = np.zeros(1, COUNCIL)
    council[0] = state.council[k]
    return council


def bounds_of(state: State, k: int, threads: int) -> list[Bounds]:
    """Where parts begin, and where the last one ends.

    A part has whole bundles, and units that follow each other; where arms are drawn within a
    sector, whose units then lie in bundles of either, that leaves few places to cut.
    """
    council = state.council[k]
    bundles = np.arange(council["bundle_first"], council["bundle_last"])
    bundles = bundles[state.bundle["units"][bundles] > 0]
    units = [state.lane[b * LANES : b * LANES + state.bundle[b]["units"]] for b in bundles.tolist()]
    lowest, highest = [int(rows.min()) for rows in units], [int(rows.max()) for rows in units]
    beyond = np.minimum.accumulate([*lowest, int(council["unit_last"])][::-1])[::-1]
    before = np.maximum.accumulate([int(council["unit_first"]) - 1, *highest])
    last = Bounds(*(int(council[f"{kind}_last"]) for kind in Bounds._fields))
    cuts = [
        Bounds(int(b), int(beyond[n]), int(state.bundle[b]["first"]) * LANES)
        for n, b in enumerate(bundles)
        if before[n] < beyond[n]
    ]
    enrolled = np.cumsum(state.unit["enrolled"][council["unit_first"] : council["unit_last"]])
    there = [int(enrolled[cut.unit - council["unit_first"] - 1]) for cut in cuts[1:]]
    wanted = [enrolled[-1] * j // threads for j in range(1, threads)]
    chosen = {int(np.argmin([abs(n - each) for n in there])) + 1 for each in wanted if there}
    return [cuts[0], *(cuts[n] for n in sorted(chosen)), last]
