"""Code of somebody's own that an experiment names: said before it is run, and asked about."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tillitsim.errors import OK
from tillitsim.locale import _
from tillitsim.scenario.reading.text_files import shown

if TYPE_CHECKING:
    from tillitsim.runs.experiment.schema import Experiment

TRUSTED, CODE = "tillitsim.trusted", "tillitsim.code"
"""Where a command's context keeps whether code is trusted, and which is used."""

Function = TypeVar("Function", bound=Callable[..., Any])


def _note_trust(context: click.Context, _parameter: click.Parameter, trusted: bool) -> bool:  # noqa: FBT001 - click's signature
    context.meta[TRUSTED] = trusted
    return trusted


def _trust_option(told: str, *, handed_over: bool) -> Callable[[Function], Function]:
    return click.option(
        "--trust-code",
        is_flag=True,
        is_eager=True,
        callback=_note_trust,
        expose_value=handed_over,
        help=told,
    )


trust_code_option = _trust_option(
    "Run the code that the experiment names, its model or outcomes, without asking.",
    handed_over=True,
)

record_option = click.option(
    "--record",
    "own",
    metavar="FILE.py:NAME",
    multiple=True,
    help="Record an outcome of your own too: a function declared with @tillitsim.outcome.",
)
"""``--record``, handed over as ``own``."""


def code_option(command: Function) -> Function:
    """``--code``: mechanisms of one's own, in use as long as the command runs."""
    return click.option(
        "--code",
        multiple=True,
        metavar="FILE.py|NAME",
        callback=_use_code,
        expose_value=False,
        help="Mechanisms of your own: a file, FILE.py:name, or an installed extension.",
    )(command)


def code_options(command: Function) -> Function:
    """``--code`` and ``--trust-code``, for a command that runs no code otherwise."""
    trust = _trust_option("Run the code that --code names without asking.", handed_over=False)
    return code_option(trust(command))


def _use_code(
    context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Say whose code is run, ask where somebody can answer, and have every run use it."""
    if not given or context.resilient_parsing:
        return given
    from tillitsim.runs.cases.own_mechanism import mechanisms_from, using

    context.meta[CODE] = given
    for name in given:
        text = _("The code of {name} is run, which can do whatever you can.").format(
            name=shown(name)
        )
        _ask(text, trusted=context.meta.get(TRUSTED, False))
        context.with_resource(using(*mechanisms_from(name)))
    return given


def _ask(text: str, *, trusted: bool) -> None:
    """Say something of code before it is run; ask where somebody can answer."""
    if trusted:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        click.echo(text, err=True)
    elif not click.confirm(f"{text} {_('Run it?')}", err=True):
        raise click.exceptions.Exit(OK)


def say_whose_code(experiment: Experiment, *, trusted: bool) -> None:
    """Say that an experiment runs code from a file, before it does; ask where somebody can answer.

    An experiment that comes from somebody else may name a ``model`` or outcomes that do anything at
    all.
    """
    if not experiment.code or trusted:
        return
    text = _("{name} runs the code of {model}, which can do whatever you can.").format(
        name=experiment.name, model=", ".join(experiment.code)
    )
    _ask(text, trusted=False)
