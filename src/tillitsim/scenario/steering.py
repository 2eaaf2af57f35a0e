"""A service and a steering are two things: one scenario's service, steered as another one's.

*Steering* is what those who govern decide: the mix and its profile table, instruments, how managers
and politicians lead, supervision, who is dismissed, how fast a signal arrives. *Service* is the
rest: the task, the people, the money, the size. Which parameter belongs where is declared here and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.schema import Scenario

STEERING_GROUPS = frozenset(
    {"mix", "profile", "instruments", "managers", "politicians", "politics", "inspectorate"}
)
STEERING_PARAMETERS = frozenset({"workforce.dismissal", "chain.lag"})
SIZES = frozenset(
    {"chain.councils", "chain.politicians", "chain.units", "chain.staff", "chain.citizens"}
)
SHOWN_DIFFERENCES = 3
Given = TypeVar("Given")


def is_steering(parameter: str) -> bool:
    """Whether a parameter is decided by those who steer, rather than given with the service."""
    return parameter.partition(".")[0] in STEERING_GROUPS or parameter in STEERING_PARAMETERS


def steered(service: Scenario, steering: Scenario) -> Scenario:
    """The service of one scenario under the whole steering of another, from the first month.

    What the service's own file said of its steering goes, and so do its interventions; those of
    the steering come with it, as far as they change steering. A service with a neutral table keeps
    one, whatever the steering's table says.

    Raises
    ------
    InputError
        If either is a mixture of several services: whose steering would it be?
    """
    for each in (service, steering):
        if each.mixture:
            raise InputError(
                _(
                    "{name} is a mixture of services, each with a steering of its own; give a"
                    " single service and a single steering."
                ).format(name=each.name)
            )
    if service.name == steering.name:
        return service
    steering = steering.with_neutral_table(service.neutral)
    values = {
        name: steering.values[name] if is_steering(name) else value
        for name, value in service.values.items()
    }
    origins = _theirs(service.origins, steering.origins)
    sources = _theirs(service.sources, steering.sources)
    changes = [
        replace(change, values=kept, given=kept)
        for change in steering.interventions
        if (kept := {name: value for name, value in change.values.items() if is_steering(name)})
    ]
    title = {
        "en": f"{service.title['en']}: {steering.title['en'].lower()}",
        "sv": f"{service.title['sv']}: {steering.title['sv'].lower()}",
    }
    return replace(
        service,
        name=f"{service.name}+{steering.name}",
        title=title,
        values=values,
        origins=origins,
        sources=sources,
        interventions=tuple(changes),
        without=service.without | steering.without,
        neutral=steering.neutral,
    )


def _theirs(own: Mapping[str, Given], other: Mapping[str, Given]) -> dict[str, Given]:
    """What stands with the service's parameters, and with the other's steering."""
    return {
        **{name: value for name, value in own.items() if not is_steering(name)},
        **{name: value for name, value in other.items() if is_steering(name)},
    }


def differ_in_mix(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios give the three principles other shares, from the first month or later.

    Those of the council, or those that managers would have.
    """
    return _shares(one) != _shares(other)


def _shares(scenario: Scenario) -> list[object]:
    """All shares that are given to principles, and when: as text, as what is unset is no number."""

    def shares(values: Mapping[str, float]) -> list[str]:
        return [repr(values.get(name)) for group in mix.ALL for name in group]

    changes = [
        (each.start, each.stop, each.ramp, each.share, each.lottery, shares(each.values))
        for each in scenario.interventions
        if not set(each.values).isdisjoint(name for group in mix.ALL for name in group)
    ]
    return [[shares(s.values) for kind in scenario.kinds for s in kind.sectors], changes]


def service_differences(one: Scenario, other: Scenario) -> dict[str, tuple[str, ...]]:
    """In which parameters of the service two scenarios differ, by group; empty if in none.

    Groups are ``size`` and those of the parameters (``task``, ``people``, ...). Mixtures differ in
    their services if their sectors do.
    """
    found: dict[str, dict[str, None]] = {}
    rows = [
        [sector.values for kind in each.kinds for sector in kind.sectors] for each in (one, other)
    ]
    if len(rows[0]) != len(rows[1]):
        return {"size": ("councils and sectors",)}
    for mine, theirs in zip(*rows, strict=True):
        for name, each in PARAMETERS.items():
            values = (row.get(name, each.default) for row in (mine, theirs))
            if is_steering(name) or same_value(*values):
                continue
            group = "size" if name in SIZES else name.partition(".")[0]
            found.setdefault(group, {})[name] = None
    return {group: tuple(names) for group, names in found.items()}


def same_value(a: float, b: float) -> bool:
    """Whether two values of a parameter are the same; two that are not set are."""
    return a == b or (a != a and b != b)  # noqa: PLR0124 - NaN: not set in either


def refuse_different_services(scenarios: Sequence[Scenario], baseline: int = 0) -> None:
    """Raise an error if scenarios differ in more than their steering.

    Raises
    ------
    InputError
        With a sentence for each scenario that is another service than the baseline's: in what it
        differs, and what was probably meant.
    """
    first = scenarios[baseline]
    problems = []
    for each in scenarios:
        groups = service_differences(first, each)
        if not groups:
            continue
        named = "; ".join(
            f"{group} ({', '.join(names[:SHOWN_DIFFERENCES])}"
            f"{', ...' if len(names) > SHOWN_DIFFERENCES else ''})"
            for group, names in groups.items()
        )
        problems.append(
            _(
                "{name} and {name2} are different services: they differ in {named}. What lies"
                " between them would not be the steering's doing. To put this service under"
                " that steering: {name} --steering {name2}. To set them side by side all the"
                " same: --different-services."
            ).format(name=first.name, name2=each.name, named=named)
        )
    if problems:
        raise InputError(problems)
