"""The glossary's terms are those that the program uses, in both languages."""

import glossary as tool
from babel.messages.pofile import read_po

from tillitsim.locale import HERE


def test_the_page_is_fresh(capsys):
    assert tool.main(["--check"]) == 0, capsys.readouterr().err


def test_every_term_is_one_that_the_program_says():
    with (HERE / "sv.po").open("rb") as file:
        said = {each.id for each in read_po(file, locale="sv")}
    assert set(tool.TERMS) <= said
