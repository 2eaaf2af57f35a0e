"""Guesses of a class or a board, before the model answers: asked for, counted, and graded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from getpass import getpass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tillitsim.locale import N_, _

if TYPE_CHECKING:
    from tillitsim.runs.statistics.likelihood import Verdict, Way

ASK = "ask"
GUESSES = {
    "higher": N_("higher"),
    "same": N_("no difference that matters"),
    "lower": N_("lower"),
}
"""What may be guessed of an outcome."""

CLAIMS: Mapping[str, Way] = {"higher": "higher", "same": "none", "lower": "lower"}
"""What a guess claims of a difference."""

SIGNS = {"+": "higher", "0": "same", "-": "lower"}
"""Shorter than words, in any language."""

SHORT = {"higher": N_("higher"), "same": N_("same"), "lower": N_("lower")}
"""What each may be called in the reader's language."""

Function = TypeVar("Function", bound=Callable[..., object])


def guess_of(text: str) -> str | None:
    """What a word means, in English or the reader's language, begun or whole; None for no guess."""
    said = text.strip().casefold()
    if said in SIGNS:
        return SIGNS[said]
    meant = {
        name
        for name, word in SHORT.items()
        if said and any(each.startswith(said) for each in (name, _(word)))
    }
    return meant.pop() if len(meant) == 1 else None


class Guess(click.Choice):  # type: ignore[type-arg] # only newer versions of click have one
    """A guess, in the reader's words too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The guess, or a usage error."""
        guess = guess_of(value) or value
        if guess not in self.choices:
            self.fail(f"{value!r}: " + _("write higher, same or lower."), param, ctx)
        return str(super().convert(guess, param, ctx))


def guess_option(command: Function) -> Function:
    """``--guess [higher|same|lower]``, many times; without a value, guesses are asked for."""
    return click.option(
        "--guess",
        "guessed",
        type=Guess([*GUESSES, ASK]),
        multiple=True,
        is_flag=False,
        flag_value=ASK,
        help="What becomes of the main outcome, guessed before the answer; once for each guess,"
        " or without a value to be asked, hidden, one after the other.",
    )(command)


def guesses_of(guessed: Sequence[str], label: str) -> list[str]:
    """The guesses given, and those that are asked for: hidden, until an empty line or the end."""
    given = [each for each in guessed if each != ASK]
    if len(given) == len(guessed):
        return given
    click.echo(
        _(
            "What becomes of {outcome}? Each writes higher, same or lower (or +, 0, -), which is"
            " not shown; an empty line when all have guessed."
        ).format(outcome=label),
        err=True,
    )
    while said := _typed(len(given) + 1).strip():
        guess = guess_of(said)
        if guess is not None:
            given.append(guess)
        else:
            click.echo(_("write higher, same or lower."), err=True)
    return given


def _typed(number: int) -> str:
    """A line that is typed unseen, or comes through a pipe; nothing at the end of them."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    try:
        return getpass(_("Guess {number}").format(number=number) + ": ", sys.stderr)
    except EOFError:
        click.echo(err=True)
        return ""


def counted(guesses: Sequence[str]) -> dict[str, int]:
    """How many guessed what."""
    return {name: list(guesses).count(name) for name in GUESSES}


def distribution(guesses: Sequence[str], label: str) -> str:
    """The guesses in one sentence, as many as there are of each."""
    each = ", ".join(f"{_(GUESSES[name])} {n}" for name, n in counted(guesses).items())
    return _("Guesses about {outcome} ({count}): {each}.").format(
        outcome=label, count=len(guesses), each=each
    )


def judged(guesses: Sequence[str], verdict: Verdict) -> list[str]:
    """What the model says of each guess that somebody made, or that it does not know."""
    if verdict.grade is None:
        return [_("How sure this is cannot be said without other plausible assumptions.")]
    lines = [] if verdict.known else [_("The model does not know.")]
    for name, count in counted(guesses).items():
        grade = verdict.grade_for(CLAIMS[name])
        if count and grade is not None:
            lines.append(
                _("{guess} ({count}): {grade}.").format(
                    guess=_(GUESSES[name]).capitalize(), count=count, grade=_(grade.value)
                )
            )
    return lines
