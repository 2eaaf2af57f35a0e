"""Every file of words, found by its name: both languages are complete, with the same blanks."""

import dataclasses
import re
import string
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

import tillitsim
from tillitsim.view.words import Words

PACKAGE = Path(tillitsim.__file__).parent
FILES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*words.py")
    if path != PACKAGE / "view" / "words.py"
)
SOURCES = [path.read_text("utf-8") for kind in ("*.py", "*.j2") for path in PACKAGE.rglob(kind)]


def all_of(name):
    return import_module(f"tillitsim.{name}").WORDS


def pairs(name):
    """Field, key, English and Swedish of every text of a file; a missing one is empty."""
    words = all_of(name)
    for field in dataclasses.fields(words["en"]):
        english, swedish = (texts(getattr(words[each], field.name)) for each in ("en", "sv"))
        for key in {**english, **swedish}:
            yield field.name, key, english.get(key, ""), swedish.get(key, "")


def texts(value):
    """Every text of a word, by its key: itself, an item, or a value of a mapping."""
    if isinstance(value, str):
        return {"": value}
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    return {(key, inner): text for key, part in pairs for inner, text in texts(part).items()}


def blanks(text):
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def test_word_files_are_found():
    assert {"studies.compare.words", "view.map_words", "view.picture_words"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_there_are_two_languages_with_the_same_fields(name):
    words = all_of(name)
    assert set(words) == {"sv", "en"}
    assert type(words["sv"]) is type(words["en"])


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_missing_and_blanks_agree(name):
    for field, key, english, swedish in pairs(name):
        assert english.strip(), (field, key)
        assert swedish.strip(), (field, key)
        assert blanks(english) == blanks(swedish), (field, key)


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_translated(name):
    for field, key, english, swedish in pairs(name):
        told = re.sub(r"\{[^}]*\}|`[^`]*`", "", english.lower())
        if len(re.findall(r"[a-z]{2,}", told)) > 2:
            assert english != swedish, (field, key)


@pytest.mark.parametrize("fields", [*FILES, "words"])
def test_every_word_is_used(fields):
    for field in dataclasses.fields(Words if fields == "words" else all_of(fields)["en"]):
        used = re.compile(rf"\.{field.name}\b|[\"']{field.name}[\"']")
        assert any(used.search(text) for text in SOURCES), field.name


def test_a_missing_text_would_be_noticed(monkeypatch):
    words = all_of("view.map_words")
    lacking = dataclasses.replace(words["sv"], brighter={1: "ljusare"})
    monkeypatch.setattr("tillitsim.view.map_words.WORDS", words | {"sv": lacking})
    assert any(not swedish for _, _, _, swedish in pairs("view.map_words"))
