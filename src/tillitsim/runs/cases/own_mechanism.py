"""Mechanisms of one's own: rules from a file outside the package, that act once a month.

A rule sees the columns and gives back new ones; it acts after the mechanisms of the month, from
month 0 on. While one is in use every run that this process does has it, and the version of the
model has its name and its digest, so that nothing it made is ever taken for the model's own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean, refusal
from tillitsim.locale import _
from tillitsim.model.core import random
from tillitsim.model.simulation import Progress, Simulation
from tillitsim.model.state.staff import COLUMNS
from tillitsim.model.state.view import Columns
from tillitsim.runs.cases.case import digest_of
from tillitsim.runs.cases.own_code import code_digest, own_module, own_object
from tillitsim.scenario.declared.declarations import MECHANISMS, declared_besides
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import number
from tillitsim.scenario.schedule import strength
from tillitsim.scenario.schema import Scenario

Written = Mapping[str, NDArray[Any]]
"""New columns by name, as ``{"staff.motivation": values}``."""

Rule = Callable[..., Written]
"""``(columns, month, rng, **parameters) -> Written``."""

GIVEN = 3
"""Arguments that every rule takes: columns, month, rng."""
TABLES = ("council", "politician", "unit", "manager", "staff", "citizen")
BOUNDS = {each.name: (each.low, each.high) for each in COLUMNS}


@dataclass(frozen=True, slots=True)
class OwnMechanism:
    """A rule ``(columns, month, rng, ...) -> {"table.column": values}``, and what it is.

    ``columns`` are those that an outcome of one's own sees, read-only; ``month`` counts from 0;
    ``rng`` gives the same random numbers whenever seed, replicate and month are the same. Its
    ``parameters`` are handed over by name, as they are in that month.
    """

    name: str
    label: str
    source: str
    rule: Rule
    digest: str
    parameters: tuple[Parameter, ...] = ()

    def act(self, simulation: Simulation, columns: Columns) -> None:
        """Apply the rule to the month that was just done.

        Raises
        ------
        InputError
            When it gives back no columns, unknown ones, or values that cannot be.
        """
        month = simulation.month - 1
        key = int(random.key(simulation.seed, simulation.replicate))
        rng = np.random.default_rng([key, month, int(digest_of(self.name)[:8], 16)])
        values = {
            each.name.partition(".")[2]: in_month(each, simulation.scenario, month)
            for each in self.parameters
        }
        written: object = self.rule(columns, month, rng, **values)
        if not isinstance(written, Mapping):
            raise InputError(
                _("the mechanism {name} must give columns by name, not {what}.").format(
                    name=self.name, what=type(written).__name__
                )
            )
        for place, values in written.items():
            self._write(simulation, columns, str(place), values)

    def _write(self, simulation: Simulation, columns: Columns, place: str, values: object) -> None:
        table, _dot, column = place.partition(".")
        where = _("the mechanism {name}, {place}: ").format(name=self.name, place=place)
        if table not in TABLES:
            raise InputError(
                where + _("there are the tables {names}.").format(names=", ".join(TABLES))
            )
        old = getattr(columns, table)[column]
        if old.dtype.kind != "f":
            raise InputError(where + _("it holds no decimals; a rule leaves it as it is."))
        low, high = BOUNDS[column] if table == "staff" else (-np.inf, np.inf)
        try:
            new = np.asarray(values, np.float64)
        except (TypeError, ValueError):
            new = np.empty(0)
        if new.shape != old.shape:
            raise InputError(
                where + _("it takes {count} numbers, one a row.").format(count=len(old))
            )
        if not (np.isfinite(new).all() and ((low <= new) & (new <= high)).all()):
            raise InputError(
                where
                + _("numbers from {low:g} to {high:g}; it gave others in month {month}.").format(
                    low=low, high=high, month=simulation.month - 1
                )
            )
        state = simulation.state
        if table == "staff":
            state.staff[column] = new
        elif table == "citizen":
            getattr(state.citizen, column)[:] = new
        else:
            getattr(state, table)[column] = new


def in_month(parameter: Parameter, scenario: Scenario, month: int) -> float:
    """What a parameter of a mechanism of one's own is in a month, changes over time included.

    Raises
    ------
    InputError
        When it would not be the same in all units: sectors that differ, a change for some.
    """
    name = parameter.name
    sectors = (sector.values for kind in scenario.kinds for sector in kind.sectors)
    value, *others = {values.get(name, parameter.default) for values in sectors}
    changes = [each for each in scenario.interventions if name in each.values]
    if others or any(each.share < 1.0 for each in changes):
        raise InputError(
            _(
                "{name}: a parameter of a mechanism of your own is the same in all sectors and"
                " units; let the rule itself tell them apart."
            ).format(name=name)
        )
    for each in changes:
        value += strength(each, month) * (each.values[name] - value)
    return value


def parameter(
    name: str,
    *,
    default: float,
    bounds: tuple[float, float],
    range: tuple[float, float],  # noqa: A002 - as in every declaration
    label: str,
    source: str,
    unit: str = "",
    whole: bool = False,
) -> Parameter:
    """Declare a parameter of a mechanism of one's own, for ``parameters`` of :func:`mechanism`.

    Parameters
    ----------
    name
        What the function calls it: ``rate`` of the mechanism fatigue is set as ``fatigue.rate``.
    default, bounds, range
        Its value; where the mathematics holds (outside is an error); what is plausible (outside
        is a note).
    label, source, unit
        What it is; author and year, or *assumed* and why; in what it is measured.
    whole
        Whether it is a whole number.
    """
    return Parameter(name, default, bounds, range, unit, label, source, whole)


def mechanism(
    *, label: str, source: str, name: str | None = None, parameters: Sequence[Parameter] = ()
) -> Callable[[Rule], OwnMechanism]:
    """Declare a rule as a mechanism; used as a decorator.

    Parameters
    ----------
    label, source
        What it does in a few words, and author and year, or *assumed* and why.
    name
        Name of the mechanism; that of the function by default.
    parameters
        Its numbers, each a :func:`parameter`; the function takes each by its name, and ``--set``,
        arms, interventions and designs change them as any other.

    Raises
    ------
    InputError
        With each thing in the declaration that cannot be.

    Examples
    --------
    >>> kept = parameter("kept", default=0.99, bounds=(0, 1), range=(0.9, 1), unit="share",
    ...     label="will that is left after a month", source="assumed: for illustration")
    >>> @mechanism(label="a month costs will", source="assumed", parameters=[kept])
    ... def fatigue(columns, month, rng, kept):
    ...     return {"staff.motivation": kept * columns.staff["motivation"]}
    >>> fatigue.name, fatigue.parameters[0].name
    ('fatigue', 'fatigue.kept')
    """

    def declare(rule: Rule) -> OwnMechanism:
        called = rule.__name__ if name is None else name
        problems = [
            _("mechanism '{name}': {key}: say it in a word or a few.").format(name=called, key=key)
            for key, text in (("label", label), ("source", source))
            if not text.strip()
        ]
        if called in MECHANISMS or not called.isidentifier():
            problems.append(
                _("mechanism '{name}': give it a name of its own, of letters and digits.").format(
                    name=called
                )
            )
        problems += _wrong_parameters(called, rule, parameters)
        if problems:
            raise InputError(problems)
        own = tuple(replace(each, name=f"{called}.{each.name}") for each in parameters)
        return OwnMechanism(called, label, source, rule, digest_of(_source(rule)), own)

    return declare


def _wrong_parameters(called: str, rule: Rule, parameters: Sequence[Parameter]) -> Iterator[str]:
    """What is wrong with declared parameters, and with what the rule takes."""
    for each in parameters:
        where = _("mechanism '{name}', parameter '{parameter}': ").format(
            name=called, parameter=each.name
        )
        low, high = each.range
        try:
            for value in (each.default, *each.range):
                number(each, value)
        except ValueError as wrong:
            yield f"{where}{wrong}"
        if not (each.name.isidentifier() and each.english.strip() and each.source.strip()):
            yield where + _("give it a name of letters and digits, a label and a source.")
        elif not low < high:
            yield where + _("its range must go from lower to higher.")
    takes = [*inspect.signature(rule).parameters][GIVEN:]
    names = [each.name for each in parameters]
    if sorted(takes) != sorted(names):
        yield _("mechanism '{name}': write its function as {name}({arguments}).").format(
            name=called, arguments=", ".join(("columns", "month", "rng", *names))
        )


def _source(rule: Rule) -> str:
    """All that the rule's file says, since a rule may call what stands beside it."""
    try:
        return inspect.getsource(inspect.getmodule(rule) or rule)
    except (OSError, TypeError):  # typed at a prompt
        code = rule.__code__
        return repr((code.co_code, code.co_consts, code.co_names))


_in_use: tuple[OwnMechanism, ...] = ()


def in_use() -> tuple[OwnMechanism, ...]:
    """The mechanisms that every run of this process has now."""
    return _in_use


@contextmanager
def using(*mechanisms: OwnMechanism | str) -> Iterator[None]:
    """Have every run of this process, for as long as this lasts, act by these too.

    A text names a file, or what else ``--code`` takes; its code is run.

    Raises
    ------
    InputError
        When two are named alike, or one is not declared.
    """
    global _in_use  # noqa: PLW0603 - what is in use is the process's, as its version is
    found: list[OwnMechanism] = []
    for each in mechanisms:
        found += mechanisms_from(each) if isinstance(each, str) else [each]
    for each in found:
        given: object = each
        if not isinstance(given, OwnMechanism):
            raise InputError(
                _(
                    "{given!r} is not declared as a mechanism; write @mechanism(label=...,"
                    " source=...) above the function."
                ).format(given=given)
            )
    wanted = (*_in_use, *found)
    names = [each.name for each in wanted]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        advice = did_you_mean(twice, MECHANISMS) or "."
        raise InputError(
            _("there are two mechanisms named '{name}'{advice}").format(name=twice, advice=advice)
        )
    before, _in_use = _in_use, wanted
    try:
        with declared_besides(
            [each.name for each in found], [own for each in found for own in each.parameters]
        ):
            yield
    finally:
        _in_use = before


def version_in_use() -> str:
    """What the mechanisms in use add to the version of the model; empty without any."""
    return "".join(f"+{each.name}.{each.digest}" for each in _in_use)


class OwnSimulation(Simulation):
    """A run in which mechanisms of one's own act after each month."""

    def advance(self, months: int = 1) -> None:
        """One month, or several; a rule that gives nonsense is an ``InputError``."""
        for _month in range(months):
            super().advance()
            columns = Columns(self.state)
            for each in _in_use:
                if each.name not in self.scenario.without:
                    each.act(self, columns)

    def run(self, threads: int = 1, progress: Progress | None = None) -> None:
        """The remaining months, one by one."""
        self._rest(threads)
        while self.month < self.months:
            self.advance()
            if progress is not None:
                progress(self.month, self.months)


def simulation_class() -> type[Simulation]:
    """The class of runs: with the mechanisms in use, or the model's own."""
    return OwnSimulation if _in_use else Simulation


GROUP = "tillitsim.extensions"
"""Entry points of installed packages: each names a module, or a mechanism in one."""


def mechanisms_from(given: str) -> list[OwnMechanism]:
    """What ``FILE.py``, ``FILE.py:name``, ``package.module:name`` or an entry point declares.

    Raises
    ------
    InputError
        When it cannot be imported, or declares no mechanism.
    """
    try:
        there = _there(given)
    except OSError as problem:
        raise InputError(
            _("{file} cannot be read: {why}.").format(file=shown(given), why=refusal(problem))
        ) from None
    except InputError:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever a user's file raises, it is told
        what = shown(f"{type(problem).__name__}: {problem}", 300)
        raise InputError(
            _("{given} cannot be imported: {what}.").format(given=shown(given), what=what)
        ) from None
    held = vars(there).values() if isinstance(there, ModuleType) else [there]
    found = [each for each in held if isinstance(each, OwnMechanism)]
    if not found:
        raise InputError(
            _(
                "{given} declares no mechanism; write @mechanism(label=..., source=...) above a"
                " function."
            ).format(given=shown(given))
        )
    return found


def _there(given: str) -> object:
    """The module or object that a text names; a file is read once a process."""
    if given.endswith(".py"):
        return own_module(given)
    if ":" in given:
        return own_object(given, code_digest(given))
    found = entry_points(group=GROUP)
    if given not in found.names:
        installed = ", ".join(sorted(found.names)) or _("none")
        raise InputError(
            _(
                "'{given}' is no file FILE.py, and no installed package has an extension of that"
                " name{advice} (installed: {installed})."
            ).format(
                given=shown(given),
                advice=did_you_mean(given, found.names) or ";",
                installed=installed,
            )
        )
    return found[given].load()
