"""``tillitsim story``: follow one citizen's case through the chain, in plain words."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from typing import Literal

import click

from tillitsim.cli.options import (
    Command,
    Whole,
    complete_scenario,
    data_option,
    gathered,
    language_option,
    parameter_sets_option,
    seed_option,
    set_option,
)
from tillitsim.cli.steering import Asked, change_argument, one_service, steering_options
from tillitsim.cli.study import sets_of
from tillitsim.locale import _, in_language

WIDTH = 78

EPILOG = """\b
Examples:
  tillitsim story home-care
  tillitsim story rule-book --citizen 17 --language sv
  tillitsim story home-care --reform fewer-goals --at 24
  tillitsim story home-care --set mix.trust=0.8 --format json
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("scenario", shell_complete=complete_scenario)
@change_argument
@steering_options
@click.option(
    "--citizen",
    type=Whole(0),
    help="Which citizen; whoever comes first after the burn-in, or when a reform is whole.",
)
@parameter_sets_option(
    default=20,
    help="Sets of other plausible assumptions, to tell the same citizen's case under.",
)
@seed_option("Keys all chance: the same seed tells the same story.")
@set_option()
@data_option("text", "Text for people, or the facts as JSON.")
@language_option
@gathered(Asked, "asked")
def story(
    *,
    scenario: str,
    asked: Asked,
    citizen: int | None,
    parameter_sets: int,
    seed: int,
    settings: tuple[str, ...],
    form: Literal["text", "json"],
    language: str,
) -> None:
    """Follow one citizen's case through SCENARIO: what happened at every level of the chain.

    Every statement is read from the columns of a run; the same seed tells the same story.
    Mechanisms of your own (--code of run and compare) have no part in it.
    """
    from tillitsim.scenario.load import load
    from tillitsim.studies.story.analysis import tell, tell_again
    from tillitsim.studies.story.text import chapters, elsewhere

    service = one_service(load(scenario, set=settings), asked)
    told = tell(service, citizen=citizen, seed=seed)
    again = tell_again(told, sets_of(parameter_sets, seed, [service]).each)
    if form == "json":
        facts = {
            field.name: getattr(told, field.name)
            for field in dataclasses.fields(told)
            if field.name not in {"scenario", "decision"}
        }
        facts |= told.decision._asdict()
        facts |= {"scenario": told.scenario.name, "digest": told.scenario.digest}
        facts |= {"parameter_sets": len(again), "sets_good": sum(each.good for each in again)}
        facts |= {"sets_quality": [each.decision.quality for each in again]}
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    title = in_language(told.scenario.title, language) or told.scenario.name
    made = _("seed {}").format(seed)
    click.echo(f"{title}  ({told.scenario.name}, {told.scenario.digest}, {made})\n")
    for heading, text in chapters(told, language):
        click.echo(click.style(heading, bold=True))
        click.echo(textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  "))
    if parameter_sets:
        click.echo("\n" + textwrap.fill(elsewhere(told, again, language), WIDTH))
