"""``tillitsim claims``: audit the project's own headline claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from tillitsim.cli.options import (
    Command,
    language_option,
    out_option,
    parameter_sets_option,
    seed_option,
    table_or_json_option,
)
from tillitsim.cli.running import runner_for, workers_options
from tillitsim.cli.study import sets_of
from tillitsim.errors import CLAIM_NOT_MET
from tillitsim.locale import translator

EPILOG = """\b
Examples:
  tillitsim claims
  tillitsim claims --parameter-sets 50 --language sv
  tillitsim claims my-claims.toml --format json
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@parameter_sets_option(
    default=0,
    help="Sets of other plausible assumptions to try each claim in.",
)
@seed_option()
@table_or_json_option
@language_option
@out_option("Folder for the results (JSON).")
@workers_options
def claims(
    *,
    path: Path | None,
    parameter_sets: int,
    seed: int,
    form: Literal["table", "json"],
    language: str,
    out: Path | None,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Turn each claim in PATH in every way, to see whether it holds.

    Other seeds, half and double the agents, another order of activation, the neutral table, other
    plausible assumptions. Without PATH, the claims that tillitsim makes itself. The exit code is 4
    when a claim is fragile, or cannot be judged.
    """
    _ = translator(language)
    from tillitsim.runs.ensemble.shipped import evidence_folder
    from tillitsim.runs.store.files import make_folder, write_atomically
    from tillitsim.studies.claims.analysis import audit, load_claims
    from tillitsim.studies.claims.table import claims_records, claims_text
    from tillitsim.studies.evidence.load import check_runs

    stated = load_claims(path or evidence_folder().parent / "claims" / "claims.toml")
    check_runs(stated, {})
    chosen = sets_of(parameter_sets, seed).each
    if out is not None:
        make_folder(out)
    with runner_for(
        _("Our own claims, turned in every way"),
        language,
        out=out,
        workers=workers,
        scheduler=scheduler,
    ) as runner:
        audits = audit(stated, chosen, seed=seed, runner=runner)
    records = json.dumps(claims_records(audits), indent=2, ensure_ascii=False)
    if out is not None:
        write_atomically(out / "claims.json", f"{records}\n".encode())
    if form == "json":
        click.echo(records)
    else:
        text = claims_text(audits, language, lambda line: click.style(line, bold=True))
        click.echo(text, nl=False)
    if any(each.verdict in {"fragile", "not judged"} for each in audits):
        click.get_current_context().exit(CLAIM_NOT_MET)
