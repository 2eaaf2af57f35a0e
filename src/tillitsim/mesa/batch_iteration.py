"""Which iteration of ``mesa.batch_run`` a model is made for.

Mesa 3.3 and 3.5 count iterations but do not tell the model: a model that keys its randomness would
give the same run each time. The number stands in the function of Mesa that makes the model, and
nowhere else. Mesa 4.0 has no ``batch_run``.
"""

from __future__ import annotations

import sys
from types import FrameType


def batch_iteration() -> int | None:
    """The iteration, from 0; None outside ``mesa.batch_run``."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the way to ask who calls
    while frame is not None:
        if frame.f_globals.get("__name__") == "mesa.batchrunner":
            match frame.f_locals.get("run"):
                case (_, int(iteration), _):
                    return iteration
        frame = frame.f_back
    return None
