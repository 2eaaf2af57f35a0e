"""Many scenarios in order: how often each is the best corrects for having been chosen."""

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import Ensemble, Grade
from tillitsim.studies.compare.analysis import Difference, Spread
from tillitsim.studies.compare.ranking import ranked
from tillitsim.studies.compare.ranking_figure import order_of, ranking_title

NAME = "good_meetings"


@pytest.fixture
def rank(make_comparison):
    def call(*shifts, parameter_sets=18):
        made = make_comparison(shifts=(0.0, *shifts), parameter_sets=parameter_sets)
        return ranked([made.differences(i, (NAME,))[0] for i in made.others])

    return call


def test_the_best_comes_first_and_shares_with_the_baseline_are_at_most_one(rank):
    rows = rank(0.05, 0.1, -0.08)
    assert rows[0].difference.scenario == 2
    assert rows[0].best == max(row.best for row in rows)
    assert sum(row.best for row in rows) <= 1.0


def test_what_only_chance_tells_apart_is_not_the_best_of_all():
    """Of ten equal alternatives the one with the highest median is the best in few draws."""
    rng = np.random.default_rng(0)
    rows = ranked([difference(rng.normal(size=(20, 4))) for _ in range(10)])
    assert rows[0].difference.told[1] > 0.0
    assert rows[0].best < 0.33
    assert rows[0].grade is Grade.UNLIKELY


def test_a_tie_with_the_baseline_is_not_the_best():
    rows = ranked([difference(np.zeros((10, 4))) for _ in range(2)])
    assert [row.best for row in rows] == [0.0, 0.0]


def test_without_other_assumptions_nothing_is_called_the_best(rank):
    rows = rank(0.05, 0.1, parameter_sets=0)
    assert rows[0].difference.scenario == 2
    assert all(row.grade is None and np.isnan(row.best) for row in rows)


def difference(draws):
    outcome = OUTCOMES[NAME]
    known = Ensemble.of(draws.ravel(), len(draws))
    level = Ensemble(0.2, 0.3, 0.4, len(draws))
    return Difference(
        outcome, 1, 0.3, 0.3, 0.0, -0.1, 0.1, 4, same=False,
        spread=Spread(draws, known, level, level, None),
    )  # fmt: skip


def test_where_nothing_beats_the_baseline_the_title_says_so(make_comparison):
    made = make_comparison(shifts=(0.0, -0.05, -0.08), parameter_sets=18)
    order = order_of(made, NAME, "en")
    stays = 1.0 - sum(row.best for row in order.rows)
    assert stays >= order.rows[0].best
    assert f"beats “{order.baseline}” in {stays:.0%}" in ranking_title(order, "en")
