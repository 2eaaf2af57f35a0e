"""Small pieces of text that tables, pictures and pages share."""

from __future__ import annotations

from tillitsim.locale import in_language
from tillitsim.scenario.schema import Scenario

ARROWS = {1: " ▲", -1: " ▼", 0: ""}
"""After an outcome's label: whether it is better high or low."""


def title_of(scenario: Scenario, language: str) -> str:
    """A scenario's title."""
    return in_language(scenario.title, language) or scenario.name


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
