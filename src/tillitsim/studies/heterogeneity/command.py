"""``tillitsim heterogeneity``: what effects of steering owe to differences between people."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from tillitsim.cli.options import Command, format_option, language_option
from tillitsim.cli.running import runner_for
from tillitsim.cli.study import (
    folder_for,
    made_of,
    outcomes_of,
    scenario_of,
    study_options,
    worlds_of,
    write_json,
)
from tillitsim.locale import translator

EPILOG = """\b
Examples:
  tillitsim heterogeneity home-care
  tillitsim heterogeneity school --steering naive-trust --outcomes norm,inequality

\b
Files, in --out or else in results/heterogeneity-SERVICE-HASH-sSEED:
  heterogeneity.csv, heterogeneity.json    every effect, as people are and if all were alike
"""
STEERINGS = ("new-public-management", "rule-book", "trust-reform", "naive-trust")
OUTCOMES = (
    "good_meetings",
    "quality_complex",
    "will",
    "norm",
    "tipped_units",
    "harm",
    "inequality",
    "turnover",
    "waiting",
)


@click.command(cls=Command, epilog=EPILOG)
@click.argument("service", default="home-care")
@click.option(
    "--steering",
    "steerings",
    metavar="SCENARIO",
    multiple=True,
    help="A steering whose effects are asked about; four clear cases by default.",
)
@click.option(
    "--outcomes",
    "--outcome",
    "named",
    metavar="NAME,...",
    multiple=True,
    help="Outcomes to show, by name.",
)
@study_options(replicates=None, worlds=16)
@format_option
@language_option
def heterogeneity(
    *,
    service: str,
    steerings: tuple[str, ...],
    named: tuple[str, ...],
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
    """Ask whether differences between people matter, or whether their means would do.

    Runs SERVICE as it is steered today and under other steering, with people as they are, then with
    one source of difference after the other taken away, then with everybody alike (the mean field);
    says which effects would be another size or sign, and what they owe that to.
    """
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.studies.heterogeneity.analysis import heterogeneity as as_they_are_and_alike
    from tillitsim.studies.heterogeneity.table import (
        heading_of,
        heterogeneity_table,
        records,
        table_of,
    )

    start = time.perf_counter()
    _ = translator(language)
    shown = outcomes_of(named, OUTCOMES)
    one = scenario_of(service, settings, months)
    asked = worlds_of(worlds, seed, [one])
    folder = folder_for(out, "heterogeneity", one.name, one.digest, f"s{seed}")
    with runner_for(
        _("Making people alike in {}").format(one.name),
        language,
        out=folder,
        workers=workers,
        scheduler=scheduler,
    ) as runner:
        found = as_they_are_and_alike(
            one,
            steerings or STEERINGS,
            asked.each,
            seed=seed,
            calibrated=asked.calibrated,
            runner=runner,
        )
    rows = records(found, shown)
    whole = made_of([one], seed, start) | {
        "parameter_sets": found.effects.shape[2],
        "parameter_sets_calibrated": found.calibrated,
        "finding": heading_of(found, shown, "en"),
        "correlation_with_mean_field": {name: _known(found.correlation(name)) for name in shown},
        "effects": rows,
    }
    if form == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif form != "table":
        click.echo(table_of(rows).face(form, language), nl=False)
    else:
        text = heterogeneity_table(
            found, shown, language, lambda text: click.style(text, bold=True)
        )
        click.echo(text + _("Data: {}").format(folder))
    write_atomically(folder / "heterogeneity.csv", table_of(rows).csv().encode())
    write_json(folder, "heterogeneity", whole)


def _known(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - what differs from itself is NaN
