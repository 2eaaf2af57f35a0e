"""``tillitsim robustness``: which set of reforms loses least, whatever is assumed."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from tillitsim.cli.options import Command, format_option, language_option
from tillitsim.cli.running import runner_for
from tillitsim.cli.steering import call_by_service, change_argument, scenario_of, steering_options
from tillitsim.cli.study import (
    folder_for,
    made_of,
    outcomes_of,
    study_options,
    worlds_of,
    write_json,
    write_picture,
)
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
    "--outcome", default="good_meetings", show_default=True, metavar="NAME",
    help="What options are judged by.",
)  # fmt: skip
@click.option(
    "--require", "required", metavar="NAME>=N,...", multiple=True,
    help="What has to be met, in natural readings; no harm beside today by default.",
)  # fmt: skip
@study_options(replicates=None, worlds=40)
@format_option
@language_option
def robustness(
    *,
    service: str,
    changes: tuple[str, ...],
    steerings: tuple[str, ...],
    reforms: tuple[str, ...],
    at: int | None,
    outcome: str,
    required: tuple[str, ...],
    worlds: int,
    months: int | None,
    seed: int,
    settings: tuple[str, ...],
    out: Path | None,
    form: str,
    language: str,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Find the set of reforms of SERVICE that is robust, whatever is assumed.

    Takes today's steering, every other that is named, and every set of the reforms, under many sets
    of plausible assumptions. Says which option loses least where it does worst (minimax regret),
    and which meets what is required under most of them (satisficing).
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.studies.robustness.analysis import robustness as robustness_of
    from tillitsim.studies.robustness.figure import robustness_alternative, robustness_figure
    from tillitsim.studies.robustness.options import options_of
    from tillitsim.studies.robustness.requirements import requirements_of
    from tillitsim.studies.robustness.table import (
        robustness_records,
        robustness_table,
        robustness_title,
    )

    start = time.perf_counter()
    _ = translator(language)
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
    one = scenario_of(service, settings, months)
    options = options_of(one, steerings=steerings, reforms=reforms, changes=changes, at=at)
    call_by_service([one])
    asked = worlds_of(worlds, seed, [one])
    folder = folder_for(out, "robustness", one.name, one.digest, f"s{seed}")
    with runner_for(
        _("Trying {} options").format(len(options)),
        language,
        out=folder,
        workers=workers,
        scheduler=scheduler,
    ) as runner:
        found = robustness_of(
            options, judged, requirements, seed=seed, parameter_sets=asked.each,
            calibrated=asked.calibrated, runner=runner,
        )  # fmt: skip
    records = robustness_records(found)
    table = Table(list(records[0]), [list(record.values()) for record in records])
    whole = made_of([each.scenario for each in options], seed, start) | {
        "parameter_sets": len(found.outcomes),
        "parameter_sets_calibrated": found.calibrated,
        "required": [each.text("en") for each in found.requirements],
        "finding": robustness_title(found, "en"),
        "options": records,
    }
    if form == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif form != "table":
        click.echo(table.face(form, language), nl=False)
    else:
        text = robustness_table(found, language, lambda text: click.style(text, bold=True))
        click.echo(text + _("Picture and data: {}").format(folder))
    write_atomically(folder / "robustness.csv", table.csv().encode())
    write_json(folder, "robustness", whole)
    write_picture(
        folder, "robustness", robustness_figure(found, language),
        title=robustness_title(found, language),
        alternative=robustness_alternative(found, language),
    )  # fmt: skip
