"""Every command, snippet and file that the documentation shows works, in the order of its page.

A page is read from top to bottom in an empty folder. What a block is for stands in a comment
before it, which no reader sees:

    <!-- file: NAME -->       the block is the content of this file
    <!-- exit: 4 -->          the commands of the block end with this code
    <!-- not run: WHY -->     the block needs what a test has not
    <!-- needs: arrow -->     the block is run where R has this package
    <!-- slow -->             anywhere: the page takes more than some seconds

Commands are run with few replicates and parameter sets, small designs and over fewer months, and
what is drawn is not written; all else is as it stands.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from tillitsim.cli.main import cli, run_command
from tillitsim.runs.experiment import load as experiments

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "site" not in page.parts)
BLOCK = re.compile(r"((?:^<!-- .+? -->\n+)*)^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"<!-- (file|exit|not run|needs|output of): (.+?) -->")

SMALL = {
    "replicates": "2", "parameter-sets": "2", "degree": "3", "steps": "2", "pictures": "none",
    "runs": "2", "most": "16", "sets": "24",
}  # fmt: skip
SIZES = {"morris": "4", "sobol": "16", "pawn": "64", "discover": "40"}
SHORT = ["--set=months=18", "--set=burn_in=6", "--set=spin_up=0"]
SHORTER = ["--set=months=60", "--set=burn_in=12", "--set=spin_up=12"]
FEW = 2
"""Replicates of an experiment, and the size of its design where that is a lattice."""


class Block(NamedTuple):
    """A fenced block: its kind, its content, what is said before it, and its line."""

    kind: str
    content: str
    marks: dict[str, str]
    line: int


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            found[2],
            found[3],
            dict(MARK.findall(found[1])),
            text.count("\n", 0, found.start(3)),
        )
        for found in BLOCK.finditer(text)
    ]


def commands_of(block: Block) -> list[str]:
    """What is typed, without the prompt; a line that ends with a backslash goes on."""
    whole = block.content.replace("\\\n", " ")
    return [line.removeprefix("$ ") for line in whole.splitlines() if line.startswith("$ ")]


def option_names(words: list[str]) -> set[str]:
    """The options of the command that the words name."""
    command: click.Command | None = cli
    context = click.Context(cli)
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.get_command(context, word)
    return {option.lstrip("-") for each in command.params for option in each.opts}


def made_small(words: list[str]) -> list[str]:
    """The command with few replicates and the like, whatever it asked for."""
    options = option_names(words)
    if "--help" in words:
        return words
    for name, value in SMALL.items():
        if name in options:
            if f"--{name}" in words:
                at = words.index(f"--{name}")
                words = words[:at] + words[at + 2 :]
            words = [*words, f"--{name}", value]
    if words[0] in {"sensitivity", "discover"}:
        at = words.index("--size") if "--size" in words else len(words)
        method = words[words.index("--method") + 1] if "--method" in words else words[0]
        method = "morris" if "screening" in words[1] else method
        words = [*words[:at], *words[at + 2 :], "--size", SIZES.get(method, SIZES["sobol"])]
        words += SHORT
    elif "set" in options and "--months" not in words:
        words += SHORTER
    return [*words, "--no-browser"] if words[0] == "lab" else words


def run_typed(command: str, page: Path, line: int, *, exit_code: int = 0) -> None:
    words = shlex.split(command, comments=True)
    words = words[2:] if words[:2] == ["python3", "start.py"] else words[1:]
    code = run_command(made_small(words))
    assert code == exit_code, f"{page.name}:{line}: {command} ends with {code}"


def run_in_r(code: str, package: str = "base") -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R on the path")
    there = f"quit(status = !requireNamespace('{package}', quietly = TRUE))"
    if subprocess.run(["Rscript", "--vanilla", "-e", there], check=False).returncode:
        return
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def is_ours(command: str) -> bool:
    return command.startswith(("tillitsim ", "python3 start.py "))


def parameters():
    for page in PAGES:
        if blocks_of(page):
            slow = "<!-- slow -->" in page.read_text(encoding="utf-8")
            name = page.relative_to(DOCS).as_posix()
            yield pytest.param(page, id=name, marks=[pytest.mark.slow] if slow else [])


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A reader's empty folder, with the clone's files under docs/ that pages name."""
    shutil.copytree(DOCS / "gallery", tmp_path / "docs" / "gallery")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TILLITSIM_LANGUAGE", "en")
    load = experiments.load

    def small(*given, **named):
        found = load(*given, **named)
        design = found.design
        if design is not None and design.kind.startswith("simplex"):
            design = replace(design, size=FEW)
        return replace(found, replicates=min(found.replicates, FEW), design=design)

    monkeypatch.setattr(experiments, "load", small)


@pytest.mark.usefixtures("reader", "undrawn")
@pytest.mark.parametrize("page", list(parameters()))
def test_everything_on_the_page_works(page, capfd):
    names = {"__name__": "page"}
    done = set()
    for block in blocks_of(page):
        if "not run" in block.marks:
            continue
        if "file" in block.marks:
            Path(block.marks["file"]).write_text(block.content, encoding="utf-8")
        if block.kind == "console":
            for command in commands_of(block):
                if command not in done:
                    code = int(block.marks.get("exit", 0))
                    run_typed(command, page, block.line, exit_code=code)
                done.add(command)
        elif block.kind == "python" and "file" not in block.marks:
            # With its place in the page, so that a traceback leads there.
            padded = "\n" * block.line + block.content
            exec(compile(padded, page.name, "exec"), names)
        elif block.kind == "toml":
            tomllib.loads(block.content)
        elif block.kind == "r":
            run_in_r(block.content, block.marks.get("needs", "base"))
    capfd.readouterr()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_every_block_is_run_or_says_why_not(page):
    for block in blocks_of(page):
        where = f"{page.name}:{block.line}"
        assert block.kind in {"console", "python", "toml", "text", "r", "yaml", "bash"}, where
        if "not run" in block.marks:
            assert len(block.marks["not run"].split()) > 2, f"{where}: say why it is not run"
        elif block.kind == "console":
            commands = commands_of(block)
            assert commands, f"{where}: a command begins with '$ '"
            assert all(map(is_ours, commands)), f"{where}: say why it is not run"
        else:
            assert block.kind not in {"yaml", "bash"} or "file" in block.marks, where


@pytest.mark.parametrize("tool", ["notebook", "reference"])
def test_what_tools_make_of_pages_and_code_is_fresh(tool):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / f"{tool}.py", "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["first-sweep", "mesa"])
def test_a_notebook_runs_what_its_page_runs(name):
    whole = json.loads((DOCS / "tutorials" / f"{name}.ipynb").read_text("utf-8"))
    blocks = blocks_of(DOCS / "tutorials" / f"{name}.md")
    blocks = [block for block in blocks if "not run" not in block.marks]
    cells = ["".join(each["source"]) for each in whole["cells"] if each["cell_type"] == "code"]
    assert len(cells) == len(blocks)
    for cell, block in zip(cells, blocks, strict=True):
        kept = cell.partition("\n")[2] if cell.startswith("%%writefile") else cell
        assert kept.replace("!tillitsim", "$ tillitsim") == block.content.strip()


if __name__ == "__main__":  # how many there are, for those who count
    every = [block for page in PAGES for block in blocks_of(page)]
    run = [block for block in every if "not run" not in block.marks]
    commands = sum(len(commands_of(block)) for block in run if block.kind == "console")
    python = sum(block.kind == "python" for block in run)
    sys.stdout.write(f"{len(every)} blocks, {commands} commands, {python} pieces of Python\n")
