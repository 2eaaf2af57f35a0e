"""Options that several commands share, so that they look and mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def language_option(command: Command) -> Command:
    """``--language``: the language of what is printed."""
    return click.option(
        "--language",
        type=click.Choice(["sv", "en"]),
        default="en",
        show_default=True,
        help="Language of what is printed.",
    )(command)


def format_option(command: Command) -> Command:
    """``--format``, handed over as ``form``: for people, or for programs on stdout."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help="A table for people, or JSON or CSV for programs.",
    )(command)
