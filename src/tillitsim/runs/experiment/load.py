"""From an experiment file to a checked experiment; all problems at once, each with its line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Default

from tillitsim.errors import InputError
from tillitsim.locale import N_, _
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import points_of
from tillitsim.runs.experiment.design_table import DesignTable, Place, design_of
from tillitsim.runs.experiment.files import find
from tillitsim.runs.experiment.schema import HEADLINE, Arm, Design, Experiment, Stop
from tillitsim.runs.experiment.tables import MOST_REPLICATES, ArmTable, ExperimentTable
from tillitsim.scenario import load as scenarios
from tillitsim.scenario.composing.interventions import interventions
from tillitsim.scenario.composing.sheet import MONTHS, NEUTRALS
from tillitsim.scenario.horizon import read_when_whole
from tillitsim.scenario.reading import document, files
from tillitsim.scenario.reading.fields import (
    LANGUAGES,
    Choice,
    Field,
    Names,
    Number,
    Schema,
    Table,
    Text,
    Texts,
    Whole,
    no_such,
)
from tillitsim.scenario.reading.kinds import refuse_other
from tillitsim.scenario.reading.problems import Content, Problems, content_of
from tillitsim.scenario.reading.text_files import SUFFIX, is_file, shown
from tillitsim.scenario.reading.values import Fault, leaves, refuse
from tillitsim.scenario.schema import Neutral, Scenario

FEWEST_TO_STOP = 10
"""Replicates below which an interval is too uncertain itself to stop by."""
EMPTY = N_("; 'tillitsim experiments show fewer-goals' shows one to start from.")


@dataclass(frozen=True, slots=True)
class Reasons(Field):
    """Reasons for numbers, under names such as ``arm.parameter``."""

    def read(self, given: object) -> dict[str, str]:
        """Reasons by name."""
        if not isinstance(given, dict):
            raise ValueError(_('must be a table such as "trust.mix.trust" = "assumed".'))
        found = {".".join(steps): text for steps, text in leaves(given, ())}
        wrong = [name for name, text in found.items() if not isinstance(text, str)]
        if wrong:
            sentence = _("must be a text in quotes: author and year, or 'assumed'.")
            refuse([Fault((name,), sentence, shown(name)) for name in wrong])
        return found

    def schema(self) -> Schema:
        """A table of texts."""
        return {"type": "object", "additionalProperties": {"type": "string"}}


@dataclass(frozen=True, slots=True)
class Contrasts(Field):
    """Which differences a stopping rule looks at: a word, or the names of arms."""

    def read(self, given: object) -> object:
        """The word or the names."""
        if isinstance(given, list | tuple):
            return Names(N_("arm")).read(given)
        return Choice(("baseline", "means")).read(given)

    def schema(self) -> Schema:
        """A word or a list."""
        return {"anyOf": [Choice(("baseline", "means")).schema(), Names(N_("arm")).schema()]}


class StopTable(Table):
    """Go on with replicates until the contrasts are known well enough."""

    outcomes: Annotated[tuple[str, ...], Names(N_("outcome"), lambda: OUTCOMES)] = ()
    half_width: Annotated[float, Number(0, above=True)]
    max_replicates: Annotated[int | None, Whole(1, MOST_REPLICATES)] = None
    contrasts: Annotated[Literal["baseline", "means"] | tuple[str, ...], Contrasts()] = "baseline"


class RecordTable(Table):
    """What is kept of every run: outcomes of one's own besides, and months of some outcomes."""

    outcomes: Annotated[tuple[str, ...], Names(N_("outcome"))] = ()
    series: Annotated[tuple[str, ...], Names(N_("outcome"), lambda: OUTCOMES)] = ()


class ExperimentFile(ExperimentTable):
    """The keys of an experiment file."""

    months: Annotated[int | None, Whole(*MONTHS)] = None
    burn_in: Annotated[int | None, Whole(0, MONTHS[1])] = None
    outcomes: Annotated[tuple[str, ...], Names(N_("outcome"), lambda: OUTCOMES)] = ()
    baseline: Annotated[
        str | None, Text(wrong=N_("'{}' is not a choice; write the name of an arm."))
    ] = None
    seed: Annotated[int, Whole(0, 2**63 - 1)] = 0
    model: Annotated[str | None, Text()] = None
    title: Annotated[dict[str, str], Texts()] = Default(default_factory=dict)
    description: Annotated[dict[str, str], Texts()] = Default(default_factory=dict)
    sources: Annotated[dict[str, str], Reasons()] = Default(default_factory=dict)
    design: DesignTable | None = None
    stop: StopTable | None = None
    record: RecordTable | None = None


KEYS = tuple(ExperimentFile.model_fields)
ARM_KEYS = tuple(ArmTable.model_fields)


def load(
    experiment: str | os.PathLike[str],
    *,
    set: Sequence[str] = (),  # noqa: A002 - named as the option that people type
    neutral: Neutral = "none",
) -> Experiment:
    """An experiment by name or path, checked; ``set`` changes the base of every arm.

    ``set`` holds texts ``path=value`` as on the command line; what an arm sets comes after them.
    With a ``neutral`` table (as in :func:`tillitsim.scenario.load.load`) every arm has one, and
    what is set, varied or changed comes after it.

    Raises
    ------
    InputError
        With every problem found, one sentence each: file, line, what is wrong, what is right.
    """
    path = find(experiment)
    read = document.read(path, EMPTY)
    refuse_other(read, "experiment")
    problems = Problems()
    problems.extend(read.faults)
    content = content_of(ExperimentFile, read, problems)
    loaded = None
    if content is not None:
        settings = [set] if isinstance(set, str) else list(set)
        loaded = _experiment(content, Place(read, problems), settings, neutral)
    ordered = Problems()
    ordered.extend_by_line(problems)
    ordered.raise_if_any()
    assert loaded is not None  # noqa: S101 - without a problem there is an experiment
    return loaded


def _experiment(
    content: Content[ExperimentFile], place: Place, settings: list[str], neutral: Neutral
) -> Experiment | None:
    file, path = content.model, place.document.path
    horizon = [
        f"{key}={months}"
        for key, months in (("months", file.months), ("burn_in", file.burn_in))
        if months is not None
    ]
    base = _scenario_path(file.base, place, "base")
    arms = _when_whole(_arms(file, place, base, horizon + settings, neutral))
    design = None
    if file.design is not None:
        own = Place(place.document, place.problems, ("design",))
        design = design_of(file.design, content, own, arms)
    outcomes = file.outcomes or HEADLINE
    stop = _stop(file, outcomes, arms, place) if file.stop is not None else None
    known = [arm.name for arm in arms]
    baseline = known[0] if known else ""
    if file.baseline is not None and not content.lost("arms") and known:
        try:
            baseline = Choice(tuple(known)).read(file.baseline)
        except ValueError as wrong:
            place.wrong(str(wrong), "baseline")
    model = _model(file, place)
    record = RecordTable() if file.record is None else file.record
    recorded = _recorded(record, place)
    _check_first_points(arms, design, place)
    if not arms or place.problems.sentences:
        return None
    return Experiment(
        name=path.stem,
        title={each: file.title.get(each, path.stem) for each in LANGUAGES},
        description={each: file.description.get(each, "") for each in LANGUAGES},
        arms=tuple(arms),
        baseline=baseline,
        replicates=file.replicates,
        outcomes=outcomes,
        design=design,
        stop=stop,
        seed=file.seed,
        sources=_reasons(file),
        model=model,
        series=record.series,
        recorded=recorded,
    )


def _when_whole(arms: list[Arm]) -> list[Arm]:
    """The arms, all read from the month on in which the changes of every one are whole."""
    read = [read_when_whole(arm.scenario) for arm in arms]
    burn_in = max((each.burn_in for each in read), default=0)
    return [replace(arm, scenario=replace(arm.scenario, burn_in=burn_in)) for arm in arms]


def _reasons(file: ExperimentFile) -> dict[str, str]:
    """The reasons under ``[sources]``, and those that stand beside their value."""
    found = dict(file.sources)
    found |= file.set.sources
    for arm in file.arms:
        for values in (arm.set, *(each.set for each in arm.interventions)):
            found |= {f"{arm.name}.{name}": text for name, text in values.sources.items()}
    return found


def _scenario_path(text: str, place: Place, *steps: str | int) -> Path | None:
    """The scenario file that a key names; a path is relative to the experiment file."""
    path = place.document.path
    is_path = "/" in text or "\\" in text or text.endswith(SUFFIX)
    try:
        found = path.parent / text if is_path else files.find(text)
    except InputError as missing:
        for sentence in missing.problems:
            place.wrong(sentence, *steps)
        return None
    if is_file(found):
        return found
    place.wrong(
        _(
            "there is no file {found}; give the name of a scenario, or a path relative to"
            " this file."
        ).format(found=files.label_of(found)),
        *steps,
    )
    return None


def _arms(
    file: ExperimentFile, place: Place, base: Path | None, settings: list[str], neutral: Neutral
) -> list[Arm]:
    if not file.arms and base is not None:
        scenario = _complete(file, ArmTable(name="base", neutral=neutral), base, settings, place)
        return [] if scenario is None else [Arm("base", dict(scenario.title), scenario)]
    arms: list[Arm] = []
    for position, block in enumerate(file.arms):
        own = Place(place.document, place.problems, ("arms", position))
        if block.name in {each.name for each in arms}:
            own.wrong(
                _("'{name}' is the name of an earlier arm too.").format(name=shown(block.name)),
                "name",
            )
            continue
        start = _scenario_path(block.scenario, own, "scenario") if block.scenario else base
        stronger = max(block.neutral, neutral, key=NEUTRALS.index)
        arm = block.model_copy(update={"neutral": stronger})
        scenario = None if start is None else _complete(file, arm, start, settings, own)
        if scenario is not None:
            title = {each: block.title.get(each, block.name) for each in LANGUAGES}
            arms.append(Arm(block.name, title, scenario, dict(block.set)))
    return arms


def _complete(
    file: ExperimentFile, arm: ArmTable, path: Path, settings: list[str], place: Place
) -> Scenario | None:
    """The scenario of an arm with everything laid over it; None, and problems, if that fails."""
    try:
        scenario = scenarios.load(
            path,
            set=settings,
            changes={**file.set, **arm.set},
            without=file.without | arm.without,
            neutral=arm.neutral,
        )
        return scenarios.with_interventions(scenario, interventions(arm.interventions))
    except InputError as wrong:
        for sentence in wrong.problems:
            told = ", line " in sentence or sentence.startswith("--set ")
            place.problems.add(sentence if told else f"{place.document.at(*place.path)}{sentence}")
        return None


def _stop(file: ExperimentFile, headline: tuple[str, ...], arms: list[Arm], place: Place) -> Stop:
    assert file.stop is not None  # noqa: S101 - asked for only then
    table, replicates = file.stop, file.replicates
    own = Place(place.document, place.problems, ("stop",))
    if replicates < FEWEST_TO_STOP:
        own.wrong(
            _(
                "a stopping rule needs at least {fewest_to_stop} replicates to begin with, not"
                " {replicates}; write replicates = {fewest_to_stop} or more."
            ).format(fewest_to_stop=FEWEST_TO_STOP, replicates=replicates)
        )
    contrasts = table.contrasts
    if isinstance(contrasts, tuple):
        known = [arm.name for arm in arms]
        for each in contrasts:
            if each not in known:
                own.wrong(no_such(N_("arm"), each, known), "contrasts")
    most = max(10 * replicates, 100) if table.max_replicates is None else table.max_replicates
    if most < replicates:
        own.wrong(
            _("{most} is below replicates ({replicates}); give more.").format(
                most=most, replicates=replicates
            ),
            "max_replicates",
        )
    return Stop(
        outcomes=table.outcomes or headline,
        half_width=table.half_width,
        max_replicates=most,
        contrasts=contrasts if len(arms) > 1 else "means",
    )


def _model(file: ExperimentFile, place: Place) -> str | None:
    """``FILE.py:Class`` with the file's full path, or ``package.module:Class``."""
    if file.model is None:
        return None
    wrong = _("'{model}' is not FILE.py:Class; name the file and the class.")
    return _code(file.model, place, wrong.format(model=shown(file.model)), "model")


def _recorded(table: RecordTable, place: Place) -> tuple[str, ...]:
    """Outcomes of one's own, each ``FILE.py:name`` or ``package.module:name``; none is read."""
    wrong = _("'{name}' is not FILE.py:name; name the file and the outcome.")
    return tuple(
        _code(each, place, wrong.format(name=shown(each)), "record", "outcomes")
        for each in table.outcomes
    )


def _code(given: str, place: Place, wrong: str, *steps: str) -> str:
    """Code that a key names, a file with its full path; it is relative to the experiment file."""
    source, colon, name = given.rpartition(":")
    if not colon or not name.isidentifier():
        place.wrong(wrong, *steps)
    elif source.endswith(".py"):
        found = place.document.path.parent / source
        if is_file(found):
            return f"{found.resolve()}:{name}"
        place.wrong(_("there is no file {found}.").format(found=files.label_of(found)), *steps)
    return given


def _check_first_points(arms: list[Arm], design: Design | None, place: Place) -> None:
    """Try the first points of a design with each arm, so that what never works is told at once."""
    if design is None or place.problems.sentences:
        return
    for arm in arms:
        for point in points_of(replace(design, size=min(design.size, 4)))[:20]:
            try:
                scenarios.load(arm.scenario, changes=point)
            except InputError as wrong:
                for sentence in wrong.problems:
                    place.wrong(f"arm '{arm.name}': {sentence}", "design")
                break
