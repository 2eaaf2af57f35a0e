"""The best mix by values: closed forms of the score, what is sure, and the command itself."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tillitsim.cli.main import cli
from tillitsim.errors import InputError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import lattice
from tillitsim.scenario.load import load
from tillitsim.studies.values.analysis import Valued, held_out
from tillitsim.studies.values.figure import values_figure
from tillitsim.studies.values.profiles import OWN, Profile, own_values, profile, profiles, shares
from tillitsim.studies.values.table import region_text, values_records, values_table, values_title

MIXES = np.array([list(point.values()) for point in lattice(2)])
NAMED = {name: name for name in OUTCOMES}
SETS = 12


def own(**weights: float) -> Profile:
    return Profile(OWN, {}, {}, "test", shares(weights))


def valued(*of: Profile, **outcomes: np.ndarray) -> Valued:
    """Values of some outcomes, (sets, points + 1); all others are 0."""
    found = np.zeros((SETS, len(MIXES) + 1, len(OUTCOMES)))
    for name, each in outcomes.items():
        found[..., list(OUTCOMES).index(name)] = each
    return Valued(load("home-care"), 0, MIXES, found, of or (own(will=1),), calibrated=True)


def same_in_all(*values: float) -> np.ndarray:
    return np.tile(np.array(values), (SETS, 1))


def test_one_outcome_alone_orders_mixes_as_it_does_by_its_own_direction():
    rising = same_in_all(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.1)
    found = valued(will=rising, harm=rising)
    assert np.allclose(found.scores(own(will=1))[0], [0, 20, 40, 60, 80, 100])
    assert np.allclose(found.scores(own(harm=1))[0], [0, -20, -40, -60, -80, -100])


def test_weights_add_and_are_shares():
    a = same_in_all(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.1)
    b = same_in_all(0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1)
    found = valued(will=a, can=b)
    both = found.scores(own(will=3, can=1))
    alone = 0.75 * found.scores(own(will=1)) + 0.25 * found.scores(own(can=1))
    assert np.allclose(both, alone)
    assert np.allclose(found.scores(own(will=30, can=10)), both)


def test_the_service_as_it_is_scores_nothing_and_a_step_beyond_the_swing_is_a_whole_one():
    values = same_in_all(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.3)
    values[0, 0] = -90.0
    scores = valued(will=values).scores(own(will=1))
    assert scores[1, 2] == 0.0
    assert scores[0, 0] == -100.0


def test_what_differs_less_than_what_matters_scores_little():
    tiny = same_in_all(*(0.5 + 1e-6 * i for i in range(7)))
    assert np.abs(valued(will=tiny).scores(own(will=1))).max() < 0.1


def test_an_outcome_without_value_says_nothing():
    values = same_in_all(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.1)
    values[:6] = np.nan
    scores = valued(will=values).scores(own(will=1))
    assert np.all(scores[:6] == 0.0)
    assert scores[6:, 5] == pytest.approx(100.0)


def test_the_best_is_sure_where_all_sets_agree_and_open_where_they_do_not():
    agreed = valued(will=same_in_all(0.1, 0.2, 0.3, 0.4, 0.5, 0.9, 0.1))
    best = agreed.best(agreed.profiles[0])
    assert best.point == 5
    assert best.region.tolist() == [False] * 5 + [True]
    assert (best.verdict.way, str(best.verdict.grade)) == ("higher", "very likely")
    split = same_in_all(0.9, 0.2, 0.2, 0.2, 0.2, 0.1, 0.5)
    split[::2] = split[::2, ::-1][:, [1, 2, 3, 4, 5, 6, 0]]
    split[:, -1] = 0.5
    divided = valued(will=split)
    best = divided.best(divided.profiles[0])
    assert best.region.sum() == 2
    assert best.verdict.sign <= 0


def test_the_best_of_many_mixes_that_differ_by_chance_gains_nothing():
    random = np.random.default_rng(1)
    gains = [held_out(random.standard_normal((40, 45))).mean() for _ in range(200)]
    assert abs(np.mean(gains)) < 4.0 / np.sqrt(200 * 40)


@given(arrays(np.float64, (6, 5), elements=st.floats(-100, 100)))
def test_no_gain_is_judged_by_the_set_that_chose(scores):
    gains = held_out(scores)
    for s in range(len(scores)):
        others = np.delete(scores, s, axis=0).sum(axis=0)
        there = np.isclose(others, others.max(), atol=1e-9)
        assert np.isclose(gains[s], scores[s][there]).any()


def test_regret_is_nothing_at_ones_own_best_and_what_the_other_gives_up_elsewhere():
    a = same_in_all(0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 0.0)
    b = same_in_all(1.0, 0.9, 0.8, 0.7, 0.0, 0.0, 0.0)
    found = valued(own(will=1), own(can=1), will=a, can=b)
    assert np.allclose(found.regrets(), [[0.0, 100.0], [100.0, 0.0]])
    point, worst = found.compromise()
    assert (point, worst) == (3, pytest.approx(40.0))


def test_the_title_follows_what_is_known():
    a = same_in_all(0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 0.0)
    apart = valued(own(will=1), own(can=1), will=a, can=a[:, [5, 4, 3, 2, 1, 0, 6]])
    assert "depends on what is valued" in values_title(apart, "en")
    together = valued(own(will=1), own(can=1), will=a, can=a)
    assert "whatever is valued" in values_title(together, "en")


def test_a_region_says_how_many_mixes_and_names_those_most_often_best():
    found = valued(will=same_in_all(0.1, 0.2, 0.3, 0.4, 0.5, 0.9, 0.1))
    text = region_text(found, found.best(found.profiles[0]), "en")
    assert text.startswith("1 of 6 mixes, most often ")
    assert text.endswith("(100%)")


def test_profiles_are_shares_of_what_is_better_high_or_low_and_say_where_they_come_from():
    assert len(profiles()) == 3
    for each in profiles().values():
        assert sum(each.weights.values()) == pytest.approx(1.0)
        assert all(OUTCOMES[name].better for name in each.weights)
        assert each.source.startswith("assumed")
        assert {"en", "sv"} <= set(each.titles) & set(each.says)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("good_meeting=3", "did you mean 'good_meetings'"),
        ("good_meetings", "write good_meetings=3"),
        ("good_meetings=-1", "from 0 to a million"),
        ("good_meetings=nan", "from 0 to a million"),
        ("good_meetings=1e999", "from 0 to a million"),
        ("good_meetings=0", "above zero"),
        ("good_meetings=1,good_meetings=2", "given twice"),
        ("slack=1", "neither better high nor low"),
    ],
)
def test_what_is_no_weight_is_said(given, said):
    with pytest.raises(InputError, match=said):
        own_values([given], NAMED)


def test_an_unknown_profile_names_the_nearest():
    with pytest.raises(InputError, match="legalist"):
        profile("legalst")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_text_figure_and_records_tell_the_same(language):
    a = same_in_all(0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 0.0)
    found = valued(own(will=1), profile("legalist"), will=a, inequality=a)
    text = values_table(found, language)
    assert values_title(found, language) in text
    figure = values_figure(found, language)
    shown = " ".join(t.get_text() for axes in figure.axes for t in axes.texts)
    for each in found.profiles:
        assert each.title(language)[1:] in shown
    records = values_records(found)
    assert len(records) == 2 * len(MIXES)
    best = max((r for r in records if r["profile"] == OWN), key=lambda r: r["score"])
    assert best["mix.competition"] == MIXES[5][0]
    assert best["in_region"]


def test_the_command_answers_and_repeats_itself(tmp_path):
    line = ["values", "demonstration", "--degree", "2", "--parameter-sets", "2", "--months", "30"]
    line += ["--weights", "will=2,harm=1", "--format", "json"]
    runs = [CliRunner().invoke(cli, [*line, "--out", str(tmp_path / x)]) for x in "ab"]
    assert [run.exit_code for run in runs] == [0, 0], runs[0].output
    one, two = (json.loads(run.stdout) for run in runs)
    assert one["mixes"] == two["mixes"]
    assert one["profiles"][0] == {
        "name": OWN,
        "source": "given on the command line",
        "weights": {"will": 2 / 3, "harm": 1 / 3},
    }
    assert (tmp_path / "a" / "values.png").stat().st_size > 10_000


def test_nonsense_is_told_at_once():
    run = CliRunner().invoke(cli, ["values", "home-care", "--weights", "wil=1"])
    assert isinstance(run.exception, InputError)
    assert "did you mean 'will'" in str(run.exception)
