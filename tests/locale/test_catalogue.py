"""What the program says stands in the catalogue: complete, with the same blanks, nothing unused."""

import ast
import re
import string
from pathlib import Path

import catalogue
import pytest
from babel.messages.pofile import read_po

from tillitsim.locale import HERE, languages

ROOT = Path(__file__).parents[2]
PERCENT_BLANK = re.compile(r"%\((\w+)\)[sd]")
CLICK = "click"
"""Comment of messages that another library says; which, depends on its version."""


def key(message):
    return message.context, message.id


@pytest.fixture(scope="module")
def said():
    """Every message of the program itself."""
    found = catalogue.messages()
    return {key(each): each for each in found if each.id and CLICK not in each.auto_comments}


@pytest.fixture(scope="module")
def swedish():
    with (HERE / "sv.po").open("rb") as text:
        return read_po(text, locale="sv")


def texts(value):
    return [value] if isinstance(value, str) else list(value)


def blanks(text):
    """The blanks of a text, those of ``str.format`` or of templates; none in prose with braces."""
    percent = PERCENT_BLANK.findall(text)
    if percent:
        return sorted(set(percent))
    try:
        return sorted(
            {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        )
    except ValueError:
        return []


def test_everything_that_is_said_stands_in_the_catalogue(said, swedish):
    known = {key(each) for each in swedish if each.id}
    assert sorted(str(each) for each in set(said) - known) == []


def test_everything_is_translated(swedish):
    assert [each.id for each in swedish if each.id and not all(texts(each.string))] == []


def test_nothing_in_the_catalogue_is_unused(said, swedish):
    kept = {key(e) for e in swedish if e.id and CLICK not in e.auto_comments}
    assert sorted(str(each) for each in kept - set(said)) == []


def test_no_translation_is_a_guess(swedish):
    assert [each.id for each in swedish if each.fuzzy] == []


def test_blanks_are_the_same_in_both_languages(swedish):
    for each in swedish:
        if each.id:
            one, many = texts(each.id)[0], texts(each.id)[-1]
            for text in texts(each.string):
                assert blanks(text) in (blanks(one), blanks(many)), each.id


def test_sentences_are_not_left_in_english(swedish):
    for each in swedish:
        for text in texts(each.id):
            prose = re.sub(r"\{[^}]*\}|%\(\w+\)[sd]|`[^`]*`|--\S+", "", text.lower())
            if len(re.findall(r"[a-z]{2,}", prose)) > 4:
                assert text not in texts(each.string)


def test_there_is_a_catalogue_of_swedish():
    assert languages() == ("en", "sv")


OF_THE_PROGRAM = (
    "__init__",
    "table_file",
    "outline",
    "lower",
    "wasm",
    "own_outcome",
    "instruments",
)
"""Files whose own errors are of its programmers, not of those who use it."""


def sentences_in_english(path):
    """Lines that raise an error, or note a fault, with a sentence that is not translated."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name.endswith("Error") or name in {"Fault", "add", "wrong", "tell"}:
                for given in node.args:
                    words = ""
                    if isinstance(given, ast.JoinedStr):
                        words = ast.unparse(given)
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        words = given.value
                    if len(re.findall(r"\b[a-z]{2,}\b", re.sub(r"{[^}]*}", "", words))) > 2:
                        yield f"{path.name}, line {node.lineno}: {words}"


def test_no_error_is_said_in_english_alone():
    files = [each for each in (ROOT / "src").rglob("*.py") if each.stem not in OF_THE_PROGRAM]
    assert [line for each in files for line in sentences_in_english(each)] == []
