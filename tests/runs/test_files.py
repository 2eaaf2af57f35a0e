"""A file is whole or not there, and what cannot be written is told in a sentence."""

import errno
import os

import pytest

from tillitsim.errors import DISK, DiskError
from tillitsim.runs.store.files import make_folder, remove, write_atomically


def test_a_file_is_written_and_nothing_is_left_beside_it(tmp_path):
    write_atomically(tmp_path / "a.txt", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_file_whole(tmp_path, monkeypatch):
    write_atomically(tmp_path / "a.txt", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="No space left") as told:
        write_atomically(tmp_path / "a.txt", b"new")
    assert told.value.exit_code == DISK
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    write_atomically(tmp_path / "a.txt", b"old")

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_is_made_with_its_parents_and_left_empty(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(DiskError, match=r"a is a file; results need a folder\."):
        make_folder(tmp_path / "a")
    with pytest.raises(DiskError, match="cannot be written to: Not a directory"):
        make_folder(tmp_path / "a" / "b")


def test_what_is_not_there_need_not_be_removed(tmp_path):
    remove(tmp_path / "a")
    with pytest.raises(DiskError, match="cannot be removed"):
        remove(tmp_path)
