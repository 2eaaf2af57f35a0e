"""What a parameter is: declared once, read by validation, help, schema, docs, sliders and kernels.

A parameter is named by a dotted path (``effort.strength``). Kernels read it as a field of a record
(``p.effort_strength``), so the name is the same all the way from a scenario file to the equation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tillitsim.locale import translator


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared number.

    ``bounds`` are the values for which the mathematics is valid (outside is an error); ``range`` is
    what is plausible (used for sensitivity and sliders; outside is a note). A parameter whose
    default is NaN is *optional*: unset, the value comes from elsewhere, as its label says.
    ``english`` is its label, whose blanks are filled with ``parts``. ``source`` is author and year,
    or starts with the word *assumed*.
    """

    name: str
    default: float
    bounds: tuple[float, float]
    range: tuple[float, float]
    unit: str
    english: str
    source: str
    whole: bool = False
    soft: bool = False
    parts: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Name of the parameter as a field of the record that kernels read."""
        return self.name.replace(".", "_")

    @property
    def optional(self) -> bool:
        """Whether the parameter may be left unset."""
        return math.isnan(self.default)

    def label(self, language: str) -> str:
        """What it means, in a language."""
        _ = translator(language)
        said = _(self.english)
        return said.format(*map(_, self.parts)) if self.parts else said


def declared(name: str, entry: dict[str, Any]) -> Parameter:
    """The parameter that an entry of a file of declarations describes."""
    low, high = entry["bounds"]
    least, most = entry["range"]
    return Parameter(
        name,
        entry.get("default", math.nan),
        (low, high),
        (least, most),
        entry["unit"],
        entry["label"],
        entry["source"],
        entry.get("whole", False),
    )
