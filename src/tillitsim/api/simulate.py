"""Simulate a scenario from Python: with the engine or a class of one's own, and own outcomes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from tillitsim.api.results import Results
from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model import simulation as engine
from tillitsim.model.own_outcome import OwnOutcome, declared_with
from tillitsim.model.simulation import Progress, default_threads
from tillitsim.runs.cases.own_mechanism import in_use
from tillitsim.runs.monthly import Monthly, results_of
from tillitsim.runs.runner import Progress as SoFar
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario

if TYPE_CHECKING:
    from tillitsim.mesa.steering_chain import SteeringChain

Case = str | os.PathLike[str] | Scenario
"""A scenario: a name, a path of a TOML file, or one that is loaded."""


def simulate(
    case: Case,
    *,
    replicates: int = 20,
    seed: int = 0,
    changes: Mapping[str, float] | None = None,
    record: Sequence[OwnOutcome] = (),
    model: type[SteeringChain] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run replicates of a scenario, which differ in chance alone.

    Parameters
    ----------
    case
        Name of a scenario, path of a TOML file, or a :class:`Scenario`.
    replicates, seed
        How many runs; the same seed gives the same numbers on any machine. Scenarios that are run
        with the same seed share their chance, replicate by replicate.
    changes
        Values by name laid over the scenario, as in ``{"mix.trust": 0.6, "months": 60}``.
    record
        Outcomes of your own, functions declared with :func:`outcome`.
    model
        A subclass of :class:`SteeringChain` that is run instead of the engine. One that changes
        nothing gives the same bits.
    threads
        All cores by default; the bits do not depend on it.
    progress
        Called with how much is done and how much there is.

    Raises
    ------
    InputError
        With each thing that is wrong in what is given.

    Examples
    --------
    >>> import tillitsim as ts
    >>> changes = {"mix.trust": 0.8, "months": 24}
    >>> trusted = ts.simulate("demonstration", changes=changes, replicates=2)
    >>> trusted.scenario.values["mix.trust"]
    0.8
    """
    scenario = load(case, changes=changes)
    check_counts(replicates, seed)
    declared_with(record)
    workers = default_threads() if threads is None else max(1, threads)
    reading = Monthly(tuple(record), _class_for(record, model))
    if (
        reading == Monthly()
        and not in_use()
        and engine.one_after_another(scenario, replicates, workers)
    ):
        ran = engine.simulate(
            scenario, seed=seed, replicates=replicates, threads=workers, progress=progress
        )
        return faced(ran)

    def tell(so_far: SoFar) -> None:
        if progress is not None and so_far.done:
            progress(so_far.done, so_far.total)

    with Runner(workers=1 if reading.made else workers, on_progress=tell) as runner:
        return faced(results_of(scenario, reading, seed=seed, replicates=replicates, runner=runner))


def faced(results: engine.Results) -> Results:
    """Results with their tables and pictures."""
    return Results(*(getattr(results, each.name) for each in fields(results)))


def check_counts(replicates: int, seed: int) -> None:
    """Refuse a number of replicates or a seed that is none.

    Raises
    ------
    InputError
        When either is no whole number, or too low.
    """
    given: tuple[tuple[str, object, int], ...] = (("replicates", replicates, 1), ("seed", seed, 0))
    for name, value, least in given:
        if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
            raise InputError(
                _("{name} is a whole number from {least}; {value!r} was given.").format(
                    name=name, least=least, value=value
                )
            )


def _class_for(
    own: Sequence[OwnOutcome], model: type[SteeringChain] | None
) -> type[SteeringChain] | None:
    """The class that is run; None for the engine.

    Raises
    ------
    InputError
        When ``model`` is none.
    """
    if model is None and all(each.of == "columns" for each in own):
        return None
    from tillitsim.mesa.steering_chain import SteeringChain

    chain: object = SteeringChain if model is None else model
    if not (isinstance(chain, type) and issubclass(chain, SteeringChain)):
        raise InputError(
            _("model is a subclass of SteeringChain; {chain!r} was given.").format(chain=chain)
        )
    return chain
