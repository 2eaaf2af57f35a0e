"""How to cite tillitsim is said once, in CITATION.cff."""

import re

import pytest

from tillitsim import __version__
from tillitsim.cli.cite import as_bibtex, as_text, citation
from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT


def test_what_is_cited_is_this_version():
    assert citation()["version"] == __version__


def test_in_words_it_names_authors_year_title_and_what_it_builds_on(capsys):
    assert run_command(["--cite"]) == 0
    said = capsys.readouterr().out
    about = citation()
    for each in (about, *about["references"]):
        assert each["title"] in said
        assert each["authors"][0]["name"] in said
    assert str(about["date-released"])[:4] in said


def test_as_bibtex_its_braces_close_and_its_signs_are_tex(capsys):
    assert run_command(["--cite", "--format", "bibtex"]) == 0
    said = capsys.readouterr().out
    assert said.count("{") == said.count("}")
    assert re.findall(r"^@(\w+)\{(\w+),$", said, re.MULTILINE) == [
        ("software", "tillitsim2026"),
        ("techreport", "tillitsdelegationen2018"),
    ]
    about = citation() | {"title": "50 % of {A} & B_c", "doi": "10.1/x"}
    assert r"title = {{50 \% of \{A\} \& B\_c}}," in as_bibtex(about)
    assert as_text(about).splitlines()[0].endswith("10.1/x")


def test_persons_are_cited_by_their_names():
    about = citation() | {"authors": [{"family-names": "Ask", "given-names": "Bo"}]}
    assert as_text(about).startswith("Ask, Bo (")


@pytest.mark.parametrize("words", [["--format", "bibtex"], ["--format", "bibtex", "run"]])
def test_a_format_without_cite_is_refused(words, capsys):
    assert run_command(words) == BAD_INPUT
    assert "belongs to --cite" in capsys.readouterr().err


def test_nothing_at_all_shows_the_help(capsys):
    assert run_command([]) == BAD_INPUT
    said = capsys.readouterr()
    assert "Commands:" in said.out + said.err
    assert "went wrong" not in said.err
