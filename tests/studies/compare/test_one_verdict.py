"""Text, table, picture and colour hold to the same verdict: all outcomes, both languages."""

import dataclasses

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.studies.compare.analysis import IN_EACH_SET
from tillitsim.studies.compare.strip_figure import strip_alternative, strip_figure
from tillitsim.studies.compare.table import compare_records, compare_table, finding, verdict_of
from tillitsim.view.style import GREY, INK
from tillitsim.view.sureness import share_of

SETS = 20
LANGUAGES = ["en", "sv"]
SHARES = [0.7, 0.5, 0.0]


@pytest.fixture(params=SHARES)
def made(request, make_comparison):
    """Every outcome higher by twice what matters in a share of the draws, lower in the rest."""
    plain = make_comparison(parameter_sets=SETS)
    agree = np.arange(SETS) < request.param * SETS
    size = np.array([2.0 * outcome.matters for outcome in OUTCOMES.values()])
    gaps = np.where(agree, 1.0, -1.0)[:, None, None] * size
    base = np.full((SETS, IN_EACH_SET, len(OUTCOMES)), 0.3)
    return dataclasses.replace(plain, totals_in_sets=(base, base + gaps)), request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_table_picture_and_colour_agree(made, language):
    comparison, share = made
    _ = translator(language)
    names = tuple(OUTCOMES)
    lines = compare_table(comparison, names, language).splitlines()
    figure = strip_figure(comparison, names, language)
    written = figure.findobj(Text)
    said = strip_alternative(comparison, names, language)
    records = {each["outcome"]: each for each in compare_records(comparison, names, language)}
    likely = max(share, 1.0 - share) >= 0.66
    way = 1 if share > 0.5 else -1
    for each in comparison.differences(1, names):
        outcome, words = each.outcome, verdict_of(each, language)
        assert each.gain == (way * outcome.better if likely else 0)
        assert (_("better") in words) == (each.gain > 0)
        assert (_("worse") in words) == (each.gain < 0)
        own = [line for line in lines if line.startswith(f"  {outcome.label(language)}  ")]
        assert len(own) == 1
        assert words in own[0]
        assert share_of(each.verdict, language) in own[0]
        assert records[outcome.name]["better"] == each.gain
        assert records[outcome.name]["verdict"] == each.verdict.way
        assert words in finding(comparison, outcome.name, language)
        assert words in said
    verdicts = {verdict_of(each, language) for each in comparison.differences(1)}
    inks = {to_hex(text.get_color()) for text in written if text.get_text() in verdicts}
    assert inks == {INK if likely else GREY}
    marks = [line for line in figure.axes[0].get_lines() if line.get_marker() == "o"]
    faces = {to_hex(line.get_markerfacecolor()) for line in marks}
    assert len(marks) == len(names)
    assert (faces == {"#ffffff"}) == (not likely)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_better_where_no_other_assumptions_were_asked(make_comparison, language):
    _ = translator(language)
    plain = make_comparison()
    text = compare_table(plain, tuple(OUTCOMES), language)
    assert not any(each.gain for each in plain.differences(1))
    table = text.split("\n\n", 1)[0]
    for outcome in OUTCOMES.values():  # a name may have the word: a better practice
        table = table.replace(outcome.label(language), "")
    assert _("better") not in table


@pytest.mark.parametrize("language", LANGUAGES)
def test_private_words_are_not_said_to_people(make_comparison, language):
    text = compare_table(make_comparison(parameter_sets=SETS), tuple(OUTCOMES), language).lower()
    for word in ("world", "luck", "världar", "robust"):
        assert word not in text
