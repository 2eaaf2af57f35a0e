"""What README.md shows works, and what it says is printed is printed."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tillitsim.cli.main import run_command

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


COMMANDS = [
    line.removeprefix("$ python3 start.py ")
    for block in blocks("console")
    for line in block.splitlines()
]


def test_the_two_commands_are_there():
    assert "run home-care" in COMMANDS
    assert "test" in COMMANDS


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "test"])
def test_commands_work(command, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run_command(shlex.split(command)) == 0
    assert capfd.readouterr().out


@pytest.mark.parametrize("block", blocks("python"))
def test_python_examples_work(block, tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_shown_output_and_the_reference_of_commands_are_fresh():
    script = ROOT / "tools" / "refresh.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"run python tools/refresh.py\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (document.parent / target).exists(), target
