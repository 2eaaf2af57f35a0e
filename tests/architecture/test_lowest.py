"""The program works with the oldest versions that pyproject.toml allows; run with -m lowest."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import lowest
import pytest

ROOT = Path(__file__).parents[2]


def test_every_dependency_says_what_its_oldest_version_is():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found = lowest.constraints(project)
    assert len(found) == len(project["project"]["dependencies"])
    assert "click==8.2" in found


def test_what_has_no_oldest_version_is_left_to_pip():
    assert lowest.constraints({"project": {"dependencies": ["a>=1.2,<3", "b", "c<4"]}}) == [
        "a==1.2"
    ]


@pytest.mark.lowest
def test_the_program_runs_with_the_oldest_versions(tmp_path):
    """Installs them, so it takes minutes and a package index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    constraints = tmp_path / "lowest.txt"
    constraints.write_text("\n".join(lowest.constraints(project)))
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def run(*command):
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    installed = run(
        scripts / "python", "-m", "pip", "install", "--quiet", "--constraint", constraints,
        "--editable", ROOT,
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    for words in (
        ["--help"],
        ["sweep", "--help"],
        ["scenarios", "list"],
        ["scenarios", "check", "home-care"],
        ["experiments", "list"],
        ["parameters", "mix.trust"],
        ["run", "demonstration", "--months", "12", "--replicates", "2", "--out", "run"],
        ["story", "demonstration"],
    ):
        done = run(scripts / "tillitsim", *words)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        assert "Traceback" not in done.stderr
    code = (
        "import tillitsim; m = tillitsim.SteeringChain('demonstration'); m.step(); print(m.steps)"
    )
    done = run(scripts / "python", "-c", code)
    assert done.returncode == 0, done.stderr
