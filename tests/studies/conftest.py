"""Made-up results, so that tables and pictures are tested without the model behind them."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from tillitsim.cli.main import run_command
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Results
from tillitsim.runs.experiment.design import lattice
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.studies.compare.analysis import IN_EACH_SET, Comparison
from tillitsim.studies.compare.final_states import Ending
from tillitsim.studies.map.analysis import Winners
from tillitsim.studies.triangle.analysis import Triangle

MakeResults = Callable[..., Results]


@pytest.fixture
def _elsewhere(tmp_path, monkeypatch):
    """In an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def say(capsys):
    """Give a command; its exit code, stdout and stderr."""

    def give(*arguments):
        code = run_command(list(arguments))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return give


@pytest.fixture
def make_results() -> MakeResults:
    def make(
        replicates: int = 20,
        months: int = 60,
        mix: tuple[float, float, float] = (0.2, 0.45, 0.35),
        interventions: tuple[Intervention, ...] = (),
        title: str = "Hemtjänst på försök",
    ) -> Results:
        values = {name: parameter.default for name, parameter in PARAMETERS.items()}
        values |= zip(("mix.competition", "mix.regulation", "mix.trust"), mix, strict=True)
        titles = {"en": title, "sv": title}
        scenario = Scenario(
            "trial", titles, titles, months, 12, values, interventions=interventions
        )
        rng = np.random.default_rng(1)
        series = np.empty((replicates, months, len(OUTCOMES)))
        for i, outcome in enumerate(OUTCOMES.values()):
            low, high = outcome.bounds[0], min(outcome.bounds[1], 2.0)
            walk = rng.uniform(0.3, 0.7) + rng.normal(0, 0.01, (replicates, months)).cumsum(1)
            series[:, :, i] = np.clip(low + (high - low) * walk, low, high)
        return Results(scenario, 7, tuple(OUTCOMES), series)

    return make


MIXES = ((0.2, 0.6, 0.2), (0.1, 0.2, 0.7), (0.7, 0.2, 0.1), (0.3, 0.4, 0.3))
TITLES = ("Regelbok på försök", "Tillitsreform", "Marknad", "Balans")


@pytest.fixture
def make_comparison(make_results) -> Callable[..., Comparison]:
    """Scenarios that lie apart by ``shifts``; more blame turns the sign in parameter sets."""

    def make(
        shifts: tuple[float, ...] = (0.0, 0.05), parameter_sets: int = 0, months: int = 24
    ) -> Comparison:
        results = []
        for shift, mix, title in zip(shifts, MIXES, TITLES, strict=False):
            made = make_results(5, months, mix if shift else MIXES[0], title=title)
            results.append(dataclasses.replace(made, series=made.series + shift))
        asked = [
            {
                "safety.blame": i / (parameter_sets - 1),
                "learning.peers": (7 * i % parameter_sets) / parameter_sets,
            }
            for i in range(parameter_sets)
        ]
        base = results[0].series[:IN_EACH_SET]
        signs = np.array(
            [1.0 if parameter_set["safety.blame"] < 0.7 else -0.5 for parameter_set in asked]
        )
        in_sets = tuple(base + (shift * signs)[:, None, None, None] for shift in shifts)
        return Comparison(tuple(results), 0, tuple(asked), in_sets if parameter_sets else ())

    return make


@pytest.fixture
def make_triangle(make_results) -> Callable[..., Triangle]:
    """Outcomes that are best at one mix, and in some parameter sets at another."""

    def make(
        best: tuple[float, float, float] = (0.2, 0.2, 0.6),
        degree: int = 5,
        parameter_sets: int = 12,
    ) -> Triangle:
        mixes = np.array([list(point.values()) for point in lattice(degree)])
        spots = np.array([best, best, (0.6, 0.2, 0.2)])

        def values(spot: np.ndarray, at: np.ndarray = mixes) -> np.ndarray:
            one = 0.8 - ((at - spot) ** 2).sum(axis=1)
            signs = np.array([-1 if outcome.better < 0 else 1 for outcome in OUTCOMES.values()])
            table = 0.5 + 0.5 * np.outer(one, signs)
            return table[:, None, :] + np.array([0.0, 0.01])[None, :, None]

        in_sets = np.array([values(spots[2 if i % 5 == 0 else 0]) for i in range(parameter_sets)])
        marked = {"Regelbok": (np.array(MIXES[0]), values(spots[0], np.array(MIXES[:1]))[0])}
        return Triangle(
            make_results(2, 4).scenario, 7, mixes, values(spots[0]), in_sets, marked, False
        )

    return make


@pytest.fixture
def make_winners(make_results) -> Callable[..., Winners]:
    """Trust is best in the upper row, regulation in the lower, nobody in the last column."""

    def make(parameter_sets: int = 9, upper: int = 2) -> Winners:
        values = np.full((3, 2, 3, 4), 0.5)
        values[upper, 1, :2] += 0.2
        values[1, 0, :2] += 0.1
        in_sets = np.tile(values[..., 0], (parameter_sets, 1, 1, 1))
        if parameter_sets:
            in_sets[: parameter_sets // 2 + 1, 0, 1, 1] = 0.9
        return Winners(
            make_results(2, 4).scenario, "good_meetings", 7, "task.variety", "task.measurability",
            np.array([0.4, 0.9, 1.4]), np.array([0.3, 0.7]), values, in_sets, 0.7, False,
        )  # fmt: skip

    return make


@pytest.fixture
def make_endings(make_results) -> Callable[..., list[Ending]]:
    """Citizens of two scenarios; those with complex needs trust a fifth less."""

    def make() -> list[Ending]:
        rng = np.random.default_rng(4)
        is_complex = rng.random((3, 80)) < 0.3
        made = []
        for title, level in zip(TITLES[:2], (0.5, 0.6), strict=True):
            trust = np.clip(rng.normal(level, 0.08, (3, 80)) - 0.2 * is_complex, 0, 1)
            scenario = make_results(2, 4, title=title).scenario
            made.append(Ending(scenario, trust, is_complex, trust.reshape(3, 8, 10).mean(axis=2)))
        return made

    return make
