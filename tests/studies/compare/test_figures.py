"""Pictures of comparisons hold the numbers of the comparison, whatever their language."""

import dataclasses

import numpy as np
import pytest
from matplotlib.text import Text

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.compare.analysis import HEADLINE
from tillitsim.studies.compare.chain_figure import chain_alternative, chain_figure, reader
from tillitsim.studies.compare.dumbbell_figure import TRACK, dumbbell_figure
from tillitsim.studies.compare.figure import (
    PANELS,
    PICTURES,
    WANTED,
    compare_pictures,
    panels,
    says_something,
)
from tillitsim.studies.compare.needs_figure import needs_figure
from tillitsim.studies.compare.over_time_figure import over_time_figure, world_band
from tillitsim.studies.compare.reported_figure import gap_interval, reported_figure
from tillitsim.studies.compare.table import in_worlds, interval, reading
from tillitsim.studies.compare.tornado_figure import tornado_figure
from tillitsim.view.axes import band, limits
from tillitsim.view.layout import ARMS, look
from tillitsim.view.numbers import decimal, percent

LANGUAGES = ["sv", "en"]
SOME = ("trust_in_operations", "good_meetings", "harm")


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_dumbbells_say_difference_interval_and_worlds(make_comparison, language):
    made = make_comparison(worlds=14)
    written = texts(dumbbell_figure(made, SOME, language))
    for each in made.differences(1, SOME):
        assert reading(each, each.mean, language, sign=True) in written
        assert interval(each, language) in written
        assert in_worlds(each, language) in written
        assert reading(each, each.baseline_value, language) in written
        assert reading(each, each.value, language) in written


def test_an_outcome_without_a_case_is_a_row_of_dashes(make_comparison):
    made = make_comparison()
    i = list(OUTCOMES).index("harm")
    empty = [each.series.copy() for each in made.results]
    for series in empty:
        series[..., i] = np.nan
    results = tuple(
        dataclasses.replace(each, series=s) for each, s in zip(made.results, empty, strict=True)
    )
    written = texts(dumbbell_figure(dataclasses.replace(made, results=results), ["harm"], "en"))
    assert not any("nan" in text for text in written)


def test_dumbbells_lie_where_their_values_are(make_comparison):
    made = make_comparison(shifts=(0.0, 0.05, -0.1))
    figure = dumbbell_figure(made, ["good_meetings"], "en")
    outcome = OUTCOMES["good_meetings"]
    rows = [made.differences(i, ["good_meetings"])[0] for i in (1, 2)]
    values = [outcome.factor * v for v in (rows[0].baseline_value, rows[0].value, rows[1].value)]
    low, high = limits(min(values), max(values), outcome)
    for i, row in enumerate(rows, 1):
        (mark,) = [
            line for line in figure.axes[0].get_lines()
            if line.get_marker() == look(i, 0).marker
        ]  # fmt: skip
        share = (row.value * outcome.factor - low) / (high - low)
        assert mark.get_xdata()[0] == pytest.approx(TRACK[0] + share * (TRACK[1] - TRACK[0]))


def test_lines_over_time_are_means_and_bands_hold_runs_and_worlds(make_comparison):
    made = make_comparison(worlds=14)
    figure = over_time_figure(made, SOME, "en")
    for axes, name in zip(figure.axes, SOME, strict=False):
        position, factor = list(OUTCOMES).index(name), OUTCOMES[name].factor
        areas = [area.get_datalim(axes.transData) for area in axes.collections[:4]]
        for i in (0, 1):
            low, mean, high = (
                factor * each for each in band(made.results[i].series[..., position])
            )  # fmt: skip
            assert axes.get_lines()[i].get_ydata() == pytest.approx(mean)
            assert (areas[2 * i].y0, areas[2 * i].y1) == pytest.approx((low.min(), high.max()))
            low, _, high = world_band(made.in_worlds[i][..., position])
            widest = (factor * low.min(), factor * high.max())
            assert (areas[2 * i + 1].y0, areas[2 * i + 1].y1) == pytest.approx(widest)


def test_the_band_over_worlds_is_of_each_worlds_mean():
    runs = np.array([[[0.0], [2.0]], [[3.0], [np.nan]], [[np.nan], [np.nan]]])
    low, mean, high = world_band(runs)
    assert (low[0], mean[0], high[0]) == pytest.approx((1.2, 2.0, 2.8))


@pytest.mark.parametrize("language", LANGUAGES)
def test_curves_that_coincide_are_said_to(make_comparison, language):
    _ = translator(language)
    said = _("the curves coincide")
    same = texts(over_time_figure(make_comparison(shifts=(0.0, 0.0)), SOME, language))
    assert sum(said in text for text in same) == len(SOME)
    assert not any(
        said in text for text in texts(over_time_figure(make_comparison(), SOME, language))
    )


def test_a_single_month_is_seen(make_comparison):
    figure = over_time_figure(make_comparison(months=1), SOME, "en")
    assert {line.get_marker() for line in figure.axes[0].get_lines()[:2]} == {"s", "o"}


def test_scenarios_look_different_in_grey_too():
    looks = [look(i, 2) for i in range(6)]
    assert look(2, 2) == ARMS[0]
    assert len({each.marker for each in looks}) == len({each.colour for each in looks}) == 6
    assert len({each.line for each in looks if each != ARMS[0]}) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chain_shows_every_level_and_what_comes_up(make_comparison, language):
    runs = make_comparison().results
    figure = chain_figure(runs, language)
    written = texts(figure)
    _ = translator(language)
    for results in runs:
        read = reader(results)
        for name in ("trust_in_operations", "belief_in_staff", "can", "will", "dare"):
            assert decimal(read(name), 0, language) in written
        told, true = (
            decimal(read(n), 0, language) for n in ("quality_reported", "meeting_quality")
        )
        assert (
            _("what is told upwards: {reported}; what is true: {true}").format(
                reported=told, true=true
            )
            in written
        )
        used = percent(read("discretion_used") / 100, language)
        assert _("used discretion {}").format(used) in written
        assert results.scenario.title[language] in chain_alternative(runs, language)


def test_bands_of_the_chain_are_as_high_as_what_they_show(make_comparison):
    results = make_comparison().results[0]
    figure = chain_figure([results], "en")
    read = reader(results)
    heights = []
    for area in figure.axes[0].collections[:3]:
        points = area.get_paths()[0].vertices
        first = points[np.isclose(points[:, 0], points[:, 0].min())]
        heights.append(np.ptp(first[:, 1]))
    control = 100.0 + read("pressure")
    assert sum(heights) == pytest.approx(1.05 / 100.0 * control)
    assert np.array(heights) / sum(heights) == pytest.approx([0.2, 0.6, 0.2])


@pytest.mark.parametrize("language", LANGUAGES)
def test_reported_quality_stands_beside_true_and_perceived(make_comparison, language):
    runs = make_comparison().results
    figure = reported_figure(runs, language)
    marks = {
        (line.get_marker(), round(float(line.get_ydata()[0]))): float(line.get_xdata()[0])
        for line in figure.axes[0].get_lines()
        if len(line.get_xdata()) == 1
    }
    for row, results in enumerate(runs):
        read = reader(results)
        assert marks["o", row] == pytest.approx(read("meeting_quality"))
        assert marks[">", row] == pytest.approx(read("quality_reported"))
        assert gap_interval(results, language) in texts(figure)
        assert results.scenario.title[language] in texts(figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_citizens_by_need_are_shares_with_their_means(make_endings, language):
    endings = make_endings()
    figure = needs_figure(endings, 7, language)
    for axes, each in zip(figure.axes, endings, strict=True):
        for patch, group in zip(axes.patches, (~each.is_complex, each.is_complex), strict=True):
            shares, edges, _ = patch.get_data()
            counted, _ = np.histogram(100 * each.trust[group], edges)
            assert shares == pytest.approx(counted / counted.sum())
        uprights = [line.get_xdata()[0] for line in axes.get_lines()]
        by_run = [np.mean([t[~c].mean() for t, c in zip(each.trust, each.is_complex, strict=True)])]
        assert uprights[0] == pytest.approx(100 * by_run[0])
        assert decimal(100 * by_run[0], 1, language) in " ".join(texts(figure))


def test_a_scenario_without_complex_needs_can_be_drawn(make_endings):
    (each, _) = make_endings()
    alone = dataclasses.replace(each, is_complex=np.zeros_like(each.is_complex))
    assert "complex needs: \N{EN DASH}" in texts(needs_figure([alone], 7, "en"))


def tornado_of(made, outcomes=SOME, language="en"):
    return list(compare_pictures(made, outcomes, ["tornado"], [], language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tornado_has_the_strongest_on_top_and_its_two_ends(make_comparison, language):
    made = make_comparison(worlds=18)
    (picture,) = tornado_of(made, language=language)
    axes = picture.figure.axes[0]
    first = axes.get_yticklabels()[0].get_text()
    assert first.endswith("safety.blame")
    position, factor = list(OUTCOMES).index("good_meetings"), OUTCOMES["good_meetings"].factor
    values = made.world_differences(1)[:, position] * factor
    bar = axes.get_lines()[0].get_xdata()
    assert bar == pytest.approx([values[:6].mean(), values[-6:].mean()])
    assert OUTCOMES["good_meetings"].label(language) in picture.figure.texts[0].get_text()
    assert "safety.blame" not in picture.alternative
    assert "Tillitsreform" in picture.title


def test_a_tornado_of_few_worlds_says_so():
    _ = translator("sv")
    figure = tornado_figure((), OUTCOMES["dare"], float("nan"), 3, 2, "seed 0", "sv")
    assert _("Too few worlds were asked to say.") in texts(figure)
    assert not says_something("tornado", 11)
    assert says_something("tornado", 12)


def test_every_picture_has_a_file_name_a_title_and_words(make_comparison, make_endings):
    made = make_comparison(shifts=(0.0, 0.05, -0.02), worlds=14)
    drawn = list(compare_pictures(made, SOME, [*PICTURES], make_endings(), "sv"))
    names = [each.name for each in drawn]
    assert len(set(names)) == len(names) == len(PICTURES) + 1, "a tornado a scenario"
    for each in drawn:
        assert each.title.strip()
        assert len(each.alternative) > 80


def test_panels_are_spread_down_the_chain_when_outcomes_are_many():
    assert panels(SOME) == SOME
    assert panels(HEADLINE) == WANTED
    assert len(panels(tuple(OUTCOMES))) == PANELS
