"""``tillitsim map``: which principle wins where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from tillitsim.cli.exports import Exports, also_option
from tillitsim.cli.options import Command, Whole, format_option, gathered, language_option
from tillitsim.cli.steering import call_by_service
from tillitsim.cli.study import Study, bold, conclude, outcomes_of, study_options
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, in_language
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from tillitsim.scenario.schema import Scenario

EPILOG = """\b
Examples:
  tillitsim map
  tillitsim map home-care --outcome trust_in_service --language sv
  tillitsim map school --x people.competence_mean --y task.turbulence --parameter-sets 40

\b
Files, in --out or else in results/map-SCENARIO-HASH-sSEED:
  map.png, map.svg   the map
  map.csv, map.json  every cell as data, with what made it
"""


@click.command("map", cls=Command, epilog=EPILOG)
@click.argument("scenario", default="demonstration")
@click.option(
    "--x", default="task.variety", show_default=True, help="Parameter from left to right."
)
@click.option("--y", default="task.measurability", show_default=True, help="Parameter upwards.")
@click.option("--outcome", default="good_meetings", show_default=True, help="What is to be best.")
@click.option("--steps", type=Whole(2, 40), default=7, show_default=True, help="Cells a side.")
@click.option(
    "--lead",
    type=click.FloatRange(0.34, 1.0),
    default=0.7,
    show_default=True,
    help="Share of the principle that leads; the others share the rest equally.",
)
@study_options(replicates=2, parameter_sets=20)
@also_option
@format_option
@language_option
@gathered(Study, "study")
def map_(
    *,
    scenario: str,
    x: str,
    y: str,
    outcome: str,
    steps: int,
    lead: float,
    also: tuple[str, ...],
    study: Study,
) -> None:
    """Map which principle is best in SCENARIO over two properties of its task or people.

    In every cell each principle leads in turn, with the same chance. A cell is won only if one is
    at least likely to be the best by what matters, over other plausible assumptions; else it says
    so.
    """
    from tillitsim.studies.map.analysis import winners
    from tillitsim.studies.map.table import (
        winners_alternative,
        winners_records,
        winners_table,
        winners_title,
    )

    asked_for = outcomes_of((outcome,), ())
    if len(asked_for) != 1:
        raise InputError(_("--outcome: a map shows one outcome; give one name."))
    (name,) = asked_for
    if x == y:
        raise InputError(_("--x and --y are both {x}; a map needs two properties.").format(x=x))
    one = study.scenario(scenario)
    call_by_service([one])
    xs, ys = _levels("--x", x, steps), _levels("--y", y, steps)
    asked = study.draw_sets([one])
    folder = study.folder("map", [one])
    with study.runner(_("Steering {} in every mix").format(one.name), folder) as runner:
        found = winners(
            one,
            outcome=name,
            x=x,
            y=y,
            xs=xs,
            ys=ys,
            lead=lead,
            seed=study.seed,
            replicates=study.replicates,
            parameter_sets=asked.each,
            calibrated=asked.calibrated,
            runner=runner,
        )
    language = study.language
    places = _services(one, x, y, language)
    records = winners_records(found)
    table = Table.of(records)
    whole = study.made_of([one]) | {
        "outcome": name,
        "replicates": study.replicates,
        "parameter_sets": len(found.in_sets),
        "parameter_sets_calibrated": found.calibrated,
        "cells": records,
    }

    def draw() -> None:
        from tillitsim.studies.map.figure import winners_figure

        Exports(folder, also).answer(
            "map",
            table,
            winners_figure(found, places, language),
            title=winners_title(found, language),
            alternative=winners_alternative(found, language),
        )

    text = partial(winners_table, found, places, language, bold)
    conclude(study, folder, "map", whole, table, text, draw)


def _levels(option: str, name: str, steps: int) -> list[float]:
    """Levels of a parameter over its plausible range."""
    import numpy as np

    from tillitsim.scenario.declared.declarations import PARAMETERS

    if name not in PARAMETERS:
        advice = did_you_mean(name, PARAMETERS) or _("; 'tillitsim parameters' lists them all.")
        raise InputError(
            _("{option}: there is no parameter '{name}'{advice}").format(
                option=option, name=name, advice=advice
            )
        )
    if name.startswith("mix."):
        raise InputError(
            _("{option}: {name} is what the principles share out; map a property.").format(
                option=option, name=name
            )
        )
    parameter = PARAMETERS[name]
    low, high = parameter.range
    if not low < high:
        raise InputError(
            _("{option}: {name} has no range to map; choose another parameter.").format(
                option=option, name=name
            )
        )
    levels = np.linspace(low, high, steps)
    return [float(level) for level in (np.unique(np.round(levels)) if parameter.whole else levels)]


def _services(scenario: Scenario, x: str, y: str, language: str) -> dict[str, tuple[float, float]]:
    """Shipped services that set both properties themselves, with their values; trials left out."""
    from tillitsim.scenario.load import load, names

    found = {}
    for name in names():
        other = load(name)
        if other.mixture or not other.sector or name.startswith("trial-"):
            continue
        if x in other.origins and y in other.origins and other.name != scenario.name:
            found[in_language(other.sector, language)] = (other.values[x], other.values[y])
    return found
