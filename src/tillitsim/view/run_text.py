"""A run in words: the mix, the size and the origin, as tables and pictures say them."""

from __future__ import annotations

import numpy as np

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.layout import sizes
from tillitsim.model.simulation import Results
from tillitsim.scenario.declared.instruments import PRINCIPLES, Principle
from tillitsim.scenario.schema import Scenario
from tillitsim.view.numbers import decimal, percent, symbols


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
    _ = translator(language)
    shares, differ = mean_mix(scenario)
    parts = [f"{_(p)} {percent(share, language)}" for p, share in shares.items()]
    if differ:
        parts.append(_("mean of the sectors"))
    else:
        intensity = scenario.kinds[0].sectors[0].values["mix.intensity"]
        parts.append(
            _("intensity {}").format(f"{intensity:g}".replace(".", symbols(language).decimal))
        )
    return ", ".join(parts)


def size_of(results: Results, language: str) -> str:
    """How many runs, of how many months, of how many people."""
    _ = translator(language)
    runs, months = results.series.shape[:2]
    size = sizes(results.scenario)
    parts = [
        _("1 run") if runs == 1 else _("{} runs").format(decimal(runs, 0, language)),
        _("{} months, the first {} left out of the means (burn-in)").format(
            months, min(results.scenario.burn_in, months)
        ),
        *_spun_up(results.scenario, language),
        *(
            text.format(decimal(count, 0, language))
            for text, count in (
                (_("councils: {}"), size.councils),
                (_("units: {}"), size.units),
                (_("staff: {}"), size.staff),
                (_("citizens: {}"), size.citizens),
            )
        ),
    ]
    return "; ".join(parts)


def _spun_up(scenario: Scenario, language: str) -> list[str]:
    """How many months came before the first one, if any did."""
    _ = translator(language)
    return [_("spun up for {} months before").format(scenario.spin_up)] if scenario.spin_up else []


def origin_of(results: Results, language: str) -> str:
    """Seed, scenario hash and version: what it takes to repeat the run."""
    _ = translator(language)
    return _("seed {} · scenario {} · tillitsim {}").format(
        results.seed, results.scenario.digest, __version__
    )


def counted(scenario: Scenario, language: str) -> str:
    """Which months the means are over: those after the burn-in; and that a table is neutral."""
    _ = translator(language)
    months = _("means over months {} to {}").format(
        min(scenario.burn_in, scenario.months - 1) + 1, scenario.months
    )
    return months if scenario.neutral == "none" else f"{months} · {_('neutral table')}"


def made_from(scenario: Scenario, seed: int, language: str) -> str:
    """Months that count, seed, hash and version."""
    _ = translator(language)
    made = _("seed {} · scenario {} · tillitsim {}").format(seed, scenario.digest, __version__)
    return f"{counted(scenario, language)} · {made}"
