"""Settings as a report lists them: what they mean, their values before and after, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tillitsim.locale import translator
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.wording import unit_of
from tillitsim.view.text import capital

ASIDE = re.compile(r" \((?:[^ ()]{1,7}|(?:unset|ej satt): [^()]*)\)$")
"""What a label ends with that says nothing here: a symbol of an equation, or what unset means."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter before and after; ``below`` its label stand smaller words, name and unit."""

    label: str
    below: str
    parameter: Parameter
    before: float
    after: float
    source: str


def label_of(parameter: Parameter, language: str) -> str:
    """What a parameter means, without its symbol."""
    return ASIDE.sub("", capital(parameter.label(language)))


CITED = re.compile(r"\b(1[89]|20)\d\d\b|^https?://")
"""What names a published source: it has a year or an address."""


def source_in(source: str, language: str) -> str:
    """A source as the page's language has it: set phrases and what is cited, no English prose.

    In English it is told whole. Nothing where nothing is left; the file of the scenario has it.
    """
    if language == "en":
        return source
    _ = translator(language)
    kept: dict[str, None] = {}
    for part in source.split("; "):
        for piece in part.split(": "):
            told = _(piece)
            if told != piece or CITED.search(piece):
                kept[told] = None
    return "; ".join(kept)


def unit_below(parameter: Parameter, language: str) -> str:
    """The unit of a parameter, where its values do not show it."""
    return "" if parameter.unit == "share" else unit_of(parameter, language)


def name_and_unit(parameter: Parameter, language: str) -> str:
    """The name of a parameter in a scenario file, and its unit."""
    return ", ".join(filter(None, (parameter.name, unit_below(parameter, language))))
