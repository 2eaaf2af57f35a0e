"""Finding files read and checked: every problem one sentence, with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tillitsim.errors import InputError, did_you_mean
from tillitsim.scenario import document
from tillitsim.scenario.problems import Problems, content_of, tell
from tillitsim.scenario.values import Fault
from tillitsim.studies.evidence.quantity import problems_of
from tillitsim.studies.evidence.schema import Finding, reactions_in


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Finding files: those named, and all ``*.toml`` in the folders named, in order of name.

    Raises ``InputError`` for what does not exist and for folders without any.
    """
    found: list[Path] = []
    wrong: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.toml"))
            if not inside:
                wrong.append(f"{path}: no finding (*.toml) in this folder.")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            known = [each.name for each in sorted(path.parent.glob("*"))]
            wrong.append(f"{path}: no such file or folder{did_you_mean(path.name, known) or '.'}")
    if wrong:
        raise InputError(wrong)
    return list(dict.fromkeys(found))


def load_all(paths: Iterable[Path]) -> list[Finding]:
    """The findings in some files and folders; ``InputError`` with all problems of all files."""
    findings: list[Finding] = []
    wrong: list[str] = []
    homes: dict[str, Path] = {}
    for path in files_of(paths):
        try:
            finding = load(path)
        except InputError as problem:
            wrong += problem.problems
            continue
        if finding.id in homes:
            wrong.append(
                f"{path}: finding {finding.id} is in {homes[finding.id].name} already; ids are"
                " unique."
            )
        homes[finding.id] = path
        findings.append(finding)
    if wrong:
        raise InputError(wrong)
    return findings


def load(path: Path) -> Finding:
    """One finding; ``InputError`` with every problem in its file."""
    read = document.read(path)
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(Finding, read, problems)
    if content is not None:
        finding = content.model
        faults = [] if content.lost("experiment") else problems_of(finding)
        if finding.experiment is not None:
            faults += [
                Fault(("experiment", *each.steps), each.sentence)
                for each in reactions_in(finding.experiment)
            ]
        tell(faults, read, problems)
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert content is not None  # noqa: S101 - without a problem there is a finding
    return content.model
