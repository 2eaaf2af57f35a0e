"""``tillitsim compare``: scenarios side by side, with chance and with what is assumed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from tillitsim.cli.exports import Exports, also_option
from tillitsim.cli.guesses import counted, distribution, guess_option, guesses_of, judged
from tillitsim.cli.options import Command, format_option, gathered, language_option
from tillitsim.cli.own_code import record_option
from tillitsim.cli.steering import (
    Asked,
    alone,
    baseline_of,
    different_services_option,
    scenarios_asked,
    steering_options,
    told_apart,
    without_option,
)
from tillitsim.cli.study import Study, bold, folder_for, outcomes_of, study_options
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from tillitsim.scenario.schema import Scenario
    from tillitsim.studies.compare.analysis import Comparison
    from tillitsim.studies.compare.figure import Picture

EPILOG = """\b
Examples:
  tillitsim compare rule-book trust-reform
  tillitsim compare home-care --steering trust-reform --steering rule-book
  tillitsim compare home-care --reform fewer-goals --at 24
  tillitsim compare home-care "more trust: mix.trust=+0.2"
  tillitsim compare home-care home-care-reform.toml --parameter-sets 100 --language sv
  tillitsim compare balance trust-reform --outcomes good_meetings --guess higher --guess lower
  tillitsim compare rule-book balance trust-reform --pictures chain,needs

\b
Files, in --out or else in results/compare-A-HASH-B-HASH-sSEED, pictures as PNG and SVG:
  compare      every outcome: its difference over other plausible assumptions
  over-time    month by month, with bands
  chain        signals down the chain, information up, a chain a scenario
  reported     quality as it is, as citizens see it, as it is reported
  needs        citizens' trust at the end, by simple and complex needs
  tornado      which assumptions the difference hangs on (from --parameter-sets 12 on)
  compare.pptx, NAME.pdf, compare.xlsx    with --also slides, pdf, xlsx
  compare.csv, compare.json    the same as data, with what made it
"""

MOST = 6
"""Scenarios that a picture can tell apart."""


@dataclass(frozen=True, slots=True)
class Told:
    """Which outcomes are told: some by name, one's own, and guesses of the main one."""

    named: tuple[str, ...]
    own: tuple[str, ...]
    guessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which pictures are drawn, and what they are written as besides."""

    pictures: str
    also: tuple[str, ...]


@click.command(cls=Command, epilog=EPILOG)
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--baseline", metavar="NAME", help="What others are compared with; the first else.")
@click.option(
    "--outcomes",
    "named",
    metavar="NAME,...",
    multiple=True,
    help="Outcomes to show, by name, or all.",
)
@record_option
@guess_option
@click.option(
    "--pictures",
    metavar="NAME,...",
    default="all",
    show_default=True,
    help="Pictures to draw (compare, over-time, chain, reported, needs, tornado), all or none.",
)
@also_option
@steering_options
@different_services_option
@without_option
@study_options(replicates=20, parameter_sets=40)
@format_option
@language_option
@gathered(Asked, "asked")
@gathered(Told, "told")
@gathered(Drawn, "drawn")
@gathered(Study, "study")
def compare(
    *,
    scenarios: tuple[str, ...],
    asked: Asked,
    different_services: bool,
    baseline: str | None,
    without: tuple[str, ...],
    told: Told,
    drawn: Drawn,
    study: Study,
) -> None:
    """Compare SCENARIOS (names or TOML files) with the first, or with --baseline.

    Runs share their chance, so a difference is the reform and not chance. Each outcome's
    difference is told as the median and nine tenths over other plausible assumptions, with a word
    for how many of them agree, and what turns it; the default values are one point beside.
    """
    from tillitsim.model.own_outcome import declared_with
    from tillitsim.runs.cases.recording import recorded
    from tillitsim.scenario.horizon import over_the_same_months
    from tillitsim.scenario.steering import refuse_different_services
    from tillitsim.studies.compare.analysis import HEADLINE
    from tillitsim.studies.compare.analysis import compare as compare_scenarios
    from tillitsim.studies.compare.final_states import endings
    from tillitsim.studies.compare.neutral_table import findings, neutral_records
    from tillitsim.studies.compare.table import compare_records, main_outcome

    own = [recorded(each) for each in told.own]
    declared = declared_with([each.found() for each in own])
    shown = outcomes_of(told.named, (*HEADLINE, *(each.name for each in own)), declared)
    given = scenarios_asked(scenarios, study.settings, study.months, asked, without, study.neutral)
    if not different_services:
        refuse_different_services(given)
    if len(given) < 2:
        raise alone("compare", scenarios[0])
    pictures = _pictures(drawn.pictures, len(given), study.parameter_sets)
    loaded = over_the_same_months(given)
    first = baseline_of(baseline, scenarios, loaded)
    language = study.language
    loaded = told_apart(loaded, language)
    sets = study.draw_sets(loaded)
    parts = (f"{each.name}-{each.digest[:6]}" for each in loaded)
    folder = folder_for(study.out, "compare", *parts, f"s{study.seed}")
    guesses = _guesses(told, declared[main_outcome(shown)].label(language), study.form)
    with study.runner(_("Comparing {} scenarios").format(len(loaded)), folder) as runner:
        found = compare_scenarios(
            loaded,
            baseline=first,
            seed=study.seed,
            replicates=study.replicates,
            parameter_sets=sets.each,
            calibrated=sets.calibrated,
            own=own,
            alike=True,
            runner=runner,
        )
        ended = endings(
            [found.scenarios[i] for i in (found.baseline, *found.others) if "needs" in pictures],
            seed=study.seed,
            parameter_sets=sets.each,
            runner=runner,
        )
    records = compare_records(found, shown, language)
    said = findings(found, main_outcome(shown), language)
    table = Table.of(records, said)
    whole = study.made_of(loaded) | {
        "replicates": study.replicates,
        "parameter_sets": len(found.parameter_sets),
        "parameter_sets_calibrated": found.calibrated,
        "effective_size": sets.effective,
        "guesses": counted(guesses) if guesses else None,
        "differences": records,
        "neutral_table": neutral_records(found, shown, language),
    }
    study.write(folder, "compare", table, whole)
    if study.form != "table":
        study.show(whole, table, str)
    else:
        if loaded != given:
            click.echo(_months_differ(loaded[0]) + "\n")
        _tell(found, shown, guesses, said, language)
    exports = Exports(folder, drawn.also)
    exports.workbook("compare", table)
    if pictures:
        from tillitsim.studies.compare.figure import compare_pictures

        _draw(exports, compare_pictures(found, shown, pictures, ended, language), said[0])
    if study.form == "table":
        click.echo(_("Pictures and data: {}").format(folder))


def _guesses(told: Told, label: str, form: str) -> list[str]:
    """The guesses of an outcome, which people are shown before the answer."""
    guesses = guesses_of(told.guessed, label)
    if guesses and form == "table":
        click.echo(distribution(guesses, label) + "\n")
    return guesses


def _draw(exports: Exports, pictures: Iterable[Picture], said: str) -> None:
    """Every picture as a file; the first slide says the finding, the others their title."""
    for each in pictures:
        exports.picture(
            each.name, each.figure, title=each.title, alternative=each.alternative, said=said
        )
        said = ""
    exports.write_slides("compare")


def _months_differ(first: Scenario) -> str:
    return _(
        "Their months differ, so all are run for {months} months and read from month {first} on."
    ).format(months=first.months, first=first.burn_in + 1)


def _tell(
    found: Comparison,
    shown: Sequence[str],
    guesses: Sequence[str],
    said: Sequence[str],
    language: str,
) -> None:
    """The answer as text, before any picture is drawn; of what is ``said``, guesses go first."""
    from tillitsim.studies.compare.table import (
        answer_line,
        compare_table,
        main_outcome,
    )
    from tillitsim.view.columns import terminal_width

    if guesses:
        main = main_outcome(shown)
        for other in found.others:
            (difference,) = found.differences(other, (main,))
            click.echo(answer_line(found, other, main, language))
            for line in judged(guesses, difference.verdict):
                click.echo(f"  {line}")
        said = said[1:]  # the model's answer to the guesses is the finding
    click.echo("".join(f"{sentence}\n" for sentence in said))
    text = compare_table(found, shown, language, bold, terminal_width())
    click.echo(text, nl=False)
    sys.stdout.flush()


def _pictures(asked: str, scenarios: int, parameter_sets: int) -> list[str]:
    """Names of the pictures to draw; with ``all``, those that have something to show."""
    from tillitsim.studies.compare.pictures import PICTURES, says_something

    names = [name.strip() for name in asked.split(",") if name.strip()]
    if names == ["none"]:
        return []
    if scenarios > MOST:
        raise InputError(
            _(
                "{scenarios} scenarios cannot be told apart in a picture: give {MOST} at"
                " most, or --pictures none."
            ).format(scenarios=scenarios, MOST=MOST)
        )
    if names in ([], ["all"]):
        return [name for name in PICTURES if says_something(name, parameter_sets)]
    for name in names:
        if name not in PICTURES:
            advice = did_you_mean(name, PICTURES) or _("; there are {pictures}.").format(
                pictures=", ".join(PICTURES)
            )
            raise InputError(
                _("--pictures: there is no picture '{name}'{advice}").format(
                    name=name, advice=advice
                )
            )
        if not says_something(name, parameter_sets):
            raise InputError(
                _(
                    "--pictures: --parameter-sets {parameter_sets} is too few for a {name}; give"
                    " --parameter-sets 40."
                ).format(parameter_sets=parameter_sets, name=name)
            )
    return list(dict.fromkeys(names))
