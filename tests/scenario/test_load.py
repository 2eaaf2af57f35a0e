"""A file says what it changes; bases, --set and Python lay values over each other."""

import copy
import math
import pickle
from pathlib import Path

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.load import load, names
from tillitsim.scenario.schema import Origin


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write scenario files into an empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)

    def to(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return to


def test_a_file_that_changes_one_value_leaves_all_others_at_their_defaults(write):
    scenario = load(write("one.toml", "[task]\nvariety = 1.25\n"))
    assert scenario.values["task.variety"] == 1.25
    others = {n: v for n, v in scenario.values.items() if n != "task.variety"}
    for name, value in others.items():
        default = PARAMETERS[name].default
        assert value == default or (math.isnan(value) and math.isnan(default))
    assert scenario.name == "one"
    assert (scenario.months, scenario.burn_in) == (120, 24)


def test_each_value_remembers_its_file_and_line(write):
    write("base.toml", "[task]\nstakes = 0.2\nvariety = 1\n")
    scenario = load(
        write("top.toml", 'extends = "base"\n[task]\nvariety = 2\n'), set=["trust.gain=0.07"]
    )
    assert scenario.origins["task.stakes"] == Origin("base", "base.toml", 2)
    assert scenario.origins["task.variety"] == Origin("file", "top.toml", 3)
    assert scenario.origins["trust.gain"] == Origin("set")
    assert "task.alignment" not in scenario.origins


def test_the_file_lies_over_its_base_and_the_base_over_its_own(write):
    write("a.toml", "[task]\nstakes = 0.1\nvariety = 1\nalignment = 0.2\n")
    write("b.toml", 'extends = "a"\n[task]\nvariety = 2\nalignment = 0.3\n')
    scenario = load(write("c.toml", 'extends = "b"\n[task]\nalignment = 0.4\n'))
    found = [scenario.values[f"task.{n}"] for n in ("stakes", "variety", "alignment")]
    assert found == [0.1, 2.0, 0.4]


def test_a_base_is_looked_for_beside_the_file_then_among_names(write):
    write("folder/near.toml", "[task]\nvariety = 2\n")
    beside = write("folder/mine.toml", 'extends = "near"\n')
    path = write("other.toml", 'extends = "folder/near.toml"\n')
    shipped = write("third.toml", 'extends = "demonstration"\n')
    assert load(beside).values["task.variety"] == load(path).values["task.variety"] == 2.0
    assert load(shipped).title["en"] == load("demonstration").title["en"]


def test_a_file_of_one_s_own_may_extend_the_shipped_one_of_the_same_name(write):
    write("scenarios/home-care.toml", 'extends = "home-care"\n[task]\nstakes = 0.3\n')
    scenario = load("home-care")
    assert scenario.values["task.stakes"] == 0.3
    assert scenario.values["task.visits"] == 18.0


def test_scenarios_in_the_current_folder_have_names(write):
    write("scenarios/mine.toml", "months = 60\n")
    assert "mine" in names()
    assert "home-care" in names()
    assert names() == sorted(names())
    assert load("mine").months == 60


def test_reasons_follow_values_and_do_not_outlive_them(write):
    write("base.toml", '[task]\nvariety = 1\n[sources]\n"task.variety" = "assumed: base"\n')
    top = 'extends = "base"\n'
    assert load(write("a.toml", top)).sources["task.variety"] == "assumed: base"
    assert "task.variety" not in load(write("b.toml", f"{top}[task]\nvariety = 2\n")).sources


def test_a_reason_for_a_group_goes_to_each_of_its_values_in_the_file(write):
    text = (
        '[task]\nvariety = 1\nstakes = 0.2\n[sources]\ntask = "assumed"\n"task.stakes" = "X (1)"\n'
    )
    assert load(write("a.toml", text)).sources == {
        "task.variety": "assumed",
        "task.stakes": "X (1)",
    }


def test_a_plain_title_serves_both_languages_and_the_name_stands_in_for_none(write):
    assert load(write("a.toml", 'title = "Hej"\n')).title == {"en": "Hej", "sv": "Hej"}
    assert load(write("b.toml", "months = 60\n")).title == {"en": "b", "sv": "b"}
    assert load(write("c.toml", '[title]\nsv = "Hej"\n')).title["en"] == "Hej"


def test_set_changes_values_and_the_last_one_counts():
    scenario = load("demonstration", set=["task.variety=1", " task.variety = 1.5 "])
    assert scenario.values["task.variety"] == 1.5


def test_changes_from_python_come_after_set_and_take_numpy_numbers():
    scenario = load(
        "demonstration",
        set=["task.variety=1"],
        changes={"task.variety": np.float64(1.25), "chain.units": np.int64(4)},
    )
    assert scenario.values["task.variety"] == 1.25
    assert scenario.values["chain.units"] == 4
    assert scenario.origins["task.variety"].kind == "python"


def test_an_optional_value_may_be_unset(write):
    path = write("a.toml", "[instruments]\ngoals = 3\n")
    assert load(path).values["instruments.goals"] == 3.0
    assert math.isnan(load(path, set=["instruments.goals=unset"]).values["instruments.goals"])
    assert math.isnan(
        load(path, changes={"instruments.goals": math.nan}).values["instruments.goals"]
    )
    again = write("b.toml", 'extends = "a"\n[instruments]\ngoals = "unset"\n')
    assert math.isnan(load(again).values["instruments.goals"])


def test_a_value_that_is_not_optional_cannot_be_unset():
    with pytest.raises(InputError, match=r"task\.variety: \"unset\" is text, not a number"):
        load("demonstration", set=["task.variety=unset"])


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ((), (120, 24)),
        (("months=60",), (60, 24)),
        (("months=25",), (25, 24)),
        (("months=24",), (24, 4)),
        (("months=3",), (3, 0)),
        (("months=240",), (240, 24)),
        (("months=60", "burn_in=50"), (60, 50)),
        (("burn_in=0",), (120, 0)),
    ],
)
def test_the_burn_in_stays_while_it_fits_and_is_a_fifth_of_the_months_else(settings, expected):
    scenario = load("demonstration", set=settings)
    assert (scenario.months, scenario.burn_in) == expected


def test_a_burn_in_that_leaves_nothing_is_refused():
    with pytest.raises(InputError, match="burn_in: 120 months leave nothing of 120"):
        load("demonstration", set=["burn_in=120"])


@pytest.mark.parametrize("neutral", ["soft", "all"])
def test_the_neutral_table_gives_the_three_principles_the_same_cells(neutral):
    scenario = load("demonstration", neutral=neutral)
    for row in INSTRUMENTS:
        cells = [scenario.values[f"profile.{row.name}.{p}"] for p in PRINCIPLES]
        if row.soft or neutral == "all":
            assert cells == [sum(row.neutral) / 2] * 3
        else:
            assert cells == list(row.cells)
    assert scenario.neutral == neutral


def test_what_is_set_lies_over_the_neutral_table():
    scenario = load("demonstration", set=["profile.goals.trust=5"], neutral="soft")
    assert scenario.values["profile.goals.trust"] == 5.0
    assert scenario.values["profile.goals.regulation"] == 8.0


def test_without_adds_to_what_the_scenario_switches_off_and_an_empty_list_takes_back(write):
    write("a.toml", 'without = ["politics"]\n')
    assert load("a.toml", without=["market"]).without == {"politics", "market"}
    assert load(write("b.toml", 'extends = "a"\nwithout = []\n')).without == frozenset()


def test_a_scenario_already_loaded_takes_changes_as_a_file_does():
    direct = load("home-care", set=["mix.trust=0.6", "months=60"], without=["market"])
    later = load(load("home-care"), set=["mix.trust=0.6", "months=60"], without=["market"])
    assert direct == later
    assert direct.digest == later.digest


def test_a_scenario_can_be_pickled_and_copied():
    scenario = load("home-care")
    assert pickle.loads(pickle.dumps(scenario)).digest == scenario.digest
    assert copy.deepcopy(scenario).digest == scenario.digest


def test_the_digest_follows_what_a_run_is_given_and_nothing_else(write):
    plain = load(write("a.toml", "[task]\nvariety = 1\n"))
    renamed = load(write("b.toml", 'title = "other"\n[task]\nvariety = 1.0 # why not\n'))
    changed = load(write("c.toml", "[task]\nvariety = 1.1\n"))
    assert plain.digest == renamed.digest != changed.digest


def test_a_mark_at_the_start_of_the_file_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "windows.toml"
    path.write_bytes("\ufeff[task]\r\nvariety = 1\r\nvarity = 1\r\n".encode())
    with pytest.raises(InputError, match=r"windows\.toml, line 3: task\.varity"):
        load(path)
