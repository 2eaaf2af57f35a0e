"""Who wins where: the best principle over two properties of the task or the people, if any is.

In every cell of a grid each principle leads in turn, with the same random numbers. One is the clear
winner when its lead over each of the others is clear of chance (paired 95% intervals, halved for
the two comparisons) and it is also the best in at least two thirds of the worlds asked; else nobody
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.case import cases_of
from tillitsim.runs.ensemble import World
from tillitsim.runs.read import Means
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics import paired_difference
from tillitsim.scenario.instruments import PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

Values = NDArray[np.float64]
LEVEL = 0.975
HOLDS = 2.0 / 3.0
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Winners:
    """The outcome under each leading principle over a grid (raw values).

    ``values`` is (principles, ys, xs, replicates), ``in_worlds`` (worlds, principles, ys, xs).
    ``lead`` is the leading principle's share; the others have equal parts of the rest.
    """

    scenario: Scenario
    outcome: str
    seed: int
    x: str
    y: str
    xs: Values
    ys: Values
    values: Values
    in_worlds: Values
    lead: float
    calibrated: bool

    @property
    def best(self) -> NDArray[np.int64]:
        """The principle with the best mean in each cell, (ys, xs)."""
        return np.asarray(np.argmax(self._sign * self.values.mean(axis=3), axis=0))

    @property
    def margin(self) -> Values:
        """How far the best mean lies from the second, (ys, xs), above zero."""
        ordered = np.sort(self._sign * self.values.mean(axis=3), axis=0)
        return np.asarray(ordered[-1] - ordered[-2])

    @property
    def held(self) -> Values:
        """Share of the worlds in which the best is the best too, (ys, xs); NaN without worlds."""
        if not len(self.in_worlds):
            return np.full(self.best.shape, np.nan)
        again = np.argmax(self._sign * self.in_worlds, axis=1)
        return np.asarray((again == self.best).mean(axis=0))

    @property
    def ahead(self) -> NDArray[np.int64]:
        """Who is ahead clear of chance, (ys, xs): position in PRINCIPLES, or ``NOBODY``."""
        best = self.best
        found = np.full(best.shape, NOBODY)
        for y, x in product(range(len(self.ys)), range(len(self.xs))):
            first = best[y, x]
            rest = [i for i in range(len(PRINCIPLES)) if i != first]
            own = np.repeat(self.values[first, y, x][:, None], len(rest), axis=1)
            estimate = paired_difference(
                self._sign * own, self._sign * self.values[rest, y, x].T, LEVEL
            )
            if (estimate.low > 0.0).all():
                found[y, x] = first
        return found

    @property
    def winner(self) -> NDArray[np.int64]:
        """Who is ahead clear of chance and in most worlds, (ys, xs); ``NOBODY`` if none is."""
        return np.asarray(np.where(self.held < HOLDS, NOBODY, self.ahead))

    @property
    def _sign(self) -> int:
        return OUTCOMES[self.outcome].better or 1


def leading(principle: str, lead: float) -> dict[str, float]:
    """The mix in which one principle leads."""
    rest = (1.0 - lead) / (len(PRINCIPLES) - 1)
    return {f"mix.{p}": lead if p == principle else rest for p in PRINCIPLES}


def winners(
    scenario: Scenario,
    *,
    outcome: str = "good_meetings",
    x: str = "task.variety",
    y: str = "task.measurability",
    xs: Sequence[float],
    ys: Sequence[float],
    lead: float = 0.7,
    seed: int = 0,
    replicates: int = 6,
    worlds: Sequence[World] = (),
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Winners:
    """Run a scenario with each principle leading in every cell; one replicate in each world.

    Outcomes that are neither better high nor low are asked for their highest value.
    """
    cells = [
        load(scenario, changes={**leading(principle, lead), y: b, x: a})
        for principle in PRINCIPLES
        for b in ys
        for a in xs
    ]
    shape = (len(PRINCIPLES), len(ys), len(xs))
    read = Means()
    plain = [case for each in cells for case in cases_of(read, each, range(replicates), seed=seed)]
    varied = [
        case
        for each in cells
        for case in cases_of(read, each, range(1), seed=seed, parameters=worlds)
    ]
    found = np.array((runner or Runner()).run(plain + varied, read))
    values = found[:, list(OUTCOMES).index(outcome)]
    return Winners(
        scenario,
        outcome,
        seed,
        x,
        y,
        np.array(xs),
        np.array(ys),
        values[: len(plain)].reshape(*shape, replicates),
        values[len(plain) :].reshape(len(cells), len(worlds)).T.reshape(len(worlds), *shape),
        lead,
        calibrated,
    )
