"""How a command has its cases run: options, progress, and what happens on Ctrl-C."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from tillitsim.cli.options import Whole
from tillitsim.cli.progress import progress_bar
from tillitsim.cli.streams import say_plainly
from tillitsim.errors import INTERRUPTED
from tillitsim.locale import translator

if TYPE_CHECKING:
    from tillitsim.runs.runner import Progress, Runner

Function = TypeVar("Function", bound=Callable[..., object])

MAX_WORKERS = 4096
"""Runs at the same time at the most."""

RUNS = "runs"
"""Folder of the runs, within that of a study."""


def workers_options(command: Function) -> Function:
    """``--workers`` (also ``--threads``) and ``--scheduler``: who does the runs."""
    options = (
        click.option(
            "--workers",
            "--threads",
            "workers",
            type=Whole(1, MAX_WORKERS),
            help="Runs at the same time; one a core by default.",
        ),
        click.option(
            "--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the runs."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def runner_for(
    label: str,
    language: str,
    *,
    out: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    processes: bool = False,
    budget: float | None = None,
    batch_size: int | None = None,
) -> Iterator[Runner]:
    """A runner with a progress bar; Ctrl-C once stops soon, twice at once.

    With ``out`` what is run is kept in a folder of it as it finishes, and not run again. Stopped
    before its end, it says how far it came and leaves the command.
    """
    from tillitsim.runs.runner import Runner, StoppedError
    from tillitsim.runs.store.case_store import CaseStore
    from tillitsim.runs.store.folder import DAMAGED
    from tillitsim.runs.workers.interrupt import interruptible
    from tillitsim.view.numbers import decimal

    _ = translator(language)
    kept = _("Nothing finished is lost: the same command again goes on from there.")
    heard = _("Finishing what is under way; Ctrl-C again stops at once.")
    with ExitStack() as stack:
        store = None if out is None else stack.enter_context(CaseStore(out / RUNS))
        if store is not None and store.damaged:
            names = ", ".join(store.damaged)
            told = _("Damaged files, set aside in {folder} and made anew: {names}")
            click.echo(told.format(folder=store.place.path / DAMAGED, names=names), err=True)
        bar = stack.enter_context(progress_bar(label, shown=sys.stderr.isatty()))

        def show(progress: Progress) -> None:
            if bar is not None and progress.done:
                bar(progress.done, progress.total)

        stop_requested = stack.enter_context(interruptible(lambda: say_plainly(heard)))
        runner = stack.enter_context(
            Runner(
                workers=workers,
                scheduler=scheduler,
                processes=processes,
                budget=budget,
                batch_size=batch_size,
                stop_requested=stop_requested,
                on_progress=show,
                store=store,
            )
        )
        try:
            yield runner
        except StoppedError as stopped:
            stack.close()
            text = (
                _("Stopped as you asked, {done} of {runs} runs done.")
                if stopped.reason == "interrupted"
                else _("The time is used up, {done} of {runs} runs done.")
            )
            done, total = (decimal(n, 0, language) for n in stopped.progress[:2])
            told = text.format(done=done, runs=total)
            click.echo(told if store is None else f"{told} {kept}", err=True)
            raise click.exceptions.Exit(stopped.exit_code) from None
        except KeyboardInterrupt:
            leave_at_once(kept)


def leave_at_once(text: str) -> NoReturn:
    """End without waiting for threads that are in the middle of a run."""
    click.echo(text, err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)
