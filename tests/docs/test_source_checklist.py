"""Everything in the source keeps its home, a scenario that shows it, an experiment, and a test.

The page is docs/source-checklist.md; the rows that must be there are named here, so that deleting
one is noticed too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.files import names
from tillitsim.runs.experiment.load import load
from tillitsim.scenario.declared.declarations import PARAMETERS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "source-checklist.md"
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
NAME = re.compile(r"`([^`]+)`")

SOURCE = {
    "The good meeting": (
        "what creates value", "what hinders it", "does the whole chain support it",
        "which signals affect it",
    ),
    "Balance between three principles": (
        "competition", "regulation", "trust", "the balance of the three", "the mix per level",
    ),
    "Five parts of steering": ("rules", "goals and results", "economy", "performance", "norms"),
    "The definition of trust-based steering": (
        "focus on the purpose", "every level stimulates co-operation", "trusting relations",
        "staff can", "staff want to", "staff dare",
    ),
    "Three cornerstones": ("steering", "culture", "ways of working"),
    "Seven guiding principles": (
        "trust", "citizen focus", "whole-system view", "discretion", "support", "knowledge",
        "openness",
    ),
    "What trust means": (
        "not free choice of work", "a balanced view of staff", "tolerate less serious mistakes",
        "laws and rules are dynamic", "go on controlling", "responsibility for all parts",
    ),
    "Conclusions": (
        "with trust discretion grows", "and with it trust in welfare and democracy",
        "a direction rather than one proposal",
    ),
    "Proposals": (
        "more weight on leadership", "trials", "involve citizens, staff and research",
        "less detailed steering", "general state grants", "fewer goals", "follow-up",
        "system analyses", "knowledge, collegial learning", "co-operation with research",
        "learning supervision",
    ),
    "Twelve trials": (
        "Falun", "Sundsvall", "the Schools Inspectorate", "Borlänge",
        "the Health and Social Care Inspectorate", "Alingsås", "Nyköping", "Linköping",
        "Helsingborg", "Kalmar", "Malmö", "Region Skåne",
    ),
    "Mintzberg's quotation (2017)": (
        "cut off from the work", "yet bent on controlling it", "reorganising tirelessly",
        "measuring like mad", "rewarding heroic leadership", "favouring competition",
    ),
}  # fmt: skip


class Row(NamedTuple):
    part: str
    says: str
    home: str
    shown: str
    tried: str
    test: str


def rows() -> list[Row]:
    found, part = [], ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith(("| the source", "| ---")):
            found.append(Row(part, *(cell.strip() for cell in line.strip("|").split(" | "))))
    return found


def linked(cell: str) -> list[tuple[str, Path]]:
    """Texts of the links in a cell, and the files that they lead to."""
    return [(text, (PAGE.parent / target).resolve()) for text, target in LINK.findall(cell)]


ROWS = rows()
EXPERIMENTS = names()
NAMED = [f"{row.part}: {row.says}" for row in ROWS]
every_row = pytest.mark.parametrize("row", ROWS, ids=NAMED)


@pytest.mark.parametrize("part", SOURCE)
def test_every_row_of_the_source_is_on_the_page(part):
    said = [row.says for row in ROWS if row.part == part]
    assert len(said) == len(SOURCE[part])
    for there, needed in zip(said, SOURCE[part], strict=True):
        assert there.startswith(needed)


def test_no_part_of_the_page_is_unknown():
    assert {row.part for row in ROWS} == set(SOURCE)


@every_row
def test_a_row_has_a_home_that_exists(row):
    links, names = linked(row.home), NAME.findall(row.home)
    assert links or names
    assert [text for text, path in links if not path.is_file() or path.stem != text] == []
    assert [name for name in names if name not in PARAMETERS and name not in OUTCOMES] == []


@every_row
def test_a_scenario_shows_it(row):
    links = linked(row.shown)
    assert links
    for text, path in links:
        assert path.is_file(), text
        assert path.suffix == ".toml"
        assert path.parent == ROOT / "scenarios"
        assert path.stem == text


@every_row
def test_an_experiment_tries_it(row):
    links = linked(row.tried)
    assert links
    for text, path in links:
        assert path == ROOT / "experiments" / f"{text}.toml"
        assert text in EXPERIMENTS


def test_every_proposal_has_an_experiment_of_its_own():
    tried = [text for row in ROWS if row.part == "Proposals" for text, _ in linked(row.tried)]
    assert len(tried) == len(set(tried)) == len(SOURCE["Proposals"])


def test_every_policy_experiment_is_on_the_page():
    links = linked(PAGE.read_text("utf-8"))
    said = {text for text, path in links if path.parent == ROOT / "experiments"}
    policy = {name for name in EXPERIMENTS if load(name).baseline in {"as-today", "balanced"}}
    assert len(policy) >= 20
    assert policy - said == set()


@every_row
def test_a_test_would_notice_its_loss(row):
    links = linked(row.test)
    assert links
    for name, path in links:
        assert path.is_file(), name
        assert path.is_relative_to(ROOT / "tests")
        assert f"def {name}(" in path.read_text(encoding="utf-8")
