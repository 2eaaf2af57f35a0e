"""``tillitsim sensitivity``: what the outcomes of an experiment come from."""

from __future__ import annotations

from typing import Literal

import click

from tillitsim.cli.analysis import Analysis, analysis_options, outcomes_through_sweep
from tillitsim.cli.options import (
    Command,
    complete_experiment,
    format_option,
    gathered,
    language_option,
)
from tillitsim.cli.study import bold, folder_for, made_of, outcomes_of, write_picture
from tillitsim.locale import translator
from tillitsim.view.table import Table

EPILOG = """\b
Examples:
  tillitsim sensitivity screening-home-care                   which inputs matter at all
  tillitsim sensitivity sensitivity-home-care --size 512      how much, alone and together
  tillitsim sensitivity sensitivity-home-care --second-order  which act together
  tillitsim sensitivity sensitivity-home-care --method pawn   what moves the whole distribution
  tillitsim sensitivity discover-trust-or-rules --method morris --language sv

\b
Files, in --out or else in results/sensitivity-EXPERIMENT-HASH:
  sensitivity.png, sensitivity.svg   bars with intervals
  sensitivity.csv, sensitivity.json  every number as data, with what made it
  runs/                              the runs, as 'tillitsim sweep' keeps them
Give the same command again to go on where it was stopped; with --out, a larger --size too.
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("experiment", shell_complete=complete_experiment)
@click.option(
    "--method",
    type=click.Choice(["morris", "sobol", "pawn"]),
    help="Screening, shares of the variance, or distances between distributions; the experiment's"
    " design says by default.",
)
@click.option(
    "--second-order",
    is_flag=True,
    help="Sobol' indices of every two inputs together too, from nearly twice as many runs.",
)
@click.option(
    "--outcome",
    "named",
    metavar="NAME,...",
    multiple=True,
    help="Outcomes to analyse, by name; the experiment's by default.",
)
@analysis_options(size="Trajectories (morris), or rows or points (sobol, pawn: a power of two).")
@format_option
@language_option
@gathered(Analysis, "asked")
def sensitivity(
    *,
    experiment: str,
    method: Literal["morris", "sobol", "pawn"] | None,
    second_order: bool,
    named: tuple[str, ...],
    asked: Analysis,
) -> int:
    """Say what the outcomes of EXPERIMENT, a name or a TOML file, come from.

    Everything under [design.vary] varies together over its range. The three shares of the mix are
    one input, whose part is split among the principles; chance is an input too. With two arms the
    difference between them is analysed, with the same random numbers in both.
    """
    from tillitsim.studies.sensitivity.analysis import Question
    from tillitsim.studies.sensitivity.figure import sensitivity_alternative, sensitivity_figure
    from tillitsim.studies.sensitivity.records import sensitivity_records
    from tillitsim.studies.sensitivity.table import finding, sensitivity_table

    loaded, language = asked.load(experiment), asked.language
    outcomes = outcomes_of(named, loaded.outcomes)
    question = Question(
        loaded,
        method=method,
        size=asked.size,
        replicates=asked.replicates,
        arm=asked.arm,
        seed=asked.seed,
        second_order=second_order,
    )
    plan, _ = question.plan, translator(language)
    folder = folder_for(asked.out, "sensitivity", loaded.name, plan.digest)
    values, code = outcomes_through_sweep(
        plan,
        folder,
        outcomes,
        asked,
        working=_("Analysing {}").format(loaded.name),
    )
    found = question.answer(values, outcomes)
    if any(found.found.values()):
        write_picture(
            folder,
            "sensitivity",
            sensitivity_figure(found, plan.seed, language),
            title=finding(found, language),
            alternative=sensitivity_alternative(found, language),
        )
    records = sensitivity_records(found)
    header = ("outcome", "input", "index", "value", "low", "high")
    table = Table(header, [[record[key] for key in header] for record in records])
    whole = made_of([each.scenario for each in loaded.arms], plan.seed, asked.start) | {
        "experiment": loaded.name,
        "method": found.method,
        "size": found.size,
        "replicates": question.experiment.replicates,
        "runs": found.runs,
        "arm": None if found.arm is None else loaded.arms[found.arm].name,
        "baseline": None if found.arm is None else loaded.baseline,
        "indices": records,
    }
    asked.finish(folder, "sensitivity", whole, table, sensitivity_table(found, language, bold))
    return code
