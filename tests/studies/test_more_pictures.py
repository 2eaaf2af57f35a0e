"""Pictures of analyses: in both languages no text is cut off, and none covers another."""

from dataclasses import replace

import numpy as np
import pytest
from readable_pictures import IN_BOTH, assert_all_can_be_read

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.load import load
from tillitsim.runs.sweeps.estimates import Measured
from tillitsim.runs.sweeps.points import Points
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load as load_scenario
from tillitsim.studies.discover.analysis import Answer
from tillitsim.studies.discover.conditions import Condition, Discovery, Found, wilson
from tillitsim.studies.discover.figure import discovery_figure
from tillitsim.studies.heterogeneity.figure import split_figure
from tillitsim.studies.heterogeneity.phenomena import Phenomena, Recurs, Split
from tillitsim.studies.results.figure import sweep_figure
from tillitsim.studies.sensitivity.analysis import Question
from tillitsim.studies.sensitivity.figure import sensitivity_figure

both = pytest.mark.parametrize("language", IN_BOTH)


def longest(names, language, count):
    """Names of what has the longest label."""
    return sorted(names, key=lambda name: -len(PARAMETERS[name].label(language)))[:count]


@pytest.fixture(scope="module")
def services():
    """The shipped experiments that these pictures are of."""
    return {
        name: load(name)
        for name in ("sensitivity-home-care", "screening-home-care", "discover-trust-or-rules")
    }


@both
@pytest.mark.parametrize(
    ("name", "method", "size"),
    [
        ("sensitivity-home-care", "sobol", 16),
        ("screening-home-care", "morris", 4),
        ("sensitivity-home-care", "pawn", 64),
    ],
)
def test_sensitivity(services, name, method, size, language):
    question = Question(services[name], method=method, size=size, replicates=2)
    outcomes = tuple(question.experiment.outcomes)[:4]
    cells, arms = len(question.plan.cells), len(question.experiment.arms)
    luck = np.random.default_rng(2)
    values = luck.uniform(size=(cells, arms, 2, len(outcomes)))
    values += np.nan_to_num(question.plan.cells).sum(axis=1)[:, None, None, None]
    assert_all_can_be_read(sensitivity_figure(question.answer(values, outcomes), 7, language))


@both
@pytest.mark.parametrize(("boxes", "times"), [(0, 1.0), (2, 1.0), (2, 1e6)])
def test_discover(services, boxes, times, language):
    experiment = services["discover-trust-or-rules"]
    names = tuple(axis.name for axis in experiment.design.vary)
    luck = np.random.default_rng(3)
    inputs, gains = times * luck.uniform(size=(200, len(names))), luck.normal(size=200)
    told = longest(names, language, 3)
    found = tuple(
        Found(
            tuple(Condition(name, 0.25 * times, 0.75 * times, 0.4) for name in told),
            40,
            30,
            wilson(30, 40),
            wilson(30, 60),
            0.001,
        )
        for _ in range(boxes)
    )
    known = Discovery(200, 100, wilson(90, 200), found, rejected=False)
    answer = Answer(experiment, "harm", 1, 0.0, names, inputs, gains, 3, known)
    assert_all_can_be_read(discovery_figure(answer, 7, language))


@both
@pytest.mark.parametrize("varied", [0, 1, 2])
def test_results(language, varied):
    names = tuple(longest(PARAMETERS, language, 2)[:varied])
    cells = np.array([(x, y) for x in (0.0, 0.5, 1.0) for y in (1.0, 2.0)])[:, :varied]
    cells = cells if varied == 2 else np.unique(cells, axis=0) if varied else np.empty((1, 0))
    arms = ("som-i-dag", "annat", "tredje")
    titles = (
        "Som i dag",
        "Uppföljning utvecklad tillsammans med verksamheten",
        "Mindre detaljerade regler och färre mål i hela kedjan",
    )
    manifest = {
        "baseline": arms[0],
        "arms": [
            {"name": name, "title": {"sv": title, "en": title}}
            for name, title in zip(arms, titles, strict=True)
        ],
        "rules": {"seed": 7},
        "sweep": "0" * 12,
        "tillitsim": "1.0",
    }
    outcome = OUTCOMES["burden_inspectorate"]
    values = np.random.default_rng(5).uniform(size=(len(cells), len(arms), 9, 1))
    ids = np.arange(len(cells) * len(arms), dtype=np.uint64)
    points = Points(ids, arms, names, cells)
    figure = sweep_figure(points, Measured(values, [outcome]), manifest, language)
    assert_all_can_be_read(figure)


@both
def test_heterogeneity(language):
    norms = np.random.default_rng(4).uniform(size=(3, 40, 3, 16))
    counts = np.full((2, 40, 2, 2), 20.0)
    counts[..., 1] = 1000.0
    found = Phenomena(Split(norms, np.full(40, 0.4)), Recurs(counts))
    service = replace(load_scenario("home-care"), months=24)
    assert_all_can_be_read(split_figure(found, service, language, 7))
