"""The headline outcomes of a sweep as text: every point where they are few, else the span of them.

Where other plausible assumptions were asked, their median and nine tenths come first; the default
values are one point beside. Else means and differences have 95% intervals over replicates (chance
only). All are natural readings.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tillitsim.locale import translator
from tillitsim.model.outcomes import Outcome
from tillitsim.runs.statistics.intervals import Estimate
from tillitsim.runs.sweeps.ensemble import Asked
from tillitsim.runs.sweeps.estimates import Estimates, Measured, estimates
from tillitsim.runs.sweeps.manifest import Manifest
from tillitsim.runs.sweeps.points import Points
from tillitsim.view.numbers import MINUS, decimal, signed, symbols
from tillitsim.view.sureness import calibration_note, scale_note, silence_note, words_of
from tillitsim.view.text import capital

FEW = 24
"""Points that are shown one by one at the most."""

GAP = "  "
NONE = "\N{EN DASH}"


def sweep_origin(manifest: Manifest, language: str) -> str:
    """Seed, sweep and the version that made it."""
    _ = translator(language)
    return _("seed {} · sweep {} · tillitsim {}").format(
        manifest["rules"]["seed"], manifest["sweep"], manifest["tillitsim"]
    )


def sweep_table(
    points: Points,
    measured: Measured,
    manifest: Manifest,
    language: str,
    heading: Callable[[str], str] = str,
    width: int | None = None,
    asked: Asked | None = None,
) -> str:
    """What was ``measured`` as one table an outcome.

    With ``asked`` what is known over other plausible assumptions stands first. Notes are wrapped to
    ``width`` columns, if it is known.
    """
    _ = translator(language)
    if not np.isfinite(measured.values).any():
        return _("No run has outcomes yet.") + "\n"
    base = points.arms.index(manifest["baseline"])
    titles = [arm["title"].get(language) or arm["name"] for arm in manifest["arms"]]
    known = estimates(measured, base)
    few = points.points <= FEW
    lines: list[str] = []
    for i, outcome in enumerate(measured.declared):
        told = Told(points, known, titles, base, asked, language)
        rows = (_each if few else _span)(told, i, outcome)
        head = _("{outcome}, {reading}: {count} points").format(
            outcome=capital(outcome.label(language)),
            reading=outcome.reading(language),
            count=decimal(len(points.cells), 0, language),
        )
        plain = f"{capital(outcome.label(language))}, {outcome.reading(language)}"
        lines += [heading(plain if few else head), *_aligned(rows), ""]
    replicates = decimal(int(known.means.n.max()), 0, language)
    paired = len(points.arms) > 1 and not manifest["rules"]["independent"]
    notes = notes_of(replicates, titles[base] if paired else "", asked, language)
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
    if measured.counts is None and any(each.ratio for each in measured.declared):
        notes.append(
            _(
                "This sweep is of an earlier version that did not keep totals: a ratio is the mean"
                " of each run's, not of all runs together."
            )
        )
    if asked is None and _silent(known):
        notes.append(silence_note(language))
    for note in notes:
        lines += [note] if width is None else textwrap.wrap(note, width)
    return "\n".join(lines) + "\n"


def _silent(known: Estimates) -> bool:
    """Whether some interval is not told although there are runs."""
    return any(bool((np.isnan(each.low) & (each.n > 1)).any()) for each in known)


def notes_of(replicates: str, baseline: str, asked: Asked | None, language: str) -> list[str]:
    """How to read the numbers; ``baseline`` is what paired differences are to, if they are."""
    _ = translator(language)
    if asked is not None:
        return [
            _(
                "Median and nine tenths of {n} runs under as many other plausible assumptions,"
                " chance included. {scale}"
            ).format(n=asked.sets, scale=scale_note(language)),
            calibration_note(language, calibrated=asked.calibrated, own=asked.own),
            _("Default: the mean of {n} runs with default values, one point among many.").format(
                n=replicates
            ),
        ]
    return [
        (
            _(
                "* Chance only: how far it moves a mean of {} replicates. Differences are"
                " to {} and paired: the same replicate has the same random numbers in every arm."
                " What we do not know about people, tasks and mechanisms is not in it."
            )
            if baseline
            else _(
                "* Chance only: how far it moves a mean of {} replicates. What we do not"
                " know about people, tasks and mechanisms is not in it."
            )
        ).format(replicates, baseline),
        _(
            "Default values alone: other plausible assumptions were not asked (--parameter-sets 0,"
            " a model of one's own, or independent runs), so nothing here can be called likely."
        ),
    ]


def known_of(
    asked: Asked, at: int, to: int | None, outcome: Outcome, language: str
) -> tuple[str, str, str]:
    """Median, nine of ten and how sure, of a point's level or of its difference to another."""
    _ = translator(language)
    sure = ""
    if to is None:
        known = asked.level(at, outcome.name)
    else:
        found = asked.difference(at, to, outcome.name)
        known = None if found is None else found[0]
        sure = "" if found is None else words_of(outcome, found[1], language)
    if known is None:
        return NONE, NONE, ""
    low, median, high = (
        _number(value * outcome.factor, outcome, language, sign=to is not None)
        for value in (known.low, known.median, known.high)
    )
    return median, _("{} to {}").format(low, high), sure


def _number(value: float, outcome: Outcome, language: str, *, sign: bool = False) -> str:
    if sign:
        return signed(value, outcome.digits, language)
    return decimal(value, outcome.digits, language).replace("-", MINUS)


class Told(NamedTuple):
    """What a table is made of: points, what is known of them, the arms, and who was asked."""

    points: Points
    known: Estimates
    titles: Sequence[str]
    base: int
    asked: Asked | None
    language: str


def _each(told: Told, i: int, outcome: Outcome) -> list[list[str]]:
    """A row a point: its parameters, its arm, its level and its difference to the baseline."""
    points, known, titles, base, asked, language = told
    _ = translator(language)
    several = len(titles) > 1
    rows = [[*points.parameters, *([_("Arm")] if several else []), *_head(asked, language)]]
    if several:
        rows[0] += _head(asked, language, differs=True)
    for cell, parameters in enumerate(points.cells.tolist()):
        for arm, title in enumerate(titles):
            at, to = cell * len(titles) + arm, cell * len(titles) + base
            row = [plain(value, language) for value in parameters]
            row += [title] if several else []
            mean = _shown(known.means, (cell, arm, i), outcome, language)
            gap = _shown(known.differences, (cell, arm, i), outcome, language, sign=True)
            if asked is not None:
                row += [*known_of(asked, at, None, outcome, language)[:2], mean[0]]
                differs = [*known_of(asked, at, to, outcome, language), gap[0]]
            else:
                row, differs = row + mean, gap
            if several:
                row += [""] * len(differs) if arm == base else differs
            rows.append(row)
    return rows


def _head(asked: Asked | None, language: str, *, differs: bool = False) -> list[str]:
    """Headings of a level's columns, or of a difference's."""
    _ = translator(language)
    if asked is None:
        return [_("Difference") if differs else _("Mean"), _("95%*")]
    if differs:
        return [_("Difference"), _("Nine of ten"), _("How sure"), _("Default")]
    return [_("Median"), _("Nine of ten"), _("Default")]


def _span(told: Told, i: int, outcome: Outcome) -> list[list[str]]:
    """The highest, median and lowest point of each arm: its mean, or how it differs."""
    points, known, titles, base, asked, language = told
    _ = translator(language)
    ahead = [_("Mean"), _("95%*")]
    if asked is not None:
        ahead = [_("Median"), _("Nine of ten"), _("How sure"), _("Default")]
    rows = [["", "", *ahead, _("where")]]
    for arm, title in enumerate(titles):
        differs = arm != base
        of = known.differences if differs else known.means
        label = f"{title}: {_('difference to {}').format(titles[base])}" if differs else title
        for word, cell in zip(
            (_("highest"), _("median"), _("lowest")), told_cells(of.mean[:, arm, i]), strict=False
        ):
            shown = _shown(of, (cell, arm, i), outcome, language, sign=differs)
            if asked is not None:
                at = cell * len(titles)
                to = at + base if differs else None
                shown = [*known_of(asked, at + arm, to, outcome, language), shown[0]]
            rows.append([label, word, *shown, _where(points, cell, language)])
            label = ""
    return rows


def told_cells(found: NDArray[np.float64]) -> list[int]:
    """Of many cells the highest, the median and the lowest; none where none has a value."""
    order = np.argsort(np.where(np.isnan(found), np.inf, found))[: np.isfinite(found).sum()]
    return [int(order[-1]), int(order[len(order) // 2]), int(order[0])] if len(order) else []


def told_points(points: Points, measured: Measured, baseline: int) -> list[int]:
    """Numbers of the points that the tables show, and of the baseline beside each."""
    arms = len(points.arms)
    if points.points <= FEW:
        return list(range(points.points))
    known = estimates(measured, baseline)
    found = {
        cell * arms + each
        for i in range(len(measured.declared))
        for arm in range(arms)
        for cell in told_cells(
            (known.differences if arm != baseline else known.means).mean[:, arm, i]
        )
        for each in {arm, baseline}
    }
    return sorted(found)


def _where(points: Points, cell: int, language: str) -> str:
    """The parameters of a cell in a line."""
    return " ".join(
        f"{name}={plain(value, language)}"
        for name, value in zip(points.parameters, points.cells[cell].tolist(), strict=True)
    )


def plain(value: float, language: str) -> str:
    """A parameter's value, as short as it can be."""
    return f"{value:.4g}".replace(".", symbols(language).decimal)


def _shown(
    of: Estimate, at: tuple[int, int, int], outcome: Outcome, language: str, *, sign: bool = False
) -> list[str]:
    """A mean and its interval as natural readings."""
    _ = translator(language)
    mean, low, high = (float(each[at]) * outcome.factor for each in (of.mean, of.low, of.high))
    if np.isnan(mean):
        return [_("no case"), NONE]
    mean_, low_, high_ = (_number(each, outcome, language, sign=sign) for each in (mean, low, high))
    told = NONE if np.isnan(low) else _("{} to {}").format(low_, high_)
    if of.n[at] < of.n.max():
        told = _("{} ({} of {} runs)").format(told, of.n[at], of.n.max())
    return [mean_, told]


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
