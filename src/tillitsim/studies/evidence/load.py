"""Finding files read and checked: every problem one sentence, with file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from tillitsim.errors import InputError, did_you_mean
from tillitsim.scenario.toml_lines import line_of, lines
from tillitsim.studies.evidence import schema
from tillitsim.studies.evidence.quantity import problems_of
from tillitsim.studies.evidence.schema import Finding


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
    try:
        text = path.read_text("utf-8")
    except OSError as problem:
        raise InputError(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not a text in UTF-8; save it as UTF-8.") from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InputError(f"{path}: not TOML: {problem}.") from None
    where = lines(text)
    try:
        finding = Finding.model_validate(content)
    except ValidationError as problem:
        sentences = []
        for error in problem.errors():
            steps = tuple(step for step in error["loc"] if step != "function-after")
            line = line_of(where, steps)
            place = f"{path}, line {line}" if line else str(path)
            name = ".".join(str(step) for step in steps)
            sentences.append(f"{place}: {name + ': ' if name else ''}{_sentence(error)}")
        raise InputError(sentences) from None
    wrong = problems_of(finding)
    if wrong:
        raise InputError([f"{path}: {sentence}" for sentence in wrong])
    return finding


def _sentence(error: object) -> str:
    assert isinstance(error, dict)  # noqa: S101 - as pydantic documents
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        return f"unknown key{did_you_mean(key, _keys()) or '.'}"
    if error["type"] == "missing":
        return "not given, and needed."
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[0].lower() + message[1:].rstrip(".") + "."


def _keys() -> set[str]:
    """Every key that some table of a finding file may have."""
    found: set[str] = set()
    waiting: list[type[BaseModel]] = [Finding]
    waiting += [
        each
        for each in vars(schema).values()
        if isinstance(each, type) and issubclass(each, BaseModel)
    ]
    for each in waiting:
        found |= set(each.model_fields)
    return found
