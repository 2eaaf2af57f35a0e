"""Numbers as a reader of the language writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tillitsim.locale import translator

MINUS = "\N{MINUS SIGN}"


class Symbols(NamedTuple):
    """What a language writes numbers with; ``percent`` stands after a number."""

    decimal: str
    thousands: str
    percent: str


ENGLISH = Symbols(".", ",", "%")


@cache
def symbols(language: str) -> Symbols:
    """The symbols of a language, from the Unicode Common Locale Data Repository."""
    if language == "en":
        return ENGLISH
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow, and English needs none

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ENGLISH
    known, after = locale.number_symbols["latn"], locale.percent_formats[None].suffix[0]
    return Symbols(known["decimal"], known["group"], after)


def decimal(value: float, digits: int, language: str) -> str:
    """A number with so many decimals and its thousands apart: ``1,234.5`` or ``1 234,5``.

    Not a number is a dash. What rounds to zero has no sign.
    """
    if math.isnan(value):
        return "\N{EN DASH}"
    text = f"{value:,.{digits}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.removeprefix("-")
    own = symbols(language)
    return text.translate({ord(","): own.thousands, ord("."): own.decimal})


def significant(value: float, digits: int, language: str) -> str:
    """A number with so many significant digits, never in powers of ten: ``0.00042``."""
    if math.isnan(value) or value == 0.0:
        return decimal(value, 0, language)
    return decimal(value, max(0, digits - 1 - math.floor(math.log10(abs(value)))), language)


def number_or_none(value: float) -> float | None:
    """A number for JSON and CSV, where there is no NaN."""
    return float(value) if math.isfinite(value) else None


def percent(share: float, language: str) -> str:
    """A share as whole percent: ``35%`` or ``35 %``."""
    return f"{decimal(100.0 * share, 0, language)}{symbols(language).percent}"


def few_numbers(values: Sequence[float], digits: int, language: str) -> str:
    """``1.2``, ``1.2 and 3.4``, or from the least to the most of more of them: ``1.2 to 5.6``."""
    _ = translator(language)
    told = [decimal(value, digits, language) for value in values]
    if len(told) > 2:
        ends = (decimal(end, digits, language) for end in (min(values), max(values)))
        return _("{} to {}").format(*ends)
    return _(" and ").join(told)


def signed(value: float, digits: int, language: str) -> str:
    """A number with its sign; what rounds to zero has none."""
    text = decimal(value, digits, language)
    zero = not any(digit in text for digit in "123456789")
    return text.replace("-", MINUS) if zero or value <= 0 else f"+{text}"
