"""What a fact asks of the model: a number of one service, or of several services at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tillitsim.studies.levels.facts import Fact
from tillitsim.studies.levels.sample import Sample

ONE = Callable[[Sample], float]


MANY = Callable[[Mapping[str, Sample]], float]


@dataclass(frozen=True)
class Statistic:
    """What a fact asks of the model: of one service at a time, or of several at once.

    ``unit`` is the unit of the number; ``tolerance`` replaces a missing one (an ordering has its
    own); ``named`` are the services that are asked, where the words name them; ``given`` says that
    the scenario is given the number, so that it tests the scenario and not the model.
    """

    unit: str
    one: ONE | None = None
    several: MANY | None = None
    tolerance: tuple[float, float] | None = None
    named: tuple[str, ...] = ()
    given: bool = False


def first_named(fact: Fact, known: Sequence[str] | Mapping[str, object]) -> str | None:
    """The first of what the fact maps to that is among the known names."""
    return next((name for name in fact.maps_to if name in known), None)


def of_the_employer(fact: Fact) -> bool:
    """Whether turnover is of those who leave an employer: moves inside it do not count."""
    return re.search(EMPLOYER, fact.quantity.lower()) is not None


EMPLOYER = r"\bleav(e|es|ing) (the|an?|their) (\w+ )?(municipality|region|city|council|employer)"
