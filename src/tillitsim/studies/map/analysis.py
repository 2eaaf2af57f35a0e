"""Who wins where: the best principle over two properties of the task or the people, if any is.

In every cell of a grid each principle leads in turn, under the same assumptions and with the same
chance. One wins the cell if it is at least likely to be the best by more than what matters: in two
thirds of the sets of other plausible assumptions or more (``runs.likelihood``), read on the half of
them that it was not chosen on (``runs.statistics.chosen``). Else nobody does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases.case import cases_in_sets, cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.ensemble.parameter_set import ParameterSet
from tillitsim.runs.runner import Runner
from tillitsim.runs.statistics.chosen import share_elsewhere
from tillitsim.runs.statistics.likelihood import FEWEST, LIKELY
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

Values = NDArray[np.float64]
NOBODY, ALIKE = -1, -2
"""Who wins a cell: nobody, since it is not known, or since no difference matters."""


@dataclass(frozen=True, slots=True)
class Winners:
    """The outcome under each leading principle over a grid (raw values).

    ``values`` is (principles, ys, xs, replicates), ``in_sets`` (sets, principles, ys, xs).
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
    in_sets: Values
    lead: float
    calibrated: bool

    @property
    def draws(self) -> Values:
        """The outcome, better upwards, (draws, principles, ys, xs): the ensemble, else runs."""
        if len(self.in_sets):
            return np.asarray(self._sign * self.in_sets)
        return np.asarray(self._sign * np.moveaxis(self.values, 3, 0))

    @property
    def leads(self) -> Values:
        """How far each principle lies above the best of the others, as ``draws``."""
        draws = self.draws
        others = [np.delete(draws, i, axis=1).max(axis=1) for i in range(len(PRINCIPLES))]
        return np.asarray(draws - np.stack(others, axis=1))

    @property
    def shares(self) -> Values:
        """Share of the draws in which each is the best by what matters, (principles, ys, xs)."""
        return np.asarray((self.leads > self._matters).mean(axis=0))

    @property
    def alike(self) -> Values:
        """Share of the draws in which nobody is the best by what matters, (ys, xs)."""
        return np.asarray((self.leads <= self._matters).all(axis=1).mean(axis=0))

    @property
    def best(self) -> NDArray[np.int64]:
        """The principle that is the best most often, (ys, xs); of ties, that with most lead."""
        means = self.leads.mean(axis=0)
        return np.asarray(np.argmax(self.shares + 1e-9 * np.tanh(means), axis=0))

    @property
    def margin(self) -> Values:
        """How far the best lies above the others, (ys, xs): the median of the draws."""
        medians = np.median(self.leads, axis=0)
        return np.asarray(np.take_along_axis(medians, self.best[None], axis=0)[0])

    @property
    def share(self) -> Values:
        """Share of the draws that agree on the best, corrected for the choice, (ys, xs)."""
        won = np.asarray(self.leads > self._matters, np.float64)
        return share_elsewhere(won, len(self.in_sets))

    @property
    def winner(self) -> NDArray[np.int64]:
        """Who is at least likely to be the best, (ys, xs): position in PRINCIPLES, or nobody."""
        if len(self.in_sets) < FEWEST:
            return np.full(self.best.shape, NOBODY)
        found = np.where(self.share >= LIKELY, self.best, NOBODY)
        return np.asarray(np.where(self.alike >= LIKELY, ALIKE, found))

    @property
    def _matters(self) -> float:
        return OUTCOMES[self.outcome].matters

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
    replicates: int = 2,
    parameter_sets: Sequence[ParameterSet] = (),
    calibrated: bool = False,
    runner: Runner | None = None,
) -> Winners:
    """Run a scenario with each principle leading in every cell; one run in each parameter set.

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
        case for each in cells for case in cases_in_sets(read, each, parameter_sets, seed=seed)
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
        values[len(plain) :]
        .reshape(len(cells), len(parameter_sets))
        .T.reshape(len(parameter_sets), *shape),
        lead,
        calibrated,
    )
