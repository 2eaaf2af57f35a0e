"""``tillitsim run`` as a person uses it: what is printed, what is written, what is refused."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, DISK, ERROR, INTERRUPTED
from tillitsim.model import simulation
from tillitsim.model.outcomes import LEVELS, OUTCOMES, level_label
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.runs.workers import machine
from tillitsim.scenario.load import load
from tillitsim.studies.run import files

SMALL = ["chain.units=2", "chain.staff=3", "chain.citizens=30", "chain.politicians=3"]
SET = [word for change in SMALL for word in ("--set", change)]
FILES = {"manifest.json", "run.png", "run.svg", "series.parquet", "summary.csv"}


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def drawn(capfd):
    """Run a small demonstration with some more words; (exit code, stdout, stderr)."""

    def call(*words: str, scenario: str = "demonstration", months: str = "30"):
        short = ["--months", months] if months else []
        code = run_command(["run", scenario, *SET, *short, "--replicates", "3", *words])
        return (code, *capfd.readouterr())

    return call


@pytest.fixture
def undrawn(monkeypatch):
    """No figure is made: it has more panels than anything else takes time."""
    monkeypatch.setattr(files, "run_figure", lambda *_: None)
    monkeypatch.setattr(files, "image", lambda *_, **__: b"")


@pytest.fixture
def run(drawn, request):
    """The same without its picture."""
    request.getfixturevalue("undrawn")
    return drawn


def folder(tmp_path):
    (only,) = (tmp_path / "results").iterdir()
    return only


def test_it_prints_every_level_and_outcome_down_the_chain(run):
    code, printed, said = run()
    assert code == 0
    assert said == "", "there is silence in a pipe"
    heads = [printed.index(f"\n{level_label(level, 'en')}\n") for level in LEVELS]
    assert heads == sorted(heads)
    for outcome in OUTCOMES.values():
        assert outcome.english[1:] in printed
    assert "40 runs, each under other plausible assumptions" in printed
    assert "\x1b" not in printed, "there is no bold type in a pipe"


def test_the_table_is_printed_before_anything_is_drawn(run, monkeypatch, capfd):
    printed = []
    monkeypatch.setattr(files, "run_figure", lambda *_: printed.append(capfd.readouterr().out))
    monkeypatch.setattr(files, "image", lambda *_, **__: b"")
    run()
    assert "\nThe good meeting\n" in printed[0]


def test_what_the_table_needs_imports_nothing_that_draws_or_stores():
    needed = ("model.simulation", "runs.record", "runs.summary", "studies.run.table")
    program = (
        f"import sys, {', '.join(f'tillitsim.{name}' for name in needed)};"
        "print({'matplotlib', 'pyarrow', 'scipy.special', 'scipy.stats'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"


def test_an_outcome_without_a_case_has_a_dash_a_picture_and_a_manifest(drawn, tmp_path):
    """Where all needs are alike, no case is simpler or more complex than another."""
    code, printed, said = drawn("--set", "task.complexity_spread=0", months="8")
    assert (code, said) == (0, "")
    assert re.search(r"Quality for (simple|complex) needs +no case +-", printed)
    assert {path.name for path in folder(tmp_path).iterdir()} == FILES


def test_no_interval_leaves_what_its_outcome_can_be_and_what_is_rare_is_never_sure(run, tmp_path):
    run("--replicates", "2", months="12")
    with (folder(tmp_path) / "summary.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["low"]]
    for row in rows:
        lowest, highest = OUTCOMES[row["outcome"]].bounds
        assert lowest <= float(row["low"]) <= float(row["high"]) <= highest, row["outcome"]
    scandals = next(row for row in rows if row["outcome"] == "scandals")
    assert (float(scandals["mean"]), float(scandals["low"])) == (0.0, 0.0)
    assert float(scandals["high"]) > 0.0


@pytest.mark.usefixtures("undrawn")
def test_who_stops_reading_still_gets_the_files(tmp_path, monkeypatch):
    def gone(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr("tillitsim.studies.run.command.click.echo", gone)
    with pytest.raises(BrokenPipeError):
        run_command(["run", "demonstration", *SET, "--months", "8", "--replicates", "2"])
    assert {path.name for path in folder(tmp_path).iterdir()} == FILES


def test_it_speaks_swedish(run):
    code, printed, _ = run("--language", "sv")
    assert code == 0
    assert "Det goda mötet" in printed
    assert "under andra rimliga antaganden" in printed
    assert re.search(r"Goda möten +\d+,\d", printed)


def test_it_writes_picture_series_summary_and_manifest(drawn, tmp_path):
    _, printed, _ = drawn()
    made = folder(tmp_path)
    assert {path.name for path in made.iterdir()} == FILES
    digest = load("demonstration", set=[*SMALL, "months=30"]).digest
    assert made.name == f"demonstration-{digest}-s0"
    assert f"results/{made.name}" in printed


def test_the_series_is_what_the_engine_gives(run, tmp_path):
    run("--seed", "5")
    scenario = load("demonstration", set=[*SMALL, "months=30"])
    results = simulation.simulate(scenario, seed=5, replicates=3)
    table = pq.read_table(folder(tmp_path) / "series.parquet")
    assert table.column_names == ["replicate", "month", *OUTCOMES]
    assert table.num_rows == 3 * 30
    row = {name: table[name][35].as_py() for name in table.column_names}
    assert (row["replicate"], row["month"]) == (1, 6)
    for i, name in enumerate(OUTCOMES):
        expected = results.series[1, 5, i]
        assert row[name] == (None if np.isnan(expected) else expected)
    assert table.schema.metadata[b"digest"].decode() == scenario.digest


def test_csv_gives_a_csv_summary_and_a_csv_series(run, tmp_path):
    run()
    code, printed, _ = run("--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [row["outcome"] for row in rows] == list(OUTCOMES)
    made = folder(tmp_path)
    assert (made / "summary.csv").read_text(encoding="utf-8") == printed
    assert {p.name for p in made.iterdir()} == (FILES - {"series.parquet"}) | {"series.csv"}
    with (made / "series.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3 * 30


def test_json_is_one_object_with_all_that_a_program_needs(run):
    _, printed, _ = run("--format", "json")
    told = json.loads(printed)
    assert told["scenario"] == "demonstration"
    assert {"seed", "digest", "seconds", "tillitsim", "engine", "folder"} <= set(told)
    good = next(each for each in told["outcomes"] if each["outcome"] == "good_meetings")
    assert good["low"] <= good["mean"] <= good["high"]
    assert good["reading"] == pytest.approx(100 * good["mean"])


def test_the_manifest_says_what_made_the_run_and_nothing_of_this_machine(drawn, tmp_path):
    away = tmp_path / "away"
    drawn("--out", str(away), "--set", "mix.trust=0.6", "--without", "politics")
    text = (away / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["command"][:3] == ["tillitsim", "run", "demonstration"]
    assert {"--out=away", "--set=mix.trust=0.6", "--without=politics"} <= set(manifest["command"])
    assert manifest["scenario"]["values"]["mix.trust"] == 0.6
    assert manifest["scenario"]["given"]["without"] == ["politics"]
    assert (manifest["seed"], manifest["replicates"], manifest["months"]) == (0, 3, 30)
    for path in away.iterdir():
        assert str(tmp_path).encode() not in path.read_bytes(), path.name


def test_the_command_in_the_manifest_repeats_the_run(run, tmp_path, capfd):
    run("--set", "mix.trust=0.6", "--seed", "3")
    made = folder(tmp_path)
    series = (made / "series.parquet").read_bytes()
    command = json.loads((made / "manifest.json").read_text(encoding="utf-8"))["command"]
    (made / "series.parquet").unlink()
    assert run_command(command[1:]) == 0
    capfd.readouterr()
    assert (made / "series.parquet").read_bytes() == series


def test_threads_change_no_byte(run, tmp_path):
    run("--threads", "1", "--out", "one")
    run("--threads", "2", "--out", "two")
    for name in FILES - {"manifest.json"}:
        one, two = ((tmp_path / out / name).read_bytes() for out in ("one", "two"))
        assert one == two, name


def test_another_seed_is_another_run(run, tmp_path):
    first, second = run("--seed", "1")[1], run("--seed", "2")[1]
    assert first != second
    assert len(list((tmp_path / "results").iterdir())) == 2


def test_the_resulting_mix_is_printed(run):
    _, printed, _ = run("--set", "mix.trust=0.6")
    assert "competition 20%, regulation 20%, trust 60%" in printed


def test_one_replicate_of_default_values_alone_has_no_interval_and_says_so(run):
    _, printed, _ = run("--replicates", "1", "--parameter-sets", "0")
    assert "no interval" in printed


def test_what_is_told_first_is_the_median_and_nine_tenths_of_the_ensemble(run, tmp_path):
    _, printed, _ = run("--parameter-sets", "9", "--seed", "4")
    scenario = load("demonstration", set=[*SMALL, "months=30"])
    at = list(OUTCOMES).index("dare")
    draws = []
    for place, parameter_set in enumerate(draw_sets(9, 4).each):
        made = simulation.simulate(with_set(scenario, parameter_set), seed=4, replicates=place + 1)
        draws.append(100.0 * made.mean_after_burn_in()[place, at])
    low, median, high = np.percentile(draws, (5, 50, 95), method="weibull")
    assert re.search(rf"Dare: psychological safety +{median:.1f} +{low:.1f} to {high:.1f}", printed)
    with (folder(tmp_path) / "summary.csv").open(encoding="utf-8") as file:
        (row,) = [row for row in csv.DictReader(file) if row["outcome"] == "dare"]
    assert float(row["ensemble_median"]) == pytest.approx(median)
    assert row["ensemble_sets"] == "9"


def test_a_reform_is_read_before_and_when_it_is_whole(run):
    change = "more trust: mix.trust=+0.2"
    _, printed, _ = run(change, "--at", "15", "--set", "burn_in=6")
    assert "the first 15 left out" in printed
    assert re.search(r"Outcome +Median +Nine of ten\* +Before", printed)
    code, _, said = run("--reform", "fewer-goals", "--at", "300")
    assert code == BAD_INPUT
    assert "give an earlier --at" in said


def test_one_alternative_at_a_time(run):
    code, _, said = run("--steering", "rule-book", "--steering", "trust-reform")
    assert code == BAD_INPUT
    assert "tillitsim compare demonstration" in said


def test_mechanisms_and_the_table_can_be_switched(run):
    digests = {
        run(*words)[1].split("scenario ")[-1].split()[0]
        for words in ([], ["--without", "trust"], ["--neutral-table"], ["--neutral-table", "all"])
    }
    assert len(digests) == 4


def test_an_earlier_run_is_replaced_and_other_files_are_left_alone(run, tmp_path):
    out = tmp_path / "out"
    run("--out", "out", "--seed", "1")
    (out / "notes.txt").write_text("mine")
    run("--out", "out", "--seed", "2")
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["seed"] == 2
    assert {path.name for path in out.iterdir()} == FILES | {"notes.txt"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--set", "mix.trsut=0.6"], "mix.trust"),
        (["--set", "mix.trust=1.6"], "mix.trust"),
        (["--without", "politcs"], "politics"),
        (["--replicates", "0"], "'0' is not right; give a whole number from 1 to 1000000"),
        (["--replicates", "1e9"], "'1e9' is not right; give a whole number from 1 to 1000000"),
        (["--months", "two"], "'two' is not right; give a whole number from 1 upwards"),
        (["--neutral-table", "hard"], "soft"),
    ],
)
def test_wrong_input_gets_a_sentence_and_makes_no_files(run, tmp_path, words, sentence):
    code, printed, said = run(*words)
    assert code == BAD_INPUT
    assert printed == ""
    assert sentence in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_scenario_gets_a_suggestion(run):
    code, _, said = run(scenario="demonstartion")
    assert code == BAD_INPUT
    assert "'demonstration'" in said


def test_a_file_in_the_place_of_the_folder_is_told_before_the_run(run, tmp_path, monkeypatch):
    (tmp_path / "out").write_text("")
    monkeypatch.setattr(simulation, "simulate", None)
    code, _, said = run("--out", "out")
    assert code == DISK
    assert "is a file" in said


def test_too_little_memory_is_a_clear_refusal(run, tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "available_memory", lambda: 1000)
    code, _, said = run()
    assert code == ERROR
    assert "GiB of memory" in said
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_leaves_no_manifest(run, tmp_path, monkeypatch):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulation, "simulate", stop)
    code, printed, _ = run()
    assert code == INTERRUPTED
    assert printed == ""
    assert list(folder(tmp_path).iterdir()) == []


def on_a_terminal(*words: str, **environment: str) -> str:
    """What a person sees who runs the command in a terminal."""
    leader, follower = pty.openpty()
    script = (
        "from tillitsim.studies.run import files; files.run_figure = lambda *_: None;"
        " files.image = lambda *_, **__: b''; from tillitsim.cli.main import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, "run", "demonstration", *SET, "--months=30", *words],
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment},
    ) as program:
        os.close(follower)
        seen = b""
        try:
            while part := os.read(leader, 65536):
                seen += part
        except OSError:
            pass  # how Linux tells that the other end has closed
        assert program.wait() == 0
    os.close(leader)
    return seen.decode()


def test_a_terminal_shows_progress_and_bold_type():
    seen = on_a_terminal("--replicates", "3")
    assert "3/3" in seen
    assert "Running demonstration" in seen
    assert "\x1b[1mThe good meeting" in seen


def test_no_color_and_quiet_are_honoured():
    seen = on_a_terminal("--quiet", NO_COLOR="1")
    assert "Running" not in seen
    assert "\x1b[1m" not in seen
