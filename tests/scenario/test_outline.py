"""A list is quick because it reads titles alone, and what it shows is what loading gives."""

import subprocess
import sys

import pytest

from tillitsim.errors import InputError
from tillitsim.scenario.description.outline import outline
from tillitsim.scenario.load import load
from tillitsim.scenario.reading import files


@pytest.mark.parametrize("name", files.catalogue())
def test_an_outline_is_what_loading_gives(name):
    scenario = load(name)
    assert outline(files.catalogue()[name]) == (dict(scenario.title), dict(scenario.sector))


def test_a_file_of_ones_own_is_checked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    own = tmp_path / "scenarios" / "mine.toml"
    own.write_text('extends = "home-care"\n[title]\nen = "Mine"\nsv = "Min"\n')
    assert outline(files.catalogue()["mine"]).title["en"] == "Mine"
    own.write_text('[title]\nen = "Mine"\n[mix]\ntrust = 7\n')
    with pytest.raises(InputError, match="trust"):
        outline(files.catalogue()["mine"])


def test_a_list_of_what_is_shipped_imports_nothing_heavy(tmp_path):
    script = (
        "import sys; from tillitsim.cli.main import run_command;"
        "run_command(['scenarios', 'list']);"
        "sys.exit(bool({'numpy', 'pydantic', 'numba', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert b"home-care" in done.stdout
