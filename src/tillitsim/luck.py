"""Keyed randomness (first version)."""

from __future__ import annotations

import hashlib

import numpy as np

from tillitsim._jit import rule

(BIRTH_CITIZEN, BIRTH_STAFF, BIRTH_STAFF_TRAITS, BIRTH_MANAGER, BIRTH_POLITICIAN, BIRTH_UNIT, NEED,
 CASE, CHOICE, HARM, REPORT, AUDIT, INSPECTION, TURNOVER, RECRUIT, ELECTION, DRIFT, LOTTERY, SURVEY,
 ASSIGN) = range(20)


def key(seed: int, replicate: int) -> np.uint64:
    digest = hashlib.blake2b(f"{int(seed)}/{int(replicate)}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


M0, M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
W0, W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
MASK, SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


@rule
def philox(c0, c1, c2, c3, k0, k1):
    for _ in range(10):
        p0 = M0 * c0
        p1 = M1 * c2
        c0, c1, c2, c3 = (
            ((p1 >> SHIFT) ^ c1 ^ k0), p1 & MASK, ((p0 >> SHIFT) ^ c3 ^ k1), p0 & MASK,
        )
        k0 = (k0 + W0) & MASK
        k1 = (k1 + W1) & MASK
    return c0, c1, c2, c3


@rule
def draw(key, purpose, month, who):
    w = np.uint64(who)
    return philox(
        w & MASK, np.uint64(month), np.uint64(purpose), w >> SHIFT, key & MASK, key >> SHIFT
    )


@rule
def score(key, purpose, a, b):
    wa, wb = np.uint64(a), np.uint64(b)
    x, y, _, _ = philox(
        wa & MASK, wb & MASK, np.uint64(purpose), (wa >> SHIFT) ^ ((wb >> SHIFT) << np.uint64(16)),
        key & MASK, key >> SHIFT,
    )
    return x
