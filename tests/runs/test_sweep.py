"""A sweep: nothing is lost or done twice, and its table is the same however it was done."""

import errno
import json
import os
from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest

from tillitsim.errors import DISK, DiskError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import simulate
from tillitsim.runs.cases import batch
from tillitsim.runs.cases.read import TOTALS
from tillitsim.runs.experiment.load import load
from tillitsim.runs.store import folder as store
from tillitsim.runs.store.folder import DAMAGED
from tillitsim.runs.sweeps import collect as gather
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.results import Stored
from tillitsim.runs.sweeps.sweep import sweep
from tillitsim.runs.workers import scheduler
from tillitsim.scenario.load import load as load_scenario

RUNS = 36
NULL = """\
[[arms]]
name = "null"
set.chain = { units = 2, staff = 3, citizens = 30, politicians = 3 }
[[arms.interventions]]
name = "nothing"
set = { "task.caseload" = 10 }
start = 4
"""
FILES = ("results.parquet", "points.parquet", "sweep.json")


def content(folder):
    return [(folder / name).read_bytes() for name in FILES]


def parts(folder):
    return sorted((folder / "parts").iterdir())


@pytest.fixture
def undisturbed(plan, tmp_path):
    """The files of a sweep that nothing has happened to."""
    swept = sweep(plan, tmp_path / "undisturbed", workers=1)
    assert (swept.done, swept.failed, swept.missing, swept.computed) == (RUNS, 0, 0, RUNS)
    return content(swept.folder)


@pytest.mark.parametrize(("workers", "block"), [(1, 1), (2, None), (2, 5), (4, 7), (4, 1000)])
def test_workers_and_blocks_change_no_byte_of_the_results(
    plan, tmp_path, undisturbed, workers, block
):
    sweep(plan, tmp_path / "other", workers=workers, block=block)
    assert content(tmp_path / "other") == undisturbed


def test_the_table_has_every_run_once_in_the_order_of_the_design(plan, tmp_path):
    swept = sweep(plan, tmp_path / "sweep", workers=2, block=5)
    table = pq.read_table(swept.results)
    assert table.column_names[:5] == ["point", "arm", "replicate", "task.variety", "task.stakes"]
    assert table.column_names[5:-3] == [*OUTCOMES, *TOTALS]
    rows = table.select(["replicate", "point", "arm"]).to_pylist()
    arms = ["as-today", "trusting"]
    assert rows == [
        {"replicate": r, "point": p, "arm": a} for r in range(3) for p in range(6) for a in arms
    ]
    assert set(table["status"].to_pylist()) == {"ok"}


def test_a_row_is_what_a_simulation_of_its_own_gives(plan, tmp_path):
    swept = sweep(plan, tmp_path / "sweep", workers=1)
    row = pq.read_table(swept.results).to_pylist()[2 * 12 + 4 * 2 + 1]
    arm = plan.arms[1].scenario
    changed = load_scenario(arm, changes=plan.changes(4))
    alone = simulate(changed, seed=7, replicates=3, threads=1).mean_after_burn_in()[2]
    assert row["task.variety"] == changed.values["task.variety"]
    assert [np.nan if row[name] is None else row[name] for name in OUTCOMES] == pytest.approx(
        alone.tolist(), rel=0, abs=0, nan_ok=True
    )


@pytest.mark.parametrize("finished", [0, 1, 4])
def test_a_sweep_that_was_cut_off_goes_on_and_does_nothing_twice(
    plan, tmp_path, undisturbed, monkeypatch, finished
):
    """The disk fills up after so many blocks; what was kept is not done again."""
    left = count(finished, -1)

    def add(folder, part, *, real=store.Folder.add):
        if next(left) <= 0:
            raise DiskError("the disk is full.")
        return real(folder, part)

    folder = tmp_path / "cut"
    with monkeypatch.context() as patch:
        patch.setattr(store.Folder, "add", add)
        with pytest.raises(DiskError, match="What is finished is safe") as told:
            sweep(plan, folder, workers=1, block=5)
    assert told.value.exit_code == DISK
    assert len(parts(folder)) == finished
    assert not (folder / "results.parquet").exists()
    assert sweep(plan, folder, workers=2).computed == RUNS - 5 * finished
    assert sum(pq.read_table(part).num_rows for part in parts(folder)) == RUNS
    assert content(folder) == undisturbed


def test_a_disk_that_is_full_when_the_table_is_written_loses_nothing(
    plan, tmp_path, undisturbed, monkeypatch
):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = tmp_path / "full"
    with monkeypatch.context() as patch:
        patch.setattr(gather, "pq", SimpleNamespace(ParquetWriter=full))
        with pytest.raises(DiskError, match=r"No space left on device\. What is finished is safe"):
            sweep(plan, folder, workers=1, block=40)
    assert not (folder / "results.parquet").exists()
    assert sweep(plan, folder, workers=1).computed == 0
    assert content(folder) == undisturbed


def test_a_finished_sweep_is_left_as_it_is(plan, tmp_path, performed):
    sweep(plan, tmp_path / "sweep", workers=1)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "sweep").iterdir()}
    performed.clear()
    swept = sweep(plan, tmp_path / "sweep", workers=1)
    assert swept.complete
    assert swept.computed == 0
    assert performed == []
    untouched = [name for name in FILES if name != "lock"]
    for name in untouched:
        path = tmp_path / "sweep" / name
        assert path.stat().st_mtime_ns == before[path]


def test_a_damaged_part_is_set_aside_and_only_its_runs_are_done_again(
    plan, tmp_path, undisturbed, performed
):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1, block=5)
    victim = parts(folder)[3]
    runs = pq.read_table(victim).num_rows
    spoiled = bytearray(victim.read_bytes())
    spoiled[len(spoiled) // 2] ^= 4
    victim.write_bytes(spoiled)
    performed.clear()
    swept = sweep(plan, folder, workers=1, block=5)
    assert swept.damaged == [victim.stem]
    assert len(performed) == runs
    assert (folder / DAMAGED / victim.name).read_bytes() == spoiled
    assert content(folder) == undisturbed


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_in_any_other_file_is_noticed_and_mended(plan, tmp_path, undisturbed, name):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1)
    spoiled = bytearray((folder / name).read_bytes())
    spoiled[len(spoiled) // 3] ^= 1
    (folder / name).write_bytes(spoiled)
    swept = sweep(plan, folder, workers=1)
    assert swept.computed == 0
    assert content(folder) == undisturbed
    assert swept.damaged == ([name] if name != "results.parquet" else [])


def test_every_flipped_bit_of_the_manifest_is_noticed(plan, tmp_path, performed):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1)
    whole = (folder / "sweep.json").read_bytes()
    performed.clear()
    for offset in np.linspace(0, len(whole) - 1, 12).astype(int).tolist():
        spoiled = bytearray(whole)
        spoiled[offset] ^= 1 << (offset % 8)
        (folder / "sweep.json").write_bytes(spoiled)
        assert sweep(plan, folder, workers=1).damaged == ["sweep.json"]
        assert (folder / "sweep.json").read_bytes() == whole
    assert performed == []


def test_a_point_that_cannot_be_run_becomes_rows_with_their_reason(plan, tmp_path, monkeypatch):
    bad = int(plan.ids[5])

    def one(case, once, *, real=batch.one):
        if case.id == bad:
            raise ZeroDivisionError("division by zero")
        return real(case, once)

    folder = tmp_path / "sweep"
    with monkeypatch.context() as patch:
        patch.setattr(batch, "one", one)
        swept = sweep(plan, folder, workers=2, block=4)
        assert (swept.done, swept.failed, swept.complete) == (RUNS - 3, 3, True)
        again = sweep(plan, folder, workers=1)
        assert (again.computed, again.failed) == (0, 3)
    rows = pq.read_table(swept.results).to_pylist()
    failed = [row for row in rows if row["status"] == "failed"]
    assert {(row["point"], row["arm"]) for row in failed} == {(2, "trusting")}
    assert {row["reason"] for row in failed} == {"ZeroDivisionError: division by zero"}
    assert all(row["good_meetings"] is None for row in failed)
    mended = sweep(plan, folder, workers=1, retry_failed=True)
    assert (mended.computed, mended.done, mended.failed) == (3, RUNS, 0)
    sweep(plan, tmp_path / "other", workers=1)
    assert content(folder) == content(tmp_path / "other")


def test_the_same_random_numbers_in_every_arm_makes_equal_arms_exactly_equal(
    experiment_file, tmp_path
):
    """One arm asks for the same in other words: it is a point of its own and differs by nothing."""
    text = experiment_file.read_text("utf-8")
    experiment_file.write_text(text.replace("[design]", f"{NULL}\n[design]"), "utf-8")
    plan = Plan(load(experiment_file))
    assert len(set(plan.ids.tolist())) == plan.points
    values = Stored(sweep(plan, tmp_path / "sweep", workers=1).folder).values(tuple(OUTCOMES))
    assert np.array_equal(values[:, 2], values[:, 0], equal_nan=True)
    assert not np.array_equal(values[:, 1], values[:, 0], equal_nan=True)


def test_points_that_are_given_the_same_share_their_runs(plan, tmp_path, performed):
    twin = replace(plan.arms[0], name="twin")
    twins = Plan(replace(plan.experiment, arms=(*plan.arms, twin)))
    swept = sweep(twins, tmp_path / "sweep", workers=1)
    assert len(performed) == swept.done == RUNS
    rows = pq.read_table(swept.results).to_pylist()
    assert len(rows) == 3 * RUNS / 2
    for name in ("good_meetings", "status", "id"):
        of = {arm: [r[name] for r in rows if r["arm"] == arm] for arm in ("as-today", "twin")}
        assert of["twin"] == of["as-today"]


def test_independent_twins_have_chance_of_their_own(plan, tmp_path, performed):
    twin = replace(plan.arms[0], name="twin")
    twins = Plan(replace(plan.experiment, arms=(*plan.arms, twin)), independent=True)
    swept = sweep(twins, tmp_path / "sweep", workers=1)
    assert len(performed) == swept.done == 3 * RUNS / 2
    values = Stored(swept.folder).values(["pressure", "meeting_quality"])
    assert (values[:, 2] != values[:, 0]).any(axis=-1).all()


def test_shards_do_every_run_once_and_the_last_one_writes_the_table(
    plan, tmp_path, undisturbed, performed
):
    folder = tmp_path / "shards"
    for shard in ((2, 3), (1, 3)):
        swept = sweep(plan, folder, workers=1, shard=shard)
        assert not swept.complete
        assert 0 < swept.computed < RUNS
    assert sweep(plan, folder, workers=1, shard=(3, 3)).complete
    assert len(performed) == len(set(performed)) == RUNS
    assert content(folder) == undisturbed


def test_a_budget_ends_a_sweep_and_the_next_one_goes_on(plan, tmp_path, undisturbed, monkeypatch):
    """By a clock on which a run takes a tenth of a second and nothing else takes any time."""
    clock = [0.0]

    def one(case, once, *, real=batch.one):
        clock[0] += 0.1
        return real(case, once)

    monkeypatch.setattr(batch, "one", one)
    monkeypatch.setattr(batch, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    monkeypatch.setattr(scheduler, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    sessions = []
    while not sessions or not sessions[-1].complete:
        start = clock[0]
        sessions.append(sweep(plan, tmp_path / "sweep", workers=1, budget=1.0))
        assert clock[0] - start <= 1.0 + 1e-9
    assert [each.stopped for each in sessions] == ["budget"] * 3 + [None]
    assert all(9 <= each.computed <= 10 for each in sessions[:-1])
    assert content(tmp_path / "sweep") == undisturbed


def test_the_manifest_knows_the_whole_experiment_and_no_machine(plan, tmp_path):
    swept = sweep(plan, tmp_path / "sweep", workers=1)
    manifest = json.loads((swept.folder / "sweep.json").read_text("utf-8"))
    assert manifest["finished"]["done"] == RUNS
    assert [arm["name"] for arm in manifest["arms"]] == ["as-today", "trusting"]
    assert manifest["arms"][1]["scenario"]["values"]["mix.trust"] == 0.8
    assert manifest["rules"]["seed"] == 7
    assert str(tmp_path) not in json.dumps(manifest)
