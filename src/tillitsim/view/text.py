"""Small pieces of text that tables, pictures and pages share."""

from __future__ import annotations

from tillitsim.scenario.schema import Scenario


def title_of(scenario: Scenario, language: str) -> str:
    """A scenario's title."""
    return scenario.title.get(language) or scenario.name


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
