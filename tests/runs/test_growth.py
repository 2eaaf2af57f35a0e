"""A year of use fills no memory: what a run takes is given back."""

import gc
import sys
from pathlib import Path

import pytest

import tillitsim as ts

SMALL = {"chain.units": 2, "chain.staff": 4, "chain.citizens": 20, "months": 6, "burn_in": 1}
WARM, TIMES, MOST = 40, 300, 8_000_000
"""Repetitions until all is loaded, in all, and bytes that may be held after them besides."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is held"),
]


def held():
    """Bytes of memory that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def grown(action, warm, times):
    """Bytes that some repetitions leave behind, once the first have filled what is kept."""
    for _ in range(warm):
        action()
    before = held()
    for _ in range(times - warm):
        action()
    return held() - before


def test_runs_of_ever_other_scenarios_leave_nothing_behind():
    trust = iter(range(TIMES))

    def once():
        changes = SMALL | {"mix.trust": next(trust) / TIMES}
        ts.simulate(ts.load("demonstration", changes=changes), replicates=2)

    assert grown(once, WARM, TIMES) < MOST
