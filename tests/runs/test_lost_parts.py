"""A part that goes while a sweep runs is done again: a table is counted from what is read."""

import json

import pyarrow.parquet as pq
import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import DISK, OK
from tillitsim.runs.store.folder import Folder
from tillitsim.runs.store.parquet import SETTINGS
from tillitsim.runs.sweeps.collect import file_checksum
from tillitsim.runs.sweeps.manifest import DamagedError, write
from tillitsim.runs.sweeps.results import Stored
from tillitsim.runs.sweeps.sweep import sweep

RUNS = 36


@pytest.fixture
def undisturbed(plan, tmp_path):
    return sweep(plan, tmp_path / "undisturbed", workers=1).results.read_bytes()


def spoil(part):
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 4
    part.write_bytes(content)


def replace_by_folder(part):
    part.unlink()
    part.mkdir()


@pytest.mark.parametrize("lose", [lambda part: part.unlink(), spoil, replace_by_folder])
def test_a_part_that_is_lost_while_the_sweep_runs_is_done_again(plan, tmp_path, undisturbed, lose):
    folder, lost = tmp_path / "sweep", []

    def look(progress):
        parts = sorted(folder.glob("parts/*.parquet"))
        if progress.done >= 20 and not lost:
            lost.extend(parts[:2])
            for part in lost:
                lose(part)

    swept = sweep(plan, folder, workers=1, block=4, on_progress=look)
    assert len(lost) == 2
    assert (swept.done, swept.missing, swept.computed) == (RUNS, 0, RUNS + 8)
    assert swept.results.read_bytes() == undisturbed
    assert Stored(folder).values(["good_meetings"]).shape == (6, 2, 3, 1)


def test_a_part_that_is_lost_after_the_end_is_made_anew_and_the_table_stays(
    plan, tmp_path, undisturbed
):
    folder = tmp_path / "sweep"
    sweep(plan, folder, workers=1, block=4)
    min(folder.glob("parts/*.parquet")).unlink()
    swept = sweep(plan, folder, workers=1)
    assert swept.computed == 4
    assert swept.results.read_bytes() == undisturbed


@pytest.fixture
def short(plan, tmp_path):
    """A finished sweep whose table has lost a row, with a manifest that believes it."""
    folder = tmp_path / "short"
    swept = sweep(plan, folder, workers=1)
    table = pq.read_table(swept.results)
    pq.write_table(table.slice(1), swept.results, **SETTINGS)
    stored = Stored(folder)
    finished = stored.manifest["finished"] | {"results": file_checksum(stored.place)}
    write(Folder(folder), stored.manifest | {"finished": finished})
    return folder


def test_a_table_with_too_few_rows_is_never_read_as_the_results(short, plan, undisturbed):
    stored = Stored(short)
    assert not stored.whole
    assert stored.values(["good_meetings"]).shape == (6, 2, 3, 1)
    assert run_command(["results", str(short), "--check"]) == DISK
    assert sweep(plan, short, workers=1).results.read_bytes() == undisturbed
    assert run_command(["results", str(short), "--check"]) == OK


def test_rows_that_stand_in_another_place_are_not_read_under_its_name(plan, tmp_path):
    folder = tmp_path / "sweep"
    swept = sweep(plan, folder, workers=1)
    table = pq.read_table(swept.results)
    order = [1, 0, *range(2, table.num_rows)]
    pq.write_table(table.take(order), swept.results, **SETTINGS)
    stored = Stored(folder)
    stored.__dict__["whole"] = True
    with pytest.raises(DamagedError, match="holds other runs than its manifest says"):
        stored.values(["good_meetings"])


def test_the_manifest_says_how_many_rows_and_which_runs_however_parts_are_cut(plan, tmp_path):
    said = []
    for block in (1, 5, 100):
        sweep(plan, tmp_path / f"{block}", workers=2, block=block)
        said.append(json.loads((tmp_path / f"{block}" / "sweep.json").read_text())["finished"])
    assert said[0]["rows"] == RUNS
    assert len(said[0]["runs"]) == 32
    assert said[0] == said[1] == said[2]
