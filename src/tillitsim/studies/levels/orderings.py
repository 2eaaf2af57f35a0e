"""Orderings: services by an outcome, or two outcomes of a service, as a fact's words name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.levels.facts import SERVICES, Fact
from tillitsim.studies.levels.sample import Sample
from tillitsim.studies.levels.statistic import ONE, Statistic, first_named, of_the_employer
from tillitsim.studies.levels.survey import index

ALIASES = {
    "reported": "quality_reported",
    "perceived": "quality_perceived",
    "trust in the service": "trust_in_service",
    "trust in those who do the work": "trust_in_service",
    "trust in democracy": "trust_in_democracy",
    "trust in those who govern": "trust_in_democracy",
    "politicians": "trust_in_democracy",
}


PLACES = {
    **{name.replace("-", " "): name for name in SERVICES},
    "hospital": "emergency-hospital-care",
    "hospital wards": "emergency-hospital-care",
    "home care and nursing homes": "home-care",
    "public health care": "emergency-hospital-care",
    "health care": "emergency-hospital-care",
    "nursing homes": "social-services",
    "other social services": "individual-and-family-care",
    "social secretaries": "individual-and-family-care",
    "teachers": "school",
    "compulsory school": "school",
    "preschool pedagogues": "preschool",
    "care helpers": "home-care",
    "social workers": "individual-and-family-care",
}
"""What facts call a service, and the scenario that stands for it."""


ENOUGH_PAIRS = 0.8
"""Share of pairs that an ordering of several services must have right; assumed."""


def ordering(fact: Fact, words: str) -> Statistic | None:
    """The ordering that a fact's words name; None where they name none."""
    outcome = first_named(fact, OUTCOMES)
    if outcome is None:
        return None
    if words.startswith("ordering of simulated index by scenario"):
        return _ranked(_in_order(fact), lambda sample: index(sample.ask(outcome)))
    if fact.kind == "ordering" and re.search(r"sick leave|absence", fact.quantity):
        return _ranked(_in_order(fact), lambda sample: sample.mean_of("sick_leave"))
    if fact.kind == "ordering" and " above " in words:
        left = outcome == "turnover" and of_the_employer(fact)
        return _above(words, "employer_left" if left else outcome)
    return _ratio(words) or _lowest(words, outcome)


def _in_order(fact: Fact) -> list[list[str]]:
    """Services in the order that a fact's value gives: ``preschool > school > home care``."""
    ranked = [PLACES[part] for part in _parts(fact.value_text, ">") if part in PLACES]
    return [[place] for place in dict.fromkeys(ranked)]


def _ratio(words: str) -> Statistic | None:
    """``ratio of OUTCOME in SERVICE to SERVICE``."""
    found = re.match(r"ratio of (\w+) in (.+) to (.+)$", words)
    if not found or found[1] not in OUTCOMES or not {found[2], found[3]} <= PLACES.keys():
        return None
    name, above, below = found[1], PLACES[found[2]], PLACES[found[3]]
    return Statistic(
        "ratio",
        several=lambda of: of[above].mean_of(name) / of[below].mean_of(name),
        named=(above, below),
    )


def _lowest(words: str, outcome: str) -> Statistic | None:
    """``SERVICE lowest of the sectors on a simulated index``: its rank from below."""
    found = re.match(r"(.+) lowest of the sectors", words)
    if not found or found[1] not in PLACES:
        return None
    place = PLACES[found[1]]

    def rank(of: Mapping[str, Sample]) -> float:
        own = index(of[place].ask(outcome))
        return 1.0 + sum(index(each.ask(outcome)) < own for each in of.values())

    return Statistic("rank from below", several=rank, tolerance=(1.0, 2.0), named=SERVICES)


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip().lower() for part in text.split(mark)]


def _above(words: str, outcome: str) -> Statistic | None:
    """``A above B [and C] [above D]; E above F``: services by an outcome, or two outcomes.

    Nothing is said of the order of B and C.
    """
    chains: list[list[list[str]]] = []
    for clause in _parts(words, ";"):
        sides = [_places(side) for side in clause.split(" above ")]
        if len(sides) > 1 and all(sides):
            chains.append(sides)
        elif len(sides) > 1:
            named = [ALIASES.get(side.strip()) for side in clause.split(" above ")]
            if all(named):
                return _two_outcomes(named[0] or "", named[1] or "")
    if not chains:
        return None
    return _ranked(chains[0], lambda sample: sample.mean_of(outcome))


def _places(side: str) -> list[str]:
    """Services named in a text, the longest names first (one holds the word ``and`` itself)."""
    found: list[tuple[int, str]] = []
    for name in sorted(PLACES, key=len, reverse=True):
        at = side.find(name)
        if at >= 0:
            found.append((at, PLACES[name]))
            side = side.replace(name, " " * len(name), 1)
    return [] if side.replace(" and ", " ").strip() else [place for _, place in sorted(found)]


def _two_outcomes(above: str, below: str) -> Statistic:
    return Statistic(
        "index points",
        one=lambda sample: sample.mean_of(above) - sample.mean_of(below),
        tolerance=(0.0, np.inf),
    )


def _ranked(steps: Sequence[Sequence[str]], value: ONE) -> Statistic | None:
    """Share of the pairs that stand in the published order, between steps and not within them."""
    places = [place for step in steps for place in step]
    order = [
        (above, below)
        for upper, lower in combinations(steps, 2)
        for above in upper
        for below in lower
    ]
    if not order:
        return None

    def pairs(of: Mapping[str, Sample]) -> float:
        values = {place: value(of[place]) for place in places}
        return float(100.0 * np.mean([values[above] > values[below] for above, below in order]))

    least = 100.0 * (ENOUGH_PAIRS if len(order) > 1 else 1.0)
    return Statistic(
        "percent of pairs", several=pairs, tolerance=(least, 100.0), named=tuple(places)
    )
