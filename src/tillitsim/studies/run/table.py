"""The table of a run: each outcome level by level down the chain, for a terminal or a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from itertools import groupby, zip_longest

import numpy as np

from tillitsim.locale import in_language, translator
from tillitsim.model.outcomes import LEVELS, Outcome, level_label
from tillitsim.model.simulation import Results
from tillitsim.runs.summary import Row
from tillitsim.view.numbers import decimal, significant
from tillitsim.view.run_text import mix_of, origin_of, size_of
from tillitsim.view.sureness import silence_note
from tillitsim.view.text import capital

INDENT = "  "
GAP = "  "
SHORTEST_READING = 16
NARROWEST = 60
"""Columns below which a terminal has to break lines itself."""

ALIGNED = "<>><><"
"""How each column stands: words to the left, numbers to the right."""

KNOWN = "<>>>><"
"""The same where the ensemble is told: median, nine of ten, before, default, words."""


def run_table(
    results: Results,
    rows: Sequence[Row],
    language: str,
    *,
    width: int | None = None,
    heading: Callable[[str], str] = str,
) -> str:
    """The whole table as text, in ``"sv"`` or ``"en"``.

    Numbers are natural readings. What is told is the ensemble, with default values beside it;
    without one, means with intervals of chance, and raw means with their units at the right. A
    terminal of ``width`` columns that has no room for these goes without, and says so; ``heading``
    marks titles and levels (in bold, say). All characters are in Windows' western code page too.
    """
    _ = translator(language)
    width = None if width is None else max(width, NARROWEST)
    rows = sorted(rows, key=lambda row: LEVELS.index(row.outcome.level))
    if rows[0].ensemble is not None:
        return _known_table(results, rows, language, width, heading)
    cells = [
        [_("Outcome"), _("Mean"), _("95% (chance only)*"), _("Reads"), _("Raw"), _("Raw unit")]
    ]
    cells += [_cells(row, results.series.shape[0], language) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    without_raw = width is not None and width < len(INDENT) + sum(widths) + 5 * len(GAP)
    if width is not None and without_raw:
        cells = [line[:4] for line in cells]
        room = width - len(INDENT) - widths[1] - widths[2] - 3 * len(GAP)
        label = min(widths[0], max(room - SHORTEST_READING, room // 2))
        widths = [label, widths[1], widths[2], min(widths[3], room - label)]
    lines = [heading(in_language(results.scenario.title, language))]
    lines += _wrapped(f"{_('Mix')}: {mix_of(results.scenario, language)}", width)
    lines += _wrapped(size_of(results, language), width)
    lines += ["", *_line(cells[0], widths)]
    table = zip(rows, cells[1:], strict=True)
    for level, members in groupby(table, key=lambda member: member[0].outcome.level):
        lines += ["", heading(level_label(level, language))]
        for _outcome, line in members:
            lines += _line(line, widths)
    runs = results.series.shape[0]
    notes = [
        _("* One run shows nothing of chance, so there is no interval; ask for more runs.")
        if runs == 1
        else _(
            "* Chance only: how far it moves the mean of {} runs. What we do not know"
            " about people, tasks and mechanisms is not in it."
        ).format(runs)
    ]
    if any(np.isnan(row.low) and row.n > 1 for row in rows):
        notes.append(silence_note(language))
    notes += (
        [_("Raw values are in summary.csv, and here in a wider window.")] if without_raw else []
    )
    notes += [origin_of(results, language)]
    for note in notes:
        lines += _wrapped(note, width, blank=note is notes[0])
    return "\n".join(lines) + "\n"


def _known_table(
    results: Results,
    rows: Sequence[Row],
    language: str,
    width: int | None,
    heading: Callable[[str], str],
) -> str:
    _ = translator(language)
    changed = any(row.before is not None for row in rows)
    head = [_("Outcome"), _("Median"), _("Nine of ten*")]
    head += [_("Before")] if changed else []
    cells = [[*head, _("Default"), _("Reads")]]
    for row in rows:
        assert row.ensemble is not None  # noqa: S101 - who calls this has asked
        known, outcome = row.ensemble, row.outcome

        def told(value: float, outcome: Outcome = outcome) -> str:
            return (
                "-"
                if np.isnan(value)
                else decimal(value * outcome.factor, outcome.digits, language)
            )

        own = [capital(outcome.label(language))]
        own += [_("no case") if np.isnan(known.median) else told(known.median)]
        own += [
            "-" if np.isnan(known.low) else _("{} to {}").format(told(known.low), told(known.high))
        ]
        own += ["-" if row.before is None else told(row.before.median)] if changed else []
        cells.append([*own, told(row.mean), outcome.reading(language)])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        room = width - len(INDENT) - sum(widths[1:-1]) - (len(widths) - 1) * len(GAP)
        label = min(widths[0], max(room - SHORTEST_READING, room // 2))
        widths = [label, *widths[1:-1], min(widths[-1], room - label)]
    lines = [heading(in_language(results.scenario.title, language))]
    lines += _wrapped(f"{_('Mix')}: {mix_of(results.scenario, language)}", width)
    lines += _wrapped(size_of(results, language), width)
    aligned = KNOWN if changed else "<>>><"
    lines += ["", *_line(cells[0], widths, aligned)]
    for level, members in groupby(
        zip(rows, cells[1:], strict=True), key=lambda member: member[0].outcome.level
    ):
        lines += ["", heading(level_label(level, language))]
        for _row, line in members:
            lines += _line(line, widths, aligned)
    sets = max(row.ensemble.sets for row in rows if row.ensemble is not None)
    notes = [
        _(
            "* Median and nine tenths of {n} runs, each under other plausible assumptions, chance"
            " included. Default: the mean of {runs} runs with default values, one point among many."
        ).format(n=sets, runs=len(results.series))
    ]
    if changed:
        notes.append(_("Before: the median before any change began; the rest is when it is whole."))
    notes.append(origin_of(results, language))
    for note in notes:
        lines += _wrapped(note, width, blank=note is notes[0])
    return "\n".join(lines) + "\n"


def _cells(row: Row, runs: int, language: str) -> list[str]:
    _ = translator(language)
    outcome = row.outcome
    label = outcome.label(language)
    mean, low, high = (decimal(value, outcome.digits, language) for value in row.reading)
    interval = "-" if np.isnan(row.low) else _("{} to {}").format(low, high)
    if 0 < row.n < runs:
        interval = _("{} ({} of {} runs)").format(interval, row.n, runs)
    return [
        label[0].upper() + label[1:],
        _("no case") if np.isnan(row.mean) else mean,
        interval,
        outcome.reading(language),
        significant(row.mean, 3, language),
        _(outcome.unit),
    ]


def _line(cells: Sequence[str], widths: Sequence[int], aligned: str = ALIGNED) -> list[str]:
    """One row of the table; a label or reading too long for its column goes on below."""
    wrapped = [
        textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        (
            INDENT
            + GAP.join(f"{p:{a}{w}}" for p, a, w in zip(parts, aligned, widths, strict=False))
        ).rstrip()
        for parts in zip_longest(*wrapped, fillvalue="")
    ]


def _wrapped(text: str, width: int | None, *, blank: bool = False) -> list[str]:
    """The text in lines no wider than the terminal, after a blank line if asked for."""
    lines = textwrap.wrap(text, width) if width is not None else [text]
    return ["", *lines] if blank else lines
