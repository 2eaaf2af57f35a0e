"""Cross-sections: many organisations at once, and how their parameters differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from tillitsim.locale import _
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.fields import Field, Schema, Table, Whole
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import (
    FIXED_FROM_START,
    Fault,
    leaves,
    number,
    plain,
    refuse,
    suggestion,
)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a parameter differs between the organisations of a cross-section: uniformly."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spreads(Field):
    """Parameters that differ between organisations, each ``{ low = 0.1, high = 0.9 }``."""

    def read(self, given: object) -> dict[str, Spread]:
        """Spreads by parameter."""
        if not isinstance(given, Mapping) or not given:
            raise ValueError(
                _(
                    'nothing varies; write for example "instruments.support" = { low = 0.0, high ='
                    " 1.0 }."
                )
            )
        found: dict[str, Spread] = {}
        faults: list[Fault] = []
        for steps, leaf in leaves(given):
            name = ".".join(steps)
            try:
                found[name] = _spread(name, leaf)
            except ValueError as wrong:
                faults.append(Fault(steps, str(wrong), shown(name)))
        if faults:
            refuse(faults)
        return found

    def schema(self) -> Schema:
        """A table of spreads."""
        return {
            "type": "object",
            "minProperties": 1,
            "properties": {
                name: {
                    "type": "object",
                    "properties": {
                        end: {"type": "number", "minimum": p.bounds[0], "maximum": p.bounds[1]}
                        for end in ("low", "high")
                    },
                    "required": ["low", "high"],
                    "additionalProperties": False,
                }
                for name, p in PARAMETERS.items()
                if name not in FIXED_FROM_START and not p.whole
            },
            "additionalProperties": False,
        }


def _spread(name: str, given: object) -> Spread:
    if name not in PARAMETERS:
        raise ValueError(_("unknown setting{advice}").format(advice=suggestion(name, ())))
    if PARAMETERS[name].whole:
        raise ValueError(
            _("takes whole numbers, and a cross-section draws any between low and high.")
        )
    if not isinstance(given, Mapping) or set(given) != {"low", "high"}:
        raise ValueError(_("must be a table such as { low = 0.1, high = 0.9 }."))
    low, high = (number(PARAMETERS[name], given[end]) for end in ("low", "high"))
    if not low < high:
        raise ValueError(
            _("low ({low}) must be below high ({high}).").format(low=plain(low), high=plain(high))
        )
    return Spread(low, high)


class CrossSection(Table):
    """Many organisations at once, each with its own values, drawn anew in every replicate."""

    organisations: Annotated[int, Whole(5, 1000)]
    vary: Annotated[dict[str, Spread], Spreads()]
