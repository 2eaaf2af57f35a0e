"""``tillitsim evidence``: run published findings and say which the model reproduces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import (
    Command,
    Whole,
    gathered,
    language_option,
    out_option,
    parameter_sets_option,
    seed_option,
    set_option,
    table_or_json_option,
)
from tillitsim.cli.own_code import code_options
from tillitsim.cli.running import workers_options
from tillitsim.cli.study import Study, bold
from tillitsim.locale import translator
from tillitsim.view.columns import aligned, terminal_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tillitsim.runs.runner import Runner
    from tillitsim.studies.evidence.replication import Trial

EPILOG = """\b
Examples:
  tillitsim evidence
  tillitsim evidence falk-kosfeld-2006-hidden-cost
  tillitsim evidence my-finding.toml --language sv
  tillitsim evidence --parameter-sets 20
  tillitsim evidence --dry-run my-findings
  tillitsim evidence experiments/evidence --format json --out results/evidence
"""


def as_json(content: object) -> str:
    """Strict JSON: what is no number is refused, never written as NaN."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)


def say_what_was_run(trials: Sequence[Trial], runner: Runner, folder: Path, language: str) -> None:
    """Say how many runs the folder had already, and which findings were run anew."""
    from tillitsim.view.numbers import decimal

    _ = translator(language)
    anew = len(runner.computed)
    kept, ran = (decimal(n, 0, language) for n in (runner.finished - anew, anew))
    told = _("{kept} runs were there already in {folder}, {ran} were run.").format(
        kept=kept, ran=ran, folder=folder
    )
    names = ", ".join(each.finding.id for each in trials if each.computed)
    if names and runner.finished > anew:
        told = f"{told} {_('Run anew: {findings}.').format(findings=names)}"
    click.echo(told, err=True)


@click.command(cls=Command, epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FINDINGS OR DIRS]...")
@seed_option()
@click.option(
    "--most",
    type=Whole(4),
    metavar="N",
    help="Replicates of a finding at most; its file says by default.",
)
@set_option("Change a parameter for all findings; what a finding sets itself comes on top.")
@parameter_sets_option(
    default=0,
    help="Run every finding under N sets of other plausible assumptions too: how often is it a"
    " hit?",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Check the files and say what would be run; run nothing, write nothing.",
)
@out_option("Folder for the results (JSON), the page (Markdown) and the picture.")
@table_or_json_option
@language_option
@workers_options
@code_options
@gathered(Study, "study")
def evidence(
    *,
    paths: tuple[Path, ...],
    most: int | None,
    dry_run: bool,
    study: Study,
) -> None:
    """Replicate published findings and report hits and misses.

    A finding is a TOML file: a study, a virtual experiment with the same arms, and how it is
    scored. Give its file, or the name or id of one that comes with tillitsim, or a folder; without,
    all that come with tillitsim. A miss is a result, not an
    error: the exit code is 0 whatever the verdicts.
    """
    from tillitsim.runs.ensemble.parameter_set import set_from
    from tillitsim.runs.ensemble.shipped import evidence_folder
    from tillitsim.runs.store.files import make_folder, write_atomically
    from tillitsim.studies.evidence.ensemble_scores import across
    from tillitsim.studies.evidence.figure import evidence_alternative, evidence_figure
    from tillitsim.studies.evidence.load import check_runs, load_all
    from tillitsim.studies.evidence.plan import plan_records, plan_table
    from tillitsim.studies.evidence.replication import run_all
    from tillitsim.studies.evidence.table import evidence_page, evidence_records, evidence_table
    from tillitsim.view.style import image

    language, out = study.language, study.out
    _ = translator(language)
    findings = load_all(paths or [evidence_folder()])
    parameter_set = set_from(study.settings)
    check_runs(findings, parameter_set)

    def columns(rows: list[tuple[str, ...]]) -> list[str]:
        return aligned(rows, width=terminal_width(), indent="  ")

    if dry_run:
        planned = plan_records(findings, most)
        told = (
            as_json(planned)
            if study.form == "json"
            else plan_table(findings, most, language, columns)
        )
        click.echo(told, nl=study.form == "json")
        return
    if out is not None:
        make_folder(out)
    asked = [each | parameter_set for each in study.draw_sets(()).each]
    with study.runner(_("Running {} findings").format(len(findings)), out) as runner:
        (trials,) = run_all(findings, [parameter_set], seed=study.seed, most=most, runner=runner)
        found = across(findings, asked, seed=study.seed, runner=runner) if asked else None
    if out is not None:
        say_what_was_run(trials, runner, out, language)
    records = as_json(evidence_records(trials, found))
    if out is not None:
        write_atomically(out / "evidence.json", records.encode())
        write_atomically(out / "evidence.md", evidence_page(trials, language, found).encode())
        figure = evidence_figure(trials, language, study.seed)
        spoken = evidence_alternative(trials, language)
        for kind in ("png", "svg"):
            content = image(
                figure, kind, title=_("The model against published findings"), alternative=spoken
            )
            write_atomically(out / f"evidence.{kind}", content)
    if study.form == "json":
        click.echo(records)
        return
    click.echo(evidence_table(trials, language, columns, bold, found), nl=False)
