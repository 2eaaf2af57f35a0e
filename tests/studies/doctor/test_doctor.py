"""The doctor says what is wrong with a machine and what mends it, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import ERROR, OK
from tillitsim.model.core import cache
from tillitsim.studies.doctor import analysis
from tillitsim.studies.doctor.analysis import findings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def quick(monkeypatch):
    """Without the run, for what has nothing to do with it."""
    monkeypatch.setattr(analysis, "digest", lambda _name: analysis.pinned()[analysis.RUN])


@pytest.mark.parametrize(
    ("language", "all_well", "numbers"),
    [
        ("en", "All that tillitsim needs is here.", "gives the known numbers, to the last bit"),
        ("sv", "Allt som tillitsim behöver finns här.", "ger de kända talen, till sista biten"),
    ],
)
def test_a_sound_machine_is_well_in_both_languages(language, all_well, numbers, tmp_path, capsys):
    assert run_command(["doctor", "--language", language]) == OK
    said = capsys.readouterr().out
    assert all_well in said
    assert numbers in said
    assert not any(tmp_path.iterdir())


def test_other_numbers_are_wrong(monkeypatch, capsys):
    monkeypatch.setattr(analysis, "digest", lambda _name: "others")
    assert run_command(["doctor"]) == ERROR
    said = capsys.readouterr().out
    assert "WRONG  a small run: gives other numbers" in said
    assert "→" in said


@pytest.mark.usefixtures("quick")
def test_a_library_that_is_too_old_or_absent_is_wrong_and_told_how_to_install(monkeypatch):
    monkeypatch.setattr(analysis, "requires", lambda _: ["numpy>=2", "nobody-has-this", "click<1"])
    found = analysis.libraries()
    assert found.state == "wrong"
    assert "nobody-has-this is not there" in found.said
    assert "<1 is needed" in found.said
    assert "numpy" not in found.said
    assert "'nobody-has-this' 'click<1'" in found.remedy


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(not cache.UNIX, reason="permissions of Unix")
def test_a_folder_of_kernels_that_others_can_write_is_refused_and_wrong(tmp_path, monkeypatch):
    kept = tmp_path / "cache" / cache.NAME
    kept.mkdir(parents=True)
    kept.chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    found = analysis.kept_kernels()
    assert found.state == "wrong"
    assert "other users can write" in found.said


@pytest.mark.usefixtures("quick")
def test_a_folder_for_results_that_is_a_file_is_wrong(tmp_path, capsys):
    (tmp_path / "results").write_text("mine")
    assert run_command(["doctor"]) == ERROR
    assert "WRONG  folder for results" in capsys.readouterr().out
    assert (tmp_path / "results").read_text() == "mine"


@pytest.mark.usefixtures("quick")
def test_kernels_that_are_not_compiled_ahead_are_noted(monkeypatch):
    monkeypatch.setattr(analysis.native, "library", lambda: None)
    found = analysis.kernels()
    assert found.state == "note"
    assert "tillitsim.model.native.build" in found.remedy


@pytest.mark.usefixtures("quick")
def test_every_finding_that_is_not_well_says_what_mends_it(monkeypatch, tmp_path):
    monkeypatch.setattr(analysis, "available_memory", lambda: 1000)
    monkeypatch.setattr(analysis, "shipped_folder", lambda: None)
    (tmp_path / "file").write_text("")
    found = list(findings(Path("file")))
    assert sum(each.state == "wrong" for each in found) == 3
    assert all(bool(each.remedy) == (each.state != "well") for each in found)


def test_in_a_folder_that_is_gone_it_says_so(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    code = (
        f"import os, sys; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r});"
        "from tillitsim.cli.main import main; main(['doctor'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == ERROR
    assert "the folder that you are in is gone" in done.stdout
    assert done.stderr == ""
