"""A virtual experiment: paired, repeatable, whatever the threads; new files run without code."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from tillitsim.errors import InputError
from tillitsim.model.blueprint import cross_section
from tillitsim.model.simulation import Simulation
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.runner import Runner
from tillitsim.scenario.load import load as scenario
from tillitsim.studies.evidence.load import load
from tillitsim.studies.evidence.measure import answers, read
from tillitsim.studies.evidence.replication import prepare, run, run_all, share
from tillitsim.studies.evidence.schema import Finding, Measure, Survey

SMALL = {"chain.units": 2, "chain.staff": 4, "chain.citizens": 20}
SOURCE = {"authors": "Nobody", "year": 2000}
PLAIN = {
    "id": "X", "name": "a new finding", "favours": "mixed", "family": "trust", "label": "untouched",
    "status": "seen", "effect": "-", "source": SOURCE,
}  # fmt: skip


def finding(checks, **experiment):
    given = {"base": "demonstration", "set": SMALL, "months": 6, "replicates": 4, "most": 8}
    return Finding(**PLAIN, experiment=given | experiment, checks=checks)


WILL = {"will": {"columns": ["staff.motivation"], "per": "staff", "first": 4, "last": 5}}
REMOVAL = [
    {"name": "never"},
    {"name": "paid", "changes": [{"set": {"instruments.incentive": 1.0}, "start": 1}]},
    {"name": "paid a while",
     "changes": [{"set": {"instruments.incentive": 1.0}, "start": 1, "stop": 3}]},
]  # fmt: skip


def test_the_same_arm_twice_differs_by_nothing():
    twins = finding(
        [{"kind": "difference", "of": "will@a", "than": "will@b", "how": "null", "smallest": 0.1}],
        arms=[{"name": "a"}, {"name": "b"}],
        measures=WILL,
    )
    outcome = run(twins, {})
    assert outcome.verdict == "hit"
    assert outcome.scores[0].estimate == 0.0


def test_threads_change_nothing():
    wanted = load(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml")
    one, two = (run(wanted, {}, runner=Runner(workers=workers), most=4) for workers in (1, 2))
    assert one.scores == two.scores


@pytest.mark.parametrize(
    "check",
    [
        {"kind": "remaining", "of": "will@paid a while", "than": "will@never",
         "rest_of": "will@paid", "rest_than": "will@never", "how": "sign"},
        {"kind": "ordering", "order": ["will@never", "will@paid a while", "will@paid"],
         "how": "ordering"},
        {"kind": "share", "of": "will@never", "than": "will@paid", "how": "sign"},
        {"kind": "correlation", "of": "will@paid", "than": "will@never", "how": "sign"},
    ],
)  # fmt: skip
def test_removal_of_an_intervention_needs_no_code(check):
    outcome = run(finding([check], arms=REMOVAL, measures=WILL), {})
    assert np.isfinite(outcome.scores[0].estimate)


def test_a_moderator_two_interventions_and_their_interaction_need_no_code():
    arms = [
        {"name": "none"},
        {"name": "pay", "set": {"instruments.incentive": 0.5}},
        {"name": "audit", "set": {"instruments.audit_coverage": 0.9}},
        {"name": "both", "set": {"instruments.incentive": 0.5, "instruments.audit_coverage": 0.9}},
    ]
    contexts = [
        {"name": "low", "set": {"people.psm_mean": 0.2}, "value": 0.2},
        {"name": "high", "set": {"people.psm_mean": 0.9}, "value": 0.9},
    ]
    checks = [
        {"kind": "interaction", "of": "will@both/low", "than": "will@pay/low",
         "rest_of": "will@audit/low", "rest_than": "will@none/low", "how": "sign"},
        {"kind": "difference", "of": "will@pay/high", "than": "will@none/high", "how": "sign"},
        {"kind": "crossing", "of": "will@both", "than": "will@none", "how": "interval",
         "low": 0.0, "high": 1.0},
    ]  # fmt: skip
    outcome = run(finding(checks, arms=arms, contexts=contexts, measures=WILL), {})
    assert len(outcome.scores) == 3
    assert np.isfinite([outcome.scores[0].estimate, outcome.scores[1].estimate]).all()


def test_a_cross_section_of_many_organisations():
    across = {
        "organisations": 12,
        "vary": {"instruments.documentation": {"low": 0.0, "high": 0.4}},
    }
    measures = {
        "burden": {"outcome": "administrative_burden", "per": "organisation", "first": 3, "last": 5}
    }
    check = {
        "kind": "slope", "of": "burden", "predictors": ["instruments.documentation"], "how": "sign",
    }  # fmt: skip
    outcome = run(finding([check], cross_section=across, measures=measures), {})
    assert outcome.scores[0].right_sign == 1.0


def test_an_outcome_in_a_sub_group_is_read_of_that_group_only():
    one = scenario("demonstration", changes=SMALL | {"people.psm_spread": 0.3})
    everyone = Measure(columns=("staff.psm",), per="staff", first=0, last=0)
    willing = Measure(
        columns=("staff.psm",), per="staff", first=0, last=0,
        where=({"column": "staff.psm", "above": 0.7},),
    )  # fmt: skip
    values = read(Simulation(one, months=1), [everyone, willing])
    there = np.isfinite(values[willing])
    assert 0 < there.sum() < len(there)
    assert (values[willing][there] >= 0.7).all()
    assert (values[everyone][~there] < 0.7).all()


ACROSS = {"organisations": 12, "vary": {"instruments.documentation": {"low": 0.0, "high": 0.4}}}


def asked_of_organisations(last, column):
    measures = {"m": {"columns": [column], "per": "organisation", "first": last, "last": last,
                      "survey": {"noise": 0.4}}}  # fmt: skip
    check = {"kind": "slope", "of": "m", "predictors": ["instruments.documentation"], "how": "sign"}
    return finding([check], cross_section=ACROSS, measures=measures, months=last + 3)


def test_questions_about_the_same_runs_share_them_and_change_nothing():
    asked = [asked_of_organisations(3, "staff.slack"), asked_of_organisations(5, "staff.safety")]
    (together,) = run_all(asked, [{}], most=4)
    assert [trial.scores for trial in together] == [run(each, {}, most=4).scores for each in asked]
    benches = [prepare(each, {}) for each in asked]
    share(benches)
    (one,), (other,) = (bench.courses.values() for bench in benches)
    assert one is other


def test_a_run_stops_at_the_last_month_that_is_read():
    simulation = Simulation(scenario("demonstration", changes=SMALL), months=9)
    read(simulation, [Measure(columns=("staff.safety",), per="staff", first=2, last=4)])
    assert simulation.month == 5


def test_organisations_of_a_cross_section_are_councils_with_their_own_values():
    varied = {"mix.trust": np.array([0.2, 0.8]), "chain.units": np.array([1.0, 3.0])}
    blueprint = cross_section(scenario("demonstration", changes=SMALL), 4, varied)
    state = Simulation(scenario("demonstration"), blueprint=blueprint).state
    assert np.bincount(state.unit["council"]).tolist() == [1, 3]
    mixes = state.given[["mix_competition", "mix_regulation", "mix_trust"]][0]
    assert [sum(row) for row in mixes.tolist()] == pytest.approx([1.0, 1.0])
    assert mixes["mix_trust"].tolist() == [0.2, 0.8]


def test_a_questionnaire_with_a_mood_makes_measures_agree_that_do_not():
    rng = np.random.default_rng(5)
    a, b = rng.standard_normal((2, 4000))
    plain = np.corrcoef(a, b)[0, 1]
    survey = Survey(noise=0.5, same_source=1.0)
    asked = np.corrcoef(answers(a, survey, 0, 0, 0), answers(b, survey, 0, 0, 1))[0, 1]
    assert abs(plain) < 0.06  # four standard errors
    assert asked == pytest.approx(1.0 / 2.25, abs=0.06)


def arms_that_set(**values):
    return finding(
        [{"kind": "mean", "of": "will@a", "how": "sign"}],
        arms=[{"name": "a", "set": values}],
        measures=WILL,
    )


def test_an_unknown_parameter_is_no_finding():
    with pytest.raises(ValidationError, match=r"did you mean .instruments\.incentive"):
        arms_that_set(**{"instruments.incentiv": 1.0})


def test_what_does_not_fit_together_names_the_finding_and_the_arm():
    wrong = arms_that_set(**{"mix.trust": 0.9, "mix.competition": 0.9})
    with pytest.raises(InputError, match=r"X, arm a.*must not exceed 1"):
        prepare(wrong, {})


def test_a_set_yields_to_what_the_finding_sets_itself():
    wanted = finding(
        [{"kind": "mean", "of": "will", "how": "sign"}],
        set=SMALL | {"people.psm_mean": 0.4},
        measures=WILL,
    )
    bench = prepare(wanted, {"people.psm_mean": 0.9, "motivation.base": 2.0})
    values = next(iter(bench.cells.values())).values
    assert (values["people.psm_mean"], values["motivation.base"]) == (0.4, 2.0)


LOTTERY = {"set": {"instruments.documentation": 0.4}, "start": 1, "share": 0.5}
BESIDE = [{"name": "none"}, {"name": "trial", "interventions": [LOTTERY]}]


def beside(**checks):
    burden = {"columns": ["staff.burden_council"], "per": "staff", "first": 4, "last": 5}
    return finding(
        [{"kind": "difference", **each} for each in checks.values()],
        set=SMALL | {"chain.units": 20},
        arms=BESIDE,
        measures={
            "reached": burden | {"reached": True},
            "beside": burden | {"reached": False},
            "all": burden,
        },
    )


def test_those_whom_a_lottery_reaches_are_told_from_those_beside_them():
    """Their own burden is read, which nothing carries over to the units beside."""
    outcome = run(
        beside(
            direct={"of": "reached@trial", "than": "all@none", "how": "sign"},
            spill={"of": "beside@trial", "than": "all@none", "how": "null", "smallest": 0.01},
        ),
        {},
    )
    assert [each.verdict for each in outcome.scores][1] == "hit"
    assert outcome.scores[0].right_sign == 1.0


def test_without_a_lottery_nobody_is_reached():
    nobody = run(beside(n={"of": "reached@none", "than": "all@none", "how": "sign"}), {})
    assert nobody.verdict == "not judged"


def asked_of_will(*tolerances):
    """The mean of will, held against one tolerance or several."""
    checks = [
        {"kind": "mean", "of": "will@never", "how": "interval", "low": low, "high": high}
        for low, high in tolerances
    ]
    return finding(checks, arms=REMOVAL, measures=WILL, most=100_000)


@pytest.fixture(scope="module")
def will():
    """What 64 replicates give."""
    bench = prepare(asked_of_will((0.0, 1.0)), {})
    return np.array([bench.once(replicate)[0][0] for replicate in range(64)])


def test_a_tolerance_that_would_take_too_many_replicates_is_given_up_and_says_how_many(will):
    wide = run(asked_of_will((0.0, 1.0)), {}, most=64)
    assert (wide.replicates, wide.needed) == (4, 0)
    tiny = run(asked_of_will((will.mean() - 1e-7, will.mean() + 1e-7)), {})
    assert (tiny.verdict, tiny.replicates) == ("inconclusive", 64)
    assert tiny.needed > 200_000


def test_what_is_missed_already_is_run_no_further_for_its_other_checks(will):
    """The narrow tolerance would take two thousand replicates, and change nothing."""
    half = 4.0 * will.std() / math.sqrt(2000.0)
    narrow = (will.mean() - half, will.mean() + half)
    found = run(asked_of_will(narrow, (will.mean() + 0.5, will.mean() + 0.6)), {})
    assert [each.verdict for each in found.scores] == ["inconclusive", "miss"]
    assert (found.verdict, found.replicates) == ("miss", 64)
