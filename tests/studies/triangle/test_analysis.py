"""The best mix is found where an analytic function has it, and its uncertainty is counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs import read
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.studies.triangle.analysis import IN_EACH_WORLD, best_often, smallest_region, triangle

NAMES = list(OUTCOMES)
GOOD, COST, GAP = (NAMES.index(n) for n in ("good_meetings", "cost_per_good_meeting", "inequality"))


def bowl(scenario, replicate):
    """Good meetings best at (0.2, 0.3, 0.5), cost lowest where competition is highest.

    In worlds with much blame good meetings are best with trust alone.
    """
    c, r, t = (scenario.values[f"mix.{p}"] for p in ("competition", "regulation", "trust"))
    row = np.full(len(NAMES), 0.25)
    row[GOOD] = 1.0 - (c - 0.2) ** 2 - (r - 0.3) ** 2 - (t - 0.5) ** 2
    if scenario.values["safety.blame"] > 0.8:
        row[GOOD] = t
    row[GOOD] += 1e-3 * replicate
    row[COST] = 1.0 - c
    return row


@pytest.fixture
def analytic(monkeypatch):
    def counted(each):
        return lambda _, replicate: read.Run(each, np.tile(bowl(each, replicate), (each.months, 1)))

    def means(scenario, series, _, *, real=read.means_of):
        return real(scenario, series)

    monkeypatch.setattr(read, "means_of", means)
    monkeypatch.setattr(read, "counted", counted)
    monkeypatch.setattr(read, "read", lambda outcomes: outcomes)


@pytest.fixture
def home_care():
    return load("home-care", set=("months=3", "burn_in=1"))


MILD, HARSH = {"safety.blame": 0.2}, {"safety.blame": 0.9}


@pytest.mark.usefixtures("analytic")
def test_the_best_mix_is_where_the_function_has_it(home_care):
    found = triangle(home_care, degree=10, replicates=3)
    best = found.best("good_meetings")
    assert found.mixes[best.point] == pytest.approx([0.2, 0.3, 0.5])
    assert best.mean == pytest.approx(1.001)
    assert best.low < best.mean < best.high
    assert best.region.sum() == 1


@pytest.mark.usefixtures("analytic")
def test_lower_is_best_where_lower_is_better(home_care):
    found = triangle(home_care, degree=4, replicates=2)
    assert found.mixes[found.best("cost_per_good_meeting").point] == pytest.approx([1, 0, 0])


@pytest.mark.usefixtures("analytic")
def test_the_region_holds_both_optima_when_worlds_disagree(home_care):
    found = triangle(home_care, degree=10, replicates=5, worlds=[MILD, HARSH, HARSH])
    best = found.best("good_meetings")
    assert best.draws == 4 * IN_EACH_WORLD, "every world has the same weight"
    where = {
        tuple(np.round(mix, 3)): share for mix, share in zip(found.mixes, best.often, strict=True)
    }
    assert where[0.2, 0.3, 0.5] == pytest.approx(0.5)
    assert where[0.0, 0.0, 1.0] == pytest.approx(0.5)
    assert {tuple(np.round(mix, 3)) for mix in found.mixes[best.region]} == {
        (0.2, 0.3, 0.5), (0.0, 0.0, 1.0)
    }  # fmt: skip


@pytest.mark.usefixtures("analytic")
def test_a_rare_optimum_is_left_out_of_the_region(home_care):
    found = triangle(home_care, degree=10, replicates=2, worlds=[MILD] * 18 + [HARSH])
    best = found.best("good_meetings")
    assert best.often.max() == pytest.approx(0.95)
    assert best.region.sum() == 1


@pytest.mark.usefixtures("analytic")
def test_an_outcome_that_is_the_same_everywhere_has_no_best_mix(home_care):
    best = triangle(home_care, degree=3, replicates=2).best("inequality")
    assert best.region.all()
    assert best.often == pytest.approx(np.full(10, 0.1))


@pytest.mark.usefixtures("analytic")
def test_trade_offs_are_shares_of_what_can_be_lost(home_care):
    found = triangle(home_care, degree=10, replicates=2)
    table = found.trade_offs(["good_meetings", "cost_per_good_meeting", "inequality"])
    assert np.diag(table)[:2] == pytest.approx([0, 0])
    assert table[0, 1] == pytest.approx(0.8), "at 20% competition, 80% of the saving is lost"
    # at (1, 0, 0) the bowl is lowest: 0.64 + 0.09 + 0.25 below its top, nowhere else as much
    assert table[1, 0] == pytest.approx(1.0)
    assert np.isnan(table[:, 2]).all()


@pytest.mark.usefixtures("analytic")
def test_named_mixes_have_values_of_their_own(home_care):
    found = triangle(home_care, degree=2, marked={"here": [0.2, 0.3, 0.5]}, replicates=2)
    mix, values = found.marked["here"]
    assert mix == pytest.approx([0.2, 0.3, 0.5])
    assert values[:, GOOD] == pytest.approx([1.0, 1.001])
    assert len(found.mixes) == 6


def test_every_run_is_counted(home_care):
    told = []
    small = load(home_care, changes={"chain.units": 1, "chain.staff": 2, "chain.citizens": 10})
    runner = Runner(on_progress=told.append)
    triangle(small, degree=2, replicates=2, worlds=[MILD], runner=runner)
    whole = 6 * 2 + 6 * IN_EACH_WORLD
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert told[0] == (0, whole, 0)
    assert told[-1] == (whole, whole, 0)


def test_ties_share_their_draw_and_draws_without_a_value_are_left_out():
    draws = np.array([[1.0, 1.0, 0.0], [0.0, 2.0, np.nan], [np.nan] * 3])
    assert best_often(draws) == pytest.approx([0.25, 0.75, 0.0])
    assert best_often(np.full((2, 4), np.nan)) == pytest.approx([0.25] * 4)


@given(
    arrays(float, st.integers(1, 12), elements=st.integers(0, 9).map(float)).filter(
        lambda a: a.sum()
    )
)
def test_a_region_holds_its_share_with_the_fewest_points(counts):
    often = counts / counts.sum()
    region = smallest_region(often, 0.9)
    assert often[region].sum() >= 0.9 - 1e-9
    untied = region & (often > often[region].min())
    assert often[untied].sum() < 0.9, "without the last, and what ties with it, too little"
