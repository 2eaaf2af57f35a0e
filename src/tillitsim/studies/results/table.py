"""The headline outcomes of a sweep as text: every point where they are few, else the span of them.

Means and differences are natural readings, with 95% intervals over replicates (chance only).
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.intervals import Estimate
from tillitsim.runs.sweeps.estimates import Estimates, estimates
from tillitsim.runs.sweeps.manifest import declared_in
from tillitsim.runs.sweeps.points import Points
from tillitsim.view.numbers import MINUS, decimal, signed, symbols
from tillitsim.view.text import capital

FEW = 24
"""Points that are shown one by one at the most."""

GAP = "  "
NONE = "\N{EN DASH}"


def sweep_table(
    points: Points,
    values: NDArray[np.float64],
    manifest: Mapping[str, Any],
    outcomes: Sequence[str],
    language: str,
    heading: Callable[[str], str] = str,
    width: int | None = None,
) -> str:
    """``values``, (cells, arms, replicates, outcomes), as one table an outcome.

    Notes are wrapped to ``width`` columns, if it is known.
    """
    _ = translator(language)
    if not np.isfinite(values).any():
        return _("No run has outcomes yet.") + "\n"
    base, declared = points.arms.index(manifest["baseline"]), declared_in(manifest)
    titles = [arm["title"].get(language) or arm["name"] for arm in manifest["arms"]]
    known = estimates(values, base)
    few = points.points <= FEW
    lines: list[str] = []
    for i, name in enumerate(outcomes):
        outcome = declared[name]
        rows = (_each if few else _span)(points, known, i, outcome, titles, base, language)
        head = _("{outcome}, {reading}: {count} points").format(
            outcome=capital(outcome.label(language)),
            reading=outcome.reading(language),
            count=decimal(len(points.cells), 0, language),
        )
        plain = f"{capital(outcome.label(language))}, {outcome.reading(language)}"
        lines += [heading(plain if few else head), *_aligned(rows), ""]
    replicates = decimal(int(known.means.n.max()), 0, language)
    paired = len(points.arms) > 1 and not manifest["rules"]["independent"]
    notes = [
        (
            _(
                "* Chance only: how far it moves a mean of {} replicates. Differences are"
                " to {} and paired: the same replicate has the same random numbers in every arm."
                " What we do not know about people, tasks and mechanisms is not in it."
            )
            if paired
            else _(
                "* Chance only: how far it moves a mean of {} replicates. What we do not"
                " know about people, tasks and mechanisms is not in it."
            )
        ).format(replicates, titles[base])
    ]
    notes.append(
        _(
            "Default values alone: other plausible assumptions are not asked in a sweep, so nothing"
            " here can be called likely; tillitsim compare and report ask them."
        )
    )
    notes += (
        []
        if few
        else [
            _(
                "The highest and lowest of many points are partly chance; their intervals do"
                " not know it."
            )
        ]
    )
    for note in notes:
        lines += [note] if width is None else textwrap.wrap(note, width)
    return "\n".join(lines) + "\n"


def _each(
    points: Points,
    known: Estimates,
    i: int,
    outcome: Outcome,
    titles: Sequence[str],
    base: int,
    language: str,
) -> list[list[str]]:
    """A row a point: its parameters, its arm, its mean and its difference to the baseline."""
    _ = translator(language)
    several = len(titles) > 1
    rows = [[*points.parameters, *([_("Arm")] if several else []), _("Mean"), _("95%*")]]
    if several:
        rows[0] += [_("Difference"), _("95%*")]
    for cell, parameters in enumerate(points.cells.tolist()):
        for arm, title in enumerate(titles):
            row = [_plain(value, language) for value in parameters]
            row += [title] if several else []
            row += _shown(known.means, (cell, arm, i), outcome, language)
            if several:
                row += (
                    ["", ""]
                    if arm == base
                    else _shown(known.differences, (cell, arm, i), outcome, language, sign=True)
                )
            rows.append(row)
    return rows


def _span(
    points: Points,
    known: Estimates,
    i: int,
    outcome: Outcome,
    titles: Sequence[str],
    base: int,
    language: str,
) -> list[list[str]]:
    """The highest, median and lowest point of each arm: its mean, or how it differs."""
    _ = translator(language)
    rows = [["", "", _("Mean"), _("95%*"), _("where")]]
    for arm, title in enumerate(titles):
        differs = arm != base
        of = known.differences if differs else known.means
        label = f"{title}: {_('difference to {}').format(titles[base])}" if differs else title
        found = of.mean[:, arm, i]
        order = np.argsort(np.where(np.isnan(found), np.inf, found))[: np.isfinite(found).sum()]
        if not len(order):
            continue
        places = (order[-1], order[len(order) // 2], order[0])
        for word, cell in zip((_("highest"), _("median"), _("lowest")), places, strict=True):
            shown = _shown(of, (int(cell), arm, i), outcome, language, sign=differs)
            rows.append([label, word, *shown, _where(points, int(cell), language)])
            label = ""
    return rows


def _where(points: Points, cell: int, language: str) -> str:
    """The parameters of a cell in a line."""
    return " ".join(
        f"{name}={_plain(value, language)}"
        for name, value in zip(points.parameters, points.cells[cell].tolist(), strict=True)
    )


def _plain(value: float, language: str) -> str:
    """A parameter's value, as short as it can be."""
    return f"{value:.4g}".replace(".", symbols(language).decimal)


def _shown(
    of: Estimate, at: tuple[int, int, int], outcome: Outcome, language: str, *, sign: bool = False
) -> list[str]:
    """A mean and its interval as natural readings."""
    _ = translator(language)
    mean, low, high = (float(each[at]) * outcome.factor for each in (of.mean, of.low, of.high))

    def number(value: float) -> str:
        if sign:
            return signed(value, outcome.digits, language)
        return decimal(value, outcome.digits, language).replace("-", MINUS)

    if np.isnan(mean):
        return [_("no case"), NONE]
    if np.isnan(low):
        return [number(mean), NONE]
    return [number(mean), _("{} to {}").format(number(low), number(high))]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under each other, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        GAP
        + GAP.join(
            cell.rjust(width) if cell[:1] in DIGITS else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


DIGITS = frozenset("0123456789+-\N{MINUS SIGN}")
