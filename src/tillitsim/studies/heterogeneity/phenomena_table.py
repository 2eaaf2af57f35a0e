"""What no mean field gives, as sentences and as records, each with its test."""

from __future__ import annotations

import math

from tillitsim.locale import translator
from tillitsim.studies.heterogeneity.phenomena import AFTER, ERROR, HALF, PERIOD, Phenomena
from tillitsim.view.numbers import decimal, number_or_none, percent, significant

SURE = 2.576
"""Standard deviations on either side that hold 99%."""
LEAST = 1e-4
"""Error rate below which it is not told."""


def phenomena_lines(found: Phenomena, language: str) -> list[str]:
    """One sentence or two a phenomenon."""
    return [*split_lines(found, language), *recurrence_lines(found, language)]


def split_lines(found: Phenomena, language: str) -> list[str]:
    """How often units part, in the mean field too, and whether control has to do with it."""
    _, split = translator(language), found.split
    here, there, never = (float(split.splits(arm).mean()) for arm in range(3))
    parted = _(
        "Units of one service part into those with a good norm and those whose norm has unravelled:"
        " {years} years after {control} years of control in {here} of {sets} sets of assumptions,"
        " in the mean field in {there}; {verdict}"
    ).format(
        years=AFTER // 12,
        control=PERIOD // 12,
        here=percent(here, language),
        sets=split.norms.shape[1],
        there=percent(there, language),
        verdict=verdict_text(split.error, language),
    )
    role = _(
        "Without the control they part in {never}; unravelled are then {below} of units, after"
        " control {after}"
    ).format(
        never=percent(never, language),
        below=percent(split.below(2), language),
        after=percent(split.below(0), language),
    )
    return [parted, role]


def recurrence_lines(found: Phenomena, language: str) -> list[str]:
    """How much more harm those do who did some before, in the mean field too."""
    _ = translator(language)
    told = _(
        "Who has done harm in {years} years does more than others in the next {years}: {here} times"
        " as much a case, in the mean field {there} times; {verdict}"
    ).format(
        years=HALF // 12,
        here=_ratio(found.recurs.ratio(0), language),
        there=_ratio(found.recurs.ratio(1), language),
        verdict=verdict_text(found.recurs.error, language),
    )
    return [told]


def verdict_text(error: float, language: str) -> str:
    """Whether a test at :data:`ERROR` finds it."""
    _ = translator(language)
    if math.isnan(error):
        return _("too few to tell")
    text = _("shown ({p})") if error < ERROR else _("not shown ({p})")
    least = significant(LEAST, 1, language)
    p = f"p < {least}" if error < LEAST else f"p = {significant(error, 1, language)}"
    return text.format(p=p)


def _ratio(ratio: tuple[float, float], language: str) -> str:
    _, (value, spread) = translator(language), ratio
    if math.isnan(value):
        return _("an unknown number of")
    low, high = (value * math.exp(side * SURE * spread) for side in (-1.0, 1.0))
    numbers = [decimal(each, 2, language) for each in (value, low, high)]
    return _("{} ({} to {})").format(*numbers)


def phenomena_record(found: Phenomena) -> dict[str, object]:
    """The same as plain data."""
    split, recurs = found.split, found.recurs
    arms = ("as_they_are", "mean_field", "never_controlled")
    return {
        "sets": split.norms.shape[1],
        "error_rate": ERROR,
        "split": {
            "p": split.error,
            "share_of_sets": {n: float(split.splits(i).mean()) for i, n in enumerate(arms)},
            "units_below": {n: split.below(i) for i, n in enumerate(arms)},
        },
        "recurrence": {
            "p": number_or_none(recurs.error),
            "rate_ratio": {n: number_or_none(recurs.ratio(i)[0]) for i, n in enumerate(arms[:2])},
        },
    }
