"""Options that several commands share, so that they look and mean the same everywhere."""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from tillitsim.cli.help import in_language
from tillitsim.locale import _, current_language, languages, speaking

Function = TypeVar("Function", bound=Callable[..., object])

LARGEST_SEED = 2**63 - 1


LARGEST_COUNT = 1_000_000_000
"""No machine holds more of anything that is counted."""


class Whole(click.ParamType):  # type: ignore[type-arg] # only newer versions of click have one
    """A whole number within bounds; what is not one is told in a sentence that says what is."""

    name = "n"

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or a usage error."""
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        most = LARGEST_COUNT if self.most is None and number > LARGEST_COUNT else self.most
        if number < self.least or (most is not None and number > most):
            wanted = (
                _("'{value}' is not right; give a whole number from {least} upwards.")
                if most is None
                else _("'{value}' is not right; give a whole number from {least} to {most}.")
            )
            self.fail(wanted.format(value=value, least=self.least, most=most), param, ctx)
        return number


UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


class Duration(click.ParamType):  # type: ignore[type-arg] # as above
    """A time such as 90s, 30m or 2h, in seconds."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Seconds of a text; fails with an example."""
        if isinstance(value, float):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", str(value).strip())
        if found is None:
            wrong = _("'{value}' is not a time; write for example 90s, 30m or 2h.")
            self.fail(wrong.format(value=value), param, ctx)
        return float(found[1]) * UNITS[found[2]]


class Command(click.Command):
    """A command that tells all that is wrong with its options and arguments, not the first."""

    def get_help(self, ctx: click.Context) -> str:
        """As click has it, in the language spoken."""
        return click.Command.get_help(in_language(self), ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """As click has it, in the language spoken."""
        return click.Command.get_short_help_str(in_language(self), limit)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, but several problems make one usage error."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as first:
            problems = self._problems(ctx, given)
            if len(problems) < 2:
                raise
            separator = "\n" + _("Error: {message}").format(message="")
            raise click.UsageError(separator.join(problems), ctx) from first

    def _problems(self, ctx: click.Context, args: list[str]) -> list[str]:
        options, rest, _ = self.make_parser(ctx).parse_args(args)
        problems = []
        for parameter in self.get_params(ctx):
            try:
                parameter.handle_parse_result(ctx, options, rest)
            except click.BadParameter as problem:
                problems.append(problem.format_message())
        return problems


class Group(click.Group):
    """A group of commands that suggests the nearest one to a misspelt one."""

    command_class = Command

    def get_help(self, ctx: click.Context) -> str:
        """As click has it, in the language spoken."""
        return click.Group.get_help(in_language(self), ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but a misspelt command gets a suggestion."""
        name, known = args[0], self.list_commands(ctx)
        if not name.startswith("-") and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            advice = (
                _("Did you mean '{name}'?").format(name=close[0])
                if close
                else _("There are {names}.").format(names=", ".join(known))
            )
            ctx.fail(_("there is no command '{name}'.").format(name=name) + f" {advice}")
        return super().resolve_command(ctx, args)


Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _complete(names: Callable[[], Iterable[str]]) -> Completion:
    """Names that begin so, for the shell; files, if there is none."""

    def complete(
        context: click.Context,  # noqa: ARG001 - click's signature
        parameter: click.Parameter,  # noqa: ARG001 - as above
        incomplete: str,
    ) -> list[CompletionItem]:
        found = [CompletionItem(name) for name in names() if name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]

    return complete


def _scenario_names() -> Iterable[str]:
    from tillitsim.scenario.load import names

    return names()


def _experiment_names() -> Iterable[str]:
    from tillitsim.runs.experiment.files import names

    return names()


complete_scenario, complete_experiment = _complete(_scenario_names), _complete(_experiment_names)


class Renamed(click.Option):
    """An option that had another name, its last: accepted until 1.0, and told nowhere."""

    def _as_named_now(self) -> click.Option:
        named = copy.copy(self)
        named.opts = self.opts[:-1]
        return named

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """As click has it, under the name of today."""
        return click.Option.get_help_record(self._as_named_now(), ctx)

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """As click has it, under the name of today."""
        return click.Option.get_error_hint(self._as_named_now(), ctx)


def parameter_sets_option(
    *,
    help: str,  # noqa: A002 - click's word
    default: int | None = None,
    most: int | None = None,
) -> Callable[[Function], Function]:
    """``--parameter-sets``, ``--worlds`` until 1.0: how many sets of other assumptions."""
    return click.option(
        "--parameter-sets",
        "--worlds",
        "parameter_sets",
        cls=Renamed,
        type=Whole(0, most),
        default=default,
        show_default=default is not None,
        metavar="N",
        help=help,
    )


def language_option(command: Function) -> Function:
    """``--language``: the language of all that is said, from then on."""
    return click.option(
        "--language",
        type=click.Choice(languages()),
        default=current_language,
        callback=_speak,
        is_eager=True,
        help="Language of what is printed; else what TILLITSIM_LANGUAGE or LANG says.",
    )(command)


def spoken_option(group: Function) -> Function:
    """``--language`` before a command's name; the command line is read for it before all else."""
    return click.option(
        "--language",
        type=click.Choice(languages()),
        expose_value=False,
        help="Language of what is printed; may stand after the command too.",
    )(group)


def _speak(context: click.Context, _parameter: click.Parameter, language: str) -> str:
    context.with_resource(speaking(language))
    return language


def format_option(command: Function) -> Function:
    """``--format``, handed over as ``form``: for people, or for programs on stdout."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv", "spreadsheet", "markdown", "html", "xlsx"]),
        default="table",
        show_default=True,
        help=(
            "A table for people, or JSON or CSV for programs; spreadsheet is CSV as that of the"
            " language opens it."
        ),
    )(command)


def data_option(word: str, told: str) -> Callable[[Function], Function]:
    """``--format``, handed over as ``form``: ``word`` for people, or JSON."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([word, "json"]),
        default=word,
        show_default=True,
        help=told,
    )


table_or_json_option = data_option("table", "A table for people, or JSON for programs.")


def out_option(
    told: str, *, metavar: str = "DIR", default: Path | None = None
) -> Callable[[Function], Function]:
    """``--out``: where to, with what is ``told`` of it in the help."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar=metavar,
        default=default,
        show_default=default is not None,
        help=told,
    )


def months_option(command: Function) -> Function:
    """``--months``: the horizon."""
    return click.option("--months", type=Whole(1), help="How long; the scenario says by default.")(
        command
    )


def seed_option(told: str = "Keys all random numbers.") -> Callable[[Function], Function]:
    """``--seed``, with what is ``told`` of it in the help."""
    return click.option(
        "--seed", type=Whole(0, LARGEST_SEED), default=0, show_default=True, help=told
    )


def set_option(
    told: str = "Change a parameter, as in mix.trust=0.6; may be given many times.",
) -> Callable[[Function], Function]:
    """``--set``, handed over as ``settings``, with what is ``told`` of it in the help."""
    return click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, help=told)


def threads_option(command: Function) -> Function:
    """``--threads``: how many cores."""
    return click.option("--threads", type=Whole(1), help="Processor cores to use; all by default.")(
        command
    )


def gathered(record: type[Any], name: str) -> Callable[[Function], Function]:
    """Hand a command the options that a dataclass has as fields as one ``record`` called ``name``.

    Fields whose options the command does not have keep their defaults.
    """
    names = [each.name for each in fields(record) if each.init]

    def decorate(command: Function) -> Function:
        @wraps(command)
        def gathering(*context: object, **given: object) -> object:
            taken = {each: given.pop(each) for each in names if each in given}
            return command(*context, **given, **{name: record(**taken)})

        return gathering  # type: ignore[return-value] # click asks nothing of a command's type

    return decorate
