"""The command experiments, as a user gives it."""

import csv
import io
import json

import pytest

from tillitsim.errors import BAD_INPUT
from tillitsim.runs.experiment.files import names
from tillitsim.runs.experiment.load import load

pytestmark = pytest.mark.usefixtures("_elsewhere")

MINE = """\
base = "demonstration"
[[arms]]
name = "as-today"
[[arms]]
name = "later"
title = { en = "Later", sv = "Senare" }
without = ["market"]
neutral = "soft"
[[arms.interventions]]
name = "fewer goals"
set = { "instruments.goals" = 1 }
start = 130
[sources]
"later.instruments.gaols" = "assumed"
"""


def test_list_has_one_line_for_each_experiment(say):
    code, out, err = say("experiments", "list")
    assert code == 0
    assert err == ""
    assert [line.split()[0] for line in out.splitlines()] == names()
    line = next(line for line in out.splitlines() if line.startswith("three-cornerstones "))
    assert line.split("  ")[-2:] == ["160 runs", "One, two or three cornerstones"]


def test_list_in_swedish_and_for_programs(say):
    _, out, _ = say("experiments", "list", "--language", "sv", "--format", "json")
    found = {row["name"]: row for row in json.loads(out)}
    assert found["election"]["title"] == load("election").title["sv"]
    _, out, _ = say("experiments", "list", "--format", "csv")
    assert [row["name"] for row in csv.DictReader(io.StringIO(out))] == names()


def test_list_goes_on_after_a_wrong_file(say, tmp_path):
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "aa-wrong.toml").write_text('base = "home-care"\nmonths = 0\n')
    code, out, err = say("experiments", "list")
    assert code == 0
    assert out.splitlines()[0].split() == ["aa-wrong", "(wrong", "file)"]
    assert "three-cornerstones" in out
    assert "aa-wrong.toml, line 2: months: 0 is not right" in err


def test_show_tells_what_each_arm_changes_from_what_to_what_when_and_why(say):
    code, out, _ = say("experiments", "show", "general-grants")
    assert code == 0
    assert out.startswith("General instead of earmarked grants\n")
    assert "Scenario: home-care. 120 months, of which the first 48 are not counted." in out
    assert "4 arms x 20 replicates: 80 runs" in out
    assert "as-today (baseline): As today" in out
    lines = out.splitlines()
    at = lines.index("general-grants: General grants as the main principle")
    assert lines[at + 1] == "  from month 36, in full after 12 months"
    assert lines[at + 2].split(maxsplit=4)[:4] == ["instruments.earmarked", "0.43", "->", "0.1"]
    assert "assumed: a tenth stays earmarked" in lines[at + 2]
    assert "  ramp     assumed: new rules for grants" in out


def test_show_in_swedish(say):
    _, out, _ = say("experiments", "show", "trial-municipalities", "--language", "sv")
    assert "6 alternativ x 20 upprepningar: 120 körningar" in out
    assert "25\N{NO-BREAK SPACE}% av kommunerna, lottade" in out
    assert "as-today (utgångsläget): Som i dag" in out


def test_show_of_a_design_tells_what_is_varied(say):
    _, out, _ = say("experiments", "show", "every-mix")
    assert "198 points x 1 arm x 20 replicates: 3960 runs" in out
    assert "  mix           by construction" in out


def test_show_tells_what_an_arm_is_beside_its_numbers(say, tmp_path):
    (tmp_path / "mine.toml").write_text(MINE)
    _, out, _ = say("experiments", "show", "mine.toml")
    assert "  switched off: market\n  neutral table: soft\n  from month 130\n" in out
    assert "none given" in out


def test_show_of_a_mixture_does_not_pretend_that_its_sectors_are_alike(say, tmp_path):
    (tmp_path / "mine.toml").write_text(MINE.replace("demonstration", "sweden-small"))
    _, out, _ = say("experiments", "show", "mine.toml")
    assert "differs -> 1" in out


def test_show_for_programs_has_every_number_with_its_reason(say):
    _, out, _ = say("experiments", "show", "scandal", "--format", "json")
    found = json.loads(out)
    assert found["runs"] == len(found["arms"]) * found["replicates"]
    assert [arm["digest"] for arm in found["arms"]] == [
        arm.scenario.digest for arm in load("scandal").arms
    ]
    assert all(number["source"] for number in found["numbers"])
    _, out, _ = say("experiments", "show", "scandal", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(found["numbers"])
    media = next(row for row in rows if row["name"] == "inspectorate.media")
    assert (media["value"], media["before"]) == ("1.0", "0.03")


def test_check_tells_all_problems_of_all_files_and_exits_with_2(say, tmp_path):
    (tmp_path / "a.toml").write_text('base = "home-car"\nreplicates = 0\n')
    (tmp_path / "b.toml").write_text('base = "home-care"\n')
    code, out, err = say("experiments", "check", "a.toml", "b.toml", "c.toml")
    assert code == BAD_INPUT
    assert out == "b.toml: no problems\n"
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "a.toml, line 1",
        "a.toml, line 2",
        "there is no file 'c.toml'; 'tillitsim experiments list' shows what there is; the path of"
        " a TOML file is right too.",
    ]


def test_check_notes_what_is_allowed_but_not_plausible(say, tmp_path):
    (tmp_path / "mine.toml").write_text(MINE)
    code, out, _ = say("experiments", "check", "mine.toml", "--language", "sv")
    assert (code, out) == (0, "mine.toml: inga fel\n")
    code, _, err = say("experiments", "check", "mine.toml")
    assert code == 0
    assert "Note: mine: arm 'later': instruments.goals = 1 has no source; write under" in err
    assert "instruments.goals = 1 is outside the plausible range 2 to 14." in err
    assert "'fewer goals' starts in month 130, after the end (120 months)." in err
    assert "sources: later.instruments.gaols has a source but no number of its own." in err


def test_an_unknown_experiment_is_told_with_the_nearest_name(say):
    code, _, err = say("experiments", "show", "general-grant")
    assert code == BAD_INPUT
    assert "did you mean 'general-grants'?" in err
