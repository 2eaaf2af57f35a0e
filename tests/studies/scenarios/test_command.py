"""The command scenarios, as a user gives it."""

import csv
import io
import json

import pytest

from tillitsim.errors import BAD_INPUT
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load, names
from tillitsim.view.columns import aligned

pytestmark = pytest.mark.usefixtures("_elsewhere")


def test_list_has_one_line_for_each_scenario(say):
    code, out, err = say("scenarios", "list")
    assert code == 0
    assert err == ""
    assert [line.split()[0] for line in out.splitlines()] == names()
    line = next(line for line in out.splitlines() if line.startswith("home-care "))
    assert line.split("  ")[-1].strip() == "home care"


def test_list_in_swedish_and_for_programs(say):
    _, out, _ = say("scenarios", "list", "--language", "sv", "--format", "json")
    found = {row["name"]: row for row in json.loads(out)}
    assert found["home-care"] == {"name": "home-care", "title": "Hemtjänst", "sector": "hemtjänst"}
    _, out, _ = say("scenarios", "list", "--format", "csv")
    assert [row["name"] for row in csv.DictReader(io.StringIO(out))] == names()


def test_list_goes_on_after_a_wrong_file(say, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "aa-wrong.toml").write_text("months = 0\n")
    code, out, err = say("scenarios", "list")
    assert code == 0
    assert out.splitlines()[0].split() == ["aa-wrong", "(wrong", "file)"]
    assert "home-care" in out
    assert "aa-wrong.toml, line 1: months: 0 is not right" in err


def test_show_tells_values_and_where_they_come_from(say):
    _, out, _ = say("scenarios", "show", "home-care")
    assert out.startswith("Home care\n")
    line = next(line for line in out.splitlines() if "task.visits" in line)
    assert f"{load('home-care').values['task.visits']:g}" in line
    assert "scenarios/home-care.toml:" in line
    assert "assumed: about sixty visits" in line
    default = next(line for line in out.splitlines() if "task.reversion" in line)
    assert "default" in default
    assert "motivation.rate" not in out
    assert "more values are defaults; --all shows them." in out


def test_show_all_leaves_no_parameter_out(say):
    _, out, _ = say("scenarios", "show", "home-care", "--all", "--language", "sv")
    assert out.startswith("Hemtjänst\n")
    shown = {line.split()[0] for line in out.splitlines() if line.startswith("  ")}
    assert set(PARAMETERS) <= shown
    assert "standardvärde" in out


def test_show_for_programs_is_complete_and_valid_json(say):
    _, out, _ = say("scenarios", "show", "home-care", "--format", "json")
    found = json.loads(out)
    assert found["digest"] == load("home-care").digest
    assert [row["name"] for row in found["values"]] == list(PARAMETERS)
    unset = next(row for row in found["values"] if row["name"] == "instruments.goals")
    assert unset["value"] is None
    _, out, _ = say("scenarios", "show", "home-care", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) == len(PARAMETERS)


def test_show_against_another_tells_only_the_differences(say, tmp_path):
    (tmp_path / "mine.toml").write_text('extends = "home-care"\n[instruments]\ngoals = 3\n')
    _, out, _ = say("scenarios", "show", "mine.toml", "--against", "home-care")
    assert out.splitlines()[1].split() == ["instruments.goals", "unset", "3", "goals"]
    assert len(out.splitlines()) == 2
    _, out, _ = say("scenarios", "show", "mine.toml", "--against", "mine.toml")
    assert out == "no differences\n"
    _, out, _ = say("scenarios", "show", "mine.toml", "--against", "home-care", "--format", "json")
    assert json.loads(out) == [{"name": "instruments.goals", "before": None, "after": 3.0}]


def test_show_of_a_mixture_tells_its_councils_and_sectors(say, tmp_path):
    (tmp_path / "two.toml").write_text(
        '[[councils]]\nname = "town"\ncount = 2\n[[councils.sectors]]\nscenario = "home-care"\n'
    )
    _, out, _ = say("scenarios", "show", "two.toml")
    units, staff, citizens = (
        f"{load('home-care').values[f'chain.{each}']:g}" for each in ("units", "staff", "citizens")
    )
    size = f"home-care: {units} units with {staff} staff and {citizens} citizens each"
    assert f"town: 2 councils\n  {size}" in out
    assert "Each sector has the values of its own scenario" in out
    code, _, err = say("parameters", "task", "--scenario", "two.toml")
    assert code == BAD_INPUT
    assert "name the scenario of a sector: home-care." in err


def test_check_tells_all_problems_of_all_files_and_exits_with_2(say, tmp_path):
    (tmp_path / "a.toml").write_text("months = 0\n[task]\nvariety = 9\n")
    (tmp_path / "b.toml").write_text("months = 60\n")
    code, out, err = say("scenarios", "check", "a.toml", "b.toml", "c.toml")
    assert code == BAD_INPUT
    assert out == "b.toml: no problems\n"
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "a.toml, line 1",
        "a.toml, line 3",
        "c.toml",
    ]


def test_check_notes_what_is_allowed_but_not_plausible(say, tmp_path):
    (tmp_path / "a.toml").write_text(
        "[task]\nvariety = 2.9\n[sources]\n'task.stakes' = 'assumed'\n[[interventions]]\n"
        "name = 'late'\nset = { 'trust.gain' = 0.1 }\nstart = 200\n"
    )
    code, out, err = say("scenarios", "check", "a.toml")
    assert code == 0
    assert out == "a.toml: no problems\n"
    assert "a.toml, line 2: task.variety: 2.9 is outside the plausible range 0.4 to 1.4." in err
    assert "task.stakes has a source but no value of its own." in err
    assert "'late' starts in month 200, after the end (120 months)." in err


def test_new_writes_a_file_that_is_right_and_never_over_an_old_one(say, tmp_path):
    code, out, err = say("scenarios", "new", "my-service", "--from", "home-care")
    assert code == 0
    assert out == "my-service.toml\n"
    assert "tillitsim scenarios check my-service.toml" in err
    assert say("scenarios", "check", "my-service")[0] == 0
    assert load("my-service").values["task.visits"] == load("home-care").values["task.visits"]
    before = (tmp_path / "my-service.toml").read_text()
    code, _, err = say("scenarios", "new", "my-service")
    assert code == BAD_INPUT
    assert "there is such a file already" in err
    assert (tmp_path / "my-service.toml").read_text() == before


def test_new_may_start_from_a_file_and_from_a_mixture(say, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "two.toml").write_text(
        '[[councils]]\ncount = 2\n[[councils.sectors]]\nscenario = "home-care"\n'
    )
    assert say("scenarios", "new", "sub/mine", "--from", "two.toml")[0] == 0
    assert 'extends = "../two.toml"' in (tmp_path / "sub" / "mine.toml").read_text()
    before, after = load("two.toml"), load("sub/mine.toml")
    assert before.kinds[0].sectors[0].values["mix.trust"] == 0.25
    assert before.digest == after.digest


@pytest.mark.parametrize("name", ["nowhere/mine", "a\0b", "a\nb", "..", ""])
def test_new_refuses_a_name_that_cannot_be_a_file(say, name):
    code, _, err = say("scenarios", "new", name)
    assert code == BAD_INPUT
    assert "Traceback" not in err


def test_schema_is_json(say):
    _, out, _ = say("scenarios", "schema")
    assert json.loads(out)["$schema"] == "http://json-schema.org/draft-04/schema#"


def test_on_a_terminal_long_reasons_are_wrapped_under_their_column():
    rows = [("a", "short"), ("bcd", "one two three four five six seven eight nine ten")]
    lines = aligned(rows, width=40, indent="  ")
    assert lines[0] == "  a    short"
    assert lines[2].startswith(" " * 7)
    assert max(map(len, lines)) <= 40
    narrow = aligned(rows, width=28, indent="  ")
    assert narrow[0] == "  a"
    assert narrow[1].strip() == "short"
