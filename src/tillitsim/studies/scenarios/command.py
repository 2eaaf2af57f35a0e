"""``tillitsim scenarios``: what there is to simulate, and help in writing one's own."""

from __future__ import annotations

import json
import math
import os
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import (
    Group,
    complete_scenario,
    format_option,
    language_option,
    spoken_option,
)
from tillitsim.cli.own_code import code_options
from tillitsim.locale import in_language, translator
from tillitsim.view.table import Cell, Table

if TYPE_CHECKING:
    from pathlib import Path

    from tillitsim.scenario.schema import Scenario

EPILOG = """\b
Examples:
  tillitsim scenarios list
  tillitsim scenarios show home-care --language sv
  tillitsim scenarios new my-service --from home-care
  tillitsim scenarios check my-service.toml
"""


@click.group(cls=Group, epilog=EPILOG)
@spoken_option
def scenarios() -> None:
    """List, show, check or start scenarios.

    A scenario is a TOML file, or the name of one: of a shipped one or one in ./scenarios.
    """


@scenarios.command(
    "list",
    short_help="List the scenarios that have a name.",
    epilog="Example: tillitsim scenarios list --language sv",
)
@format_option
@language_option
def list_scenarios(form: str, language: str) -> None:
    """List the scenarios that have a name: name, title, kind of service."""
    _ = translator(language)
    from tillitsim.cli.files import rows_of, show_list
    from tillitsim.scenario.description.outline import outline
    from tillitsim.scenario.reading.files import catalogue

    def row(name: str, path: Path) -> tuple[str, str, str]:
        about = outline(path)
        return name, in_language(about.title, language), in_language(about.sector, language)

    rows = rows_of(catalogue(), row, lambda name: (name, _("(wrong file)"), ""))
    show_list(("name", "title", "sector"), rows, form, language, rows)


@scenarios.command(
    "show",
    short_help="Show what a scenario is, and where its values come from.",
    epilog="Example: tillitsim scenarios show home-care --all",
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option("--all", "every", is_flag=True, help="Every value, defaults of mechanisms too.")
@click.option(
    "--against",
    metavar="OTHER",
    shell_complete=complete_scenario,
    help="Only what differs from another scenario.",
)
@format_option
@language_option
@code_options
def show(*, scenario: str, every: bool, against: str | None, form: str, language: str) -> None:
    """Show SCENARIO: what it is, each value, where the value comes from, and why."""
    from tillitsim.scenario.load import load

    given = load(scenario)
    if against is not None:
        _show_difference(load(against), given, form, language)
    elif form == "json":
        click.echo(json.dumps(_as_data(given, language), ensure_ascii=False, indent=2))
    elif form != "table":
        records: list[dict[str, Cell]] = _as_data(given, language)["values"]  # type: ignore[assignment]
        rows = [list(record.values()) for record in records]
        click.echo(Table(tuple(records[0]), rows).face(form, language), nl=False)
    else:
        _show_table(given, language, every=every)


@scenarios.command(
    "check",
    short_help="Check a file: all problems at once.",
    epilog="Example: tillitsim scenarios check my-service.toml",
)
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_scenario
)
@language_option
@code_options
def check(files: tuple[str, ...], language: str) -> None:  # noqa: ARG001 - spoken from then on
    """Check FILE: all problems at once, each in a sentence; exit code 2 if there are any.

    Values outside their plausible range are allowed, and noted.
    """
    from tillitsim.cli.files import check_files
    from tillitsim.scenario.composing.consistency import notes
    from tillitsim.scenario.load import load

    check_files(files, load, notes)


@scenarios.command(
    "new",
    short_help="Write a scenario to start from.",
    epilog="Example: tillitsim scenarios new my-service --from home-care",
)
@click.argument("name")
@click.option(
    "--from",
    "base",
    default="demonstration",
    show_default=True,
    shell_complete=complete_scenario,
    help="The scenario to start from.",
)
@language_option
def new(name: str, base: str, language: str) -> None:
    """Write NAME.toml, a scenario to start from, into this folder; never over an old file.

    It takes everything from another scenario until you change it.
    """
    _ = translator(language)
    import shlex
    from pathlib import Path

    from tillitsim.errors import InputError
    from tillitsim.scenario.load import load
    from tillitsim.scenario.reading.text_files import shown
    from tillitsim.studies.scenarios.template import template

    path = Path(name if name.endswith(".toml") else f"{name}.toml")
    start = load(base)
    extends = base
    if base.endswith(".toml") or "/" in base:
        extends = os.path.relpath(base, path.parent)
    if not path.name.removesuffix(".toml").strip(". "):
        raise InputError(_("a scenario needs a name; write for example 'my-service'."))
    if not name.isprintable():
        raise InputError(
            _("{name}: a name is written with visible characters on one line.").format(
                name=shown(name)
            )
        )
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(template(path.stem, extends, start))
                file.flush()
            except OSError:  # a full disk leaves no half of a file behind
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise InputError(
            _("{path}: there is such a file already; choose another name.").format(path=path)
        ) from None
    except (FileNotFoundError, ValueError):
        raise InputError(
            _("{name!r}: no file can be written by that name here; choose another name.").format(
                name=name
            )
        ) from None
    click.echo(path)
    then = f"tillitsim scenarios check {shlex.quote(str(path))}"
    advice = _("Change what you like in it; then try: {then}").format(then=then)
    click.echo(advice, err=True)


@scenarios.command(
    "schema",
    short_help="Print the JSON Schema for editors.",
    epilog="Example: tillitsim scenarios schema > scenario.schema.json",
)
@language_option
def schema(language: str) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check TOML.

    Begin a scenario with the line "#:schema ./scenario.schema.json" for Even Better TOML (Taplo).
    """
    from tillitsim.scenario.description.json_schema import json_schema

    click.echo(json.dumps(json_schema(language=language), ensure_ascii=False, indent=2))


def _as_data(scenario: Scenario, language: str) -> dict[str, object]:
    """Everything about a scenario as plain data."""
    from tillitsim.scenario.description.describe import settings
    from tillitsim.scenario.description.wording import unit_of

    return {
        "name": scenario.name,
        "digest": scenario.digest,
        "title": in_language(scenario.title, language),
        "description": in_language(scenario.description, language),
        "sector": in_language(scenario.sector, language),
        "months": scenario.months,
        "burn_in": scenario.burn_in,
        "spin_up": scenario.spin_up,
        "without": sorted(scenario.without),
        "neutral": scenario.neutral,
        "councils": [
            {
                "name": kind.name,
                "count": kind.count,
                "sectors": [
                    {"name": s.name, **{k: _number(s.values[k]) for k in s.values if _shared(k)}}
                    for s in kind.sectors
                ],
            }
            for kind in scenario.kinds
        ],
        "interventions": [
            {
                "name": each.name,
                "set": {path: _number(value) for path, value in each.values.items()},
                "start": each.start,
                "stop": each.stop,
                "ramp": each.ramp,
                "share": each.share,
                "lottery": each.lottery,
            }
            for each in scenario.interventions
        ],
        "values": [
            {
                "name": each.parameter.name,
                "value": _number(each.value),
                "unit": unit_of(each.parameter, language),
                "from": each.origin,
                "source": each.source,
            }
            for each in settings(scenario, language)
        ],
    }


def _shared(name: str) -> bool:
    """Values that describe a sector in short: its size and its mix."""
    return name.startswith(("chain.", "mix."))


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _show_table(scenario: Scenario, language: str, *, every: bool) -> None:
    _ = translator(language)
    from tillitsim.scenario.description.describe import scenario_in_words, settings, worth_showing
    from tillitsim.scenario.description.wording import (
        GROUPS,
        group_title,
        prefix_of,
        unit_of,
        value_of,
    )
    from tillitsim.view.columns import aligned, terminal_width, wrapped

    width = terminal_width()
    found = settings(scenario, language)
    chosen = [
        each
        for each in found
        if every or (not each.is_default if scenario.mixture else worth_showing(each))
    ]
    header = (_("name"), _("value"), _("unit"), _("from"), _("source"))
    output = [
        line for text in scenario_in_words(scenario, language) for line in wrapped(text, width)
    ] + [""]
    rows = [
        (
            each.parameter.name,
            value_of(each.value, language),
            unit_of(each.parameter, language),
            each.origin,
            each.source,
        )
        for each in chosen
    ]
    sizes = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    if rows and (width is None or sum(sizes[:-1]) < width):
        head = "  ".join(cell.ljust(size) for cell, size in zip(header, sizes, strict=True))
        output += [f"  {head.rstrip()}"]
    for prefix in dict.fromkeys((*GROUPS, *(prefix_of(each.parameter.name) for each in chosen))):
        own = [
            row
            for each, row in zip(chosen, rows, strict=True)
            if prefix_of(each.parameter.name) == prefix
        ]
        if own:
            padded = [tuple(c.ljust(s) for c, s in zip(r[:-1], sizes, strict=False)) for r in own]
            lines = [(*cells, row[-1]) for cells, row in zip(padded, own, strict=True)]
            output += [group_title(prefix, language), *aligned(lines, width=width, indent="  ")]
    hidden = len(found) - len(chosen)
    if scenario.mixture:
        output += [_("Each sector has the values of its own scenario, under those given here.")]
    elif hidden:
        output += [
            "",
            _("{hidden} more values are defaults; --all shows them.").format(hidden=hidden),
        ]
    click.echo("\n".join(output))


def _show_difference(before: Scenario, after: Scenario, form: str, language: str) -> None:
    _ = translator(language)
    from tillitsim.scenario.description.describe import difference
    from tillitsim.scenario.description.wording import unit_of, value_of
    from tillitsim.view.columns import aligned

    found = difference(before, after)
    fields = ("name", before.name, after.name, "unit")
    if form == "json":
        records = [
            {"name": d.parameter.name, "before": _number(d.before), "after": _number(d.after)}
            for d in found
        ]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    rows = [
        (
            each.parameter.name,
            value_of(each.before, language),
            value_of(each.after, language),
            unit_of(each.parameter, language),
        )
        for each in found
    ]
    if form != "table":
        click.echo(Table(fields, rows).face(form, language), nl=False)
    else:
        nothing = _("no differences")
        click.echo("\n".join(aligned([fields, *rows])) if rows else nothing)
