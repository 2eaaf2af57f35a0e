"""Progress on a terminal: how far, how long still, how much memory; nothing at all in a pipe."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from tillitsim.cli.streams import say_plainly
from tillitsim.locale import _

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

PATIENCE = 2.0
"""Seconds without a first step after which the reason for the wait is given."""

MANY = 10_000
"""Steps from which a percentage says more than a count."""

GIB = 2.0**30


@contextmanager
def progress_bar(
    label: str,
    *,
    shown: bool,
    about: Callable[[], str | None] | None = None,
) -> Iterator[Callable[[int, int], None] | None]:
    """A callback ``(done, total)`` that draws a bar on stderr, or None where none is to be shown.

    When the first step takes longer than a person expects, it says why, from a thread that is gone
    when this ends; ``about`` says more at the end of the line.
    """
    if not (shown and sys.stderr.isatty()):
        yield None
        return
    first_wait = _(
        "The first run after an installation compiles the engine; later ones start at once."
    )
    patience = threading.Timer(PATIENCE, say_plainly, (first_wait, ""))
    patience.daemon = True
    patience.start()
    bars: list[ProgressBar[int]] = []

    def step(done: int, total: int) -> None:
        patience.cancel()
        if not bars:
            bars.append(stack.enter_context(_bar(label, total, about)))
        bars[0].length = total
        bars[0].update(done - bars[0].pos)

    with ExitStack() as stack:
        stack.callback(patience.join)
        stack.callback(patience.cancel)
        yield step


def _bar(label: str, total: int, about: Callable[[], str | None] | None) -> ProgressBar[int]:
    few = total < MANY
    return click.progressbar(
        length=total,
        label=label,
        show_pos=few,
        show_percent=not few,
        show_eta=True,
        item_show_func=lambda _: ", ".join(
            text for text in (about() if about else None, _memory()) if text
        ),
        file=sys.stderr,
    )


def _memory() -> str | None:
    """What the program takes of the machine's memory, where it is worth a word."""
    from tillitsim.runs.workers.machine import memory_used

    used = memory_used() or 0
    return f"{used / GIB:.1f} GiB" if used > GIB / 2 else None
