"""``tillitsim triangle``: outcomes over every mix of the three principles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from tillitsim.cli.exports import Exports, also_option
from tillitsim.cli.options import Command, Whole, format_option, gathered, language_option
from tillitsim.cli.steering import Asked, change_argument, one_service, steering_options
from tillitsim.cli.study import Study, bold, conclude, outcomes_of, study_options
from tillitsim.locale import in_language, translator
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from tillitsim.scenario.schema import Scenario

EPILOG = """\b
Examples:
  tillitsim triangle home-care
  tillitsim triangle school --outcomes good_meetings,quality_reported --language sv
  tillitsim triangle home-care --reform fewer-goals
  tillitsim triangle pupil-health --degree 20 --parameter-sets 50

\b
Files, in --out or else in results/triangle-SCENARIO-HASH-sSEED:
  triangle.png, triangle.svg   one triangle an outcome
  triangle.csv, triangle.json  the same as data, with what made it
"""

OUTCOMES = (
    "good_meetings",
    "quality_complex",
    "quality_reported",
    "trust_in_service",
    "dare",
    "cost_per_good_meeting",
)
NAMED = ("new-public-management", "rule-book", "trust-reform")


@click.command(cls=Command, epilog=EPILOG)
@click.argument("scenario")
@change_argument
@steering_options
@click.option(
    "--outcomes",
    "--outcome",
    "named",
    metavar="NAME,...",
    multiple=True,
    help="Outcomes to show, by name; six down the chain by default.",
)
@click.option(
    "--degree",
    type=Whole(2, 60),
    default=6,
    show_default=True,
    help="Mixes whose shares are multiples of 1/degree: 6 gives 28, 10 gives 66, 20 gives 231.",
)
@study_options(replicates=2, parameter_sets=20)
@also_option
@format_option
@language_option
@gathered(Asked, "asked")
@gathered(Study, "study")
def triangle(
    *,
    scenario: str,
    asked: Asked,
    named: tuple[str, ...],
    degree: int,
    also: tuple[str, ...],
    study: Study,
) -> None:
    """Show outcomes of SCENARIO over the steering triangle.

    Runs it with every mix of competition, regulation and trust; says which mixes may be best for
    each outcome, how sure that is over other plausible assumptions, and what the best mix for one
    outcome costs in the others.
    """
    from tillitsim.studies.triangle.analysis import triangle as over_all_mixes
    from tillitsim.studies.triangle.table import best_records, triangle_records, triangle_table

    shown = outcomes_of(named, OUTCOMES)
    one = one_service(study.scenario(scenario), asked)
    language = study.language
    _ = translator(language)
    sets = study.draw_sets([one])
    folder = study.folder("triangle", [one])
    with study.runner(_("Steering {} in every mix").format(one.name), folder) as runner:
        found = over_all_mixes(
            one,
            degree=degree,
            marked=_marked(one, language),
            seed=study.seed,
            replicates=study.replicates,
            parameter_sets=sets.each,
            calibrated=sets.calibrated,
            runner=runner,
        )
    records = triangle_records(found, shown)
    table = Table.of(records)
    whole = study.made_of([one]) | {
        "degree": degree,
        "replicates": study.replicates,
        "parameter_sets": len(found.in_sets),
        "parameter_sets_calibrated": found.calibrated,
        "best": best_records(found, shown),
        "points": records,
    }

    def draw() -> None:
        from tillitsim.studies.triangle.figure import (
            triangle_alternative,
            triangle_figure,
            triangle_title,
        )

        Exports(folder, also).answer(
            "triangle",
            table,
            triangle_figure(found, shown, language),
            title=triangle_title(found, shown, language),
            alternative=triangle_alternative(found, shown, language),
        )

    text = partial(triangle_table, found, shown, language, bold)
    conclude(study, folder, "triangle", whole, table, text, draw)


def _marked(scenario: Scenario, language: str) -> dict[str, list[float]]:
    """The scenario's own mix, where it has one, and the mixes of the three clear cases."""
    _ = translator(language)
    from tillitsim.scenario.load import load
    from tillitsim.view.run_text import mean_mix

    own, differ = mean_mix(scenario)
    marks = {} if differ else {_("this scenario"): list(own.values())}
    for name in NAMED:
        other = load(name)
        mix = mean_mix(other)[0]
        if other.name != scenario.name:
            marks[in_language(other.title, language)] = list(mix.values())
    return marks
