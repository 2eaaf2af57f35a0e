"""``tillitsim claims``: audit the project's own headline claims."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

import click

from tillitsim.cli.options import Command, Whole, language_option, seed_option, threads_option
from tillitsim.cli.progress import progress_bar
from tillitsim.errors import CLAIM_NOT_MET
from tillitsim.locale import translator

EPILOG = """\b
Examples:
  tillitsim claims
  tillitsim claims --worlds 50 --language sv
  tillitsim claims my-claims.toml --format json
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--worlds",
    type=Whole(0),
    default=0,
    show_default=True,
    help="Worlds of the parameter ensemble to try each claim in.",
)
@seed_option()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table for people, or JSON for programs.",
)
@language_option
@threads_option
def claims(
    *,
    path: Path | None,
    worlds: int,
    seed: int,
    form: Literal["table", "json"],
    language: str,
    threads: int | None,
) -> None:
    """Turn each claim in PATH in every way, to see whether it holds.

    Other seeds, half and double the agents, another order of activation, the neutral table, worlds
    of the ensemble. Without PATH, the claims that tillitsim makes itself. The exit code is 4 when a
    claim is fragile, or cannot be judged.
    """
    _ = translator(language)
    from tillitsim.runs.parameter_sets import worlds as draw
    from tillitsim.runs.shipped import evidence_folder
    from tillitsim.studies.claims.analysis import audit, load_claims
    from tillitsim.studies.claims.table import claims_records, claims_text
    from tillitsim.studies.evidence.load import check_runs

    stated = load_claims(path or evidence_folder().parent / "claims" / "claims.toml")
    check_runs(stated, {})
    chosen = draw(worlds, seed).each if worlds else []
    audits = []
    with progress_bar(
        _("Our own claims, turned in every way"),
        shown=sys.stderr.isatty(),
    ) as progress:
        for done, claim in enumerate(stated, 1):
            audits.append(audit(claim, chosen, seed=seed, threads=threads))
            if progress is not None:
                progress(done, len(stated))
    if form == "json":
        click.echo(json.dumps(claims_records(audits), indent=2, ensure_ascii=False))
    else:
        text = claims_text(audits, language, lambda line: click.style(line, bold=True))
        click.echo(text, nl=False)
    if any(each.verdict in {"fragile", "not judged"} for each in audits):
        click.get_current_context().exit(CLAIM_NOT_MET)
