"""Facts beside the model: each phrase is understood, and verdicts follow from the tolerance."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.load import load
from tillitsim.studies.levels.analysis import levels
from tillitsim.studies.levels.command import levels as command
from tillitsim.studies.levels.facts import NOT_MODELLED, Fact, load_facts
from tillitsim.studies.levels.sample import Sample
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

FACT = Fact(
    id="X01", kind="level", sector="school", quantity="who leave in a year", value=16.7,
    value_text="", unit="percent a year", source="made up", maps_to=("turnover",),
    statistic="turnover, percent a year, months 25-120", comparability="direct",
    tolerance=(0.0, 100.0),
)  # fmt: skip


def sample_with(outcomes, people=40):
    """A sample whose outcomes are constant and whose staff all stand at one half."""
    scenario = load("school")
    names = list(OUTCOMES)
    series = np.zeros((scenario.months, len(names)))
    for name, value in outcomes.items():
        series[:, names.index(name)] = value
    half = np.full(people, 0.5)
    states = ("will", "dare", "trust_in_manager", "belief_in_staff", "discretion_used", "load")
    return Sample(
        scenario=scenario, style=Style(), random=lambda _: np.random.default_rng(1), series=series,
        staff=dict.fromkeys((*states, "slack"), half),
        citizens=dict.fromkeys(("trust_in_service", "quality_perceived"), half),
        units={"quality": np.array([0.4, 0.6]), "staff": np.array([20.0, 20.0])},
        unit_of_staff=np.repeat([0, 1], people // 2),
        unit_of_citizen=np.repeat([0, 1], people // 2),
    )  # fmt: skip


def read(fact, **outcomes):
    statistic = statistic_of(fact)
    assert isinstance(statistic, Statistic), statistic
    return statistic.one(sample_with(outcomes))


def fact(statistic, maps_to=("turnover",), **other):
    return replace(FACT, statistic=statistic, maps_to=maps_to, **other)


def test_an_outcome_is_read_in_its_natural_unit():
    assert read(FACT, turnover=18.0) == pytest.approx(18.0)


def test_harm_is_read_as_published():
    phrase = "harm per 10,000 stays"
    assert read(fact(phrase, unit="percent of stays"), harm=600.0) == pytest.approx(6.0)
    assert read(fact(phrase, unit="per 10,000 stays"), harm=600.0) == pytest.approx(600.0)


def test_waiting_is_the_share_beyond_the_limit_or_within_it():
    phrase = "citizens who wait, per 1,000 (300 of 1,000 in the queue)"
    late = {"waiting_beyond_limit": 30.0}
    assert read(fact(phrase, quantity="waited longer"), **late) == pytest.approx(30.0)
    assert read(fact(phrase, quantity="waited at most 90 days"), **late) == 70.0


def test_of_those_who_wait_the_queue_is_counted_and_nobody_is_no_number():
    phrase = "share of cases served later than a limit"
    statistic = statistic_of(fact(phrase, unit="percent of those waiting"))
    queue = replace(sample_with({"waiting_beyond_limit": 1.0}), late_of_waiting=40.0)
    assert statistic.one(queue) == 40.0
    assert np.isnan(statistic.one(sample_with({"waiting_beyond_limit": 0.0})))


def test_elections_are_a_share_lost_of_those_held():
    assert read(fact("elections lost over elections held"), elections_lost=50.0) == 50.0


def test_a_parameter_is_read_from_the_scenario():
    scenario = load("school")
    found = read(fact("citizens per unit if a unit is a school", ("chain.citizens",)))
    assert found == scenario.values["chain.citizens"]


def test_the_time_at_work_is_one_over_the_rate_of_leaving():
    phrase = "mean time since recruitment among those at work"
    assert read(fact(phrase), turnover=20.0) == pytest.approx(5.0)


def test_a_trend_is_found_and_a_level_baseline_has_none():
    phrase = "drift of the baseline over 18 years near zero in the mean"
    still = fact(phrase, ("load",), kind="time")
    assert read(still, load=90.0) == pytest.approx(0.0, abs=1e-9)


def test_an_ordering_is_the_share_of_pairs_that_are_right():
    statistic = statistic_of(fact("home care above school", kind="ordering", tolerance=None))
    samples = {
        "home-care": sample_with({"turnover": 20.0}),
        "school": sample_with({"turnover": 10.0}),
    }
    assert statistic.several(samples) == 100.0
    samples["school"] = sample_with({"turnover": 30.0})
    assert statistic.several(samples) == 0.0


def test_nothing_is_said_of_the_order_of_services_joined_by_and():
    statistic = statistic_of(
        fact("home care above preschool and school", kind="ordering", tolerance=None)
    )
    turnover = {"home-care": 20.0, "preschool": 5.0, "school": 10.0}
    samples = {name: sample_with({"turnover": each}) for name, each in turnover.items()}
    assert statistic.several(samples) == 100.0
    samples["school"] = sample_with({"turnover": 30.0})
    assert statistic.several(samples) == 50.0


def test_a_drift_of_years_is_not_asked_of_a_baseline_at_rest():
    words, asked = "trend of turnover", {"kind": "time", "maps_to": ("turnover",)}
    rest = fact(words, **asked, tolerance=(0.0, 2.0))
    assert isinstance(statistic_of(rest), Statistic)
    assert "at rest" in statistic_of(fact(words, **asked, tolerance=(4.0, 10.0)))


def test_leadership_in_the_index_of_engagement_is_trust_received():
    def told(received, given):
        of = sample_with({"incoherence": 0.0})
        people = np.full(len(of.unit_of_staff), 1.0)
        staff = of.staff | {"received": received * people, "trust_in_manager": given * people}
        return statistic_of(fact("mean of nine simulated 1-5 items")).one(replace(of, staff=staff))

    assert told(0.9, 0.5) > told(0.1, 0.5)
    assert told(0.5, 0.9) == told(0.5, 0.1)


def test_sick_leave_is_ordered_by_itself_and_not_by_a_proxy():
    asked = fact(
        "proxy only: load high and motivation low", ("load", "will"), kind="ordering",
        quantity="sick leave by occupation", value_text="home care > nurses > school",
        tolerance=None,
    )  # fmt: skip
    statistic = statistic_of(asked)
    samples = {
        "home-care": sample_with({"sick_leave": 200.0, "load": 80.0}),
        "school": sample_with({"sick_leave": 100.0, "load": 120.0}),
    }
    assert statistic.several(samples) == 100.0


def test_two_outcomes_are_compared_where_they_are_named():
    phrase = "trust in the service above trust in democracy; hospital above school"
    found = read(
        fact(phrase, ("trust_in_service",), kind="ordering"),
        trust_in_service=60.0, trust_in_democracy=45.0,
    )  # fmt: skip
    assert found == pytest.approx(15.0)


@pytest.mark.parametrize(
    "phrase",
    ["what nobody ever thought of", "mean of a simulated 1-5 item about nothing that is modelled"],
)
def test_what_is_not_understood_is_not_judged_and_says_so(phrase):
    assert phrase in statistic_of(fact(phrase, ("something.else",)))


def test_what_the_model_has_not_is_not_judged():
    assert "nothing" in statistic_of(fact(FACT.statistic, comparability=NOT_MODELLED))


def test_every_shipped_fact_is_read_or_says_why_not():
    facts = load_facts()
    found = [statistic_of(each) for each in facts]
    assert sum(isinstance(each, Statistic) for each in found) >= 70
    assert all(isinstance(each, Statistic) or each for each in found)


def test_verdicts_follow_from_the_tolerance():
    wide, narrow = FACT, replace(FACT, id="X02", tolerance=(0.0, 0.001))
    silent = replace(FACT, id="X03", tolerance=None)
    answers = levels([wide, narrow, silent], {}, replicates=2)
    assert [each.verdict for each in answers] == ["inside", "outside", "not judged"]
    assert answers[0].low <= answers[0].simulated <= answers[0].high


def test_the_command_prints_strict_json_and_a_wrong_file_exits_with_2(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text(
        "id,kind,sector,quantity,value,value_text,unit,source,maps_to,model_statistic,"
        "comparability,tolerance_low,tolerance_high\n"
        "X01,level,school,leave,16.7,,percent a year,somebody,turnover,turnover,direct,0,100\n"
        "X02,level,school,nothing,1,,x,somebody,x,unknown words,direct,0,1\n"
    )
    out = tmp_path / "out"
    done = CliRunner().invoke(
        command, [str(path), "--format", "json", "--replicates", "2", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.output, parse_constant=pytest.fail)
    assert [each["verdict"] for each in told["facts"]] == ["inside", "not judged"]
    assert json.loads((out / "levels.json").read_text()) == told
