"""``tillitsim heterogeneity``: what effects of steering owe to differences between people."""

from __future__ import annotations

import click

from tillitsim.cli.options import Command, format_option, gathered, language_option
from tillitsim.cli.study import Study, bold, outcomes_of, sets_of, study_options, write_picture
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
@study_options(replicates=None, parameter_sets=16)
@format_option
@language_option
@gathered(Study, "study")
def heterogeneity(
    *,
    service: str,
    steerings: tuple[str, ...],
    named: tuple[str, ...],
    also: bool,
    study: Study,
) -> None:
    """Ask whether differences between people matter, or whether their means would do.

    Runs SERVICE as it is steered today and under other steering, with people as they are, then with
    one source of difference after the other taken away, then with everybody alike (the mean field);
    says which effects would be another size or sign, and what they owe that to.
    """
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

    _ = translator(study.language)
    shown = outcomes_of(named, OUTCOMES)
    one = study.scenario(service)
    asked = study.draw_sets([one])
    folder = study.folder("heterogeneity", [one])
    with study.runner(_("Making people alike in {}").format(one.name), folder) as runner:
        found = as_they_are_and_alike(
            one,
            steerings or STEERINGS,
            asked.each,
            seed=study.seed,
            calibrated=asked.calibrated,
            runner=runner,
        )
        seen = None
        if also:
            more = sets_of(PHENOMENA_SETS, study.seed, [one])
            seen = phenomena(one, more.each, seed=study.seed, runner=runner)
    rows = records(found, shown)
    whole = study.made_of([one]) | {
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
            split_figure(seen, one, study.language, study.seed),
            title=_("What no mean field gives"),
            alternative=". ".join(phenomena_lines(seen, study.language)) + ".",
        )

    def text() -> str:
        told = heterogeneity_table(found, shown, study.language, bold)
        if seen is not None:
            lines = [f"  {line}" for line in phenomena_lines(seen, study.language)]
            told += "\n".join(["", bold(_("What no mean field gives")), *lines, "", ""])
        return told + _("Data: {}").format(folder)

    study.show(whole, table_of(rows), text)
    study.write(folder, "heterogeneity", table_of(rows), whole)


def _known(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - what differs from itself is NaN
