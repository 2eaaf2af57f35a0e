"""Findings that were written down before anything of them was run, and how that can be seen.

A frozen finding's virtual experiment and checks are named by a hash in ``frozen.toml`` beside the
findings' folder. Words, labels and sources may be mended later; what is run and how it is scored
may not, without the file of hashes showing it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.reading import document
from tillitsim.studies.evidence.schema import Finding

DECISIVE = ("experiment", "checks")
HEAD = """\
# Findings that were frozen before they were run: the first half of the SHA-256 of what is run and
# how it is scored ([experiment] and [[checks]]). python tools/freeze.py adds new ones and changes
# none; a test holds every untouched finding to its line.
"""
_LINE = re.compile(r'^"?([\w-]+)"? = "([0-9a-f]{32})"$')


def frozen_file() -> Path:
    """Where the hashes are kept: beside the findings' folder."""
    return evidence_folder().with_name("frozen.toml")


def mark(path: Path) -> str:
    """The hash of what a finding's file has run and how it scores it, as 32 hex digits."""
    table = document.read(path).table
    told = json.dumps([table.get(key) for key in DECISIVE], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def marks(path: Path | None = None) -> dict[str, str]:
    """The hashes that are kept, by the name of the finding's file."""
    file = path or frozen_file()
    if not file.exists():
        return {}
    lines = file.read_text("utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := _LINE.match(line))}


def with_new(known: Mapping[str, str], paths: Iterable[Path]) -> dict[str, str]:
    """The hashes with those of files that have none yet; what is frozen stays as it is."""
    return {**{path.stem: mark(path) for path in paths}, **known}


def as_text(kept: Mapping[str, str]) -> str:
    """The file of hashes, a line a finding, in order of name."""
    return HEAD + "".join(f'{name} = "{kept[name]}"\n' for name in sorted(kept))


def must_be_frozen(finding: Finding) -> bool:
    """Whether a finding counts as a prediction that is run, which has to be frozen first."""
    return finding.label == "untouched" and finding.experiment is not None
