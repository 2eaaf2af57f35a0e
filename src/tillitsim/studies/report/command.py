"""``tillitsim report``: one page that can be sent to a board."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from tillitsim.cli.exports import Exports, also_option
from tillitsim.cli.options import Command, complete_scenario, language_option
from tillitsim.cli.repeat import command_line
from tillitsim.cli.running import runner_for
from tillitsim.cli.steering import different_services_option, steering_options, told_apart
from tillitsim.cli.study import folder_for, outcomes_of, sets_of, study_options
from tillitsim.errors import TillitsimError
from tillitsim.locale import translator
from tillitsim.studies.report.question import question_of
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from tillitsim.studies.report.analysis import Study

EPILOG = """\b
Examples:
  tillitsim report rule-book trust-reform
  tillitsim report home-care --steering trust-reform
  tillitsim report home-care --reform fewer-goals --at 24
  tillitsim report home-care home-care-reform.toml --language sv --pdf
  tillitsim report three-cornerstones
  tillitsim report results/compare-A-HASH-B-HASH-s0

\b
Files, in --out, else in the folder given, else in results/report-A-HASH-B-HASH-sSEED:
  report.html    one file without scripts that asks for nothing else; it prints well
  report.pdf     with --pdf
  report.pptx    with --also slides, a figure a slide
  report.xlsx    with --also xlsx, every difference
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="SCENARIOS|EXPERIMENT|DIR",
    shell_complete=complete_scenario,
)
@click.option("--baseline", metavar="NAME", help="What others are compared with; the first else.")
@click.option(
    "--outcome",
    default="good_meetings",
    show_default=True,
    metavar="NAME",
    help="The outcome told first, whose difference is taken apart.",
)
@click.option("--pdf", is_flag=True, help="A PDF too, by WeasyPrint or a browser on this machine.")
@also_option
@steering_options
@different_services_option
@study_options(replicates=20, parameter_sets=40)
@language_option
@click.pass_context
def report(
    context: click.Context,
    /,
    *,
    sources: tuple[str, ...],
    outcome: str,
    pdf: bool,
    also: tuple[str, ...],
    out: Path | None,
    language: str,
    workers: int | None,
    scheduler: str | None,
    **_given: object,
) -> None:
    """Report on SCENARIOS, on the arms of an EXPERIMENT, or again on the study in a folder DIR.

    One HTML page: the question, the reform before its effects, the comparison with what is not
    known, who gains and who loses, the chain, what the answer hangs on, what the model cannot tell,
    and how to repeat it. All text follows from the results.
    """
    from tillitsim.studies.compare.analysis import HEADLINE
    from tillitsim.studies.compare.table import finding
    from tillitsim.studies.evidence.shipped import last_run
    from tillitsim.studies.report.analysis import study

    (main,) = outcomes_of((outcome,), ())[:1] or ("good_meetings",)
    given = [
        name
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    asked = question_of(sources, context.params, given)
    context.params.update(asked.options, sources=asked.sources)
    seed: int = asked.options["seed"]
    parameter_sets = sets_of(asked.options["parameter_sets"], seed, asked.scenarios)
    loaded = told_apart(asked.scenarios, language)
    folder = Path(sources[0]) if Path(sources[0]).is_dir() else None
    _ = translator(language)
    parts = [f"{each.name}-{each.digest[:6]}" for each in loaded]
    target = folder_for(out or folder, "report", *parts, f"s{seed}")
    with runner_for(
        _("Running {} scenarios for the report").format(len(loaded)),
        language,
        out=target,
        workers=workers,
        scheduler=scheduler,
    ) as runner:
        found = study(
            loaded,
            HEADLINE,
            main=main,
            baseline=asked.baseline,
            seed=seed,
            replicates=asked.options["replicates"],
            parameter_sets=parameter_sets.each,
            calibrated=parameter_sets.calibrated,
            evidence=last_run(),
            command=_command(context),
            language=language,
            runner=runner,
        )
    try:
        click.echo(finding(found.comparison, main, language))
        sys.stdout.flush()
    finally:  # whoever has read enough and leaves still gets the page
        _write(found, target, also, pdf=pdf)


def _write(found: Study, target: Path, also: tuple[str, ...], *, pdf: bool) -> None:
    """The page and what else is asked for, as files; drawing them takes longer than the answer."""
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.studies.compare.table import compare_records
    from tillitsim.studies.report.figures import slides_of
    from tillitsim.studies.report.page import html_report
    from tillitsim.studies.report.pdf import NoPdfError, pdf_report

    _ = translator(found.language)
    html = html_report(found)
    file = target / "report.html"
    write_atomically(file, html.encode())
    click.echo(_("Report: {}").format(file))
    exports = Exports(target, also)
    for each in slides_of(found) if "slides" in also else ():
        exports.slide(each.title, each.png, each.alternative)
    exports.write_slides("report")
    records = compare_records(found.comparison, list(OUTCOMES), found.language)
    exports.workbook("report", Table(list(records[0]), [[*each.values()] for each in records]))
    if pdf or "pdf" in also:
        try:
            write_atomically(target / "report.pdf", pdf_report(html))
        except NoPdfError as problem:
            raise TillitsimError(
                _(
                    "--pdf: {problem} Open {file} in a browser and print it to PDF, or install"
                    " WeasyPrint: {python} -m pip install weasyprint"
                ).format(problem=problem, file=file, python=sys.executable)
            ) from problem
        click.echo(_("Report: {}").format(target / "report.pdf"))


def _command(context: click.Context) -> list[str]:
    """The command that gives the same page again, wherever and however fast."""
    elsewhere = ("--out=", "--pdf", "--also=")
    return [word for word in command_line(context) if not word.startswith(elsewhere)]
