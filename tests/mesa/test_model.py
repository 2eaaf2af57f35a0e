"""The model: what it takes, what it gives, and that the engine alone decides."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from pathlib import Path

import mesa
import numpy as np
import pytest

from tillitsim import Citizen, Manager, Politician, Staff, SteeringChain
from tillitsim.errors import InputError
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation, simulate
from tillitsim.scenario.load import load

Make = Callable[..., SteeringChain]


def series(model: SteeringChain) -> bytes:
    return model.simulation.outcomes().tobytes()


def test_the_model_and_the_engine_give_the_same_bits(make: Make) -> None:
    model = make()
    model.run_model()
    compiled = Simulation(model.case, seed=1)
    compiled.run()
    assert series(model) == compiled.outcomes().tobytes()
    assert series(model) == simulate(model.case, seed=1).series[0].tobytes()
    for table in ("council", "politician", "unit", "manager"):
        mine, theirs = getattr(model.simulation.state, table), getattr(compiled.state, table)
        assert mine.tobytes() == theirs.tobytes()
    mine, theirs = model.simulation.state.staff, compiled.state.staff
    assert mine.records().tobytes() == theirs.records().tobytes()


def test_the_home_care_of_the_readme_runs() -> None:
    model = SteeringChain("home-care", trust=0.6, months=2, rng=1)
    model.step()
    assert model.case.name == SteeringChain().case.name == "home-care"
    assert model.case.values["mix.trust"] == 0.6
    assert 0 < model.agents_by_type[Staff].agg("motivation", np.mean) < 1


def test_a_case_is_a_name_a_file_or_a_scenario(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "demonstration"\nmonths = 7\n', encoding="utf-8")
    named, read = SteeringChain("demonstration"), SteeringChain(file)
    given = SteeringChain(load("demonstration"))
    assert given.case.digest == named.case.digest
    assert read.case.months == 7


def test_shares_that_are_not_given_keep_their_ratio() -> None:
    values = SteeringChain("demonstration", trust=0.6, intensity=1.2).case.values
    assert values["mix.competition"] == pytest.approx(0.2)
    assert values["mix.regulation"] == pytest.approx(0.2)
    assert values["mix.intensity"] == 1.2


def test_any_parameter_can_be_changed_by_name(make: Make) -> None:
    assert len(make().agents_by_type[Manager]) == 4
    assert (
        SteeringChain("demonstration", changes={"task.variety": 1.2}).case.values["task.variety"]
        == 1.2
    )


@pytest.mark.skipif(not hasattr(mesa.Model, "run_for"), reason="came with Mesa 3.5")
def test_mesas_clock_runs_months(make: Make) -> None:
    model = make(months=6)
    model.run_for(2)
    assert (model.tick, model.time) == (2, 2.0)
    model.run_for(4)
    assert (model.tick, model.running) == (6, False)


@pytest.mark.parametrize("rng", [42, "42", " 42 ", np.int64(42), np.uint8(42), 42.0])
def test_any_whole_number_seeds_and_gives_the_same(rng: object, make: Make) -> None:
    plain, other = make(months=2, rng=42), make(months=2, rng=rng)
    assert plain.rng.random() == other.rng.random()
    assert plain.random.random() == other.random.random()
    plain.run_model()
    other.run_model()
    assert series(plain) == series(other)


def test_no_seed_means_zero_not_chance(make: Make) -> None:
    one, two, zero, other = (make(months=2, rng=rng) for rng in (None, None, 0, 1))
    for model in (one, two, zero, other):
        model.run_model()
    assert series(one) == series(two) == series(zero) != series(other)


def test_a_replicate_is_opened_as_agents_with_the_bits_of_the_engine(make: Make) -> None:
    model = make(months=6, rng=3, replicate=7)
    model.run_model()
    assert series(model) == simulate(model.case, seed=3, replicates=8).series[7].tobytes()
    assert model.replicate == 7


def test_what_mesa_draws_differs_between_replicates_and_is_mesas_own_in_the_first(
    make: Make,
) -> None:
    first, again, other = (make(rng=3, replicate=number) for number in (0, None, 1))
    plain = mesa.Model(rng=3)
    assert first.random.random() == again.random.random() == plain.random.random()
    assert other.random.random() not in {make(rng=3).random.random(), make(rng=4).random.random()}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"replicate": -1}, "replicate is a whole number from 0; -1 was given"),
        ({"replicate": 1.5}, "replicate is a whole number"),
        ({"rng": "chance"}, "rng is a whole number from 0; 'chance' was given"),
        ({"rng": -1}, "rng is a whole number"),
        ({"rng": math.inf}, "rng is a whole number"),
        ({"rng": 1.5}, "rng is a whole number"),
        ({"months": 0}, "months: 0"),
        ({"trust": 1.5}, "mix.trust: 1.5 is out of bounds"),
        ({"trust": 0.5, "changes": {"mix.trust": 0.5}}, "mix.trust is given twice"),
        ({"trust": math.nan}, "mix.trust: nan is not a finite number"),
        ({"changes": ["task.variety"]}, "changes is a dictionary"),
        ({"changes": {"task.varity": 1}}, "did you mean 'task.variety'"),
        ({"case": "demonstrations"}, "there is no scenario named 'demonstrations'"),
    ],
)
def test_a_mistake_is_one_sentence(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        SteeringChain(**{"case": "demonstration", **given})


def test_the_signature_takes_nothing_that_mesa_wants_for_itself() -> None:
    taken = inspect.signature(SteeringChain).parameters
    assert not any(p.kind is inspect.Parameter.VAR_KEYWORD for p in taken.values())
    wanted = {"scenario", "seed", "time", "batch", "observe", "suppress", "notify", "data_registry"}
    assert not wanted & set(taken)


def test_steps_are_months_and_the_horizon_ends_the_run(make: Make) -> None:
    model = make(months=2)
    assert (model.tick, model.running) == (0, True)
    model.step()
    assert (model.tick, model.running) == (1, True)
    model.step()
    assert (model.tick, model.running) == (2, False)
    with pytest.raises(ValueError, match="horizon of 2 months"):
        model.step()
    assert model.tick == 2


def test_every_outcome_is_an_attribute_of_the_last_month(model: SteeringChain) -> None:
    last = model.simulation.outcomes()[-1]
    for name, value in zip(OUTCOMES, last, strict=True):
        assert model.outcome(name) == pytest.approx(value, abs=0, rel=0, nan_ok=True)
        assert getattr(model, name) == pytest.approx(value, abs=0, rel=0, nan_ok=True)
        assert type(getattr(model, name)) is float
        assert name in dir(model)


def test_outcomes_move_with_the_months(model: SteeringChain) -> None:
    before = model.trust_in_service
    model.step()
    assert (
        model.trust_in_service
        == model.simulation.outcomes()[3][list(OUTCOMES).index("trust_in_service")]
    )
    assert model.trust_in_service != before


def test_before_the_first_month_outcomes_are_not_a_number(make: Make) -> None:
    assert math.isnan(make().good_meetings)


def test_no_outcome_hides_behind_a_name_of_mesa() -> None:
    assert not set(OUTCOMES) & set(dir(mesa.Model(rng=1)))
    assert not set(OUTCOMES) & {name for cls in SteeringChain.__mro__ for name in vars(cls)}


def test_an_unknown_attribute_or_outcome_gets_a_suggestion(model: SteeringChain) -> None:
    with pytest.raises(AttributeError, match="did you mean 'good_meetings'"):
        _ = model.good_meeting
    with pytest.raises(InputError, match="did you mean 'good_meetings'"):
        model.outcome("good_meeting")


def test_everybody_is_there_by_kind(model: SteeringChain) -> None:
    counts = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert counts == {Politician: 5, Manager: 4, Staff: 20, Citizen: 120}
    assert model.agent_types == [Politician, Manager, Staff, Citizen]
    assert len(model.agents) == 149


def test_nobody_can_be_added_or_removed(model: SteeringChain) -> None:
    agent = next(iter(model.agents))
    for act in (
        lambda: model.register_agent(agent),
        lambda: model.deregister_agent(agent),
        model.remove_all_agents,
        agent.remove,
        lambda: Staff(model),
        lambda: Staff.create_agents(model, 3),
        lambda: Staff.from_dataframe(model, None),
        lambda: mesa.Agent(model),
    ):
        with pytest.raises(TypeError, match=r"chain\.staff|a post is never empty"):
            act()
    with pytest.raises(AttributeError):
        model.agents = []
    assert len(model.agents) == 149


def test_the_model_says_what_it_is(model: SteeringChain) -> None:
    assert repr(model) == "<SteeringChain 'demonstration': month 3 of 24, 149 agents>"


def test_a_teacher_can_put_a_kind_of_their_own_in_place() -> None:
    class Nurse(Staff):
        def step(self) -> None:
            self.motivation = min(1.0, self.motivation + 0.1)

    class Ward(SteeringChain):
        kinds = (Politician, Manager, Nurse, Citizen)

        def step(self) -> None:
            self.agents_by_type[Nurse].do("step")
            super().step()

    ward, ordinary = Ward("demonstration", rng=1), SteeringChain("demonstration", rng=1)
    for _ in range(6):
        ward.step()
        ordinary.step()
    assert ward.will > ordinary.will
    assert ward.tick == 6
