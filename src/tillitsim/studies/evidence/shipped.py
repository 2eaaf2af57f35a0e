"""The last scored run of the shipped findings, as reports tell it: hits, misses, undecided.

``python tools/evidence.py`` writes it from a run; it comes with the package, so that a report says
what the evidence says without running sixty virtual experiments first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.model.core import jit
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.reading.text_files import JsonObject, read_json


@dataclass(frozen=True, slots=True)
class Scored:
    """One finding that was run: its name, its study, the family of mechanisms, its verdict."""

    id: str
    name: str
    study: str
    family: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Record:
    """All findings that were run; ``current`` if by the same compiled model as this one."""

    version: str
    current: bool
    findings: tuple[Scored, ...]

    def of_families(self, names: Iterable[str]) -> tuple[Scored, ...]:
        """The findings of some families, in order."""
        wanted = set(names)
        return tuple(each for each in self.findings if each.family in wanted)


def count(findings: Iterable[Scored]) -> Counter[str]:
    """How many are ``hit``, ``miss`` and ``inconclusive``."""
    return Counter(each.verdict for each in findings)


def results_file() -> Path:
    """Where the last scored run is kept: beside the findings' folder."""
    return evidence_folder().with_name("evidence-results.json")


def last_run(path: Path | None = None) -> Record | None:
    """The last scored run, by default the shipped one; None where there is none.

    Raises
    ------
    InputError
        If the file is not what ``tillitsim evidence --format json`` writes.
    """
    file = path or results_file()
    if not file.exists():
        return None
    try:
        content = read_json(file)
        return Record(
            content["version"],
            content.get("engine") == jit.fingerprint(),
            tuple(_scored(each) for each in content["findings"] if each["verdict"]),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError(
            _(
                "{file}: not a record of a scored run ({problem!r}); 'tillitsim evidence"
                " --format json' writes one."
            ).format(file=file, problem=problem)
        ) from None


def _scored(finding: JsonObject) -> Scored:
    source = finding["source"]
    return Scored(
        finding["id"],
        finding["name"],
        f"{source['authors']} ({source['year']})",
        finding["family"],
        finding["verdict"],
    )
