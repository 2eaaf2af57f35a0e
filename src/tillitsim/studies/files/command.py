"""``tillitsim schema`` and ``tillitsim convert``: help with the files that people write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import Command, language_option, out_option
from tillitsim.locale import translator

if TYPE_CHECKING:
    from pydantic import BaseModel

KINDS = ("scenario", "experiment", "finding", "claims", "plan")


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  tillitsim schema scenario > scenario.schema.json
  tillitsim schema finding --language sv
""",
)
@click.argument("kind", type=click.Choice(KINDS))
@language_option
def schema(*, kind: str, language: str) -> None:
    """Print the JSON Schema of a KIND of file, for editors that complete and check TOML.

    Begin a file with the line "#:schema ./scenario.schema.json" for Even Better TOML (Taplo).
    """
    from tillitsim.scenario.description.json_schema import json_schema

    made = json_schema(model_of(kind), language, kind)
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))


def model_of(kind: str) -> type[BaseModel]:
    """The model that reads a kind of file."""
    if kind == "experiment":
        from tillitsim.runs.experiment.load import ExperimentFile

        return ExperimentFile
    if kind == "finding":
        from tillitsim.studies.evidence.schema import Finding

        return Finding
    if kind == "claims":
        from tillitsim.studies.claims.analysis import ClaimsFile

        return ClaimsFile
    if kind == "plan":
        from tillitsim.studies.calibrate.plan import Plan

        return Plan
    from tillitsim.scenario.composing.sheet import ScenarioFile

    return ScenarioFile


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  tillitsim convert my-finding.toml
  tillitsim convert my-finding.toml --out my-finding-2.toml
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@out_option("Where to write it; printed by default. Never over an old file.", metavar="FILE")
@language_option
def convert(*, file: Path, out: Path | None, language: str) -> None:
    """Turn FILE, written for an earlier version, into one for this version.

    Everything else in it stays as it is, comments too. What was changed is told on stderr.
    """
    from tillitsim.errors import InputError
    from tillitsim.studies.files.convert import converted

    _ = translator(language)
    text, changes = converted(file)
    for each in changes:
        click.echo(each, err=True)
    if not changes:
        click.echo(_("{file}: nothing to change.").format(file=file), err=True)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8", newline="") as target:
            target.write(text)
    except FileExistsError:
        raise InputError(
            _("{out}: there is such a file already; choose another name.").format(out=out)
        ) from None
