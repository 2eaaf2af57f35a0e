"""Values: weights on outcomes, those of three profiles or somebody's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import N_, _, in_language, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.reading.values import as_float

OWN = "own"
OWN_TITLE = N_("your own values")
MOST = 1e6
"""Largest weight."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody values: weights by outcome, which sum to 1.

    A weight is worth the way from the worst to the best that the mixes make of an outcome (swing
    weights: von Winterfeldt & Edwards 1986).
    """

    name: str
    titles: Mapping[str, str]
    says: Mapping[str, str]
    source: str
    weights: Mapping[str, float]

    def title(self, language: str) -> str:
        """What it is called."""
        return in_language(self.titles, language) or translator(language)(OWN_TITLE)


@cache
def profiles() -> Mapping[str, Profile]:
    """The shipped profiles by name."""
    tables = tomllib.loads((Path(__file__).parent / "profiles.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            name: Profile(
                name, table["title"], table["says"], table["source"], shares(table["weights"])
            )
            for name, table in tables.items()
        }
    )


def profile(name: str) -> Profile:
    """A shipped profile; ``InputError`` with the nearest name for one that does not exist."""
    known = profiles()
    if name not in known:
        advice = did_you_mean(name, known) or _("; write one of {names}.").format(
            names=", ".join(known)
        )
        raise InputError(_("There is no profile '{name}'").format(name=name) + advice)
    return known[name]


def own_values(given: Sequence[str], named: Mapping[str, str]) -> Profile:
    """Values from texts such as ``good_meetings=3,waiting=1``.

    ``named`` maps what outcomes may be called (in small letters) to their names.

    Raises
    ------
    InputError
        With everything that is wrong: what is no outcome, what is neither good nor bad, what is
        no weight, and weights that are all zero.
    """
    wrong: list[str] = []
    weights: dict[str, float] = {}
    for text in (part.strip() for each in given for part in each.split(",") if part.strip()):
        called, equals, number = (part.strip() for part in text.partition("="))
        name = named.get(called.lower())
        if not equals:
            wrong.append(_("'{text}' is no weight; write good_meetings=3.").format(text=text))
        elif name is None:
            advice = did_you_mean(called.lower(), named) or _("; tillitsim run prints them all.")
            wrong.append(_("There is no outcome '{name}'").format(name=called) + advice)
        elif not OUTCOMES[name].better:
            wrong.append(
                _("'{name}' is neither better high nor low, so it cannot be valued.").format(
                    name=called
                )
            )
        elif name in weights:
            wrong.append(_("'{name}' is given twice.").format(name=called))
        else:
            weights[name] = _weight(text, number, wrong)
    if not wrong and not any(weights.values()):
        wrong.append(_("Give one weight above zero at least."))
    if wrong:
        raise InputError(wrong)
    return Profile(OWN, {}, {}, _("given on the command line"), shares(weights))


def shares(weights: Mapping[str, float]) -> Mapping[str, float]:
    """Weights that sum to 1, without those that are zero."""
    total = sum(weights.values())
    return MappingProxyType({name: each / total for name, each in weights.items() if each})


def _weight(text: str, number: str, wrong: list[str]) -> float:
    try:
        value = as_float(float(number))
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= MOST:
        wrong.append(
            _("'{text}' is no weight; write a number from 0 to a million.").format(text=text)
        )
    return value
