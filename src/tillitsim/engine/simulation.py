"""A simulation: one run of a scenario, month by month or at once; and many runs, in threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim import luck
from tillitsim.engine import birth, outcomes
from tillitsim.engine.month import run
from tillitsim.engine.observe import COUNTERS
from tillitsim.scenario import schedule
from tillitsim.scenario.schema import Scenario
from tillitsim.state.tables import COUNCIL, MANAGER, POLITICIAN, STAFF, UNIT
from tillitsim.state.world import World

CITIZEN_BYTES = 34
SCRATCH_BYTES_PER_CITIZEN = 73
SCRATCH_BYTES_PER_STAFF = 24 * 8 + 12 * 8
INSTRUMENT_BYTES_PER_UNIT = 2 * 27 * 8 + 8 * 4 + 32 * 8

Progress = Callable[[int, int], None]


class Simulation:
    """One run of a scenario.

    ``seed`` and ``replicate`` key all luck: the same two give the same bits, whatever else happens.
    ``months`` overrides the scenario's horizon. :meth:`advance` does one month, :meth:`run` all
    that is left, in compiled code; both give the same bits.
    """

    def __init__(
        self, scenario: Scenario, seed: int = 0, replicate: int = 0, months: int | None = None
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replicate = replicate
        self.months = scenario.months if months is None else months
        self.world: World = birth.create(
            scenario, luck.key(seed, replicate), self.months, len(COUNTERS)
        )
        self.month = 0

    def advance(self) -> None:
        """One month, in every council.

        Raises
        ------
        ValueError
            Beyond the horizon: what is given is known for ``months`` months only.
        """
        if self.month >= self.months:
            raise ValueError(
                f"the run has reached its horizon of {self.months} months;"
                " give a longer one with months="
            )
        run(self.world, 0, len(self.world.council), self.month, self.month + 1)
        self.month += 1

    def run(self, threads: int = 1, progress: Progress | None = None) -> None:
        """The remaining months, council by council; ``progress(done, total)`` counts councils.

        Councils do not act on each other and every sum is of integers, so threads change no bit.
        """
        councils = len(self.world.council)
        if threads <= 1 and progress is None:
            run(self.world, 0, councils, self.month, self.months)
        else:
            self._run_in_threads(councils, threads, progress)
        self.month = self.months

    def _run_in_threads(self, councils: int, threads: int, progress: Progress | None) -> None:
        mine = threading.local()
        partial: list[World] = []

        def one(k: int) -> None:
            if not hasattr(mine, "world"):
                mine.world = self.world._replace(
                    scratch=birth.scratch_for(
                        self.world.council, self.world.scratch.sector.shape[0]
                    ),
                    tally=np.zeros_like(self.world.tally),
                )
                partial.append(mine.world)
            run(mine.world, k, k + 1, self.month, self.months)

        size = self.world.council["citizen_last"] - self.world.council["citizen_first"]
        largest_first = np.argsort(-size, kind="stable")
        with ThreadPoolExecutor(threads) as pool:
            futures: list[Future[None]] = [pool.submit(one, int(k)) for k in largest_first]
            try:
                for done, future in enumerate(as_completed(futures), 1):
                    future.result()
                    if progress is not None:
                        progress(done, councils)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        for world in partial:
            self.world.tally[:] += world.tally

    def outcomes(self) -> NDArray[np.float64]:
        """Outcomes so far, (months done, outcomes), in the order of ``OUTCOMES``."""
        return outcomes.read(self.world.tally[: self.month].sum(axis=1))

    def outcomes_by_group(self) -> NDArray[np.float64]:
        """Outcomes so far by group of units, sector x arm: (groups, months done, outcomes).

        What belongs to a council (politics, trust in democracy) is counted in one group of it.
        """
        tally = self.world.tally[: self.month]
        return np.stack([outcomes.read(tally[:, group]) for group in range(tally.shape[1])])


@dataclass(frozen=True, slots=True)
class Results:
    """Outcomes of some replicates of a scenario.

    ``series`` is float64 (replicates, months, outcomes), outcomes in the order of ``names``.
    """

    scenario: Scenario
    seed: int
    names: tuple[str, ...]
    series: NDArray[np.float64]

    def mean_after_burn_in(self) -> NDArray[np.float64]:
        """Mean over the months after the burn-in that have a value, (replicates, outcomes)."""
        counted = self.series[:, min(self.scenario.burn_in, self.series.shape[1] - 1) :]
        there = ~np.isnan(counted)
        months = there.sum(axis=1)
        total = np.where(there, counted, 0.0).sum(axis=1)
        return np.where(months > 0, total / np.maximum(months, 1), np.nan)


def memory_needed(scenario: Scenario, threads: int = 1, months: int | None = None) -> int:
    """Bytes that one run takes at its peak, beside the program itself."""
    size = birth.sizes(scenario)
    councils: dict[int, list[birth.Block]] = {}
    for block in birth.blocks(scenario):
        councils.setdefault(block.council, []).append(block)
    largest = max(sum(b.units * b.citizens for b in of) for of in councils.values())
    largest_staff = max(sum(b.units * b.staff for b in of) for of in councils.values())
    horizon = scenario.months if months is None else months
    groups = sum(len(kind.sectors) for kind in scenario.kinds) * schedule.arms(scenario)
    return (
        size.councils * COUNCIL.itemsize
        + size.politicians * POLITICIAN.itemsize
        + size.units * (UNIT.itemsize + MANAGER.itemsize + INSTRUMENT_BYTES_PER_UNIT)
        + size.staff * STAFF.itemsize
        + size.citizens * CITIZEN_BYTES
        + (threads + 1)
        * (
            largest * SCRATCH_BYTES_PER_CITIZEN
            + largest_staff * SCRATCH_BYTES_PER_STAFF
            + horizon * groups * len(COUNTERS) * 8
        )
    )


def default_threads() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def replicates_of(
    scenario: Scenario, seed: int, replicates: range, months: int | None, threads: int
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Outcomes of replicates as they finish: (replicate, (months, outcomes))."""

    def one(replicate: int) -> tuple[int, NDArray[np.float64]]:
        simulation = Simulation(scenario, seed, replicate, months)
        simulation.run()
        return replicate, simulation.outcomes()

    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(one, replicate) for replicate in replicates]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def one_after_another(scenario: Scenario, replicates: int, threads: int) -> bool:
    """Whether replicates run one by one, each with all threads, rather than side by side."""
    return replicates == 1 or sum(kind.count for kind in scenario.kinds) > 4 * threads


def simulate(
    scenario: Scenario,
    *,
    seed: int = 0,
    replicates: int = 1,
    months: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run replicates of a scenario; the bits do not depend on ``threads``.

    One replicate of a scenario with many councils uses the threads inside the run; several
    replicates use one thread each. ``progress(done, total)`` counts councils or replicates.
    """
    horizon = scenario.months if months is None else months
    workers = default_threads() if threads is None else max(1, threads)
    series = np.empty((replicates, horizon, len(outcomes.OUTCOMES)))
    councils = sum(kind.count for kind in scenario.kinds)
    if one_after_another(scenario, replicates, workers):
        for replicate in range(replicates):
            simulation = Simulation(scenario, seed, replicate, horizon)
            before = replicate * councils

            def count(done: int, _: int, before: int = before) -> None:
                if progress is not None:
                    progress(before + done, replicates * councils)

            simulation.run(workers, count)
            series[replicate] = simulation.outcomes()
    else:
        finished = replicates_of(scenario, seed, range(replicates), horizon, workers)
        for done, (replicate, outcome) in enumerate(finished, 1):
            series[replicate] = outcome
            if progress is not None:
                progress(done, replicates)
    return Results(scenario, seed, tuple(outcomes.OUTCOMES), series)
