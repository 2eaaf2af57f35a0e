"""What is installed is whole: the package, its scenarios and its licence."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tillitsim.model.native import targets

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT, check=True, capture_output=True, env=os.environ | {"TILLITSIM_WHEEL": "here"},
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_every_source_and_every_scenario(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    assert {path.relative_to(source).as_posix() for path in source.rglob("*.py")} <= held
    declared = {path.relative_to(source).as_posix() for path in source.rglob("*.toml")}
    assert "tillitsim/model/mechanisms/safety.toml" in declared <= held
    templates = {path.relative_to(source).as_posix() for path in source.rglob("templates/*")}
    assert templates
    assert templates <= held
    scenarios = {path.name for path in (ROOT / "scenarios").glob("*.toml")}
    assert {f"tillitsim/data/scenarios/{name}" for name in scenarios} <= held
    experiments = ROOT / "experiments"
    shipped = {path.relative_to(experiments).as_posix() for path in experiments.rglob("*.toml")}
    assert {f"tillitsim/data/experiments/{name}" for name in shipped} <= held
    assert any(name.endswith("licenses/LICENSE") for name in held)


def test_installed_scenarios_are_found_by_name_from_anywhere(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    script = "import tillitsim.scenario.load as l; print(l.__file__); print(*l.names())"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'site'); {script}"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    where, names = done.stdout.splitlines()
    assert "site" in where
    assert set(names.split()) == {path.stem for path in (ROOT / "scenarios").glob("*.toml")}


def test_a_source_archive_holds_every_folder_that_it_needs_to_be_worked_on():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = {
        name.strip("/") for name in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    }
    folders = {"src", "tests", "docs", "tools", "benchmarks", "scenarios", "experiments"}
    assert folders <= included
    assert all((ROOT / name).exists() for name in included)


def test_its_kernels_are_compiled_and_used(wheel, tmp_path):
    """In a process that may neither import a compiler nor keep anything."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "no folder").write_text("")
    script = (
        "import sys; sys.path.insert(0, 'site');"
        "sys.modules |= {'numba': None, 'llvmlite': None};"
        "from tillitsim.model.native.library import library;"
        "from tillitsim.model.simulation import Simulation;"
        "from tillitsim.scenario.load import load;"
        "run = Simulation(load('demonstration'), months=2); run.run();"
        "print(library().target, bool(run.state.tally.any()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "no folder")},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.split() == [targets.runnable()[0].name, "True"]
    assert wheel.name.startswith("tillitsim-")
    assert wheel.name.rsplit("-", 3)[1:3] == ["py3", "none"]
    assert not wheel.name.endswith("-any.whl")
