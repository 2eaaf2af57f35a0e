"""A run of any result, opened as agents: from the record in its folder, with the same bits."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.cases.batch import engine, version
from tillitsim.runs.sweeps.results import Stored
from tillitsim.studies.archive.made import Made, made
from tillitsim.studies.archive.recomputed import case_of, scenario_from

if TYPE_CHECKING:
    from tillitsim.mesa.steering_chain import SteeringChain


def open_run(
    folder: str | Path, replicate: int = 0, *, arm: str | None = None, point: int = 0
) -> SteeringChain:
    """A replicate of a result as agents, before its first month.

    Parameters
    ----------
    folder
        What ``tillitsim run`` or ``tillitsim sweep`` wrote.
    replicate
        Number of the run, from 0.
    arm, point
        Of a sweep: the arm, by default the baseline, and the number of the design point.

    Returns
    -------
    SteeringChain
        Stepped to its end, it gives the bits that the folder holds; where another version of the
        model made the folder it need not, and a warning says so.

    Raises
    ------
    InputError
        When there is no such record, arm, point or replicate, or it ran code of somebody's own.

    Examples
    --------
    >>> import tillitsim as ts
    >>> chain = ts.open("results/home-care-1a2b3c-s0", 3)  # doctest: +SKIP
    """
    from tillitsim.mesa.steering_chain import SteeringChain

    record = made(Path(folder))
    if "+" in record.engine or "--code" in " ".join(record.command):
        raise InputError(
            _("{folder}: this ran code of somebody's own, which is not done again here.").format(
                folder=folder
            )
        )
    if record.engine not in {engine(), version()}:
        warnings.warn(
            _("another version of the model made this; its numbers may differ"), stacklevel=2
        )
    if record.kind == "sweep":
        return _of_sweep(record, replicate, arm, point)
    if "scenario" not in record.record:
        raise InputError(
            _("{folder}: this holds no single run; open one of 'run' or of 'sweep'.").format(
                folder=folder
            )
        )
    _within(replicate, record.record.get("replicates"), "replicate")
    scenario = scenario_from(record.record["scenario"])
    return SteeringChain(scenario, rng=record.record.get("seed"), replicate=replicate)


def _of_sweep(record: Made, replicate: int, arm: str | None, point: int) -> SteeringChain:
    from tillitsim.mesa.steering_chain import SteeringChain

    stored = Stored(record.folder)
    if stored.manifest["rules"].get("model"):
        raise InputError(
            _("{folder}: this ran code of somebody's own, which is not done again here.").format(
                folder=record.folder
            )
        )
    names = stored.points.arms
    if arm is not None and arm not in names:
        raise InputError(
            _("there is no arm '{arm}'; there are {names}.").format(arm=arm, names=", ".join(names))
        )
    _within(point, len(stored.points.cells), "point")
    _within(replicate, stored.replicates, "replicate")
    place = stored.baseline if arm is None else names.index(arm)
    scenario = scenario_from(stored.manifest["arms"][place]["scenario"])
    case = case_of(stored, scenario, point, place, replicate)
    return SteeringChain(scenario, changes=case.parameters, rng=case.seed, replicate=replicate)


def _within(number: int, count: object, name: str) -> None:
    if not isinstance(count, int) or not 0 <= number < count:
        raise InputError(
            _("{name} is a whole number from 0, below {count}; {number} was given.").format(
                name=name, count=count, number=number
            )
        )
