"""Guesses of a class or a board, before the model answers: asked for, counted, and graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

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

Function = TypeVar("Function", bound=Callable[..., object])


def guess_option(command: Function) -> Function:
    """``--guess [higher|same|lower]``, many times; without a value, guesses are asked for."""
    return click.option(
        "--guess",
        "guessed",
        type=click.Choice([*GUESSES, ASK]),
        multiple=True,
        is_flag=False,
        flag_value=ASK,
        help="What becomes of the main outcome, guessed before the answer; once for each guess,"
        " or without a value to be asked, hidden, one after the other.",
    )(command)


def guesses_of(guessed: Sequence[str], label: str) -> list[str]:
    """The guesses given, and those that are asked for: hidden, until an empty line."""
    given = [each for each in guessed if each != ASK]
    if len(given) == len(guessed):
        return given
    click.echo(
        _(
            "What becomes of {outcome}? Each writes higher, same or lower, which is not shown;"
            " an empty line when all have guessed."
        ).format(outcome=label),
        err=True,
    )

    def one(text: str) -> str:
        if text.strip() and text.strip().lower() not in GUESSES:
            raise click.UsageError(_("write higher, same or lower."))
        return text.strip().lower()

    while True:
        number = len(given) + 1
        said = click.prompt(
            _("Guess {number}").format(number=number),
            default="",
            show_default=False,
            hide_input=True,
            value_proc=one,
            err=True,
        )
        if not said:
            return given
        given.append(said)


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
