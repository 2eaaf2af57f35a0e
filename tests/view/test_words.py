"""Both languages say everything, with the same blanks to fill in."""

import dataclasses
import string

import pytest

from tillitsim.model.outcomes import LEVEL_LABELS, LEVELS, OUTCOMES
from tillitsim.view.words import EN, SV, Words, words

TEXTS = [field.name for field in dataclasses.fields(Words) if field.type == "str"]


def blanks(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_there_in_both_languages_with_the_same_blanks(name):
    english, swedish = getattr(EN, name), getattr(SV, name)
    assert english.strip() or name == "thousands"
    assert swedish.strip() or name == "thousands"
    assert blanks(english) == blanks(swedish)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_unit_level_and_outcome_has_words(language):
    assert {outcome.unit for outcome in OUTCOMES.values()} == set(words(language).raw_units)
    assert all(LEVEL_LABELS[level][language] for level in LEVELS)
    for outcome in OUTCOMES.values():
        assert outcome.label(language)
        assert outcome.reading(language)


def test_swedish_is_not_english():
    same = {name for name in TEXTS if getattr(EN, name) == getattr(SV, name)}
    assert same <= {"units", "alternative_outcome"}
