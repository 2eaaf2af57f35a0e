"""What all tests share: hypothesis repeats itself from run to run and does not mind compilation."""

import pytest
from drawing import nothing_drawn
from hypothesis import settings

from tillitsim.model.native.build import processors

settings.register_profile("tillitsim", deadline=None, derandomize=True, database=None)
settings.load_profile("tillitsim")

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
