"""A list of experiments is quick: it reads titles and sizes alone, and says what loading says."""

import subprocess
import sys
import tomllib

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.experiment.design import count_of
from tillitsim.runs.experiment.files import catalogue, shipped_folder
from tillitsim.runs.experiment.load import load
from tillitsim.runs.experiment.outline import _at_its_word, outline


@pytest.mark.parametrize("name", catalogue())
def test_an_outline_is_what_loading_gives(name):
    experiment = load(name)
    runs = count_of(experiment.design) * len(experiment.arms) * experiment.replicates
    assert _at_its_word(catalogue()[name]) == (dict(experiment.title), runs)


def test_of_what_is_shipped_whatever_has_a_base_is_an_experiment():
    for path in shipped_folder().glob("*.toml"):
        named = path.stem in catalogue()
        assert named == ("base" in tomllib.loads(path.read_text("utf-8"))), path


def test_a_file_of_ones_own_is_checked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "experiments").mkdir()
    own = tmp_path / "experiments" / "mine.toml"
    own.write_text('base = "home-care"\nreplicates = 3\n[title]\nen = "Mine"\n')
    assert outline(catalogue()["mine"]).runs == 3
    own.write_text('base = "home-care"\nreplicates = 0\n[title]\nen = "Mine"\n')
    with pytest.raises(InputError, match="replicates"):
        outline(catalogue()["mine"])


@pytest.mark.parametrize("words", [["experiments", "list"], ["parameters"]])
def test_a_list_imports_nothing_heavy(tmp_path, words):
    script = (
        "import sys; from tillitsim.cli.main import run_command;"
        f"run_command({words});"
        "sys.exit(bool({'numpy', 'pydantic', 'numba', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
