"""The good meeting taken apart: contributions add up to what they explain."""

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load
from tillitsim.studies.explain.analysis import REST, replicates_for, take_apart
from tillitsim.studies.explain.counterfactuals import Counterfactual, OutcomeMean
from tillitsim.studies.explain.signals import SIGNALS, SUPERVISION, as_in, differing, without

SMALL = ("chain.units=3", "chain.staff=4", "chain.citizens=60", "months=12", "burn_in=4")


@pytest.fixture(scope="module")
def trust():
    return load("trust-reform", set=SMALL)


@pytest.fixture(scope="module")
def rules():
    return load("rule-book", set=SMALL)


def value(scenario, replicate):
    once = OutcomeMean("meeting_quality").prepare(Counterfactual(scenario), {})
    return float(once(3, replicate)[0])


@pytest.mark.parametrize("by", ["signal", "level"])
def test_contributions_add_up_to_what_the_signals_removed_would_change(trust, by):
    taken = take_apart(trust, by=by, seed=3, replicates=3)
    explanation = taken.signals if by == "signal" else taken.levels
    bare = without(trust, SIGNALS)
    total = np.sum([each.replicates for each in explanation.contributions], axis=0)
    truth = [value(trust, r) - value(bare, r) for r in range(3)]
    assert total == pytest.approx(truth, abs=1e-12)
    assert explanation.difference == pytest.approx(truth, abs=1e-12)


def test_between_two_scenarios_they_add_up_to_the_difference(trust, rules):
    explanation = take_apart(trust, against=rules, by="signal", seed=3, replicates=3).signals
    total = np.sum([each.replicates for each in explanation.contributions], axis=0)
    truth = [value(trust, r) - value(rules, r) for r in range(3)]
    assert total == pytest.approx(truth, abs=1e-12)


def test_where_only_people_differ_no_signal_gets_a_share(trust):
    other = load(trust, set=("people.psm_mean=0.3",))
    explanation = take_apart(trust, against=other, by="signal", seed=3, replicates=2).signals
    assert [each.name for each in explanation.contributions] == [REST]
    assert float(explanation.difference.mean()) > 0.0


def test_the_largest_and_the_others_make_the_whole(trust):
    explanation = take_apart(trust, by="signal", seed=3, replicates=2).signals
    shown = sum(each.replicates for each in explanation.largest(4))
    assert shown + explanation.others(4) == pytest.approx(explanation.difference, abs=1e-12)
    assert explanation.residual(len(SIGNALS)) == 0.0


def test_a_cause_at_its_best_is_better_than_at_its_worst(trust):
    taken = take_apart(trust, by="cause", seed=3, replicates=2)
    gains = {each.name: float((each.created + each.lacking).mean()) for each in taken.causes}
    always = ("can", "will", "impartiality", "time", "handbook", "co_operation")
    assert all(gains[name] > 0.0 for name in always), gains


def test_threads_change_nothing(trust):
    one = take_apart(trust, by="level", seed=3, replicates=2, runner=Runner(workers=1)).levels
    two = take_apart(trust, by="level", seed=3, replicates=2, runner=Runner(workers=2)).levels
    for a, b in zip(one.contributions, two.contributions, strict=True):
        assert a.name == b.name
        assert np.array_equal(a.replicates, b.replicates)


TRIAL = """
extends = "home-care"
[[interventions]]
name = "trial"
set = { "instruments.discretion" = 0.9, "instruments.goals" = 2 }
start = 4
share = 0.5
[[interventions]]
name = "later"
set = { "mix.competition" = 0.1, "mix.regulation" = 0.1, "mix.trust" = 0.8 }
start = 6
ramp = 2
"""


@pytest.fixture
def trial(tmp_path):
    (tmp_path / "trial.toml").write_text(TRIAL)
    return load(tmp_path / "trial.toml", set=SMALL)


def test_what_interventions_do_to_a_signal_goes_with_the_signal(trial):
    today = load("home-care", set=SMALL)
    assert "discretion" in differing(trial, today)
    assert "support" in differing(trial, today)  # by the mix
    assert SUPERVISION not in differing(trial, today)
    explanation = take_apart(trial, against=today, by="signal", seed=3, replicates=2).signals
    total = np.sum([each.replicates for each in explanation.contributions], axis=0)
    assert total == pytest.approx([value(trial, r) - value(today, r) for r in range(2)], abs=1e-12)
    shares = {each.name: each.replicates for each in explanation.contributions}
    assert (shares["goals"] != 0.0).all()


def test_a_removed_signal_stays_removed_when_interventions_would_bring_it_back(trial):
    bare = without(trial, ["goals"])
    assert bare.values["instruments.goals"] == 0.0
    assert all("instruments.goals" not in each.values for each in bare.interventions)
    assert [each.share for each in bare.interventions] == [0.5, 1.0]


def test_all_signals_from_the_other_make_the_other_where_only_signals_differ(trust, rules):
    """Managers' own ideals aside, which signals put in by hand replace by the council's."""
    both = {"managers.ideal_spread": 0.0}
    one, other = load(trust, changes=both), load(rules, changes=both)
    swapped = as_in(one, other, SIGNALS)
    assert value(swapped, 0) == pytest.approx(value(other, 0), abs=1e-6)
    assert value(swapped, 0) != pytest.approx(value(one, 0), abs=1e-6)


MIXTURE = """
months = 12
burn_in = 4
[[councils]]
name = "town"
[[councils.sectors]]
scenario = "home-care"
units = 2
staff = 3
citizens = 30
[[councils.sectors]]
scenario = "preschool"
units = 2
staff = 3
citizens = 30
"""


def test_sectors_of_a_mixture_keep_their_own_signals(tmp_path):
    (tmp_path / "two.toml").write_text(MIXTURE)
    two = load(tmp_path / "two.toml")
    more = load(two, changes={"instruments.goals": 20})
    swapped = as_in(more, two, ["goals"])
    goals = [
        [s.values["instruments.goals"] for kind in each.kinds for s in kind.sectors]
        for each in (swapped, more)
    ]
    assert goals[0][0] != goals[0][1]
    assert goals[1] == [20.0, 20.0]
    assert differing(more, two) == ("goals",)
    assert value(swapped, 0) == pytest.approx(value(two, 0), abs=1e-6)


def test_other_services_cannot_be_compared_signal_by_signal(tmp_path, trust):
    (tmp_path / "two.toml").write_text(MIXTURE)
    with pytest.raises(InputError, match="do not have the same services"):
        take_apart(load(tmp_path / "two.toml"), against=trust, replicates=2)


def test_supervision_is_a_signal_from_a_level_of_its_own(trust):
    often = load(trust, changes={"inspectorate.coverage": 0.5})
    explanation = take_apart(often, by="level", seed=3, replicates=2).levels
    assert [each.name for each in explanation.contributions] == [
        "state", "inspectorate", "politics", "management",
    ]  # fmt: skip
    (share,) = (each for each in explanation.contributions if each.name == "inspectorate")
    assert (share.replicates != 0.0).all()


@pytest.mark.parametrize(
    ("name", "replicates"), [("demonstration", 16), ("primary-care", 16), ("sweden-small", 4)]
)
def test_large_services_are_asked_fewer_times_because_luck_evens_out(name, replicates):
    assert replicates_for(load(name)) == replicates
