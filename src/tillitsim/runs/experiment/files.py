"""Experiment files: where they are found, by name or by path."""

from __future__ import annotations

import os
from pathlib import Path

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.runs.experiment.titles import plainly, titles
from tillitsim.scenario.reading import document, files
from tillitsim.scenario.reading.kinds import it_is
from tillitsim.scenario.reading.text_files import SUFFIX, is_file, read_text, shown


def names() -> list[str]:
    """Names of the experiments in ./experiments and of the shipped ones, sorted."""
    return list(catalogue())


def catalogue() -> dict[str, Path]:
    """Experiments that have a name: those in ./experiments, then the shipped ones."""
    return {name: path for name, path in _named_files().items() if _is_experiment(path)}


def _named_files() -> dict[str, Path]:
    """TOML files by name, whatever they hold; sorted by name."""
    found: dict[str, Path] = {}
    for folder in (shipped_folder(), Path("experiments")):
        if folder is not None and folder.is_dir():
            found |= {path.stem: path for path in folder.glob(f"*{SUFFIX}") if is_file(path)}
    return dict(sorted(found.items()))


def shipped_folder() -> Path | None:
    """The folder of shipped experiments: that of a source checkout, else the installed one."""
    shipped = files.shipped_folder()
    folder = None if shipped is None else shipped.parent / "experiments"
    return folder if folder is not None and folder.is_dir() else None


def find(experiment: str | os.PathLike[str]) -> Path:
    """The file that a name, a path, or a title in any language (``färre mål``) means.

    Raises
    ------
    InputError
        If there is no such experiment; the sentence names the nearest one.
    """
    text = os.fspath(experiment)
    named = _named_files()
    if text in named and _is_experiment(named[text]):
        return named[text]
    path = Path(text)
    if is_file(path):
        return path
    called = {title: meant.partition(":")[0] for title, meant in titles(catalogue()).items()}
    if plainly(text) in called:
        return named[called[plainly(text)]]
    advice = did_you_mean(text, catalogue()) or did_you_mean(plainly(text), called)
    if text in files.catalogue():
        advice = it_is("scenario")
    what = _("file") if text.endswith(SUFFIX) or "/" in text else _("experiment named")
    raise InputError(
        _("there is no {what} '{text}'").format(what=what, text=shown(text))
        + (
            advice
            or _(
                "; 'tillitsim experiments list' shows what there is; the path of a TOML file is"
                " right too."
            )
        )
    )


def _is_experiment(path: Path) -> bool:
    """Whether a file looks like an experiment; claims and findings in the same folder do not.

    A shipped file is right, so that one line of it says so.
    """
    shipped = shipped_folder()
    if shipped is not None and path.parent == shipped:
        return "\nbase = " in f"\n{read_text(path)}"
    try:
        return "base" in document.read(path).table
    except InputError:
        return True  # so that its fault is told when it is asked for
