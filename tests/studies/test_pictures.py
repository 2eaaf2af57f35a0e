"""Pictures look as they did: compared with pinned ones, and no text is cut off or covered.

The pinned ones are drawn from made-up numbers, so they do not hang on the model. After a change
that is meant, look at the new ones and make them the pinned ones with

    TILLITSIM_RENEW_PICTURES=1 python -m pytest tests/studies/test_pictures.py
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.testing.compare import compare_images
from matplotlib.text import Text
from readable_pictures import IN_BOTH, assert_all_can_be_read

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.experiment.design import lattice
from tillitsim.studies.compare.figure import compare_pictures
from tillitsim.studies.compare.pictures import PICTURES
from tillitsim.studies.compare.ranking_figure import order_of, ranking_figure
from tillitsim.studies.evidence.figure import evidence_figure
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.score import Score
from tillitsim.studies.explain.analysis import Contribution, Explanation, TakenApart
from tillitsim.studies.explain.counterfactuals import CAUSES, CauseEffect
from tillitsim.studies.explain.figure import explain_figure
from tillitsim.studies.explain.signals import LEVELS, SIGNALS
from tillitsim.studies.map.figure import winners_figure
from tillitsim.studies.robustness.analysis import Robustness
from tillitsim.studies.robustness.figure import robustness_figure
from tillitsim.studies.robustness.options import Option
from tillitsim.studies.robustness.requirements import Requirement
from tillitsim.studies.run.figure import run_figure
from tillitsim.studies.triangle.figure import triangle_figure
from tillitsim.studies.values.analysis import Valued
from tillitsim.studies.values.figure import values_figure
from tillitsim.studies.values.profiles import profiles
from tillitsim.view.style import house_style

PINNED = Path(__file__).parent / "pictures"
EVIDENCE = Path(__file__).parents[2] / "experiments" / "evidence"
RENEW = "TILLITSIM_RENEW_PICTURES" in os.environ
TOLERANCE = 4.0
"""Root mean square over pixels (0-255): other versions of fonts stay below, other data above."""

SMALL = 55
"""Dots an inch: small files."""

SOME = ("trust_in_operations", "dare", "good_meetings", "harm")
PLACES = {"hemtjänst": (0.9, 0.5), "skola": (0.9, 0.5), "äldreomsorg på distans": (1.35, 0.3)}
NAMES = [*PICTURES, "triangle", "map", "ranking"]


@pytest.fixture
def draw(make_comparison, make_endings, make_triangle, make_winners):
    """Draws a picture by name, of the usual made-up numbers or of others."""

    def make(name, language, *, usual=True):
        if name == "triangle":
            found = make_triangle(best=(0.2, 0.2, 0.6) if usual else (0.6, 0.2, 0.2))
            return triangle_figure(found, SOME[1:3], language)
        if name == "map":
            return winners_figure(make_winners(upper=2 if usual else 0), PLACES, language)
        if name == "ranking":
            many = (0.0, 0.05, -0.08, 0.02) if usual else (0.0, 0.05, -0.3, 0.02)
            made = make_comparison(shifts=many, parameter_sets=18)
            return ranking_figure(order_of(made, SOME[2], language), language)
        made = make_comparison(shifts=(0.0, 0.05 if usual else -0.3, -0.08), parameter_sets=18)
        endings = make_endings() if usual else make_endings()[::-1]
        return next(compare_pictures(made, SOME, [name], endings, language)).figure

    return make


def saved(figure, path):
    """The picture without its texts, which look different under every version of a font."""
    for text in figure.findobj(Text):
        text.set_alpha(0.0)
        if box := text.get_bbox_patch():
            box.set_alpha(0.0)
    with house_style():
        figure.savefig(path, dpi=SMALL)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_it_looks_as_it_did(draw, tmp_path, name):
    pinned = PINNED / f"{name}.png"
    if RENEW:
        PINNED.mkdir(exist_ok=True)
        saved(draw(name, "sv"), pinned)
    new = saved(draw(name, "sv"), tmp_path / f"{name}.png")
    different = compare_images(str(pinned), str(new), TOLERANCE)
    assert different is None, f"{different}\nMeant? See the head of this file."


@pytest.mark.parametrize("name", NAMES)
def test_other_data_would_be_noticed(draw, tmp_path, name):
    other = saved(draw(name, "sv", usual=False), tmp_path / f"{name}.png")
    assert compare_images(str(PINNED / f"{name}.png"), str(other), TOLERANCE) is not None


@pytest.mark.parametrize("language", IN_BOTH)
@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_cut_off_or_covers_another(draw, name, language):
    assert_all_can_be_read(draw(name, language))


@pytest.fixture
def explained(make_results):
    """Every cause, level and signal, with the longest names there are."""
    luck = np.random.default_rng(3)

    def some(middle):
        return middle + 0.02 * luck.normal(size=12)

    def taken(by, names):
        parts = tuple(Contribution(name, some(0.03 - 0.01 * i)) for i, name in enumerate(names))
        return Explanation(service, None, "meeting_quality", by, some(0.5), some(0.4), parts)

    service = make_results(2, 4).scenario
    causes = tuple(CauseEffect(each.name, some(0.2), some(0.1)) for each in CAUSES)
    levels, signals = taken("level", LEVELS), taken("signal", SIGNALS)
    return TakenApart(service, None, "meeting_quality", 7, some(0.5), causes, levels, signals, 12)


@pytest.fixture
def valued(make_results):
    """Three sets of values, best at other mixes under other assumptions."""
    mixes = np.array([list(point.values()) for point in lattice(4)])
    outcomes = np.random.default_rng(5).uniform(size=(12, len(mixes) + 1, len(OUTCOMES)))
    shipped = tuple(profiles().values())
    return Valued(make_results(2, 4).scenario, 7, mixes, outcomes, shipped, False)


@pytest.fixture
def robust(make_results):
    """Three options beside today; one of them loses nothing."""
    service = make_results(2, 4).scenario
    names = ("färre mål", "mindre detaljerade regler", "uppföljning utvecklad med verksamheten")
    options = tuple(Option(service, tuple({"sv": n, "en": n} for n in names[:i])) for i in range(4))
    outcomes = np.random.default_rng(5).uniform(size=(12, 4, len(OUTCOMES)))
    outcomes[:, 3] += 0.5
    wanted = tuple(Requirement(name) for name in SOME)
    return Robustness(options, outcomes, OUTCOMES["good_meetings"], wanted, 7, False)


@pytest.fixture
def tried():
    """Every published finding, half of them met, numbers and signs."""
    score = Score("hit", 0.3, 0, 0, 0.9, 4, 0, 1, float("nan"), True)
    miss = replace(score, verdict="miss", estimate=9.0)
    return [
        Trial(finding, (miss if i % 2 else score,), 4)
        for i, finding in enumerate(load_all([EVIDENCE]))
        if finding.checks
    ]


@pytest.mark.parametrize("language", IN_BOTH)
@pytest.mark.parametrize("name", ["explain", "values", "robustness", "run", "evidence"])
def test_nor_in_pictures_that_are_not_pinned(request, make_results, name, language):
    if name == "run":
        made = make_results(40, 120)
        spun_up = replace(made.scenario, spin_up=96)
        assert_all_can_be_read(run_figure(replace(made, scenario=spun_up), language))
        return
    if name == "evidence":
        assert_all_can_be_read(evidence_figure(request.getfixturevalue("tried"), language, 7))
        return
    pictures = {
        "explain": (explain_figure, "explained"),
        "values": (values_figure, "valued"),
        "robustness": (robustness_figure, "robust"),
    }
    figure, answer = pictures[name]
    assert_all_can_be_read(figure(request.getfixturevalue(answer), language))
