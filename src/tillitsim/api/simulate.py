"""Simulate a scenario from Python: with the engine or a class of one's own, and own outcomes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from tillitsim.api.results import Results
from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model import simulation as engine
from tillitsim.model.own_outcome import OwnOutcome, declared_with
from tillitsim.model.simulation import Progress, Simulation, default_threads
from tillitsim.runs.recording import Months, months_of
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
    declared = declared_with(record)
    tallies = None
    if record or model is not None:
        once = _recording(scenario, seed, record, model)
        by_model = model is not None or any(each.of == "model" for each in record)
        workers = 1 if by_model else threads or default_threads()
        runs = [*_in_order(once, replicates, workers, progress)]
        series = np.stack([each.series for each in runs])
        tallies = np.stack([each.tally for each in runs])
    else:
        ran = engine.simulate(
            scenario, seed=seed, replicates=replicates, threads=threads, progress=progress
        )
        series, tallies = ran.series, ran.tallies
    return Results(scenario, seed, tuple(declared), series, declared, tallies)


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


def _recording(
    scenario: Scenario, seed: int, own: Sequence[OwnOutcome], model: type[SteeringChain] | None
) -> Callable[[int], Months]:
    """The function that runs a replicate month by month."""
    if model is None and all(each.of == "columns" for each in own):
        return lambda replicate: months_of(Simulation(scenario, seed, replicate), own)
    from tillitsim.mesa.steering_chain import SteeringChain

    chain: object = SteeringChain if model is None else model
    if not (isinstance(chain, type) and issubclass(chain, SteeringChain)):
        raise InputError(
            _("model is a subclass of SteeringChain; {chain!r} was given.").format(chain=chain)
        )

    def once(replicate: int) -> Months:
        made = chain(scenario, rng=seed, replicate=replicate)
        return months_of(made.simulation, own, step=made.step, model=made)

    return once


def _in_order(
    once: Callable[[int], Months],
    replicates: int,
    workers: int,
    progress: Progress | None,
) -> Iterator[Months]:
    """Replicates one after another, or side by side in threads; always in their order."""
    with ThreadPoolExecutor(workers) as pool:
        for done, run in enumerate(pool.map(once, range(replicates)), 1):
            if progress is not None:
                progress(done, replicates)
            yield run
