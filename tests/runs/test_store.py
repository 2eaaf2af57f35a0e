"""The folder of a sweep: whole parts or none, damage always seen, one writer at a time."""

import errno
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.errors import DISK, ERROR, DiskError
from tillitsim.runs.store import files
from tillitsim.runs.store import folder as store
from tillitsim.runs.store.folder import (
    BROKEN,
    DAMAGED,
    DONE,
    LOCK,
    MISSING,
    BusyError,
    Folder,
    Ledger,
    Scan,
    checksum,
)
from tillitsim.runs.store.part import part_of
from tillitsim.runs.sweeps.plan import Plan


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path / "sweep")
    made.prepare()
    return made


def part(plan: Plan, *runs: tuple[int, int], failed: tuple[int, ...] = ()) -> bytes:
    """A part that says that these (point, replicate) are done; those in ``failed`` failed."""
    batch = plan.batch([plan.case(*run) for run in runs])
    values = np.random.default_rng(len(runs)).random((len(runs), len(plan.columns)))
    rows = [(each, "ill" if i in failed else None) for i, each in enumerate(values)]
    return part_of(batch, rows)


def scanned(folder: Folder, plan: Plan) -> tuple[Scan, Ledger]:
    scan, ledger = Scan(), Ledger(plan.ids, 3)
    for content in folder.contents(scan, plan.sweep):
        ledger.note(content)
    return scan, ledger


def test_a_part_is_named_by_its_content_and_read_as_it_was_written(folder, plan):
    written = part(plan, (0, 0), (5, 2), failed=(1,))
    name = folder.add(written)
    assert name == checksum(written)
    assert folder.names() == [name]
    assert (folder.parts / f"{name}.parquet").read_bytes() == written
    content = folder.read(name, ["good_meetings"])
    assert content.ids.tolist() == [plan.ids[0], plan.ids[5]]
    assert content.replicates.tolist() == [0, 2]
    assert content.failed.tolist() == [False, True]
    assert content.sweep == plan.sweep
    assert content.table["good_meetings"].null_count == 0


def test_the_same_part_twice_is_one_part(folder, plan):
    assert folder.add(part(plan, (0, 0))) == folder.add(part(plan, (0, 0)))
    assert len(folder.names()) == 1


def test_the_ledger_knows_what_is_done_what_failed_and_what_is_missing(folder, plan):
    folder.add(part(plan, (0, 0), (1, 0), failed=(1,)))
    folder.add(part(plan, (2, 1)))
    _, ledger = scanned(folder, plan)
    assert ledger.state[0, 0] == ledger.state[2, 1] == DONE
    assert ledger.state[1, 0] == BROKEN
    assert (ledger.state == MISSING).sum() == plan.points * 3 - 3


def test_a_run_that_failed_and_was_then_done_is_done(folder, plan):
    folder.add(part(plan, (1, 0), (3, 0), failed=(0,)))
    folder.add(part(plan, (1, 0)))
    _, ledger = scanned(folder, plan)
    assert ledger.state[1, 0] == DONE


def test_runs_of_points_that_the_plan_no_longer_has_are_counted_apart(folder, plan):
    folder.add(part(plan, (0, 0), (11, 0)))
    design = plan.experiment.design
    first = replace(design.vary[0], values=design.vary[0].values[:2])
    smaller = replace(design, vary=(first, *design.vary[1:]))
    ledger = Ledger(Plan(replace(plan.experiment, design=smaller)).ids, 3)
    (content,) = folder.contents(Scan(), plan.sweep)
    assert ledger.note(content) == 1
    assert np.flatnonzero(ledger.state[:, 0]).tolist() == [0]


def test_parts_of_another_sweep_are_named_and_never_counted(folder, plan):
    other = Plan(plan.experiment, seed=99)
    name = folder.add(part(other, (0, 0)))
    scan, ledger = scanned(folder, plan)
    assert scan.foreign == [name]
    assert not ledger.state.any()


def test_a_flipped_bit_anywhere_is_seen(folder, plan):
    """Every byte of a part, one bit each: the name no longer fits the content."""
    whole = part(plan, (0, 0), (1, 0), (2, 0))
    name = checksum(whole)
    for offset in range(len(whole)):
        bad = bytearray(whole)
        bad[offset] ^= 1 << (offset % 8)
        assert checksum(bytes(bad)) != name
    for offset in np.linspace(0, len(whole) - 1, 60).astype(int).tolist():
        bad = bytearray(whole)
        bad[offset] ^= 1 << (offset % 8)
        (folder.parts / f"{name}.parquet").write_bytes(bad)
        assert folder.read(name) is None


@given(
    cut=st.integers(0, 4000), extra=st.binary(max_size=20), start=st.integers(0, 4000),
    scribble=st.binary(max_size=20),
)  # fmt: skip
def test_a_part_that_was_cut_scribbled_on_or_added_to_is_seen(
    tmp_path_factory, cut, extra, start, scribble
):
    folder = Folder(tmp_path_factory.getbasetemp() / "any")
    folder.prepare()
    whole = bytes(range(256)) * 10
    bad = (whole[:start] + scribble + whole[start + len(scribble) :])[: max(cut, 1)] + extra
    name = checksum(whole)
    (folder.parts / f"{name}.parquet").write_bytes(bad)
    assert bad == whole or folder.read(name) is None


def test_a_damaged_part_is_named_and_only_its_runs_are_missing(folder, plan):
    folder.add(part(plan, (0, 0), (1, 0)))
    bad = folder.add(part(plan, (2, 0), (3, 0), (4, 0)))
    path = folder.parts / f"{bad}.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    scan, ledger = scanned(folder, plan)
    assert scan.damaged == [bad]
    assert np.flatnonzero(ledger.state[:, 0]).tolist() == [0, 1]
    folder.set_aside(scan.damaged)
    assert not path.exists()
    assert (folder.path / DAMAGED / path.name).read_bytes() == content
    scan, _ = scanned(folder, plan)
    assert (len(scan.good), scan.damaged) == (1, [])


def test_any_reader_of_parquet_reads_parts_as_one_table(folder, plan):
    folder.add(part(plan, (0, 0), (1, 0)))
    folder.add(part(plan, (2, 0), failed=(0,)))
    table = pq.read_table(folder.parts)
    assert sorted(table["arm"].to_pylist()) == ["as-today", "as-today", "trusting"]
    assert table["status"].to_pylist().count("failed") == 1
    assert {"task.variety", "task.stakes", "good_meetings", "reason"} <= set(table.column_names)


def test_what_a_killed_writer_left_half_written_is_no_part_and_is_swept_up(folder, plan):
    name = folder.add(part(plan, (0, 0)))
    left = folder.parts / ".half.parquet.1-2.part"
    left.write_bytes(b"half")
    (folder.path / ".sweep.json.1-2.part").write_bytes(b"half")
    assert folder.names() == [name]
    folder.sweep_up()
    assert sorted(path.name for path in folder.path.rglob("*")) == [f"{name}.parquet", "parts"]


def test_a_folder_that_is_not_there_has_no_parts(tmp_path):
    assert Folder(tmp_path / "nothing").names() == []


def test_a_full_disk_is_told_and_what_was_there_stays(folder, plan, monkeypatch):
    name = folder.add(part(plan, (0, 0)))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="No space left") as told:
        folder.add(part(plan, (1, 0)))
    assert told.value.exit_code == DISK
    assert [path.name for path in folder.parts.iterdir()] == [f"{name}.parquet"]


@pytest.fixture
def hold():
    """Lock a folder, as a whole sweep or as one shard, for the rest of a test."""
    with ExitStack() as stack:
        yield lambda folder, shard=None: folder.lock(stack, shard)


def test_a_second_writer_is_refused_with_the_first_ones_process(folder, hold):
    hold(folder)
    with pytest.raises(BusyError, match=rf"already \(process {os.getpid()} on ") as told:
        hold(folder)
    assert told.value.exit_code == ERROR
    assert "give the same command again" in str(told.value)


def test_the_folder_is_free_again_when_the_first_writer_is_done(folder, hold):
    with ExitStack() as first:
        folder.lock(first)
    hold(folder)


def test_shards_work_side_by_side_but_not_beside_a_whole_sweep(folder, hold):
    hold(folder, (0, 2))
    hold(folder, (1, 2))
    with pytest.raises(BusyError):
        hold(folder, (1, 2))
    with pytest.raises(BusyError):
        hold(folder)


def test_a_whole_sweep_keeps_shards_out(folder, hold):
    hold(folder)
    with pytest.raises(BusyError):
        hold(folder, (0, 2))


def test_nobody_is_named_who_has_left(folder, hold):
    with ExitStack() as first:
        folder.lock(first)
    hold(folder, (0, 2))
    with pytest.raises(BusyError, match=r"already\. Wait"):
        hold(folder)


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
def test_a_lock_that_is_a_link_to_something_else_is_refused_and_nothing_is_overwritten(
    folder, tmp_path, hold, link
):
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("precious")
    getattr(folder.path / LOCK, link)(thesis)
    with pytest.raises(DiskError, match=r"lock cannot be locked: it is a link") as told:
        hold(folder)
    assert told.value.exit_code == DISK
    assert thesis.read_text() == "precious"


def test_a_half_written_file_is_never_written_through_a_link(folder, plan, tmp_path, monkeypatch):
    """Somebody guesses the name that is written aside, and puts a link to a file of yours there."""
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("precious")
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: "guessed")
    content = part(plan, (0, 0))
    aside = f".{checksum(content)}.parquet.{os.getpid()}-guessed.part"
    (folder.parts / aside).symlink_to(thesis)
    with pytest.raises(DiskError, match="File exists"):
        folder.add(content)
    assert thesis.read_text() == "precious"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_the_place_of_a_part_is_damage_and_not_waited_for(folder, plan):
    name = folder.add(part(plan, (0, 0)))
    path = folder.parts / f"{name}.parquet"
    path.unlink()
    os.mkfifo(path)
    scan, ledger = scanned(folder, plan)
    assert scan.damaged == [name]
    assert not ledger.state.any()


def test_the_lock_of_a_killed_process_is_free(folder, hold):
    code = (
        "import sys, os, signal; from contextlib import ExitStack; from pathlib import Path;"
        "from tillitsim.runs.store.folder import Folder;"
        "Folder(Path(sys.argv[1])).lock(ExitStack()); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, folder.path], check=False)
    assert done.returncode == -9
    assert "on " in (folder.path / LOCK).read_text()
    hold(folder)


def test_a_file_system_without_locks_works_without(folder, hold, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(store.fcntl, "flock", refuse)
    hold(folder)
