"""Scenario files: where they are found, and how one is read without ever a traceback."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tillitsim.errors import InputError, did_you_mean
from tillitsim.scenario import toml_lines

SUFFIX = ".toml"
LARGEST_FILE = 1_000_000
_PACKAGE = Path(__file__).resolve().parent.parent
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is valid TOML: its table, and the line of each key."""

    path: Path
    label: str
    table: Mapping[str, Any]
    lines: Mapping[toml_lines.Key, int]

    def line(self, *path: str | int) -> int:
        """Line of a key, or of the nearest table around it; 0 when unknown."""
        return toml_lines.line_of(self.lines, path)

    def at(self, *path: str | int) -> str:
        """``"FILE, line N: "``, to begin a problem's sentence with."""
        return at(self.label, self.line(*path))


def at(label: str, line: int = 0) -> str:
    """The beginning of a problem's sentence: the file, and the line when it is known."""
    return f"{label}, line {line}: " if line else f"{label}: "


def shipped_folder() -> Path | None:
    """The folder of shipped scenarios: that of a source checkout, else the installed one."""
    checkout = _PACKAGE.parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "scenarios").is_dir():
        return checkout / "scenarios"
    installed = _PACKAGE / "data" / "scenarios"
    return installed if installed.is_dir() else None


def catalogue() -> dict[str, Path]:
    """Scenarios that have a name: those in ./scenarios, then the shipped ones; sorted by name."""
    found: dict[str, Path] = {}
    for folder in (shipped_folder(), Path("scenarios")):
        if folder is None:
            continue
        try:
            files = [path for path in folder.iterdir() if path.suffix == SUFFIX]
        except OSError:
            continue
        found |= {path.stem: path for path in files if path.is_file()}
    return dict(sorted(found.items()))


def find(scenario: str | Path, *, beside: Path | None = None) -> Path:
    """The file that a name or a path means; ``beside`` is the file that asks for it as a base.

    A text with a slash or ending in .toml is a path, relative to the asking file's folder. Any
    other text is a name: of a file beside the asking one, of one in ./scenarios, of a shipped one.
    On the command line a name also means NAME.toml, or NAME itself, in the current folder, if
    nothing else does. A file never means itself, so that ./scenarios/home-care.toml may extend the
    shipped home-care.

    Raises
    ------
    InputError
        If there is no such scenario; the sentence names the nearest one.
    """
    text = str(scenario)
    if isinstance(scenario, Path) or "/" in text or "\\" in text or text.endswith(SUFFIX):
        return Path(text) if beside is None else beside.parent / text
    named = catalogue()
    candidates = [] if beside is None else [beside.parent / f"{text}{SUFFIX}"]
    candidates += [named[text]] if text in named else []
    shipped = shipped_folder()
    candidates += [] if shipped is None else [shipped / f"{text}{SUFFIX}"]
    if beside is None and text:
        candidates += [Path(f"{text}{SUFFIX}"), Path(text)]
    for path in candidates:
        if is_file(path) and not (beside is not None and path.resolve() == beside.resolve()):
            return path
    advice = did_you_mean(text, named)
    raise InputError(
        f"there is no scenario named '{shown(text)}'"
        + (
            advice
            or "; 'tillitsim scenarios list' shows what there is; the path of a TOML file is right"
            " too."
        )
    )


def label_of(path: Path) -> str:
    """What to call a file when talking to people: short for shipped ones and those nearby."""
    shipped = shipped_folder()
    try:
        absolute = path.resolve()
        if shipped is not None and absolute.parent == shipped.resolve():
            return f"scenarios/{path.name}"
        return shown(str(absolute.relative_to(Path.cwd())), 200)
    except (OSError, ValueError):
        return shown(str(path), 200)


def read(path: Path) -> Document:
    """A file as a document.

    Raises
    ------
    InputError
        One sentence: if the file is missing, a folder, not a plain file, unreadable, larger than
        1 MB, not UTF-8, not TOML, or empty.
    """
    label = label_of(path)
    text = _text(path, label)
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise InputError(
            f"{label}: tables or lists are nested too deeply to be read; a scenario needs at most"
            " three levels."
        ) from None
    except ValueError as problem:
        raise InputError(_not_toml(label, str(problem), text)) from None
    if not table:
        raise InputError(
            f"{label}: the file says nothing; 'tillitsim scenarios new NAME' writes one to start"
            " from."
        )
    return Document(path, label, table, toml_lines.lines(text))


def shown(text: object, most: int = 60) -> str:
    """Something that a user wrote, safe to print in one line: escaped and cut short."""
    try:
        written = str(text)[: most + 1]
    except (ValueError, RecursionError):  # a number of thousands of digits, a list of lists of ...
        return "this"
    plain = "".join(c if c.isprintable() else repr(c)[1:-1] for c in written)
    return plain if len(plain) <= most else f"{plain[: most - 3]}..."


def is_file(path: Path) -> bool:
    """Whether a path is a plain file; False for a path that cannot even be asked about."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _text(path: Path, label: str) -> str:
    try:
        if path.is_dir():
            raise InputError(f"{label}: this is a folder; give the path of a TOML file in it.")
        if path.exists() and not path.is_file():
            raise InputError(f"{label}: this is not a plain file; give the path of a TOML file.")
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        longer = path.with_name(path.name + SUFFIX)
        advice = "; 'tillitsim scenarios list' shows what there is."
        if path.suffix != SUFFIX and is_file(longer):
            advice = f"; did you mean '{label_of(longer)}'?"
        raise InputError(f"{label}: there is no such file{advice}") from None
    except PermissionError:
        raise InputError(
            f"{label}: the file may not be read by you; change its permissions."
        ) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise InputError(f"{label}: the file cannot be read: {reason}.") from None
    if len(raw) > LARGEST_FILE:
        raise InputError(
            f"{label}: the file is larger than 1 MB; a scenario is a few kilobytes of TOML."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise InputError(
            f"{at(label, line)}the file is not UTF-8 text; save it as UTF-8 and try again."
        ) from None


def _not_toml(label: str, message: str, text: str) -> str:
    found = _AT_LINE.search(message)
    line = 0
    if found:
        line = int(found[1]) if found[1] else text.count("\n") + 1
        message = message[: found.start()]
    advice = "a line reads key = value, text stands in quotes, lists in [ ]"
    if "overwrite" in message or "twice" in message or "declare" in message:
        advice = "each key and each [table] may stand only once"
    return f"{at(label, line)}this is not TOML: {shown(message, 100)}; {advice}."
