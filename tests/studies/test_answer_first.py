"""What an answer waits for: neither what draws nor what only others read imports."""

import subprocess
import sys

ANSWERED_BY = (
    "runs.runner",
    "runs.sweeps.results",
    "studies.compare.analysis",
    "studies.compare.pictures",
    "studies.compare.table",
    "studies.explain.table",
    "studies.map.table",
    "studies.triangle.table",
)
LATER = {"matplotlib", "pandas", "scipy.special", "scipy.stats"}


def imported(program):
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(*({LATER} & set(sys.modules)))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


def test_an_answer_imports_nothing_that_draws_or_reads_tables():
    assert imported(f"import {', '.join(f'tillitsim.{name}' for name in ANSWERED_BY)}") == []


def test_what_is_kept_and_found_again_takes_no_pandas(tmp_path):
    program = f"""
from pathlib import Path
from tillitsim.runs.cases.case import cases_of
from tillitsim.runs.cases.read import Means
from tillitsim.runs.runner import Runner
from tillitsim.runs.store.case_store import CaseStore
from tillitsim.scenario.load import load
read, small = Means(), load("demonstration", set=["months=2", "burn_in=0", "spin_up=0"])
for _ in range(2):
    with CaseStore(Path({str(tmp_path)!r})) as store, Runner(store=store) as runner:
        runner.run(cases_of(read, small, range(2), seed=0), read)
assert not runner.computed
"""
    assert imported(program) == []
