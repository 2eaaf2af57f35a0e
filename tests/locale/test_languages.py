"""Which language is spoken, and that another one is a single file."""

import ast
import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

import tillitsim
from tillitsim.cli.main import run_command
from tillitsim.cli.study import outcomes_of
from tillitsim.locale import (
    chosen_language,
    compiled_file,
    current_language,
    in_language,
    languages,
    speaking,
    translator,
)
from tillitsim.scenario.load import load, names
from tillitsim.view.numbers import decimal, percent

VARIABLES = ("TILLITSIM_LANGUAGE", "TILLITSIM_LOCALE_DIR", "LC_ALL", "LC_MESSAGES", "LANG")
WRONG = ["run", "home-care", "--replicates", "none"]


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US", "TILLITSIM_LANGUAGE": "sv"}, "sv"),
        ({"TILLITSIM_LANGUAGE": "sv-FI"}, "sv"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_own_variable_goes_before_the_system(environment, language, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert chosen_language() == language


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (WRONG, "sv", "ange ett heltal"),
        ([*WRONG, "--language", "en"], "sv", "give a whole number"),
        ([*WRONG, "--language=sv"], "en", "ange ett heltal"),
    ],
)
def test_the_option_goes_before_the_variable_in_errors_too(
    words, language, said, monkeypatch, capsys
):
    monkeypatch.setenv("TILLITSIM_LANGUAGE", language)
    assert run_command(words) == 2
    assert said in capsys.readouterr().err
    assert current_language() == "en", "nothing is left of it afterwards"


def test_help_speaks_swedish_from_its_first_word(capsys):
    assert run_command(["run", "--language", "sv", "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Användning: ")
    assert "Simulera SCENARIO" in told
    assert "Exempel:" in told
    assert "simulate" not in told.lower()


@pytest.mark.parametrize("order", [("sv", "en"), ("en", "sv")], ids="-".join)
def test_help_speaks_the_language_of_each_call_whichever_came_first(order, capsys):
    said = {"en": "Show this message and exit.", "sv": "Visa detta meddelande och avsluta."}
    for language in order:
        assert run_command(["sweep", f"--language={language}", "--help"]) == 0
        told = " ".join(capsys.readouterr().out.split())
        assert [each for each, text in said.items() if text in told] == [language]


def test_nothing_of_a_language_is_left_to_what_speaks_by_gettext_alone(monkeypatch, capsys):
    monkeypatch.setenv("LANGUAGE", "sv")
    assert run_command(["run", "--language=sv", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Användning: ")
    assert gettext.gettext("Usage:") == "Usage:"


def test_a_catalogue_that_cannot_be_read_leaves_the_language_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "nb.po").mkdir()
    monkeypatch.setenv("TILLITSIM_LOCALE_DIR", str(tmp_path))
    with pytest.raises(IsADirectoryError), speaking("nb"):
        pass
    assert current_language() == "en"


def test_a_third_language_is_one_file(tmp_path, monkeypatch):
    catalogue = Catalog(locale="nb")
    catalogue.add("Simulate SCENARIO, a name or a TOML file.", "Simuler SCENARIO.")
    catalogue.add("good meetings", "gode møter")
    with (tmp_path / "nb.po").open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setenv("TILLITSIM_LOCALE_DIR", str(tmp_path))
    assert languages() == ("en", "nb", "sv")
    assert translator("nb")("good meetings") == "gode møter"
    assert translator("nb")("harm") == "harm", "what is not translated stays English"
    assert decimal(1234.5, 1, "nb") == "1\N{NO-BREAK SPACE}234,5"
    assert percent(0.35, "nb") == "35\N{NO-BREAK SPACE}%"
    done = subprocess.run(
        [sys.executable, "-m", "tillitsim", "run", "--language", "nb", "--help"],
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert "Simuler SCENARIO." in done.stdout


def test_what_people_wrote_in_other_languages_is_read_in_english():
    title = load("home-care").title
    assert in_language(title, "nb") == title["en"] != in_language(title, "sv")
    assert in_language({"sv": "ordet"}, "nb") == "ordet"
    assert in_language({}, "nb") == ""


def test_plurals_follow_the_number():
    _ = translator("sv")
    said = [_.ngettext("{n} council", "{n} councils", n).format(n=n) for n in (1, 2)]
    assert len(set(said)) == 2
    assert said[0].startswith("1 ")


def test_what_is_compiled_is_kept_and_made_anew_when_it_cannot_be(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = Path(tillitsim.__file__).parent / "locale" / "sv.po"
    kept = compiled_file(source)
    assert kept is not None
    before = kept.stat().st_mtime_ns
    assert compiled_file(source) == kept
    assert kept.stat().st_mtime_ns == before
    (tmp_path / "plain").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "plain"))
    assert compiled_file(source) is None
    with speaking("sv"):
        assert current_language() == "sv"


def test_english_help_needs_no_babel():
    code = "import sys; from tillitsim.cli.main import run_command; run_command(['--help'])"
    code += "; print('babel' in sys.modules, file=sys.stderr)"
    environment = {**os.environ, "LANG": "en_GB.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stderr.strip() == "False"


def test_the_translator_is_hidden_by_nothing():
    """``_`` is also the usual name of what nobody reads; in one function it cannot be both."""
    for path in Path(tillitsim.__file__).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                stored = [
                    node.lineno
                    for node in ast.walk(function)
                    if isinstance(node, ast.Name)
                    and node.id == "_"
                    and isinstance(node.ctx, ast.Store)
                ]
                speaks = any(
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "_"
                    for node in ast.walk(function)
                )
                assert not (speaks and len(stored) > 1), f"{path}:{stored}"


@pytest.mark.parametrize("name", ["home-care", "hemtjänst", "Hemtjänst", "Home care"])
def test_a_scenario_is_found_by_what_people_call_it(name):
    assert load(name).name == "home-care"


def test_every_service_has_a_scenario_in_both_languages():
    for name in names():
        for service in load(name).sector.values():
            assert load(service).sector, service


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("good meetings", ("good_meetings",)),
        ("goda möten,skador", ("good_meetings", "harm")),
        ("Goda möten, good_meetings", ("good_meetings",)),
    ],
)
def test_an_outcome_is_found_by_its_label_in_any_language(asked, found):
    assert outcomes_of([asked], ()) == found


def test_the_nearest_name_is_told_in_the_language_that_was_meant(capsys):
    assert run_command(["run", "hemtjänts", "--language", "sv"]) == 2
    assert "menade du 'hemtjänst'?" in capsys.readouterr().err
    assert run_command(["compare", "home-care", "school", "--outcomes", "goda mötn"]) == 2
    assert "did you mean 'goda möten'?" in capsys.readouterr().err
