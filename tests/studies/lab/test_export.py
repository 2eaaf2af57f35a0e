"""What the page is given is what Python has: outcomes, parameters, the layout of a state, words."""

import json
import math
import re

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.locale import languages
from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.counters import COUNTERS
from tillitsim.model.initialise import create
from tillitsim.model.native import memory
from tillitsim.model.outcomes import OUTCOMES, read
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.scenario import schedule
from tillitsim.scenario.load import load
from tillitsim.studies.evidence.shipped import results_file
from tillitsim.studies.lab import build, contents, export, page
from tillitsim.studies.lab.words import WORDS

OPERATIONS = {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide,
    "greater": np.greater, "maximum": np.maximum, "sqrt": np.sqrt, "where": np.where,
}  # fmt: skip


def evaluated(said, counters):
    if isinstance(said, str):
        return counters[said]
    if isinstance(said, list):
        return OPERATIONS[said[0]](*(evaluated(each, counters) for each in said[1:]))
    return math.nan if said is None else said


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_exported_outcome_reads_as_python_reads_it(name):
    tally = np.random.default_rng(1).integers(0, 1 << 40, (50, len(COUNTERS)))
    tally[::7] = 0
    counters = {
        each.name: tally[:, i].astype(float) * each.factor
        for i, each in enumerate(COUNTERS.values())
    }
    with np.errstate(all="ignore"):
        found = evaluated(export.expression(OUTCOMES[name]), counters)
    np.testing.assert_array_equal(found, read(tally, [name])[:, 0])


def test_the_page_knows_every_operation_that_outcomes_use():
    source = (build.SOURCES / "engine" / "outcomes.ts").read_text()

    def used(said):
        if isinstance(said, list):
            yield said[0]
            for each in said[1:]:
                yield from used(each)

    for outcome in OUTCOMES.values():
        for name in used(export.expression(outcome)):
            assert f"  {name}: (" in source, name


@pytest.mark.parametrize("name", ["small-town", "trial-sundsvall-home-care"])
def test_a_service_is_laid_out_as_its_state(name):
    scenario = contents.scenario_of(name)
    (said,) = [each for each in contents.services([name]) if each["name"] == name]
    state = create(blueprint_of(scenario, 60), np.uint64(3))
    extents = {"months": 60, "rows": state.given.shape[0]}
    for (_, value), shape in zip(memory.leaves(state), said["shapes"], strict=True):
        assert tuple(extents.get(each, each) for each in shape) == np.shape(value)


@pytest.mark.parametrize("name", ["home-care", "trial-ivo-work-environment-authority"])
def test_a_world_changes_what_the_page_lets_it_change(name):
    scenario, (world,) = load(name), draw_sets(1).each
    (said,) = [each for each in contents.services([name]) if each["name"] == name]
    after = [sector.values for kind in with_set(scenario, world).kinds for sector in kind.sectors]
    before = [sector.values for kind in scenario.kinds for sector in kind.sectors]
    for values, usual, own in zip(after, before, said["own"], strict=True):
        for position, name_ in enumerate(schedule.NAMES):
            free = name_ in world and position not in own
            expected = world[name_] if free else usual[name_]
            assert values[name_] == expected or math.isnan(expected)


def test_every_word_of_the_page_is_there_in_every_language():
    for language in languages():
        said = page.words(language)
        assert said.keys() == WORDS.keys()
        assert all(said.values())
        for key, text in said.items():
            blanks = [sorted(re.findall(r"{\w+}", each)) for each in (text, WORDS[key])]
            assert blanks[0] == blanks[1], key


def test_the_page_says_nothing_that_is_not_a_word():
    wanted = set()
    for file in build.sources():
        text = file.read_text("utf-8")
        wanted |= set(re.findall(r'say\(\s*"([\w. ]+)"', text))
        for stem in re.findall(r"say\(\s*`([\w.]+)\$\{", text):
            assert any(key.startswith(stem) for key in WORDS), stem
    assert wanted <= WORDS.keys()
    assert build.KEYS.read_text("utf-8") == build.keys()


def test_every_fact_of_a_story_has_its_words():
    for people in contents.settings()["people"]:
        assert {f"fact.{name}" for name in people["story"]} <= WORDS.keys()


def test_everything_that_the_lab_shows_is_said_in_every_language():
    def texts(said):
        if isinstance(said, dict):
            if said.keys() == set(languages()):
                yield said
            else:
                for name, each in said.items():
                    if name != "called":
                        yield from texts(each)
        elif isinstance(said, list):
            for each in said:
                yield from texts(each)

    found = list(texts([contents.lab(), contents.services(["school"]), export.declared()]))
    assert len(found) > 400
    assert all(all(text.values()) for text in found)


@pytest.mark.parametrize(
    ("name", "word"),
    [("school", "elever"), ("primary-care", "patienter"), ("home-care", "brukare")],
)
def test_a_service_says_its_own_word_for_those_whom_it_is_there_for(name, word):
    (said,) = [each for each in contents.services([name]) if each["name"] == name]
    usual = page.words("sv")["people.citizen"]
    assert said["called"]["sv"][usual].lower() == word
    (town,) = [each for each in contents.services([]) if each["name"] == contents.TOWN]
    assert not any(town["called"].values())


def test_what_is_assumed_is_said_in_the_language_of_the_page():
    assumed = [
        each for each in export.declared()["parameters"] if "assumed" in each["source"]["en"]
    ]
    assert len(assumed) > 50
    assert [each["name"] for each in assumed if "assumed" in each["source"]["sv"]] == []


def test_levels_are_told_as_the_last_scored_run_has_them():
    said = contents.lab()["standing"]["levels"]
    record = json.loads(results_file().with_name("levels-results.json").read_text("utf-8"))
    assert len(said) == record["judged"]
    assert sum(each["verdict"] == "inside" for each in said) == record["inside"]
    assert any(each["given"] for each in said)


def test_the_script_was_built_from_the_sources_that_lie_here():
    assert build.built_from() == build.digest(), "run: python -m tillitsim.studies.lab.build"


def test_a_name_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="good_meetings"):
        contents._known(["good_meeting"], OUTCOMES)


def test_a_country_does_not_fit_into_a_page():
    with pytest.raises(InputError, match="too many councils"):
        contents.services(["sweden"])


def test_numbers_survive_as_text():
    said = json.loads(json.dumps(contents.services(["school"])))
    for each in said:
        scenario = contents.scenario_of(each["name"])
        values = [PARAMETER_DEFAULTS | dict(each["sectors"][0])][0]
        for position, name in enumerate(schedule.NAMES):
            value = values[str(position)]
            assert scenario.values[name] == value or math.isnan(scenario.values[name])


PARAMETER_DEFAULTS = {
    str(i): each["default"] for i, each in enumerate(export.declared()["parameters"])
}
