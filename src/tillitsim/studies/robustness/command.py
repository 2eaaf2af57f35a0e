"""``tillitsim robustness``: which set of reforms loses least, whatever is assumed."""

from __future__ import annotations

import click

from tillitsim.cli.options import Command, format_option, gathered, language_option
from tillitsim.cli.steering import Asked, call_by_service, change_argument, steering_options
from tillitsim.cli.study import Study, bold, conclude, outcomes_of, study_options, write_picture
from tillitsim.errors import InputError
from tillitsim.locale import languages, translator
from tillitsim.view.table import Table

EPILOG = """\b
Examples:
  tillitsim robustness home-care --reform fewer-goals --reform collegial-time
  tillitsim robustness school --steering trust-reform --steering rule-book --outcome harm
  tillitsim robustness home-care --reform fewer-goals "more trust: mix.trust=+0.2" --language sv
  tillitsim robustness home-care --reform fewer-goals --require "good_meetings>=20,turnover<=15"

\b
Files, in --out or else in results/robustness-SERVICE-HASH-sSEED:
  robustness.png, robustness.svg     what each option loses, and how often it is enough
  robustness.csv, robustness.json    the same as data, with what made it
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("service")
@change_argument
@steering_options
@click.option(
    "--outcome",
    default="good_meetings",
    show_default=True,
    metavar="NAME",
    help="What options are judged by.",
)
@click.option(
    "--require",
    "required",
    metavar="NAME>=N,...",
    multiple=True,
    help="What has to be met, in natural readings; no harm beside today by default.",
)
@study_options(replicates=None, parameter_sets=40)
@format_option
@language_option
@gathered(Asked, "asked")
@gathered(Study, "study")
def robustness(
    *,
    service: str,
    asked: Asked,
    outcome: str,
    required: tuple[str, ...],
    study: Study,
) -> None:
    """Find the set of reforms of SERVICE that is robust, whatever is assumed.

    Takes today's steering, every other that is named, and every set of the reforms, under many sets
    of plausible assumptions. Says which option loses least where it does worst (minimax regret),
    and which meets what is required under most of them (satisficing).
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.studies.robustness.analysis import robustness as robustness_of
    from tillitsim.studies.robustness.figure import robustness_alternative, robustness_figure
    from tillitsim.studies.robustness.options import options_of
    from tillitsim.studies.robustness.requirements import requirements_of
    from tillitsim.studies.robustness.table import (
        robustness_records,
        robustness_table,
        robustness_title,
    )

    _ = translator(study.language)
    (name,) = outcomes_of((outcome,), ())[:1]
    judged = OUTCOMES[name]
    if not judged.better:
        raise InputError(
            _("'{name}' is neither better high nor low, so it cannot be valued.").format(name=name)
        )
    called = {
        text.lower(): known
        for known, each in OUTCOMES.items()
        for text in (known, *(each.label(one) for one in languages()))
    }
    requirements = requirements_of(required, called)
    one = study.scenario(service)
    options = options_of(
        one,
        steerings=asked.steerings,
        reforms=asked.reforms,
        changes=asked.changes,
        at=asked.at,
    )
    call_by_service([one])
    sets = study.draw_sets([one])
    folder = study.folder("robustness", [one])
    with study.runner(_("Trying {} options").format(len(options)), folder) as runner:
        found = robustness_of(
            options,
            judged,
            requirements,
            seed=study.seed,
            parameter_sets=sets.each,
            calibrated=sets.calibrated,
            runner=runner,
        )
    records = robustness_records(found)
    table = Table.of(records)
    whole = study.made_of([each.scenario for each in options]) | {
        "parameter_sets": len(found.outcomes),
        "parameter_sets_calibrated": found.calibrated,
        "required": [each.text("en") for each in found.requirements],
        "finding": robustness_title(found, "en"),
        "options": records,
    }
    language = study.language
    conclude(
        study, folder, "robustness", whole, table, lambda: robustness_table(found, language, bold)
    )
    write_picture(
        folder,
        "robustness",
        robustness_figure(found, language),
        title=robustness_title(found, language),
        alternative=robustness_alternative(found, language),
    )
