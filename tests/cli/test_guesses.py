"""Guesses are counted, and each is graded by the share of the draws that agree with it."""

import io

import click
import pytest

from tillitsim.cli import guesses
from tillitsim.cli.guesses import (
    GUESSES,
    Guess,
    counted,
    distribution,
    guess_of,
    guesses_of,
    judged,
)
from tillitsim.locale import speaking
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


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("higher", "higher"),
        (" Lower ", "lower"),
        ("h", "higher"),
        ("+", "higher"),
        ("0", "same"),
        ("-", "lower"),
        ("42", None),
        ("perhaps", None),
        ("", None),
    ],
)
def test_a_guess_is_a_word_its_beginning_or_a_sign(said, meant):
    assert guess_of(said) == meant


def test_swedish_words_are_guesses_where_swedish_is_spoken():
    with speaking("sv"):
        assert [guess_of(each) for each in ("högre", "Lägre", "LIKA")] == [
            "higher",
            "lower",
            "same",
        ]
        assert guess_of("l") is None, "lägre or lika"
        assert guess_of("higher") == "higher"
    assert guess_of("högre") is None


def test_what_is_no_guess_is_answered_with_words_of_the_language():
    with (
        speaking("sv"),
        pytest.raises(click.BadParameter, match="'samma': skriv högre, lika eller lägre"),
    ):
        Guess([*GUESSES, "ask"]).convert("samma", None, None)


def test_guesses_come_through_a_pipe_until_it_ends(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("higher\n-\nlower"))
    assert guesses_of(["ask"], "trust") == ["higher", "lower", "lower"]


def test_nonsense_in_a_pipe_is_told_unseen_and_left_out(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("higher\n\x1b[2Jmaybe\nlower\n"))
    assert guesses_of(["ask"], "trust") == ["higher", "lower"]
    told = capsys.readouterr().err
    assert "write higher, same or lower" in told
    assert "maybe" not in told


class Typing(io.StringIO):
    """Somebody at a keyboard."""

    def isatty(self):
        return True


@pytest.mark.parametrize("end", ["", EOFError])
def test_who_types_nonsense_is_asked_again_and_nothing_is_shown(monkeypatch, capsys, end):
    said = iter(["higher", "7", "lower"])

    def unseen(prompt, stream):
        stream.write(prompt)
        word = next(said, end)
        if word is EOFError:
            raise EOFError
        return word

    monkeypatch.setattr("sys.stdin", Typing())
    monkeypatch.setattr(guesses, "getpass", unseen)
    assert guesses_of(["ask"], "trust") == ["higher", "lower"]
    told = capsys.readouterr().err
    assert told.count("Guess 2") == 2
    assert "write higher, same or lower" in told
