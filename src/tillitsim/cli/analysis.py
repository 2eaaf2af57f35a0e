"""What the commands that analyse experiments have in common: options, runs through a sweep."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from tillitsim.cli.options import LARGEST_SEED, Duration, Whole, out_option
from tillitsim.cli.own_code import code_option, say_whose_code, trust_code_option
from tillitsim.cli.progress import progress_bar
from tillitsim.cli.running import RUNS, leave_at_once, workers_options
from tillitsim.cli.steering import neutral_option
from tillitsim.cli.streams import say_plainly
from tillitsim.cli.study import conclude
from tillitsim.errors import INTERRUPTED, OK, SOME_RUNS_FAILED
from tillitsim.locale import translator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tillitsim.runs.experiment.schema import Experiment
    from tillitsim.runs.runner import Progress
    from tillitsim.runs.sweeps.plan import Plan
    from tillitsim.runs.sweeps.sweep import SweepResult
    from tillitsim.scenario.schema import Neutral
    from tillitsim.view.table import Table

Command = TypeVar("Command", bound=Callable[..., object])


def analysis_options(*, size: str) -> Callable[[Command], Command]:
    """What commands that analyse share: size, replicates, arm, seed, budget, workers, ...

    ``size`` explains what a size is of.
    """
    options = (
        click.option("--size", type=Whole(1), help=f"{size} The experiment says by default."),
        click.option(
            "--replicates",
            type=Whole(1),
            help="Runs of each point that differ in chance; the experiment says by default.",
        ),
        click.option(
            "--arm", metavar="NAME", help="The arm to set against the baseline, if there are more."
        ),
        click.option(
            "--seed",
            type=Whole(0, LARGEST_SEED),
            help="Keys all random numbers; the experiment's else.",
        ),
        click.option(
            "--set",
            "settings",
            metavar="PATH=VALUE",
            multiple=True,
            help="Change a parameter of every arm, as in chain.units=4; may be given many times.",
        ),
        neutral_option,
        out_option("Folder for picture, data and runs."),
        workers_options,
        trust_code_option,
        code_option,
        click.option(
            "--budget", type=Duration(), help="Stop after this time, as in 30m; resumable."
        ),
    )

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """How an experiment is analysed, by whom, and where the answer goes: shared options.

    A command that has :func:`analysis_options` gets them as one record by
    ``@gathered(Analysis, "asked")``.
    """

    size: int | None
    replicates: int | None
    arm: str | None
    seed: int | None
    settings: tuple[str, ...]
    neutral: Neutral
    out: Path | None
    workers: int | None
    scheduler: str | None
    budget: float | None
    trust_code: bool
    form: str
    language: str
    start: float = field(default_factory=time.perf_counter, init=False)

    def load(self, name: str) -> Experiment:
        """The experiment with what the command line changes; says whose code it runs."""
        from tillitsim.runs.experiment.load import load

        loaded = load(name, set=self.settings, neutral=self.neutral)
        say_whose_code(loaded, trusted=self.trust_code)
        return loaded

    def finish(
        self, folder: Path, name: str, whole: Mapping[str, object], table: Table, text: str
    ) -> None:
        """Write the answer as CSV and JSON, and print it in the format asked for."""
        conclude(self, folder, name, whole, table, lambda: f"{text}\n")


def outcomes_through_sweep(
    plan: Plan,
    folder: Path,
    outcomes: Sequence[str],
    asked: Analysis,
    working: str,
) -> tuple[NDArray[np.float64], int]:
    """Raw outcomes, (cells, arms, replicates, outcomes), and the exit code so far.

    Ratios are laid out so that their mean over replicates is that of all that was counted.

    Runs are kept in the folder as they finish. If they are not all there when it ends, says so and
    leaves; the same command again goes on.
    """
    from tillitsim.runs.sweeps.results import Stored
    from tillitsim.runs.sweeps.sweep import sweep
    from tillitsim.view.numbers import decimal

    language = asked.language
    _ = translator(language)
    heard = _("Finishing what is under way; Ctrl-C again stops at once.")
    with progress_bar(working, shown=sys.stderr.isatty()) as bar:

        def show(progress: Progress) -> None:
            if bar is not None:
                bar(progress.done, progress.total)

        try:
            swept = sweep(
                plan,
                folder / RUNS,
                workers=asked.workers,
                scheduler=asked.scheduler,
                budget=asked.budget,
                on_progress=show,
                on_wish=lambda: say_plainly(heard),
            )
        except KeyboardInterrupt:
            kept = _("Nothing finished is lost: the same command again goes on from there.")
            leave_at_once(kept)
    if not swept.complete:
        _leave(swept, language)
    stored = Stored(swept.folder)
    if swept.failed:
        for reason, count in stored.reasons().most_common(1):
            click.echo(
                _("{count} of {runs} runs failed: {reason}").format(
                    count=decimal(count, 0, language), reason=reason
                ),
                err=True,
            )
    return stored.measured(outcomes).laid_out, SOME_RUNS_FAILED if swept.failed else OK


def _leave(swept: SweepResult, language: str) -> NoReturn:
    """Say how far it is, and that the same command goes on."""
    from tillitsim.view.numbers import decimal

    _ = translator(language)
    runs = swept.done + swept.failed + swept.missing
    text = (
        _("Stopped as you asked, {done} of {runs} runs done.")
        if swept.stopped == "interrupted"
        else _("The time is used up, {done} of {runs} runs done.")
    )
    told = text.format(
        done=decimal(swept.done + swept.failed, 0, language), runs=decimal(runs, 0, language)
    )
    click.echo(
        f"{told} {_('Nothing finished is lost: the same command again goes on from there.')}",
        err=True,
    )
    raise click.exceptions.Exit(INTERRUPTED if swept.stopped == "interrupted" else OK)
