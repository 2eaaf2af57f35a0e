"""The picture shows what the results hold, in both languages, and is the same bytes each time."""

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image
from readable_pictures import IN_BOTH, assert_all_can_be_read

from tillitsim.model.outcomes import LEVELS, OUTCOMES
from tillitsim.scenario.schema import Intervention
from tillitsim.studies.run.figure import run_figure, text_alternative
from tillitsim.studies.run.panels import PANELS
from tillitsim.view import style
from tillitsim.view.axes import band, limits
from tillitsim.view.style import image

LANGUAGES = ["sv", "en"]
USUAL_OR_PURE = [(0.2, 0.45, 0.35), (1.0, 0.0, 0.0)]


def texts(figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def test_panels_name_outcomes_of_the_model_level_by_level():
    assert tuple(PANELS) == LEVELS
    for panels in PANELS.values():
        for panel in panels:
            readings = {OUTCOMES[name].reading("en") for name in panel.outcomes}
            assert len(readings) == 1, "lines of one panel share an axis"
            assert len(panel.lines) in {0, len(panel.outcomes)}


def test_lines_are_means_over_replicates_in_natural_readings(make_results):
    results = make_results()
    figure = run_figure(results, "en")
    drawn = {
        name: line.get_ydata()
        for ax, panel in zip(
            figure.axes[:-1], (p for ps in PANELS.values() for p in ps), strict=True
        )
        for name, line in zip(panel.outcomes, ax.get_lines(), strict=False)
    }
    for name, line in drawn.items():
        runs = results.series[:, :, results.names.index(name)]
        assert line == pytest.approx(runs.mean(axis=0) * OUTCOMES[name].factor)


def test_the_band_holds_the_middle_four_fifths_of_the_runs():
    runs = np.arange(101.0).reshape(-1, 1)
    low, mean, high = band(runs)
    assert (low[0], mean[0], high[0]) == (10.0, 50.0, 90.0)


def test_a_month_without_a_case_leaves_a_gap():
    low, mean, high = band(np.array([[np.nan, 1.0], [np.nan, np.nan]]))
    assert np.isnan([low[0], mean[0], high[0]]).all()
    assert (low[1], mean[1], high[1]) == (1.0, 1.0, 1.0)


def test_one_run_has_no_band_and_says_so(make_results):
    figure = run_figure(make_results(replicates=1), "en")
    assert all(len(ax.collections) == 0 for ax in figure.axes)
    assert "one run" in texts(figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_the_mix_the_seed_the_hash_and_that_bands_are_chance_only(make_results, language):
    results = make_results()
    written = texts(run_figure(results, language))
    assert re.search({"en": "trust 35%", "sv": "tillit 35\N{NO-BREAK SPACE}%"}[language], written)
    assert {"en": "seed 7", "sv": "frö 7"}[language] in written
    assert results.scenario.digest in written
    assert {"en": "chance only", "sv": "bara slump"}[language] in written
    assert "Hemtjänst på försök" in written


@pytest.mark.parametrize("language", IN_BOTH)
@pytest.mark.parametrize(
    "mix",
    [(0.01, 0.98, 0.01), *(pytest.param(mix, marks=pytest.mark.long) for mix in USUAL_OR_PURE)],
)
def test_no_text_is_cut_off_or_covers_another(make_results, language, mix):
    assert_all_can_be_read(run_figure(make_results(mix=mix), language))


def test_interventions_are_marked_and_the_marks_explained(make_results):
    plain = run_figure(make_results(), "en")
    marked = run_figure(
        make_results(interventions=(Intervention("less", {}, start=20, stop=40),)), "en"
    )
    assert len(marked.axes[0].get_lines()) == len(plain.axes[0].get_lines()) + 2
    assert "Dotted upright" in texts(marked)
    assert "Dotted upright" not in texts(plain)


def test_a_single_month_is_a_dot(make_results):
    figure = run_figure(make_results(replicates=1, months=1), "en")
    *panels, _mix = figure.axes
    assert all(len(ax.collections) == len(ax.get_lines()) > 0 for ax in panels)


def test_a_trifle_is_not_magnified():
    low, high = limits(49.9, 50.1, OUTCOMES["good_meetings"])
    assert high - low >= 20.0
    assert low <= 49.9
    assert high >= 50.1


def test_limits_keep_to_what_an_outcome_can_be():
    assert limits(97.0, 100.0, OUTCOMES["good_meetings"])[1] == 100.0
    assert limits(0.0, 1.0, OUTCOMES["good_meetings"])[0] == 0.0


def test_an_outcome_that_stays_at_zero_can_be_drawn():
    low, high = limits(0.0, 0.0, OUTCOMES["scandals"])
    assert low == 0.0
    assert high > 0.0


def files_of(results):
    """The picture's files, by kind."""
    figure, alternative = run_figure(results, "sv"), text_alternative(results, "sv")
    return {k: image(figure, k, title="Å", alternative=alternative) for k in ("png", "svg")}


def test_files_are_the_same_bytes_again_and_carry_their_text_alternative(make_results):
    results = make_results()
    alternative = text_alternative(results, "sv")
    files = files_of(results)
    assert files == files_of(make_results())
    assert Image.open(io.BytesIO(files["png"])).text["Description"] == alternative
    root = ET.fromstring(files["svg"].decode())
    assert root.get("role") == "img"
    assert root.get("aria-label") == alternative


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_alternative_says_what_is_drawn(make_results, language):
    said = text_alternative(make_results(), language)
    for panels in PANELS.values():
        for panel in panels:
            for name in panel.outcomes:
                assert OUTCOMES[name].label(language) in said


def lightness(colour: str) -> float:
    """CIE lightness (0-100) of an sRGB colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    y = float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
    return 116 * y ** (1 / 3) - 16


def test_principles_have_a_second_cue_besides_colour():
    assert len(set(style.HATCHES.values())) == 3
    assert set(style.COLOURS) == set(style.HATCHES) == set(style.TEXT_COLOURS)


@pytest.mark.parametrize("colour", [*style.TEXT_COLOURS.values(), style.GREY, style.INK])
def test_text_has_contrast_enough_on_white(colour):
    luminance = ((lightness(colour) + 16) / 116) ** 3
    assert 1.05 / (luminance + 0.05) >= 4.5
