"""(c) The meeting against C as the limit, and (d) neighbours on a small common model."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from typing import Any

import numpy as np
from scipy import stats
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

from meeting_in_c import IN_DOUBLE, LIMIT, SAME_BITS, MeetingInC, before_the_meeting, compiler
from protocol import HERE, interleaved, ratio, spread


def limit(*, quick: bool) -> dict[str, Any]:
    """The month's meetings in C, with the same inputs; target at most 1.5 times its time."""
    if compiler() is None:
        return {"left out": "there is no C compiler here (gcc or cc)"}
    changes = {"chain.units": 50 if quick else 500}
    state = before_the_meeting(
        Simulation(load("demonstration", changes=changes, set=("months=2", "burn_in=0")), 1)
    )
    cases = int(state.unit["cases"].sum())
    fastest, same = MeetingInC(state), MeetingInC(state, SAME_BITS)
    double = MeetingInC(state, IN_DOUBLE)

    def left() -> tuple[np.ndarray, ...]:
        scratch = state.scratch
        return scratch.sums.copy(), scratch.perceived[:cases].copy(), scratch.fitted.copy()

    meeting(state, 0, 1)
    compiled = left()
    same(state, 1)
    equal = all(map(np.array_equal, compiled, left()))
    fastest(state, 1)
    gap = float(np.abs(compiled[1] - left()[1]).max())
    seconds = interleaved(
        {
            "compiled": lambda: meeting(state, 0, 1),
            "C": lambda: fastest(state, 1),
            "C with the same bits": lambda: same(state, 1),
            "C in double precision": lambda: double(state, 1),
        },
        30 if quick else 200,
    )
    return {
        "cases": cases,
        "compiler": _first_line(compiler(), "--version"),
        "flags": " ".join(LIMIT),
        "nanoseconds a case": {
            name: spread([1e9 * each / cases for each in values])
            for name, values in seconds.items()
        },
        "times the time of C": ratio(seconds, "compiled", "C"),
        "target": 1.5,
        "equal to the bit without contraction": equal,
        "largest difference in perceived quality with it": gap,
    }


def _first_line(*words: str | None) -> str:
    done = subprocess.run([w or "" for w in words], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[0]


NEIGHBOURS = ("numpy", "amber", "mesa-frames", "mesa", "agentpy")
NOT_HERE = {"Modelly": "modelly-abm needs Python 3.12 or newer"}
CHANCE = 1e-3
"""Chance that the comparison of distributions fails although they are the same."""


def neighbours(*, quick: bool) -> dict[str, Any]:
    """Neighbours on a small common model; ``NEIGHBOURS_PYTHON`` names the Python that has them."""
    citizens, months, turns = (10_000, 12, 1) if quick else (30_000, 24, 3)

    def told(python: str, name: str) -> dict[str, Any] | None:
        words = [python, str(HERE / "neighbours.py"), name, *map(str, (citizens, months, turns))]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    theirs = os.environ.get("NEIGHBOURS_PYTHON", sys.executable)
    ours = told(sys.executable, "tillitsim")
    if ours is None:
        return {"left out": "the small model does not run here"}
    work = citizens * months / 1e9
    own = statistics.median(ours["seconds"])
    found: dict[str, Any] = {"tillitsim's way": {"nanoseconds": own / work}}
    missing = dict(NOT_HERE) if sys.version_info < (3, 12) else {}
    for name in NEIGHBOURS:
        other = told(theirs, name)
        if other is None:
            missing[name] = "is not installed or does not run"
            continue
        seconds = statistics.median(other["seconds"])
        p_value = float(stats.ks_2samp(ours["sample"], other["sample"]).pvalue)
        found[name] = {
            "nanoseconds": seconds / work,
            "times slower": seconds / own,
            "p-value": p_value,
            "same distribution": p_value > CHANCE / len(NEIGHBOURS),
        }
    return {"citizens": citizens, "months": months, "found": found, "not here": missing}
