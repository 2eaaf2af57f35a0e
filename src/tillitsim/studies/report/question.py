"""What a report is asked about: scenarios, the arms of an experiment, or an earlier study's folder.

A folder of ``tillitsim compare`` holds the command that made it and the hash of every scenario, one
of ``tillitsim sweep`` the name of its experiment and the hash of every arm. The same question asked
again gives the same numbers, so nothing else needs to be kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tillitsim.cli.steering import Asked, alone, baseline_of, scenarios_asked
from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.reading import document
from tillitsim.scenario.reading.text_files import read_json
from tillitsim.scenario.steering import refuse_different_services

if TYPE_CHECKING:
    from tillitsim.runs.experiment.schema import Experiment
    from tillitsim.scenario.schema import Scenario

COMPARED, SWEPT = "compare.json", "sweep.json"
HELP = ("-h", "--help")
EARLIER = (
    "baseline",
    "replicates",
    "parameter_sets",
    "months",
    "seed",
    "settings",
    "neutral",
    "steerings",
    "reforms",
    "at",
    "different_services",
)
"""What an earlier study says, unless the command line says otherwise."""


@dataclass(frozen=True, slots=True)
class Question:
    """The scenarios to compare, which is the baseline, and options; ``sources`` repeat it."""

    sources: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    baseline: int
    options: Mapping[str, Any]


def question_of(
    sources: tuple[str, ...], options: Mapping[str, object], given: Collection[str]
) -> Question:
    """The question that the words on the command line ask.

    ``given`` names the options that were given there, which beat those of an earlier study.

    Raises
    ------
    InputError
        If there is nothing to compare, or an earlier study that no longer holds.
    """
    first = sources[0]
    if len(sources) > 1 or _steering(options):
        found = _scenarios(sources, options)
    elif Path(first).is_dir():
        found = _earlier(Path(first), options, given)
    elif _is_experiment(first):
        found = _experiment(first, options, given)
    else:
        raise alone("report", first)
    return found


def _scenarios(sources: tuple[str, ...], options: Mapping[str, Any]) -> Question:
    loaded = scenarios_asked(
        sources,
        options["settings"],
        options["months"],
        _steering(options),
        neutral=options["neutral"],
    )
    if not options.get("different_services"):
        refuse_different_services(loaded)
    return Question(
        sources, tuple(loaded), baseline_of(options["baseline"], sources, loaded), options
    )


def _steering(options: Mapping[str, Any]) -> Asked:
    return Asked(options.get("steerings", ()), options.get("reforms", ()), options.get("at"))


def _experiment(name: str, options: Mapping[str, Any], given: Collection[str]) -> Question:
    """The arms of an experiment, as scenarios under the arms' names and titles."""
    from tillitsim.runs.experiment.design import count_of
    from tillitsim.runs.experiment.load import load

    months = options["months"]
    horizon = () if months is None else (f"months={months}",)
    experiment = load(name, set=(*options["settings"], *horizon), neutral=options["neutral"])
    points = count_of(experiment.design)
    if points > 1 or len(experiment.arms) < 2:
        raise InputError(
            _(
                "'{name}' visits {points} points with {arms} arms, so it has no one answer to"
                " report; ask: tillitsim {command}"
            ).format(
                name=name, points=points, arms=len(experiment.arms), command=_better(experiment)
            )
        )
    own = {"replicates": experiment.replicates, "seed": experiment.seed}
    arms = [
        replace(
            arm.scenario,
            name=arm.name,
            title=arm.title,
            description=experiment.description if arm.name == experiment.baseline else {},
            sources={**arm.scenario.sources, **_reasons(experiment, arm.name)},
        )
        for arm in experiment.arms
    ]
    asked = {**options, **{key: own[key] for key in own if key not in given}}
    baseline = options["baseline"] or experiment.baseline
    return Question(
        (name,), tuple(arms), baseline_of(baseline, [arm.name for arm in arms], arms), asked
    )


def _better(experiment: Experiment) -> str:
    """The command that answers what an experiment with a design, or with one arm, asks."""
    design = experiment.design
    if design is not None and design.kind in {"sobol", "morris"}:
        return f"sensitivity {experiment.name}"
    if design is not None and len(experiment.arms) > 1:
        return f"discover {experiment.name}"
    return f"sweep {experiment.name}"


def _reasons(experiment: Experiment, arm: str) -> dict[str, str]:
    """Why an arm sets what it sets, by parameter."""
    start = f"{arm}."
    return {
        name.removeprefix(start): reason
        for name, reason in experiment.sources.items()
        if name.startswith(start)
    }


def _earlier(folder: Path, options: Mapping[str, object], given: Collection[str]) -> Question:
    if (folder / COMPARED).exists():
        content = _read(folder / COMPARED)
        sources, earlier, digests = _compared(folder / COMPARED, content)
        kept = {key: earlier[key] for key in EARLIER if key not in given}
        found = _scenarios(sources, {**options, **kept})
    elif (folder / SWEPT).exists():
        content = _read(folder / SWEPT)
        try:
            name = _text(content["experiment"])
            digests = {str(arm["name"]): str(arm["digest"]) for arm in content["arms"]}
        except (KeyError, TypeError):
            raise _not_written_by(folder / SWEPT, "sweep") from None
        found = _experiment(name, options, given)
    else:
        raise InputError(
            _(
                "{folder}: neither {COMPARED} nor {SWEPT} there; give a folder of 'tillitsim"
                " compare' or 'tillitsim sweep', or scenarios."
            ).format(folder=folder, COMPARED=COMPARED, SWEPT=SWEPT)
        )
    if not {"settings", "months"}.intersection(given):
        _check_unchanged(folder, digests, found.scenarios)
    return found


def _read(file: Path) -> Any:
    try:
        return read_json(file)
    except InputError:
        raise _not_written_by(file, file.stem) from None


def _compared(file: Path, content: Any) -> tuple[tuple[str, ...], dict[str, Any], dict[str, str]]:
    """Scenarios, options and hashes of a comparison, from the command that made it."""
    from tillitsim.studies.compare.command import compare

    try:
        _, name, *words = map(_text, content["command"])
        options = dict(compare.make_context(name, list(words)).params)
        return tuple(options["scenarios"]), options, dict(content["scenarios"])
    except (ValueError, KeyError, TypeError, click.ClickException, click.exceptions.Exit):
        raise _not_written_by(file, "compare") from None


def _text(given: object) -> str:
    """A word of a command as it was written; TypeError for what none is, or asks for help."""
    if not isinstance(given, str) or given in HELP:
        raise TypeError
    return given


def _not_written_by(file: Path, command: str) -> InputError:
    return InputError(
        _(
            "{file}: not what 'tillitsim {command}' writes; do that again, or give scenarios."
        ).format(file=file, command=command)
    )


def _check_unchanged(
    folder: Path, digests: Mapping[str, str], scenarios: Sequence[Scenario]
) -> None:
    now = {each.name: each.digest for each in scenarios}
    for name, digest in digests.items():
        if now.get(name) != digest:
            raise InputError(
                _(
                    "{folder}: '{name}' has changed since (it was {digest}, now {now}). Do the"
                    " study again, or name the scenarios to report on them as they are now."
                ).format(folder=folder, name=name, digest=digest, now=now.get(name, "gone"))
            )


def _is_experiment(name: str) -> bool:
    """Whether a name or a file is an experiment's; what is wrong with it is told later."""
    from tillitsim.runs.experiment.files import names

    if name in names():
        return True
    try:
        return "base" in document.read(Path(name)).table
    except InputError:
        return False
