"""A run in words: the mix, the size and the origin, as tables and pictures say them."""

from __future__ import annotations

from tillitsim import __version__
from tillitsim.engine import birth
from tillitsim.engine.simulation import Results
from tillitsim.report.numbers import decimal, percent
from tillitsim.report.style import PRINCIPLES
from tillitsim.report.words import words
from tillitsim.scenario.schema import Scenario


def mix_of(scenario: Scenario, language: str) -> str:
    """``competition 20%, regulation 45%, trust 35%, intensity 1``, as the run was given it."""
    own = words(language)
    shares = [
        f"{getattr(own, principle)} {percent(scenario.values[f'mix.{principle}'], language)}"
        for principle in PRINCIPLES
    ]
    intensity = f"{scenario.values['mix.intensity']:g}".replace(".", own.decimal)
    return ", ".join([*shares, own.intensity.format(intensity)])


def size_of(results: Results, language: str) -> str:
    """How many runs, of how many months, of how many people."""
    own = words(language)
    runs, months, _ = results.series.shape
    size = birth.sizes(results.scenario)
    parts = [
        own.one_run if runs == 1 else own.runs.format(decimal(runs, 0, language)),
        own.horizon.format(months, min(results.scenario.burn_in, months)),
        *(
            getattr(own, table).format(decimal(getattr(size, table), 0, language))
            for table in ("councils", "units", "staff", "citizens")
        ),
    ]
    return "; ".join(parts)


def origin_of(results: Results, language: str) -> str:
    """Seed, scenario hash and version: what it takes to repeat the run."""
    return words(language).origin.format(results.seed, results.scenario.digest, __version__)
