"""The specification is true: every symbol is explained, and stands for something in the code."""

import re
from collections import defaultdict
from pathlib import Path

import model as tool
import pytest

from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS

ROOT = Path(__file__).parents[2]
HEADS = {name: tool.head(path) for name, path in tool.FILES.items()}
EXAMPLE = """A mechanism.

Part
    kappa += lambda_e delta (1 - kappa)             own practice, x and y
           - e^(-k_d n) min(1, kappa)+              z
    Pr[somebody leaves] = logistic(beta~ - theta*)

where
    kappa  staff.competence  competence: can [0-1]
given
    lambda_e learning.experience; k_d learning.decay

Text.
"""


def test_symbols_are_found_in_equations_and_not_in_remarks():
    found = ["kappa", "lambda_e", "delta", "k_d", "n", "beta~", "theta*"]
    assert tool.symbols(EXAMPLE) == found
    assert [symbol.name for symbol in tool.where(EXAMPLE)] == ["kappa", "lambda_e", "k_d"]


def test_every_mechanism_has_a_head_with_equations():
    assert set(MECHANISMS) <= set(HEADS)
    assert all(tool.symbols(text) for text in HEADS.values())


@pytest.mark.parametrize("name", HEADS)
def test_a_head_explains_the_symbols_of_its_equations_and_no_others(name):
    explained = [symbol.name for symbol in tool.where(HEADS[name])]
    assert len(explained) == len(set(explained))
    assert set(explained) == set(tool.symbols(HEADS[name]))


def test_a_symbol_means_the_same_everywhere():
    meanings = defaultdict(set)
    for text in HEADS.values():
        for symbol in tool.where(text):
            meanings[symbol.name].add(symbol[1:])
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", HEADS)
def test_what_a_symbol_stands_for_exists_and_has_a_unit(name):
    for symbol in tool.where(HEADS[name]):
        assert tool.kind(symbol.place)
        assert symbol.unit, symbol
        assert symbol.word, symbol


@pytest.mark.parametrize(
    "place", ["staff.courage", "effort.nothing()", "no.such", "outcome.chance"]
)
def test_what_does_not_exist_is_not_found(place):
    with pytest.raises(KeyError):
        tool.kind(place)


def test_a_parameter_whose_label_has_a_symbol_has_the_same_in_the_equations():
    of = {s.place: s.name for text in HEADS.values() for s in tool.where(text)}
    labelled = {
        name: found[1].replace("_", "")
        for name, parameter in PARAMETERS.items()
        if (found := re.search(r" \(([\wζλβακσθ⁺⁻½]+)\)$", parameter.english)) and name in of
    }
    assert labelled == {name: tool.in_print(of[name]).replace("_", "") for name in labelled}


def test_the_page_is_fresh_and_holds_every_head(capsys):
    assert tool.main(["--check"]) == 0, capsys.readouterr().err
    text = tool.PAGE.read_text("utf-8")
    assert all(tool.equations(head) in text for head in HEADS.values())
    order = [text.index(f"## {name.capitalize()}\n") for name in MECHANISMS]
    assert order == sorted(order)
