"""A principle wins where it is likely to be the best by what matters; else nobody does."""

import numpy as np
import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.cases import read
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.studies.map.analysis import ALIKE, NOBODY, leading, winners

NAMES = list(OUTCOMES)
XS, YS = [0.4, 1.0], [0.3, 0.7]
COMPETITION, REGULATION, TRUST = range(3)


def lead_of(scenario):
    shares = [scenario.values[f"mix.{p}"] for p in PRINCIPLES]
    return int(np.argmax(shares))


@pytest.fixture
def demonstration():
    return load("demonstration", set=("months=2", "burn_in=1"))


@pytest.fixture
def toy(monkeypatch):
    """Runs whose outcomes are given by a function of who leads, the scenario and the replicate."""

    def use(value):
        def counted(each):
            def once(_, replicate):
                mean = value(lead_of(each), each, replicate)
                return read.Run(each, np.full((each.months, len(NAMES)), mean))

            return once

        monkeypatch.setattr(read, "counted", counted)
        monkeypatch.setattr(read, "read", lambda outcomes: outcomes)

    return use


def clear_case(leader, scenario, replicate):
    """Trust is best for varied tasks, regulation for even ones; noise is shared."""
    best = TRUST if scenario.values["task.variety"] > 0.7 else REGULATION
    if scenario.values["safety.blame"] > 0.8:
        best = COMPETITION
    return 0.5 + 0.2 * (leader == best) + 0.01 * leader + 0.05 * replicate


def sets(harsh, mild):
    return [{"safety.blame": 0.9}] * harsh + [{"safety.blame": 0.1}] * mild


def test_the_winner_is_who_is_best_in_nearly_all_sets(toy, demonstration):
    toy(clear_case)
    found = winners(demonstration, xs=XS, ys=YS, parameter_sets=sets(0, 9))
    assert found.winner.tolist() == [[REGULATION, TRUST]] * 2
    assert found.margin == pytest.approx(np.array([[0.19, 0.21]] * 2))
    assert (found.share == 1.0).all()


def test_two_that_are_as_good_win_nothing(toy, demonstration):
    toy(lambda leader, _, r: 0.5 - 0.2 * (leader == COMPETITION) + 0.1 * r)
    assert (winners(demonstration, xs=XS, ys=YS, parameter_sets=sets(0, 9)).winner == ALIKE).all()


def test_a_lead_too_small_to_matter_wins_nothing(toy, demonstration):
    toy(lambda leader, *_: 0.5 + 0.009 * (leader == TRUST))
    assert (winners(demonstration, xs=XS, ys=YS, parameter_sets=sets(0, 9)).winner == ALIKE).all()


@pytest.mark.parametrize(("harsh", "won"), [(3, True), (4, False)])
def test_a_winner_must_be_likely(toy, demonstration, harsh, won):
    toy(clear_case)
    found = winners(demonstration, xs=XS, ys=YS, parameter_sets=sets(harsh, 9 - harsh))
    assert (found.share <= (9 - harsh) / 9 + 1e-12).all()  # corrected for the choice
    assert ((found.winner >= 0) == won).all()


def test_default_values_alone_win_nothing(toy, demonstration):
    toy(clear_case)
    assert (winners(demonstration, xs=XS, ys=YS, replicates=9).winner == NOBODY).all()


def test_the_lowest_wins_where_lower_is_better(toy, demonstration):
    toy(lambda leader, *_: 1.0 - 0.1 * leader)
    found = winners(demonstration, outcome="harm", xs=XS, ys=YS, parameter_sets=sets(0, 9))
    assert (found.winner == TRUST).all()
    assert found.margin == pytest.approx(np.full((2, 2), 0.1))


def test_the_leading_principle_has_its_share_and_the_others_equal_parts():
    assert leading("trust", 0.7) == pytest.approx(
        {"mix.competition": 0.15, "mix.regulation": 0.15, "mix.trust": 0.7}
    )


def test_cells_are_placed_by_their_two_properties(toy, demonstration):
    toy(lambda _, each, __: each.values["task.variety"] + 10 * each.values["task.measurability"])
    found = winners(demonstration, xs=XS, ys=YS, replicates=2)
    assert found.values[0, :, :, 0] == pytest.approx(np.array([[3.4, 4.0], [7.4, 8.0]]))
