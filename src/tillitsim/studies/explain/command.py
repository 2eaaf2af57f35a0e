"""``tillitsim explain``: take the good meeting apart, by cause, by level and by signal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from tillitsim.cli.exports import Exports, also_option
from tillitsim.cli.options import (
    Command,
    Whole,
    complete_scenario,
    gathered,
    language_option,
    months_option,
    out_option,
    parameter_sets_option,
    seed_option,
    set_option,
    table_or_json_option,
)
from tillitsim.cli.running import workers_options
from tillitsim.cli.steering import (
    Asked,
    change_argument,
    neutral_option,
    one_service,
    steering_options,
    when_whole,
)
from tillitsim.cli.study import Study, bold, conclude, sets_of
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _

if TYPE_CHECKING:
    from tillitsim.studies.explain.analysis import By

EPILOG = """\b
Examples:
  tillitsim explain home-care
  tillitsim explain trust-reform --against rule-book --language sv
  tillitsim explain home-care --steering trust-reform --against home-care
  tillitsim explain school --by signal --outcome trust_in_service
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is explained: which outcome, against what, in which way, by how many runs."""

    outcome: str
    against: str | None
    by: By | None
    replicates: int | None
    parameter_sets: int | None


@click.command(cls=Command, epilog=EPILOG)
@click.argument("scenario", shell_complete=complete_scenario)
@change_argument
@steering_options
@click.option(
    "--against",
    metavar="OTHER",
    shell_complete=complete_scenario,
    help="Explain the difference to another scenario.",
)
@click.option(
    "--by",
    type=click.Choice(["cause", "signal", "level"]),
    help="One way of asking only; all of them by default (causes belong to one scenario).",
)
@click.option(
    "--outcome",
    default="meeting_quality",
    show_default=True,
    help="What to explain: the name of an outcome.",
)
@click.option(
    "--replicates",
    type=Whole(2),
    help="Runs that differ in chance, each with a sampled order of the signals; 16 by default,"
    " fewer (4 at least) of services with many people, where chance evens out.",
)
@parameter_sets_option(
    help="Sets of other plausible assumptions, a run under each; as many as runs by default, 0 for"
    " default values alone.",
)
@months_option
@seed_option("Keys all chance, the other assumptions and the sampled orders.")
@set_option("Change a parameter of SCENARIO, as in mix.trust=0.6; may be given many times.")
@neutral_option
@out_option("Folder for picture and data.")
@also_option
@table_or_json_option
@language_option
@workers_options
@gathered(Asked, "asked")
@gathered(Question, "question")
@gathered(Study, "study")
def explain(
    *,
    scenario: str,
    asked: Asked,
    question: Question,
    also: tuple[str, ...],
    study: Study,
) -> None:
    """Say what makes the good meeting what it is in SCENARIO.

    Answers four questions with numbers and one picture: what creates value, what hinders, whether
    each level of the chain supports the meeting, and which steering signals matter. Each signal or
    cause is taken away in runs that share their chance and their assumptions; contributions are
    Shapley values, so they add up to the difference that they explain. Mechanisms of your own
    (--code of run and compare) are not taken apart.
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.scenario.horizon import over_the_same_months
    from tillitsim.scenario.load import load
    from tillitsim.studies.explain.analysis import replicates_for, take_apart
    from tillitsim.studies.explain.table import (
        bars_table,
        explain_records,
        explain_table,
        headline,
    )

    outcome, language = question.outcome, study.language
    if outcome not in OUTCOMES:
        raise InputError(
            _("--outcome: there is no outcome '{outcome}'{advice}").format(
                outcome=outcome, advice=did_you_mean(outcome, OUTCOMES)
            )
        )
    horizon = {} if study.months is None else {"months": study.months}
    loaded = load(scenario, set=study.settings, changes=horizon, neutral=study.neutral)
    one = one_service(loaded, asked)
    other = None
    if question.against is not None:
        against = when_whole(load(question.against, changes=horizon, neutral=study.neutral))
        one, other = over_the_same_months([one, against])
    runs = question.parameter_sets or question.replicates or replicates_for(one)
    sets = [] if question.parameter_sets == 0 else sets_of(runs, study.seed, [one]).each
    folder = study.folder("explain", [one])
    with study.runner(_("Taking {} apart").format(one.name), folder) as runner:
        taken = take_apart(
            one,
            against=other,
            by=question.by,
            outcome=outcome,
            seed=study.seed,
            replicates=runs,
            parameter_sets=sets,
            runner=runner,
        )
    table = bars_table(taken, language)

    def draw() -> None:
        from tillitsim.studies.explain.figure import explain_alternative, explain_figure

        Exports(folder, also).answer(
            "explain",
            table,
            explain_figure(taken, language),
            title=headline(taken, language),
            alternative=explain_alternative(taken, language),
        )

    text = partial(explain_table, taken, language, bold)
    conclude(study, folder, "explain", explain_records(taken), table, text, draw)
