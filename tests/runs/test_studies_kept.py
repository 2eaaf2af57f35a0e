"""What compare and evidence keep in ``--out``: damaged, gone, or worked on by two at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import ERROR, OK
from tillitsim.runs.store.case_store import CaseStore

SMALL = ("units=2", "staff=3", "citizens=30")
pytestmark = pytest.mark.usefixtures("undrawn")


@dataclass(frozen=True)
class Study:
    """A command, and the files of its own that have neither time nor place in them."""

    words: tuple[str, ...]
    files: tuple[str, ...]

    def run(self, out: Path, *words: str) -> int:
        return run_command([*self.words, "--out", str(out), *words])

    def left(self, out: Path) -> list[bytes]:
        return [(out / name).read_bytes() for name in self.files]


COMPARE = Study(
    ("compare", "rule-book", "trust-reform", "--pictures=none", "--parameter-sets=3",
     "--replicates=6", "--months=8", "--set=burn_in=2", *(f"--set=chain.{each}" for each in SMALL)),
    ("compare.csv",),
)  # fmt: skip
EVIDENCE = Study(("evidence", "falk-kosfeld-2006-hidden-cost"), ("evidence.json", "evidence.md"))

studies = pytest.mark.parametrize(
    "study",
    [pytest.param(COMPARE, id="compare"),
     pytest.param(EVIDENCE, id="evidence", marks=pytest.mark.long)],
)  # fmt: skip


def parts(out: Path) -> list[Path]:
    return sorted((out / "runs" / "parts").glob("*.parquet"))


def runs(out: Path) -> list[tuple[str, int, str]]:
    """Every run that is kept: case, replicate, what was read (as text, so that NaN equals NaN)."""
    tables = [pq.read_table(each, columns=["id", "replicate", "values"]) for each in parts(out)]
    columns = [each.to_pydict().values() for each in tables]
    rows = (row for each in columns for row in zip(*each, strict=True))
    return sorted((case, replicate, repr(values)) for case, replicate, values in rows)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def be_another_file(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("study", "spoil"),
    [(COMPARE, flip), (EVIDENCE, flip), (COMPARE, cut_short), (COMPARE, empty),
     (COMPARE, be_another_file)],
)  # fmt: skip
def test_a_part_that_is_damaged_is_run_anew_and_set_aside(study, spoil, tmp_path, capsys):
    assert study.run(tmp_path) == OK
    before, whole = study.left(tmp_path), runs(tmp_path)
    for each in parts(tmp_path)[::2]:
        spoil(each)
    capsys.readouterr()
    assert study.run(tmp_path) == OK
    assert "set aside" in capsys.readouterr().err
    assert study.left(tmp_path) == before
    assert runs(tmp_path) == whole, "none lost, none twice"
    assert any((tmp_path / "runs" / "damaged").iterdir())
    assert study.run(tmp_path) == OK
    assert "set aside" not in capsys.readouterr().err


@studies
def test_a_part_that_is_gone_is_run_anew(study, tmp_path):
    assert study.run(tmp_path) == OK
    before, whole = study.left(tmp_path), runs(tmp_path)
    parts(tmp_path)[0].unlink()
    assert study.run(tmp_path) == OK
    assert study.left(tmp_path) == before
    assert runs(tmp_path) == whole


@studies
def test_somebody_who_works_in_the_folder_is_not_disturbed(study, tmp_path, capsys):
    with CaseStore(tmp_path / "runs"):
        assert study.run(tmp_path) == ERROR
    assert "Somebody is working in" in capsys.readouterr().err
    assert parts(tmp_path) == []
    assert study.run(tmp_path) == OK
    assert parts(tmp_path)


@studies
def test_two_at_the_same_time_are_as_good_as_one(study, tmp_path):
    assert study.run(tmp_path / "one") == OK
    words = [sys.executable, "-m", "tillitsim", *study.words, "--out", tmp_path / "two"]
    both = [subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
            for _ in range(2)]  # fmt: skip
    said = [each.communicate()[1] for each in both]
    codes = [each.returncode for each in both]
    assert OK in codes
    for code, told in zip(codes, said, strict=True):
        assert code == OK or (code == ERROR and b"Somebody is working in" in told)
    assert study.left(tmp_path / "two") == study.left(tmp_path / "one")


def test_evidence_says_what_it_ran_anew(tmp_path, capsys):
    folder = str(tmp_path)
    assert EVIDENCE.run(tmp_path) == OK
    assert f"0 runs were there already in {folder}, 20 were run.\n" in capsys.readouterr().err
    assert EVIDENCE.run(tmp_path) == OK
    assert f"20 runs were there already in {folder}, 0 were run.\n" in capsys.readouterr().err
    assert EVIDENCE.run(tmp_path, "E02", "--most", "4") == OK
    said = capsys.readouterr().err
    assert "4 runs were there already" in said
    assert said.endswith(" Run anew: E02.\n")
