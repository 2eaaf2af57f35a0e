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
    write_picture,
)
from tillitsim.locale import translator

EPILOG = """\b
Examples:
  tillitsim heterogeneity home-care
  tillitsim heterogeneity school --steering naive-trust --outcomes norm,inequality
  tillitsim heterogeneity home-care --phenomena

\b
Files, in --out or else in results/heterogeneity-SERVICE-HASH-sSEED:
  heterogeneity.csv, heterogeneity.json    every effect, as people are and if all were alike
  phenomena.png                            with --phenomena: norms of units, beside their mean
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
PHENOMENA_SETS = 60
"""Parameter sets in which phenomena are tested: enough for a split in one of eight."""


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
@click.option(
    "--phenomena",
    "also",
    is_flag=True,
    help="Also test for what no mean field gives, in sixty parameter sets.",
)
@study_options(replicates=None, worlds=16)
@format_option
@language_option
def heterogeneity(
    *,
    service: str,
    steerings: tuple[str, ...],
    named: tuple[str, ...],
    also: bool,
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
    from tillitsim.studies.heterogeneity.figure import split_figure
    from tillitsim.studies.heterogeneity.phenomena import phenomena
    from tillitsim.studies.heterogeneity.phenomena_table import phenomena_lines, phenomena_record
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
        seen = None
        if also:
            more = worlds_of(PHENOMENA_SETS, seed, [one])
            seen = phenomena(one, more.each, seed=seed, runner=runner)
    rows = records(found, shown)
    whole = made_of([one], seed, start) | {
        "parameter_sets": found.effects.shape[2],
        "parameter_sets_calibrated": found.calibrated,
        "finding": heading_of(found, shown, "en"),
        "correlation_with_mean_field": {name: _known(found.correlation(name)) for name in shown},
        "effects": rows,
    }
    if seen is not None:
        whole["phenomena"] = phenomena_record(seen)
        write_picture(
            folder,
            "phenomena",
            split_figure(seen, one, language, seed),
            title=_("What no mean field gives"),
            alternative=". ".join(phenomena_lines(seen, language)) + ".",
        )
    if form == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif form != "table":
        click.echo(table_of(rows).face(form, language), nl=False)
    else:
        text = heterogeneity_table(
            found, shown, language, lambda text: click.style(text, bold=True)
        )
        if seen is not None:
            lines = [f"  {line}" for line in phenomena_lines(seen, language)]
            heading = click.style(_("What no mean field gives"), bold=True)
            text += "\n".join(["", heading, *lines, "", ""])
        click.echo(text + _("Data: {}").format(folder))
    write_atomically(folder / "heterogeneity.csv", table_of(rows).csv().encode())
    write_json(folder, "heterogeneity", whole)


def _known(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - what differs from itself is NaN
