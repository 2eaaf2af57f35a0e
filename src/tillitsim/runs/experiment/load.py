"""From an experiment file to a checked experiment; all problems at once, each with its line."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from tillitsim.errors import InputError, did_you_mean
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import points_of
from tillitsim.runs.experiment.design_table import design_of
from tillitsim.runs.experiment.reading import Table
from tillitsim.runs.experiment.schema import HEADLINE, Arm, Design, Experiment, Stop
from tillitsim.scenario import files
from tillitsim.scenario import load as scenarios
from tillitsim.scenario.blocks import interventions
from tillitsim.scenario.check import NEUTRALS, mechanisms
from tillitsim.scenario.files import SUFFIX, Document, shown
from tillitsim.scenario.problems import Problems
from tillitsim.scenario.schema import Intervention, Neutral, Scenario

KEYS = (
    "base", "replicates", "months", "burn_in", "outcomes", "baseline", "seed", "model", "title",
    "description", "sources", "arms", "design", "stop",
)  # fmt: skip
ARM_KEYS = ("name", "title", "scenario", "set", "without", "neutral", "interventions")
MOST_REPLICATES = 1_000_000
FEWEST_TO_STOP = 10
"""Replicates below which an interval is too uncertain itself to stop by."""

MONTHS = (1, 2400)


def load(
    experiment: str | os.PathLike[str],
    *,
    set: Sequence[str] = (),  # noqa: A002 - named as the option that people type
) -> Experiment:
    """An experiment by name or path, checked; ``set`` changes the base of every arm.

    ``set`` holds texts ``path=value`` as on the command line; what an arm sets comes after them.

    Raises
    ------
    InputError
        With every problem found, one sentence each: file, line, what is wrong, what is right.
    """
    path = find(experiment)
    document = files.read(path)
    problems = Problems()
    top = Table(document, (), document.table, problems)
    loaded = _experiment(top, path, [set] if isinstance(set, str) else list(set))
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert loaded is not None  # noqa: S101 - without a problem there is an experiment
    return loaded


def names() -> list[str]:
    """Names of the experiments in ./experiments and of the shipped ones, sorted."""
    return list(catalogue())


def catalogue() -> dict[str, Path]:
    """Experiments that have a name: those in ./experiments, then the shipped ones."""
    found: dict[str, Path] = {}
    for folder in (shipped_folder(), Path("experiments")):
        if folder is None or not folder.is_dir():
            continue
        found |= {path.stem: path for path in folder.glob(f"*{SUFFIX}") if _is_experiment(path)}
    return dict(sorted(found.items()))


def shipped_folder() -> Path | None:
    """The folder of shipped experiments: that of a source checkout, else the installed one."""
    shipped = files.shipped_folder()
    folder = None if shipped is None else shipped.parent / "experiments"
    return folder if folder is not None and folder.is_dir() else None


def find(experiment: str | os.PathLike[str]) -> Path:
    """The file that a name or a path means.

    Raises
    ------
    InputError
        If there is no such experiment; the sentence names the nearest one.
    """
    text = os.fspath(experiment)
    named = catalogue()
    if text in named:
        return named[text]
    path = Path(text)
    if files.is_file(path):
        return path
    what = "file" if text.endswith(SUFFIX) or "/" in text else "experiment named"
    raise InputError(
        f"there is no {what} '{shown(text)}'"
        + (
            did_you_mean(text, named)
            or "; 'tillitsim experiments list' shows what there is; the path of a TOML file is"
            " right too."
        )
    )


def _is_experiment(path: Path) -> bool:
    """Whether a file looks like an experiment; claims and findings in the same folder do not."""
    try:
        return "base" in tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return True  # so that its fault is told when it is asked for


def _experiment(top: Table, path: Path, settings: list[str]) -> Experiment | None:
    top.only(*KEYS)
    stem = path.stem
    horizon = [
        f"{key}={months}"
        for key, fewest in (("months", MONTHS[0]), ("burn_in", 0))
        if key in top and (months := top.whole(key, -1, (fewest, MONTHS[1]))) >= fewest
    ]
    base = _scenario_path(top, "base", path) if "base" in top else None
    if "base" not in top:
        top.wrong('base: not given; write for example base = "home-care".')
    arms = _arms(top, path, base, horizon + settings)
    design = design_of(top.table("design"), path, arms) if "design" in top else None
    replicates = top.whole("replicates", 20, (1, MOST_REPLICATES))
    outcomes = top.names("outcomes", OUTCOMES, "outcome") or HEADLINE
    stop = _stop(top.table("stop"), replicates, outcomes, arms) if "stop" in top else None
    known = [arm.name for arm in arms]
    baseline = top.choice("baseline", known, known[0]) if known else ""
    sources = top.table("sources")
    reasons = {".".join(steps): text for steps, text in sources.leaves() if isinstance(text, str)}
    _check_first_points(top, arms, design)
    if not arms or top.problems.sentences:
        return None
    return Experiment(
        name=stem,
        title=top.texts("title", stem),
        description=top.texts("description"),
        arms=tuple(arms),
        baseline=baseline,
        replicates=replicates,
        outcomes=outcomes,
        design=design,
        stop=stop,
        seed=top.whole("seed", 0, (0, 2**63 - 1)),
        sources=reasons,
        model=_model(top, path),
    )


def _scenario_path(table: Table, key: str, path: Path) -> Path | None:
    """The scenario file that a key names; a path is relative to the experiment file."""
    text = table.text(key)
    if not text:
        return None
    is_path = "/" in text or "\\" in text or text.endswith(SUFFIX)
    try:
        found = path.parent / text if is_path else files.find(text)
    except InputError as missing:
        for sentence in missing.problems:
            table.wrong(sentence, key)
        return None
    if files.is_file(found):
        return found
    table.wrong(
        f"there is no file {files.label_of(found)}; give the name of a scenario, or a path relative"
        " to this file.",
        key,
    )
    return None


def _arms(top: Table, path: Path, base: Path | None, settings: list[str]) -> list[Arm]:
    blocks = top.tables("arms")
    if not blocks and base is not None:
        scenario = _complete(top, base, settings)
        return [] if scenario is None else [Arm("base", dict(scenario.title), scenario)]
    arms: list[Arm] = []
    for block in blocks:
        arm = _arm(block, path, base, settings)
        if arm is not None and arm.name in {each.name for each in arms}:
            block.wrong(f"'{shown(arm.name)}' is the name of an earlier arm too.", "name")
        elif arm is not None:
            arms.append(arm)
    return arms


def _arm(block: Table, path: Path, base: Path | None, settings: list[str]) -> Arm | None:
    block.only(*ARM_KEYS)
    name = block.text("name")
    if not name:
        block.wrong('not given; write for example name = "fewer-goals".', "name")
    changes = block.changes("set")
    without = block.content.get("without", [])
    if not isinstance(without, list):
        block.wrong('must be a list of mechanisms such as ["politics"].', "without")
        without = []
    off = mechanisms(without, block.at("without"), block.problems)
    neutral = cast(Neutral, block.choice("neutral", NEUTRALS, "none"))
    added = interventions(_document_of(block), block.problems)
    start = _scenario_path(block, "scenario", path) if "scenario" in block else base
    if start is None:
        return None
    scenario = _complete(block, start, settings, changes, off, neutral, added)
    if scenario is None:
        return None
    return Arm(name, block.texts("title", name), scenario, changes)


def _document_of(block: Table) -> Document:
    """A block as if it were a file of its own, with the lines that it has in the real one."""
    depth = len(block.path)
    whole = block.document
    lines = {key[depth:]: n for key, n in whole.lines.items() if key[:depth] == block.path}
    first = whole.line(*block.path)
    return replace(
        whole,
        table=block.content,
        lines={(key,): first for key in block.content} | {k: n for k, n in lines.items() if k},
    )


def _complete(
    table: Table,
    path: Path,
    settings: list[str],
    changes: dict[str, float] | None = None,
    off: frozenset[str] = frozenset(),
    neutral: Neutral = "none",
    added: tuple[Intervention, ...] = (),
) -> Scenario | None:
    """A scenario with everything laid over it; None, and problems, if it does not work."""
    try:
        scenario = scenarios.load(path, set=settings, changes=changes, without=off, neutral=neutral)
        if added:
            new = {each.name for each in added}
            kept = (each for each in scenario.interventions if each.name not in new)
            scenario = scenarios.load(replace(scenario, interventions=(*kept, *added)))
    except InputError as wrong:
        for sentence in wrong.problems:
            placed = ", line " in sentence or sentence.startswith("--set ")
            table.problems.add(sentence if placed else f"{table.at()}{sentence}")
        return None
    return scenario


def _stop(table: Table, replicates: int, headline: tuple[str, ...], arms: list[Arm]) -> Stop:
    table.only("outcomes", "half_width", "max_replicates", "contrasts")
    if replicates < FEWEST_TO_STOP:
        table.wrong(
            f"a stopping rule needs at least {FEWEST_TO_STOP} replicates to begin with, not"
            f" {replicates}; write replicates = {FEWEST_TO_STOP} or more."
        )
    contrasts: object = table.content.get("contrasts", "baseline")
    if isinstance(contrasts, list):
        contrasts = table.names("contrasts", [arm.name for arm in arms], "arm")
    else:
        contrasts = table.choice("contrasts", ("baseline", "means"), "baseline")
    most = table.whole("max_replicates", max(10 * replicates, 100), (1, MOST_REPLICATES))
    if most < replicates:
        table.wrong(f"{most} is below replicates ({replicates}); give more.", "max_replicates")
    return Stop(
        outcomes=table.names("outcomes", OUTCOMES, "outcome") or headline,
        half_width=table.positive("half_width"),
        max_replicates=most,
        contrasts=contrasts if len(arms) > 1 else "means",  # type: ignore[arg-type]
    )


def _model(top: Table, path: Path) -> str | None:
    """``FILE.py:Class`` with the file's full path, or ``package.module:Class``."""
    if "model" not in top:
        return None
    text = top.text("model")
    file, colon, name = text.rpartition(":")
    if not colon or not name.isidentifier():
        top.wrong(f"'{shown(text)}' is not FILE.py:Class; name the file and the class.", "model")
    elif file.endswith(".py"):
        found = path.parent / file
        if files.is_file(found):
            return f"{found.resolve()}:{name}"
        top.wrong(f"there is no file {files.label_of(found)}.", "model")
    return text


def _check_first_points(top: Table, arms: list[Arm], design: Design | None) -> None:
    """Try the first points of a design with each arm, so that what never works is told at once."""
    if design is None or top.problems.sentences:
        return
    for arm in arms:
        for point in points_of(replace(design, size=min(design.size, 4)))[:20]:
            try:
                scenarios.load(arm.scenario, changes=point)
            except InputError as wrong:
                for sentence in wrong.problems:
                    top.wrong(f"arm '{arm.name}': {sentence}", "design")
                break
