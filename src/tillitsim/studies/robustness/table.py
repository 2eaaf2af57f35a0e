"""Robustness of options as text and as records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.runs.statistics import missing
from tillitsim.runs.statistics.likelihood import LIKELY, most_likely
from tillitsim.studies.robustness.analysis import Robustness
from tillitsim.view.numbers import decimal, number_or_none, percent
from tillitsim.view.run_text import made_from
from tillitsim.view.sureness import calibration_note, grade_word
from tillitsim.view.text import capital, title_of

Heading = Callable[[str], str]


def order_of(found: Robustness) -> list[int]:
    """Options, those with the least largest regret first."""
    largest = _largest(found)
    return sorted(range(len(found.options)), key=lambda option: largest[option])


def robustness_title(found: Robustness, language: str) -> str:
    """The finding in a sentence: which option loses least at worst, or that it is not known.

    Options whose largest losses lie closer than what matters in the outcome are told together.
    """
    _ = translator(language)
    service = title_of(found.options[0].scenario, language)
    if not len(found.regrets):
        return _("{service}: {outcome} has no value here").format(
            service=service, outcome=found.outcome.label(language)
        )
    option, grade = most_likely(found.sureness().tolist())
    largest = _largest(found)[option]
    alike = [int(i) for i in np.flatnonzero(_largest(found) < largest + found.outcome.matters)]
    if len(alike) > 1:
        return _(
            "{service}: between {options} there is no difference that matters in what is lost at"
            " worst ({outcome})"
        ).format(
            service=service,
            options=_(" and ").join(found.options[i].title(language) for i in alike),
            outcome=found.outcome.label(language),
        )
    if found.sureness()[option] < LIKELY or largest > _largest(found).min():
        return _("{service}: which option is the most robust is not known").format(service=service)
    return _(
        "{service}: {option} is {grade} the most robust; at worst it loses {size} ({reading})"
    ).format(
        service=service,
        option=found.options[option].title(language),
        grade=grade_word(grade, language),
        size=decimal(largest * found.outcome.factor, found.outcome.digits, language),
        reading=found.outcome.reading(language),
    )


def meets_text(found: Robustness, language: str) -> str:
    """Which option meets what is required most often, and what the others fail on."""
    _ = translator(language)
    shares = found.meets.mean(axis=0)
    # Today is never worse than today; beside that, only what changes something is of interest.
    first = 0 if any(each.sign for each in found.requirements) else 1
    best = first + int(np.argmax(shares[first:]))
    if (shares[first:] == shares[best]).all():
        return _("What is required is met by all of them under {share} of the assumptions.").format(
            share=percent(float(shares[best]), language)
        )
    worst, failed = found.fails_most(best)
    text = _("What is required is met most often by {option}: under {share} of the assumptions.")
    told = text.format(
        option=found.options[best].title(language), share=percent(float(shares[best]), language)
    )
    if failed > 0.0:
        told += " " + _("Where it is not, that is mostly {requirement} ({share}).").format(
            requirement=worst.text(language), share=percent(failed, language)
        )
    return told


def robustness_table(found: Robustness, language: str, heading: Heading = str) -> str:
    """All of it as text, the option that loses least at worst first."""
    _ = translator(language)
    rows: list[tuple[str, ...]] = [
        (
            _("Option"),
            capital(found.outcome.label(language)),
            _("Loses, median"),
            _("Loses, at worst"),
            _("Best under"),
            _("Meets what is required under"),
        )
    ]
    rows += [_row(found, option, language) for option in order_of(found)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  "
        + "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    head = heading(robustness_title(found, language))
    told = [meets_text(found, language), *robustness_notes(found, language)]
    return "\n".join([head, "", *lines, "", *told, origin(found, language)]) + "\n"


def _row(found: Robustness, option: int, language: str) -> tuple[str, ...]:
    record = robustness_records(found)[option]
    outcome = found.outcome

    def reading(key: str) -> str:
        value = record[key]
        if value is None:
            return "\N{EN DASH}"
        return decimal(value * outcome.factor, outcome.digits, language)

    return (
        capital(found.options[option].title(language)),
        reading("median"),
        reading("regret_median"),
        reading("regret_largest"),
        percent(record["best_often"], language),
        percent(record["meets"], language),
    )


def robustness_notes(found: Robustness, language: str) -> list[str]:
    """How to read it, a sentence or two each."""
    _ = translator(language)
    required = ", ".join(each.text(language) for each in found.requirements)
    own = any(each.sign for each in found.requirements)
    return [
        _(
            "Loses: how much less good an option is than the best of these under the same"
            " assumptions ({outcome}, {reading}), over {sets} sets of plausible assumptions."
        ).format(
            outcome=found.outcome.label(language),
            reading=found.outcome.reading(language),
            sets=len(found.outcomes),
        ),
        (
            _("Required: {required}.")
            if own
            else _("Required: no worse than today by more than what matters in {required}.")
        ).format(required=required),
        _(
            "Nobody knows how probable each set of assumptions is, so the worst counts as much as"
            " the usual; an option that is not here cannot be missed."
        ),
        calibration_note(language, calibrated=found.calibrated),
    ]


def origin(found: Robustness, language: str) -> str:
    """Months that count, seed, hash and version."""
    return made_from(found.options[0].scenario, found.seed, language)


def robustness_records(found: Robustness) -> list[dict[str, Any]]:
    """One record an option, raw values: level, regrets, how often best, how often enough."""
    regrets, values = found.regrets, found.values()
    sure, meets = found.sureness(), found.meets.mean(axis=0)
    best = (regrets == 0.0).mean(axis=0) if len(regrets) else np.zeros(len(found.options))
    medians = missing.percentiles(values, (50.0,))[0]
    middle = missing.percentiles(regrets, (50.0,))[0] if len(regrets) else medians * np.nan
    largest = _largest(found)
    return [
        {
            "option": option.scenario.name,
            "title": option.title("en"),
            "outcome": found.outcome.name,
            "median": number_or_none(float(medians[i])),
            "regret_median": number_or_none(float(middle[i])),
            "regret_largest": number_or_none(float(largest[i])),
            "best_often": float(best[i]),
            "most_robust": float(sure[i]),
            "meets": float(meets[i]),
        }
        for i, option in enumerate(found.options)
    ]


def _largest(found: Robustness) -> NDArray[np.float64]:
    """The largest regret of each option; NaN without values."""
    if not len(found.regrets):
        return np.full(len(found.options), np.nan)
    return np.asarray(found.regrets.max(axis=0))
