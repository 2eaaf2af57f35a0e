"""Shares, loads and items: closed forms, and controls in which nothing may be found."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load
from tillitsim.studies.levels.facts import NOT_MODELLED, SERVICES, Fact, load_facts
from tillitsim.studies.levels.sample import Sample, sample
from tillitsim.studies.levels.statistic import Statistic
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.levels.survey import Style

FACT = Fact(
    id="X01", kind="level", sector="school", quantity="", value=1.0, value_text="", unit="percent",
    source="made up", maps_to=(), statistic="", comparability="direct", tolerance=(0.0, 100.0),
)  # fmt: skip
SMALL = {"chain.units": 4, "chain.staff": 5, "chain.citizens": 30}


def service(changes=(), people=(0.3, 0.3), gaming=0.0, series=(), style=None, **units):
    """A school of two whose measured results are ``people``, with outcomes that are constant."""
    scenario = load(load("school"), changes={"metric.fit_weight": 0.0, **dict(changes)})
    outcomes = np.zeros((scenario.months, len(OUTCOMES)))
    for name, value in dict(series).items():
        outcomes[:, list(OUTCOMES).index(name)] = value
    two = np.zeros(2)
    return Sample(
        scenario=scenario, style=style or Style(), random=lambda _: np.random.default_rng(1),
        series=outcomes,
        staff={"measured": np.array(people), "gaming": two + gaming, "cases": np.array([1.0, 3.0])},
        citizens={"regular": np.array([1.0, 0.0, 1.0, 1.0]), "relation": np.array([9, 9, 9, 2.0])},
        units={name: np.array(each) for name, each in units.items()},
        unit_of_staff=np.array([0, 0]), unit_of_citizen=np.zeros(4, np.int64),
    )  # fmt: skip


def read(words, of, maps_to=(), **other):
    statistic = statistic_of(replace(FACT, statistic=words, maps_to=maps_to, **other))
    assert isinstance(statistic, Statistic), statistic
    return statistic.one(of)


def test_the_regular_one_is_still_there_and_known():
    words = "share of citizens with a regular staff member"
    assert read(words, service({"meeting.relation_half": 6.0})) == 50.0, "one hardly knows theirs"
    assert read(words, service({"meeting.relation_half": 2.0})) == 75.0, "one has lost theirs"


def test_the_regular_one_makes_a_share_of_visits_unless_ill():
    words = "share of cases that go to the regular staff member"
    half = {"task.regular": 0.5}
    assert read(words, service(half)) == pytest.approx(50.0)
    assert read(words, service(half, series={"absence": 10.0})) == pytest.approx(45.0)
    assert read(words, service({"task.regular": 1.0})) == pytest.approx(100.0)


def test_reported_results_are_counted_by_cases():
    words = "share of reported results at or above the threshold"
    exact = {"metric.threshold": 0.5, "metric.noise": 0.0}
    assert read(words, service(exact, people=(0.2, 0.6))) == 75.0


@given(
    threshold=st.floats(0.01, 1), noise=st.floats(0, 1), result=st.floats(0, 1),
    gaming=st.floats(0, 1),
)  # fmt: skip
def test_one_case_scatters_round_the_result_of_who_had_it(threshold, noise, result, gaming):
    of = service({"metric.threshold": threshold, "metric.noise": noise}, (result, result), gaming)
    reached = read("share of reported results at or above the threshold", of)
    lifted = read("share of cases reported above a threshold that they miss", of)
    shown = result + gaming * (1 - result)
    expected = 100 * norm.cdf((shown - threshold) / max(noise, 1e-9))
    assert reached == pytest.approx(expected, abs=1e-6)
    assert -1e-9 <= lifted <= reached + 1e-9


def test_cases_lifted_above_a_threshold_are_those_that_gaming_lifts():
    words = "share of cases reported above a threshold that they miss"
    by_gaming = {"metric.threshold": 0.4, "metric.noise": 0.0}
    assert read(words, service(by_gaming, gaming=0.2)) == 100.0
    assert read(words, service(by_gaming, gaming=0.1)) == 0.0
    assert read(words, service(by_gaming, people=(0.5, 0.5), gaming=0.2)) == 0.0
    assert np.isnan(read(words, service({"metric.threshold": 0.0}, gaming=0.2)))


def test_a_rival_counts_for_those_who_can_go_there():
    words = "share of citizens with at least one rival within reach"
    near = {"task.mobility": 0.65, "task.rivals": 2, "task.choice": 1.0}
    assert read(words, service(near)) == pytest.approx(65.0)
    assert read(words, service(near | {"task.rivals": 0})) == 0.0
    assert read(words, service(near | {"task.choice": 0.0})) == 0.0


@pytest.mark.parametrize(
    ("words", "quantity", "expected"),
    [
        ("cases per staff-month", "cases", 2.0),
        ("cases per staff-month; 24 a year", "cases per doctor and year", 24.0),
        ("cases and visits per staff member", "users seen on a weekday", 2.0 * 18.0 / 21.0),
    ],
)
def test_the_workload_is_told_in_the_facts_time(words, quantity, expected):
    alone = service({"task.regular": 1.0, "task.visits": 18})
    assert read(words, alone, quantity=quantity) == pytest.approx(expected)


def test_visits_are_those_of_all_who_help():
    words, quantity = "cases and visits per staff member", "users seen on a weekday"
    shared = service({"task.regular": 0.25, "task.visits": 18})
    assert read(words, shared, quantity=quantity) == pytest.approx(4 * 2.0 * 18.0 / 21.0)


def test_years_without_a_known_harm_are_counted():
    words = "share of councils without any known harm in a year"
    quiet, loud = service(), service(series={"scandals": 3.0})
    assert (read(words, quiet), read(words, loud)) == (100.0, 0.0)


def test_years_beyond_a_limit_are_counted_where_the_fact_names_one():
    words, quantity = "spread of turnover between councils or units", "at least 30 percent left"
    high, low = service(series={"turnover": 31.0}), service(series={"turnover": 29.0})
    asked = {"maps_to": ("turnover",), "quantity": quantity}
    assert (read(words, high, **asked), read(words, low, **asked)) == (100.0, 0.0)
    no_limit = replace(FACT, statistic=words, maps_to=("turnover",), quantity="spread")
    assert isinstance(statistic_of(no_limit), str)


def test_harm_under_load_is_a_ratio_of_harm_per_case():
    words = "harm where load is above capacity over harm elsewhere"
    of = service(harms_over=[4, 0], cases_over=[50, 50], harms_else=[1, 1], cases_else=[50, 50])
    assert read(words, of, kind="ordering") == pytest.approx(2.0)
    never = service(harms_over=[0], cases_over=[0], harms_else=[2], cases_else=[100])
    assert np.isnan(read(words, never, kind="ordering"))


def test_what_the_inspectorate_costs_is_read_of_the_supervised():
    words = "burden from the inspectorate, share of the month, is what it costs those supervised"
    statistic = statistic_of(replace(FACT, statistic=words, sector="supervision"))
    assert set(statistic.named) == set(SERVICES) - {"supervision"}
    assert statistic.one(service(series={"burden_inspectorate": 0.4})) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("number of different staff behind two weeks of visits", "continuity"),
        ("part of turnover that leaves the occupation", "occupation_left"),
    ],
)
def test_what_the_model_has_had_since_a_fact_was_written_is_read(words, outcome):
    of = service(series={outcome: 4.0})
    assert read(words, of, comparability=NOT_MODELLED) == pytest.approx(4.0)
    over_time = replace(FACT, statistic=words, comparability=NOT_MODELLED, kind="time")
    assert isinstance(statistic_of(over_time), str)


def test_an_item_about_rules_rises_with_them_and_knows_no_kindness():
    words, maps_to = "mean of a simulated 0-10 item", ("rule_stock",)

    def felt(rules, style=None):
        return read(words, service(series={"rule_stock": rules}, style=style), maps_to)

    assert felt(10.0) < felt(90.0)
    assert felt(50.0, Style(leniency=1.2)) == felt(50.0, Style(leniency=0.2))
    deaf = Style(stretch=0.0)
    assert felt(10.0, deaf) == felt(90.0, deaf)


def test_an_outcome_is_known_by_its_name_in_words():
    of = service(series={"administrative_burden": 7.0, "trust_in_democracy": 63.0})
    assert read("administrative burden in hours a week", of) == pytest.approx(7.0)
    assert read("mean administrative burden of staff, hours", of) == pytest.approx(7.0)
    assert read("mean on 0-10; 63 of 100", of, ("trust_in_democracy",)) == pytest.approx(6.3)


@pytest.mark.parametrize(
    "words", ["trend of what nobody knows", "growth of load", "load and turnover", "share of load"]
)
def test_more_than_the_level_of_one_outcome_is_not_read_as_its_level(words):
    assert isinstance(statistic_of(replace(FACT, statistic=words, maps_to=())), str)


def test_every_shipped_fact_that_is_not_read_says_what_is_missing():
    reasons = [each for each in map(statistic_of, load_facts()) if isinstance(each, str)]
    assert reasons
    assert not [each for each in reasons if each.startswith("no statistic is known")]


@pytest.fixture(scope="module")
def settled():
    """A service whose staff stay, and the same one with staff who do not."""
    stay = {"workforce.turnover": 0.0, "workforce.dismissal": 0.0}
    go = {"workforce.turnover": 0.2}
    scenarios = [load(load("school"), changes=SMALL | each) for each in (stay, go)]
    return [sample(each, 0, 0, Style()) for each in scenarios]


def test_nobody_loses_a_regular_one_where_nobody_leaves(settled):
    stay, go = settled
    assert stay.citizens["regular"].mean() > 0.99
    assert go.citizens["regular"].mean() < 0.95


def test_months_with_and_without_overload_add_up_to_all_cases(settled):
    stay = settled[0]
    scenario = stay.scenario
    whole = Simulation(scenario, 0, 0)
    whole.advance(scenario.burn_in)
    cases = 0
    for _ in range(scenario.months - scenario.burn_in):
        whole.advance()
        cases += int(whole.state.staff["cases"].sum())
    assert stay.units["cases_over"].sum() + stay.units["cases_else"].sum() == cases > 0


def test_being_read_month_by_month_changes_no_outcome(settled):
    stay = settled[0]
    whole = Simulation(stay.scenario, 0, 0)
    whole.run()
    natural = np.array([outcome.factor for outcome in OUTCOMES.values()])
    assert np.array_equal(stay.series, whole.outcomes() * natural, equal_nan=True)


def test_moves_inside_an_employer_do_not_count_where_it_is_left():
    told = service(series={"turnover": 20.0, "employer_left": 13.0})
    words, asked = "turnover, percent a year", "teachers who leave {} in a year".format
    assert read(words, told, quantity=asked("their school")) == 20.0
    for employer in ("the municipality", "the region", "their employer"):
        assert read(words, told, quantity=asked(employer)) == 13.0, employer


def test_time_that_the_manager_sets_aside_is_no_burden_from_outside():
    hours = {"burden_state": 1.0, "burden_council": 3.0, "burden_inspectorate": 0.5}
    told = service(series=hours | {"burden_manager": 2.0, "administrative_burden": 6.5})
    assert read("hours a week of burden from state, council and inspectorate", told) == 4.5


def test_half_of_all_adverse_events_could_have_been_avoided():
    told = service(series={"harm": 600.0})
    words, percent = "harm per 10,000 stays", {"unit": "percent of stays"}
    assert read(words, told, quantity="stays with an avoidable harm", **percent) == 6.0
    assert read(words, told, quantity="stays with any adverse event", **percent) == 12.0


def test_waiting_for_a_specialist_is_read_where_care_is_planned():
    words = "citizens who wait, per 1,000"
    planned = statistic_of(replace(FACT, statistic=words, quantity="a first specialist visit"))
    other = statistic_of(replace(FACT, statistic=words, quantity="waited at most seven days"))
    assert isinstance(planned, Statistic)
    assert isinstance(other, Statistic)
    assert (planned.named, other.named) == (("planned-hospital-care",), ())


def asked_of_the_population(users, style, trust=0.7):
    people = np.full(20_000, trust)
    of = replace(
        service({"people.users": users}, style=style),
        citizens={"trust_in_service": people}, unit_of_citizen=np.zeros(len(people), np.int64),
    )  # fmt: skip
    asked = {"maps_to": ("trust_in_service",), "quantity": "population with high trust in school"}
    words = "share of citizens answering rather or very high on a simulated 5-point trust item"
    return read(words, of, **asked), read(words, of, maps_to=("trust_in_service",))


def test_who_does_not_use_a_service_answers_without_kindness():
    kind = Style(leniency=0.8, halo=0.0)
    everybody, users = asked_of_the_population(1.0, kind)
    assert everybody == pytest.approx(users, abs=2.0)
    nobody, _ = asked_of_the_population(0.0, kind)
    half, _ = asked_of_the_population(0.5, kind)
    assert nobody < half < users
    assert half == pytest.approx((nobody + users) / 2, abs=2.0)
    strict, of_users = asked_of_the_population(0.3, Style(leniency=0.0, halo=0.0))
    assert strict == pytest.approx(of_users, abs=2.0), "without kindness all answer alike"
