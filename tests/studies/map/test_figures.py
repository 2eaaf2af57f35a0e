"""The triangle and the map show what was found, also that nobody wins or nothing is known."""

import dataclasses
import json

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.map.analysis import ALIKE, NOBODY
from tillitsim.studies.map.figure import winners_figure
from tillitsim.studies.map.table import (
    winners_alternative,
    winners_records,
    winners_table,
    winners_title,
)
from tillitsim.studies.triangle.figure import place, triangle_alternative, triangle_figure
from tillitsim.studies.triangle.table import (
    best_records,
    best_text,
    triangle_records,
    triangle_table,
)
from tillitsim.view.numbers import percent
from tillitsim.view.style import COLOURS, INK

LANGUAGES = ["sv", "en"]
SOME = ("good_meetings", "cost_per_good_meeting", "quality_reported")


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text)]


def test_corners_and_middle_of_the_triangle():
    x, y = place(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1 / 3] * 3]))
    assert x == pytest.approx([1, 0, 0.5, 0.5])
    assert y == pytest.approx([0, 0, np.sqrt(0.75), np.sqrt(0.75) / 3])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("parameter_sets", [12, 2])
def test_star_dots_and_text_agree(make_triangle, language, parameter_sets):
    found = make_triangle(parameter_sets=parameter_sets)
    figure = triangle_figure(found, SOME, language)
    said = triangle_alternative(found, SOME, language)
    table = triangle_table(found, SOME, language)
    known = best_records(found, SOME)
    for axes, name in zip((a for a in figure.axes if a.get_title() == ""), SOME, strict=False):
        best = found.best(name)
        assert known[name]["likely"] == best.likely
        assert best_text(found, name, language) in said
        assert best_text(found, name, language) in table
        stars = [line for line in axes.get_lines() if line.get_marker() == "*"]
        assert len(stars) == (0 if best.alike or best.grade is None else 1)
        for star in stars:
            x, y = place(found.mixes[best.point][None])
            assert (star.get_xdata()[0], star.get_ydata()[0]) == pytest.approx((x[0], y[0]))
            assert (to_hex(star.get_markerfacecolor()) == INK) == best.likely
            dots = np.concatenate([np.asarray(c.get_offsets()) for c in axes.collections[-2:]])
            others = best.region & (np.arange(len(found.mixes)) != best.point)
            expected = np.column_stack(place(found.mixes[others]))
            dots, expected = (each[np.lexsort(each.T)] for each in (dots, expected))
            assert dots == pytest.approx(expected)
        assert OUTCOMES[name].label(language)[1:] in axes.texts[0].get_text()
    assert sum("Regelbok" in text for text in texts(figure)) == len(SOME)


def test_colours_are_bright_where_an_outcome_is_good(make_triangle):
    figure = triangle_figure(make_triangle(), ("good_meetings", "cost_per_good_meeting"), "en")
    maps = [axes.collections[0].get_cmap().name for axes in figure.axes[:2]]
    assert maps == ["cividis", "cividis_r"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_that_is_the_same_everywhere_is_said_to_be(make_triangle, language):
    _ = translator(language)
    found = make_triangle()
    flat = dataclasses.replace(found, in_sets=np.full_like(found.in_sets, 0.5))
    assert any(
        _("the same everywhere") in text for text in texts(triangle_figure(flat, SOME, language))
    )
    assert _("the same everywhere") in triangle_table(flat, SOME, language)
    assert _(
        "What choosing one outcome's best mix costs in another (of all that can be lost)"
    ) not in triangle_table(flat, SOME, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_without_a_case_is_a_dash_everywhere(make_triangle, language):
    found = make_triangle()
    _, values = found.marked["Regelbok"]
    empty = dataclasses.replace(
        found,
        values=np.full_like(found.values, np.nan),
        in_sets=np.full_like(found.in_sets, np.nan),
        marked={"Regelbok": (found.mixes[0], np.full_like(values, np.nan))},
    )
    for text in (
        triangle_table(empty, SOME, language),
        triangle_alternative(empty, SOME, language),
        " ".join(texts(triangle_figure(empty, SOME, language))),
    ):
        assert "nan" not in text
    assert "\N{EN DASH}" in triangle_table(empty, SOME, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_tells_the_best_mix_its_region_and_trade_offs(make_triangle, language):
    _ = translator(language)
    found = make_triangle()
    text = triangle_table(found, SOME, language)
    share = [percent(part, language) for part in (0.2, 0.2, 0.6)]
    assert " / ".join(share) in text
    assert (
        _("What choosing one outcome's best mix costs in another (of all that can be lost)") in text
    )
    assert "frö 7" in text or "seed 7" in text
    assert _(
        "The other assumptions are spread over all that is plausible, not yet calibrated."
    ) in (text)


def test_records_of_the_triangle_are_its_values_and_json(make_triangle):
    found = make_triangle()
    records = triangle_records(found, SOME)
    assert len(records) == len(found.mixes) == 21
    for record, mean in zip(records, found.level("good_meetings"), strict=True):
        assert record["good_meetings"] == mean
        shares = [record[f"mix.{p}"] for p in ("competition", "regulation", "trust")]
        assert sum(shares) == pytest.approx(1.0)
    assert max(record["good_meetings.best"] for record in records) <= 1.0
    empty = dataclasses.replace(
        found,
        values=np.full_like(found.values, np.nan),
        in_sets=np.full_like(found.in_sets, np.nan),
    )
    json.dumps(best_records(empty, SOME), allow_nan=False)
    json.dumps(triangle_records(empty, SOME), allow_nan=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alternative_of_the_triangle_names_every_best_mix(make_triangle, language):
    said = triangle_alternative(make_triangle(), SOME, language)
    for name in SOME:
        assert OUTCOMES[name].label(language)[1:] in said
    assert percent(0.6, language) in said


def filled(figure):
    """Colours of cells, row by row: white where there is no clear winner."""
    cells = {}
    for patch in figure.axes[0].patches:
        if isinstance(patch, Rectangle) and patch.get_fill() and patch.get_facecolor()[3] > 0:
            cells[round(patch.get_y(), 6), round(patch.get_x(), 6)] = to_hex(patch.get_facecolor())
    return [cells[at] for at in sorted(cells)]


def test_cells_have_the_winners_colour_and_white_where_nobody_wins(make_winners):
    found = make_winners()
    winner = found.winner
    assert winner.tolist() == [[1, 1, ALIKE], [2, NOBODY, ALIKE]]
    names = ("competition", "regulation", "trust")
    expected = [
        "#ffffff" if who < 0 else COLOURS[names[who]] for row in winner for who in row
    ]  # fmt: skip
    assert filled(winners_figure(found, {}, "en")) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_services_and_leads_are_written_on_the_map(make_winners, language):
    _ = translator(language)
    places = {"hemtjänst": (0.9, 0.5), "långt borta": (9.0, 0.5)}
    written = texts(winners_figure(make_winners(), places, language))
    assert "hemtjänst" in written
    assert "långt borta" not in written
    assert ("20,0" if language == "sv" else "20.0") in written
    assert _("not known, or alike") in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_in_letters_and_its_counts(make_winners, language):
    _ = translator(language)
    found = make_winners()
    text = winners_table(found, {}, language)
    lead = {"en": ("10.0", "20.0"), "sv": ("10,0", "20,0")}[language]
    for cell in (f"R {lead[0]}", f"T {lead[1]}", "= 0", "\N{EN DASH} "):
        assert cell in text
    counted = _("{name}: {count} of {total} cells").format(name=_("not known"), count=1, total=6)
    title = winners_figure(found, {}, language).subfigs[0].get_suptitle()
    assert winners_title(found, language) in title.replace("\n", " ")
    assert counted in text
    assert counted in winners_alternative(found, language)


def test_without_other_assumptions_nobody_is_called_the_best(make_winners):
    _ = translator("sv")
    found = make_winners(parameter_sets=0)
    said = _("Too few other plausible assumptions were asked, so nobody is called the best.")
    assert said in winners_table(found, {}, "sv")
    assert (found.winner == NOBODY).all()
    assert set(filled(winners_figure(found, {}, "sv"))) == {"#ffffff"}


def test_records_of_the_map_say_who_is_best_and_how_sure_it_is(make_winners):
    records = winners_records(make_winners())
    assert [record["won"] for record in records] == [True, True, False, True, False, False]
    assert records[0]["grade"] == "very likely"
    assert records[4]["share"] == pytest.approx(5 / 9)
    assert records[0]["regulation"] == pytest.approx(0.6)
    assert records[0]["default_regulation"] == pytest.approx(0.6)
    json.dumps(records, allow_nan=False)
