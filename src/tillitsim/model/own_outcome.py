"""Outcomes of one's own: a function of the columns or of the model, declared like any other.

A run that records some is done month by month; what it does is the same to the bit, since a
function of the columns sees them read-only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, get_args

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.model.outcomes import LEVELS, OUTCOMES, Level, Outcome, Tally
from tillitsim.model.simulation import Simulation
from tillitsim.model.state.view import Columns

Of = Literal["columns", "model"]
ANYTHING = (-math.inf, math.inf)
DIGITS = 2
"""Digits of what people read."""


@dataclass(frozen=True, slots=True)
class OwnOutcome:
    """A function that gives one number a month, and what the number is.

    ``of`` says what the function is given: ``"columns"`` (a
    :class:`~tillitsim.model.state.view.Columns`, so ``columns.staff["motivation"]`` is a column) or
    ``"model"`` (a :class:`~tillitsim.mesa.steering_chain.SteeringChain` with its agents).
    """

    declared: Outcome
    function: Callable[[Any], float]
    of: Of = "columns"

    @property
    def name(self) -> str:
        """Name of the outcome; a column of results."""
        return self.declared.name

    def __call__(self, seen: Any) -> float:
        """The number of this month.

        Raises
        ------
        InputError
            When the function gives something else; NaN is for a month that has no value.
        """
        value: object = self.function(seen)
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value.item()
        if isinstance(value, float | int | np.number):
            return float(value)
        raise InputError(
            _(
                "the outcome {name} is {value!r} this month; its function must give one number"
                " (NaN where there is none)."
            ).format(name=self.name, value=value)
        )


def outcome(
    *,
    unit: str,
    label: str,
    name: str | None = None,
    level: Level = "meeting",
    better: Literal[-1, 0, 1] = 0,
    factor: float = 1.0,
    reading: str | None = None,
    of: Of = "columns",
) -> Callable[[Callable[[Any], float]], OwnOutcome]:
    """Declare a function as an outcome; used as a decorator.

    Parameters
    ----------
    unit, label
        Unit of the value, and what it is, in a few words.
    name
        Name of the outcome; that of the function by default.
    level
        Where in the chain it belongs: politics, management, staff, meeting, citizens or society.
    better
        1 when higher is better, -1 when lower is, 0 when neither.
    factor, reading
        The value times ``factor`` is what people read, in the words of ``reading``; the value in
        its unit by default.
    of
        What the function is given: the ``"columns"``, or the ``"model"`` with its agents.

    Raises
    ------
    InputError
        With each thing in the declaration that cannot be.

    Examples
    --------
    >>> @outcome(unit="0-1", label="motivation of the least motivated tenth", level="staff")
    ... def least_willing(columns):
    ...     return np.quantile(columns.staff["motivation"], 0.1)
    >>> least_willing.declared.label("en")
    'motivation of the least motivated tenth'
    """

    def declare(function: Callable[[Any], float]) -> OwnOutcome:
        called = function.__name__ if name is None else name
        problems = [*_problems(called, unit, label, level, of)]
        if problems:
            raise InputError(problems)
        words = unit if reading is None else reading
        declared = Outcome(
            called, level, unit, better, label, factor, words, DIGITS, ANYTHING, uncounted
        )
        return OwnOutcome(declared, function, of)

    return declare


def declared_with(own: Sequence[OwnOutcome]) -> Mapping[str, Outcome]:
    """All outcomes of runs that record some of one's own, by name, those last.

    Raises
    ------
    InputError
        When two have the same name, or one is no declared outcome.
    """
    known = dict(OUTCOMES)
    for each in own:
        given: object = each
        if not isinstance(given, OwnOutcome):
            raise InputError(
                _(
                    "{given!r} is not declared as an outcome; write @outcome(unit=..., label=...)"
                    " above the function."
                ).format(given=given)
            )
        if each.name in known:
            raise InputError(
                _("there are two outcomes named '{name}'; give one another name.").format(
                    name=each.name
                )
            )
        known[each.name] = each.declared
    return known


def run_recording(
    simulation: Simulation,
    own: Sequence[OwnOutcome],
    *,
    step: Callable[[], object] | None = None,
    model: object = None,
) -> NDArray[np.float64]:
    """Run to the horizon; all outcomes and one's own, (months, outcomes), one's own last.

    ``step`` does a month, by default the engine's; ``model`` is what a function of the model sees.
    """
    advance = simulation.advance if step is None else step
    columns = Columns(simulation.state)
    values = np.full((simulation.months, len(own)), np.nan)
    while simulation.month < simulation.months:
        advance()
        for i, each in enumerate(own):
            values[simulation.month - 1, i] = each(columns if each.of == "columns" else model)
    return np.hstack([simulation.outcomes(), values])


RESERVED = ("arm", "id", "month", "point", "reason", "replicate", "status")
"""Columns that tables of results have besides outcomes and parameters."""


def _problems(name: str, unit: str, label: str, level: str, of: str) -> list[str]:
    where = f"outcome '{name}': "
    problems = []
    if not name.isidentifier() or name in RESERVED:
        problems.append(
            _("{where}not a name for a column; write letters, digits and underscores.").format(
                where=where
            )
        )
    if name in OUTCOMES:
        problems.append(
            _("{where}there is one with this name already; give it another.").format(where=where)
        )
    for key, text in (("unit", unit), ("label", label)):
        if not text.strip():
            problems.append(
                _("{where}{key}: say it in a word or a few.").format(where=where, key=key)
            )
    if level not in LEVELS:
        problems.append(
            _("{where}level: '{level}' is none{advice} there are {levels}.").format(
                where=where,
                level=level,
                advice=did_you_mean(level, LEVELS) or ";",
                levels=", ".join(LEVELS),
            )
        )
    if of not in get_args(Of):
        problems.append(
            _("{where}of: '{of}' is none; there are columns and model.").format(where=where, of=of)
        )
    return problems


def uncounted(_: Tally) -> NoReturn:
    """Refuse counters: an outcome of one's own is read from columns or agents."""
    raise TypeError("an outcome of one's own is not read from counters")
