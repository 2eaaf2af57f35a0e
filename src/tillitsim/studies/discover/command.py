"""``tillitsim discover``: under which conditions one arm of an experiment beats another."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from tillitsim.cli.analysis import analysis_options, outcomes_through_sweep
from tillitsim.cli.options import Command, complete_experiment, format_option, language_option
from tillitsim.cli.own_code import say_whose_code
from tillitsim.cli.study import folder_for, made_of, outcomes_of, write_json, write_picture
from tillitsim.locale import translator
from tillitsim.view.table import Table

EPILOG = """\b
Examples:
  tillitsim discover discover-trust-or-rules
  tillitsim discover discover-trust-or-rules --outcome trust_in_service --language sv
  tillitsim discover discover-trust-or-rules --by 5 --size 800

\b
Files, in --out or else in results/discover-EXPERIMENT-HASH:
  discover.png, discover.svg   the conditions, a dot a case
  discover.csv                 every case: conditions, difference, whether it beats
  discover.json                what was found, with what made it
  runs/                        the runs, as 'tillitsim sweep' keeps them
Give the same command again to go on where it was stopped.
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("experiment", shell_complete=complete_experiment)
@click.option("--outcome", metavar="NAME", help="What is to be better; by default the first.")
@click.option(
    "--by",
    type=click.FloatRange(0.0),
    default=0.0,
    metavar="MARGIN",
    help="Better by more than this, in the units that the outcome reads in.",
)
@analysis_options(size="Points of the design.")
@format_option
@language_option
def discover(
    *,
    experiment: str,
    outcome: str | None,
    by: float,
    size: int | None,
    replicates: int | None,
    arm: str | None,
    seed: int | None,
    settings: tuple[str, ...],
    out: Path | None,
    workers: int | None,
    scheduler: str | None,
    budget: float | None,
    trust_code: bool,
    form: str,
    language: str,
) -> int:
    """Say under which conditions an arm of EXPERIMENT beats its baseline.

    Both arms run, with the same random numbers, at every point of the design. Half of the points
    find conditions, the other half judge them: what is told comes with how often it holds
    (density), how much of the whole it has (coverage), and is told only if chance would seldom do
    as well.
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.runs.experiment.load import load
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.studies.discover.analysis import Question
    from tillitsim.studies.discover.figure import discovery_alternative, discovery_figure
    from tillitsim.studies.discover.table import (
        case_records,
        discovery_records,
        discovery_table,
        question,
    )

    start = time.perf_counter()
    loaded = load(experiment, set=settings)
    say_whose_code(loaded, trusted=trust_code)
    (name,) = outcomes_of([outcome] if outcome else [], loaded.outcomes)[:1]
    asked = Question(loaded, size=size, replicates=replicates, arm=arm, seed=seed)
    plan, _ = asked.plan, translator(language)
    folder = folder_for(out, "discover", loaded.name, plan.digest)
    values, code = outcomes_through_sweep(
        plan,
        folder,
        [name],
        workers=workers,
        scheduler=scheduler,
        budget=budget,
        working=_("Asking when {}").format(loaded.name),
        language=language,
    )
    found = asked.answer(values, name, margin=by / OUTCOMES[name].factor)
    write_picture(
        folder,
        "discover",
        discovery_figure(found, plan.seed, language),
        title=question(found, language),
        alternative=discovery_alternative(found, language),
    )
    cases = case_records(found)
    table = Table(list(cases[0]), [list(case.values()) for case in cases])
    write_atomically(folder / "discover.csv", table.csv().encode())
    whole = made_of([each.scenario for each in loaded.arms], plan.seed, start) | {
        "experiment": loaded.name,
        "outcome": name,
        "arm": loaded.arms[found.arm].name,
        "baseline": loaded.baseline,
        "by": by,
        "replicates": found.experiment.replicates,
        "cases": found.discovery.cases,
        "judged": found.discovery.judged,
        "left_out": found.left_out,
        "base": found.discovery.base._asdict(),
        "rejected": found.discovery.rejected,
        "conditions": discovery_records(found),
    }
    write_json(folder, "discover", whole)
    if form == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif form != "table":
        click.echo(table.face(form, language), nl=False)
    else:
        click.echo(discovery_table(found, language, lambda text: click.style(text, bold=True)))
        click.echo(_("Picture and data: {}").format(folder))
    return code
