"""``tillitsim discover``: under which conditions one arm of an experiment beats another."""

from __future__ import annotations

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
@gathered(Analysis, "asked")
def discover(
    *,
    experiment: str,
    outcome: str | None,
    by: float,
    asked: Analysis,
) -> int:
    """Say under which conditions an arm of EXPERIMENT beats its baseline.

    Both arms run, with the same random numbers, at every point of the design. Half of the points
    find conditions, the other half judge them: what is told comes with how often it holds
    (density), how much of the whole it has (coverage), and is told only if chance would seldom do
    as well.
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.studies.discover.analysis import Question
    from tillitsim.studies.discover.figure import discovery_alternative, discovery_figure
    from tillitsim.studies.discover.table import (
        case_records,
        discovery_records,
        discovery_table,
        question,
    )

    loaded, language = asked.load(experiment), asked.language
    (name,) = outcomes_of([outcome] if outcome else [], loaded.outcomes)[:1]
    to_ask = Question(
        loaded, size=asked.size, replicates=asked.replicates, arm=asked.arm, seed=asked.seed
    )
    plan, _ = to_ask.plan, translator(language)
    folder = folder_for(asked.out, "discover", loaded.name, plan.digest)
    values, code = outcomes_through_sweep(
        plan,
        folder,
        [name],
        asked,
        working=_("Asking when {}").format(loaded.name),
    )
    found = to_ask.answer(values, name, margin=by / OUTCOMES[name].factor)
    write_picture(
        folder,
        "discover",
        discovery_figure(found, plan.seed, language),
        title=question(found, language),
        alternative=discovery_alternative(found, language),
    )
    cases = case_records(found)
    table = Table.of(cases)
    whole = made_of([each.scenario for each in loaded.arms], plan.seed, asked.start) | {
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
    asked.finish(folder, "discover", whole, table, discovery_table(found, language, bold))
    return code
