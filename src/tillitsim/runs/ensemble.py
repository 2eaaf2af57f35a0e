"""Scenarios in worlds: the same question asked under other values of what is assumed.

A world maps parameter names to values. What a scenario sets itself (in its file, a base, or on the
command line) is part of the question, so a world never overrides it. Runs that are compared share
their random numbers: replicate *r* has the same keys in every world and scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.schema import Origin, Scenario

World = Mapping[str, float]
WORLD = Origin("python")


def in_world(scenario: Scenario, world: World) -> Scenario:
    """The scenario with a world's values wherever neither it nor a sector of it sets its own."""
    free = {name: value for name, value in world.items() if name not in scenario.origins}
    changed = scenario.with_values(free, WORLD)
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


def _own(values: World, names: World) -> dict[str, float]:
    """What a sector says itself: values that differ from the default."""
    return {name: values[name] for name in names if values[name] != PARAMETERS[name].default}
