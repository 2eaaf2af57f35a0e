"""Progress on a terminal: how far, how long still; nothing at all in a pipe."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

PATIENCE = 3.0
"""Seconds without a first step after which the reason for the wait is given."""


@contextmanager
def progress_bar(
    label: str, first_wait: str, *, shown: bool
) -> Iterator[Callable[[int, int], None] | None]:
    """A callback ``(done, total)`` that draws a bar on stderr, or None where none is to be shown.

    ``first_wait`` is said when the first step takes longer than a person expects.
    """
    if not (shown and sys.stderr.isatty()):
        yield None
        return
    patience = threading.Timer(PATIENCE, click.echo, (first_wait,), {"err": True})
    patience.daemon = True
    with click.progressbar(
        length=1, label=label, show_pos=True, show_eta=True, file=sys.stderr
    ) as bar:

        def step(done: int, total: int) -> None:
            patience.cancel()
            bar.length = total
            bar.update(done - bar.pos)

        patience.start()
        try:
            yield step
        finally:
            patience.cancel()
