"""``tillitsim results``: damage is named, estimates are right, other tools read the runs."""

import contextlib
import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
import xarray as xr
from drawing import nothing_drawn
from small_experiments import as_today_and_trusting

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, DISK, ERROR, SOME_RUNS_FAILED
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases import batch
from tillitsim.runs.statistics.estimates import of_pairs
from tillitsim.runs.sweeps.estimates import Measured, estimates
from tillitsim.runs.sweeps.results import Stored
from tillitsim.studies.results import command

SMALL = as_today_and_trusting(replicates=4, seed=3, head='outcomes = ["meeting_quality"]')
RUNS = 24
ALONE = ("--parameter-sets", "0")


pytestmark = pytest.mark.usefixtures("undrawn")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished sweep in the folder ``here`` of another."""
    place = tmp_path_factory.mktemp("finished")
    (place / "small.toml").write_text(SMALL, "utf-8")
    with contextlib.chdir(place), nothing_drawn():
        assert run_command(["sweep", "small.toml", "--out", "here", "--block", "3", *ALONE]) == 0
    return place


@pytest.fixture
def folder(finished, tmp_path, monkeypatch, capfd):
    """A finished sweep in the folder ``here``."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    capfd.readouterr()
    return tmp_path / "here"


@pytest.fixture
def results(capfd):
    """Ask for the results with some words; (exit code, stdout, stderr)."""

    def call(*words: str):
        code = run_command(["results", "here", *words])
        return (code, *capfd.readouterr())

    return call


def flip(path, share: float = 0.5):
    content = bytearray(path.read_bytes())
    content[int(share * len(content))] ^= 8
    path.write_bytes(content)


@pytest.mark.usefixtures("folder")
def test_a_sound_sweep_is_said_to_be_sound(results):
    code, printed, said = results("--check")
    assert (code, said) == (0, "")
    assert "6 points, 4 replicates, 24 runs: 24 done, 0 failed, 0 missing" in printed
    assert "Every part is as it was written" in printed


def test_a_damaged_part_is_named_and_nothing_is_touched(folder, results):
    victim = sorted((folder / "parts").iterdir())[2]
    flip(victim)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, printed, _ = results("--check")
    assert code == DISK
    assert f"Damaged: parts/{victim.name}" in printed
    assert re.search(r"2[01] done, 0 failed, [34] missing", printed)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["results.parquet", "points.parquet", "sweep.json"])
def test_any_other_damaged_file_is_named_with_what_mends_it(folder, results, name):
    flip(folder / name)
    code, printed, said = results("--check")
    assert code == DISK
    assert re.search(rf"[Dd]amaged.*{name}|{name}.*damaged", printed + said)
    assert "tillitsim sweep" in printed + said
    assert run_command(["sweep", "small.toml", "--out", "here", *ALONE]) == 0
    assert results("--check")[0] == 0


def test_failed_runs_are_counted(tmp_path, monkeypatch, capfd, results):
    def one(case, once, *, real=batch.one):
        if case.replicate == 1:
            raise ValueError("odd")
        return real(case, once)

    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(batch, "one", one)
        assert run_command(["sweep", "small.toml", "--out", "here", *ALONE]) == SOME_RUNS_FAILED
    capfd.readouterr()
    code, printed, _ = results("--check")
    assert code == SOME_RUNS_FAILED
    assert "18 done, 6 failed, 0 missing" in printed


def test_what_is_there_of_an_unfinished_sweep_can_be_read(tmp_path, monkeypatch, capfd, results):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    run_command(["sweep", "small.toml", "--out", "here", "--shard", "1/2", *ALONE])
    capfd.readouterr()
    code, printed, _ = results("--check", "--summary")
    assert code == 0
    assert "12 done, 0 failed, 12 missing" in printed
    assert "Runs so far: here/parts" in printed
    code, printed, _ = results("--export", "csv")
    assert printed == "Written: here/results-so-far.csv\n"
    assert len(pd.read_csv("here/results-so-far.csv")) == 12


def test_the_summary_is_what_the_runs_say(folder, results):
    code, printed, _ = results()
    assert code == 0
    table = pd.read_parquet(folder / "results.parquet")
    outcome = OUTCOMES["meeting_quality"]
    arms = [
        table[(table["point"] == 1) & (table["arm"] == arm)]["meeting_quality"].to_numpy()
        for arm in ("as-today", "trusting")
    ]
    known = of_pairs(arms[1][:, None], arms[0][:, None], [outcome])
    mean, low, high = (each.item() * outcome.factor for each in known[:3])
    row = next(line for line in printed.splitlines() if re.match(r" +0\.9  trusting", line))
    expected = f"{mean:+.1f}  {low:+.1f} to {high:+.1f}".replace("-", "\N{MINUS SIGN}")
    assert row.endswith(expected), row


@pytest.mark.usefixtures("folder")
def test_all_outcomes_in_swedish(results):
    code, printed, _ = results("--summary", "--outcomes", "all", "--language", "sv")
    assert code == 0
    for outcome in OUTCOMES.values():
        assert outcome.label("sv")[1:] in printed
    assert "Bara slump" in printed


@pytest.mark.usefixtures("folder")
def test_a_misspelt_outcome_is_told(results):
    code, _, said = results("--outcomes", "meeting_qualty")
    assert code == BAD_INPUT
    assert "did you mean 'meeting_quality'" in said


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("path", "told"),
    [("nowhere", "there is no folder nowhere"), (".", "Perhaps here?"), ("here/parts", "no sweep")],
)
def test_a_folder_that_holds_no_sweep_is_told(capfd, path, told):
    assert run_command(["results", path]) == BAD_INPUT
    assert told in capfd.readouterr().err


def test_every_tool_opens_the_runs_in_one_line_and_finds_the_same(folder, results):
    assert results("--export", "csv")[1] == "Written: here/results.csv\n"
    assert results("--export", "parquet")[1] == "Written: here/results.parquet\n"
    assert results("--export", "netcdf")[1] == "Written: here/results.nc\n"
    expected = Stored(folder).values(["meeting_quality"])[..., 0]

    tables = [
        pd.read_parquet("here/results.parquet"),
        pl.read_parquet("here/results.parquet").to_pandas(),
        duckdb.sql("select * from 'here/results.parquet'").df(),
        pd.read_csv("here/results.csv"),
    ]
    for table in tables:
        assert len(table) == RUNS
        ordered = table.sort_values(["point", "arm", "replicate"])["meeting_quality"]
        assert np.array_equal(ordered.to_numpy().reshape(3, 2, 4), expected)

    with xr.open_dataset("here/results.nc") as runs:
        assert runs["meeting_quality"].dims == ("point", "arm", "replicate")
        assert np.array_equal(runs["meeting_quality"], expected)
        assert runs["task.variety"].to_numpy().tolist() == [0.4, 0.9, 1.4]
        assert runs["arm"].to_numpy().tolist() == ["as-today", "trusting"]


@pytest.mark.usefixtures("folder")
def test_netcdf_without_its_library_is_told(results, monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    code, _, said = results("--export", "netcdf")
    assert code == ERROR
    assert "pip install 'tillitsim[netcdf]'" in said


SHARES = [OUTCOMES["will"], OUTCOMES["dare"]]


def test_estimates_leave_out_what_failed_and_pair_the_rest():
    rng = np.random.default_rng(5).normal(size=(3, 1, 12, 2))
    values = np.concatenate([rng, rng + 1.0], axis=1)
    values[0, 1, 3] = np.nan
    found = estimates(Measured(values, SHARES), 0)
    assert found.differences.mean[:, 1] == pytest.approx(np.ones((3, 2)))
    assert found.differences.n[0, 1].tolist() == [11, 11]
    assert (found.differences.mean[:, 0] == 0.0).all()
    assert (found.differences.low[:, 0] == 0.0).all()
    assert found.means.mean[1] == pytest.approx(values[1].mean(axis=1))


RATIO = OUTCOMES["cost_per_good_meeting"]


def test_a_ratio_of_a_sweep_is_a_total_over_a_total(folder):
    found = estimates(Stored(folder).measured([RATIO.name]), 0)
    runs = pd.read_parquet(folder / "results.parquet")
    for point, arm in runs[["point", "arm"]].drop_duplicates().itertuples(index=False):
        some = runs[(runs["point"] == point) & (runs["arm"] == arm)]
        above, below = (some[f"total.{counter}"].sum() for counter in RATIO.ratio)
        at = point, ["as-today", "trusting"].index(arm), 0
        assert found.means.mean[at] == pytest.approx(above / below)
        assert some[RATIO.name].to_numpy() == pytest.approx(
            (some[f"total.{RATIO.ratio[0]}"] / some[f"total.{RATIO.ratio[1]}"]).to_numpy()
        )


def test_a_run_without_a_good_meeting_counts_what_it_spent():
    above, below = np.array([10.0, 30.0, 5.0]), np.array([2.0, 10.0, 0.0])
    with np.errstate(divide="ignore"):
        values = np.where(below > 0, above / below, np.nan)
    counts = np.stack([above, below], axis=-1)[None, None, :, :, None]
    found = estimates(Measured(values[None, None, :, None], [RATIO], counts), 0)
    assert found.means.mean.item() == pytest.approx(45.0 / 12.0)
    assert found.means.n.item() == 3


def test_a_share_of_what_is_counted_is_never_surer_than_its_counts():
    harm = OUTCOMES["harm"]
    counts = np.zeros((1, 1, 4, 2, 1))
    counts[..., 1, :] = 1000.0
    found = estimates(Measured(np.zeros((1, 1, 4, 1)), [harm], counts), 0)
    assert found.means.low.item() == 0.0
    assert found.means.high.item() > 1.0 / 4000.0


def test_a_sweep_that_has_kept_no_totals_is_read_run_by_run(folder):
    stored = Stored(folder)
    del stored.manifest["rules"]["totals"]
    measured = stored.measured([RATIO.name])
    assert measured.counts is None
    assert estimates(measured, 0).means.mean == pytest.approx(measured.values.mean(axis=2))


def test_help_of_sweeps_imports_nothing_heavy():
    for name in ("sweep", "results"):
        code = f"from tillitsim.cli.main import main; main(['{name}', '--help'])"
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", code],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert "numpy" not in done.stderr


KEPT = SMALL.replace(
    "[[arms]]",
    '[record]\nseries = ["will", "good_meetings", "cost_per_good_meeting"]\n\n[[arms]]',
    1,
)
OWN = """\
import numpy as np
import tillitsim as ts


@ts.outcome(unit="0-1", label="motivation of the least motivated tenth", level="staff")
def least_willing(columns):
    return np.quantile(columns.staff["motivation"], 0.1)
"""


@pytest.fixture
def kept(tmp_path, monkeypatch, capfd):
    """A sweep that kept two outcomes month by month, and one of one's own; the results of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept.toml").write_text(KEPT, "utf-8")
    (tmp_path / "own.py").write_text(OWN, "utf-8")
    words = ["--out", "here", "--record", "own.py:least_willing", *ALONE]
    assert run_command(["sweep", "kept.toml", *words]) == 0
    capfd.readouterr()
    return Stored(tmp_path / "here")


def test_months_that_were_kept_are_a_table_with_intervals(kept, results):
    code, said, _ = results("--monthly")
    assert code == 0
    assert "year 1" in said
    assert "Written: here/monthly.csv" in said
    assert said.count("the mean of the months' own") == 1, "of the one ratio that was kept"
    rows = list(csv.DictReader(Path("here/monthly.csv").read_text("utf-8").splitlines()))
    months = kept.series("good_meetings").shape[-1]
    assert len(rows) == 3 * 2 * months
    series = kept.declared["good_meetings"].factor * kept.series("good_meetings")
    last = rows[-1]
    assert (last["arm"], last["month"]) == ("trusting", str(months))
    assert float(last["good_meetings_mean"]) == pytest.approx(np.nanmean(series[-1, -1, :, -1]))
    assert float(last["will_low"]) <= float(last["will_mean"]) <= float(last["will_high"])


@pytest.mark.usefixtures("kept")
def test_some_of_the_months_and_those_that_were_not_kept(results):
    assert results("--monthly", "--outcomes", "will")[0] == 0
    assert "good_meetings_mean" not in Path("here/monthly.csv").read_text("utf-8")
    code, _, said = results("--monthly", "--outcomes", "waiting")
    assert code == BAD_INPUT
    assert "has not kept 'waiting' month by month" in said


@pytest.mark.usefixtures("folder")
def test_a_sweep_that_kept_no_months_says_how_to(results):
    code, _, said = results("--monthly")
    assert code == BAD_INPUT
    assert "[record] series" in said


@pytest.mark.usefixtures("kept")
def test_an_outcome_of_ones_own_is_asked_for_by_name(results):
    code, said, _ = results("--outcomes", "least_willing")
    assert code == 0
    assert "Motivation of the least motivated tenth" in said
    code, _, said = results("--outcomes", "least_wiling")
    assert "did you mean 'least_willing'?" in said
