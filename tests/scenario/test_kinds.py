"""A file given where another kind is asked for is told for what it is, in one sentence."""

from itertools import permutations

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.experiment import files as experiments
from tillitsim.runs.experiment.load import load as load_experiment
from tillitsim.scenario.load import load as load_scenario
from tillitsim.scenario.reading import document, files
from tillitsim.scenario.reading.kinds import kind_of
from tillitsim.studies.calibrate.plan import read_plan
from tillitsim.studies.claims.analysis import load_claims
from tillitsim.studies.evidence.load import load as load_finding

SCENARIOS = files.shipped_folder()
EXPERIMENTS = experiments.shipped_folder()
SHIPPED = {
    "a scenario": SCENARIOS / "home-care.toml",
    "an experiment": EXPERIMENTS / "fewer-goals.toml",
    "a finding": next((EXPERIMENTS / "evidence").glob("*.toml")),
    "a file of claims": EXPERIMENTS / "claims" / "claims.toml",
    "a plan of a calibration": EXPERIMENTS / "calibration" / "plan.toml",
}
READERS = {
    "a scenario": load_scenario,
    "an experiment": load_experiment,
    "a finding": load_finding,
    "a file of claims": load_claims,
    "a plan of a calibration": read_plan,
}


@pytest.mark.parametrize(("given", "wanted"), list(permutations(SHIPPED, 2)))
def test_each_reader_says_what_it_was_given_and_which_command_takes_it(given, wanted):
    with pytest.raises(InputError) as refused:
        READERS[wanted](SHIPPED[given])
    (sentence,) = refused.value.problems
    assert f"is {given}, not {wanted}; 'tillitsim " in sentence


@pytest.mark.parametrize("folder", [SCENARIOS, EXPERIMENTS / "evidence"])
def test_every_shipped_file_is_known_for_what_it_is(folder):
    kinds = {kind_of(document.read(path).table) for path in folder.glob("*.toml")}
    assert kinds == {"scenario" if folder == SCENARIOS else "finding"}


def test_what_may_be_either_is_read_as_what_is_asked_for(tmp_path):
    begun = tmp_path / "begun.toml"
    begun.write_text('base = "home-care"\n')
    with pytest.raises(InputError, match="base: unknown setting"):
        load_scenario(begun)


def test_a_name_of_the_other_kind_is_told_too():
    with pytest.raises(InputError, match="it is an experiment: 'tillitsim sweep' runs it"):
        load_scenario("fewer-goals")
    with pytest.raises(InputError, match="it is a scenario: 'tillitsim run' runs it"):
        load_experiment("home-care")
