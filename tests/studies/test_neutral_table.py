"""``--neutral-table`` in every question that compares steering: it reaches all that is compared."""

import pytest
from click.testing import CliRunner

from tillitsim.cli.main import cli, run_command
from tillitsim.errors import BAD_INPUT
from tillitsim.runs.experiment.load import load as load_experiment
from tillitsim.scenario.declared.instruments import INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.load import load
from tillitsim.scenario.steering import steered

CHANGED = "more trust: mix.trust=+0.2"
QUESTIONS = [
    ("compare", "rule-book", "trust-reform"),
    ("compare", "home-care", "--steering=trust-reform", CHANGED),
    ("report", "rule-book", "trust-reform"),
    ("report", "three-cornerstones"),
    ("triangle", "home-care"),
    ("triangle", "home-care", "--steering=trust-reform"),
    ("map", "home-care"),
    ("values", "home-care"),
    ("explain", "home-care"),
    ("robustness", "home-care", "--steering=trust-reform"),
    ("heterogeneity", "home-care"),
]
OF_EXPERIMENTS = [
    ("sweep", "fewer-goals"),
    ("discover", "discover-trust-or-rules"),
    ("sensitivity", "discover-trust-or-rules"),
]


class AskedError(Exception):
    """Enough is known of what is asked; nothing need be run."""


def unequal(scenario, *, soft=True):
    """Soft rows of the table, or all, whose cells are not the same for all three principles."""
    return [
        row.name
        for row in INSTRUMENTS
        if (row.soft or not soft)
        and len({scenario.values[f"profile.{row.name}.{each}"] for each in PRINCIPLES}) > 1
    ]


def asked(monkeypatch, words):
    """The scenarios that a command asks about."""
    there = []

    def take(scenarios):
        there.extend(scenarios)
        raise AskedError

    monkeypatch.setattr("tillitsim.runs.ensemble.parameter_sets.own_ensemble", take)
    done = CliRunner().invoke(cli, list(words))
    assert isinstance(done.exception, AskedError), done.output
    return there


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_every_scenario_that_is_compared_has_the_table_that_is_asked_for(
    words, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    assert any(unequal(each) for each in asked(monkeypatch, words))
    for given, soft in (("--neutral-table", True), ("--neutral-table=all", False)):
        found = asked(monkeypatch, [*words, given])
        assert [unequal(each, soft=soft) for each in found] == [[]] * len(found)
        assert {each.neutral for each in found} == {"soft" if soft else "all"}


def test_a_name_after_the_option_is_not_taken_for_a_table(capsys):
    assert run_command(["compare", "--neutral-table", "rule-book", "trust-reform"]) == BAD_INPUT
    told = capsys.readouterr().err
    assert "'rule-book' is not none, soft or all; --neutral-table alone stands last." in told


@pytest.mark.parametrize("words", OF_EXPERIMENTS, ids=" ".join)
def test_every_command_on_experiments_hands_it_on(words, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    given = []

    def take(_name, **options):
        given.append(options["neutral"])
        raise AskedError

    monkeypatch.setattr("tillitsim.runs.experiment.load.load", take)
    for more in ([], ["--neutral-table"], ["--neutral-table=all"]):
        CliRunner().invoke(cli, [*words, *more])
    assert given == ["none", "soft", "all"]


def test_every_arm_of_an_experiment_gets_it_and_what_an_arm_sets_comes_after(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(
        'base = "home-care"\n[[arms]]\nname = "soft"\nneutral = "soft"\n'
        '[[arms]]\nname = "own"\nset.profile.support.trust = 0.97\n'
        '[[arms]]\nname = "all"\nneutral = "all"\n'
    )
    plain = {arm.name: arm.scenario for arm in load_experiment(file).arms}
    assert [plain[name].neutral for name in ("soft", "own", "all")] == ["soft", "none", "all"]
    arms = {arm.name: arm.scenario for arm in load_experiment(file, neutral="soft").arms}
    assert [arms[name].neutral for name in ("soft", "own", "all")] == ["soft", "soft", "all"]
    assert unequal(arms["own"]) == ["support"]


def test_a_service_with_a_neutral_table_keeps_it_under_other_steering():
    regime = load("trust-reform")
    assert unequal(steered(load("home-care"), regime))
    for neutral in ("soft", "all"):
        under = steered(load("home-care", neutral=neutral), regime)
        assert unequal(under, soft=neutral == "soft") == []
        assert under.neutral == neutral
        assert under.values["mix.trust"] == regime.values["mix.trust"]
