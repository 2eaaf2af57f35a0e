"""``tillitsim run``: simulate one scenario, print its outcomes, write them down and draw them."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tillitsim.cli.guesses import distribution, guess_option, guesses_of, judged
from tillitsim.cli.options import (
    Command,
    Whole,
    complete_scenario,
    format_option,
    language_option,
    months_option,
    seed_option,
    set_option,
    threads_option,
)
from tillitsim.cli.progress import progress_bar
from tillitsim.cli.repeat import command_line
from tillitsim.cli.study import (
    Asked,
    change_argument,
    one_service,
    steering_options,
    worlds_of,
)
from tillitsim.errors import InputError, TillitsimError
from tillitsim.locale import _
from tillitsim.view.columns import terminal_width
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tillitsim.model.simulation import Results
    from tillitsim.runs.ensemble.parameter_set import World
    from tillitsim.runs.statistics.likelihood import Verdict
    from tillitsim.runs.summary import Known, Row
    from tillitsim.scenario.schema import Neutral, Scenario

GIB = 2.0**30
MOST_REPLICATES = 1_000_000
MAIN = "good_meetings"
"""The outcome that is guessed."""
LONG = 20.0
"""Seconds from which a run is announced."""

EPILOG = """\b
Examples:
  tillitsim run home-care
  tillitsim run home-care --set mix.trust=0.6 --replicates 50 --language sv
  tillitsim run home-care --steering trust-reform
  tillitsim run home-care --reform fewer-goals --at 36
  tillitsim run home-care "more trust: mix.trust=+0.2"
  tillitsim run home-care --steering trust-reform --guess
  tillitsim run my-scenario.toml --without politics --format json > run.json

\b
Files, in --out or else in results/SCENARIO-HASH-sSEED:
  run.png, run.svg   the picture
  series.parquet     every month of every run (series.csv with --format csv)
  summary.csv        what the table shows
  manifest.json      what made them: scenario, seed, versions, command
Files of these names from an earlier run are replaced, nothing else is touched.
"""


@click.command(cls=Command, epilog=EPILOG)
@click.argument("scenario", shell_complete=complete_scenario)
@change_argument
@click.option(
    "--replicates",
    type=Whole(1, MOST_REPLICATES),
    default=20,
    show_default=True,
    help="How many runs with default values that differ in chance alone.",
)
@click.option(
    "--worlds",
    type=Whole(0, MOST_REPLICATES),
    help="Sets of other plausible assumptions, a run under each; 40 by default, fewer of services"
    " with many people, 0 for none.",
)
@steering_options
@guess_option
@months_option
@seed_option("Keys all chance: the same seed gives the same numbers, on any machine.")
@set_option()
@click.option(
    "--without",
    metavar="MECHANISM",
    multiple=True,
    help="Switch a mechanism off by name; may be given many times.",
)
@click.option(
    "--neutral-table",
    "neutral",
    type=click.Choice(["soft", "all"]),
    is_flag=False,
    flag_value="soft",
    help="Take the same values for all three principles: in the "
    "assumed cells of the profile table (soft, also when nothing follows), or in all.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the picture, the series, the summary and the manifest.",
)
@format_option
@language_option
@threads_option
@click.option("--quiet", is_flag=True, help="Say nothing on the way.")
def run(
    *,
    scenario: str,
    changes: tuple[str, ...],
    replicates: int,
    worlds: int | None,
    steerings: tuple[str, ...],
    reforms: tuple[str, ...],
    at: int | None,
    guessed: tuple[str, ...],
    months: int | None,
    seed: int,
    settings: tuple[str, ...],
    without: tuple[str, ...],
    neutral: Neutral | None,
    out: Path | None,
    form: str,
    language: str,
    threads: int | None,
    quiet: bool,
) -> None:
    """Simulate SCENARIO, a name or a TOML file.

    Prints each outcome down the steering chain, from politics to society, after the burn-in: median
    and nine tenths of runs under other plausible assumptions, and what default values give. Writes
    the monthly series, a summary, a manifest and a picture (PNG and SVG).
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.model.simulation import default_threads, simulate
    from tillitsim.runs.ensemble.parameter_sets import default_count
    from tillitsim.runs.record import manifest
    from tillitsim.runs.store.files import make_folder
    from tillitsim.runs.summary import summarise
    from tillitsim.scenario.horizon import before_change
    from tillitsim.scenario.load import load

    horizon = {} if months is None else {"months": months}
    service = load(
        scenario, set=settings, changes=horizon, without=without, neutral=neutral or "none"
    )
    resolved = one_service(service, Asked(steerings, reforms, at, changes))
    if guessed and not (steerings or reforms or changes):
        raise InputError(_("--guess is about a change; give --steering, --reform or a change too."))
    sets = default_count(resolved) if worlds is None else worlds
    workers = threads or default_threads()
    talk = not quiet and sys.stderr.isatty()
    _check_needs(resolved, replicates, workers, language, quiet=quiet)
    folder = out or Path("results") / f"{resolved.name}-{resolved.digest}-s{seed}"
    make_folder(folder)

    label = OUTCOMES[MAIN].label(language)
    guesses = guesses_of(guessed, label)
    if guesses and form == "table":
        click.echo(distribution(guesses, label) + "\n")
    start = time.perf_counter()
    with progress_bar(
        _("Running {}").format(resolved.name),
        shown=talk,
    ) as progress:
        results = simulate(
            resolved, seed=seed, replicates=replicates, threads=workers, progress=progress
        )
    made_of = manifest(
        results, command_line(click.get_current_context()), time.perf_counter() - start
    )
    asked = worlds_of(sets, seed, [resolved]).each
    known = _known(resolved, asked, seed, workers) if asked else None
    first = range(service.burn_in, max(service.burn_in, before_change(resolved).stop))
    rows = summarise(results, known, first)
    answer = _answer(results, rows, made_of, folder, form, language)
    if guesses and form == "table":
        unchanged = replace(service, burn_in=resolved.burn_in)
        verdict = _verdict(unchanged, known, asked, seed, workers)
        click.echo(_judgement(guesses, verdict, language))
    try:
        click.echo(answer, nl=False)
        sys.stdout.flush()
    finally:  # whoever has read enough still gets the files
        from tillitsim.studies.run.files import write_run  # draws, which takes longer than to run

        write_run(
            folder,
            results,
            rows,
            made_of,
            language,
            known=known,
            series="csv" if form == "csv" else "parquet",
        )
    if form == "table":
        click.echo(_("Picture and data: {}").format(folder))


def _answer(
    results: Results,
    rows: Sequence[Row],
    made_of: dict[str, Any],
    folder: Path,
    form: str,
    language: str,
) -> str | bytes:
    """What is printed, in the format that was asked for."""
    from tillitsim.runs.record import summary_records
    from tillitsim.studies.run.table import run_table

    if form == "table":
        return run_table(results, rows, language, width=terminal_width(), heading=_bold)
    records = summary_records(rows, language)
    if form == "json":
        brief = made_of | {"scenario": results.scenario.name, "folder": str(folder)}
        return json.dumps(brief | {"outcomes": records}, indent=2, ensure_ascii=False) + "\n"
    return Table(list(records[0]), [list(record.values()) for record in records]).face(
        form, language
    )


def _judgement(guesses: Sequence[str], verdict: Verdict, language: str) -> str:
    """What the model says of the main outcome, and of each guess."""
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.view.sureness import words_of
    from tillitsim.view.text import capital

    main = OUTCOMES[MAIN]
    said = f"{capital(main.label(language))}: {words_of(main, verdict, language)}."
    return "\n  ".join([said, *judged(guesses, verdict)]) + "\n"


def _verdict(
    unchanged: Scenario, known: Known | None, asked: Sequence[World], seed: int, workers: int
) -> Verdict:
    """What is known of the main outcome's difference from the service as it is."""
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.runs.statistics.likelihood import Verdict, verdict_of_draws

    if known is None:
        return Verdict("unknown", None)
    before = _known(unchanged, asked, seed, workers)
    main = list(OUTCOMES).index(MAIN)
    draws = known.totals[:, main] - before.totals[:, main]
    return verdict_of_draws(draws, OUTCOMES[MAIN].matters, known.sets)


def _known(scenario: Scenario, asked: Sequence[World], seed: int, workers: int) -> Known:
    """A run under each of some sets of other plausible assumptions."""
    import numpy as np

    from tillitsim.runs.cases.case import cases_of
    from tillitsim.runs.cases.read import Whole
    from tillitsim.runs.runner import Runner
    from tillitsim.runs.summary import Known

    read = Whole()
    cases = cases_of(read, scenario, range(1), seed=seed, parameters=asked)
    found = np.stack(Runner(workers=workers).run(cases, read))
    return Known(found[:, : scenario.months], found[:, scenario.months])


def _check_needs(
    scenario: Scenario, replicates: int, threads: int, language: str, *, quiet: bool
) -> None:
    """Refuse what does not fit in memory; say beforehand what a long or large run takes."""
    from tillitsim.model.cost import memory_needed, seconds_needed
    from tillitsim.model.counters import COUNTERS
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.model.simulation import one_after_another
    from tillitsim.runs.workers.machine import available_memory
    from tillitsim.view.numbers import decimal

    if one_after_another(scenario, replicates, threads):
        worlds = memory_needed(scenario, threads)
    else:
        worlds = min(replicates, threads) * memory_needed(scenario)
    kept = len(OUTCOMES) + len(COUNTERS)
    needed = worlds + replicates * scenario.months * kept * 8
    available = available_memory()
    if available is not None and needed > available:
        raise TillitsimError(
            _(
                "This run needs about {needed:.1f} GiB of memory and {free:.1f} GiB is free."
                " Fewer citizens, units or replicates need less, and so does --threads 1."
            ).format(needed=needed / GIB, free=available / GIB)
        )
    seconds = seconds_needed(scenario, replicates, threads)
    if not quiet and (needed > GIB or seconds > LONG):
        memory = decimal(max(0.1, needed / GIB), 1, language)
        minutes = max(1, round(seconds / 60))
        about = _("This run needs about {} GiB of memory and about {} min (a rough guess).")
        click.echo(about.format(memory, minutes), err=True)


def _bold(text: str) -> str:
    return click.style(text, bold=True)
