"""Guesses are counted, and each is graded by the share of the draws that agree with it."""

import pytest

from tillitsim.cli.guesses import counted, distribution, judged
from tillitsim.runs.statistics.likelihood import Grade, Verdict


def test_guesses_are_counted():
    assert counted(["higher", "lower", "higher"]) == {"higher": 2, "same": 0, "lower": 1}
    assert distribution(["lower"], "trust").startswith("Guesses about trust (1): higher 0")


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        ("higher", "Higher (1): very likely."),
        ("same", "No difference that matters (1): unlikely."),
        ("lower", "Lower (1): unlikely."),
    ],
)
def test_a_guess_is_graded_by_those_who_agree(guess, said):
    verdict = Verdict("higher", Grade.VERY_LIKELY, higher=0.95, none=0.05)
    assert judged([guess], verdict) == [said]


def test_not_knowing_is_an_answer():
    verdict = Verdict("unknown", Grade.AS_NOT, higher=0.5, lower=0.5)
    assert judged(["higher"], verdict) == [
        "The model does not know.",
        "Higher (1): about as likely as not.",
    ]


def test_without_other_assumptions_nothing_is_graded():
    (said,) = judged(["higher", "lower"], Verdict("higher", None, higher=1.0))
    assert "cannot be said" in said
