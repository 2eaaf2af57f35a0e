"""Sensitivity indices: exact where theory is exact, the mix as one input, chance as another."""

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol

from tillitsim.runs.experiment.schema import Axis, Design
from tillitsim.studies.sensitivity.design import SHARES, pairs, sample, steps, with_share
from tillitsim.studies.sensitivity.distribution import distances
from tillitsim.studies.sensitivity.indices import (
    PickFreeze,
    index_of,
    indices,
    log_ratios,
    shapley_split,
)
from tillitsim.studies.sensitivity.screening import CHANCE, effects

MIX, X = Axis("mix"), Axis("task.variety", 0.0, 1.0)


def angles(count):
    names = ("task.variety", "task.stakes", "task.codifiability", "task.discovery")
    return tuple(Axis(name, -np.pi, np.pi) for name in names[:count])


def run(layout, function, noise=0.0, replicates=1):
    """Outcomes of all points of a layout, (points, replicates); chance adds noise × N(0, 1)."""
    rng = np.random.default_rng(3).normal(size=(2 + max(layout.streams), replicates))
    values = np.array([function(point) for point in layout.points])
    return values[:, None] + noise * rng[list(layout.streams)]


def of_mix(point):
    """Y = t² + 2cr + x + tx."""
    c, r, t = (point[name] for name in SHARES)
    x = point["task.variety"]
    return t * t + 2 * c * r + x + t * x


def ishigami(point):
    a, b, c = list(point.values())[:3]
    return np.sin(a) + 7.0 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


G = (0.0, 1.0, 4.5, 9.0)


def g_function(point):
    x = np.array(list(point.values()))
    return np.prod((np.abs(4 * x - 2) + G) / (1 + np.array(G)))


def exact_g():
    own = np.array([1 / (3 * (1 + a) ** 2) for a in G])
    whole = np.prod(1 + own) - 1
    return own / whole, own * np.prod(1 + own) / (1 + own) / whole


def exact_of_mix():
    """Indices of Y = t² + 2cr + x + tx by moments of the uniform triangle."""

    def moment(i, j, k):
        f = [np.prod(np.arange(1, n + 1)) for n in (i, j, k, i + j + k + 2)]
        return 2 * f[0] * f[1] * f[2] / f[3]

    # Y = m + x (1 + t) with m = t² + 2cr; the mix alone: m + (1 + t) / 2
    m2 = moment(0, 0, 4) + 4 * moment(1, 1, 2) + 4 * moment(2, 2, 0)
    m1 = moment(0, 0, 2) + 2 * moment(1, 1, 0)
    mt = moment(0, 0, 3) + 2 * moment(1, 1, 1)
    t1, t2 = moment(0, 0, 1), moment(0, 0, 2)
    alone = m2 - m1**2 + (t2 - t1**2) / 4 + (mt - m1 * t1)
    x_alone = (1 + t1) ** 2 / 12
    both = (t2 - t1**2) / 12
    whole = alone + x_alone + both
    # E[Y | t] = t² + (1 - t)²/3 + 1/2 + t/2, with t of density 2(1 - t)
    t, w = np.polynomial.legendre.leggauss(40)
    t, w = (t + 1) / 2, w / 2 * 2 * (1 - (t + 1) / 2)
    trust = _variance(t**2 + (1 - t) ** 2 / 3 + t / 2, w)
    # E[Y | c]: with t = (1 - c) s, s even on [0, 1]: t² → (1-c)²/3, 2cr → c(1-c), t → (1-c)/2
    one = _variance((1 - t) ** 2 / 3 + t * (1 - t) + (1 - t) / 4, w)
    return {
        "mix": (alone / whole, (alone + both) / whole),
        "x": (x_alone / whole, (x_alone + both) / whole),
        "trust": trust / whole,
        "competition": one / whole,
        "whole": whole,
    }


def _variance(values, weight):
    return (weight * values**2).sum() - (weight * values).sum() ** 2


def near(estimate, exact, slack=0.02):
    return abs(estimate.value - exact) < slack


def test_ishigami_has_its_known_indices():
    layout = pairs(Design("sobol", 2048, vary=angles(3)))
    found = indices(layout.read(run(layout.layout, ishigami)))
    expected = {0: (0.3139, 0.5576), 1: (0.4424, 0.4424), 2: (0.0, 0.2437)}
    for i, (first, total) in expected.items():
        index = found.inputs[layout.inputs[i]]
        assert near(index.first, first)
        assert near(index.total, total)
    assert found.sd == pytest.approx(np.sqrt(13.844587), rel=0.01)
    assert found.inputs[CHANCE].total.value == 0.0


def test_the_g_function_has_its_known_indices():
    axes = tuple(Axis(axis.name, 0.0, 1.0) for axis in angles(4))
    layout = pairs(Design("sobol", 2048, vary=axes))
    found = indices(layout.read(run(layout.layout, g_function)))
    for name, first, total in zip(layout.inputs, *exact_g(), strict=True):
        assert near(found.inputs[name].first, first)
        assert near(found.inputs[name].total, total)


@pytest.fixture(scope="module")
def mixed():
    layout = pairs(Design("sobol", 4096, vary=(MIX, X)))
    values = run(layout.layout, of_mix)
    return layout, values, indices(layout.read(values))


def test_the_mix_is_one_input_with_its_exact_index(mixed):
    exact, found = exact_of_mix(), mixed[2]
    for name, key in (("mix", "mix"), ("x", "task.variety")):
        assert near(found.inputs[key].first, exact[name][0], 0.01)
        assert near(found.inputs[key].total, exact[name][1], 0.01)


def test_each_principle_has_its_exact_closed_index_and_shapley_value(mixed):
    exact, found = exact_of_mix(), mixed[2]
    assert near(found.closed["trust"], exact["trust"], 0.01)
    assert near(found.closed["competition"], exact["competition"], 0.01)
    assert near(found.closed["regulation"], exact["competition"], 0.01)
    assert [round(exact["mix"][0], 3), round(exact["trust"], 3)] == [0.276, 0.241]
    shapley = {"trust": 0.153, "competition": 0.062, "regulation": 0.062}
    for principle, value in shapley.items():
        assert near(found.shapley[principle], value, 0.01)
    together = sum(each.value for each in found.shapley.values())
    assert together == pytest.approx(found.inputs["mix"].first.value, abs=1e-12)


def test_the_shapley_split_is_that_of_a_game_in_which_any_two_parts_know_all():
    worth = {"a": 0.1, "b": 0.4, "c": 0.2}
    split = shapley_split(np.array([0.9]), {name: np.array([v]) for name, v in worth.items()})
    by_hand = {
        "a": (2 * 0.1 + (0.9 - 0.4) + (0.9 - 0.2)) / 6,
        "b": (2 * 0.4 + (0.9 - 0.1) + (0.9 - 0.2)) / 6,
        "c": (2 * 0.2 + (0.9 - 0.1) + (0.9 - 0.4)) / 6,
    }
    assert {name: value[0] for name, value in split.items()} == pytest.approx(by_hand)


def test_first_order_and_total_agree_with_salib_where_it_can_group(mixed):
    layout, values, found = mixed
    runs = layout.read(values)
    names = ["u", "v", "x"]
    problem = {
        "num_vars": 3, "names": names, "bounds": [[0, 1]] * 3, "groups": ["mix", "mix", "x"],
    }  # fmt: skip
    stacked = np.stack([runs.a, runs.swapped["mix"], runs.swapped["task.variety"], runs.b], axis=1)
    theirs = salib_sobol.analyze(problem, stacked.ravel(), calc_second_order=False, seed=1)
    for i, name in enumerate(layout.inputs):
        assert found.inputs[name].first.value == pytest.approx(theirs["S1"][i], abs=2e-3)
        assert found.inputs[name].total.value == pytest.approx(theirs["ST"][i], abs=2e-3)
        half = found.inputs[name].total.high - found.inputs[name].total.value
        assert half == pytest.approx(theirs["ST_conf"][i], rel=0.3)


def test_a_log_ratio_of_shares_has_its_exact_index_and_corners_do_no_harm(mixed):
    layout, values, _ = mixed
    coordinates = log_ratios(layout.mixes())
    exact = exact_of_mix()["whole"]
    ratio = index_of(coordinates[0, 1], layout.both(values))  # competition against regulation
    assert near(ratio, 1 / 180 / exact)  # E[Y | s] = s(1 - s) + constant
    corner = np.array([[[1.0, 0.0, 0.0], [0.2, 0.3, 0.5]]])
    assert not any(np.isnan(each).any() for each in log_ratios(corner).values())


def test_a_share_has_the_same_index_from_its_order_alone_as_from_runs_made_for_it(mixed):
    layout, values, found = mixed
    trust = index_of(layout.mixes()[..., 2], layout.both(values))
    assert near(trust, found.closed["trust"].value)
    assert trust.low < exact_of_mix()["trust"] < trust.high


def test_chance_is_an_input_with_its_exact_share():
    layout = pairs(Design("sobol", 2048, vary=(MIX, X)))
    noise = 0.3
    found = indices(layout.read(run(layout.layout, of_mix, noise)))
    whole = exact_of_mix()["whole"]
    share = noise**2 / (noise**2 + whole)
    assert near(found.inputs[CHANCE].first, share, 0.03)
    assert near(found.inputs[CHANCE].total, share, 0.03)
    assert near(found.inputs["mix"].first, exact_of_mix()["mix"][0] * (1 - share), 0.03)


@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_intervals_hold_the_truth_about_as_often_as_they_say_with_chance_and_without(noise):
    whole, (exact, _) = exact_of_mix()["whole"], exact_of_mix()["mix"]
    exact *= whole / (whole + noise**2)
    inside = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        a, b = rng.dirichlet((1, 1, 1), (2, 64)), rng.random((2, 64))
        e = noise * rng.normal(size=(2, 64))

        def y(mix, x):
            c, r, t = mix.T
            return t * t + 2 * c * r + x + t * x

        runs = PickFreeze(
            (y(a[0], b[0]) + e[0])[:, None],
            (y(a[1], b[1]) + e[1])[:, None],
            {"mix": (y(a[1], b[0]) + e[0])[:, None]},
            {},
        )
        first = indices(runs, seed=seed).inputs["mix"].first
        inside += first.low <= exact <= first.high
    assert 34 <= inside <= 40


def test_more_chance_means_wider_intervals_and_more_replicates_narrower_ones():
    layout = pairs(Design("sobol", 256, vary=(MIX, X)))

    def width(noise, replicates=1):
        runs = layout.read(run(layout.layout, of_mix, noise, replicates))
        first = indices(runs).inputs["mix"].first
        return (first.high - first.low) / first.value

    assert width(1.0) > 1.5 * width(0.0)
    assert width(1.0, 8) < 0.7 * width(1.0)


def test_an_outcome_that_never_changes_has_no_indices():
    layout = pairs(Design("sobol", 16, vary=(MIX, X)))
    assert indices(layout.read(run(layout.layout, lambda _: 0.1))) is None


def test_a_row_without_a_value_is_left_out():
    layout = pairs(Design("sobol", 64, vary=(MIX, X)))
    values = run(layout.layout, of_mix)
    values[5 * len(layout.layout.columns) + 3] = np.nan
    assert indices(layout.read(values)).rows == 63


def test_a_share_taken_from_another_point_keeps_the_ratio_of_the_others():
    mix = with_share({"mix.competition": 0.1, "mix.regulation": 0.3, "mix.trust": 0.6},
                     "mix.trust", 0.2)  # fmt: skip
    assert mix == pytest.approx({"mix.competition": 0.2, "mix.regulation": 0.6, "mix.trust": 0.2})


def test_effects_are_those_of_salib_on_the_same_trajectories():
    layout = steps(Design("morris", 12, seed=4, vary=angles(3)))
    values = run(layout.layout, ishigami)
    found = effects(layout.read(values))
    names = list(layout.inputs)
    x = np.array([list(point.values()) for point in layout.layout.points])
    cube = (x + np.pi) / (2 * np.pi)
    trajectory = np.arange(len(cube)).reshape(12, -1)[:, :-1].ravel()
    theirs = salib_morris.analyze(
        {"num_vars": 3, "names": names, "bounds": [[0, 1]] * 3},
        cube[trajectory], values[trajectory, 0], num_levels=4, seed=1,
    )  # fmt: skip
    for i, name in enumerate(names):
        own = found.inputs[name]
        assert own.mu_star.value == pytest.approx(theirs["mu_star"][i])
        assert own.mu == pytest.approx(theirs["mu"][i])
        assert own.sigma == pytest.approx(theirs["sigma"][i])
    assert found.inputs[CHANCE].mu_star.value == 0.0


def test_an_effect_is_the_change_over_the_whole_range_and_a_straight_line_has_no_sigma():
    axes = (Axis("task.variety", 2.0, 5.0), Axis("task.stakes", 0.0, 0.1))
    layout = steps(Design("morris", 8, vary=axes))
    found = effects(layout.read(run(layout.layout, lambda p: -2 * p["task.variety"])))
    assert found.inputs["task.variety"].mu == pytest.approx(-6.0)
    assert found.inputs["task.variety"].mu_star.value == pytest.approx(6.0)
    assert found.inputs["task.variety"].sigma == pytest.approx(0.0, abs=1e-9)
    assert found.ranked == ["task.variety", "task.stakes", CHANCE]
    assert found.negligible == ["task.stakes"]


def test_the_mix_moves_as_one_and_has_no_direction():
    layout = steps(Design("morris", 16, vary=(MIX, X)))
    found = effects(layout.read(run(layout.layout, of_mix)))
    assert found.inputs["mix"].mu_star.value > 0.2
    assert np.isnan(found.inputs["mix"].sigma)
    assert found.inputs["task.variety"].mu == pytest.approx(4 / 3, abs=0.25)


def test_chance_is_told_beside_the_effects():
    layout = steps(Design("morris", 400, vary=(X, Axis("task.stakes", 0.0, 1.0))))
    found = effects(layout.read(run(layout.layout, lambda p: p["task.variety"], noise=0.1)))
    assert found.inputs[CHANCE].mu_star.value == pytest.approx(0.1 * 2 / np.sqrt(np.pi), rel=0.1)
    assert found.inputs["task.stakes"].mu_star.value == pytest.approx(0.0, abs=1e-12)


def test_two_inputs_together_have_ishigamis_known_index_and_that_of_salib():
    layout = pairs(Design("sobol", 1024, vary=angles(3)), returned=True)
    runs = layout.read(run(layout.layout, ishigami))
    found = indices(runs)
    one, two, three = layout.inputs
    # Exact: only the first and the third act together.
    assert near(found.together[one, three], 0.2437, 0.03)
    assert near(found.together[one, two], 0.0, 0.03)
    assert near(found.together[two, three], 0.0, 0.03)
    assert all(near(found.together[name, CHANCE], 0.0, 0.03) for name in layout.inputs)
    each = [runs.a, *(runs.swapped[name] for name in layout.inputs),
            *(runs.returned[name] for name in layout.inputs), runs.b]  # fmt: skip
    theirs = salib_sobol.analyze(
        {"num_vars": 3, "names": list(layout.inputs), "bounds": [[0, 1]] * 3},
        np.hstack(each).ravel(), seed=1,
    )  # fmt: skip
    assert found.together[one, three].value == pytest.approx(theirs["S2"][0, 2], abs=0.01)


def test_the_mix_acts_together_with_what_it_is_multiplied_by():
    layout = pairs(Design("sobol", 1024, vary=(MIX, X)), returned=True)
    found = indices(layout.read(run(layout.layout, of_mix)))
    exact = exact_of_mix()["mix"]
    assert near(found.together["mix", "task.variety"], exact[1] - exact[0], 0.02)


def test_chance_that_a_single_input_scales_acts_together_with_it():
    layout = pairs(Design("sobol", 4096, vary=(X, Axis("task.stakes", 0.0, 1.0))), returned=True)
    noise = np.random.default_rng(1).normal(size=2 + max(layout.layout.streams))
    x = np.array([point["task.variety"] for point in layout.layout.points])
    values = (x * noise[list(layout.layout.streams)])[:, None]
    found = indices(layout.read(values))
    # Y = x e: nothing of x alone, 3/4 of e alone, the rest together.
    assert near(found.together["task.variety", CHANCE], 0.25, 0.1)
    assert found.together["task.variety", CHANCE].low > 0.0


def test_distances_find_what_a_variance_does_not_see():
    layout = sample(Design("sobol", 512, vary=(MIX, X, Axis("task.stakes", 0.0, 1.0))))

    def rarely_huge(point):
        return point["task.variety"] + 1000.0 * (point["task.stakes"] > 0.995)

    found = distances(layout.read(run(layout.layout, rarely_huge)))
    assert set(found.inputs) == {*SHARES, "task.variety", "task.stakes"}
    assert found.ranked[0] == "task.variety"
    assert found.inputs["task.variety"].median > 0.6
    assert all(found.inputs[share].median < 2 * found.nothing for share in SHARES)


def test_a_number_that_does_nothing_is_seldom_clear_of_nothing():
    # With a rate of 5%, more than 3 of 10 come once in 1,000 times.
    clear = 0
    for seed in range(10):
        layout = sample(Design("sobol", 64, seed=seed, vary=(X, Axis("task.stakes", 0.0, 1.0))))
        values = run(layout.layout, lambda point: point["task.variety"])
        found = distances(layout.read(values), seed=seed)
        clear += found.inputs["task.stakes"].median > found.nothing
    assert clear <= 3


def test_the_same_everywhere_has_no_distances():
    layout = sample(Design("sobol", 64, vary=(MIX, X)))
    assert distances(layout.read(run(layout.layout, lambda _: 0.1))) is None
