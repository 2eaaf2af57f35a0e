"""What README says of the model's hits and misses is what the made pages say."""

import front
import pytest


def test_the_five_lines_are_fresh():
    assert front.main(["--check"]) == 0


def test_there_are_five_lines():
    assert len(front.lines()) == 5


def test_a_page_that_does_not_say_it_is_named():
    with pytest.raises(SystemExit, match=r"limits\.md"):
        front.told("explanation/limits.md", "nothing like this")
