"""``tillitsim sweep`` as a person uses it: what is printed, what is kept, how it is stopped."""

import os
import pty
import re
import signal
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, DISK, ERROR, INTERRUPTED, SOME_RUNS_FAILED
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import simulate
from tillitsim.runs.cases import batch
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.ensemble import kept
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.results import Stored

SMALL = """\
base = "demonstration"
months = 8
replicates = 3
outcomes = ["meeting_quality", "administrative_burden"]

[title]
en = "A small experiment"
sv = "Ett litet experiment"

[[arms]]
name = "as-today"
title = { en = "As today", sv = "Som i dag" }

[[arms]]
name = "trusting"
title = { en = "More trust", sv = "Mer tillit" }
set.mix.trust = 0.8
"""
GRID = """
[design]
kind = "grid"
[design.vary]
"task.variety" = { from = 0.4, to = 1.4, steps = 14 }
"""
SET = [
    word
    for change in ("chain.units=2", "chain.staff=3", "chain.citizens=30", "chain.politicians=3")
    for word in ("--set", change)
]


@pytest.fixture(autouse=True)
def in_a_folder_with_an_experiment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    (tmp_path / "grid.toml").write_text(SMALL + GRID, "utf-8")


@pytest.fixture
def drawn(capfd):
    """Sweep the small experiment with some more words; (exit code, stdout, stderr)."""

    def call(*words: str, experiment: str = "small.toml"):
        code = run_command(["sweep", experiment, *SET, "--parameter-sets=0", *words])
        return (code, *capfd.readouterr())

    return call


@pytest.fixture
def sweep(drawn, request):
    """The same, but its picture is not drawn."""
    request.getfixturevalue("undrawn")
    return drawn


def test_it_prints_each_arm_and_its_difference_and_where_the_runs_are(sweep, tmp_path):
    code, printed, said = sweep()
    assert (code, said) == (0, "")
    assert printed.startswith("A small experiment\n")
    assert re.search(r"As today +\d+\.\d +\d+\.\d to \d+\.\d\n", printed)
    assert re.search(r"More trust +\d+\.\d +\d+\.\d to \d+\.\d +[+−]\d+\.\d +[+−]", printed)
    assert "chance only" in printed.lower()
    assert "2 points, 3 replicates, 6 runs: 6 done, 0 failed, 0 missing" in printed
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("small-")
    assert f"All runs: results/{folder.name}/results.parquet" in printed


def test_it_speaks_swedish_with_swedish_numbers(sweep):
    _, printed, _ = sweep("--language", "sv")
    assert printed.startswith("Ett litet experiment\n")
    assert re.search(r"Som i dag +\d+,\d +\d+,\d till \d+,\d\n", printed)
    assert "6 körningar: 6 klara, 0 misslyckade, 0 saknas" in printed


def test_of_many_points_it_prints_the_span(sweep):
    code, printed, _ = sweep(experiment="grid.toml")
    assert code == 0
    assert re.search(r"As today +highest +\d+\.\d .* task\.variety=", printed)
    assert re.search(r"More trust: difference to As today +highest +[+−]\d", printed)
    assert "partly chance" in printed


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(sweep, tmp_path):
    code, printed, said = sweep("--dry-run", experiment="grid.toml")
    assert (code, said) == (0, "")
    assert "28 points x 3 replicates = 84 runs" in printed
    assert re.search(r"Time: about \S+ (s|min) with \d+ workers", printed)
    assert re.search(r"Disk: about \S+ MB", printed)
    assert not (tmp_path / "results").exists()


def test_a_dry_run_knows_what_is_there_already(sweep):
    sweep()
    assert "6 of them are there already" in sweep("--dry-run")[1]


def test_the_same_command_again_says_the_same(sweep):
    assert sweep("--out", "here") == sweep("--out", "here")


def test_runs_that_fail_are_told_with_their_reason_and_can_be_tried_again(sweep, monkeypatch):
    def one(case, once, *, real=batch.one):
        if case.scenario.values["mix.trust"] == 0.8 and case.replicate == 2:
            raise ValueError("something odd")
        return real(case, once)

    with monkeypatch.context() as patch:
        patch.setattr(batch, "one", one)
        code, printed, said = sweep()
    assert code == SOME_RUNS_FAILED
    assert "6 runs: 5 done, 1 failed, 0 missing" in printed
    assert "1 of 6 runs failed: ValueError: something odd" in said
    assert "--retry-failed" in said
    code, printed, said = sweep("--retry-failed")
    assert (code, said) == (0, "")
    assert "6 runs: 6 done, 0 failed, 0 missing" in printed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--shard", "4/3"], "write for example 3/20"),
        (["--shard", "0/3"], "write for example 3/20"),
        (["--shard", "x"], "write for example 3/20"),
        (["--budget", "soon"], "90s, 30m or 2h"),
        (["--workers", "0"], "whole number from 1"),
        (["--block", "-1"], "whole number from 1"),
        (["--block", "9" * 23], "whole number from 1 to 1000000"),
        (["--shard", f"1/{'9' * 20}"], "write for example 3/20"),
        (["--set", "mix.trst=1"], "did you mean 'mix.trust'"),
    ],
)
def test_nonsense_is_refused_with_what_would_be_right(sweep, words, told):
    code, printed, said = sweep(*words)
    assert (code, printed) == (BAD_INPUT, "")
    assert told in said


def test_a_folder_of_another_experiment_is_refused_with_a_reason(sweep):
    sweep("--out", "here")
    code, _, said = sweep("--out", "here", "--set", "months=6")
    assert code == BAD_INPUT
    assert "arm 'as-today' has changed: months was 8 and is 6" in said
    assert "another folder with --out" in said


def test_a_file_where_the_folder_should_be_is_told(sweep, tmp_path):
    (tmp_path / "here").write_text("not a folder", "utf-8")
    code, _, said = sweep("--out", "here")
    assert code == DISK
    assert "here is a file; results need a folder" in said


def test_no_scheduler_is_told_in_a_sentence(sweep):
    code, _, said = sweep("--scheduler", "nonsense://here")
    assert code == ERROR
    assert "No Dask scheduler answers at 'nonsense://here'" in said


def test_shards_of_a_job_array_together_make_the_whole(sweep, tmp_path):
    sweep("--out", "whole", experiment="grid.toml")
    code, printed, said = sweep("--out", "array", "--shard", "1/2", experiment="grid.toml")
    assert code == 0
    assert "42 done, 0 failed, 42 missing" in printed
    assert "42 runs are left to other shards" in said
    code, printed, said = sweep("--out", "array", "--shard", "2/2", experiment="grid.toml")
    assert (code, said) == (0, "")
    whole, array = (tmp_path / name / "results.parquet" for name in ("whole", "array"))
    assert whole.read_bytes() == array.read_bytes()


def start(*words: str):
    """The sweep of a larger grid in a terminal of its own; (process, the terminal)."""
    ours, theirs = pty.openpty()
    code = "from tillitsim.cli.main import main; main()"
    python = [sys.executable, "-X", "faulthandler"]
    command = [*python, "-c", code, "sweep", "grid.toml", "--workers", "2", *words]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    return process, ours


def read_until(terminal: int, pattern: str) -> str:
    """What a terminal shows until something is there, or until it is closed."""
    shown = ""
    while not re.search(pattern, shown):
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:
            break
    return shown


LONG = ["--set", "months=300", "--set", "chain.units=4", "--block", "2", "--out", "here"]


def test_ctrl_c_once_keeps_what_is_under_way_and_says_how_to_go_on(tmp_path):
    process, terminal = start(*LONG)
    shown = read_until(terminal, r"[1-9]\d*/84")
    assert re.search(r"runs/s", shown), "the progress line has the pace"
    os.killpg(process.pid, signal.SIGINT)
    shown = read_until(terminal, "goes on from there")
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, shown + read_until(terminal, "never shown")
    assert "Ctrl-C again stops at once" in shown
    assert "Stopped as you asked" in shown
    assert "Traceback" not in shown
    kept = sum(pq.read_table(part).num_rows for part in (tmp_path / "here/parts").iterdir())
    assert 0 < kept < 84
    assert f"{kept} done, 0 failed, {84 - kept} missing" in printed.decode()
    os.close(terminal)


@pytest.mark.usefixtures("undrawn")
def test_ctrl_c_twice_stops_at_once_and_the_next_sweep_ends_as_if_nothing_had_been(tmp_path):
    process, terminal = start(*LONG)
    read_until(terminal, r"[1-9]\d*/84")
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        shown = read_until(terminal, "Ctrl-C again|goes on from there")
    process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert "goes on from there" in shown + read_until(terminal, "goes on from there")
    os.close(terminal)
    for folder in ("here", "undisturbed"):
        words = ["sweep", "grid.toml", *LONG[:-1], folder]
        assert run_command(words) == 0
    here, undisturbed = (tmp_path / name / "results.parquet" for name in ("here", "undisturbed"))
    assert here.read_bytes() == undisturbed.read_bytes()


OWN = """\
import tillitsim as ts


@ts.outcome(unit="people", label="people on the staff")
def people(columns):
    return len(columns.staff["motivation"])


class Same(ts.SteeringChain):
    pass
"""


def test_an_outcome_of_ones_own_is_recorded_and_told_with_its_label(sweep, tmp_path):
    (tmp_path / "own.py").write_text(OWN)
    code, printed, said = sweep("--record", "own.py:people", "--out", "here")
    assert (code, said) == (0, "")
    assert "People on the staff, people" in printed
    table = pq.read_table(tmp_path / "here" / "results.parquet")
    assert set(table["people"].to_pylist()) == {6.0}


def test_what_is_no_outcome_of_ones_own_is_told(sweep, tmp_path):
    (tmp_path / "own.py").write_text(OWN)
    code, _, said = sweep("--record", "own.py:Same")
    assert code == BAD_INPUT
    assert "own.py:Same is not declared as an outcome" in said
    code, _, said = sweep("--record", "other.py:people")
    assert code == BAD_INPUT
    assert "other.py cannot be read: No such file or directory" in said


def test_that_code_of_ones_own_is_run_is_said_before(sweep, tmp_path):
    (tmp_path / "own.py").write_text(OWN)
    (tmp_path / "mine.toml").write_text(f'model = "own.py:Same"\n{SMALL}')
    _, printed, said = sweep("--workers", "1", "--dry-run", experiment="mine.toml")
    assert re.match(r"mine runs the code of .*own\.py:Same, which can do whatever you can\.", said)
    _, trusted, said = sweep("--workers", "1", "--dry-run", "--trust-code", experiment="mine.toml")
    assert said == ""
    assert "6 runs" in printed
    assert "6 runs" in trusted


def test_at_a_terminal_it_is_asked_and_no_runs_nothing(tmp_path):
    (tmp_path / "own.py").write_text(f"{OWN}\nopen('was-run', 'w').close()\n")
    (tmp_path / "mine.toml").write_text(f'model = "own.py:Same"\n{SMALL}')
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tillitsim", "sweep", "mine.toml", *SET],
        stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, cwd=tmp_path,
    )  # fmt: skip
    os.close(theirs)
    assert "Run it? [y/N]" in read_until(ours, r"\[y/N\]")
    os.write(ours, b"n\n")
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert not (tmp_path / "was-run").exists()
    os.close(ours)


def test_what_is_known_comes_first_and_is_kept_beside_the_results(sweep, tmp_path, capfd):
    code, printed, _ = sweep("--parameter-sets=8", "--out=here")
    assert code == 0
    head = next(line for line in printed.splitlines() if "Nine of ten" in line)
    order = ["Arm", "Median", "Nine of ten", "Default", "Difference", "How sure"]
    assert [head.index(word) for word in order] == sorted(head.index(word) for word in order)
    row = next(line for line in printed.splitlines() if "More trust" in line)
    assert re.search(r"(likely|exactly the same)", row)
    assert "* Chance only" not in printed
    assert run_command(["results", "here"]) == 0
    assert printed.startswith(capfd.readouterr().out.split("\n\n")[0])
    asked = kept(tmp_path / "here", Stored("here").manifest["sweep"])
    assert asked.sets == 8
    assert asked.points == (0, 1)


def test_the_draws_are_those_of_the_arms_under_each_parameter_set(sweep, tmp_path):
    sweep("--parameter-sets=8", "--out=here")
    asked = kept(tmp_path / "here", Stored("here").manifest["sweep"])
    plan = Plan(load("small.toml", set=SET[1::2]))
    first = with_set(plan.arms[1].scenario, draw_sets(8, 0).each[0])
    own = simulate(first, seed=0, replicates=1)
    found = asked.draws(1, "meeting_quality")[0]
    assert found == own.mean_after_burn_in()[0, list(OUTCOMES).index("meeting_quality")]


def test_of_many_points_those_that_are_told_are_asked(sweep, tmp_path):
    _, printed, _ = sweep("--parameter-sets=8", "--out=here", experiment="grid.toml")
    assert re.search(r"More trust: difference to As today +highest +[+−]\d", printed)
    asked = kept(tmp_path / "here", Stored("here").manifest["sweep"])
    assert 0 < len(asked.points) < 28
    assert "–  –" not in printed


def test_a_sweep_leaves_a_picture(drawn, tmp_path):
    drawn("--out=here")
    assert (tmp_path / "here" / "sweep.png").exists()
    drawn("--out=there", experiment="grid.toml")
    assert (tmp_path / "there" / "sweep.svg").exists()
