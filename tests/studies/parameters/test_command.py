"""The command parameters, as a user gives it."""

import csv
import io
import json

import pytest

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.description.wording import GROUPS


@pytest.fixture
def say(capsys):
    """Give a command; its exit code, stdout and stderr."""

    def give(*arguments):
        code = run_command(["parameters", *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return give


def test_one_parameter_is_explained(say):
    code, out, err = say("task.variety")
    assert code == 0
    assert err == ""
    assert [line.split()[0] for line in out.splitlines()] == [
        "task.variety", "Meaning", "Value", "Unit", "Bounds", "Range", "Source", "Read",
    ]  # fmt: skip
    assert "0.05 to 3" in out


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("tillit", ("mix.trust", "... and")),
        ("lön", ("workforce.pay",)),
        ("uppgift", ("task ", "task.interest")),
        ("variety", ("did you mean 'task.variety'?",)),
        ("xyzzy", ("; groups are mix, chain, ", "'tillitsim parameters' lists them all")),
        (" ", ("; groups are mix, chain, ",)),
    ],
)
def test_a_word_that_no_parameter_is_called_is_looked_for_in_what_they_mean(say, word, told):
    code, out, err = say(word)
    assert (code, out) == (BAD_INPUT, "")
    assert all(each in err for each in told)
    assert "motivation.controlling" not in err  # of which the word begins no word: be-lön-ing


def test_one_parameter_is_explained_in_swedish_with_the_value_of_a_scenario(say):
    _, out, _ = say("task.variety", "--language", "sv", "--scenario", "home-care")
    lines = dict(line.split(maxsplit=1) for line in out.splitlines()[1:])
    assert lines["Betyder"] == "behovens variation"
    assert lines["Värde"] == "0.9"
    assert lines["Standard"] == "0.8"
    assert lines["Källa"] == "antaget"


def test_without_a_name_all_are_listed_in_groups(say):
    _, out, _ = say()
    lines = out.splitlines()
    assert [
        line.split()[0] for line in lines if line.split() and line.split()[0] in PARAMETERS
    ] == (
        sorted(PARAMETERS, key=lambda n: [list(GROUPS).index(_group(n)), list(PARAMETERS).index(n)])
    )
    for english in GROUPS.values():
        assert english in lines


def _group(name: str) -> str:
    return "profile" if name.startswith("profile.") else name.rpartition(".")[0]


def test_a_group_may_be_named(say):
    _, out, _ = say("profile.goals")
    assert "profile.goals.trust" in out
    assert "profile.support.trust" not in out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mix.trst", "there is no parameter 'mix.trst'; did you mean 'mix.trust'?"),
        ("variety", "did you mean 'task.variety'?"),
        ("tsk", "did you mean 'task'?"),
        ("xyzzy", "'tillitsim parameters' lists them all."),
    ],
)
def test_an_unknown_name_gets_a_suggestion(say, name, words):
    code, out, err = say(name)
    assert code == BAD_INPUT
    assert out == ""
    assert words in err


def test_json_of_one_is_an_object_and_of_many_a_list(say):
    _, out, _ = say("instruments.goals", "--format", "json")
    one = json.loads(out)
    assert one["value"] is None
    assert one["read_by"] == ["management", "effort", "learning"]
    _, out, _ = say("--format", "json")
    assert [each["name"] for each in json.loads(out)] == list(PARAMETERS)


def test_csv_has_every_parameter_with_bounds_and_source(say):
    _, out, _ = say("--format", "csv", "--language", "sv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["name"] for row in rows] == list(PARAMETERS)
    for row in rows:
        parameter = PARAMETERS[row["name"]]
        assert (float(row["minimum"]), float(row["maximum"])) == parameter.bounds
        assert row["label"] == parameter.label("sv")
        assert row["read_by"]
