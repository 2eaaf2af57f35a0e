"""Settings as a report lists them: what they mean, their values before and after, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.wording import unit_of
from tillitsim.view.text import capital

MOST = 10
"""Rows that are shown at once; the rest are folded."""

ASIDE = re.compile(r" \((?:[^ ()]{1,7}|(?:unset|ej satt): [^()]*)\)$")
"""What a label ends with that says nothing here: a symbol of an equation, or what unset means."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter before and after; ``below`` its label stand smaller words, name and unit."""

    label: str
    below: str
    parameter: Parameter
    before: float
    after: float
    source: str


@dataclass(frozen=True, slots=True)
class Folded(Generic[T]):
    """Rows of a table, of which the first are shown and the rest are folded."""

    all: Sequence[T]

    @property
    def first(self) -> Sequence[T]:
        """Those that are shown: all, where hardly any would be folded."""
        return self.all if len(self.all) <= MOST + 2 else self.all[:MOST]

    @property
    def rest(self) -> Sequence[T]:
        """Those that are folded."""
        return self.all[len(self.first) :]


def label_of(parameter: Parameter, language: str) -> str:
    """What a parameter means, without its symbol."""
    return ASIDE.sub("", capital(parameter.label(language)))


def unit_below(parameter: Parameter, language: str) -> str:
    """The unit of a parameter, where its values do not show it."""
    return "" if parameter.unit == "share" else unit_of(parameter, language)


def name_and_unit(parameter: Parameter, language: str) -> str:
    """The name of a parameter in a scenario file, and its unit."""
    return ", ".join(filter(None, (parameter.name, unit_below(parameter, language))))
