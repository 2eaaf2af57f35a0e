"""Designs: how many points, where they are, and that the mix is spread evenly over its triangle."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.runs.experiment.design import count_of, grid, lattice, points_of, stick_breaking
from tillitsim.runs.experiment.schema import Axis, Design
from tillitsim.scenario.declared.instruments import PRINCIPLES

VARIETY = Axis("task.variety", 0.4, 1.4, steps=3)
STAFF = Axis("chain.staff", 2.0, 9.0, steps=4, whole=True)
LEVELS = Axis("task.stakes", values=(0.1, 0.5, 0.2))
MIX = Axis("mix", steps=4)
SHARES = [f"mix.{principle}" for principle in PRINCIPLES]

names = st.sampled_from(["task.variety", "task.stakes", "chain.staff", "meeting.craft"])
free = st.builds(
    Axis, names, st.floats(0, 1), st.floats(1.5, 3), st.integers(2, 4),
    st.just(()) | st.lists(st.floats(0, 9), min_size=1, max_size=4, unique=True).map(tuple),
)  # fmt: skip
whole = st.builds(
    Axis, names, st.integers(-3, 3).map(float), st.integers(6, 30).map(float), st.integers(2, 4),
    whole=st.just(True),
)  # fmt: skip
axes = st.lists(
    free | whole | st.builds(Axis, st.just("mix"), steps=st.integers(2, 4)),
    min_size=1, max_size=3, unique_by=lambda axis: axis.name,
).map(tuple)  # fmt: skip
kinds = st.sampled_from(
    ["grid", "latin-hypercube", "sobol", "morris", "simplex-lattice", "simplex-centroid",
     "simplex-sobol"]
)  # fmt: skip


@st.composite
def designs(draw) -> Design:
    """Any design as the reader lets it pass: the mix once, a power of two for Sobol."""
    kind = draw(kinds)
    mixed = kind.startswith("simplex")
    vary = () if mixed else draw(axes)
    taken = {axis.name for axis in vary} | ({"mix"} if mixed else set())
    cross = tuple(axis for axis in draw(axes) if axis.name not in taken)
    size = draw(st.sampled_from([1, 2, 4, 8]))
    return Design(kind, size, draw(st.integers(0, 9)), vary, cross)


def shares(points) -> np.ndarray:
    return np.array([[point[name] for name in SHARES] for point in points])


@given(designs())
def test_the_count_is_known_without_making_the_points(design):
    assert len(points_of(design)) == count_of(design)


@given(designs())
def test_every_point_gives_the_same_parameters_values_within_their_ranges(design):
    known = {axis.name: axis for axis in (*design.vary, *design.cross)}
    first, *rest = points_of(design)
    assert all(list(point) == list(first) for point in rest)
    for point in (first, *rest):
        for name, value in point.items():
            if name in SHARES:
                assert 0.0 <= value <= 1.0
                continue
            axis = known[name]
            if axis.values:
                assert any(value == pytest.approx(level, abs=1e-12) for level in axis.values)
            else:
                assert axis.low - 1e-12 <= value <= axis.high + 1e-12
            assert not axis.whole or value == math.floor(value)
        if SHARES[0] in point:
            assert math.fsum(point[name] for name in SHARES) == pytest.approx(1.0, abs=2e-12)


@given(designs())
def test_the_same_seed_gives_the_same_points(design):
    assert points_of(design) == points_of(design)


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "morris", "simplex-sobol"])
def test_another_seed_gives_other_points(kind):
    vary = () if kind == "simplex-sobol" else (VARIETY, LEVELS)
    one, other = (points_of(Design(kind, 8, seed, vary)) for seed in (0, 1))
    assert one != other


def test_without_a_design_there_is_one_point_that_changes_nothing():
    assert points_of(None) == [{}]
    assert count_of(None) == 1


def test_a_grid_has_every_combination_once():
    points = grid((VARIETY, LEVELS, STAFF))
    assert len({tuple(point.values()) for point in points}) == len(points) == 3 * 3 * 4
    assert {point["task.variety"] for point in points} == {0.4, 0.9, 1.4}
    assert {point["task.stakes"] for point in points} == {0.1, 0.5, 0.2}
    assert {point["chain.staff"] for point in points} == {2, 4, 7, 9}


@pytest.mark.parametrize(("high", "steps"), [(h, s) for h in (1, 4, 7, 9) for s in range(2, h + 2)])
def test_levels_of_a_whole_number_are_whole_and_different(high, steps):
    levels = [p["chain.staff"] for p in grid((Axis("chain.staff", 0.0, high, steps, whole=True),))]
    assert len(set(levels)) == steps
    assert (levels[0], levels[-1]) == (0, high)


@pytest.mark.parametrize("degree", [1, 2, 3, 10, 14])
def test_a_lattice_has_each_mix_of_whole_parts_once(degree):
    mixes = {tuple(row) for row in np.rint(shares(lattice(degree)) * degree).astype(int).tolist()}
    assert len(mixes) == math.comb(degree + 2, 2) == len(lattice(degree))
    assert all(sum(mix) == degree and min(mix) >= 0 for mix in mixes)


def test_a_centroid_has_corners_middles_of_edges_and_the_middle():
    found = {tuple(np.round(row * 6).astype(int)) for row in shares(
        points_of(Design("simplex-centroid")))}  # fmt: skip
    assert found == {(6, 0, 0), (0, 6, 0), (0, 0, 6), (3, 3, 0), (3, 0, 3), (0, 3, 3), (2, 2, 2)}


@given(st.floats(0, 1), st.floats(0, 1))
def test_any_two_numbers_make_a_mix(u, v):
    (mix,) = shares([stick_breaking(u, v)])
    assert mix.min() >= 0.0
    assert mix.sum() == pytest.approx(1.0, abs=2e-12)


def moment(powers: tuple[int, ...]) -> float:
    """Mean of a product of powers of shares that are uniform over the triangle (Dirichlet)."""
    return 2.0 * math.prod(map(math.factorial, powers)) / math.factorial(sum(powers) + 2)


@pytest.mark.parametrize("kind", ["simplex-sobol", "latin-hypercube"])
def test_mixes_are_uniform_over_the_triangle(kind):
    vary = () if kind == "simplex-sobol" else (Axis("mix"),)
    mixes = shares(points_of(Design(kind, 1024, 3, vary)))
    most = 0.01 if kind == "simplex-sobol" else 0.1
    for powers in np.ndindex(5, 5, 5):
        if 0 < sum(powers) <= 4:
            found = np.prod(mixes**powers, axis=1).mean()
            assert found == pytest.approx(moment(powers), rel=most), powers


def test_corners_have_their_part_of_the_mixes():
    """The corner where one share is above 0.8 is 4% of the triangle, whichever share it is."""
    mixes = shares(points_of(Design("simplex-sobol", 4096)))
    assert (mixes > 0.8).mean(axis=0) == pytest.approx([0.04] * 3, abs=0.004)


@pytest.mark.parametrize("seed", range(5))
def test_a_latin_hypercube_has_one_point_in_each_slice(seed):
    vary = (VARIETY, Axis("task.stakes"))
    points = points_of(Design("latin-hypercube", 16, seed, vary))
    for axis in vary:
        where = [(p[axis.name] - axis.low) / (axis.high - axis.low) * 16 for p in points]
        assert sorted(map(math.floor, where)) == list(range(16))


def test_a_sobol_sequence_has_one_point_in_each_cell_of_a_square():
    points = points_of(Design("sobol", 16, 2, (Axis("task.stakes"), Axis("task.variety"))))
    cells = {tuple(math.floor(4 * value) for value in point.values()) for point in points}
    assert len(cells) == 16


def test_whole_numbers_and_levels_have_equal_parts_of_a_sobol_sequence():
    points = points_of(Design("sobol", 256, 1, (STAFF, Axis("task.stakes", values=(1, 2)))))
    for name, levels in (("chain.staff", range(2, 10)), ("task.stakes", (1, 2))):
        found = [point[name] for point in points]
        assert all(found.count(level) == 256 // len(levels) for level in levels)


@pytest.mark.parametrize("seed", range(5))
def test_a_morris_step_changes_one_factor_and_each_factor_once(seed):
    vary = (VARIETY, MIX, LEVELS, STAFF)
    points = points_of(Design("morris", 6, seed, vary))
    for first in range(0, len(points), 5):
        trajectory = points[first : first + 5]
        moved = []
        for one, other in pairwise(trajectory):
            changed = {name for name in one if one[name] != other[name]}
            (factor,) = {"mix" if name in SHARES else name for name in changed}
            moved.append(factor)
        assert sorted(moved) == sorted(axis.name for axis in vary)


def test_a_morris_step_is_two_thirds_of_the_range():
    points = points_of(Design("morris", 20, 0, (Axis("task.stakes"), Axis("task.variety"))))
    for first in range(0, len(points), 3):
        for one, other in pairwise(points[first : first + 3]):
            steps = [abs(one[name] - other[name]) for name in one]
            assert max(steps) == pytest.approx(2 / 3)


def test_crossing_pairs_every_point_with_every_combination():
    design = Design("simplex-centroid", cross=(VARIETY, LEVELS))
    points = points_of(design)
    combinations = {(p["task.variety"], p["task.stakes"]) for p in points}
    mixes = {tuple(p[name] for name in SHARES) for p in points}
    assert len(combinations) == 9
    assert len(mixes) == 7
    assert len({tuple(p.values()) for p in points}) == len(points) == 63


def test_a_list_is_taken_as_it_is():
    listed = ({"task.variety": 0.9}, {"task.variety": 0.4})
    assert points_of(Design("list", listed=listed)) == list(listed)
