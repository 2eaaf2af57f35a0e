"""A parameter set: how people and organisations react, other than by default, and a scenario in it.

A set maps parameter names to values. What a scenario sets itself (in its file, a base, or on the
command line) is part of the question, so a set never overrides it. Runs that are compared share
their random numbers: replicate *r* has the same keys in every set and scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Origin, Scenario

ParameterSet = Mapping[str, float]
PARAMETER_SET = Origin("python")


def with_set(scenario: Scenario, parameter_set: ParameterSet) -> Scenario:
    """The scenario with a set's values wherever neither it nor a sector of it sets its own."""
    free = {name: value for name, value in parameter_set.items() if name not in scenario.origins}
    changed = scenario.with_values(free, PARAMETER_SET)
    if not scenario.mixture:
        return changed
    mixture = tuple(
        replace(
            kind,
            sectors=tuple(
                replace(after, values={**after.values, **_own(before.values, free)})
                for before, after in zip(old.sectors, kind.sectors, strict=True)
            ),
        )
        for old, kind in zip(scenario.mixture, changed.mixture, strict=True)
    )
    return replace(changed, mixture=mixture)


def _own(values: ParameterSet, names: ParameterSet) -> dict[str, float]:
    """What a sector says itself: values that differ from the default."""
    return {name: values[name] for name in names if values[name] != PARAMETERS[name].default}


def set_from(settings: Sequence[str]) -> dict[str, float]:
    """Values from texts ``path=value``; ``InputError`` as for any scenario.

    A set says how people and organisations react. It sets neither the mix nor a horizon.
    """
    changed = load("demonstration", set=settings)
    parameter_set = {
        name: changed.values[name] for name, o in changed.origins.items() if o.kind == "set"
    }
    refused = [name for name in parameter_set if name.startswith(("mix.", "chain."))]
    if refused:
        raise InputError(
            _("--set {refused}: every finding has its own mix and size.").format(refused=refused[0])
        )
    return parameter_set
