"""Regret and requirements: worked out by hand, then through the command in both languages."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.load import load
from tillitsim.studies.robustness.analysis import Robustness, least_often
from tillitsim.studies.robustness.options import Option, options_of
from tillitsim.studies.robustness.requirements import Requirement
from tillitsim.studies.robustness.table import robustness_title

SERVICE = load("demonstration")
GOOD, HARM = "good_meetings", "harm"
SMALL = ["--set=chain.units=2", "--set=chain.staff=3", "--set=spin_up=0", "--set=months=40",
         "--set=burn_in=12"]  # fmt: skip


def made_up(good, harm=None, requirements=(), outcome=GOOD):
    """Options with these outcomes, (sets, options); all others are zero."""
    good = np.array(good, float)
    outcomes = np.zeros((*good.shape, len(OUTCOMES)))
    outcomes[..., list(OUTCOMES).index(GOOD)] = good
    if harm is not None:
        outcomes[..., list(OUTCOMES).index(HARM)] = harm
    options = tuple(Option(SERVICE, ({"en": f"option {i}"},)) for i in range(good.shape[1]))
    return Robustness(options, outcomes, OUTCOMES[outcome], tuple(requirements), 0, True)


def test_the_regret_of_an_option_is_what_it_loses_beside_the_best_under_the_same_assumptions():
    found = made_up([[0.2, 0.5, 0.1], [0.6, 0.3, 0.5]])
    assert found.regrets == pytest.approx(np.array([[0.3, 0.0, 0.4], [0.0, 0.3, 0.1]]))


def test_where_lower_is_better_so_is_regret():
    found = made_up([[0.0, 0.0]], harm=[[3.0, 5.0]], outcome=HARM)
    assert found.regrets == pytest.approx(np.array([[0.0, 2.0]]))


def test_the_robust_option_may_be_best_nowhere():
    # Two that are best in turn and a middle that never is: the middle loses least at worst.
    found = made_up([[1.0, 0.0, 0.6], [0.0, 1.0, 0.6]] * 10)
    assert found.regrets.max(axis=0) == pytest.approx([1.0, 1.0, 0.4])
    assert (found.regrets == 0.0).any(axis=0).tolist() == [True, True, False]
    assert found.sureness()[2] > 0.99


def test_an_option_that_is_always_best_has_no_regret_and_is_certain():
    found = made_up([[0.1, 0.9]] * 9)
    assert found.regrets[:, 1].tolist() == [0.0] * 9
    assert found.sureness().tolist() == [0.0, 1.0]


def test_what_differs_by_less_than_matters_is_not_called_the_most_robust():
    close, apart = made_up([[0.5, 0.501, 0.1]] * 9), made_up([[0.5, 0.6, 0.1]] * 9)
    title = robustness_title(close, "en")
    assert "no difference that matters" in title
    assert "option 0 and option 1" in title
    assert "option 1 is very likely the most robust" in robustness_title(apart, "en")


def test_options_that_are_the_same_share_the_choice():
    assert made_up([[0.4, 0.4]] * 5).sureness().tolist() == [0.5, 0.5]


def test_a_set_without_a_value_is_left_out():
    assert len(made_up([[0.1, 0.2], [np.nan, 0.2]]).regrets) == 1


@given(arrays(float, (6, 3), elements=st.floats(0, 1)))
def test_regret_is_never_negative_and_someone_is_best_under_every_set(good):
    found = made_up(good)
    assert (found.regrets >= 0.0).all()
    assert (found.regrets == 0.0).any(axis=1).all()
    assert found.sureness().sum() == pytest.approx(1.0)


@given(arrays(float, (6, 3), elements=st.floats(0, 1)), st.floats(-1, 1))
def test_what_all_options_share_changes_no_regret(good, shift):
    assert made_up(good + shift).regrets == pytest.approx(made_up(good).regrets, abs=1e-12)


def test_how_sure_it_is_does_not_hang_on_the_order_of_the_sets_by_much():
    regrets = np.random.default_rng(0).random((40, 3))
    one, other = least_often(regrets, 0), least_often(regrets[::-1], 0)
    # 400 resamples each: five standard errors of a difference of shares.
    assert np.abs(one - other).max() < 5 * np.sqrt(2 * 0.25 / 400)


def test_a_requirement_is_met_at_its_level_and_no_harm_is_beside_today():
    requirement = Requirement(GOOD, ">=", 0.5)
    assert requirement.met(np.array([[0.5, 0.49, np.nan]])).tolist() == [[True, False, False]]
    matters = OUTCOMES[HARM].matters
    unharmed = Requirement(HARM).met(np.array([[1.0, 1.0 + 0.9 * matters, 1.0 + 1.1 * matters]]))
    assert unharmed.tolist() == [[True, True, False]]
    both = made_up([[0.6, 0.4]], harm=[[1.0, 1.0]], requirements=[requirement, Requirement(HARM)])
    assert both.meets.tolist() == [[True, False]]
    assert both.fails_most(1) == (requirement, 1.0)


def test_every_set_of_reforms_is_an_option_and_all_are_read_over_the_same_months():
    found = options_of(
        load("home-care"), reforms=["fewer-goals", "budget-cut"], changes=["x: mix.trust=+0.1"]
    )
    assert len(found) == 8
    assert len({each.scenario.burn_in for each in found}) == 1
    assert len({each.scenario.canonical() for each in found}) == 8
    assert found[0].title("sv") == "som i dag"
    assert found[-1].title("en").count(" + ") == 2


def told(*words):
    return run_command(
        ["robustness", "demonstration", *SMALL, "--parameter-sets=3", "--out=out", *words]
    )


def test_the_command_tells_shows_and_keeps_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert told("--reform", "fewer-goals", "more trust: mix.trust=+0.2") == 0
    shown = capsys.readouterr().out
    for words in ("Loses, at worst", "More trust", "no worse than today", "What is required"):
        assert words in shown
    text = (tmp_path / "out" / "robustness.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 4
    assert sum(float(row["most_robust"]) for row in rows) == pytest.approx(1.0)
    assert (tmp_path / "out" / "robustness.png").stat().st_size > 20_000
    assert b"aria-label" in (tmp_path / "out" / "robustness.svg").read_bytes()[:2000]


@pytest.mark.usefixtures("undrawn")
def test_it_speaks_swedish_and_takes_levels_of_ones_own(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    own = "--require=goda möten>=0,turnover<=100"
    assert told("--steering=rule-book", own, "--language=sv") == 0
    shown = capsys.readouterr().out
    assert "Förlorar, som värst" in shown
    whole = json.loads((tmp_path / "out" / "robustness.json").read_text("utf-8"))
    assert [each["meets"] for each in whole["options"]] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name what there is to choose from"),
        (["--reform=fewer-gaols"], "did you mean 'fewer-goals'"),
        (["--reform=fewer-goals"] * 6, "6 reforms make 64 sets"),
        (["--reform=fewer-goals", "--require=good_meetings=20"], "write good_meetings>=20"),
        (["--reform=fewer-goals", "--require=god_meetings>=20"], "did you mean 'good_meetings'"),
        (["--reform=fewer-goals", "--outcome=god_meetings"], "did you mean 'good_meetings'"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert told(*words) == BAD_INPUT
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
