"""What the source names has a lever in the model, and the lever moves what it should.

Directions here are mechanical (more time for learning gives more learning from colleagues); whether
a lever makes the meeting better depends on the task, the people and the rest of the steering.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tillitsim.model.audits import selective
from tillitsim.model.mechanisms.learning import revised
from tillitsim.model.mechanisms.management import discretion_granted
from tillitsim.model.mechanisms.safety import blame_for, update_safety
from tillitsim.model.outcomes import LEVELS, OUTCOMES
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.declared.instruments import DISCRETION, INSTRUMENTS
from tillitsim.scenario.load import load
from tillitsim.scenario.schedule import strength
from tillitsim.scenario.schema import Intervention, Scenario

Changes = tuple[tuple[str, float], ...]


def means_of(scenario: Scenario, months: int = 72) -> dict[str, float]:
    results = simulate(scenario, seed=1, replicates=4, months=months)
    return dict(zip(results.names, results.mean_after_burn_in().mean(axis=0), strict=True))


@cache
def means(changes: Changes = ()) -> dict[str, float]:
    """Mean outcomes of home care with some values changed, always with the same random numbers."""
    return means_of(load("home-care", changes=dict(changes)))


def moved(outcome: str, changes: dict[str, float]) -> float:
    return means(tuple(changes.items()))[outcome] - means()[outcome]


def test_the_instruments_fall_into_the_five_parts_of_steering():
    assert {row.part for row in INSTRUMENTS} == {
        "rules", "goals", "economy", "performance", "norms",
    }  # fmt: skip


def test_some_instruments_are_held_by_law_some_by_councils_some_by_managers():
    assert {row.holder for row in INSTRUMENTS} == {"law", "council", "manager"}


@pytest.mark.parametrize(
    "outcome",
    [
        "trust_in_operations", "belief_in_staff", "trust_in_manager", "trust_in_service",
        "trust_in_democracy",
    ],
)  # fmt: skip
def test_trust_is_read_between_every_two_levels(outcome):
    assert OUTCOMES[outcome].bounds == (0.0, 1.0)
    assert 0.0 < means()[outcome] < 1.0


def test_the_whole_chain_is_read_from_politics_to_society():
    assert {outcome.level for outcome in OUTCOMES.values()} == set(LEVELS)


@pytest.mark.parametrize(
    ("means_by", "outcome", "change"),
    [
        ("can", "fit", {"people.competence_mean": 0.7}),
        ("will", "meeting_quality", {"people.psm_mean": 0.85}),
        ("dare", "discretion_used", {"meeting.courage_floor": 0.6}),
    ],
)
def test_staff_who_can_want_to_and_dare_make_the_meeting(means_by, outcome, change):
    assert means_by in OUTCOMES
    assert moved(outcome, change) > 0.0


# The seven guiding principles, each by one lever, and what it moves.
@pytest.mark.parametrize(
    ("principle", "lever", "value", "outcome"),
    [
        ("trust", "managers.belief_mean", 0.9, "belief_in_staff"),
        ("citizen focus", "politicians.voice", 0.8, "trust_in_operations"),
        ("whole-system view", "instruments.adjustment", 0.9, "co_operation"),
        ("discretion", "instruments.discretion", 0.8, "discretion_used"),
        ("support", "instruments.support", 0.9, "trust_in_manager"),
        ("knowledge", "instruments.collegial_time", 0.06, "collegial_flow"),
        ("openness", "instruments.openness", 0.9, "error_learning"),
    ],
)
def test_each_of_the_seven_principles_is_a_lever_of_its_own(principle, lever, value, outcome):
    change = moved(outcome, {lever: value})
    if principle == "citizen focus":  # whom politicians listen to matters, in either direction
        assert change != 0.0
    else:
        assert change > 0.0, principle


# Steering, culture and ways of working: the three cornerstones, each alone.
CORNERSTONES: dict[str, dict[str, float]] = {
    "steering": {"instruments.goals": 3, "instruments.rule_density": 0.1},
    "culture": {"instruments.openness": 0.9, "instruments.forgiveness": 0.9},
    "ways of working": {"instruments.adjustment": 0.9, "instruments.collegial_time": 0.06},
}


@pytest.mark.parametrize("cornerstone", CORNERSTONES)
def test_each_cornerstone_can_be_changed_without_the_others(cornerstone):
    assert moved("meeting_quality", CORNERSTONES[cornerstone]) != 0.0


# The proposals, each as a change against home care as it is, and what it moves first.
@pytest.mark.parametrize(
    ("proposal", "changes", "outcome", "sign"),
    [
        ("fewer goals", {"instruments.goals": 3}, "burden_council", -1),
        ("general grants", {"instruments.earmarked": 0}, "burden_state", -1),
        ("less detailed rules", {"instruments.rule_density": 0.05}, "rule_stock", -1),
        ("less paper", {"instruments.documentation": 0.02}, "administrative_burden", -1),
        ("follow-up in dialogue", {"instruments.audit_dialogue": 0.9}, "crowding", -1),
        ("leadership", {"instruments.support": 0.9}, "trust_in_manager", 1),
        ("collegial learning", {"instruments.collegial_time": 0.06}, "collegial_flow", 1),
        (
            "practice-near research",
            {"instruments.rule_revision": 0.1, "instruments.openness": 0.9},
            "handbook_gap",
            -1,
        ),
        ("involving staff", {"instruments.participation": 0.06}, "will", 1),
        (
            "learning supervision",
            {"inspectorate.coverage": 0.1, "inspectorate.dialogue": 0.9},
            "can",
            1,
        ),
    ],
)
def test_each_proposal_is_a_change_that_can_be_tried(proposal, changes, outcome, sign):
    assert sign * moved(outcome, changes) > 0.0, proposal


def test_system_analysis_holds_back_new_burdens():
    more_paper = Intervention("more paper", {"instruments.documentation": 0.15}, start=24)

    def burden(analysis: float) -> float:
        scenario = load("home-care", changes={"politics.system_analysis": analysis})
        return means_of(replace(scenario, interventions=(more_paper,)))["burden_council"]

    assert burden(1.0) < burden(0.0)


def test_a_trial_by_lottery_reaches_the_units_drawn_and_no_others():
    trial = load("trial-sundsvall-home-care")
    simulation = Simulation(trial, seed=1, months=80)
    simulation.run()
    drawn = simulation.state.unit["group"] == 1
    discretion = simulation.state.instrument[:, DISCRETION]
    assert 0 < drawn.sum() < len(drawn)
    np.testing.assert_allclose(discretion[drawn], 0.7, atol=0.01)
    assert (discretion[~drawn] < 0.6).all()


@pytest.mark.parametrize(("share", "reached"), [(0.2, 3), (0.02, 0), (0.5, 8), (1.0, 16)])
def test_a_lottery_reaches_its_share_of_the_units_whatever_the_draw(share, reached):
    trial = load("trial-sundsvall-home-care", changes={"chain.units": 16})
    (first, *_rest) = trial.interventions
    drawn = [
        Simulation(replace(trial, interventions=(replace(first, share=share),)), seed).state.unit
        for seed in range(4)
    ]
    groups = [unit["group"].tolist() for unit in drawn]
    assert [sum(each) for each in groups] == [reached if share < 1.0 else 0] * 4
    assert len({tuple(each) for each in groups}) > 1 or share in {0.02, 1.0}


def test_a_gradual_path_comes_month_by_month_and_a_big_bang_at_once():
    gradual = Intervention("gradual", {"mix.trust": 0.6}, start=36, ramp=12)
    bang = Intervention("big bang", {"mix.trust": 0.6}, start=36)
    assert [strength(bang, month) for month in (35, 36)] == [0.0, 1.0]
    path = [strength(gradual, month) for month in range(35, 50)]
    assert path == sorted(path)
    assert 0.0 < strength(gradual, 40) < 1.0


def test_frames_set_limits_to_the_room_that_trust_gives():
    room = [discretion_granted(0.6, 0.9, 0.8, 0.8, rules, 0.5) for rules in (0.0, 0.5, 3.0)]
    assert room == sorted(room, reverse=True)


def test_minor_mistakes_are_tolerated_and_serious_ones_are_acted_on():
    in_dialogue = 1.0
    assert blame_for(-1, 0, in_dialogue) == 0.0
    assert blame_for(-1, 1, in_dialogue) == 1.0
    hurt = update_safety(0.5, 0.5, 0.1, 0.0, 1.0, 0.25, 0.0)
    forgiven = update_safety(0.5, 0.5, 0.9, 0.0, 1.0, 0.25, 0.0)
    assert hurt < forgiven < 0.5


def test_rules_are_dynamic_and_follow_what_staff_see():
    what_staff_see = 0.5
    seldom, often = (revised(0.0, rate, 0.9, 0.05, 4.0, what_staff_see) for rate in (0.02, 0.1))
    assert 0.0 < seldom < often < what_staff_see


def test_selective_control_goes_where_there_is_doubt_and_costs_no_more():
    doubts = [0.1, 0.2, 0.6]
    coverage = [selective(0.1, 0.9, doubt, 0.3) for doubt in doubts]
    assert coverage == sorted(coverage)
    assert sum(coverage) == pytest.approx(3 * 0.1)


def test_with_trust_discretion_grows():
    used = [means_of(load(name))["discretion_used"] for name in ("rule-book", "trust-reform")]
    assert used[0] < used[1]


def test_trust_in_democracy_follows_trust_in_the_service():
    assert moved("trust_in_service", {"people.psm_mean": 0.8}) > 0.0
    assert moved("trust_in_democracy", {"people.psm_mean": 0.8}) > 0.0
