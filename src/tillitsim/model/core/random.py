"""Keyed randomness: a draw is a function of (seed, replicate, purpose, month, who).

Nothing is drawn in sequence, so results do not depend on the order, on threads, on who else draws
or on what is looked at, and scenarios that share a seed share their random numbers. The generator
is Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011), checked against its published vectors.

Layout of a draw: key = blake2b-64 of the seed and the replicate; counter = (low 32 bits of who,
month, purpose, high bits of who). Needs and
the wish to choose take a 16-bit lane each (:func:`lane`); normals are made in single
precision. Scheme ``philox4x32-10/v2``: never changed, only added to.
"""

from __future__ import annotations

import hashlib

import numpy as np

from tillitsim.model.core.jit import rule
from tillitsim.model.core.numerics import uniform
from tillitsim.model.core.precision import serves_both

SCHEME = "philox4x32-10/v2"

# Purposes: append only, so that a new mechanism never shifts the random numbers of another.
(
    BIRTH_CITIZEN, BIRTH_STAFF, BIRTH_STAFF_TRAITS, BIRTH_MANAGER, BIRTH_POLITICIAN, BIRTH_UNIT,
    NEED, CASE, CHOICE, HARM, REPORT, AUDIT, INSPECTION, TURNOVER, RECRUIT, ELECTION, DRIFT,
    LOTTERY, SURVEY, ASSIGN, CONSIDER, QUEUE, NEED_TIE, CONSIDER_TIE, SUCCESSION, ELSEWHERE,
) = range(26)  # fmt: skip

MULTIPLIER_0, MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_0, WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
LOW, WORD, HALF_WORD = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(16)
LANE_STEPS = 65536.0
HALF_MASK, LAST_OF_128 = np.uint64(0xFFFF), np.uint64(127)
ONE, TWO, THREE, SEVEN, EIGHT, TEN = map(np.uint64, (1, 2, 3, 7, 8, 10))


def key(seed: int, replicate: int) -> np.uint64:
    """The key of a run: blake2b-64 of ``"seed/replicate"`` in ASCII, little endian.

    Any whole numbers will do, negative and huge ones too.
    """
    digest = hashlib.blake2b(f"{int(seed)}/{int(replicate)}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


@rule
def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10: a counter of four words and a key of two become four words.

    Words are 32 bits, carried in uint64.
    """
    for _ in range(10):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (p1 >> WORD) ^ c1 ^ k0, p1 & LOW, (p0 >> WORD) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + WEYL_0) & LOW
        k1 = (k1 + WEYL_1) & LOW
    return c0, c1, c2, c3


@rule
def draw(key, purpose, month, who):
    """Four independent 32-bit draws for ``who`` (0 to 2**62) in a month, for a purpose."""
    whom = np.uint64(who)
    return philox(
        whom & LOW, np.uint64(month), np.uint64(purpose), whom >> WORD, key & LOW, key >> WORD
    )


serves_both(draw)


@rule
def lane(key, purpose, month, who):
    """A 16-bit draw for ``who`` (0 to 2**31): eight of them share a call of the generator.

    Of 1,024 in a row, whose number is ``who >> 10``, number ``who & 1023`` has half ``lane & 1`` of
    word ``lane >> 1`` of draw ``who & 127``, with ``lane = (who & 1023) >> 7``.
    """
    whom = np.uint64(who)
    counter = ((whom >> TEN) << SEVEN) | (whom & LAST_OF_128)
    a, b, c, d = draw(key, purpose, month, counter)
    word = (whom >> EIGHT) & THREE
    low, high = (a, b) if word < TWO else (c, d)
    chosen = low if (word & ONE) == 0 else high
    return (chosen >> (((whom >> SEVEN) & ONE) * HALF_WORD)) & HALF_MASK


@rule
def score(key, purpose, a, b):
    """A 32-bit draw for a pair of ids, each below 2**48: whoever scores highest is chosen."""
    one, other = np.uint64(a), np.uint64(b)
    high = (one >> WORD) ^ ((other >> WORD) << HALF_WORD)
    first, _, _, _ = philox(
        one & LOW, other & LOW, np.uint64(purpose), high & LOW, key & LOW, key >> WORD
    )
    return first


@rule
def below(drawn, chance, key, tie, month, who):
    """Whether a 16-bit lane is below a chance; a lane that ties is decided by a draw of its own."""
    steps = chance * LANE_STEPS
    whole = int(steps)
    if drawn != whole:
        return drawn < whole
    a, _, _, _ = draw(key, tie, month, who)
    return uniform(a) < steps - float(whole)


@rule
def lot(key, month, who):
    """The lot of a citizen in a queue that not everybody in it can leave."""
    a, _, _, _ = draw(key, QUEUE, month, who)
    return uniform(a)
