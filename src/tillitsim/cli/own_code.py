"""Code of somebody's own that an experiment names: said before it is run, and asked about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tillitsim.errors import OK
from tillitsim.locale import translator

if TYPE_CHECKING:
    from tillitsim.runs.experiment.schema import Experiment

trust_code_option = click.option(
    "--trust-code",
    is_flag=True,
    help="Run the code that the experiment names as its model without asking.",
)

record_option = click.option(
    "--record",
    "own",
    metavar="FILE.py:NAME",
    multiple=True,
    help="Record an outcome of your own too: a function declared with @tillitsim.outcome.",
)
"""``--record``, handed over as ``own``."""


def say_whose_code(experiment: Experiment, language: str, *, trusted: bool) -> None:
    """Say that an experiment runs code from a file, before it does; ask where somebody can answer.

    An experiment that comes from somebody else may name a ``model`` that does anything at all.
    """
    if experiment.model is None or trusted:
        return
    _ = translator(language)
    text = _("{name} runs the code of {model}, which can do whatever you can.").format(
        name=experiment.name, model=experiment.model
    )
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        click.echo(text, err=True)
    elif not click.confirm(f"{text} {_('Run it?')}", err=True):
        raise click.exceptions.Exit(OK)
