"""Keyed random numbers: the published vectors, independence of keys and purposes, distributions."""

import numpy as np
import pytest
from scipy import stats

from tillitsim.model.core import random
from tillitsim.model.core.jit import kernel
from tillitsim.model.core.numerics import normals, normals32, uniform
from tillitsim.model.core.random import draw, key, lane, philox, score
from tillitsim.model.mechanisms.demand import below

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
    "CONSIDER",
    "QUEUE",
    "NEED_TIE",
    "CONSIDER_TIE",
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
    assert random.SCHEME == "philox4x32-10/v2"


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
def test_any_part_of_the_key_gives_other_random_numbers(other):
    """Correlation of uniforms, two-sided at CHANCE over six cases."""
    a, b = words()[:, 0] / 2**32, words(**other)[:, 0] / 2**32
    r = float(np.corrcoef(a, b)[0, 1])
    assert abs(r) < stats.norm.isf(CHANCE / 12) / np.sqrt(len(a))


def test_words_are_uniform():
    """Chi-squared over 256 cells for each lane and for high and low bytes, at CHANCE in all."""
    drawn = words(count=200_000)
    for word in range(4):
        for shift in (0, 8, 16, 24):
            counts = np.bincount((drawn[:, word] >> shift) & 0xFF, minlength=256)
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


@kernel
def many_lanes(run, purpose, month, first, out):
    for i in range(out.shape[0]):
        out[i] = lane(run, purpose, month, first + i)


def lanes(month=0, first=0, count=65_536, purpose=random.NEED):
    out = np.empty(count, np.uint16)
    many_lanes(key(5, 0), purpose, month, first, out)
    return out


def test_a_lane_is_a_half_of_a_word_of_a_draw_that_eight_people_share():
    for who in (0, 1, 127, 128, 255, 1023, 1024, 70_000):
        place = who % 1024
        word = draw(key(5, 0), random.NEED, 3, who // 1024 * 128 + who % 128)[place // 256]
        half = int(word) >> (16 * (place // 128 % 2)) & 0xFFFF
        assert int(lane(key(5, 0), random.NEED, 3, who)) == half


def test_lanes_are_uniform_in_both_their_bytes():
    drawn = lanes(count=200_000)
    for shift in (0, 8):
        counts = np.bincount((drawn >> shift) & 0xFF, minlength=256)
        assert stats.chisquare(counts).pvalue > CHANCE / 2


def test_lanes_of_neighbours_of_those_who_share_a_draw_and_of_months_are_independent():
    """Correlations at 12 lags, between months and between purposes, at CHANCE in all."""
    drawn = lanes() / 65536
    pairs = [(drawn[:-lag], drawn[lag:]) for lag in (1, 2, 127, 128, 129, 256, 384, 512, 640, 896)]
    pairs += [(drawn, lanes(month=month) / 65536) for month in (1, 2)]
    pairs += [(drawn, lanes(purpose=random.CONSIDER) / 65536)]
    for a, b in pairs:
        r = float(np.corrcoef(a, b)[0, 1])
        assert abs(r) < stats.norm.isf(CHANCE / 26) / np.sqrt(len(a))


def test_a_need_arises_with_its_probability_to_the_last_digit():
    """A lane has 16 bits; who ties is decided by a draw of 32 more. Binomial, at CHANCE."""
    chance, run = 3.4 / 65536, key(1, 1)
    count = 4_000_000
    arisen = happened(run, chance, count)
    assert stats.binomtest(arisen, count, chance).pvalue > CHANCE
    assert stats.binomtest(arisen, count, 3 / 65536).pvalue < 0.05


@kernel
def happened(run, chance, count):
    total = 0
    for who in range(count):
        drawn = lane(run, random.NEED, 0, who)
        total += below(drawn, chance, run, random.NEED_TIE, 0, who)
    return total


@kernel
def many_normals(run, first, out):
    for i in range(out.shape[0]):
        a, b, c, d = draw(run, random.CASE, 0, first + i)
        out[i, 0], out[i, 1] = normals32(a, b)
        out[i, 2], out[i, 3] = normals32(c, d)


def test_normals_in_single_precision_are_normal_far_into_the_tails():
    """Moments, Kolmogorov-Smirnov, tail counts and correlations of 8 million, at CHANCE in all."""
    run, tests, size, blocks = key(9, 0), 16, 500_000, 4
    beyond = dict.fromkeys((3.0, 4.0, 5.0), 0)
    sums = np.zeros(4)
    out = np.empty((size, 4), np.float32)
    for block in range(blocks):
        many_normals(run, block * size, out)
        z = out.astype(np.float64)
        for limit in beyond:
            beyond[limit] += int((np.abs(z) > limit).sum())
        sums += [(z**power).sum() for power in (1, 2, 3, 4)]
    count = blocks * size * 4
    mean, square, cube, fourth = sums / count
    limit = stats.norm.isf(CHANCE / 2 / tests) / np.sqrt(count)
    for moment, expected, spread in (
        (mean, 0, 1), (square, 1, 2), (cube, 0, 15), (fourth, 3, 96),
    ):  # fmt: skip
        assert abs(moment - expected) < limit * np.sqrt(spread)
    for sd, seen in beyond.items():
        assert stats.binomtest(seen, count, 2 * stats.norm.sf(sd)).pvalue > CHANCE / tests, sd
    assert stats.kstest(z[:50_000].ravel(), "norm").pvalue > CHANCE / tests
    for i in range(4):
        for j in range(i):
            r = float(np.corrcoef(z[:, i], z[:, j])[0, 1])
            assert abs(r) < stats.norm.isf(CHANCE / 2 / tests) / np.sqrt(size)


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
