"""The table, the records and the guess say what a comparison holds."""

import dataclasses
import math

import numpy as np
import pytest

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES, level_label
from tillitsim.studies.compare.sign_flips import Flip
from tillitsim.studies.compare.table import (
    agree,
    answer_line,
    compare_records,
    compare_table,
    flip_of,
    interval,
    nine_of_ten,
    verdict_of,
)
from tillitsim.view.numbers import signed

SOME = ("trust_in_operations", "dare", "good_meetings", "harm")
LANGUAGES = ["sv", "en"]


def constant(comparison, name, before, after):
    """The comparison with one outcome given run by run, the same every month."""
    i = list(OUTCOMES).index(name)
    results = []
    for made, values in zip(comparison.results, (before, after), strict=True):
        series = made.series[: len(values)].copy()
        series[..., i] = np.array(values)[:, None]
        results.append(dataclasses.replace(made, series=series))
    return dataclasses.replace(comparison, results=tuple(results))


def test_a_row_worked_out_by_hand(make_comparison):
    # differences 0.17, 0.2, 0.23: mean 0.2, t(0.99, 2) = 6.9646, 0.2 +- 0.1206 and half a digit
    made = constant(make_comparison(), "good_meetings", [0.3, 0.3, 0.3], [0.47, 0.5, 0.53])
    (row,) = [
        line for line in compare_table(made, SOME, "en").splitlines() if "good meetings" in line
    ]
    assert [cell.strip() for cell in row.split("  ") if cell.strip()] == [
        "good meetings", "of 100 meetings", "30.0", "+20.0", "+7.9 to +32.1",
        "+20.0", "default values only: higher", "\N{EN DASH}",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_come_down_the_chain_with_their_outcomes(make_comparison, language):
    lines = compare_table(make_comparison(parameter_sets=14), SOME, language).splitlines()
    order = [
        lines.index(level_label(level, language))
        for level in ("politics", "staff", "meeting")
    ]  # fmt: skip
    assert order == sorted(order)
    for name in SOME:
        assert any(OUTCOMES[name].label(language) in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_null_comparison_is_said_to_be_the_same(make_comparison, language):
    made = make_comparison(shifts=(0.0, 0.0), parameter_sets=14)
    _ = translator(language)
    text = compare_table(made, SOME, language)
    assert (
        _("{scenario} and {baseline} coincide: every month of every run is the same.").split("}")[
            -1
        ]
        in text
    )
    assert text.count(_("exactly the same")) == len(SOME)
    for record in compare_records(made, SOME, language):
        assert record["median"] == record["low"] == record["high"] == 0.0
        assert record["verdict"] == "same"
        assert record["parameter_sets"] == 14


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_and_records_agree(make_comparison, language):
    made = make_comparison(shifts=(0.0, 0.05, -0.02), parameter_sets=14)
    records = compare_records(made, SOME, language)
    assert len(records) == 2 * len(SOME)
    text = compare_table(made, SOME, language)
    for record in records:
        digits = OUTCOMES[record["outcome"]].digits
        assert signed(record["median"], digits, language) in text
        assert signed(record["default_difference"], digits, language) in text
        assert record["low"] <= record["median"] <= record["high"]
    assert {record["scenario"] for record in records} == {"trial"}


def test_what_turns_the_sign_is_told(make_comparison):
    made = make_comparison(parameter_sets=20)
    (good,) = made.differences(1, ["good_meetings"])
    assert good.spread.flip.parameter == "safety.blame"
    told = flip_of(good, "en")
    assert "safety.blame" in told
    assert "14 of 14" in told
    assert "0 of 6" in told
    assert told in compare_table(made, SOME, "en")
    assert flip_of(make_comparison().differences(1, ["dare"])[0], "en") == ""


@pytest.mark.parametrize(
    ("language", "share", "said"),
    [
        ("en", 0.9, "very likely higher, better"), ("en", 0.7, "likely higher, better"),
        ("en", 0.5, "about as likely higher as not"),
        ("sv", 0.9, "mycket sannolikt högre, bättre"),
        ("sv", 0.5, "ungefär lika sannolikt högre som inte"),
    ],
)  # fmt: skip
def test_better_is_said_only_of_what_is_likely(make_comparison, language, share, said):
    (dare,) = make_comparison(parameter_sets=10).differences(1, ["dare"])
    draws = np.where(np.arange(10) < 10 * share, 0.1, -0.1)[:, None]
    known = dataclasses.replace(dare.spread, draws=draws)
    assert verdict_of(dataclasses.replace(dare, spread=known), language) == said


def test_what_is_not_known_is_a_dash(make_comparison):
    (dare,) = make_comparison().differences(1, ["dare"])
    assert agree(dare, "en") == nine_of_ten(dare, "en") == "\N{EN DASH}"
    assert interval(dataclasses.replace(dare, low=math.nan, high=math.nan), "en") == "\N{EN DASH}"


def test_a_narrow_terminal_gets_two_lines_an_outcome(make_comparison):
    made = make_comparison(parameter_sets=14)
    wide = compare_table(made, SOME, "sv").splitlines()
    narrow = compare_table(made, SOME, "sv", width=100).splitlines()
    assert len(narrow) == len(wide) + len(SOME) + 1
    at = next(i for i, line in enumerate(narrow) if "goda möten" in line)
    assert "av 100 möten" in narrow[at]
    assert "sannolikt" in narrow[at + 1]


def test_the_answer_names_the_scenario_and_the_levels(make_comparison):
    said = answer_line(make_comparison(parameter_sets=10), 1, "dare", "en")
    assert "Tillitsreform" in said
    assert "from" in said


def test_a_flip_is_told_with_its_threshold_as_the_language_writes_it(make_comparison):
    (dare,) = make_comparison(parameter_sets=14).differences(1, ["dare"])
    turned = Flip("safety.blame", 0.456, 0.9, (1, 5), (8, 9))
    known = dataclasses.replace(dare.spread, flip=turned)
    assert "0,46" in flip_of(dataclasses.replace(dare, spread=known), "sv")
