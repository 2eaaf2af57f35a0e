"""What is analysed: an outcome of the only arm, or the difference of an arm to the baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.runs.experiment.schema import Experiment

Values = NDArray[np.float64]


def arm_asked_for(experiment: Experiment, name: str | None) -> int | None:
    """Position of the arm that is set against the baseline; None where there is one arm only.

    Raises
    ------
    InputError
        When the name is no arm but the baseline's, or several arms could be meant.
    """
    others = [arm.name for arm in experiment.arms if arm.name != experiment.baseline]
    if name is None and len(others) <= 1:
        chosen = others[0] if others else None
    elif name in others:
        chosen = name
    elif not others:
        raise InputError(
            _("--arm: {name} has one arm only; leave --arm out.").format(name=experiment.name)
        )
    else:
        advice = did_you_mean(name or "", others) or _("; write one of {others}.").format(
            others=", ".join(others)
        )
        what = (
            _("'{name}' is no arm to set against {baseline}").format(
                name=name, baseline=experiment.baseline
            )
            if name
            else _("not given")
        )
        raise InputError(_("--arm: {what}{advice}").format(what=what, advice=advice))
    if chosen is None:
        return None
    return next(i for i, arm in enumerate(experiment.arms) if arm.name == chosen)


def contrast(values: Values, experiment: Experiment, arm: int | None) -> Values:
    """Of (cells, arms, replicates, outcomes) the one arm, or its difference to the baseline.

    Arms of a cell share their random numbers, so the difference is taken replicate by replicate.
    """
    if arm is None:
        return values[:, 0]
    return values[:, arm] - values[:, experiment.baseline_index]
