"""``tillitsim levels``: published levels beside simulated ones."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tillitsim.cli.options import (
    Command,
    Whole,
    gathered,
    language_option,
    out_option,
    seed_option,
    set_option,
    table_or_json_option,
)
from tillitsim.cli.own_code import code_options
from tillitsim.cli.running import workers_options
from tillitsim.cli.study import Study
from tillitsim.locale import translator
from tillitsim.view.columns import aligned, terminal_width

EPILOG = """\b
Examples:
  tillitsim levels
  tillitsim levels my-facts.csv --format json
  tillitsim levels --out results/levels
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILES OR DIRS]...")
@click.option(
    "--replicates", type=Whole(2), default=8, show_default=True, help="Runs of each service."
)
@seed_option()
@set_option("Change a parameter in all services, but where a scenario sets its own.")
@out_option("Folder for the results (JSON) and the runs; the same again goes on from there.")
@table_or_json_option
@language_option
@workers_options
@code_options
@gathered(Study, "study")
def levels(
    *,
    paths: tuple[Path, ...],
    study: Study,
) -> None:
    """Hold published levels of services as they are against the model.

    A fact is a row of a CSV file: a quantity, its published value, the statistic of the model that
    stands for it, and a tolerance fixed beforehand. Without FILES OR DIRS, the facts that come with
    tillitsim. A fact outside its tolerance is a result, not an error: the exit code is 0.
    """
    from tillitsim.runs.ensemble.parameter_set import set_from
    from tillitsim.runs.store.files import make_folder, write_atomically
    from tillitsim.studies.levels.analysis import levels as hold
    from tillitsim.studies.levels.facts import load_facts
    from tillitsim.studies.levels.table import levels_records, levels_table

    _ = translator(study.language)
    facts = load_facts(paths)
    parameter_set = set_from(study.settings)
    if study.out is not None:
        make_folder(study.out)
    with study.runner(_("Asking {} facts").format(len(facts)), study.out) as runner:
        answers = hold(
            facts, parameter_set, seed=study.seed, replicates=study.replicates, runner=runner
        )
    records = json.dumps(levels_records(answers), indent=2, ensure_ascii=False, allow_nan=False)
    if study.out is not None:
        write_atomically(study.out / "levels.json", f"{records}\n".encode())
    if study.form == "json":
        click.echo(records)
        return

    def columns(rows: list[tuple[str, ...]]) -> list[str]:
        return aligned(rows, width=terminal_width(), indent="  ")

    click.echo(levels_table(answers, study.language, columns))
