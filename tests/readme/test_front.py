"""What README says of the model's hits and misses is what the made pages say."""

import importlib.util
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(scope="module")
def front():
    spec = importlib.util.spec_from_file_location("front", TOOLS / "front.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_five_lines_are_fresh(front):
    assert front.main(["--check"]) == 0


def test_there_are_five_lines(front):
    assert len(front.lines()) == 5


def test_a_page_that_does_not_say_it_is_named(front):
    with pytest.raises(SystemExit, match=r"limits\.md"):
        front.told("explanation/limits.md", "nothing like this")
