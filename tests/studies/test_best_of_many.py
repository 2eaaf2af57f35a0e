"""What is named the best of many is not flattered by having been chosen, in any command.

Where all are alike and only chance tells them apart, each is best in its equal part of the draws.
What a command says of the one that it names comes to that part, over many made-up answers; the
largest share itself lies clearly above it, so a command that told that would be found.
"""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import lattice
from tillitsim.runs.statistics.chosen import value_elsewhere
from tillitsim.runs.statistics.likelihood import Ensemble
from tillitsim.studies.compare.analysis import Difference, Spread
from tillitsim.studies.compare.ranking import ranked
from tillitsim.studies.values.analysis import Valued
from tillitsim.studies.values.profiles import Profile

NAME, SETS, ANSWERS = "good_meetings", 20, 150
AT = list(OUTCOMES).index(NAME)


@pytest.fixture
def of_triangle(make_triangle):
    made = make_triangle(degree=3)

    def share(luck):
        values = np.zeros((SETS, len(made.mixes), 1, len(OUTCOMES)))
        values[..., 0, AT] = luck.normal(size=values.shape[:2])
        best = replace(made, in_sets=values).best(NAME)
        return best.share, best.often.max(), len(made.mixes)

    return share


@pytest.fixture
def of_map(make_winners):
    made = make_winners(parameter_sets=9)

    def share(luck):
        found = replace(made, in_sets=luck.normal(size=(SETS, 3, 1, 1)))
        return found.share[0, 0], found.shares[:, 0, 0].max(), 3

    return share


@pytest.fixture
def of_values(make_results):
    scenario, mixes = make_results(2, 4).scenario, lattice(3)
    profile = Profile("mine", {}, {}, "", {NAME: 1.0})

    def share(luck):
        outcomes = np.zeros((SETS, len(mixes) + 1, len(OUTCOMES)))
        outcomes[:, :-1, AT] = luck.normal(size=outcomes.shape[:2])[:, :-1]
        shares = np.array([list(each.values()) for each in mixes])
        best = Valued(scenario, 0, shares, outcomes, (profile,), False).best(profile)
        return best.share, best.often.max(), len(mixes)

    return share


@pytest.fixture
def of_ranking():
    def share(luck):
        rows = ranked([difference(luck.normal(size=(SETS, 1))) for _ in range(5)])
        return rows[0].chosen, rows[0].best, 6

    return share


def difference(draws):
    known = Ensemble.of(draws.ravel(), len(draws))
    spread = Spread(draws, known, known, known, None)
    return Difference(OUTCOMES[NAME], 1, 0.3, 0.3, 0.0, -0.1, 0.1, 4, same=False, spread=spread)


@pytest.mark.parametrize("command", ["triangle", "map", "values", "ranking"])
def test_the_named_best_of_equals_is_told_with_its_equal_part(command, request):
    told, largest, many = zip(
        *(
            request.getfixturevalue(f"of_{command}")(np.random.default_rng(i))
            for i in range(ANSWERS)
        ),
        strict=True,
    )
    equal = 1.0 / many[0]
    noise = 4.0 * np.std(told) / np.sqrt(ANSWERS)
    assert np.mean(told) <= equal + noise + 0.02
    assert np.mean(largest) > equal + noise + 0.02
    assert all(a <= b + 1e-12 for a, b in zip(told, largest, strict=True))


def test_the_value_of_the_chosen_is_what_all_have_on_average():
    noise = np.random.default_rng(1).normal(size=(400, 200, 30))
    good = [each >= each.max(axis=1, keepdims=True) - 0.1 for each in noise]
    values = [value_elsewhere(a.astype(float), b, 200) for a, b in zip(good, noise, strict=True)]
    assert abs(np.mean(values)) < 3 * np.std(values) / 20
    assert np.mean([each.mean(axis=0).max() for each in noise]) > 0.1
