"""Under which conditions an arm beats the baseline: the plan of the question, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import points_of
from tillitsim.runs.experiment.schema import Experiment
from tillitsim.runs.sweeps.contrast import arm_asked_for, contrast
from tillitsim.runs.sweeps.seeded_plan import KeyedPlan
from tillitsim.studies.discover.conditions import FEWEST, Discovery, discover
from tillitsim.studies.discover.subgroup_search import best_box

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where ``arm`` beats the baseline in ``outcome`` by more than ``margin`` (raw).

    ``inputs`` is (cases, names) and ``gains`` (cases,), the mean difference over replicates, above
    zero where better. Cases without a value are not among them; ``left_out`` counts them.
    """

    experiment: Experiment
    outcome: str
    arm: int
    margin: float
    names: tuple[str, ...]
    inputs: Values
    gains: Values
    left_out: int
    discovery: Discovery

    @property
    def happens(self) -> NDArray[np.bool_]:
        """Cases in which it happens."""
        return np.asarray(self.gains > self.margin)


class Question:
    """A question that is to be run: ``plan`` has its runs, :meth:`answer` reads them.

    Raises
    ------
    InputError
        When the experiment has no two arms, no design, or one with too few points.
    """

    def __init__(
        self,
        experiment: Experiment,
        *,
        size: int | None = None,
        replicates: int | None = None,
        arm: str | None = None,
        seed: int | None = None,
    ) -> None:
        chosen = arm_asked_for(experiment, arm)
        if chosen is None:
            raise InputError(
                _(
                    "{name}: one arm alone beats nobody. Give the file two [[arms]]; the first is"
                    " the baseline, if the file names none."
                ).format(name=experiment.name)
            )
        if experiment.design is None:
            raise InputError(
                _(
                    "{name}: there are no conditions to tell apart. Give the file a [design] with"
                    ' kind = "latin-hypercube" and what to vary under [design.vary].'
                ).format(name=experiment.name)
            )
        design = experiment.design
        points = points_of(design if size is None else replace(design, size=size))
        if len(points) < FEWEST:
            raise InputError(
                _(
                    "{name}: {points} points are too few to find conditions and judge them;"
                    " {fewest} is the least, some hundred are better. Give a larger --size."
                ).format(name=experiment.name, points=len(points), fewest=FEWEST)
            )
        self.arm = chosen
        self.experiment = replace(experiment, replicates=replicates or experiment.replicates)
        self.plan = KeyedPlan(self.experiment, points, range(len(points)), seed=seed)

    def answer(self, values: Values, outcome: str, *, margin: float = 0.0) -> Answer:
        """The answer for raw values of one outcome, (cells, arms, replicates, 1)."""
        sign = OUTCOMES[outcome].better or 1
        each = sign * contrast(values, self.experiment, self.arm)[:, :, 0]
        known = np.asarray(np.isfinite(each).all(axis=1))
        inputs, gains = self.plan.cells[known], each[known].mean(axis=1)
        if len(gains) < FEWEST:
            raise InputError(
                _(
                    "{name}: {outcome} has a value in {gains} of {known} points; at least {fewest}"
                    " are needed. Choose another outcome."
                ).format(
                    name=self.experiment.name,
                    outcome=outcome,
                    gains=len(gains),
                    known=len(known),
                    fewest=FEWEST,
                )
            )
        found = discover(self.plan.parameters, inputs, gains > margin, best_box)
        return Answer(
            self.experiment,
            outcome,
            self.arm,
            margin,
            self.plan.parameters,
            inputs,
            gains,
            int((~known).sum()),
            found,
        )
