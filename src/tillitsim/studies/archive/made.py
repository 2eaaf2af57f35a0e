"""What made a folder of results: the command, the versions, the hashes that stand in its record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.sweeps.manifest import MANIFEST as SWEEP
from tillitsim.scenario.reading.text_files import JsonObject, read_json

RUN = "manifest.json"
REPEATED = (
    "run",
    "explain",
    "story",
    "compare",
    "triangle",
    "values",
    "map",
    "report",
    "evidence",
    "levels",
    "claims",
    "discover",
    "sensitivity",
    "robustness",
)
"""Commands that can be repeated from their record."""
NEVER = ("--trust-code", "--record", "--scheduler", "--workers", "--threads", "--budget", "--out")
"""Options of a recorded command that a repetition does without."""
REFUSED = ("--code", "--trust-code", "--record", "--scheduler")
"""Those that would run somebody's code or reach another machine."""


@dataclass(frozen=True, slots=True)
class Made:
    """The record of a folder: ``kind`` is ``sweep`` or the name of a command.

    ``command`` is empty for a sweep, whose record holds its scenarios instead.
    """

    folder: Path
    file: Path
    kind: str
    command: tuple[str, ...]
    record: JsonObject

    @property
    def engine(self) -> str:
        """Hash of the model that made it."""
        rules = self.record.get("rules", {})
        return str(self.record.get("engine") or rules.get("engine", ""))

    @property
    def version(self) -> str:
        """Version of the program that made it."""
        return str(self.record.get("tillitsim", ""))

    def arguments(self) -> list[str]:
        """The words of the command for a repetition, without its name and without where to.

        Raises
        ------
        InputError
            For a command that cannot be repeated, or that would run code or reach a machine.
        """
        name, *words = self.command[1:]
        if name not in REPEATED:
            raise InputError(
                _("{file}: '{name}' cannot be repeated from a record.").format(
                    file=self.file, name=name
                )
            )
        refused = [word for word in words if word.partition("=")[0] in REFUSED]
        if refused:
            raise InputError(
                _(
                    "{file}: not repeated, since {option} would run somebody's code or reach"
                    " another machine; give the command yourself if you trust it."
                ).format(file=self.file, option=refused[0])
            )
        return [name, *(word for word in words if word.partition("=")[0] not in NEVER)]


def made(folder: Path) -> Made:
    """The record of a folder of results.

    Raises
    ------
    InputError
        When there is none, or none that can be read.
    """
    if not folder.is_dir():
        raise InputError(_("{folder}: there is no such folder.").format(folder=folder))
    names = [RUN, SWEEP, *sorted(path.name for path in folder.glob("*.json"))]
    for name in names:
        path = folder / name
        if not path.is_file():
            continue
        record = _record(path)
        command = record.get("command")
        if name == SWEEP and "rules" in record:
            return Made(folder, path, "sweep", (), record)
        if _is_command(command):
            return Made(folder, path, command[1], tuple(command), record)
    raise InputError(
        _(
            "{folder}: there is no record here of what made it; give a folder that run, compare,"
            " sweep or another command wrote."
        ).format(folder=folder)
    )


def _is_command(command: object) -> TypeGuard[list[str]]:
    return (
        isinstance(command, list)
        and len(command) > 1
        and all(isinstance(word, str) for word in command)
        and command[0] == "tillitsim"
    )


def _record(path: Path) -> dict[str, object]:
    record = read_json(path)
    if not isinstance(record, dict):
        raise InputError(_("{file}: this is no record of a run.").format(file=path))
    return record
