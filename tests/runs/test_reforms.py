"""Reforms by name come to any service at any month, and what cannot be seen is refused."""

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.experiment.reforms import in_own_words, reform, reformed, whole_at
from tillitsim.runs.experiment.titles import titles
from tillitsim.scenario.load import load


def test_a_reform_named_as_an_experiment_is_the_arm_of_that_name():
    assert reform("fewer-goals")[1].name == "fewer-goals"
    assert reform("fewer-goals:both")[1].name == "both"
    assert reform("learning-supervision")[1].name == "learning"


@pytest.mark.parametrize("service", ["home-care", "school", "primary-care"])
def test_until_it_begins_the_service_goes_on_as_it_is(service):
    before = load(service)
    after = reformed(before, "fewer-goals", at=40)
    assert after.values == before.values
    (change,) = after.interventions
    assert (change.start, change.ramp) == (40, 12)
    assert change.values == {"instruments.goals": 3.0}
    assert whole_at(after) == 52


def test_it_begins_after_the_burn_in_where_nothing_else_is_said():
    service = load("home-care")
    assert reformed(service, "fewer-goals").interventions[0].start == service.burn_in


def test_several_changes_keep_their_distance():
    changes = reformed(load("home-care"), "gradual-or-big-bang:stepwise", at=30).interventions
    there = reform("gradual-or-big-bang:stepwise")[1].scenario.interventions
    assert changes[0].start == 30
    assert [each.start - changes[0].start for each in changes] == [
        each.start - there[0].start for each in there
    ]


def test_what_an_arm_holds_from_the_first_month_begins_with_the_reform():
    after = reformed(load("home-care"), "view-of-staff:naive-view", at=24)
    assert after.interventions[0].start == 24
    assert "managers.belief_mean" in after.interventions[0].values


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fewer-gaols", "did you mean 'fewer-goals'"),
        ("färre-måll", "did you mean 'fewer-goals'"),
        ("fewer-goals:bth", "did you mean 'both'"),
        ("home-care", "it is a scenario: --steering home-care"),
    ],
)
def test_a_misspelt_reform_gets_a_suggestion(name, said):
    with pytest.raises(InputError, match=said):
        reform(name)


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("färre-mål", "fewer-goals"),
        ("Färre mål:båda", "both"),
        ("Fler mål", "more-goals"),
    ],
)
def test_a_title_in_any_language_is_a_name_of_a_reform(title, meant):
    assert reform(title)[1].name == meant


def test_a_reform_by_its_title_is_the_reform_by_its_name():
    service = load("home-care")
    assert reformed(service, "färre mål", 40) == reformed(service, "fewer-goals", 40)


def test_a_title_that_several_arms_share_means_none_of_them(tmp_path):
    arm = '[[arms]]\nname = "{}"\ntitle = {{ en = "{}" }}\n'
    files = {name: tmp_path / f"{name}.toml" for name in ("one", "two")}
    files["one"].write_text(arm.format("a", "Alike") + arm.format("one", "Namesake"))
    files["two"].write_text(arm.format("b", "Alike") + arm.format("c", "Other"))
    called = titles(files)
    assert "alike" not in called
    assert called["namesake"] == "one"
    assert called["other"] == "two:c"


def test_a_reform_after_the_end_or_never_whole_is_refused():
    service = load("home-care")
    with pytest.raises(InputError, match="the run ends after 120"):
        reformed(service, "fewer-goals", at=200)
    with pytest.raises(InputError, match="whole in month 112"):
        reformed(service, "fewer-goals", at=100)


def test_a_change_in_ones_own_words_is_a_step_where_it_has_a_sign():
    service = load("home-care")
    more = in_own_words(service, "more trust: mix.trust=+0.2")
    assert more.values["mix.trust"] == pytest.approx(service.values["mix.trust"] + 0.2)
    assert sum(more.values[f"mix.{p}"] for p in ("competition", "regulation", "trust")) == (
        pytest.approx(1.0)
    )
    assert more.title["en"].endswith("more trust")
    whole = in_own_words(service, "much trust: mix.trust=0.8")
    assert whole.values["mix.trust"] == 0.8


def test_a_change_without_words_is_called_by_what_it_sets():
    service = load("home-care")
    found = [
        in_own_words(service, text)
        for text in ("mix.trust=0.9", "mix.trust=+0.1", "mix.trust=-0.1")
    ]
    assert found[0].title["sv"] == f"{service.title['sv']}: mix.trust = 0.9"
    assert len({each.name for each in found}) == 3


def test_a_step_of_an_instrument_starts_from_what_the_mix_makes_of_it():
    service = load("home-care")
    goals = sum(
        service.values[f"mix.{p}"] * service.values[f"profile.goals.{p}"]
        for p in ("competition", "regulation", "trust")
    )
    fewer = in_own_words(service, "fewer: instruments.goals=-2")
    assert fewer.values["instruments.goals"] == pytest.approx(goals - 2, abs=1e-5)


def test_ones_own_words_may_begin_at_a_month():
    after = in_own_words(load("home-care"), "fewer goals: instruments.goals=3", at=36)
    assert after.interventions[0].start == 36


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("more trust", "LABEL"),
        (": mix.trust=0.5", "LABEL"),
        ("more: mix.trst=0.5", "did you mean 'mix.trust'"),
        ("more: mix.trust=much", "no number"),
        ("more: mix.trust=+0,2", "decimals take a point"),
        ("more: mix.trust=+nan", "no number"),
        ("more: mix.trust=+0.9", "1"),
    ],
)
def test_what_cannot_be_meant_is_told(text, said):
    with pytest.raises(InputError, match=said):
        in_own_words(load("home-care"), text)


def test_sizes_cannot_change_while_a_service_runs():
    with pytest.raises(InputError, match=r"chain\.units"):
        in_own_words(load("home-care"), "larger: chain.units=20", at=30)


def test_a_reform_may_stand_in_a_file_of_ones_own(tmp_path):
    mine = tmp_path / "mine.toml"
    arms = '[[arms]]\nname = "today"\n[[arms]]\nname = "less"\nset = { "instruments.goals" = 2 }\n'
    mine.write_text(f'base = "demonstration"\nbaseline = "today"\n{arms}', "utf-8")
    assert reform(str(mine))[1].name == reform(f"{mine}:less")[1].name == "less"
    with pytest.raises(InputError, match="there is no file"):
        reform(str(tmp_path / "no.toml"))
