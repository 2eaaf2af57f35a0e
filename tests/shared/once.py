"""What is dear to make is made once for all processes that run tests side by side."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name`` of this run of the tests, filled by whoever needs it first."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        folder = factory.mktemp(name)
        make(folder)
        return folder
    folder = factory.getbasetemp().parent / f"{name}-{run}"
    folder.mkdir(exist_ok=True)
    with (folder / ".made").open("a+", encoding="ascii") as done:
        fcntl.flock(done, fcntl.LOCK_EX)
        done.seek(0)
        if not done.read():
            make(folder)
            done.write("made")
    return folder
