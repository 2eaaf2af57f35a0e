"""What the commands that compare have in common: options, parameter sets, a folder of files."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from tillitsim.cli.options import LARGEST_SEED, Whole, out_option, parameter_sets_option
from tillitsim.cli.own_code import code_options
from tillitsim.cli.repeat import command_line
from tillitsim.cli.running import runner_for, workers_options
from tillitsim.cli.steering import neutral_option, scenario_of
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, current_language, languages
from tillitsim.view.numbers import decimal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tillitsim.model.outcomes import Outcome
    from tillitsim.runs.ensemble.parameter_sets import ParameterSets
    from tillitsim.runs.runner import Runner
    from tillitsim.scenario.schema import Neutral, Scenario
    from tillitsim.view.table import Table

Command = TypeVar("Command", bound=Callable[..., object])


def study_options(*, replicates: int | None, parameter_sets: int) -> Callable[[Command], Command]:
    """What commands that compare share: replicates, parameter sets, months, seed, ``--out``, ...

    Without ``--replicates`` where each set of assumptions is asked once.
    """
    repeated = click.option(
        "--replicates",
        type=Whole(2),
        default=replicates,
        show_default=True,
        help="Runs that differ in chance; what is compared shares it.",
    )
    options = (
        *([] if replicates is None else [repeated]),
        parameter_sets_option(
            default=parameter_sets,
            help="Sets of other plausible assumptions, to ask the same under.",
        ),
        click.option("--months", type=Whole(1), help="How long; the scenario says by default."),
        click.option(
            "--seed",
            type=Whole(0, LARGEST_SEED),
            default=0,
            show_default=True,
            help="Keys all chance, and which other assumptions are asked.",
        ),
        click.option(
            "--set",
            "settings",
            metavar="PATH=VALUE",
            multiple=True,
            help="Change a parameter, as in mix.trust=0.6; may be given many times.",
        ),
        neutral_option,
        out_option("Folder for pictures and data."),
        workers_options,
        code_options,
    )

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def outcomes_of(
    named: Sequence[str], default: Sequence[str], declared: Mapping[str, Outcome] | None = None
) -> tuple[str, ...]:
    """Names of outcomes, or their labels in any language, with commas; ``all`` means all.

    ``declared`` are those that there are, by default the model's.
    """
    from tillitsim.model.outcomes import OUTCOMES

    there = OUTCOMES if declared is None else declared
    names = [name.strip() for text in named for name in text.split(",") if name.strip()]
    if names == ["all"]:
        return tuple(there)
    called = {
        each.label(language).lower(): name
        for name, each in there.items()
        for language in languages()
    }
    wrong = [name for name in names if name not in there and name.lower() not in called]
    if wrong:
        raise InputError(
            _("There is no outcome '{name}'").format(name=name)
            + (
                did_you_mean(name, there)
                or did_you_mean(name.lower(), called)
                or _("; tillitsim run prints them all.")
            )
            for name in wrong
        )
    known = (name if name in there else called[name.lower()] for name in names)
    return tuple(dict.fromkeys(known)) or tuple(default)


def sets_of(count: int, seed: int, scenarios: Sequence[Scenario] = ()) -> ParameterSets:
    """Parameter sets to ask in, none for a count of zero: the scenarios' own, or the shipped.

    Says so where they are a service's own, and where none are shipped.
    """
    from tillitsim.runs.ensemble.parameter_sets import (
        ParameterSets,
        draw_sets,
        own_ensemble,
        shipped_ensemble,
    )

    if not count:
        return ParameterSets([], calibrated=False)
    own = own_ensemble(scenarios)
    asked = draw_sets(count, seed, path=own)
    if asked.effective is not None:
        told = _("For services that look like yours ({file}), effective size {size}.")
        size = decimal(asked.effective, 0, current_language())
        click.echo(told.format(file=own, size=size), err=True)
    if not asked.calibrated:
        told = _(
            "The calibrated ensemble is not there ({file}); parameter sets are drawn from all that"
            " is plausible instead, which gives other numbers."
        )
        click.echo(told.format(file=shipped_ensemble()), err=True)
    return asked


def folder_for(out: Path | None, *parts: object) -> Path:
    """The folder asked for, or one under ``results`` named by ``parts``; it can be written to."""
    from tillitsim.runs.store.files import make_folder

    folder = out or Path("results") / "-".join(str(part) for part in parts)
    make_folder(folder)
    return folder


def write_picture(folder: Path, name: str, figure: Figure, *, title: str, alternative: str) -> None:
    """A picture as PNG and SVG."""
    from tillitsim.runs.store.files import write_atomically
    from tillitsim.view.style import image

    for kind in ("png", "svg"):
        content = image(figure, kind, title=title, alternative=alternative)
        write_atomically(folder / f"{name}.{kind}", content)


def write_json(folder: Path, name: str, content: Mapping[str, object]) -> None:
    """Data as JSON."""
    from tillitsim.runs.store.files import write_atomically

    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder / f"{name}.json", text.encode())


def write_data(folder: Path, name: str, table: Table, whole: Mapping[str, object]) -> None:
    """An answer as CSV and as JSON."""
    from tillitsim.runs.store.files import write_atomically

    write_atomically(folder / f"{name}.csv", table.csv().encode())
    write_json(folder, name, whole)


def made_of(scenarios: Sequence[Scenario], seed: int, start: float) -> dict[str, object]:
    """What made a study: command, scenarios as hashes, seed and versions; no path of a machine."""
    from tillitsim import __version__
    from tillitsim.runs.cases.batch import engine

    return {
        "tillitsim": __version__,
        "engine": engine(),
        "command": command_line(click.get_current_context()),
        "scenarios": {each.name: each.digest for each in scenarios},
        "seed": seed,
        "seconds": round(time.perf_counter() - start, 3),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """How a question is asked of scenarios, by whom, and where the answer goes: shared options.

    A command that has :func:`study_options` gets them as one record by
    ``@gathered(Study, "study")``.
    """

    language: str
    seed: int = 0
    settings: tuple[str, ...] = ()
    out: Path | None = None
    workers: int | None = None
    scheduler: str | None = None
    months: int | None = None
    neutral: Neutral = "none"
    parameter_sets: int = 0
    replicates: int = 1
    form: str = "table"
    start: float = field(default_factory=time.perf_counter, init=False)

    def scenario(self, name: str) -> Scenario:
        """A scenario with what the command line changes, read when it is whole."""
        return scenario_of(name, self.settings, self.months, neutral=self.neutral)

    def draw_sets(self, scenarios: Sequence[Scenario]) -> ParameterSets:
        """The sets of other plausible assumptions that are asked for."""
        return sets_of(self.parameter_sets, self.seed, scenarios)

    def folder(self, command: str, scenarios: Sequence[Scenario]) -> Path:
        """The folder asked for, or one named by what is asked of which scenario."""
        named = [part for each in scenarios for part in (each.name, each.digest)]
        return folder_for(self.out, command, *named, f"s{self.seed}")

    def runner(self, label: str, folder: Path | None) -> AbstractContextManager[Runner]:
        """Who runs the cases; what is run is kept in the folder, if there is one."""
        return runner_for(
            label, self.language, out=folder, workers=self.workers, scheduler=self.scheduler
        )

    def made_of(self, scenarios: Sequence[Scenario]) -> dict[str, object]:
        """What made the answer."""
        return made_of(scenarios, self.seed, self.start)

    def write(self, folder: Path, name: str, table: Table, whole: Mapping[str, object]) -> None:
        """The answer as CSV and as JSON."""
        write_data(folder, name, table, whole)

    def show(self, whole: Mapping[str, object], table: Table, text: Callable[[], str]) -> None:
        """Print the answer in the format asked for."""
        show(self.form, self.language, whole, table, text)


class Asking(Protocol):
    """How an answer is asked for."""

    @property
    def form(self) -> str:
        """For people, or for which program."""

    @property
    def language(self) -> str:
        """The language of what is printed."""


def show(
    form: str,
    language: str,
    whole: Mapping[str, object],
    table: Table,
    text: Callable[[], str],
) -> None:
    """Print an answer: as JSON, as a face of its table, or as text for people."""
    if form == "json":
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif form == "table":
        click.echo(text())
    else:
        click.echo(table.face(form, language), nl=False)


def conclude(
    asked: Asking,
    folder: Path,
    name: str,
    whole: Mapping[str, object],
    table: Table,
    text: Callable[[], str],
    draw: Callable[[], None] | None = None,
) -> None:
    """Write an answer as CSV and JSON, and print it as is asked for; then draw, which takes longer.

    Whoever has read enough and leaves still gets the files.
    """
    write_data(folder, name, table, whole)
    try:
        show(asked.form, asked.language, whole, table, lambda: text().removesuffix("\n"))
        sys.stdout.flush()
    finally:
        if draw is not None:
            draw()
    if asked.form == "table":
        click.echo(_("Picture and data: {}").format(folder))


def bold(text: str) -> str:
    """A heading on a terminal."""
    return click.style(text, bold=True)
