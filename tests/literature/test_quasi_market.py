"""Comparative statics of a quasi-market with two sides (Le Grand 2007; Gaynor & Town 2011).

Prices are fixed, users choose among providers, money follows them. Theory: quality rises with how
much demand answers to quality, with rivals, and with what a user brings; not at all where choice is
closed, money stays, or quality is not seen. Where part of quality is measured and the rest unseen,
effort moves to what is measured (Holmström & Milgrom 1991). One side is the model's logit of users
(``demand.utility``), the other its market pull on managers and staff.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.model.mechanisms import demand, effort, market
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

drive, seen = effort.market_drive.py_func, effort.seen_drive.py_func
aim = effort.outside_aim.py_func
improve = market.improve_manager.py_func
known_quality, utility = demand.known_quality.py_func, demand.utility.py_func

positive, shares = st.floats(0.05, 3.0), st.floats(0.05, 1.0)


@given(positive, shares, shares, shares, st.integers(1, 6))
def test_the_pull_rises_with_what_follows_the_user_who_chooses_and_how_many_rivals(
    strength, follows, choosers, mobility, rivals
):
    pull = drive(strength, follows, choosers, mobility, rivals, 1.0)
    assert drive(strength, 1.5 * follows, choosers, mobility, rivals, 1.0) > pull
    assert drive(strength, follows, 1.5 * choosers, mobility, rivals, 1.0) > pull
    assert drive(strength, follows, choosers, mobility, rivals + 1, 1.0) > pull > 0.0


@given(positive, shares, shares, shares, st.integers(0, 6))
def test_any_side_that_is_closed_closes_the_market(strength, follows, choosers, mobility, rivals):
    assert drive(strength, 0.0, choosers, mobility, rivals, 1.0) == 0.0
    assert drive(strength, follows, 0.0, mobility, rivals, 1.0) == 0.0
    assert drive(strength, follows, choosers, mobility, 0, 1.0) == 0.0
    assert drive(strength, follows, choosers, mobility, rivals, 0.0) == 0.0


def settled(pull, visibility, months=20_000):
    quality = 0.0
    for _ in range(months):
        quality = improve(quality, 0.01, pull, visibility)
    return quality


def test_management_improves_sooner_under_more_pull_and_only_what_is_seen():
    early = [settled(pull, 1.0, months=50) for pull in (0.0, 0.5, 1.0, 2.0)]
    assert early[0] == 0.0
    assert (np.diff(early) > 0.0).all()
    assert settled(2.0, 0.0) == 0.0
    # Returns fall: whatever the pull, nobody passes the best management there is.
    assert settled(0.5, 1.0) == pytest.approx(market.BEST_MANAGER, abs=1e-3)
    assert settled(5.0, 1.0) == pytest.approx(market.BEST_MANAGER, abs=1e-3)


def chosen(quality, weight, visibility):
    """Shares of those who compare, by a logit over units that differ in quality alone."""
    worth = np.array(
        [
            utility(known_quality(each, visibility, 0.0, 0.0), weight, 0.0, 0.0, 0.0, 0.0)
            for each in quality
        ]
    )
    odds = np.exp(worth - worth.max())
    return odds / odds.sum()


@given(st.floats(0.5, 8.0), shares)
def test_users_move_to_quality_as_far_as_it_is_seen_and_weighs(weight, visibility):
    share = chosen([0.3, 0.5, 0.7], weight, visibility)
    assert (np.diff(share) > 0.0).all()
    assert chosen([0.3, 0.5, 0.7], 2.0 * weight, visibility)[-1] > share[-1]
    assert chosen([0.3, 0.5, 0.7], weight, 0.0) == pytest.approx([1 / 3] * 3)


@given(positive, shares, shares)
def test_a_market_that_sees_less_aims_more_at_what_is_measured(pull, measurability, visibility):
    sharp = aim(0.0, pull, measurability, 1.0)
    blurred = aim(0.0, pull, measurability, 1.0 - visibility)
    assert sharp == pytest.approx(measurability)
    assert blurred >= sharp - 1e-12


@given(positive, shares, shares)
def test_a_market_that_sees_nothing_pulls_less(pull, visibility, weight):
    assert seen(pull, 1.0, weight) == pytest.approx(pull)
    assert seen(pull, visibility, weight) <= pull + 1e-12


def test_in_whole_runs_money_moves_to_where_users_are_and_is_the_same_sum():
    open_market = load(
        "demonstration",
        changes={"instruments.money_follows": 1.0, "instruments.choosers": 0.2,
                 "spin_up": 0, "months": 48},
        without=["politics"],
    )  # fmt: skip
    run = Simulation(open_market, seed=0)
    total = int(run.state.unit["budget"].sum() + run.state.council["reserve"].sum())
    while run.month < run.months:
        run.advance()
    unit = run.state.unit
    assert int(unit["budget"].sum() + run.state.council["reserve"].sum()) == total
    users, money = unit["enrolled"] / unit["enrolled_start"], unit["budget"] / unit["budget_norm"]
    assert np.corrcoef(users, money)[0, 1] > 0.9


def test_in_whole_runs_a_market_lifts_management_and_one_that_sees_nothing_does_not():
    def management(**changes):
        given = {f"instruments.{name}": value for name, value in changes.items()}
        scenario = load("demonstration", changes=given | {"spin_up": 0, "months": 60},
                        without=["politics", "workforce"])  # fmt: skip
        run = Simulation(scenario, seed=0)
        before = run.state.manager["quality"].mean()
        while run.month < run.months:
            run.advance()
        return run.state.manager["quality"].mean() - before

    market_of = {"money_follows": 1.0, "choosers": 0.2}
    assert management(**market_of, visibility=1.0) > management(**market_of, visibility=0.3) > 0.0
    assert management(**market_of, visibility=0.0) == pytest.approx(0.0, abs=1e-6)
    kept = {"money_follows": 0.0, "choosers": 0.2}
    assert management(**kept, visibility=1.0) == pytest.approx(0.0, abs=1e-6)
