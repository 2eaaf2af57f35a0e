"""A real disk that is full, or read-only: told in a sentence, nothing lost, the rest done later."""

import subprocess

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import DISK, OK
from tillitsim.runs.store.folder import Folder, checksum
from tillitsim.runs.sweeps.results import Stored
from tillitsim.runs.sweeps.sweep import sweep


def mount(*words: object) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path):
    """A disk of 120 kB of its own; whoever may not mount one skips."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        mounted = mount("-t", "tmpfs", "-o", "size=120k", "tmpfs", place)
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("only who may mount a disk can fill it")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.fixture
def undisturbed(plan, tmp_path):
    """The table of a sweep that nothing happened to."""
    return sweep(plan, tmp_path / "undisturbed").results.read_bytes()


def test_a_full_disk_keeps_what_is_written_and_later_only_the_rest_is_done(
    disk, plan, experiment_file, undisturbed, capfd
):
    out = disk / "sweep"
    words = ["sweep", str(experiment_file), "--out", str(out), "--block", "2"]
    assert run_command(words) == DISK
    said = capfd.readouterr().err
    assert "cannot be written: No space left on device." in said
    assert "What is finished is safe; the same command again goes on from there." in said
    names = Folder(out).names()
    assert 0 < len(names) < 18
    assert all(checksum((out / "parts" / f"{n}.parquet").read_bytes()) == n for n in names)
    assert not list(out.rglob(".*.part"))
    assert mount("-o", "remount,size=2m", disk)
    swept = sweep(plan, out, block=2)
    assert swept.computed == 36 - 2 * len(names)
    assert swept.results.read_bytes() == undisturbed


def test_a_table_that_the_disk_has_no_room_for_is_written_later(disk, plan, undisturbed, capfd):
    assert mount("-o", "remount,size=4m", disk)
    out = disk / "sweep"
    sweep(plan, out).results.unlink()
    (disk / "filler").write_bytes(b"")
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(b"0" * 4096):
                pass
        except OSError:
            pass
    small = ["sweep", str(disk.parent / "small.toml"), "--out", str(out)]
    assert run_command(small) == DISK
    assert "results.parquet cannot be written: No space left" in capfd.readouterr().err
    (disk / "filler").unlink()
    assert run_command(small) == OK
    assert (out / "results.parquet").read_bytes() == undisturbed


def test_a_read_only_folder_is_told_and_can_be_read(disk, plan, experiment_file, capfd):
    assert mount("-o", "remount,size=1m", disk)
    out = disk / "sweep"
    sweep(plan, out)
    assert mount("-o", "remount,ro", disk)
    for folder in (out, disk / "other"):
        assert run_command(["sweep", str(experiment_file), "--out", str(folder)]) == DISK
        assert "Read-only file system" in capfd.readouterr().err
    assert run_command(["results", str(out), "--check"]) == OK
    assert Stored(out).whole
