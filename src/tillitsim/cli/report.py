"""``tillitsim report``: one page that can be sent to a board."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from tillitsim.cli.earlier import asked_in, check_unchanged
from tillitsim.cli.options import complete_scenario, language_option
from tillitsim.cli.repeat import command_line
from tillitsim.cli.study import (
    baseline_of,
    folder_for,
    outcomes_of,
    progress_of,
    scenario_of,
    study_options,
    worlds_of,
)
from tillitsim.errors import InputError, TillitsimError

EPILOG = """\b
Examples:
  tillitsim report rule-book trust-reform
  tillitsim report home-care home-care-reform.toml --language sv --pdf
  tillitsim report results/compare-rule-book-trust-reform-s0

\b
Files, in --out, else in the folder given, else in results/report-A-B-sSEED:
  report.html    one file without scripts that asks for nothing else; it prints well
  report.pdf     with --pdf
"""

FROM_FOLDER = ("baseline", "replicates", "worlds", "months", "seed", "settings")
"""Options that an earlier comparison gives, unless the command line says otherwise."""


@click.command(epilog=EPILOG)
@click.argument(
    "sources", nargs=-1, required=True, metavar="SCENARIO...|DIR",
    shell_complete=complete_scenario,
)  # fmt: skip
@click.option("--baseline", metavar="NAME", help="What others are compared with; the first else.")
@click.option(
    "--outcome",
    default="good_meetings",
    show_default=True,
    metavar="NAME",
    help="The outcome told first, whose difference is taken apart.",
)
@click.option("--pdf", is_flag=True, help="A PDF too; needs the extra tillitsim[pdf].")
@study_options(replicates=20, worlds=40)
@language_option
@click.pass_context
def report(
    context: click.Context,
    /,
    *,
    sources: tuple[str, ...],
    outcome: str,
    pdf: bool,
    out: Path | None,
    language: str,
    threads: int | None,
    **_: object,
) -> None:
    """Report on SCENARIOS (names or TOML files), or again on the comparison in a folder DIR.

    One HTML page: the question, the reform before its effects, the comparison with what is not
    known, who gains and who loses, the chain, what the answer hangs on, what the model cannot tell,
    and how to repeat it. All text follows from the results.
    """
    from tillitsim.evidence.shipped import last_run
    from tillitsim.experiment.compare import HEADLINE
    from tillitsim.experiment.files import write_atomically
    from tillitsim.report.html_report import NoPdfError, html_report, pdf_report
    from tillitsim.report.html_study import study
    from tillitsim.report.html_words import WORDS

    (main,) = outcomes_of((outcome,), ())[:1] or ("good_meetings",)
    folder = Path(sources[0]) if len(sources) == 1 and Path(sources[0]).is_dir() else None
    asked = asked_in(folder) if folder else None
    if asked:
        earlier = {name: asked.options[name] for name in FROM_FOLDER if not _given(context, name)}
        context.params.update(earlier, sources=asked.scenarios)
    options: dict[str, Any] = context.params
    names: tuple[str, ...] = options["sources"]
    if len(names) < 2:
        raise InputError(f"'{names[0]}' alone cannot be compared; name another scenario too.")
    loaded = [scenario_of(name, options["settings"], options["months"]) for name in names]
    if asked and folder:
        check_unchanged(folder, asked, {each.name: each.digest for each in loaded})
    first = baseline_of(options["baseline"], names, loaded)
    seed = options["seed"]
    worlds = worlds_of(options["worlds"], seed)
    own = WORDS[language]
    target = folder_for(out or folder, "report", *(each.name for each in loaded), f"s{seed}")
    with progress_of(own.working.format(", ".join(names)), language) as progress:
        found = study(
            loaded, HEADLINE, main=main, baseline=first, seed=seed,
            replicates=options["replicates"], worlds=worlds.each, calibrated=worlds.calibrated,
            evidence=last_run(), command=command_line(context), language=language,
            threads=threads, progress=progress,
        )  # fmt: skip
    html = html_report(found)
    file = target / "report.html"
    write_atomically(file, html.encode())
    click.echo(own.file.format(file))
    if pdf:
        try:
            write_atomically(target / "report.pdf", pdf_report(html))
        except NoPdfError as problem:
            raise TillitsimError(own.no_pdf.format(file)) from problem
        click.echo(own.file.format(target / "report.pdf"))


def _given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE
