"""Why shipped level facts are missed, where they are: causes that stand beside them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from tillitsim.runs.ensemble.shipped import levels_folder
from tillitsim.studies.levels.facts import Fact, load_facts


@dataclass(frozen=True, slots=True)
class Cause:
    """What we think that a miss comes from, by language, and the ids of the facts it is said of.

    ``given`` says that scenarios are given these numbers, or what they follow from at once.
    """

    told: dict[str, str]
    facts: tuple[str, ...]
    given: bool = False

    def in_language(self, language: str) -> str:
        """The cause in a language; in English where it is not told in that one."""
        return self.told.get(language, self.told["en"])


@cache
def causes() -> tuple[Cause, ...]:
    """All causes, in the order of the file."""
    text = (levels_folder() / "misses.toml").read_text("utf-8")
    return tuple(
        Cause(
            {name: said for name, said in each.items() if name not in {"facts", "given"}},
            (*each["facts"],),
            each.get("given", False),
        )
        for each in tomllib.loads(text)["cause"]
    )


@cache
def _shipped() -> dict[str, tuple[Fact, Cause]]:
    facts = {fact.id: fact for fact in load_facts()}
    return {name: (facts[name], each) for each in causes() for name in each.facts}


def cause_of(fact: Fact) -> Cause | None:
    """What a miss of a shipped fact comes from; None for a fact of somebody's own."""
    own, cause = _shipped().get(fact.id, (None, None))
    return cause if own == fact else None
