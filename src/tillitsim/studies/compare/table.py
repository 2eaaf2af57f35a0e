"""A comparison as text, as records and as CSV: differences in readers' units, down the chain."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tillitsim import __version__
from tillitsim.locale import N_, translator
from tillitsim.model.outcomes import LEVELS, OUTCOMES, level_label
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.compare.analysis import IN_EACH_WORLD, Comparison, Difference
from tillitsim.view.numbers import decimal, signed, significant
from tillitsim.view.run_text import counted
from tillitsim.view.text import capital, title_of

VERDICTS = {
    "same": N_("exactly the same"),
    "unclear": N_("no clear difference"),
    "higher": N_("higher"),
    "lower": N_("lower"),
}
CHANGES = {**VERDICTS, "higher": N_("up"), "lower": N_("down")}
GUESSES = {"up": N_("up"), "same": N_("about the same"), "down": N_("down")}

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
    """``+0.3 to +1.2``, or a dash for one replicate."""
    return _from_to(difference, difference.low, difference.high, language)


def in_worlds(difference: Difference, language: str) -> str:
    """Where the difference lies in nine tenths of the worlds; a dash where none was asked."""
    robust = difference.robustness
    low, high = (math.nan, math.nan) if robust is None else (robust.low, robust.high)
    return _from_to(difference, low, high, language)


def _from_to(difference: Difference, low: float, high: float, language: str) -> str:
    _ = translator(language)
    if math.isnan(low):
        return "\N{EN DASH}"
    edges = (reading(difference, edge, language, sign=True) for edge in (low, high))
    return _("{} to {}").format(*edges)


def verdict_of(difference: Difference, language: str) -> str:
    """``higher, better``, ``higher, not robust``, ``no clear difference``, ``exactly the same``."""
    _ = translator(language)
    text = _(VERDICTS[difference.verdict])
    if difference.verdict in {"higher", "lower"} and difference.wavers:
        text += f", {_('not robust')}"
    elif difference.gain:
        text += f", {_('better') if difference.gain > 0 else _('worse')}"
    return text


def held_in(difference: Difference, language: str) -> str:
    """``37 of 40 worlds``; a dash where no world was asked."""
    _, robust = translator(language), difference.robustness
    if robust is None:
        return "\N{EN DASH}"
    text = (
        _("same in {held} of {worlds}")
        if difference.mean == 0.0
        else _("{held} of {worlds} worlds")
    )
    return text.format(held=robust.held, worlds=robust.worlds)


def flip_of(difference: Difference, language: str) -> str:
    """What turns the sign, in a sentence; nothing where nothing does."""
    _ = translator(language)
    robust = difference.robustness
    if robust is None or robust.flip is None:
        return ""
    turned = robust.flip
    return _(
        "{outcome}: {label} ({name}). The sign holds in {a} of {b} worlds where it"
        " is at most {threshold}, in {c} of {d} where it is higher."
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
    lines = [
        _(
            "95%: how far chance moves the difference over {n} pairs of runs that share"
            " their luck; of twenty such intervals, one misses."
        ).format(n=comparison.replicates)
    ]
    if not comparison.worlds:
        return [
            *lines,
            _("Nothing is said here of what we do not know about mechanisms: --worlds was 0."),
        ]
    status = (
        _("They are not implausible beside the published findings that the model is fitted to.")
        if comparison.calibrated
        else _("They are prior draws, not yet calibrated: spread over all that is plausible.")
    )
    text = _(
        "Worlds: the same comparison under {n} other sets of values of what the"
        " model assumes ({k} paired runs each); not robust: the sign holds in fewer"
        " than 7 of 10. {calibrated}"
    ).format(n=len(comparison.worlds), k=IN_EACH_WORLD, calibrated=status)
    return [*lines, text]


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
    """Everything as text: one table a scenario, grouped by level, then what turns signs.

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
            lines += ["", heading(_("What turns the sign")), *(GAP + text for text in turning)]
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
        _("Outcome"), _("Reads"), _("Baseline"), _("Difference"), _("95% (chance)"),
        _("In 9 of 10 worlds"), "", _("Sign holds in"),
    )  # fmt: skip
    cells = {
        each.outcome.name: (
            each.outcome.label(language),
            each.outcome.reading(language),
            reading(each, each.baseline_value, language),
            reading(each, each.mean, language, sign=True),
            interval(each, language),
            in_worlds(each, language),
            verdict_of(each, language),
            held_in(each, language),
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


def guess_line(outcome: str, guess: str, language: str) -> str:
    """The guess, to be said before anything is known."""
    _ = translator(language)
    return _("Your guess for {outcome}: {guess}.").format(
        outcome=OUTCOMES[outcome].label(language), guess=_(GUESSES[guess])
    )


def answer_lines(
    comparison: Comparison, scenario: int, outcome: str, guess: str, language: str
) -> list[str]:
    """What the model says of a scenario, then whether it and the guess agree."""
    _ = translator(language)
    (difference,) = comparison.differences(scenario, (outcome,))
    right = {"up": "higher", "down": "lower"}.get(guess, "unclear")
    agree = difference.verdict == right or (guess == "same" and difference.verdict == "same")
    return [
        _("The model, {scenario}: {result}, from {before} to {after} {reading}.").format(
            scenario=title_of(comparison.scenarios[scenario], language),
            result=_(CHANGES[difference.verdict]),
            before=reading(difference, difference.baseline_value, language),
            after=reading(difference, difference.value, language),
            reading=difference.outcome.reading(language),
        ),
        _("You and the model agree.")
        if agree
        else _("You and the model differ: what did one of you leave out?"),
    ]


def compare_records(
    comparison: Comparison, outcomes: Sequence[str], language: str
) -> list[dict[str, Any]]:
    """One flat record a scenario and outcome, as readings; None where there is no number."""
    records = []
    for scenario in comparison.others:
        for each in comparison.differences(scenario, outcomes):
            robust = each.robustness
            turned = robust.flip if robust else None
            numbers: Mapping[str, float] = {
                "baseline_value": each.baseline_value,
                "value": each.value,
                "difference": each.mean,
                "low": each.low,
                "high": each.high,
                "worlds_low": robust.low if robust else math.nan,
                "worlds_high": robust.high if robust else math.nan,
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
                    key: None if math.isnan(value) else value * each.outcome.factor
                    for key, value in numbers.items()
                }
                | {
                    "reading": each.outcome.reading(language),
                    "verdict": each.verdict,
                    "replicates": each.n,
                    "sign_held": robust.held if robust else None,
                    "worlds": robust.worlds if robust else None,
                    "turned_by": turned.parameter if turned else None,
                    "turned_at": turned.threshold if turned else None,
                }
            )
    return records
