"""Interventions and mixtures as files give them."""

from pathlib import Path

import pytest

from tillitsim.errors import InputError
from tillitsim.scenario.load import load


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "a.toml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


FULL = """\
[[interventions]]
name = "trial"
set = { "instruments.goals" = 3, "burden.per_goal" = 0.002 }
start = 36
stop = 60
ramp = 12
share = 0.5
lottery = "council"
"""


def test_an_intervention_is_read_as_written():
    (trial,) = load(write(FULL)).interventions
    assert (trial.name, trial.start, trial.stop, trial.ramp) == ("trial", 36, 60, 12)
    assert (trial.share, trial.lottery) == (0.5, "council")
    assert trial.values == {"instruments.goals": 3.0, "burden.per_goal": 0.002}


def test_what_is_left_out_means_at_once_for_ever_and_everywhere():
    (each,) = load(write('[[interventions]]\nset = { "instruments.goals" = 3 }\n')).interventions
    assert (each.start, each.stop, each.ramp, each.share, each.lottery) == (0, None, 0, 1.0, "unit")


def test_settings_may_be_written_as_tables_too():
    (each,) = load(write("[[interventions]]\n[interventions.set.mix]\ntrust = 0.5\n")).interventions
    assert each.values["mix.trust"] == 0.5


def test_one_share_of_the_mix_rescales_the_others():
    text = (
        "[mix]\ncompetition = 0.6\nregulation = 0.2\ntrust = 0.2\n"
        '[[interventions]]\nset = { "mix.trust" = 0.6 }\n'
    )
    (each,) = load(write(text)).interventions
    assert each.values["mix.competition"] == pytest.approx(0.3)
    assert each.values["mix.regulation"] == pytest.approx(0.1)


def test_it_rescales_the_mix_that_is_in_force_after_all_changes():
    path = write('[[interventions]]\nset = { "mix.trust" = 0.5 }\n')
    settings = ["mix.competition=0.1", "mix.regulation=0.4"]
    direct = load(path, set=settings).interventions
    later = load(load(path), set=settings).interventions
    assert direct == later
    assert direct[0].values["mix.regulation"] == pytest.approx(0.4)


def test_a_base_s_interventions_stay_and_one_of_the_same_name_is_replaced():
    write(FULL + '[[interventions]]\nname = "other"\nset = { "instruments.goals" = 9 }\n', "b.toml")
    top = 'extends = "b"\n[[interventions]]\nname = "trial"\nset = { "instruments.goals" = 5 }\n'
    found = load(write(top)).interventions
    assert [(i.name, i.values["instruments.goals"]) for i in found] == [("other", 9), ("trial", 5)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            'set = { "mix.trst" = 0.6 }',
            r"line 2: interventions\.1\.set: mix\.trst: unknown setting",
        ),
        ('set = { "mix.trust" = 1.6 }', r"mix\.trust: 1\.6 is out of bounds"),
        ('set = { "chain.units" = 5 }', "the size of the chain is fixed from the start"),
        ('set = { "mix.trust" = 0.6, "mix.regulation" = 0.6 }', "must not exceed 1 together"),
        ("set = {}", "nothing to change"),
        ("start = 3", "nothing to change"),
        ('set = { "trust.gain" = 0.1 }\nstart = -1', r"line 3: interventions\.1\.start: -1"),
        ('set = { "trust.gain" = 0.1 }\nramp = -1', r"interventions\.1\.ramp: -1 is not right"),
        ('set = { "trust.gain" = 0.1 }\nstart = 9\nstop = 9', r"9 is not after start \(9\)"),
        ('set = { "trust.gain" = 0.1 }\nshare = 1.1', "from 0 to 1"),
        ('set = { "trust.gain" = 0.1 }\nshare = nan', "from 0 to 1"),
        ('set = { "trust.gain" = 0.1 }\nlottery = "coin"', 'write "unit" or "council"'),
        ('set = { "trust.gain" = 0.1 }\nstrat = 3', "strat: unknown key; did you mean 'start'"),
        ('set = { "trust.gain" = 0.1 }\nname = 3', r"interventions\.1\.name: must be a text"),
    ],
)
def test_a_wrong_intervention_is_a_sentence(lines, words):
    with pytest.raises(InputError, match=words):
        load(write(f"[[interventions]]\n{lines}\n"))


def test_a_list_of_anything_else_is_a_sentence():
    for text in ("interventions = 3\n", "interventions = [3]\n", "councils = {}\n"):
        with pytest.raises(InputError, match="must be tables; write each under its own"):
            load(write(text))


def test_too_many_arms_are_refused():
    block = '[[interventions]]\nname = "{}"\nset = {{ "instruments.goals" = 3 }}\nshare = 0.5\n'
    with pytest.raises(InputError, match="makes 128 groups to follow; give at most 6"):
        load(write("".join(block.format(i) for i in range(7))))


MIXTURE = """\
[task]
turbulence = 0.02
[[councils]]
name = "towns"
count = 3
politicians = 21
[[councils.sectors]]
scenario = "home-care"
units = 2
[[councils.sectors]]
name = "schools"
scenario = "school"
units = 4
staff = 12
citizens = 100
[[councils]]
[[councils.sectors]]
scenario = "own.toml"
"""


def test_a_mixture_takes_each_sector_s_values_under_its_own():
    write("[task]\nvariety = 1.5\nturbulence = 0.03\n[chain]\nunits = 7\n", "own.toml")
    towns, other = load(write(MIXTURE)).kinds
    care, schools = towns.sectors
    assert (towns.name, towns.count, other.name, other.count) == ("towns", 3, "council 2", 1)
    assert (care.name, schools.name, other.sectors[0].name) == ("home-care", "schools", "own.toml")
    assert care.values["task.visits"] == load("home-care").values["task.visits"]
    assert care.values["chain.staff"] == load("home-care").values["chain.staff"]
    assert [schools.values[f"chain.{n}"] for n in ("units", "staff", "citizens")] == [4, 12, 100]
    assert {s.values["chain.politicians"] for s in towns.sectors} == {21}
    assert other.sectors[0].values["task.variety"] == 1.5
    assert other.sectors[0].values["chain.units"] == 7
    for sector in (care, schools, *other.sectors):
        assert sector.values["task.turbulence"] == 0.02


def test_set_reaches_every_sector_and_rescales_each_sector_s_own_mix():
    write("[mix]\ncompetition = 0.8\nregulation = 0.1\ntrust = 0.1\n", "own.toml")
    scenario = load(write(MIXTURE), set=["mix.trust=0.55", "chain.units=1"])
    care, own = scenario.kinds[0].sectors[0], scenario.kinds[1].sectors[0]
    assert own.values["mix.competition"] == pytest.approx(0.4)
    assert care.values["mix.competition"] == pytest.approx(0.3 * 0.45 / 0.75)
    assert {s.values["chain.units"] for k in scenario.kinds for s in k.sectors} == {1}


def test_one_share_in_an_intervention_needs_sectors_with_one_mix():
    write("[mix]\ncompetition = 0.8\nregulation = 0.1\ntrust = 0.1\n", "own.toml")
    partial = MIXTURE + '[[interventions]]\nset = { "mix.trust" = 0.5 }\n'
    with pytest.raises(InputError, match="the sectors have different mixes"):
        load(write(partial))
    whole = partial.replace(
        '"mix.trust" = 0.5', "mix = {competition=0.2, regulation=0.3, trust=0.5}"
    )
    assert load(write(whole)).interventions[0].values["mix.competition"] == 0.2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[councils]]\ncount = 0\n", "give a whole number from 1 to 1000"),
        ("[[councils]]\n", r"councils\.1: no sectors; give at least one \[\[councils\.sectors\]\]"),
        ("councils = []\n", "empty; give at least one"),
        ("[[councils]]\n[[councils.sectors]]\nunits = 1\n", r"councils\.1\.sectors\.1\.scenario"),
        (
            "[[councils]]\n[[councils.sectors]]\nscenario = 'schol'\n",
            "a.toml, line 3: sector 'schol': there is no scenario named 'schol'; did you mean 'sch",
        ),
        ("[[councils]]\n[[councils.sectors]]\nscenario='a.toml'\n", "is itself a mixture"),
        (
            "[[councils]]\n[[councils.sectors]]\nscenario='school'\nunits = 0\n",
            r"councils\.1\.sectors\.1: chain\.units: 0 is out of bounds",
        ),
        (
            "chain.councils = 2\n[[councils]]\n[[councils.sectors]]\nscenario='school'\n",
            "a mixture counts its councils in its",
        ),
        (
            "[[councils]]\ncount=1000\n[[councils.sectors]]\nscenario='school'\nunits=20000\n",
            r"the scenario has \S+ units; the most is 2,000,000",
        ),
    ],
)
def test_a_wrong_mixture_is_a_sentence(text, words):
    with pytest.raises(InputError, match=words):
        load(write(text))


def test_the_number_of_councils_of_a_mixture_cannot_be_set_from_outside():
    write("[task]\nvariety = 1.5\n", "own.toml")
    with pytest.raises(InputError, match="it cannot be set from outside"):
        load(write(MIXTURE), set=["chain.councils=9"])
