"""Pictures of comparisons hold the numbers of the comparison, whatever their language."""

import dataclasses

import numpy as np
import pytest
from matplotlib.text import Text

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.compare.analysis import HEADLINE
from tillitsim.studies.compare.chain_figure import (
    chain_alternative,
    chain_figure,
    full_height,
    reader,
)
from tillitsim.studies.compare.figure import (
    PANELS,
    WANTED,
    compare_pictures,
    panels,
)
from tillitsim.studies.compare.needs_figure import needs_figure
from tillitsim.studies.compare.over_time_figure import course, over_time_figure
from tillitsim.studies.compare.pictures import PICTURES, says_something
from tillitsim.studies.compare.reported_figure import gap_interval, reported_figure
from tillitsim.studies.compare.strip_figure import TRACK, reach_of, strip_figure
from tillitsim.studies.compare.table import nine_of_ten, reading, verdict_of
from tillitsim.studies.compare.tornado_figure import tornado_figure
from tillitsim.view.layout import ARMS, look
from tillitsim.view.numbers import decimal, percent

LANGUAGES = ["sv", "en"]
SOME = ("trust_in_operations", "good_meetings", "harm")


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text)]


def title_of(figure) -> str:
    return figure.subfigs[0].get_suptitle()


@pytest.mark.parametrize("language", LANGUAGES)
def test_strips_say_median_nine_of_ten_and_verdict(make_comparison, language):
    made = make_comparison(parameter_sets=14)
    written = texts(strip_figure(made, SOME, language))
    for each in made.differences(1, SOME):
        assert reading(each, each.told[1], language, sign=True) in written
        assert nine_of_ten(each, language) in written
        assert verdict_of(each, language) in written


def test_an_outcome_without_a_case_is_a_row_of_dashes(make_comparison):
    made = make_comparison()
    i = list(OUTCOMES).index("harm")
    empty = [each.series.copy() for each in made.results]
    for series in empty:
        series[..., i] = np.nan
    results = tuple(
        dataclasses.replace(each, series=s) for each, s in zip(made.results, empty, strict=True)
    )
    written = texts(strip_figure(dataclasses.replace(made, results=results), ["harm"], "en"))
    assert not any("nan" in text for text in written)


def test_marks_lie_where_their_medians_are_and_every_draw_is_a_dot(make_comparison):
    made = make_comparison(shifts=(0.0, 0.05, -0.1), parameter_sets=14)
    figure = strip_figure(made, ["good_meetings"], "en")
    rows = [made.differences(i, ["good_meetings"])[0] for i in (1, 2)]
    middle, half = 0.5 * sum(TRACK), 0.5 * (TRACK[1] - TRACK[0])
    for i, row in enumerate(rows, 1):
        (mark,) = [
            line for line in figure.axes[0].get_lines()
            if line.get_marker() == look(i, 0).marker
        ]  # fmt: skip
        place = middle + half * row.told[1] / reach_of(rows)
        assert mark.get_xdata()[0] == pytest.approx(place)
    dots = [len(each.get_offsets()) for each in figure.axes[0].collections]
    assert dots == [row.spread.draws.size for row in rows]


def test_lines_over_time_are_medians_and_bands_nine_tenths_of_the_ensemble(make_comparison):
    made = make_comparison(parameter_sets=14)
    figure = over_time_figure(made, SOME, "en")
    for axes, name in zip(figure.axes, SOME, strict=False):
        position, factor = list(OUTCOMES).index(name), OUTCOMES[name].factor
        areas = [area.get_datalim(axes.transData) for area in axes.collections[:2]]
        lines = [line for line in axes.get_lines() if len(line.get_xdata()) > 1]
        for i in (0, 1):
            low, median, high = factor * course(made, i, position)
            runs = made.in_sets[i][..., position].reshape(-1, len(median))
            assert median == pytest.approx(factor * np.median(runs, axis=0))
            assert lines[i].get_ydata() == pytest.approx(median)
            assert (areas[i].y0, areas[i].y1) == pytest.approx((low.min(), high.max()))


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
    figure = chain_figure(runs, 0, language)
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
    figure = chain_figure([results], 0, "en")
    read = reader(results)
    heights = []
    for area in figure.axes[0].collections[:3]:
        points = area.get_paths()[0].vertices
        first = points[np.isclose(points[:, 0], points[:, 0].min())]
        heights.append(np.ptp(first[:, 1]))
    control = 100.0 + read("pressure")
    assert sum(heights) == pytest.approx(full_height([results]) / 100.0 * control)
    assert np.array(heights) / sum(heights) == pytest.approx([0.2, 0.6, 0.2])


def test_however_strong_control_is_no_band_reaches_the_words_above_it(make_comparison):
    results = make_comparison().results[0]
    series = results.series.copy()
    series[..., results.names.index("pressure")] += 3.0
    strong = dataclasses.replace(results, series=series)
    figure = chain_figure([strong], 0, "en")
    axes = figure.axes[0]
    highest = min(area.get_paths()[0].vertices[:, 1].min() for area in axes.collections)
    words = [each for each in axes.texts if each.get_text().startswith(("control", "mixed"))]
    assert len(words) == 2
    figure.canvas.draw()
    ends = [axes.transData.inverted().transform(each.get_window_extent())[0, 1] for each in words]
    assert max(ends) < highest


@pytest.mark.parametrize("language", LANGUAGES)
def test_reported_quality_stands_beside_true_and_perceived(make_comparison, language):
    runs = make_comparison().results
    figure = reported_figure(runs, 0, language)
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
        by_run = [
            np.median([t[~c].mean() for t, c in zip(each.trust, each.is_complex, strict=True)])
        ]
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
    made = make_comparison(parameter_sets=18)
    (picture,) = tornado_of(made, language=language)
    axes = picture.figure.axes[0]
    first = axes.get_yticklabels()[0].get_text()
    assert first.endswith("safety.blame")
    position, factor = list(OUTCOMES).index("good_meetings"), OUTCOMES["good_meetings"].factor
    values = made.set_differences(1)[:, position] * factor
    bar = axes.get_lines()[0].get_xdata()
    assert bar == pytest.approx([values[:6].mean(), values[-6:].mean()])
    assert OUTCOMES["good_meetings"].label(language) in title_of(picture.figure)
    assert "safety.blame" not in picture.alternative
    assert "Tillitsreform" in picture.title


def test_a_tornado_of_few_sets_says_so():
    _ = translator("sv")
    figure = tornado_figure((), OUTCOMES["dare"], float("nan"), 3, 2, "seed 0", "sv")
    assert _("Too few other assumptions were asked to say.") in texts(figure)
    assert not says_something("tornado", 11)
    assert says_something("tornado", 12)


def test_every_picture_has_a_file_name_a_title_and_words(make_comparison, make_endings):
    made = make_comparison(shifts=(0.0, 0.05, -0.02), parameter_sets=14)
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
