"""A comparison as text, as records and as CSV: differences in readers' units, down the chain."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.outcomes import LEVELS, level_label
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import IN_EACH_SET, Comparison, Difference
from tillitsim.view.numbers import decimal, number_or_none, signed, significant
from tillitsim.view.run_text import counted
from tillitsim.view.sureness import calibration_note, scale_note, share_of, words_of
from tillitsim.view.table import Cell
from tillitsim.view.text import capital, title_of

GAP = "  "


def headline(comparison: Comparison, language: str) -> str:
    """Who is compared with whom."""
    _ = translator(language)
    return _("{others}, against {baseline}").format(
        others=", ".join(title_of(comparison.scenarios[i], language) for i in comparison.others),
        baseline=title_of(comparison.scenarios[comparison.baseline], language),
    )


def reading(difference: Difference, value: float, language: str, *, sign: bool = False) -> str:
    """A raw value of the outcome as its reading's number."""
    outcome = difference.outcome
    write = signed if sign else decimal
    return write(value * outcome.factor, outcome.digits, language)


def interval(difference: Difference, language: str) -> str:
    """``+0.3 to +1.2``: chance alone, with default values; a dash for one replicate."""
    return _from_to(difference, difference.low, difference.high, language)


def nine_of_ten(difference: Difference, language: str) -> str:
    """Where nine tenths of the draws of the ensemble lie; a dash where there are none."""
    known = difference.spread
    low, high = (
        (math.nan, math.nan) if known is None else (known.difference.low, known.difference.high)
    )
    return _from_to(difference, low, high, language)


def span_heading(differences: Sequence[Difference], language: str) -> str:
    """What the interval is that stands beside differences: of the ensemble, else chance alone."""
    _ = translator(language)
    known = any(each.spread is not None for each in differences)
    return _("Nine of ten") if known else _("95% (chance only)")


def _from_to(difference: Difference, low: float, high: float, language: str) -> str:
    _ = translator(language)
    if math.isnan(low):
        return "\N{EN DASH}"
    edges = (reading(difference, edge, language, sign=True) for edge in (low, high))
    return _("{} to {}").format(*edges)


def verdict_of(difference: Difference, language: str) -> str:
    """``very likely higher, better``; ``no case`` where there is no number."""
    _ = translator(language)
    if difference.spread is None and math.isnan(difference.mean):
        return _("no case")
    return words_of(difference.outcome, difference.verdict, language)


def agree(difference: Difference, language: str) -> str:
    """The share of the draws that agree with the verdict; a dash where none was asked."""
    return share_of(difference.verdict, language)


def finding(comparison: Comparison, outcome: str, language: str) -> str:
    """What is known of an outcome, as a sentence a scenario: a picture's title, a table's first."""
    _ = translator(language)
    told = []
    for i in comparison.others:
        (each,) = comparison.differences(i, (outcome,))
        low, middle, high = (reading(each, edge, language, sign=True) for edge in each.told)
        sentence = (
            _("{scenario}: {outcome} {verdict} ({middle} {reading}).")
            if math.isnan(each.told[0])
            else _("{scenario}: {outcome} {verdict} ({middle}; from {low} to {high} {reading}).")
        )
        told.append(
            sentence.format(
                scenario=title_of(comparison.scenarios[i], language),
                outcome=each.outcome.label(language),
                verdict=verdict_of(each, language),
                middle=middle,
                low=low,
                high=high,
                reading=each.outcome.reading(language),
            )
        )
    return " ".join(told)


def main_outcome(outcomes: Sequence[str]) -> str:
    """The outcome that is told first: good meetings where they are asked for, else the first."""
    return "good_meetings" if "good_meetings" in outcomes else outcomes[0]


def flip_of(difference: Difference, language: str) -> str:
    """What turns the direction, in a sentence; nothing where nothing does."""
    _ = translator(language)
    small = difference.verdict.way in {"none", "same"}
    if small or difference.spread is None or difference.spread.flip is None:
        return ""
    turned = difference.spread.flip
    return _(
        "{outcome}: {label} ({name}). It goes the same way in {a} of {b} sets of assumptions where"
        " that is at most {threshold}, in {c} of {d} where it is higher."
    ).format(
        outcome=capital(difference.outcome.label(language)),
        label=PARAMETERS[turned.parameter].label(language),
        name=turned.parameter,
        a=turned.below[0],
        b=turned.below[1],
        c=turned.above[0],
        d=turned.above[1],
        threshold=significant(turned.threshold, 2, language),
    )


def notes(comparison: Comparison, language: str) -> list[str]:
    """How to read the numbers, a sentence each."""
    _ = translator(language)
    if not comparison.parameter_sets:
        return [
            _(
                "Default values alone, {n} pairs of runs: no other plausible assumptions were asked"
                " (--parameter-sets was 0), so nothing can be called likely, better or worse."
            ).format(n=comparison.replicates)
        ]
    return [
        _(
            "The median and nine tenths of {draws} pairs of runs under {n} other plausible"
            " assumptions, chance included. {scale}"
        ).format(
            draws=len(comparison.parameter_sets) * IN_EACH_SET,
            n=len(comparison.parameter_sets),
            scale=scale_note(language),
        ),
        calibration_note(language, calibrated=comparison.calibrated, own=comparison.own),
        _("With default values: the mean of {n} pairs of runs, one point among many.").format(
            n=comparison.replicates
        ),
    ]


def medians_note(runs: int, sets: int, language: str) -> str:
    """Of which runs the numbers of a picture are medians."""
    _ = translator(language)
    text = (
        _("Medians of {n} runs after the burn-in, under {sets} other plausible assumptions.")
        if sets
        else _("Medians of {n} runs after the burn-in, with default values alone.")
    )
    return text.format(n=runs, sets=sets)


def origin(scenarios: Sequence[Scenario], seed: int, language: str) -> str:
    """Seed, the scenarios' hashes and version: what it takes to repeat a comparison."""
    _ = translator(language)
    digests = " ".join(each.digest for each in scenarios)
    return _("seed {} · scenarios {} · tillitsim {}").format(seed, digests, __version__)


def compare_table(
    comparison: Comparison,
    outcomes: Sequence[str],
    language: str,
    heading: Callable[[str], str] = lambda text: text,
    width: int | None = None,
) -> str:
    """Everything as text: one table a scenario, grouped by level, then what turns directions.

    Where a terminal of ``width`` columns is too narrow, each outcome takes two lines.
    """
    _ = translator(language)
    lines: list[str] = []
    for scenario in comparison.others:
        pair = _("{scenario} against {baseline}").format(
            scenario=title_of(comparison.scenarios[scenario], language),
            baseline=title_of(comparison.scenarios[comparison.baseline], language),
        )
        lines += ["", heading(pair)] if lines else [heading(pair)]
        if comparison.coincide(scenario):
            lines.append(_coincide(comparison, scenario, language))
        differences = comparison.differences(scenario, outcomes)
        lines += _rows(differences, language, heading, width)
        turning = [text for each in differences if (text := flip_of(each, language))]
        if turning:
            lines += ["", heading(_("What turns the direction")), *(GAP + text for text in turning)]
    lines += ["", *notes(comparison, language)]
    lines += dict.fromkeys(counted(each, language) for each in comparison.scenarios)
    lines.append(origin(comparison.scenarios, comparison.seed, language))
    return "\n".join(lines) + "\n"


def _coincide(comparison: Comparison, scenario: int, language: str) -> str:
    _ = translator(language)
    return _("{scenario} and {baseline} coincide: every month of every run is the same.").format(
        scenario=title_of(comparison.scenarios[scenario], language),
        baseline=title_of(comparison.scenarios[comparison.baseline], language),
    )


def _rows(
    differences: Sequence[Difference],
    language: str,
    heading: Callable[[str], str],
    width: int | None,
) -> list[str]:
    _ = translator(language)
    head = (
        _("Outcome"),
        _("Reads"),
        _("Baseline"),
        _("Difference"),
        span_heading(differences, language),
        _("Default"),
        "",
        _("Agree"),
    )
    cells = {
        each.outcome.name: (
            each.outcome.label(language),
            each.outcome.reading(language),
            reading(each, each.levels[0], language),
            reading(each, each.told[1], language, sign=True),
            interval(each, language) if each.spread is None else nine_of_ten(each, language),
            reading(each, each.mean, language, sign=True),
            verdict_of(each, language),
            agree(each, language),
        )
        for each in differences
    }
    widths = [max(len(row[i]) for row in (head, *cells.values())) for i in range(len(head))]
    narrow = width is not None and sum(widths) + len(GAP) * len(widths) > width

    def line(row: Sequence[str]) -> list[str]:
        parts = [
            text.rjust(size) if 2 <= i <= 5 else text.ljust(size)
            for i, (text, size) in enumerate(zip(row, widths, strict=True))
        ]
        if narrow:
            return [f"{GAP}{row[0]} ({row[1]})", (2 * GAP + GAP.join(parts[2:])).rstrip()]
        return [GAP + GAP.join(parts).rstrip()]

    lines = line(head)
    for level in LEVELS:
        own_rows = [each for each in differences if each.outcome.level == level]
        if own_rows:
            lines.append(heading(level_label(level, language)))
            lines += [text for each in own_rows for text in line(cells[each.outcome.name])]
    return lines


def answer_line(comparison: Comparison, scenario: int, outcome: str, language: str) -> str:
    """What the model says of an outcome in a scenario."""
    _ = translator(language)
    (difference,) = comparison.differences(scenario, (outcome,))
    before, after = (reading(difference, level, language) for level in difference.levels)
    return _("The model, {scenario}: {result}, from {before} to {after} {reading}.").format(
        scenario=title_of(comparison.scenarios[scenario], language),
        result=verdict_of(difference, language),
        before=before,
        after=after,
        reading=difference.outcome.reading(language),
    )


def compare_records(
    comparison: Comparison, outcomes: Sequence[str], language: str
) -> list[dict[str, Cell]]:
    """One flat record a scenario and outcome, as readings; None where there is no number.

    The ensemble comes first: ``median``, ``low``, ``high`` and the shares of its draws; what the
    default values give is called so, with an interval of chance alone.
    """
    records: list[dict[str, Cell]] = []
    for scenario in comparison.others:
        for each in comparison.differences(scenario, outcomes):
            known, verdict = each.spread, each.verdict
            turned = known.flip if known else None
            nothing = (math.nan,) * 3
            low, median, high = each.told if known else nothing
            numbers: Mapping[str, float] = {
                "baseline_median": known.baseline.median if known else math.nan,
                "scenario_median": known.value.median if known else math.nan,
                "median": median,
                "low": low,
                "high": high,
                "default_baseline": each.baseline_value,
                "default_scenario": each.value,
                "default_difference": each.mean,
                "default_low": each.low,
                "default_high": each.high,
                "matters": each.outcome.matters,
            }
            records.append(
                {
                    "scenario": comparison.scenarios[scenario].name,
                    "baseline": comparison.scenarios[comparison.baseline].name,
                    "level": each.outcome.level,
                    "outcome": each.outcome.name,
                    "label": each.outcome.label(language),
                }
                | {
                    key: number_or_none(value * each.outcome.factor)
                    for key, value in numbers.items()
                }
                | {
                    "reading": each.outcome.reading(language),
                    "verdict": verdict.way,
                    "grade": None if verdict.grade is None else verdict.grade.value,
                    "how_sure": verdict_of(each, language),
                    "better": each.gain,
                    "share_higher": verdict.higher if known else None,
                    "share_lower": verdict.lower if known else None,
                    "share_none": verdict.none if known else None,
                    "parameter_sets": known.sets if known else 0,
                    "draws": known.draws.size if known else 0,
                    "replicates": each.n,
                    "turned_by": turned.parameter if turned else None,
                    "turned_at": turned.threshold if turned else None,
                }
            )
    return records
