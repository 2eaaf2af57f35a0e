"""Scenarios and parameters in words: nothing is left out, in either language."""

import pytest

from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.description.describe import (
    difference,
    parameter_in_words,
    readers,
    scenario_in_words,
    settings,
)
from tillitsim.scenario.description.wording import (
    GROUPS,
    group_title,
    prefix_of,
    source_of,
    unit_of,
)
from tillitsim.scenario.load import load, names

SWEDISH_MARKS = ("antaget", "kalibreras", "sätts", "standard", "definition", "regeringsformen")


def test_every_group_has_a_title_in_both_languages():
    assert {prefix_of(name) for name in PARAMETERS} == set(GROUPS)
    assert all(group_title(g, "en") != group_title(g, "sv") for g in GROUPS)


def test_set_phrases_of_sources_are_translated():
    assert source_of("assumed; direction: Le Grand (2007)", "sv") == (
        "antaget; riktning: Le Grand (2007)"
    )
    left = {
        p.source
        for p in PARAMETERS.values()
        if source_of(p.source, "sv") == p.source and "(" not in p.source
    }
    assert left == set()


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_somebody_reads_every_parameter(name):
    found = readers(name)
    assert found
    assert set(found) <= {"initialise", *MECHANISMS, "observe"}


def test_readers_are_found_in_the_code():
    assert readers("effort.strength") == ["effort"]
    assert readers("chain.units") == ["initialise"]
    assert readers("profile.forgiveness.trust") == ["management", "learning", "safety"]
    assert readers("managers.instruments.support")[0] == "management"
    with pytest.raises(KeyError):
        readers("effort.strenght")


def test_a_parameter_in_words_has_all_there_is_to_know():
    words = dict(parameter_in_words(PARAMETERS["task.variety"], "en", 1.0))
    assert words["Value"] == "1"
    assert words["Default"] == "0.8"
    assert words["Bounds"] == "0.05 to 3"
    assert words["Unit"] == "sd"
    assert "effort" in words["Read by"] or "meeting" in words["Read by"]
    swedish = dict(parameter_in_words(PARAMETERS["chain.units"], "sv"))
    assert swedish["Gränser"] == "1 till 20000 (heltal)"
    assert swedish["Läses av"] == "initialise"


def test_the_settings_of_a_scenario_say_where_each_value_comes_from_and_why(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('extends = "home-care"\n[task]\nstakes = 0.3\n', encoding="utf-8")
    found = {s.parameter.name: s for s in settings(load(path, set=["trust.gain=0.07"]))}
    assert len(found) == len(PARAMETERS)
    assert found["task.stakes"].origin.endswith("mine.toml:3")
    assert found["task.stakes"].source == "none given"
    assert found["task.visits"].origin.startswith("base scenarios/home-care.toml:")
    assert found["task.visits"].source.startswith("assumed: about sixty visits")
    assert found["trust.gain"].origin == "--set"
    assert found["trust.loss"].origin == "default"
    assert found["trust.loss"].source == PARAMETERS["trust.loss"].source


def test_the_difference_of_two_scenarios_is_what_they_do_not_share():
    before = load("home-care")
    after = load("home-care", set=["mix.trust=0.5", "instruments.goals=3"])
    names_found = [d.parameter.name for d in difference(before, after)]
    assert names_found == ["mix.competition", "mix.regulation", "mix.trust", "instruments.goals"]
    assert difference(before, before) == []


def test_interventions_and_switches_are_told(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'without = ["market"]\nneutral = "soft"\n[[interventions]]\nname = "fewer goals"\n'
        'set = { "instruments.goals" = 3 }\nstart = 36\nstop = 60\nramp = 6\nshare = 0.5\n',
        encoding="utf-8",
    )
    scenario = load(path)
    english, swedish = (" ".join(scenario_in_words(scenario, lang)) for lang in ("en", "sv"))
    assert (
        "Intervention 'fewer goals': instruments.goals = 3; from month 36 to 60, in full after 6"
        " months, 50% of the units, by lot." in english
    )
    assert "Switched off: market." in english
    assert "Neutral table: soft cells." in english
    assert "50\N{NO-BREAK SPACE}% av enheterna, lottade." in swedish
    assert "Avstängda mekanismer: market." in swedish


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_shipped_scenario_can_be_told(name, language):
    lines = scenario_in_words(load(name), language)
    assert lines[0] == load(name).title[language]


def test_units_are_given_in_the_language_asked_for():
    assert unit_of(PARAMETERS["task.variety"], "sv") == "standardavvikelser"
