"""``tillitsim parameters``: what each setting means, its limits, its source and who reads it."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import Command, complete_scenario, format_option, language_option
from tillitsim.cli.own_code import code_options
from tillitsim.locale import _, current_language, translator
from tillitsim.view.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tillitsim.scenario.declared.parameter import Parameter

EPILOG = """\b
Examples:
  tillitsim parameters
  tillitsim parameters mix.trust
  tillitsim parameters task --language sv
  tillitsim parameters task.variety --scenario home-care
  tillitsim parameters --format csv > parameters.csv
  tillitsim parameters fatigue --code fatigue.py          of a mechanism of your own
"""
MOST_TOLD = 8
"""Parameters at the most that are told of a word that none is called."""
FIELDS = (
    "name",
    "value",
    "default",
    "minimum",
    "maximum",
    "low",
    "high",
    "unit",
    "whole",
    "label",
    "source",
    "read_by",
)


@click.command(cls=Command, epilog=EPILOG)
@click.argument("name", required=False)
@click.option(
    "--scenario",
    shell_complete=complete_scenario,
    help="Show the values of this scenario instead of the defaults.",
)
@format_option
@language_option
@code_options
def parameters(name: str | None, scenario: str | None, form: str, language: str) -> None:
    """Explain the parameter NAME, all of a group, or without a name list all.

    Bounds are what the mathematics allows (outside is an error), the range is what is plausible
    (outside is a note). A source that begins with "assumed" is our assumption.
    """
    from tillitsim.scenario.declared.declarations import PARAMETERS

    values = _values_of(scenario) if scenario else {n: p.default for n, p in PARAMETERS.items()}
    chosen = _chosen(name)
    if form == "json":
        rows = [_record(p, values[p.name], language) for p in chosen]
        alone = name in PARAMETERS
        click.echo(json.dumps(rows[0] if alone else rows, ensure_ascii=False, indent=2))
    elif form != "table":
        records = [_record(p, values[p.name], language) for p in chosen]
        cells = [[_cell(record[field]) for field in FIELDS] for record in records]
        click.echo(Table(FIELDS, cells).face(form, language), nl=False)
    elif len(chosen) == 1:
        _print_one(chosen[0], values[chosen[0].name], language)
    else:
        _print_table(chosen, {p.name: values[p.name] for p in chosen}, language)


def _values_of(scenario: str) -> Mapping[str, float]:
    """The values of a scenario, if it has one set of them."""
    from tillitsim.errors import InputError
    from tillitsim.scenario.load import load

    loaded = load(scenario)
    if loaded.mixture:
        sectors = ", ".join({s.name: "" for kind in loaded.mixture for s in kind.sectors})
        raise InputError(
            _(
                "{name}: a mixture has no values of its own; name the scenario of a sector:"
                " {sectors}."
            ).format(name=loaded.name, sectors=sectors)
        )
    return loaded.values


def _chosen(name: str | None) -> list[Parameter]:
    """The parameter of that name, those of that group, or all."""
    from tillitsim.errors import InputError
    from tillitsim.scenario.declared.declarations import PARAMETERS

    if name is None:
        return list(PARAMETERS.values())
    if name in PARAMETERS:
        return [PARAMETERS[name]]
    group = [p for n, p in PARAMETERS.items() if n.startswith(f"{name}.")]
    if not group:
        from tillitsim.scenario.reading.text_files import shown

        raise InputError(
            _("there is no parameter '{name}'{advice}").format(
                name=shown(name), advice=_advice(name)
            )
        )
    return group


def _advice(name: str) -> str:
    """What may be meant by a name that none is: one close to it, or what speaks of that word."""
    from tillitsim.scenario.description.wording import GROUPS
    from tillitsim.scenario.reading.values import nearest
    from tillitsim.view.columns import aligned, cut, terminal_width

    close = nearest(name, GROUPS)
    if close:
        return close
    told = _speak_of(name)
    if not told:
        return _("; groups are {groups}; 'tillitsim parameters' lists them all.").format(
            groups=", ".join(GROUPS)
        )
    lines = cut(aligned(told[:MOST_TOLD], indent="  "), terminal_width())
    if len(told) > MOST_TOLD:
        lines.append("  " + _("... and {more} more").format(more=len(told) - MOST_TOLD))
    return "\n".join([_("; these speak of it:"), *lines])


def _speak_of(word: str) -> list[tuple[str, str]]:
    """Groups and parameters with that word, or its beginning, in their meaning; in any language."""
    from tillitsim.locale import languages

    begun = re.compile(rf"\b{re.escape(word.strip())}", re.IGNORECASE)
    found: dict[str, str] = {}
    for language in (current_language(), *languages()) if word.strip() else ():
        for name, meaning in _meanings(language).items():
            if begun.search(meaning):
                found.setdefault(name, meaning)
    return list(found.items())


def _meanings(language: str) -> dict[str, str]:
    """What each group and each parameter is about."""
    from tillitsim.scenario.declared.declarations import PARAMETERS
    from tillitsim.scenario.description.wording import GROUPS, group_title

    groups = {name: group_title(name, language) for name in GROUPS}
    return groups | {name: each.label(language) for name, each in PARAMETERS.items()}


def _record(parameter: Parameter, value: float, language: str) -> dict[str, object]:
    from tillitsim.scenario.description.describe import readers
    from tillitsim.scenario.description.wording import source_of, unit_of

    return {
        "name": parameter.name,
        "value": None if math.isnan(value) else value,
        "default": None if parameter.optional else parameter.default,
        "minimum": parameter.bounds[0],
        "maximum": parameter.bounds[1],
        "low": parameter.range[0],
        "high": parameter.range[1],
        "unit": unit_of(parameter, language),
        "whole": parameter.whole,
        "label": parameter.label(language),
        "source": source_of(parameter.source, language),
        "read_by": readers(parameter),
    }


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        return " ".join(value)
    return value if value is None or isinstance(value, str | float | int) else str(value)


def _print_one(parameter: Parameter, value: float, language: str) -> None:
    from tillitsim.scenario.description.describe import parameter_in_words
    from tillitsim.view.columns import aligned, terminal_width

    pairs = parameter_in_words(parameter, language, value)
    lines = [parameter.name, *aligned(pairs, width=terminal_width(), indent="  ")]
    click.echo("\n".join(lines))


def _print_table(chosen: list[Parameter], values: dict[str, float], language: str) -> None:
    _ = translator(language)
    from tillitsim.scenario.description.wording import (
        GROUPS,
        group_title,
        prefix_of,
        unit_of,
        value_of,
    )
    from tillitsim.view.columns import aligned, cut, terminal_width

    between = f" {_('to')} "
    rows = [
        (
            parameter.name,
            value_of(values[parameter.name], language),
            between.join(value_of(end, language) for end in parameter.range),
            unit_of(parameter, language),
            parameter.label(language),
        )
        for parameter in chosen
    ]
    header = (_("name"), _("value"), _("range"), _("unit"), _("meaning"))
    lines = cut(aligned([header, *rows]), terminal_width())
    by_group: dict[str, list[str]] = {}
    for parameter, line in zip(chosen, lines[1:], strict=True):
        by_group.setdefault(prefix_of(parameter.name), []).append(line)
    output = [lines[0]]
    for prefix in dict.fromkeys((*GROUPS, *by_group)):
        if prefix in by_group:
            output += ["", group_title(prefix, language), *by_group[prefix]]
    click.echo("\n".join(output))
