"""A story agrees with the columns of the run it is generated from."""

import numpy as np
import pytest

from tillitsim.engine.month import month
from tillitsim.engine.simulation import Simulation
from tillitsim.errors import InputError
from tillitsim.experiment.story import tell
from tillitsim.report.story_text import chapters
from tillitsim.scenario.load import load

SMALL = ("chain.units=3", "chain.staff=4", "chain.citizens=60", "months=30", "burn_in=5")


@pytest.fixture(scope="module")
def scenario():
    return load("home-care", set=SMALL)


@pytest.mark.parametrize("citizen", [None, 0, 17, 100])
def test_a_story_agrees_with_the_columns(scenario, citizen):
    story = tell(scenario, citizen=citizen, seed=4)
    simulation = Simulation(scenario, 4, 0)
    for _ in range(story.month - 1):
        simulation.advance()
    world = simulation.world
    assert story.trust_before == float(world.citizen.trust[story.citizen])
    month(world, 0, story.month - 1)
    unit = world.unit[story.unit]
    assert story.trust_after == float(world.citizen.trust[story.citizen])
    assert world.citizen.unit[story.citizen] == story.unit
    assert story.load == unit["load"]
    assert story.unit_reported == unit["reported"]
    assert story.heard == world.council[0]["reported"]
    listed = world.scratch.listed[0]
    place = int(np.flatnonzero(listed == story.citizen)[0])
    marked = float(world.scratch.perceived[place])
    if not story.harm:
        assert story.perceived == pytest.approx(marked, abs=1e-12)


def test_what_was_done_lies_between_the_handbook_and_the_own_judgement(scenario):
    for citizen in range(12):
        story = tell(scenario, citizen=citizen, seed=4)
        low, high = sorted((story.handbook_says, story.own_judgement))
        assert low - 1e-12 <= story.done <= high + 1e-12
        assert story.quality <= story.fit
        assert story.used <= story.granted + 1e-12


def test_the_citizen_must_exist(scenario):
    with pytest.raises(InputError, match="citizens 0 to 179"):
        tell(scenario, citizen=180)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_words_follow_the_facts(scenario, language):
    story = tell(scenario, citizen=17, seed=4)
    text = " ".join(body for _, body in chapters(story, language))
    assert str(story.citizen) in text
    assert f"{100 * story.fit:.0f}" in text
