"""Decisions are numbered without a gap, told in the same four parts, and all in the index."""

import re
from itertools import count
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
FILES = sorted(FOLDER.glob("[0-9]*.md"))


def test_numbers_have_no_gap_and_the_index_has_them_in_order():
    numbers = [int(path.name[:4]) for path in FILES]
    assert numbers == [number for number, _ in zip(count(1), FILES, strict=False)]
    index = (FOLDER / "README.md").read_text("utf-8")
    assert re.findall(r"^\| \[\d{4}\]\((.+?)\) \|", index, re.MULTILINE) == [p.name for p in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_decision_says_why_what_what_was_rejected_and_what_it_costs(path):
    text = path.read_text("utf-8")
    title = re.match(rf"# {int(path.name[:4])}\. (.+)\n", text)[1]
    assert f"| {title} |" in (FOLDER / "README.md").read_text("utf-8")
    assert re.findall(r"^\*\*(\w+)\.\*\* \S", text, re.MULTILINE) == [
        "Why", "What", "Rejected", "Cost",
    ]  # fmt: skip
