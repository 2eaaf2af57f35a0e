"""A simulation: one run of a scenario, month by month or at once; and many runs, in threads."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import _
from tillitsim.model import outcomes, parts, rest
from tillitsim.model.blueprint import Blueprint, blueprint_of
from tillitsim.model.core import random
from tillitsim.model.counters import COUNTERS
from tillitsim.model.initialise import create, scratch_for
from tillitsim.model.layout import Layout
from tillitsim.model.month import run
from tillitsim.model.state.columns import State
from tillitsim.scenario.schema import Scenario

SMALL = 32 * 2**20
"""Bytes of a state up to which a thread keeps its memory for the next run."""

PIECE = 4_000_000
"""Citizen-months that a thread does at a time: short enough to show progress and to interrupt."""

LARGEST_BATCH, BATCHES = 16, 4
"""Replicates that a thread does in one go at most, and batches a thread at least, if there are."""

Progress = Callable[[int, int], None]


class Simulation:
    """One run of a scenario.

    ``seed`` and ``replicate`` key all random numbers: the same two give the same bits, whatever
    else happens. ``months`` overrides the scenario's horizon; ``blueprint`` is what runs of the
    scenario share, for who has it already. :meth:`advance` does one month, :meth:`run` all that is
    left, in compiled code; both give the same bits.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 0,
        replicate: int = 0,
        months: int | None = None,
        *,
        blueprint: Blueprint | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replicate = replicate
        plan = blueprint_of(scenario, months) if blueprint is None else blueprint
        self.months = plan.months
        self.spin_up = plan.spin_up
        self.month = 0
        self._blueprint = plan
        self._rests = self.spin_up == 0
        self._state: State = create(plan, random.key(seed, replicate))

    @property
    def state(self) -> State:
        """What is true now: at first what is left by the months of spin-up, which run when needed.

        Kernels number months from the first one of the spin-up, and so does ``state.tally``.
        """
        if not self._rests:
            self._rest()
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state

    def _rest(self, threads: int = 1) -> None:
        """Run the months before month 0, if they have not been run here or for another scenario."""
        if self._rests:
            return
        self._rests = True
        if not rest.states.recall(self._blueprint, self._state):
            self._between(0, self.spin_up, threads)
            at_month_0(self._state)
            rest.states.keep(self._blueprint, self._state)

    @property
    def tally(self) -> NDArray[np.int64]:
        """Counters of all told months, (months, groups, counters); zero where not yet run."""
        return self.state.tally[self.spin_up :]

    @property
    def world(self) -> State:
        """The state, under its name of version 0.1."""
        warnings.warn("a simulation's world is its state now", DeprecationWarning, stacklevel=2)
        return self.state

    def advance(self, months: int = 1) -> None:
        """One month, or several, in every council.

        Raises
        ------
        ValueError
            Beyond the horizon: what is given is known for ``months`` months only.
        """
        if self.month + months > self.months:
            raise ValueError(
                _(
                    "the run has reached its horizon of {months} months; give a longer one with"
                    " months="
                ).format(months=self.months)
            )
        first = self.spin_up + self.month
        run(self.state, 0, len(self.state.council), first, first + months)
        self.month += months

    def run(self, threads: int = 1, progress: Progress | None = None) -> None:
        """The remaining months, council by council; ``progress(done, total)``: citizen-months.

        Councils do not act on each other and every sum is of integers, so threads change no bit.
        """
        self._rest(threads)
        self._between(self.spin_up + self.month, self.spin_up + self.months, threads, progress)
        self.month = self.months

    def _between(
        self, start: int, stop: int, threads: int, progress: Progress | None = None
    ) -> None:
        """Run months ``start`` to ``stop``, numbered from the first one of the spin-up."""
        if threads <= 1 and progress is None:
            run(self.state, 0, len(self.state.council), start, stop)
        else:
            self._run_in_threads(start, stop, threads, progress)

    def _run_in_threads(
        self, start: int, stop: int, threads: int, progress: Progress | None
    ) -> None:
        """Run councils side by side, the largest first, each piece by piece.

        A council that would keep one thread busy longer than the others have to do is done first,
        by all threads.
        """
        council = self.state.council
        citizens = council["citizen_last"] - council["citizen_first"]
        total = int(citizens.sum()) * (stop - start)
        large = parts.worth_it(citizens, int(citizens.sum()), threads)
        done = self._run_in_parts(
            np.flatnonzero(large).tolist(), range(start, stop), threads, progress
        )
        small = np.flatnonzero(~large)
        workers = min(threads, len(small))
        if not workers:
            return
        others = [
            self.state._replace(
                scratch=scratch_for(council, self.state.scratch.sector.shape[0]),
                tally=np.zeros_like(self.state.tally),
            )
            for _ in range(workers - 1)
        ]
        spare = [self.state, *others]

        def piece(k: int, first: int) -> tuple[int, int, int]:
            last = min(stop, first + max(1, PIECE // int(citizens[k])))
            state = spare.pop()
            run(state, k, k + 1, first, last)
            spare.append(state)
            return k, last, int(citizens[k]) * (last - first)

        queue = iter(small[np.argsort(-citizens[small], kind="stable")].tolist())
        with ThreadPoolExecutor(workers) as pool:
            running = {pool.submit(piece, next(queue), start) for _ in range(workers)}
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    k, month, amount = future.result()
                    done += amount
                    if month < stop:
                        running.add(pool.submit(piece, k, month))
                    elif (following := next(queue, None)) is not None:
                        running.add(pool.submit(piece, following, start))
                if progress is not None:
                    progress(done, total)
        for state in others:
            self.state.tally[:] += state.tally

    def _run_in_parts(
        self, councils: list[int], months: range, threads: int, progress: Progress | None
    ) -> int:
        """Run councils one after another, each by all threads; returns citizen-months done."""
        council = self.state.council
        citizens = council["citizen_last"] - council["citizen_first"]
        total, done = int(citizens.sum()) * len(months), 0
        for k in councils:
            size = int(citizens[k])
            for month in parts.Council(self.state, k, threads).run(months):
                if progress is not None:
                    progress(done + (month - months.start + 1) * size, total)
            done += size * len(months)
        return done

    def outcomes(self) -> NDArray[np.float64]:
        """Outcomes so far, (months done, outcomes), in the order of ``OUTCOMES``."""
        return outcomes.read(self.tally[: self.month].sum(axis=1))

    def outcomes_by_group(self) -> NDArray[np.float64]:
        """Outcomes so far by group of units, sector x arm: (groups, months done, outcomes).

        What belongs to a council (politics, trust in democracy) is counted in one group of it.
        """
        return outcomes.read(self.tally[: self.month].swapaxes(0, 1))


def at_month_0(state: State) -> None:
    """Let what is counted from month 0 begin: nobody has the better practice yet."""
    state.unit["practice"] = 0.0
    state.unit["behind"] = 0


class _Spare(threading.local):
    """A thread's last state and what it has room for, so that the next run allocates nothing."""

    layout: Layout | None = None
    state: State | None = None

    def state_for(self, blueprint: Blueprint, key: np.uint64) -> State:
        """A new state, in the memory of the last one where that has the same size."""
        last, room = (
            self.state,
            (blueprint.spin_up + blueprint.months, blueprint.groups, len(COUNTERS)),
        )
        fits = last is not None and blueprint.layout is self.layout and last.tally.shape == room
        self.state, self.layout = None, blueprint.layout
        state = create(blueprint, key, last if fits else None)
        self.state = state if _bytes(state) <= SMALL else None
        return state


_spare = _Spare()


def _bytes(state: State) -> int:
    return sum(int(each.nbytes) for each in (state.tally, *state.staff, *state.citizen))


def simulate_batch(blueprint: Blueprint, keys: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Tallies of some runs of a scenario, (runs, months, counters), one run a (seed, replicate).

    Runs follow each other in this thread, which frees the interpreter while it computes; the bits
    are those of :class:`Simulation`.
    """
    tallies = np.empty((len(keys), blueprint.months, len(COUNTERS)), np.int64)
    for tally, (seed, replicate) in zip(tallies, keys, strict=True):
        state = _spare.state_for(blueprint, random.key(seed, replicate))
        start, councils = blueprint.spin_up, len(state.council)
        if not rest.states.recall(blueprint, state):
            run(state, 0, councils, 0, start)
            at_month_0(state)
            rest.states.keep(blueprint, state)
        run(state, 0, councils, start, start + blueprint.months)
        state.tally[start:].sum(axis=1, out=tally)
    return tallies


@dataclass(frozen=True, slots=True)
class Results:
    """Outcomes of some replicates of a scenario.

    ``series`` is float64 (replicates, months, outcomes), outcomes in the order of ``names``;
    ``declared`` says what they are. ``tallies`` are the counters that they were read from, int64
    (replicates, months, counters), where they were kept.
    """

    scenario: Scenario
    seed: int
    names: tuple[str, ...]
    series: NDArray[np.float64]
    declared: Mapping[str, outcomes.Outcome] = field(default_factory=lambda: outcomes.OUTCOMES)
    tallies: NDArray[np.int64] | None = None

    def mean_after_burn_in(self) -> NDArray[np.float64]:
        """What the months after the burn-in come to, (replicates, outcomes)."""
        months = self.counted_months
        return outcomes.over_months(
            self.series[:, months],
            [self.declared[name] for name in self.names],
            None if self.tallies is None else self.tallies[:, months],
        )

    @property
    def counted_months(self) -> slice:
        """The months after the burn-in; the last one, where that leaves none."""
        months = self.series.shape[1]
        return slice(min(self.scenario.burn_in, months - 1), months)


def default_threads() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


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
    replicates use one thread each. ``progress(done, total)`` counts citizen-months or replicates.
    """
    horizon = scenario.months if months is None else months
    workers = default_threads() if threads is None else max(1, threads)
    tallies = np.empty((replicates, horizon, len(COUNTERS)), np.int64)
    if one_after_another(scenario, replicates, workers):
        for replicate in range(replicates):

            def count(done: int, total: int, replicate: int = replicate) -> None:
                if progress is not None:
                    progress(replicate * total + done, replicates * total)

            simulation = Simulation(scenario, seed, replicate, horizon)
            simulation.run(workers, count)
            simulation.tally.sum(axis=1, out=tallies[replicate])
            del simulation  # its state is gone before the next one is made
    else:
        _side_by_side(blueprint_of(scenario, horizon), seed, tallies, workers, progress)
    series = np.concatenate(
        [outcomes.read(tallies[i : i + LARGEST_BATCH]) for i in range(0, replicates, LARGEST_BATCH)]
    )
    return Results(scenario, seed, tuple(outcomes.OUTCOMES), series, tallies=tallies)


def _side_by_side(
    blueprint: Blueprint,
    seed: int,
    tallies: NDArray[np.int64],
    threads: int,
    progress: Progress | None,
) -> None:
    """Fill ``tallies`` (replicates, months, counters), some replicates at a time in each thread."""
    total = len(tallies)
    size = min(LARGEST_BATCH, max(1, total // (BATCHES * threads)))

    def some(first: int) -> int:
        batch = range(first, min(first + size, total))
        keys = [(seed, replicate) for replicate in batch]
        tallies[batch.start : batch.stop] = simulate_batch(blueprint, keys)
        return len(batch)

    done = 0
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(some, first) for first in range(0, total, size)]
        try:
            for future in as_completed(futures):
                done += future.result()
                if progress is not None:
                    progress(done, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
