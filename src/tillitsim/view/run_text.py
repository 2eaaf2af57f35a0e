"""A run in words: the mix, the size and the origin, as tables and pictures say them."""

from __future__ import annotations

import numpy as np

from tillitsim import __version__
from tillitsim.model.layout import sizes
from tillitsim.model.simulation import Results
from tillitsim.scenario.instruments import PRINCIPLES, Principle
from tillitsim.scenario.schema import Scenario
from tillitsim.view.numbers import decimal, percent
from tillitsim.view.words import words


def mean_mix(scenario: Scenario) -> tuple[dict[Principle, float], bool]:
    """The shares of the mix over all citizens, and whether sectors differ in it."""
    weights, mixes = [], []
    for kind in scenario.kinds:
        for sector in kind.sectors:
            citizens = sector.values["chain.units"] * sector.values["chain.citizens"]
            weights.append(kind.count * citizens)
            mixes.append([sector.values[f"mix.{principle}"] for principle in PRINCIPLES])
    differ = any(each != mixes[0] for each in mixes)
    mean = np.average(mixes, axis=0, weights=weights) if differ else mixes[0]
    return {p: float(share) for p, share in zip(PRINCIPLES, mean, strict=True)}, differ


def mix_of(scenario: Scenario, language: str) -> str:
    """``competition 20%, regulation 45%, trust 35%, intensity 1``, as the run was given it."""
    own = words(language)
    shares, differ = mean_mix(scenario)
    parts = [f"{getattr(own, p)} {percent(share, language)}" for p, share in shares.items()]
    if differ:
        parts.append(own.mean_of_sectors)
    else:
        intensity = scenario.kinds[0].sectors[0].values["mix.intensity"]
        parts.append(own.intensity.format(f"{intensity:g}".replace(".", own.decimal)))
    return ", ".join(parts)


def size_of(results: Results, language: str) -> str:
    """How many runs, of how many months, of how many people."""
    own = words(language)
    runs, months, _ = results.series.shape
    size = sizes(results.scenario)
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


def counted(scenario: Scenario, language: str) -> str:
    """Which months the means are over: those after the burn-in."""
    return words(language).counted.format(
        min(scenario.burn_in, scenario.months - 1) + 1, scenario.months
    )
