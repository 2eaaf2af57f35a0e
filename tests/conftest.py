"""What all tests share: hypothesis repeats itself from run to run and does not mind compilation.

They speak English, whatever the machine does, and each leaves the language as it was.
"""

import os

import pytest
from drawing import nothing_drawn
from hypothesis import settings

from tillitsim.locale import SOURCE, current_language
from tillitsim.model.native.build import processors

settings.register_profile("tillitsim", deadline=None, derandomize=True, database=None)
settings.load_profile("tillitsim")

for name in ("TILLITSIM_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"

WAITING = 2
"""Tests that at any moment wait for a process, a browser or a lock, and leave a core to others."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """How many run at once with ``--numprocesses=auto``."""
    return processors() + WAITING


@pytest.fixture
def undrawn():
    """Nothing is drawn, where the claim is about something else."""
    with nothing_drawn():
        yield


@pytest.fixture(autouse=True)
def _no_language_is_left():
    """A test that leaves another language behind fails itself, not one that comes later."""
    yield
    assert current_language() == SOURCE
    assert "LANGUAGE" not in os.environ
