"""``tillitsim run``: simulate one scenario, print its outcomes, write them down and draw them."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tillitsim.cli.guesses import distribution, guess_option, guesses_of, judged
from tillitsim.cli.options import (
    Command,
    Whole,
    complete_scenario,
    format_option,
    gathered,
    language_option,
    months_option,
    out_option,
    parameter_sets_option,
    seed_option,
    set_option,
    threads_option,
)
from tillitsim.cli.own_code import code_options, record_option
from tillitsim.cli.progress import progress_bar
from tillitsim.cli.repeat import command_line
from tillitsim.cli.steering import (
    Asked,
    change_argument,
    neutral_option,
    one_service,
    steering_options,
    without_option,
)
from tillitsim.cli.study import bold, sets_of
from tillitsim.errors import InputError, TillitsimError
from tillitsim.locale import _
from tillitsim.view.columns import terminal_width
from tillitsim.view.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tillitsim.model.simulation import Results
    from tillitsim.runs.ensemble.parameter_set import ParameterSet
    from tillitsim.runs.runner import Progress
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
  tillitsim run home-care --code fatigue.py                      a mechanism of your own
  tillitsim run my-scenario.toml --without politics --format json > run.json

\b
Files, in --out or else in results/SCENARIO-HASH-sSEED:
  run.png, run.svg   the picture
  series.parquet     every month of every run (series.csv with --format csv)
  summary.csv        what the table shows
  manifest.json      what made them: scenario, seed, versions, command
Files of these names from an earlier run are replaced, nothing else is touched.
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line changes of a scenario."""

    settings: tuple[str, ...]
    months: int | None
    without: tuple[str, ...]
    neutral: Neutral

    def loaded(self, name: str) -> Scenario:
        """The scenario so changed."""
        from tillitsim.scenario.load import load

        horizon = {} if self.months is None else {"months": self.months}
        return load(
            name,
            set=self.settings,
            changes=horizon,
            without=self.without,
            neutral=self.neutral,
        )


@dataclass(frozen=True, slots=True)
class Runs:
    """How a scenario is run: with default values, under parameter sets, and what is recorded."""

    replicates: int
    parameter_sets: int | None
    seed: int
    own: tuple[str, ...]
    threads: int | None
    quiet: bool

    def of(self, scenario: Scenario) -> Runs:
        """The same with as many parameter sets and threads as suit a scenario."""
        from tillitsim.model.simulation import default_threads
        from tillitsim.runs.ensemble.parameter_sets import default_count

        sets = default_count(scenario) if self.parameter_sets is None else self.parameter_sets
        return replace(self, parameter_sets=sets, threads=self.threads or default_threads())

    def results(self, scenario: Scenario) -> Results:
        """Runs with default values."""
        from tillitsim.model.simulation import simulate
        from tillitsim.runs.cases.own_mechanism import in_use

        shown = not self.quiet and sys.stderr.isatty()
        with progress_bar(_("Running {}").format(scenario.name), shown=shown) as progress:
            if self.own or in_use():
                return self._recorded(scenario, progress)
            return simulate(
                scenario,
                seed=self.seed,
                replicates=self.replicates,
                threads=self.threads,
                progress=progress,
            )

    def _recorded(self, scenario: Scenario, progress: Callable[[int, int], None] | None) -> Results:
        """Runs with outcomes or mechanisms of one's own."""
        from tillitsim.runs.cases.recording import class_for, recorded
        from tillitsim.runs.monthly import Monthly, results_of
        from tillitsim.runs.runner import Runner

        own = tuple(recorded(each).found() for each in self.own)

        def tell(so_far: Progress) -> None:
            if progress is not None and so_far.done:
                progress(so_far.done, so_far.total)

        with Runner(workers=self.threads, on_progress=tell) as runner:
            return results_of(
                scenario,
                Monthly(own, class_for(own)),
                seed=self.seed,
                replicates=self.replicates,
                runner=runner,
            )

    def known(self, scenario: Scenario, sets: Sequence[ParameterSet]) -> Known:
        """A run under each of some sets of other plausible assumptions."""
        import numpy as np

        from tillitsim.runs.cases.case import cases_in_sets
        from tillitsim.runs.cases.recording import recorded, whole_of
        from tillitsim.runs.runner import Runner
        from tillitsim.runs.summary import Known

        read = whole_of([recorded(each) for each in self.own])
        cases = cases_in_sets(read, scenario, sets, seed=self.seed)
        found = np.stack(Runner(workers=self.threads).run(cases, read))
        return Known(found[:, : scenario.months], found[:, scenario.months])


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
@parameter_sets_option(
    most=MOST_REPLICATES,
    help="Sets of other plausible assumptions, a run under each; 40 by default, fewer of services"
    " with many people, 0 for none.",
)
@steering_options
@guess_option
@months_option
@seed_option("Keys all chance: the same seed gives the same numbers, on any machine.")
@set_option()
@without_option
@neutral_option
@out_option("Folder for the picture, the series, the summary and the manifest.")
@format_option
@language_option
@threads_option
@record_option
@code_options
@click.option("--quiet", is_flag=True, help="Say nothing on the way.")
@gathered(Asked, "asked")
@gathered(Given, "given")
@gathered(Runs, "runs")
def run(
    *,
    scenario: str,
    asked: Asked,
    given: Given,
    runs: Runs,
    guessed: tuple[str, ...],
    out: Path | None,
    form: str,
    language: str,
) -> None:
    """Simulate SCENARIO, a name or a TOML file.

    Prints each outcome down the steering chain, from politics to society, after the burn-in: median
    and nine tenths of runs under other plausible assumptions, and what default values give. Writes
    the monthly series, a summary, a manifest and a picture (PNG and SVG).
    """
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.runs.record import manifest
    from tillitsim.runs.store.files import make_folder
    from tillitsim.runs.summary import summarise
    from tillitsim.scenario.horizon import before_change

    service = given.loaded(scenario)
    resolved = one_service(service, asked)
    if guessed and not asked:
        raise InputError(_("--guess is about a change; give --steering, --reform or a change too."))
    runs = runs.of(resolved)
    _check_needs(resolved, runs, language)
    folder = out or Path("results") / f"{resolved.name}-{resolved.digest}-s{runs.seed}"
    make_folder(folder)

    label = OUTCOMES[MAIN].label(language)
    guesses = guesses_of(guessed, label)
    if guesses and form == "table":
        click.echo(distribution(guesses, label) + "\n")
    start = time.perf_counter()
    results = runs.results(resolved)
    seconds = time.perf_counter() - start
    made_of = manifest(results, command_line(click.get_current_context()), seconds)
    sets = sets_of(runs.parameter_sets or 0, runs.seed, [resolved]).each
    known = runs.known(resolved, sets) if sets else None
    first = range(service.burn_in, max(service.burn_in, before_change(resolved).stop))
    rows = summarise(results, known, first)
    answer = _answer(results, rows, made_of, folder, form, language)
    if guesses and form == "table":
        unchanged = replace(service, burn_in=resolved.burn_in)
        before = None if known is None else runs.known(unchanged, sets)
        click.echo(_judgement(guesses, _verdict(known, before), language))
    try:
        click.echo(answer, nl=False)
        sys.stdout.flush()
    finally:  # whoever has read enough still gets the files
        from tillitsim.studies.run.files import write_run  # draws, which takes longer than to run

        series: Literal["csv", "parquet"] = "csv" if form == "csv" else "parquet"
        write_run(folder, results, rows, made_of, language, known=known, series=series)
    if form == "table":
        click.echo(_("Picture and data: {}").format(folder))


def _answer(
    results: Results,
    rows: Sequence[Row],
    made_of: dict[str, object],
    folder: Path,
    form: str,
    language: str,
) -> str | bytes:
    """What is printed, in the format that was asked for."""
    from tillitsim.runs.record import summary_records
    from tillitsim.studies.run.table import run_table

    if form == "table":
        return run_table(results, rows, language, width=terminal_width(), heading=bold)
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


def _verdict(known: Known | None, before: Known | None) -> Verdict:
    """What is known of the main outcome's difference from the service as it is."""
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.runs.statistics.likelihood import Verdict, verdict_of_draws

    if known is None or before is None:
        return Verdict("unknown", None)
    main = list(OUTCOMES).index(MAIN)
    draws = known.totals[:, main] - before.totals[:, main]
    return verdict_of_draws(draws, OUTCOMES[MAIN].matters, known.sets)


def _check_needs(scenario: Scenario, runs: Runs, language: str) -> None:
    """Refuse what does not fit in memory; say beforehand what a long or large run takes."""
    from tillitsim.model.cost import memory_needed, seconds_needed
    from tillitsim.model.counters import COUNTERS
    from tillitsim.model.outcomes import OUTCOMES
    from tillitsim.model.simulation import one_after_another
    from tillitsim.runs.workers.machine import available_memory
    from tillitsim.view.numbers import decimal

    replicates, threads = runs.replicates, runs.threads or 1
    if one_after_another(scenario, replicates, threads):
        parameter_sets = memory_needed(scenario, threads)
    else:
        parameter_sets = min(replicates, threads) * memory_needed(scenario)
    kept = len(OUTCOMES) + len(COUNTERS)
    needed = parameter_sets + replicates * scenario.months * kept * 8
    available = available_memory()
    if available is not None and needed > available:
        raise TillitsimError(
            _(
                "This run needs about {needed:.1f} GiB of memory and {free:.1f} GiB is free."
                " Fewer citizens, units or replicates need less, and so does --threads 1."
            ).format(needed=needed / GIB, free=available / GIB)
        )
    seconds = seconds_needed(scenario, replicates, threads)
    if not runs.quiet and (needed > GIB or seconds > LONG):
        memory = decimal(max(0.1, needed / GIB), 1, language)
        minutes = max(1, round(seconds / 60))
        about = _("This run needs about {} GiB of memory and about {} min (a rough guess).")
        click.echo(about.format(memory, minutes), err=True)
