"""What the benchmarks found is kept in one form, and the page is made of all of it."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def benchmark():
    """A module of the benchmarks, by name."""
    sys.path.insert(0, str(FOLDER))
    try:
        yield import_module
    finally:
        sys.path.remove(str(FOLDER))


def test_the_page_is_made_of_what_is_kept(benchmark):
    records = benchmark("records").records_of(FOLDER / "results")
    page = benchmark("table").markdown(records)
    assert records
    assert page == (FOLDER / "results" / "results.md").read_text("utf-8")


def test_the_lab_is_kept_as_all_others_are(benchmark, tmp_path, monkeypatch):
    """It has a command of its own, because it can be asked for fewer moves."""
    lab = benchmark("lab")
    monkeypatch.setattr(lab, "RESULTS", tmp_path)
    monkeypatch.setattr(lab, "lab", lambda moves: {"1 workers": {"ms": 2.5 * moves}})
    assert lab.main(["10"]) == 0
    page = (tmp_path / "results.md").read_text("utf-8")
    assert "| 1 workers, ms | 25 |" in page


def test_help_is_help_and_a_wrong_name_names_the_right_ones(benchmark, capsys):
    run = benchmark("run")
    with pytest.raises(SystemExit) as left:
        run.main(["--help"])
    assert left.value.code == 0
    assert "sweden" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        run.main(["swedn"])
    assert left.value.code == 2
    assert "there is no benchmark 'swedn'" in capsys.readouterr().err
