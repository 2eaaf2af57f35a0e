"""What an option has to meet: levels of one's own, or doing no harm beside today."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.view.numbers import decimal

Values = NDArray[np.float64]
WRITTEN = re.compile(r"\s*(.+?)\s*(>=|<=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*$")
MEETS = {">=": operator.ge, "<=": operator.le}

UNHARMED = (
    "good_meetings",
    "quality_complex",
    "harm",
    "will",
    "administrative_burden",
    "turnover",
    "trust_in_service",
    "waiting",
    "inequality",
    "legal_certainty",
    "cost_per_good_meeting",
)
"""Outcomes in which an option may not be worse than today, where no levels are required."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A level to meet (raw), or with NaN: no worse than today by more than what matters."""

    outcome: str
    sign: str = ""
    level: float = float("nan")

    def met(self, values: Values) -> NDArray[np.bool_]:
        """Where it is met, (sets, options), by the outcome's values; today is the first option.

        What has no value meets nothing.
        """
        outcome = OUTCOMES[self.outcome]
        with np.errstate(invalid="ignore"):
            if self.sign:
                return np.asarray(MEETS[self.sign](values, self.level))
            worse = -outcome.better * (values - values[:, :1])
            return np.asarray((worse <= outcome.matters) | np.isnan(values[:, :1]))

    def text(self, language: str) -> str:
        """``good meetings >= 20 (of 100 meetings)``."""
        outcome = OUTCOMES[self.outcome]
        if not self.sign:
            return outcome.label(language)
        _ = translator(language)
        return _("{outcome} {sign} {level} ({reading})").format(
            outcome=outcome.label(language),
            sign={">=": "\N{GREATER-THAN OR EQUAL TO}", "<=": "\N{LESS-THAN OR EQUAL TO}"}[
                self.sign
            ],
            level=decimal(self.level * outcome.factor, outcome.digits, language),
            reading=outcome.reading(language),
        )


def requirements_of(given: Sequence[str], named: Mapping[str, str]) -> tuple[Requirement, ...]:
    """Requirements from texts such as ``good_meetings>=20`` (natural reading); else no harm.

    ``named`` maps what outcomes may be called (in small letters) to their names.

    Raises
    ------
    InputError
        With everything that cannot be read.
    """
    wrong: list[str] = []
    found = []
    for text in (part.strip() for each in given for part in each.split(",") if part.strip()):
        read = WRITTEN.match(text)
        if read is None:
            wrong.append(
                _("'{text}' is no requirement; write good_meetings>=20.").format(text=text)
            )
            continue
        called, sign, level = read.groups()
        name = named.get(called.lower())
        if name is None:
            advice = did_you_mean(called.lower(), named) or _("; tillitsim run prints them all.")
            wrong.append(_("There is no outcome '{name}'").format(name=called) + advice)
        else:
            found.append(Requirement(name, sign, float(level) / OUTCOMES[name].factor))
    if wrong:
        raise InputError(wrong)
    return tuple(found) or tuple(Requirement(name) for name in UNHARMED)
