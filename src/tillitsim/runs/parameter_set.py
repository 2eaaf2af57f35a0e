"""A world: one set of values of the mechanisms' parameters, in which all findings are run."""

from __future__ import annotations

from collections.abc import Sequence

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.load import load


def world_from(settings: Sequence[str]) -> dict[str, float]:
    """Values from texts ``path=value``; ``InputError`` as for any scenario.

    A world says how people and organisations react. It sets neither the mix nor a horizon.
    """
    changed = load("demonstration", set=settings)
    world = {name: changed.values[name] for name, o in changed.origins.items() if o.kind == "set"}
    refused = [name for name in world if name.startswith(("mix.", "chain."))]
    if refused:
        raise InputError(
            _("--set {refused}: every finding has its own mix and size.").format(refused=refused[0])
        )
    return world
