"""What may be recorded besides: outcomes of one's own, some months, a model of one's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError, refusal
from tillitsim.locale import N_, _
from tillitsim.model.outcomes import Outcome, read
from tillitsim.model.own_outcome import OwnOutcome, declared_with, run_recording
from tillitsim.model.simulation import Results, Simulation
from tillitsim.runs.cases.batch import VersionError
from tillitsim.runs.cases.case import FloatArray, Once, Read, digest_of
from tillitsim.runs.cases.own_code import code_digest, own_object
from tillitsim.runs.cases.own_mechanism import in_use, simulation_class
from tillitsim.runs.cases.read import (
    Whole,
    address_of,
    changed,
    counted,
    counts_of,
    totals_of,
)
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.scenario.schema import Scenario

CHAIN = "tillitsim.mesa.steering_chain:SteeringChain"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcome of one's own with where it is from: ``FILE.py:name`` or ``package.module:name``.

    Sent to another process it leaves its function behind, and :meth:`found` finds it there.
    """

    name: str
    reference: str
    digest: str
    outcome: OwnOutcome | None = None

    def __reduce__(self) -> tuple[type[Recorded], tuple[str, str, str]]:
        return Recorded, (self.name, self.reference, self.digest)

    def found(self) -> OwnOutcome:
        """The outcome itself.

        Raises
        ------
        VersionError
            When there is none here, or another than the digest names.
        """
        if self.outcome is not None:
            return self.outcome
        try:
            here = recorded(self.reference)
        except InputError as problem:
            raise VersionError(
                N_(
                    "A worker does not find {name}: {problem} Put it in a file that all workers"
                    " can read, and name it FILE.py:name."
                ),
                {"name": self.reference, "problem": str(problem)},
            ) from None
        if here.digest != self.digest or here.outcome is None:
            raise VersionError(OTHER_VERSION, {"name": self.reference})
        return here.outcome


def recorded(given: OwnOutcome | str) -> Recorded:
    """An outcome of one's own, by itself or by where it is.

    Raises
    ------
    InputError
        When there is none.
    """
    if isinstance(given, OwnOutcome):
        function = inspect.unwrap(given.function)
        reference = f"{function.__module__}:{function.__qualname__}"
        digest = f"{reference} {digest_of(_source(function))}"
        return Recorded(given.name, reference, digest, given)
    digest = _digest_of(given)
    try:
        there: object = own_object(given, digest)
    except Exception as problem:  # noqa: BLE001 - whatever a user's file raises, it is told
        what = f"{type(problem).__name__}: {problem}"
        raise InputError(
            _("{given} cannot be imported: {what}.").format(given=given, what=what)
        ) from None
    if not isinstance(there, OwnOutcome):
        raise InputError(
            _(
                "{given} is not declared as an outcome; write @outcome(unit=..., label=...)"
                " above the function."
            ).format(given=given)
        )
    in_file = given.rpartition(":")[0].endswith(".py")
    return Recorded(there.name, given, digest, there) if in_file else recorded(there)


def _digest_of(name: str) -> str:
    file, colon, attribute = name.rpartition(":")
    if not colon or not attribute.isidentifier():
        raise InputError(
            _("'{name}' is not FILE.py:name; name the file and the outcome.").format(name=name)
        )
    try:
        return code_digest(name)
    except OSError as problem:
        raise InputError(
            _("{file} cannot be read: {why}.").format(file=file, why=refusal(problem))
        ) from None


def _source(function: Callable[..., object]) -> str:
    try:
        return inspect.getsource(function)
    except OSError:  # typed at a prompt
        code = function.__code__
        return repr((code.co_code, code.co_consts, code.co_names))


OTHER_VERSION = N_(
    "A worker found another {name} than the one that this sweep was started with. Results of two"
    " versions are never mixed; put it back, or start a sweep of its own."
)


class Months(NamedTuple):
    """A run month by month: outcomes, one's own last, (months, outcomes), and its counters."""

    series: FloatArray
    tally: NDArray[np.int64]


def months_of(
    simulation: Simulation,
    own: Sequence[OwnOutcome],
    *,
    step: Callable[[], object] | None = None,
    model: object = None,
) -> Months:
    """Run to the horizon and record; ``step`` and ``model`` as for ``run_recording``."""
    series = run_recording(simulation, own, step=step, model=model)
    return Months(series, simulation.tally.sum(axis=1))


class Model(Protocol):
    """A model as a run needs it: its simulation, and what does a month."""

    simulation: Simulation

    def step(self) -> None:
        """Do a month."""


MakesModel = Callable[..., Model]


def class_for(own: Sequence[OwnOutcome]) -> MakesModel | None:
    """The class that shows outcomes their agents; None where the engine is enough."""
    if not any(each.of == "model" for each in own):
        return None
    module, _colon, name = CHAIN.partition(":")
    made: MakesModel = getattr(import_module(module), name)
    return made


def monthly(scenario: Scenario, own: Sequence[OwnOutcome], made: MakesModel | None = None) -> Once:
    """The function that runs a replicate month by month, by ``made`` instead of the engine."""
    if made is not None and in_use():
        raise InputError(
            _("a mechanism of your own acts in the engine; use it without model and agents.")
        )
    if made is not None:

        def by_model(seed: int, replicate: int) -> Months:
            model = made(scenario, rng=seed, replicate=replicate)
            return months_of(model.simulation, own, step=model.step, model=model)

        return by_model
    if own:
        return lambda seed, replicate: months_of(simulation_class()(scenario, seed, replicate), own)
    once = counted(scenario)

    def by_engine(seed: int, replicate: int) -> Months:
        tally = once(seed, replicate).tally
        return Months(read(tally), tally)

    return by_engine


@dataclass(frozen=True, slots=True)
class Recording(Read[Scenario]):
    """Means after the burn-in, one's own outcomes among them, and some outcomes month by month.

    What is read of a run is (outcomes + totals + series x months,): the means of all outcomes,
    one's own last, what was counted, then the months of each of ``series``. ``model`` is a class
    ``FILE.py:Class`` or ``package:Class`` that runs instead of the engine, ``model_digest`` names
    its version.
    """

    own: tuple[Recorded, ...] = ()
    series: tuple[str, ...] = ()
    model: str | None = None
    model_digest: str | None = None

    @property
    def digest(self) -> str:
        """Names what is read."""
        own = ",".join(each.digest for each in self.own)
        return f"recording {own}|{','.join(self.series)}|{self.model_digest}"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate and reads it.

        Raises
        ------
        VersionError
            When the class here is not the one that the sweep was started with.
        """
        given = changed(scenario, parameters)
        monthly = self._monthly(given)
        declared = declared_with([each.found() for each in self.own])
        names = tuple(declared)
        kept = [names.index(name) for name in self.series]

        def once(seed: int, replicate: int) -> FloatArray:
            series, tally = monthly(seed, replicate)
            whole = Results(
                given, seed, names, series[np.newaxis], declared, tallies=tally[np.newaxis]
            )
            means = whole.mean_after_burn_in()[0]
            totals = totals_of(given, tally[np.newaxis])[0]
            return np.concatenate([means, totals, series[:, kept].T.ravel()])

        return once

    def _monthly(self, scenario: Scenario) -> Once:
        """The function that runs a replicate."""
        own = [each.found() for each in self.own]
        return monthly(scenario, own, class_for(own) if self.model is None else self._class())

    def _class(self) -> MakesModel:
        assert self.model is not None and self.model_digest is not None  # noqa: S101, PT018 - asked
        try:
            same = self.model_digest == code_digest(self.model)
        except OSError as problem:
            raise VersionError(
                N_("A worker cannot read {name}: {why}."),
                {"name": self.model, "why": refusal(problem)},
            ) from None
        if not same:
            raise VersionError(OTHER_VERSION, {"name": self.model})
        made: MakesModel = own_object(self.model, self.model_digest)
        return made


class RecordedRun(NamedTuple):
    """A run with one's own outcomes, and the scenario that it is of."""

    scenario: Scenario
    months: Months


@dataclass(frozen=True, slots=True)
class WholeWithOwn(Read[Scenario]):
    """As :class:`~tillitsim.runs.cases.read.Whole`, with outcomes of one's own last.

    (months + 3, outcomes and one's own): the months, each outcome over those that count, and the
    events and cases of those that are counted, or the totals of those that are ratios of them.
    """

    own: tuple[Recorded, ...] = ()

    @property
    def digest(self) -> str:
        """Names what is read."""
        return f"whole {','.join(each.digest for each in self.own)}"

    def address(self, scenario: Scenario) -> str:
        """All of a scenario that the result depends on."""
        return address_of(scenario)

    def prepare(self, scenario: Scenario, parameters: Mapping[str, float]) -> Once:
        """The function that runs a replicate under a parameter set."""
        given = with_set(scenario, parameters) if parameters else scenario
        own = [each.found() for each in self.own]
        once = monthly(given, own, class_for(own))
        return lambda seed, replicate: RecordedRun(given, once(seed, replicate))

    def finish(self, runs: Sequence[RecordedRun]) -> Sequence[FloatArray]:
        """What is read of each run."""
        declared = declared_with([each.found() for each in self.own])
        return [self._read(each, declared) for each in runs]

    def _read(self, run: RecordedRun, declared: Mapping[str, Outcome]) -> FloatArray:
        series, tallies = run.months.series, run.months.tally[np.newaxis]
        results = Results(
            run.scenario, 0, tuple(declared), series[np.newaxis], declared, tallies=tallies
        )
        counts = np.full((2, len(declared)), np.nan)
        counts[:, : len(declared) - len(self.own)] = counts_of(run.scenario, tallies)[0]
        return np.concatenate([series, results.mean_after_burn_in(), counts])


def whole_of(own: Sequence[Recorded]) -> Read[Scenario]:
    """Whole runs as they are read, with outcomes of one's own where there are some."""
    return WholeWithOwn(tuple(own)) if own else Whole()
