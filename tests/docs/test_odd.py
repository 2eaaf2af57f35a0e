"""ODD+D: what it says of the code is made from the code, and no question of it is left out."""

import re
import subprocess
import sys
from pathlib import Path

from tillitsim.scenario.declared.declarations import MECHANISMS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "odd.md").read_text("utf-8")
LETTERS = {
    "I.i": "ab", "I.ii": "abcde", "I.iii": "a",
    "II.i": "abcde", "II.ii": "abcdefgh", "II.iii": "ab", "II.iv": "abcde", "II.v": "abc",
    "II.vi": "abcd", "II.vii": "ab", "II.viii": "ab", "II.ix": "a", "II.x": "ab",
    "III.i": "ab", "III.ii": "abc", "III.iii": "a", "III.iv": "abc",
}  # fmt: skip
"""The guiding questions of Müller et al. (2013)."""


def test_the_made_parts_are_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "odd.py", "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_every_question_has_an_answer():
    rows = re.findall(r"^\| (I+V?\.[ivx]+\.[a-h]) \| [^|]+ \| ([^|]+) \|", TEXT, re.MULTILINE)
    answered = dict(rows)
    assert set(answered) == {f"{part}.{letter}" for part in LETTERS for letter in LETTERS[part]}
    assert all(len(text.split()) >= 2 for text in answered.values())


def test_every_mechanism_is_told_with_what_it_reads_writes_and_rests_on():
    tables = TEXT.split("<!-- made: ")
    schedule = next(part for part in tables if part.startswith("schedule"))
    submodels = next(part for part in tables if part.startswith("submodels"))
    for name in MECHANISMS:
        row = next(line for line in schedule.splitlines() if f"`{name}`" in line)
        assert all(cell.strip() for cell in row.split("|")[1:-1]), row
        row = next(line for line in submodels.splitlines() if f"`{name}`" in line)
        assert row.split("|")[3].strip(), f"{name} has no source"
