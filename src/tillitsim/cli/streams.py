"""Standard streams that nothing can break: closed ones, and those of an old encoding."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
import unicodedata

PLAIN = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MIDDLE DOT}": "-",
    "\N{PLUS-MINUS SIGN}": "+-",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{BLACK UP-POINTING TRIANGLE}": "^",
    "\N{BLACK DOWN-POINTING TRIANGLE}": "v",
    "\N{UPWARDS ARROW}": "^",
    "\N{DOWNWARDS ARROW}": "v",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{BLACK CIRCLE}": "*",
    "\N{WHITE CIRCLE}": "o",
    "\N{NO-BREAK SPACE}": " ",
}
"""How a sign is written where the encoding has none for it."""

HANDLER = "tillitsim-plain"


def plainly(problem: UnicodeError) -> tuple[str | bytes, int]:
    """What stands for signs that cannot be written: plain ones; bytes of a file name as they were.

    A handler of encoding errors, as :func:`codecs.register_error` wants them.
    """
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    wanted = problem.object[problem.start : problem.end]
    if all("\udc80" <= sign <= "\udcff" for sign in wanted):
        return wanted.encode("utf-8", "surrogateescape"), problem.end
    return "".join(_plain(sign) for sign in wanted), problem.end


def _plain(sign: str) -> str:
    if sign in PLAIN:
        return PLAIN[sign]
    letters = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return letters or "?"


def secure() -> None:
    """Give closed streams a place to write to, and let every stream write what it can."""
    codecs.register_error(HANDLER, plainly)
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for as long as the program runs
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def say_plainly(text: str, before: str = "\n") -> None:
    """Say something in the middle of anything, where nothing but a plain write is safe.

    From a signal's handler or another thread: it takes no lock that somebody may hold.
    """
    with contextlib.suppress(OSError):
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, f"{before}{text}\n".encode())
