"""The glossary's terms are those that the program uses, in both languages."""

import importlib.util
from pathlib import Path

from babel.messages.pofile import read_po

from tillitsim.locale import HERE

SPEC = importlib.util.spec_from_file_location(
    "glossary", Path(__file__).parents[2] / "tools" / "glossary.py"
)
tool = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tool)


def test_the_page_is_fresh(capsys):
    assert tool.main(["--check"]) == 0, capsys.readouterr().err


def test_every_term_is_one_that_the_program_says():
    with (HERE / "sv.po").open("rb") as file:
        said = {each.id for each in read_po(file, locale="sv")}
    assert set(tool.TERMS) <= said
