"""The model's rules as plain Python, and two kinds of chance, for models of ordinary agents.

A rule is a pure scalar function, so its Python source runs as it stands. ``EXACT`` keeps the
project's own e**x, so that agents and the compiled run agree to the bit, and ``SINGLE`` is the same
in single precision; ``FAST`` has ``math.exp``, as an ordinary model would; ``ELEMENTWISE`` has
NumPy's functions, for whole columns.
"""

from __future__ import annotations

import math
from random import Random
from types import FunctionType, SimpleNamespace

import numpy as np
from tillitsim.model.core import numerics, precision, random
from tillitsim.model.mechanisms import (
    demand,
    effort,
    learning,
    meeting,
    motivation,
    reporting,
    safety,
)
from tillitsim.model.mechanisms import trust as trust_

MECHANISMS = (demand, effort, meeting, reporting, learning, motivation, safety, trust_)
EXACT = {"exp": numerics.exp, "log": numerics.log}
FAST = {"exp": math.exp, "log": math.log}
SINGLE = {"exp": numerics.exp32, "log": numerics.log32}
ELEMENTWISE = {
    "exp": np.exp, "power": np.power, "clip": np.clip, "min": np.minimum, "max": np.maximum,
    "abs": np.abs,
}  # fmt: skip


def plain(rule, elementary):
    """A rule, and whatever rules it calls, as plain Python functions."""
    function = precision.twin(rule).py_func if elementary is SINGLE else rule.py_func
    calls = {}
    for name in function.__code__.co_names:
        if name in elementary:
            calls[name] = elementary[name]
        elif hasattr(called := rule.py_func.__globals__.get(name), "py_func"):
            calls[name] = plain(called, elementary)
    return FunctionType(function.__code__, {**function.__globals__, **calls}, function.__name__)


def rules(elementary) -> SimpleNamespace:
    """Every rule of the mechanisms, by name."""
    found = {
        name: value
        for mechanism in MECHANISMS
        for name, value in vars(mechanism).items()
        if getattr(value, "inlined", False)
    }
    return SimpleNamespace(
        **{name: elementary.get(name) or plain(rule, elementary) for name, rule in found.items()}
    )


class KeyedLuck:
    """The engine's chance: a function of who, when and for what."""

    def __init__(self, key):
        self.key = key

    def uniforms(self, purpose, month, who):
        """Four uniform numbers in (0, 1)."""
        return tuple(
            (word + 0.5) * numerics.ONE_FIXED for word in random.draw(self.key, purpose, month, who)
        )

    def normals(self, purpose, month, who):
        """Four standard normals."""
        a, b, c, d = random.draw(self.key, purpose, month, who)
        return (*numerics.normals(a, b), *numerics.normals(c, d))

    def normals32(self, purpose, month, who):
        """Four standard normals in single precision."""
        a, b, c, d = map(np.uint64, random.draw(self.key, purpose, month, who))
        return tuple(map(np.float32, (*numerics.normals32(a, b), *numerics.normals32(c, d))))

    def below(self, purpose, tie, month, who, chance):
        """Whether something with this chance happens, by a 16-bit lane."""
        lane = random.lane(self.key, purpose, month, who)
        return bool(demand.below(lane, chance, self.key, tie, month, who))

    def one_of(self, people, who):
        """The one of ``people`` who scores highest for ``who``."""
        return max(
            people, key=lambda person: random.score(self.key, random.ASSIGN, who, person.uid)
        )


class OrdinaryLuck:
    """Python's own generator, drawn from in sequence."""

    def __init__(self, random: Random):
        self.uniform, self.normal, self.choice = random.random, random.gauss, random.choice

    def uniforms(self, *_):
        """Four uniform numbers in [0, 1)."""
        return self.uniform(), self.uniform(), self.uniform(), self.uniform()

    def normals(self, *_):
        """Four standard normals."""
        return self.normal(), self.normal(), self.normal(), self.normal()

    normals32 = normals

    def below(self, *given):
        """Whether something with a chance, the last given, happens."""
        return self.uniform() < given[-1]

    def one_of(self, people, _):
        """One of ``people``, drawn evenly."""
        return self.choice(people)


def diagnosis(p, codifiable_share, tacit_share, spread):
    """How needs are made up and seen under parameters ``p``."""
    return meeting.Diagnosis(
        codifiable_share=codifiable_share,
        tacit_share=tacit_share,
        spread=spread,
        handbook_trust=p.meeting_handbook_trust,
        trust_clears=p.meeting_trust_clears,
        relation_clears=p.meeting_relation_clears,
        familiar=p.meeting_familiar,
    )
