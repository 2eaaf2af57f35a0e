"""Compiled code is kept where nobody else can write, and not run when a bit of it has changed."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.core import cache

ROOT = os.name == "posix" and os.getuid() == 0
NOBODY = 65534


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A cache folder of the user's, still empty."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cache.folder.cache_clear()
    yield tmp_path / "cache"
    cache.folder.cache_clear()


@given(st.binary(min_size=1, max_size=200), st.data())
def test_any_bit_that_flips_is_noticed(content, data):
    whole = bytearray(cache.sealed(content))
    assert cache.unsealed(bytes(whole)) == content
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[bit // 8] ^= 1 << bit % 8
    assert cache.unsealed(bytes(whole)) is None


@given(st.binary(max_size=200), st.data())
def test_a_file_cut_short_is_noticed(content, data):
    whole = cache.sealed(content)
    assert cache.unsealed(whole[: data.draw(st.integers(0, len(whole) - 1))]) is None


def test_what_is_written_is_read_again(tmp_path):
    assert cache.write(tmp_path / "code", b"content")
    assert cache.read(tmp_path / "code") == b"content"
    assert cache.read(tmp_path / "nothing") is None
    assert [path.name for path in tmp_path.iterdir()] == ["code"]


def test_folders_and_files_are_private_whatever_the_umask(home):
    before = os.umask(0)
    try:
        folder = cache.folder("jit", "abc")
        cache.write(folder / "code", b"content")
    finally:
        os.umask(before)
    assert folder == home / "tillitsim" / "jit" / "abc"
    for each in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "code").stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["", "tillitsim", "tillitsim/jit"])
def test_a_folder_that_others_can_write_is_refused_with_a_sentence(home, place, capsys):
    cache.folder("jit").chmod(0o700)
    cache.folder.cache_clear()
    (home / place).chmod(0o777)
    assert cache.folder("jit") is None
    said = capsys.readouterr().err
    assert f"other users can write in {home / place}".rstrip("/") in said
    assert "chmod go-w" in said


def test_a_shared_folder_whose_entries_are_safe_will_do(home):
    """As /tmp: whoever may write there cannot rename what is another's."""
    home.mkdir()
    home.chmod(0o1777)
    assert cache.folder("jit") is not None


@pytest.mark.usefixtures("home")
@pytest.mark.skipif(not ROOT, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused_with_a_sentence(capsys):
    folder = cache.folder("jit")
    cache.folder.cache_clear()
    os.chown(folder, NOBODY, NOBODY)
    assert cache.folder("jit") is None
    assert f"{folder} belongs to another user" in capsys.readouterr().err


def test_a_link_in_place_of_the_folder_is_refused(home, tmp_path, capsys):
    (tmp_path / "elsewhere").mkdir()
    home.mkdir()
    (home / "tillitsim").symlink_to(tmp_path / "elsewhere")
    assert cache.folder("jit") is None
    assert "is not a folder" in capsys.readouterr().err
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path):
    cache.write(tmp_path / "elsewhere", b"content")
    (tmp_path / "code").symlink_to(tmp_path / "elsewhere")
    assert cache.read(tmp_path / "code") is None
    assert cache.write(tmp_path / "code", b"other")
    assert cache.read(tmp_path / "elsewhere") == b"content"


def test_where_no_folder_can_be_made_there_is_none(home, capsys):
    home.write_text("a file, not a folder")
    assert cache.folder("jit") is None
    assert capsys.readouterr().err == ""
