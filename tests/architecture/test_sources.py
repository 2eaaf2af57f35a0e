"""What every source file keeps to, and where the three principles may be read at all."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "tillitsim"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST, LONGEST_HEAD = 400, 170
VAGUE = {"utils", "helpers", "misc", "common"}

# Instruments come from shares in management; councils and politicians have ideals and a mix.
MAY_READ_PRINCIPLES = {
    "model/mechanisms/management.py",
    "model/mechanisms/politics.py",
    "model/initialise.py",
}


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_has_one_subject_and_says_which(path):
    """A head says what the file is about; a mechanism's is its specification, and counts apart."""
    text = path.read_text(encoding="utf-8")
    head = ast.get_docstring(ast.parse(text))
    assert head
    assert len(head.splitlines()) <= LONGEST_HEAD
    assert len(text.splitlines()) - len(head.splitlines()) <= LONGEST
    assert path.stem not in VAGUE


def shares_read(path: Path) -> set[str]:
    """Names by which a file could read a share of competition, regulation or trust."""
    named = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            named.add(node.attr)
        elif isinstance(node, ast.Name | ast.arg):
            named.add(node.id if isinstance(node, ast.Name) else node.arg)
    starts = ("mix_", "ideal_")
    return {n for n in named if n in {"competition", "regulation"} or n.startswith(starts)}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if name_of(path).startswith("model/")],
    ids=name_of,
)
def test_principles_act_through_instruments_only(path):
    if name_of(path) not in MAY_READ_PRINCIPLES:
        assert shares_read(path) == set()


def test_the_shares_are_read_where_they_may_be():
    for name in MAY_READ_PRINCIPLES:
        assert shares_read(SOURCE / name), f"{name} reads no share; take it off the list"
