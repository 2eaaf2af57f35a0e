"""Scenario files: where they are found, by name or by path."""

from __future__ import annotations

from pathlib import Path

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.scenario.reading.kinds import it_is
from tillitsim.scenario.reading.text_files import SUFFIX, is_file, resolved, shown
from tillitsim.scenario.reading.titles import titles

_PACKAGE = Path(__file__).resolve().parents[2]


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
    nothing else does, and last a title or a service in any language (``hemtjänst``). A file never
    means itself, so that ./scenarios/home-care.toml may extend the shipped home-care.

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
        if is_file(path) and not (beside is not None and resolved(path) == resolved(beside)):
            return path
    called = titles(named)
    if beside is None and text.lower() in called:
        return named[called[text.lower()]]
    advice = did_you_mean(text, named) or did_you_mean(text.lower(), called)
    if _is_experiment(text):
        advice = it_is("experiment")
    if "=" in text:
        advice = _(
            "; a change stands after the service that it is of, as in home-care '{text}'."
        ).format(text=shown(text))
    raise InputError(
        _("there is no scenario named '{name}'").format(name=shown(text))
        + (
            advice
            or _(
                "; 'tillitsim scenarios list' shows what there is; the path of a TOML file is right"
                " too."
            )
        )
    )


def _is_experiment(name: str) -> bool:
    """Whether there is no scenario but an experiment of that name, shipped or in ./experiments."""
    shipped = shipped_folder()
    folders = [Path(), *([] if shipped is None else [shipped.parent])]
    return any(is_file(each / "experiments" / f"{name}{SUFFIX}") for each in folders)


def label_of(path: Path) -> str:
    """What to call a file when talking to people: short for shipped ones and those nearby."""
    shipped = shipped_folder()
    try:
        absolute = path.resolve()
        if shipped is not None and absolute.parent == shipped.resolve():
            return f"scenarios/{path.name}"
        return shown(str(absolute.relative_to(Path.cwd())), 200)
    except (OSError, RuntimeError, ValueError):  # a link in a circle, a name that is none
        return shown(str(path), 200)
