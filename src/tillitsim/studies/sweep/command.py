"""``tillitsim sweep``: every run of an experiment, kept as it finishes, gone on with any time."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tillitsim.cli.options import (
    LARGEST_SEED,
    Command,
    Duration,
    Whole,
    complete_experiment,
    gathered,
    language_option,
    out_option,
    parameter_sets_option,
)
from tillitsim.cli.own_code import code_option, record_option, say_whose_code, trust_code_option
from tillitsim.cli.progress import progress_bar
from tillitsim.cli.running import leave_at_once, workers_options
from tillitsim.cli.steering import neutral_option
from tillitsim.cli.streams import say_plainly
from tillitsim.errors import INTERRUPTED, OK, SOME_RUNS_FAILED
from tillitsim.locale import _, translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tillitsim.runs.runner import Progress
    from tillitsim.runs.sweeps.plan import Plan
    from tillitsim.runs.sweeps.sweep import SweepResult
    from tillitsim.scenario.schema import Neutral

MAX_BLOCK = 1_000_000
"""Runs of a block at the most."""

SHARD_DIGITS = 6
"""Digits of the number of shards at the most."""

REASONS = 3
"""Reasons for failure that are told."""

EPILOG = """\b
Examples:
  tillitsim sweep fewer-goals
  tillitsim sweep every-mix --dry-run
  tillitsim sweep every-mix --budget 30m --out results/mixes
  tillitsim sweep fewer-goals --set chain.units=4 --language sv
  tillitsim sweep fewer-goals --record own.py:least_willing      an outcome of your own
  tillitsim sweep every-mix --out shared/mixes --shard 3/20      one job of twenty
  tillitsim sweep every-mix --scheduler tcp://10.0.0.5:8786      on a Dask cluster

\b
Files, in --out or else in results/EXPERIMENT-HASH:
  results.parquet   every run: point, arm, replicate, parameters, outcomes, totals, status
  points.parquet    every point of the design
  sweep.json        what was asked of which model, with a checksum of itself
  ensemble.parquet  the points that are told, under other plausible assumptions
  sweep.png, .svg   the first outcome: arms in order, or along what was varied
  parts/            finished blocks, each named by its checksum
Give the same command again to go on; 'tillitsim results DIR' reads the folder.
"""


MOST_SHARDS = 1_000_000


class Shard(click.ParamType):  # type: ignore[type-arg] # only newer versions of click have one
    """``i/n``: the i-th of n parts of the work."""

    name = "i/n"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """The two numbers, or a usage error with an example."""
        if isinstance(value, tuple):
            return value
        part, _slash, whole = str(value).partition("/")
        digits = part.isdecimal() and whole.isdecimal() and len(part + whole) < 20
        if not (digits and 1 <= int(part) <= int(whole) <= MOST_SHARDS):
            self.fail(
                _("'{value}' is not a shard; write for example 3/20.").format(value=value),
                param,
                ctx,
            )
        return int(part), int(whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """What the command line changes of an experiment, and what it records and asks besides."""

    settings: tuple[str, ...]
    neutral: Neutral
    seed: int | None
    independent: bool
    own: tuple[str, ...]
    parameter_sets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Who does the runs of a sweep, and how many of them."""

    workers: int | None
    scheduler: str | None
    budget: float | None
    shard: tuple[int, int] | None
    retry_failed: bool
    block: int | None


@click.command(cls=Command, epilog=EPILOG)
@click.argument("experiment", shell_complete=complete_experiment)
@out_option("Folder for results.")
@workers_options
@click.option("--budget", type=Duration(), help="Stop after this time, as in 30m; resumable.")
@click.option("--retry-failed", is_flag=True, help="Do those runs again that failed.")
@click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    help="Change a parameter of every arm, as in chain.units=4; may be given many times.",
)
@neutral_option
@click.option(
    "--seed", type=Whole(0, LARGEST_SEED), help="Keys all random numbers; the experiment's else."
)
@click.option(
    "--independent",
    is_flag=True,
    help="Other random numbers in every point, instead of paired runs.",
)
@click.option("--shard", type=Shard(), help="Do the i-th of n parts, beside jobs that do others.")
@click.option("--dry-run", is_flag=True, help="Only say how many runs, how long and how much disk.")
@click.option(
    "--block", type=Whole(1, MAX_BLOCK), help="Runs a block; about three seconds' worth by default."
)
@record_option
@parameter_sets_option(
    default=40,
    help="Sets of other plausible assumptions, to ask the points that are told once under each.",
)
@trust_code_option
@code_option
@language_option
@gathered(Varied, "varied")
@gathered(Way, "way")
def sweep(
    *,
    experiment: str,
    varied: Varied,
    out: Path | None,
    way: Way,
    dry_run: bool,
    trust_code: bool,
    language: str,
) -> int:
    """Do every run of EXPERIMENT, a name or a TOML file.

    Prints each arm's headline outcomes and its differences to the baseline: median and nine tenths
    over other plausible assumptions, the default values beside. Results are kept as they finish:
    stopped by Ctrl-C, a full disk or a power cut, the same command goes on from there and nothing
    is done twice.
    """
    from tillitsim.runs.cases.recording import recorded
    from tillitsim.runs.experiment.load import load
    from tillitsim.runs.sweeps.plan import Plan
    from tillitsim.runs.sweeps.sweep import sweep as run_sweep

    _ = translator(language)
    loaded = load(experiment, set=varied.settings, neutral=varied.neutral)
    say_whose_code(loaded, trusted=trust_code)
    recording = [recorded(each) for each in varied.own]
    plan = Plan(loaded, seed=varied.seed, independent=varied.independent, own=recording)
    folder = out or Path("results") / f"{plan.experiment.name}-{plan.digest}"
    if dry_run:
        _say_forecast(plan, folder, way, language)
        return OK
    teller = _Teller(language)
    try:
        with progress_bar(
            _("Sweeping {}").format(plan.experiment.name), shown=True, about=teller.about
        ) as bar:
            teller.bar = bar
            swept = run_sweep(
                plan, folder, on_progress=teller.report, on_wish=teller.asked, **asdict(way)
            )
    except KeyboardInterrupt:
        leave_at_once(_("Nothing finished is lost: the same command again goes on from there."))
    if swept.complete and way.shard is None and swept.stopped is None:
        _ask(plan, swept.folder, varied.parameter_sets, way, language)
    return _conclude(swept, way.shard, language)


def _ask(
    plan: Plan,
    folder: Path,
    count: int,
    way: Way,
    language: str,
) -> None:
    """Ask the points that are told under other plausible assumptions, unless that is there."""
    from tillitsim.cli.running import runner_for
    from tillitsim.cli.study import sets_of
    from tillitsim.runs.sweeps.ensemble import FILE, ask, keep, kept, made_by
    from tillitsim.runs.sweeps.results import Stored
    from tillitsim.studies.results.table import told_points

    _ = translator(language)
    if not count or plan.experiment.model is not None or plan.independent:
        (folder / FILE).unlink(missing_ok=True)
        return
    stored = Stored(folder)
    outcomes = stored.manifest["headline"]
    points = told_points(stored.points, stored.measured(outcomes), stored.baseline)
    if not points:
        return
    asked = sets_of(count, plan.seed, [arm.scenario for arm in plan.arms])
    made = made_by(plan.sweep, points, asked)
    if kept(folder, plan.sweep, made) is not None:
        return
    with runner_for(
        _("Asking under {} other assumptions").format(len(asked.each)),
        language,
        workers=way.workers,
        scheduler=way.scheduler,
    ) as runner:
        keep(folder, ask(plan, points, asked, runner), made)


class _Teller:
    """What is told on the way."""

    def __init__(self, language: str) -> None:
        _ = translator(language)
        self.heard = _("Finishing what is under way; Ctrl-C again stops at once.")
        self.language = language
        self.start = time.monotonic()
        self.before: int | None = None
        self.progress: Progress | None = None
        self.bar: Callable[[int, int], None] | None = None

    def report(self, progress: Progress) -> None:
        """Take note of how far it is; draw it from the first block on, for a first may compile."""
        self.progress = progress
        if self.before is None:
            self.before = progress.done
        elif self.bar is not None:
            self.bar(progress.done, progress.total)

    def about(self) -> str | None:
        """Runs a second, and how many have failed."""
        from tillitsim.view.numbers import significant

        if self.progress is None or self.before is None:
            return None
        seconds = max(time.monotonic() - self.start, 1e-3)
        _ = translator(self.language)
        pace = significant((self.progress.done - self.before) / seconds, 2, self.language)
        text = _("{} runs/s").format(pace)
        if self.progress.failed:
            text += f", {_('{} failed').format(self.progress.failed)}"
        return text

    def asked(self) -> None:
        """Say that a wish to stop was heard; called where nothing but a plain write is safe."""
        say_plainly(self.heard)


def _say_forecast(plan: Plan, folder: Path, way: Way, language: str) -> None:
    from contextlib import closing

    from tillitsim.runs.sweeps.forecast import forecast
    from tillitsim.runs.sweeps.manifest import MANIFEST
    from tillitsim.runs.sweeps.results import Stored
    from tillitsim.runs.workers.executors import make_pool
    from tillitsim.view.numbers import decimal, significant

    _ = translator(language)
    own_model = plan.experiment.model is not None
    with closing(make_pool(way.workers, scheduler=way.scheduler, processes=own_model)) as pool:
        told = forecast(plan, pool, shards=1 if way.shard is None else way.shard[1])

    def number(value: float) -> str:
        return decimal(value, 0, language)

    def duration(seconds: float) -> str:
        sizes, units = (1.0, 60.0, 3600.0), (_("{} s"), _("{} min"), _("{} h"))
        unit = 0 if seconds < 100 else 1 if seconds < 100 * 60 else 2
        return units[unit].format(significant(seconds / sizes[unit], 2, language))

    lines = [
        _("{points} points x {replicates} replicates = {runs} runs").format(
            points=number(plan.points), replicates=number(told.replicates), runs=number(told.runs)
        ),
        _("Time: about {time} with {workers} workers ({pace} a run)").format(
            time=duration(told.seconds), workers=told.workers, pace=duration(told.pace)
        ),
        _("Disk: about {} MB").format(significant(max(told.bytes / 1e6, 0.1), 2, language)),
    ]
    if told.runs < plan.points * told.replicates:
        lines.append(_("Some points are given exactly the same and share their runs."))
    if plan.experiment.stop is not None:
        lines.append(
            _("The stopping rule may go on to {} replicates.").format(
                number(plan.experiment.most_replicates)
            )
        )
    if (folder / MANIFEST).exists():
        survey = Stored(folder).survey
        lines.append(_("{} of them are there already.").format(number(survey.done + survey.failed)))
    click.echo(
        "\n".join(
            [*lines, _("Reckoned from a few runs, roughly; nothing is written by --dry-run.")]
        )
    )


def _conclude(swept: SweepResult, shard: tuple[int, int] | None, language: str) -> int:
    """Print what came of a sweep; the exit code."""
    from tillitsim.cli.study import write_picture
    from tillitsim.runs.store.folder import DAMAGED
    from tillitsim.runs.sweeps.results import Stored
    from tillitsim.studies.results.command import estimates_text, state_text
    from tillitsim.studies.results.pictures import sweep_pictures
    from tillitsim.view.numbers import decimal

    _ = translator(language)
    stored = Stored(swept.folder)
    runs = decimal(swept.done + swept.failed + swept.missing, 0, language)
    done = decimal(swept.done + swept.failed, 0, language)
    if swept.complete:
        click.echo(estimates_text(stored, stored.manifest["headline"], language))
        for name, figure, title, alternative in sweep_pictures(stored, language):
            write_picture(swept.folder, name, figure, title=title, alternative=alternative)
    click.echo(state_text(stored, stored.counts, language))
    if swept.damaged:
        names = ", ".join(swept.damaged)
        click.echo(
            _("Damaged files, set aside in {folder} and made anew: {names}").format(
                folder=swept.folder / DAMAGED, names=names
            ),
            err=True,
        )
    if swept.foreign:
        click.echo(
            _(
                "{count} parts belong to another experiment or version; left alone and not used."
            ).format(count=len(swept.foreign)),
            err=True,
        )
    if swept.stopped is not None:
        text = (
            _("Stopped as you asked, {done} of {runs} runs done.")
            if swept.stopped == "interrupted"
            else _("The time is used up, {done} of {runs} runs done.")
        )
        kept = _("Nothing finished is lost: the same command again goes on from there.")
        click.echo(f"{text.format(done=done, runs=runs)} {kept}", err=True)
    elif swept.missing and shard is not None:
        click.echo(
            _("This shard is done; {missing} runs are left to other shards.").format(
                missing=decimal(swept.missing, 0, language)
            ),
            err=True,
        )
    if swept.failed:
        for reason, count in stored.reasons().most_common(REASONS):
            click.echo(
                _("{count} of {runs} runs failed: {reason}").format(
                    count=count, runs=runs, reason=reason
                ),
                err=True,
            )
        click.echo(_("The others are done. --retry-failed does those that failed again."), err=True)
    if swept.stopped == "interrupted":
        return INTERRUPTED
    return SOME_RUNS_FAILED if swept.failed else OK
