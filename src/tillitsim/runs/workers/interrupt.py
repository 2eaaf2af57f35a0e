"""Ctrl-C once is a wish to stop soon, twice an order to stop now."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible(on_wish: Callable[[], None] | None = None) -> Iterator[Callable[[], bool]]:
    """Whether somebody has asked to stop; a second time raises KeyboardInterrupt.

    ``on_wish`` is called the first time, in the middle of whatever goes on.

    A request to end (SIGTERM, as a cluster sends before it kills) is the same wish. Outside the
    main thread, where Python gives nobody signals, nobody ever asks.
    """
    asked = threading.Event()

    def ask(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - what Python calls
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        if on_wish is not None:
            on_wish()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    heard = [each for each in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(each) is not None]
    before = {each: signal.signal(each, ask) for each in heard}
    try:
        yield asked.is_set
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
