"""A case: one run, as a scenario with a parameter set, and the keys of its random numbers.

Everything that the program runs is a list of cases. What is read of a case is said by a ``Read``;
the two together name the result, so that a result that is there is never computed again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Once = Callable[[int, int], Any]
"""One run, given its seed and replicate, and what is left of it."""

LISTED = 256
"""Parameter sets whose text is remembered."""

S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)
S_contra = TypeVar("S_contra", contravariant=True)


class Case(NamedTuple, Generic[S_co]):
    """One run.

    ``scenario`` is what is run: a :class:`~tillitsim.scenario.schema.Scenario`, or what a study
    puts together of several. ``parameters`` is the parameter set in which it is run, by name.
    ``id`` is a hash of all that the result depends on but the replicate (and, in a sweep, what all
    its runs have in common); cases with the same id and replicate are the same case.
    """

    id: int
    scenario: S_co
    parameters: Mapping[str, float]
    seed: int
    replicate: int


class Read(Protocol[S_contra]):
    """What is read of cases; a value that can be sent to other processes."""

    @property
    def digest(self) -> str:
        """Names what is read: results of reads with the same digest can stand for each other."""

    def address(self, scenario: S_contra) -> str:
        """All of a scenario that the result depends on, as text."""

    def prepare(self, scenario: S_contra, parameters: Mapping[str, float]) -> Once:
        """Do once what replicates share; the function that then runs one of them."""

    def finish(self, runs: Sequence[Any]) -> Sequence[FloatArray]:
        """What is read of runs, given what is left of each; here that is what was read."""
        return runs


def digest_of(text: str) -> str:
    """A short hash of a text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def start_of(text: str) -> hashlib.blake2b:
    """The beginning of an id: a hash of what is the same for several parameter sets."""
    return hashlib.blake2b(text.encode(), digest_size=8)


def id_of(start: hashlib.blake2b, parameters: Iterable[tuple[str, float]]) -> int:
    """The id that a beginning and a parameter set (in any order) come to."""
    digest = start.copy()
    digest.update(_listed(tuple(sorted(parameters))))
    return int.from_bytes(digest.digest(), "big")


@lru_cache(maxsize=LISTED)
def _listed(parameters: tuple[tuple[str, float], ...]) -> bytes:
    """A parameter set as text: the same sets are asked of many scenarios."""
    return json.dumps([[name, value + 0.0] for name, value in parameters]).encode()  # no -0.0


def cases_of(
    read: Read[S],
    scenario: S,
    replicates: Iterable[int],
    *,
    seed: int,
    parameters: Iterable[Mapping[str, float]] = ({},),
) -> list[Case[S]]:
    """The replicates of a scenario in every parameter set, parameter set by parameter set."""
    start = start_of(f"{read.digest}|{read.address(scenario)}|{seed}")
    numbers = list(replicates)
    named = [(id_of(start, each.items()), each) for each in parameters]
    return [Case(name, scenario, each, seed, number) for name, each in named for number in numbers]


def cases_in_sets(
    read: Read[S],
    scenario: S,
    sets: Iterable[Mapping[str, float]],
    *,
    seed: int,
    each: int = 1,
) -> list[Case[S]]:
    """A scenario under every parameter set, ``each`` runs under each, set by set.

    Every run has random numbers of its own, by its place: so over the sets chance varies with what
    is assumed, and what is compared under the same set shares both.
    """
    start = start_of(f"{read.digest}|{read.address(scenario)}|{seed}")
    return [
        Case(id_of(start, one.items()), scenario, one, seed, place * each + number)
        for place, one in enumerate(sets)
        for number in range(each)
    ]
