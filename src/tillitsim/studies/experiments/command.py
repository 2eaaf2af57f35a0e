"""``tillitsim experiments``: what there is to try out, and whether a file of one's own is right."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import (
    Group,
    complete_experiment,
    format_option,
    language_option,
    spoken_option,
)
from tillitsim.cli.own_code import code_options
from tillitsim.locale import in_language, translator
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from tillitsim.runs.experiment.schema import Arm, Experiment

EPILOG = """\b
Examples:
  tillitsim experiments list --language sv
  tillitsim experiments show three-cornerstones
  tillitsim experiments check my-experiment.toml
"""


@click.group(cls=Group, epilog=EPILOG)
@spoken_option
def experiments() -> None:
    """List, show or check experiments.

    An experiment is a TOML file, or the name of one: of a shipped one or one in ./experiments. It
    compares arms, each a scenario with changes, or visits many points of a design, or both.
    """


@experiments.command(
    "list",
    short_help="List the experiments that have a name.",
    epilog="Example: tillitsim experiments list --language sv",
)
@format_option
@language_option
def list_experiments(form: str, language: str) -> None:
    """List the experiments that have a name: name, runs, title."""
    _ = translator(language)
    from tillitsim.cli.files import rows_of, show_list
    from tillitsim.runs.experiment.files import catalogue
    from tillitsim.runs.experiment.outline import outline

    def row(name: str, path: Path) -> tuple[str, int | None, str]:
        about = outline(path)
        return name, about.runs, in_language(about.title, language)

    rows = rows_of(catalogue(), row, lambda name: (name, None, _("(wrong file)")))
    word = _("runs")
    width = max((len(str(runs)) for _name, runs, _title in rows), default=0)
    lines = [
        (name, "" if runs is None else f"{runs:>{width}} {word}", title)
        for name, runs, title in rows
    ]
    show_list(("name", "runs", "title"), rows, form, language, lines)


@experiments.command(
    "show",
    short_help="Show the arms of an experiment, what each changes, and why.",
    epilog="Example: tillitsim experiments show general-grants --language sv",
)
@click.argument("experiment", shell_complete=complete_experiment)
@format_option
@language_option
def show(*, experiment: str, form: str, language: str) -> None:
    """Show EXPERIMENT: its question, its arms, what each changes and why, and how many runs."""
    from tillitsim.runs.experiment.load import load
    from tillitsim.runs.experiment.sources import before, numbers

    given = load(experiment)
    if form == "table":
        _show_table(given, language)
        return
    fields = ("arm", "intervention", "name", "value", "before", "source")
    rows = [
        (
            each.arm,
            each.intervention,
            each.name,
            _number(each.value),
            _number(before(given, each.name)) if "." in each.name else None,
            each.reason,
        )
        for each in numbers(given)
    ]
    if form != "json":
        click.echo(Table(fields, rows).face(form, language), nl=False)
        return
    data = {
        "name": given.name,
        "title": in_language(given.title, language),
        "description": in_language(given.description, language),
        "scenarios": sorted({arm.scenario.name for arm in given.arms}),
        "baseline": given.baseline,
        "arms": [
            {
                "name": arm.name,
                "title": in_language(arm.title, language),
                "digest": arm.scenario.digest,
            }
            for arm in given.arms
        ],
        "outcomes": list(given.outcomes),
        "replicates": given.replicates,
        "runs": runs_of(given),
        "numbers": [dict(zip(fields, row, strict=True)) for row in rows],
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@experiments.command(
    "check",
    short_help="Check a file: all problems at once.",
    epilog="Example: tillitsim experiments check my-experiment.toml",
)
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_experiment
)
@language_option
@code_options
def check(files: tuple[str, ...], language: str) -> None:  # noqa: ARG001 - spoken from then on
    """Check FILE: all problems at once, each in a sentence; exit code 2 if there are any.

    Numbers without a source and values outside their plausible range are allowed, and noted.
    """
    from tillitsim.cli.files import check_files
    from tillitsim.runs.experiment.load import load
    from tillitsim.runs.experiment.sources import notes

    check_files(files, load, notes)


def runs_of(experiment: Experiment) -> int:
    """How many runs an experiment asks for; with a stopping rule at least so many."""
    from tillitsim.runs.experiment.design import count_of

    return count_of(experiment.design) * len(experiment.arms) * experiment.replicates


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _show_table(given: Experiment, language: str) -> None:
    _ = translator(language)
    from tillitsim.runs.experiment.sources import TIMES, WHOLE, before, numbers, own_interventions
    from tillitsim.scenario.declared.declarations import PARAMETERS
    from tillitsim.scenario.description.describe import when_in_words
    from tillitsim.scenario.description.wording import value_of
    from tillitsim.view.columns import aligned, terminal_width, wrapped

    width = terminal_width()
    none = _("none given")
    rows: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for each in numbers(given):
        if each.name in PARAMETERS and each.arm:
            old = before(given, each.name)
            differs = _("differs")
            change = value_of(each.value, language)
            if old != each.value:
                change = f"{differs if old is None else value_of(old, language)} -> {change}"
            row = (each.name, change, each.reason or none)
            rows.setdefault((each.arm, each.intervention), []).append(row)
    every = [row for table in rows.values() for row in table]
    sizes = [max((len(row[i]) for row in every), default=0) for i in range(2)]

    def table(arm: str, intervention: str) -> list[str]:
        own = rows.get((arm, intervention), [])
        padded = [(name.ljust(sizes[0]), change.ljust(sizes[1]), why) for name, change, why in own]
        return aligned(padded, width=width, indent="    ")

    output = [
        in_language(given.title, language),
        *wrapped(in_language(given.description, language), width),
        "",
    ]
    output += [line for text in _in_words(given, language) for line in wrapped(text, width)]
    for arm in given.arms:
        baseline = (f" {_('(baseline)')}") * (arm.name == given.baseline)
        output += ["", f"{arm.name}{baseline}: {in_language(arm.title, language)}"]
        output += [f"  {text}" for text in _setting_of(arm, given, language)]
        if (arm.name, "") in rows:
            output += [f"  {_('from the start')}", *table(arm.name, "")]
        for one in own_interventions(given, arm):
            output += [f"  {when_in_words(one, language)}", *table(arm.name, one.name)]
    times = [
        (key, reason)
        for key, reason in given.sources.items()
        if key.rpartition(".")[2] in {*TIMES, *WHOLE}
    ]
    varied = [(each.name, each.reason or none) for each in numbers(given) if not each.arm]
    for heading, pairs in (
        (_("What is varied"), varied),
        (_("Times and sizes"), times),
    ):
        if pairs:
            output += ["", heading, *aligned(pairs, width=width, indent="  ")]
    click.echo("\n".join(output))


def _in_words(given: Experiment, language: str) -> list[str]:
    """Where it takes place, how many runs it takes and what is looked at, in sentences."""
    _ = translator(language)
    from tillitsim.model.cost import seconds_needed
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.model.simulation import default_threads
    from tillitsim.runs.experiment.design import count_of

    where = ", ".join(dict.fromkeys(arm.scenario.name for arm in given.arms))
    first, cells, many = given.arms[0].scenario, count_of(given.design), len(given.arms)
    seconds = sum(seconds_needed(arm.scenario) for arm in given.arms)
    seconds *= cells * given.replicates / default_threads()
    about = f"{max(1, round(seconds / 60))} min" if seconds > 90 else f"{max(1, round(seconds))} s"
    looked = ", ".join(OUTCOMES[name].label(language) for name in given.outcomes)
    horizon = _("{months} months, of which the first {burn_in} are not counted.").format(
        months=first.months, burn_in=first.burn_in
    )
    size = " x ".join(
        [
            *(
                [_.ngettext("{n} point", "{n} points", cells).format(n=cells)]
                if given.design
                else []
            ),
            _.ngettext("{n} arm", "{n} arms", many).format(n=many),
            _("{n} replicates").format(n=given.replicates),
        ]
    )
    return [
        f"Scenario: {where}. {horizon}",
        _("{size}: {runs} runs, roughly {about}.").format(
            size=size, runs=runs_of(given), about=about
        ),
        _("Looks first at: {outcomes}.").format(outcomes=looked),
    ]


def _setting_of(arm: Arm, given: Experiment, language: str) -> list[str]:
    """What an arm is beside its numbers, where that is not as in the baseline."""
    _ = translator(language)
    baseline = given.arms[given.baseline_index].scenario
    own = arm.scenario
    found = []
    if own.name != baseline.name:
        found.append(f"scenario: {own.name}")
    off = ", ".join(sorted(own.without - baseline.without))
    if off:
        found.append(_("switched off: {off}").format(off=off))
    if own.neutral != baseline.neutral:
        found.append(_("neutral table: {neutral}").format(neutral=own.neutral))
    return found
