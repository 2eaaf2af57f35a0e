"""A sensitivity analysis of an experiment: its plan, and what its outcomes come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.experiment.schema import SIMPLEX, Design, Experiment
from tillitsim.runs.sweeps.contrast import arm_asked_for, contrast
from tillitsim.runs.sweeps.seeded_plan import KeyedPlan
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.sensitivity.design import (
    PairLayout,
    PointLayout,
    StepLayout,
    pairs,
    sample,
    steps,
)
from tillitsim.studies.sensitivity.distribution import Distances, distances
from tillitsim.studies.sensitivity.indices import Estimate, Indices, index_of, indices, log_ratios
from tillitsim.studies.sensitivity.screening import Effects, effects

Values = NDArray[np.float64]
Method = Literal["sobol", "morris", "pawn"]
Found = Indices | Effects | Distances
SIZES: Mapping[Method, int] = {"sobol": 256, "morris": 20, "pawn": 512}
"""Rows, trajectories or points where neither the file nor the command line says."""

FEWEST: Mapping[Method, int] = {"sobol": 16, "morris": 4, "pawn": 64}
"""Rows, trajectories or points below which the numbers mean nothing."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the outcomes of an experiment come from.

    ``arm`` is set against the baseline, None with one arm. By outcome ``found`` has its indices,
    effects or distances, None where it is the same everywhere or has too few values;
    ``log_ratios`` has the indices of the isometric log-ratio coordinates of the mix, by
    (principle, principle or "").
    """

    experiment: Experiment
    method: Method
    arm: int | None
    size: int
    runs: int
    found: Mapping[str, Found | None]
    log_ratios: Mapping[str, Mapping[tuple[str, str], Estimate]]


class Question:
    """An analysis that is to be run: ``plan`` has its runs, :meth:`answer` reads them.

    Raises
    ------
    InputError
        When the experiment has no design that can be analysed so.
    """

    def __init__(
        self,
        experiment: Experiment,
        *,
        method: Method | None = None,
        size: int | None = None,
        replicates: int | None = None,
        arm: str | None = None,
        seed: int | None = None,
        second_order: bool = False,
    ) -> None:
        self.arm = arm_asked_for(experiment, arm)
        self.method = method or _own_method(experiment)
        design = _design_for(experiment, self.method, size)
        self.size = design.size
        if second_order and self.method != "sobol":
            raise InputError(
                _("Only Sobol' indices have pairs of inputs; give --method sobol beside.")
            )
        self.layout = _layout_for(self.method, design, second_order=second_order)
        asked = replace(experiment, replicates=replicates or experiment.replicates)
        flat = self.layout.layout
        self.plan = KeyedPlan(asked, flat.points, flat.streams, seed=seed)
        self.experiment = asked

    def answer(self, values: Values, outcomes: tuple[str, ...]) -> Sensitivity:
        """The analysis of raw outcomes, (cells, arms, replicates, outcomes)."""
        asked = contrast(values, self.experiment, self.arm)
        found: dict[str, Found | None] = {}
        ratios: dict[str, dict[tuple[str, str], Estimate]] = {}
        for i, name in enumerate(outcomes):
            own = asked[:, :, i]
            if isinstance(self.layout, StepLayout):
                found[name] = effects(self.layout.read(own))
            elif isinstance(self.layout, PointLayout):
                found[name] = distances(self.layout.read(own))
            else:
                found[name] = indices(self.layout.read(own))
                ratios[name] = _log_ratio_indices(self.layout, own)
        runs = int(np.prod(values.shape[:3]))
        return Sensitivity(self.experiment, self.method, self.arm, self.size, runs, found, ratios)


def _layout_for(
    method: Method, design: Design, *, second_order: bool
) -> PairLayout | StepLayout | PointLayout:
    if method == "morris":
        return steps(design)
    return sample(design) if method == "pawn" else pairs(design, returned=second_order)


def _log_ratio_indices(layout: PairLayout, values: Values) -> dict[tuple[str, str], Estimate]:
    if SIMPLEX not in layout.inputs:
        return {}
    return {
        (PRINCIPLES[p], "" if q is None else PRINCIPLES[q]): index_of(at, layout.both(values))
        for (p, q), at in log_ratios(layout.mixes()).items()
    }


def _own_method(experiment: Experiment) -> Method:
    """The method that the design of the file is for."""
    kind = None if experiment.design is None else experiment.design.kind
    return "morris" if kind == "morris" else "sobol"


def _design_for(experiment: Experiment, method: Method, size: int | None) -> Design:
    """The design to make rows or trajectories of."""
    design, name = experiment.design, experiment.name
    if design is None or not design.vary:
        raise InputError(
            _(
                "{name}: nothing varies, so nothing can be told apart. Give the file a"
                ' [design] with kind = "{method}" and what to vary under [design.vary], such as'
                ' "task.variety" = {{}}.'
            ).format(name=name, method=method)
        )
    if design.cross:
        crossed = ", ".join(axis.name for axis in design.cross)
        raise InputError(
            _(
                "{name}: {crossed} is crossed with the rest; a sensitivity analysis varies"
                " everything together. Put it under [design.vary]."
            ).format(name=name, crossed=crossed)
        )
    own = design.size if design.kind == method else SIZES[method]
    wanted = own if size is None else size
    if wanted < FEWEST[method]:
        raise InputError(
            _("--size: {wanted} is too few; {fewest} is the least.").format(
                wanted=wanted, fewest=FEWEST[method]
            )
        )
    if method != "morris" and wanted & (wanted - 1):
        below = 1 << (wanted.bit_length() - 1)
        raise InputError(
            _(
                "--size: {wanted} is not a power of two, which a Sobol sequence needs to be"
                " balanced; give {below} or {it}."
            ).format(wanted=wanted, below=below, it=2 * below)
        )
    return replace(design, size=wanted)
