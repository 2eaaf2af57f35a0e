"""Steering signals taken out of a scenario, or put in as another scenario has them.

A *signal* is an instrument, or supervision: how often inspectors come, and how. *Removed* means a
burden or a pressure at zero, no inspections, and an enabling instrument at what equal shares of the
three principles would make it. What interventions do to a signal goes with it, and so does what
managers themselves would want of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.experiment.sources import in_force
from tillitsim.scenario.declared.instruments import BY_NAME, PRINCIPLES
from tillitsim.scenario.schema import Intervention, Origin, Scenario, Sector

ORIGIN = Origin("python")
SUPERVISION = "supervision"
SUPERVISED = tuple(
    f"inspectorate.{name}" for name in ("coverage", "dialogue", "user_focus", "discretion")
)
SIGNALS: tuple[str, ...] = (*BY_NAME, SUPERVISION)
LEVELS: tuple[str, ...] = ("state", "inspectorate", "politics", "management")
_HOLDER = {"law": "state", "council": "politics", "manager": "management"}

Values = Mapping[str, float]


def level_of(signal: str) -> str:
    """The level of the chain that a signal comes from, one of ``LEVELS``."""
    return "inspectorate" if signal == SUPERVISION else _HOLDER[BY_NAME[signal].holder]


def paths_of(signal: str) -> tuple[str, ...]:
    """The parameters that a signal is."""
    return SUPERVISED if signal == SUPERVISION else (f"instruments.{signal}",)


def removed(values: Values, signal: str) -> dict[str, float]:
    """The parameters of a signal when it is removed."""
    if signal == SUPERVISION:
        return {"inspectorate.coverage": 0.0}
    if BY_NAME[signal].kind != "enabling":
        return {f"instruments.{signal}": 0.0}
    even = math.fsum(values[f"profile.{signal}.{principle}"] for principle in PRINCIPLES)
    return {f"instruments.{signal}": even / len(PRINCIPLES)}


def side_of(scenario: Scenario, signal: str) -> int:
    """+1 where a signal is more than when it is removed, -1 where less, else 0.

    Of several services, where all agree.
    """
    sides = set()
    for values in (each.values for each in sectors(scenario)):
        path, gone = next(iter(removed(values, signal).items()))
        sides.add(int(np.sign(round(in_force(values, path) - gone, 9))))
    return sides.pop() if len(sides) == 1 else 0


def without(scenario: Scenario, signals: Sequence[str]) -> Scenario:
    """The scenario with some signals removed, all along."""
    held = [
        {path: value for signal in signals for path, value in removed(s.values, signal).items()}
        for s in sectors(scenario)
    ]
    return _held(scenario, signals, held, ()) if signals else scenario


def as_in(scenario: Scenario, other: Scenario, signals: Sequence[str]) -> Scenario:
    """The scenario with some signals as the other one has them, at first and over time."""
    held = [_first(s.values, signals) for s in sectors(other)]
    added = [replace(i, values=_then(other, i, signals), given={}) for i in other.interventions]
    return _held(scenario, signals, held, added) if signals else scenario


def hold(scenario: Scenario, values: Values) -> Scenario:
    """The scenario with some values, all along and in every sector, whatever interventions say."""
    kept = tuple(
        replace(i, values={k: v for k, v in i.values.items() if k not in values}, given={})
        for i in scenario.interventions
    )
    return replace(scenario, interventions=kept).with_values(values, ORIGIN)


def differing(one: Scenario, other: Scenario) -> tuple[str, ...]:
    """The signals in which two scenarios differ, at first or when interventions change them.

    Raises
    ------
    InputError
        If the two do not have the same services, so that nothing can be said signal by signal.
    """
    services = [
        [(kind.name, [s.name for s in kind.sectors]) for kind in each.mixture]
        for each in (one, other)
    ]
    if services[0] != services[1]:
        raise InputError(
            _(
                "{name} and {name2} do not have the same services, so their difference cannot"
                " be taken apart; give two scenarios of one service, or two versions of one"
                " mixture."
            ).format(name=one.name, name2=other.name)
        )
    return tuple(name for name in SIGNALS if _course(one, name) != _course(other, name))


def sectors(scenario: Scenario) -> list[Sector]:
    """The sectors of all kinds of councils, in order."""
    return [sector for kind in scenario.kinds for sector in kind.sectors]


def _course(scenario: Scenario, signal: str) -> tuple[object, ...]:
    """A signal from beginning to end, as something to compare."""
    changes = [
        (i.start, i.stop, i.ramp, i.share, i.lottery, tuple(then.items()))
        for i in scenario.interventions
        if (then := _then(scenario, i, [signal]))
    ]
    return (*(tuple(_first(s.values, [signal]).items()) for s in sectors(scenario)), *changes)


def _first(values: Values, signals: Iterable[str]) -> dict[str, float]:
    """The parameters of some signals at first."""
    return {path: in_force(values, path) for signal in signals for path in paths_of(signal)}


def _then(scenario: Scenario, each: Intervention, signals: Iterable[str]) -> dict[str, float]:
    """What an intervention makes of some signals, itself or by changing the mix they follow."""
    before = sectors(scenario)[0].values
    turns = any(name.startswith(("mix.", "profile.")) for name in each.values)
    found = {}
    for path in (path for signal in signals for path in paths_of(signal)):
        preferred = f"managers.{path}"
        if path in each.values or (turns and math.isnan(before[path])):
            found[path] = in_force({**before, **each.values}, path)
        if preferred in each.values:
            found[preferred] = each.values[preferred]
    return _with_managers(found)


def _with_managers(values: Values) -> dict[str, float]:
    """Values of instruments, and the same for managers where they hold them and none is given."""
    same = {
        f"managers.{path}": value
        for path, value in values.items()
        if path.startswith("instruments.")
        and BY_NAME[path.removeprefix("instruments.")].holder == "manager"
    }
    return {**same, **values}


def _held(
    scenario: Scenario,
    signals: Sequence[str],
    held: Sequence[Values],
    added: Sequence[Intervention],
) -> Scenario:
    """The scenario with values by sector, and what interventions did to these signals replaced."""
    own = {path for signal in signals for path in paths_of(signal)}
    own |= {f"managers.{path}" for path in own}
    kept = [
        replace(i, values={k: v for k, v in i.values.items() if k not in own}, given={})
        for i in scenario.interventions
    ]
    scenario = replace(scenario, interventions=(*kept, *added))
    if not scenario.mixture:
        return scenario.with_values(_with_managers(held[0]), ORIGIN)
    rows = iter(held)
    mixture = tuple(
        replace(
            kind,
            sectors=tuple(
                replace(s, values={**s.values, **_with_managers(next(rows))}) for s in kind.sectors
            ),
        )
        for kind in scenario.mixture
    )
    return replace(scenario, mixture=mixture)
