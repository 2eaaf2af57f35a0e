"""Scenarios in worlds: the same question asked under other values of what is assumed.

A world maps parameter names to values. What a scenario sets itself (in its file, a base, or on the
command line) is part of the question, so a world never overrides it. Runs that are compared share
their luck: replicate *r* has the same keys in every world and scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.outcomes import OUTCOMES, read
from tillitsim.model.simulation import Progress, Results, default_threads, simulate_batch
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.schema import Origin, Scenario

World = Mapping[str, float]
Values = NDArray[np.float64]
WORLD = Origin("python")
TOGETHER = 4
"""Replicates of a scenario that a thread does in one go."""


def in_world(scenario: Scenario, world: World) -> Scenario:
    """The scenario with a world's values wherever neither it nor a sector of it sets its own."""
    free = {name: value for name, value in world.items() if name not in scenario.origins}
    changed = scenario.with_values(free, WORLD)
    if not scenario.mixture:
        return changed
    mixture = tuple(
        replace(
            kind,
            sectors=tuple(
                replace(after, values={**after.values, **_own(before.values, free)})
                for before, after in zip(old.sectors, kind.sectors, strict=True)
            ),
        )
        for old, kind in zip(scenario.mixture, changed.mixture, strict=True)
    )
    return replace(changed, mixture=mixture)


def _own(values: World, names: World) -> dict[str, float]:
    """What a sector says itself: values that differ from the default."""
    return {name: values[name] for name in names if values[name] != PARAMETERS[name].default}


def run_all(
    scenarios: Sequence[Scenario],
    replicates: Sequence[int],
    *,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[Values]:
    """Monthly outcomes of every scenario, each (replicates, months, outcomes), run side by side.

    The bits do not depend on ``threads``. ``progress(done, total)`` counts runs.
    """
    series = [np.empty((len(replicates), each.months, len(OUTCOMES))) for each in scenarios]
    total, done = len(scenarios) * len(replicates), 0

    def some(position: int, places: range) -> int:
        keys = [(seed, replicates[place]) for place in places]
        tallies = simulate_batch(blueprint_of(scenarios[position]), keys)
        series[position][places.start : places.stop] = read(tallies)
        return len(places)

    with ThreadPoolExecutor(threads or default_threads()) as pool:
        tasks = [
            pool.submit(some, position, range(first, min(first + TOGETHER, len(replicates))))
            for position in range(len(scenarios))
            for first in range(0, len(replicates), TOGETHER)
        ]
        try:
            for task in as_completed(tasks):
                done += task.result()
                if progress is not None:
                    progress(done, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return series


def means_of(scenario: Scenario, series: Values, seed: int = 0) -> Values:
    """Means after the burn-in, (replicates, outcomes), of monthly outcomes."""
    return Results(scenario, seed, tuple(OUTCOMES), series).mean_after_burn_in()
