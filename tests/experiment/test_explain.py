"""The good meeting taken apart: contributions add up to what they explain."""

import numpy as np
import pytest

from tillitsim.experiment.explain import (
    REST,
    explain_signals,
    outcome_of,
    removed,
    replaced,
    take_apart,
)
from tillitsim.scenario.instruments import INSTRUMENTS
from tillitsim.scenario.load import load

SMALL = ("chain.units=3", "chain.staff=4", "chain.citizens=60", "months=12", "burn_in=4")


@pytest.fixture(scope="module")
def trust():
    return load("trust-reform", set=SMALL)


@pytest.fixture(scope="module")
def rules():
    return load("rule-book", set=SMALL)


def value(scenario, replicate):
    return outcome_of(scenario, "meeting_quality", seed=3, replicate=replicate, months=None)


@pytest.mark.parametrize("by", ["signal", "level"])
def test_contributions_add_up_to_what_the_signals_removed_would_change(trust, by):
    explanation = explain_signals(trust, by=by, seed=3, replicates=3)
    without = replaced(trust, {row.name: removed(trust, row.name) for row in INSTRUMENTS})
    total = np.sum([each.replicates for each in explanation.contributions], axis=0)
    truth = [value(trust, r) - value(without, r) for r in range(3)]
    assert total == pytest.approx(truth, abs=1e-12)
    assert explanation.difference == pytest.approx(truth, abs=1e-12)


def test_between_two_scenarios_they_add_up_to_the_difference(trust, rules):
    explanation = explain_signals(trust, against=rules, by="signal", seed=3, replicates=3)
    total = np.sum([each.replicates for each in explanation.contributions], axis=0)
    truth = [value(trust, r) - value(rules, r) for r in range(3)]
    assert total == pytest.approx(truth, abs=1e-12)


def test_where_only_people_differ_no_signal_gets_a_share(trust):
    other = load(trust, set=("people.psm_mean=0.3",))
    explanation = explain_signals(trust, against=other, by="signal", seed=3, replicates=2)
    assert [each.name for each in explanation.contributions] == [REST]
    assert float(explanation.difference.mean()) > 0.0


def test_the_largest_and_the_others_make_the_whole(trust):
    explanation = explain_signals(trust, by="signal", seed=3, replicates=2)
    shown = sum(each.replicates for each in explanation.largest(4))
    assert shown + explanation.others(4) == pytest.approx(explanation.difference, abs=1e-12)
    assert explanation.residual(len(INSTRUMENTS)) == 0.0


def test_a_cause_at_its_best_is_better_than_at_its_worst(trust):
    taken = take_apart(trust, by="cause", seed=3, replicates=2)
    gains = {each.name: float((each.created + each.lacking).mean()) for each in taken.causes}
    always = ("can", "will", "impartiality", "time", "handbook", "co_operation")
    assert all(gains[name] > 0.0 for name in always), gains


def test_threads_change_nothing(trust):
    one = explain_signals(trust, by="level", seed=3, replicates=2, threads=1)
    two = explain_signals(trust, by="level", seed=3, replicates=2, threads=2)
    for a, b in zip(one.contributions, two.contributions, strict=True):
        assert a.name == b.name
        assert np.array_equal(a.replicates, b.replicates)
