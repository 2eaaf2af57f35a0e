"""The table says for each outcome what it is, how much, how sure, and in which unit."""

import dataclasses

import numpy as np
import pytest

from tillitsim.model.outcomes import LEVELS, OUTCOMES, level_label
from tillitsim.runs.summary import summarise
from tillitsim.studies.run.table import run_table


def table(results, language="en", **options) -> str:
    return run_table(results, summarise(results), language, **options)


def row_of(text: str, label: str) -> str:
    return next(line for line in text.splitlines() if label.lower() in line.lower())


def constant(results, name: str, values: list[float]):
    """The same results with an outcome constant within each replicate."""
    series = results.series.copy()
    series[:, :, results.names.index(name)] = np.array(values)[:, None]
    return dataclasses.replace(results, series=series)


def test_a_row_worked_out_by_hand(make_results):
    # mean 0.4, standard deviation 0.03, t(0.99, 2) = 6.9646: 0.4 +- 0.1206 and half a digit
    results = constant(make_results(replicates=3), "good_meetings", [0.37, 0.4, 0.43])
    cells = row_of(table(results), "good meetings ").split("  ")
    assert [cell.strip() for cell in cells if cell.strip()] == [
        "Good meetings", "40.0", "27.9 to 52.1", "of 100 meetings", "0.400", "share",
    ]  # fmt: skip


def test_swedish_has_swedish_words_and_decimals(make_results):
    results = constant(make_results(replicates=3), "good_meetings", [0.37, 0.4, 0.43])
    text = table(results, "sv")
    assert "40,0" in row_of(text, "goda möten ")
    assert "27,9 till 52,1" in text
    assert "bara slump" in text
    assert " of " not in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_levels_come_down_the_chain_each_with_its_outcomes(make_results, language):
    heads = {level_label(level, language): level for level in LEVELS}
    found: dict[str, list[str]] = {}
    for line in table(make_results(), language).splitlines():
        if line in heads:
            found[heads[line]] = []
        elif line.startswith("  ") and found:
            found[[*found][-1]].append(line.strip().split("  ")[0].lower())
    assert tuple(found) == LEVELS
    for outcome in OUTCOMES.values():
        assert outcome.label(language).lower() in found[outcome.level]


def test_the_interval_is_said_to_be_chance_only(make_results):
    assert "95% (chance only)" in table(make_results())
    assert "mean of 20 runs" in table(make_results())


def test_one_run_has_no_interval_and_says_so(make_results):
    text = table(make_results(replicates=1))
    assert " to " not in row_of(text, "good meetings ")
    assert "no interval" in text


def test_the_mix_seed_and_hash_are_printed(make_results):
    results = make_results()
    text = table(results)
    assert "competition 20%, regulation 45%, trust 35%, intensity 1" in text
    assert f"seed 7 · scenario {results.scenario.digest}" in text


def test_an_outcome_without_a_case_says_so(make_results):
    results = constant(make_results(replicates=2), "quality_complex", [np.nan, np.nan])
    assert "no case" in row_of(table(results), "quality for complex")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [80, 100, 200])
def test_it_fits_the_terminal(make_results, language, width):
    text = table(make_results(), language, width=width)
    assert max(map(len, text.splitlines())) <= width
    for outcome in OUTCOMES.values():
        for word in outcome.label(language).split():
            assert word.lower() in text.lower()


@pytest.mark.parametrize("width", [1, 20, 40])
def test_a_terminal_too_narrow_for_it_breaks_the_lines_itself(make_results, width):
    assert table(make_results(), "sv", width=width) == table(make_results(), "sv", width=60)


def test_a_narrow_terminal_goes_without_raw_values_and_says_where_they_are(make_results):
    assert "summary.csv" in table(make_results(), width=80)
    assert "summary.csv" not in table(make_results())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_western_windows_terminal_can_print_it(make_results, language):
    table(make_results(), language).encode("cp1252")
