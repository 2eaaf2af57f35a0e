"""Shares sum to one: what is changed is kept, the others keep their ratio."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tillitsim.errors import InputError
from tillitsim.scenario.declared import mix
from tillitsim.scenario.load import load

shares = st.tuples(*[st.floats(0.0, 1.0)] * 3).filter(lambda s: sum(s) > 1e-3)
UNSET = dict.fromkeys(mix.IDEAL, math.nan)


def a_mix(weights) -> dict[str, float]:
    return {name: w / sum(weights) for name, w in zip(mix.MIX, weights, strict=True)} | UNSET


@given(shares, st.floats(0.0, 1.0), st.sampled_from(mix.MIX))
def test_one_changed_share_is_kept_and_the_others_keep_their_ratio(weights, share, name):
    before = a_mix(weights)
    after = {**before, **mix.completed(before, {name: share})}
    assert after[name] == share
    assert math.fsum(after[n] for n in mix.MIX) == pytest.approx(1.0, abs=1e-12)
    first, second = (n for n in mix.MIX if n != name)
    assert after[first] * before[second] == pytest.approx(after[second] * before[first], abs=1e-9)


@given(shares, st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_of_two_changed_shares_the_third_is_the_rest(weights, first, second):
    before = a_mix(weights)
    after = mix.completed(before, {"mix.trust": first, "mix.regulation": second})
    assert after["mix.competition"] == pytest.approx(1.0 - first - second, abs=1e-12)


def test_two_zeros_split_the_rest_evenly():
    before = a_mix((0.0, 0.0, 1.0))
    after = mix.completed(before, {"mix.trust": 0.4})
    assert after["mix.competition"] == after["mix.regulation"] == pytest.approx(0.3)


def test_shares_beyond_one_are_refused():
    for settings, words in [
        (["mix.trust=0.6", "mix.regulation=0.6"], "shares must not exceed 1 together"),
        (
            ["mix.trust=0.6", "mix.regulation=0.2", "mix.competition=0.1"],
            "the three shares must sum to 1",
        ),
        (["managers.trust=0.6", "managers.regulation=unset"], "unset all three or none"),
    ]:
        with pytest.raises(InputError, match=words):
            load("demonstration", set=settings)


def test_managers_without_an_ideal_start_from_the_mix():
    scenario = load("home-care", set=["managers.trust=0.7"])
    assert scenario.values["managers.regulation"] == pytest.approx(0.3 * 0.45 / 0.75)
    assert scenario.values["mix.trust"] == 0.25


def test_unsetting_one_of_the_managers_shares_unsets_all():
    own = load("demonstration", set=["managers.trust=0.7"])
    assert all(math.isnan(load(own, set=["managers.trust=unset"]).values[n]) for n in mix.IDEAL)


def test_shares_with_few_decimals_are_close_enough_and_kept_as_written(tmp_path):
    path = tmp_path / "thirds.toml"
    path.write_text("[mix]\ncompetition = 0.333333\nregulation = 0.333333\ntrust = 0.333333\n")
    with pytest.raises(InputError, match="must sum to 1"):
        load(path, set=["mix.competition=0.3333", "mix.regulation=0.3333", "mix.trust=0.3333"])
    assert load(path).values["mix.trust"] == 0.333333
