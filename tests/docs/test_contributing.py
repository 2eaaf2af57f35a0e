"""CONTRIBUTING leads to files and commands that there are."""

import re
from pathlib import Path

import pytest

from tillitsim.cli.main import COMMANDS
from tillitsim.scenario.declared.declarations import MECHANISMS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLES = {"fatigue", "author-year-subject", "nb.po", "*"}
FOLDERS = "src|tests|tools|docs|benchmarks|experiments|scenarios"
PLACES = {
    place
    for place in re.findall(rf"`((?:{FOLDERS})/[^`\s]+)`", TEXT)
    if not any(example in place for example in EXAMPLES)
}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_file_that_a_recipe_names_exists(place):
    assert (ROOT / place).exists()


def test_the_examples_do_not_exist_yet():
    assert "fatigue" not in MECHANISMS


def test_every_tool_that_is_named_exists():
    named = re.findall(r"python (tools/\w+\.py)", TEXT)
    assert named
    assert all((ROOT / name).exists() for name in named)


def test_commands_that_are_named_exist():
    assert set(re.findall(r"`tillitsim (\w+)", TEXT)) <= set(COMMANDS)


def test_the_rooms_are_those_of_the_source():
    rooms = re.findall(r"^\| `(\w+)/` \|", TEXT, re.MULTILINE)
    source = ROOT / "src" / "tillitsim"
    assert set(rooms) == {path.parent.name for path in source.glob("*/__init__.py")}
