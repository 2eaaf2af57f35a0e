"""The citizen is called what the service calls them: user, patient, pupil."""

from pathlib import Path

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import InputError
from tillitsim.locale import translator
from tillitsim.locale.person import called
from tillitsim.scenario.load import load, names

PUPIL = {"en": "pupil, pupils", "sv": "elev, elever, eleven, eleverna"}


@pytest.mark.parametrize(
    ("language", "message", "said"),
    [
        ("en", "citizens' trust in the service", "pupils' trust in the service"),
        ("en", "Citizens with simple and complex needs at the end of the runs.",
         "Pupils with simple and complex needs at the end of the runs."),
        ("sv", "Citizens with simple and complex needs at the end of the runs.",
         "Elever med enkla och komplexa behov vid körningarnas slut."),
        ("sv", "citizens who wait", "elever som väntar"),
        ("sv", "money follows the citizen", "pengarna följer eleven"),
        ("sv", "the citizen's trust clears the diagnosis (k_z)",
         "elevens tillit skärper bedömningen"),
        ("en", "citizens' voice", "citizens' voice"),
    ],
)  # fmt: skip
def test_words_for_the_citizen_are_those_of_the_service(language, message, said):
    plain = translator(language)(message)
    with called(PUPIL):
        assert translator(language)(message) == said
        assert translator("nb")(message) == message, "no forms are known in it"
    assert translator(language)(message) == plain


def test_what_is_filled_in_is_not_touched():
    with called(PUPIL):
        said = translator("en")(
            "{units} units with {staff} staff and {citizens} citizens each; {shares}"
        )
    assert said == "{units} units with {staff} staff and {citizens} pupils each; {shares}"


def test_shipped_services_say_what_they_call_people():
    said = {name: load(name).person.get("sv", "").partition(",")[0] for name in names()}
    assert said["home-care"] == "brukare"
    assert said["school"] == said["trial-linkoping-compulsory-school"] == "elev"
    assert said["primary-care"] == "patient"
    assert said["demonstration"] == said["sweden"] == ""


@pytest.mark.parametrize("given", ['en = "user"', 'sv = "elev, elever"', 'nb = "bruker"', "en = 1"])
def test_forms_that_are_not_all_there_are_told(given, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "school"\n[person]\n{given}\n', "utf-8")
    with pytest.raises(InputError, match="brukare, brukare, brukaren, brukarna"):
        load(file)


@pytest.mark.usefixtures("undrawn")
def test_a_run_of_a_school_speaks_of_pupils(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(
        'extends = "school"\n[chain]\nunits = 2\nstaff = 2\ncitizens = 9\n'
    )
    words = ["run", "mine.toml", "--months", "30", "--replicates", "2", "--out", "here"]
    assert run_command(words) == 0
    said = capsys.readouterr().out.lower()
    assert "pupils' trust in the service" in said
    assert "citizens' trust" not in said
