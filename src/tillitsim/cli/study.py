"""What the commands that compare have in common: options, worlds to ask in, a folder of files."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from tillitsim.cli.options import LARGEST_SEED, Whole
from tillitsim.cli.repeat import command_line
from tillitsim.cli.running import workers_options
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, current_language, in_language, languages
from tillitsim.locale.person import called
from tillitsim.view.numbers import decimal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tillitsim.model.outcomes import Outcome
    from tillitsim.runs.ensemble.parameter_sets import Worlds
    from tillitsim.scenario.schema import Scenario

CHANGE = re.compile(r"[^:=]+:\s*[a-z_.]+\s*=")
"""A change in one's own words: ``more trust: mix.trust=+0.2``."""

Command = TypeVar("Command", bound=Callable[..., Any])


def study_options(*, replicates: int | None, worlds: int) -> Callable[[Command], Command]:
    """``--replicates --worlds --months --seed --set --out --workers --scheduler``.

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
        click.option(
            "--worlds",
            type=Whole(0),
            default=worlds,
            show_default=True,
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
        click.option(
            "--out",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Folder for pictures and data.",
        ),
        workers_options,
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


def steering_options(command: Command) -> Command:
    """``--steering --reform --at``: the service under other steering, or reformed at a month."""
    options = (
        click.option(
            "--steering",
            "steerings",
            metavar="SCENARIO",
            multiple=True,
            help="The service as that scenario steers, from the first month; may be repeated.",
        ),
        click.option(
            "--reform",
            "reforms",
            metavar="EXPERIMENT[:ARM]",
            multiple=True,
            help="The service reformed as an experiment's arm does; may be repeated.",
        ),
        click.option(
            "--at",
            type=Whole(0),
            metavar="MONTH",
            help="When reforms begin; after the burn-in by default.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def alternatives(
    service: Scenario,
    *,
    steerings: Sequence[str],
    reforms: Sequence[str],
    changes: Sequence[str],
    at: int | None,
) -> list[Scenario]:
    """The service under other steering, reformed, and changed in one's own words.

    Reforms are read when they are whole: all burn in until the last of them is.
    """
    from tillitsim.runs.experiment.reforms import in_own_words, reformed
    from tillitsim.scenario.horizon import whole_at
    from tillitsim.scenario.load import load
    from tillitsim.scenario.steering import steered

    found = [
        *(steered(service, load(name)) for name in steerings),
        *(reformed(service, name, at) for name in reforms),
        *(in_own_words(service, text, at) for text in changes),
    ]
    read_from = max([service.burn_in, *(whole_at(each) for each in found if each.interventions)])
    return [replace(each, burn_in=read_from) for each in (service, *found)]


def different_services_option(command: Command) -> Command:
    """``--different-services``: set other services side by side all the same."""
    return click.option(
        "--different-services",
        is_flag=True,
        help="Compare scenarios that differ in task, people or size, too.",
    )(command)


def scenarios_asked(
    names: Sequence[str], settings: Sequence[str], months: int | None, asked: Asked
) -> list[Scenario]:
    """What is set side by side: scenarios by name, or one service and what is done with it."""
    changes = [text for text in names[1:] if CHANGE.match(text)]
    named = [name for name in names if name not in changes]
    loaded = [scenario_of(name, settings, months) for name in named]
    if not (asked or changes):
        return loaded
    if len(named) > 1:
        raise InputError(
            _(
                "--steering, --reform and changes are of one service; name one scenario, not {}."
            ).format(", ".join(named))
        )
    return alternatives(
        loaded[0], steerings=asked.steerings, reforms=asked.reforms, changes=changes, at=asked.at
    )


def change_argument(command: Command) -> Command:
    """``[CHANGE]...`` after a scenario, handed over as ``changes``: in one's own words."""
    return click.argument("changes", nargs=-1, metavar="['LABEL: PATH=VALUE']...")(command)


class Asked(NamedTuple):
    """What a command is asked of one service: its alternatives by the options of steering."""

    steerings: Sequence[str] = ()
    reforms: Sequence[str] = ()
    at: int | None = None
    changes: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.steerings or self.reforms or self.changes)


def one_service(scenario: Scenario, asked: Asked) -> Scenario:
    """A service as it is, or under the one steering, reform or change that is asked for.

    It is read when its changes are whole; what a reader must know of them is said on stderr.

    Raises
    ------
    InputError
        If several are asked for: ``compare`` sets them side by side.
    """
    count = len(asked.steerings) + len(asked.reforms) + len(asked.changes)
    if count > 1:
        raise InputError(
            _(
                "one --steering, --reform or change at a time; to set several side by side:"
                " tillitsim compare {name} ..."
            ).format(name=scenario.name)
        )
    if asked.at is not None and not (asked.reforms or asked.changes):
        raise InputError(_("--at says when a --reform or a change begins; give one too."))
    if count:
        steerings, reforms, at, changes = asked
        scenario = alternatives(
            scenario, steerings=steerings, reforms=reforms, changes=changes, at=at
        )[-1]
    call_by_service([scenario])
    return when_whole(scenario)


def call_by_service(scenarios: Sequence[Scenario]) -> None:
    """From here on, call the citizen as the service does, if the scenarios are of one service."""
    context = click.get_current_context(silent=True)
    if context is not None:
        persons = [each.person for each in scenarios]
        alike = all(each == persons[0] for each in persons)
        context.with_resource(called(persons[0] if alike else {}))


def when_whole(scenario: Scenario) -> Scenario:
    """The scenario read when its changes are whole; what must be known of them is said."""
    from tillitsim.runs.experiment.reforms import remarks
    from tillitsim.scenario.horizon import read_when_whole

    for remark in remarks(scenario):
        click.echo(remark, err=True)
    return read_when_whole(scenario)


def scenario_of(name: str, settings: Sequence[str], months: int | None) -> Scenario:
    """A scenario by name or path, with what the command line changes, read when it is whole."""
    from tillitsim.scenario.load import load

    horizon = () if months is None else (f"months={months}",)
    return when_whole(load(name, set=(*settings, *horizon)))


def baseline_of(baseline: str | None, given: Sequence[str], loaded: Sequence[Scenario]) -> int:
    """Where the baseline stands among the scenarios, as they were given or by name; the first."""
    if baseline is None:
        return 0
    names = [each.name for each in loaded]
    for known in (list(given), names):
        if baseline in known:
            return known.index(baseline)
    advice = did_you_mean(baseline, names) or _("; write one of {names}.").format(
        names=", ".join(names)
    )
    raise InputError(
        _("--baseline: '{baseline}' is not among the scenarios{advice}").format(
            baseline=baseline, advice=advice
        )
    )


def told_apart(loaded: Sequence[Scenario], language: str) -> list[Scenario]:
    """The scenarios, those with the same title and other contents with their hash behind it."""
    digests: dict[str, set[str]] = {}
    for each in loaded:
        digests.setdefault(in_language(each.title, language), set()).add(each.digest)

    def told(each: Scenario) -> Scenario:
        title = in_language(each.title, language)
        if len(digests[title]) == 1:
            return each
        return replace(each, title={**each.title, language: f"{title} ({each.digest[:6]})"})

    call_by_service(loaded)
    return [told(each) for each in loaded]


def worlds_of(count: int, seed: int, scenarios: Sequence[Scenario] = ()) -> Worlds:
    """Parameter sets to ask in, none for a count of zero: the scenarios' own, or the shipped.

    Says so where they are a service's own, and where none are shipped.
    """
    from tillitsim.runs.ensemble.parameter_sets import (
        Worlds,
        own_ensemble,
        shipped_ensemble,
        worlds,
    )

    if not count:
        return Worlds([], calibrated=False)
    own = own_ensemble(scenarios)
    asked = worlds(count, seed, path=own)
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


def write_json(folder: Path, name: str, content: Mapping[str, Any]) -> None:
    """Data as JSON."""
    from tillitsim.runs.store.files import write_atomically

    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder / f"{name}.json", text.encode())


def made_of(scenarios: Sequence[Scenario], seed: int, start: float) -> dict[str, Any]:
    """What made a study: command, scenarios as hashes, seed and versions; no path of a machine."""
    from tillitsim import __version__
    from tillitsim.model.core import jit

    return {
        "tillitsim": __version__,
        "engine": jit.fingerprint(),
        "command": command_line(click.get_current_context()),
        "scenarios": {each.name: each.digest for each in scenarios},
        "seed": seed,
        "seconds": round(time.perf_counter() - start, 3),
    }
