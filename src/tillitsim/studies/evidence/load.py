"""Finding files read and checked: every problem one sentence, with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.load import load as load_scenario
from tillitsim.scenario.reading import document
from tillitsim.scenario.reading.kinds import refuse_other
from tillitsim.scenario.reading.problems import Problems, content_of, tell
from tillitsim.scenario.reading.text_files import exists, path_is_folder, shown
from tillitsim.scenario.reading.values import Fault
from tillitsim.studies.evidence.quantity import problems_of, reactions_in
from tillitsim.studies.evidence.replication import ParameterSet, prepare
from tillitsim.studies.evidence.schema import Asked, Finding


def files_of(paths: Iterable[str | Path]) -> list[list[Path]]:
    """Finding files: each one named, and all ``*.toml`` in each folder named, in order of name.

    A name is a path, or the name or the id of a shipped finding: ``falk-kosfeld-2006-hidden-cost``
    or ``E01``. Raises ``InputError`` for what does not exist and for folders without any.
    """
    found: list[list[Path]] = []
    wrong: list[str] = []
    for each in paths:
        path = Path(each)
        if path_is_folder(path):
            found.append(sorted(path.glob("*.toml")))
            if not found[-1]:
                wrong.append(
                    _("{path}: no finding (*.toml) in this folder.").format(
                        path=shown(str(path), 200)
                    )
                )
        elif exists(path):
            found.append([path])
        else:
            shipped = shipped_finding(str(each))
            found.append([] if shipped is None else [shipped])
            if shipped is None:
                wrong.append(_no_such_finding(path))
    if wrong:
        raise InputError(wrong)
    return found


def shipped_finding(name: str) -> Path | None:
    """The file of a shipped finding, by its name or by the id in it."""
    shipped = sorted(evidence_folder().glob("*.toml"))
    by_name = {path.stem: path for path in shipped}
    if name in by_name:
        return by_name[name]
    with_id = (path for path in shipped if document.read(path).table.get("id") == name)
    return next(with_id, None)


def _no_such_finding(path: Path) -> str:
    known = [each.stem for each in evidence_folder().glob("*.toml")]
    if path_is_folder(path.parent):
        known += [each.name for each in sorted(path.parent.glob("*.toml"))]
    advice = did_you_mean(path.name, known) or (
        _("; give the path of a finding or of a folder, or the name or id of a shipped one.")
    )
    return _("{path}: no such file or folder{advice}").format(
        path=shown(str(path), 200), advice=advice
    )


def load_all(paths: Iterable[str | Path]) -> list[Finding]:
    """The findings in some files and folders, those of a folder in the order of their ids.

    Raises ``InputError`` with all problems of all files.
    """
    findings: list[Finding] = []
    wrong: list[str] = []
    homes: dict[str, Path] = {}
    for group in files_of(paths):
        loaded: list[Finding] = []
        for path in group:
            if path in homes.values():
                continue
            try:
                finding = load(path)
            except InputError as problem:
                wrong += problem.problems
                continue
            if finding.id in homes:
                wrong.append(
                    _("{path}: finding {id} is in {name} already; ids are unique.").format(
                        path=shown(str(path), 200), id=finding.id, name=homes[finding.id].name
                    )
                )
            homes[finding.id] = path
            loaded.append(finding)
        findings += sorted(loaded, key=lambda each: each.id)
    if wrong:
        raise InputError(wrong)
    return findings


def check_runs(asked: Iterable[Asked], parameter_set: ParameterSet) -> None:
    """Try to build every scenario of some findings or claims, so that nothing fails half way.

    Raises
    ------
    InputError
        With every problem of all of them.
    """
    wrong: list[str] = []
    base = cache(load_scenario)
    for each in asked:
        if each.experiment is None:
            continue
        try:
            bench = prepare(each, parameter_set, base=base)
            varied = each.experiment.cross_section
            if varied is not None:
                for ends in zip(*((s.low, s.high) for s in varied.vary.values()), strict=True):
                    corner = dict(zip(varied.vary, ends, strict=True))
                    for scenario in bench.cells.values():
                        load_scenario(scenario, changes=corner)
        except InputError as problem:
            place = f"{each.id}: cross_section: "
            wrong += [one if one.startswith(each.id) else place + one for one in problem.problems]
    if wrong:
        raise InputError(wrong)


def load(path: Path) -> Finding:
    """One finding; ``InputError`` with every problem in its file."""
    read = document.read(path)
    refuse_other(read, "finding")
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
