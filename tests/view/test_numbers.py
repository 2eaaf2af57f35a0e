"""Numbers are written as readers of each language write them."""

import math

import pytest

from tillitsim.view.numbers import decimal, percent, significant

HARD_SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "english", "swedish"),
    [
        (0.5, 1, "0.5", "0,5"),
        (12345.678, 2, "12,345.68", f"12{HARD_SPACE}345,68"),
        (-1.25, 1, "-1.2", "-1,2"),
        (-0.0001, 1, "0.0", "0,0"),
        (math.nan, 1, "\N{EN DASH}", "\N{EN DASH}"),
    ],
)
def test_decimals_and_thousands(value, digits, english, swedish):
    assert decimal(value, digits, "en") == english
    assert decimal(value, digits, "sv") == swedish


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.000421, "0.00042"),
        (0.42, "0.42"),
        (4.2, "4.2"),
        (420.0, "420"),
        (0.0, "0"),
        (-0.042, "-0.042"),
    ],
)
def test_significant_digits_without_powers_of_ten(value, text):
    assert significant(value, 2, "en") == text


def test_percent():
    assert percent(0.348, "en") == "35%"
    assert percent(0.348, "sv") == f"35{HARD_SPACE}%"
