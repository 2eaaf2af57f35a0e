"""One service and what is done with it: other steering, reforms, changes; scenarios by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tillitsim.cli.options import Whole
from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, in_language
from tillitsim.locale.person import called

if TYPE_CHECKING:
    from tillitsim.scenario.schema import Neutral, Scenario

CHANGE = re.compile(r"[^:=]+:\s*[a-z_.]+\s*=|\s*[a-z_]+(\.[a-z_]+)+\s*=")
"""A change, in one's own words or without: ``more trust: mix.trust=+0.2``, ``mix.trust=0.9``."""

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is asked of one service: its alternatives by the options of steering."""

    steerings: Sequence[str] = ()
    reforms: Sequence[str] = ()
    at: int | None = None
    changes: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.steerings or self.reforms or self.changes)


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


def alternatives(service: Scenario, asked: Asked) -> list[Scenario]:
    """The service under other steering, reformed, and changed in one's own words.

    Reforms are read when they are whole: all burn in until the last of them is.
    """
    from tillitsim.runs.experiment.reforms import in_own_words, reformed
    from tillitsim.scenario.horizon import whole_at
    from tillitsim.scenario.load import load
    from tillitsim.scenario.steering import steered

    found = [
        *(steered(service, load(name)) for name in asked.steerings),
        *(reformed(service, name, asked.at) for name in asked.reforms),
        *(in_own_words(service, text, asked.at) for text in asked.changes),
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
    names: Sequence[str],
    settings: Sequence[str],
    months: int | None,
    asked: Asked,
    without: Sequence[str] = (),
    neutral: Neutral = "none",
) -> list[Scenario]:
    """What is set side by side: scenarios by name, or one service and what is done with it."""
    changes = [text for text in names[1:] if CHANGE.match(text)]
    named = [name for name in names if name not in changes]
    loaded = [scenario_of(name, settings, months, without, neutral) for name in named]
    if not (asked or changes):
        return loaded
    if len(named) > 1:
        raise InputError(
            _(
                "--steering, --reform and changes are of one service; name one scenario, not {}."
            ).format(", ".join(named))
        )
    return alternatives(loaded[0], replace(asked, changes=changes))


def alone(command: str, name: str) -> InputError:
    """What to say of one scenario that is given to a command which sets several side by side."""
    return InputError(
        _(
            "'{name}' alone cannot be compared; name another scenario, or say what is done with"
            " it: --steering, --reform, or a change, as in\n"
            "  tillitsim {command} {name} mix.trust=0.9"
        ).format(name=name, command=command)
    )


def change_argument(command: Command) -> Command:
    """``[CHANGE]...`` after a scenario, handed over as ``changes``: in one's own words."""
    return click.argument("changes", nargs=-1, metavar="['[LABEL: ]PATH=VALUE']...")(command)


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
        scenario = alternatives(scenario, asked)[-1]
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


def without_option(command: Command) -> Command:
    """``--without MECHANISM``, many times."""
    return click.option(
        "--without",
        metavar="MECHANISM",
        multiple=True,
        help="Switch a mechanism off by name; may be given many times.",
    )(command)


class NeutralTable(click.Choice):  # type: ignore[type-arg] # only newer versions of click have one
    """Which cells of the profile table are neutral; a name that the option swallowed is told."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The choice, or a usage error."""
        if value not in self.choices:
            wanted = _("'{value}' is not none, soft or all; --neutral-table alone stands last.")
            self.fail(wanted.format(value=value), param, ctx)
        return str(super().convert(value, param, ctx))


def neutral_option(command: Command) -> Command:
    """``--neutral-table [none|soft|all]``, handed over as ``neutral``; ``soft`` without a value."""
    return click.option(
        "--neutral-table",
        "neutral",
        type=NeutralTable(["none", "soft", "all"]),
        default="none",
        is_flag=False,
        flag_value="soft",
        help="Take the same values for all three principles: in the assumed cells of the profile"
        " table (soft, also when nothing follows), or in all.",
    )(command)


def scenario_of(
    name: str,
    settings: Sequence[str],
    months: int | None,
    without: Sequence[str] = (),
    neutral: Neutral = "none",
) -> Scenario:
    """A scenario by name or path, with what the command line changes, read when it is whole."""
    from tillitsim.scenario.load import load

    horizon = () if months is None else (f"months={months}",)
    return when_whole(load(name, set=(*settings, *horizon), without=without, neutral=neutral))


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
