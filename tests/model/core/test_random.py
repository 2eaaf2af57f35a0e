"""Keyed luck: the published vectors, independence of keys and purposes, distributions."""

import numpy as np
import pytest
from scipy import stats

from tillitsim.model.core import random
from tillitsim.model.core.jit import kernel
from tillitsim.model.core.numerics import normals, uniform
from tillitsim.model.core.random import draw, key, philox, score

# Known answers of philox4x32-10 from Random123 (Salmon, Moraes, Dror & Shaw 2011): counter, key,
# result.
KNOWN = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)
PURPOSES = [
    "BIRTH_CITIZEN",
    "BIRTH_STAFF",
    "BIRTH_STAFF_TRAITS",
    "BIRTH_MANAGER",
    "BIRTH_POLITICIAN",
    "BIRTH_UNIT",
    "NEED",
    "CASE",
    "CHOICE",
    "HARM",
    "REPORT",
    "AUDIT",
    "INSPECTION",
    "TURNOVER",
    "RECRUIT",
    "ELECTION",
    "DRIFT",
    "LOTTERY",
    "SURVEY",
    "ASSIGN",
]
CHANCE = 1e-4
"""Chance that one of the statistical tests below fails for a generator without fault."""


@kernel
def many(run, purpose, month, first, out):
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = draw(run, purpose, month, first + i)


def words(seed=0, replicate=0, purpose=random.NEED, month=0, first=0, count=50_000):
    out = np.empty((count, 4), np.uint32)
    many(key(seed, replicate), purpose, month, first, out)
    return out


@pytest.mark.parametrize(("counter", "of", "expected"), KNOWN)
def test_the_published_vectors(counter, of, expected):
    words = [np.uint64(word) for word in (*counter, *of)]
    assert tuple(int(word) for word in philox(*words)) == expected


def test_purposes_keep_their_numbers():
    """Append only: a purpose that moved would change every run that was ever published."""
    assert [getattr(random, name) for name in PURPOSES] == list(range(len(PURPOSES)))
    assert random.SCHEME == "philox4x32-10/v1"


def test_the_key_is_a_function_of_seed_and_replicate():
    assert key(1, 2) == key(1, 2)
    keys = {int(key(seed, replicate)) for seed in range(-3, 50) for replicate in range(50)}
    assert len(keys) == 53 * 50
    assert key(12, 3) != key(1, 23)


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 1},
        {"replicate": 1},
        {"purpose": random.CASE},
        {"month": 1},
        {"first": 1 << 32},
        {"first": 1 << 40},
    ],
)
def test_any_part_of_the_key_gives_other_luck(other):
    """Correlation of uniforms, two-sided at CHANCE over six cases."""
    a, b = words()[:, 0] / 2**32, words(**other)[:, 0] / 2**32
    r = float(np.corrcoef(a, b)[0, 1])
    assert abs(r) < stats.norm.isf(CHANCE / 12) / np.sqrt(len(a))


def test_words_are_uniform():
    """Chi-squared over 256 cells for each lane and for high and low bytes, at CHANCE in all."""
    drawn = words(count=200_000)
    for lane in range(4):
        for shift in (0, 8, 16, 24):
            counts = np.bincount((drawn[:, lane] >> shift) & 0xFF, minlength=256)
            assert stats.chisquare(counts).pvalue > CHANCE / 16


def test_lanes_and_neighbours_are_independent():
    drawn = words(count=100_000) / 2**32
    pairs = [(drawn[:, i], drawn[:, j]) for i in range(4) for j in range(i)]
    pairs += [(drawn[:-lag, 0], drawn[lag:, 0]) for lag in (1, 2, 3, 8, 64)]
    for a, b in pairs:
        r = float(np.corrcoef(a, b)[0, 1])
        assert abs(r) < stats.norm.isf(CHANCE / 22) / np.sqrt(len(a))


def test_normals_are_normal():
    """Kolmogorov-Smirnov for both, and their correlation, at CHANCE in all."""
    drawn = words(purpose=random.CASE, count=100_000)
    pairs = np.array([normals(np.uint64(a), np.uint64(b)) for a, b, _, _ in drawn[:20_000]])
    for column in pairs.T:
        assert stats.kstest(column, "norm").pvalue > CHANCE / 3
    r = float(np.corrcoef(pairs.T)[0, 1])
    assert abs(r) < stats.norm.isf(CHANCE / 6) / np.sqrt(len(pairs))


def test_uniforms_never_reach_the_ends():
    assert 0.0 < uniform(np.uint64(0)) < uniform(np.uint64(2**32 - 1)) < 1.0


def test_whoever_scores_highest_is_a_fair_choice():
    """Chi-squared over five candidates for 20,000 citizens, at CHANCE."""
    run = key(3, 0)
    chosen = [
        max(range(5), key=lambda i, c=c: score(run, random.ASSIGN, c, 1000 + i))
        for c in range(20_000)
    ]
    assert stats.chisquare(np.bincount(chosen, minlength=5)).pvalue > CHANCE


def test_a_candidate_who_leaves_moves_only_those_who_chose_it():
    run = key(3, 0)

    def chosen(citizen, candidates):
        return max(candidates, key=lambda i: score(run, random.ASSIGN, citizen, i))

    for citizen in range(500):
        before, after = chosen(citizen, range(8)), chosen(citizen, range(7))
        assert before in {7, after}
