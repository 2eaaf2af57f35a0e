"""Options that several commands share, so that they look and mean the same everywhere."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

LARGEST_SEED = 2**63 - 1


class Whole(click.IntRange):
    """A whole number within bounds; what is not one is told in a sentence that says what is."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The number, or a usage error."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            low = "" if self.min is None else f" from {self.min}"
            high = " upwards" if self.max is None else f" to {self.max}"
            self.fail(f"'{value}' is not right; give a whole number{low}{high}.", param, ctx)


class Group(click.Group):
    """A group of commands that suggests the nearest one to a misspelt one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but a misspelt command gets a suggestion."""
        name, known = args[0], self.list_commands(ctx)
        if not name.startswith("-") and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            advice = f"Did you mean '{close[0]}'?" if close else f"There are {', '.join(known)}."
            ctx.fail(f"there is no command '{name}'. {advice}")
        return super().resolve_command(ctx, args)


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
