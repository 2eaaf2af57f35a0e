"""Made-up results, so that tables and pictures are tested without the model behind them."""

from collections.abc import Callable

import numpy as np
import pytest

from tillitsim.engine.outcomes import OUTCOMES
from tillitsim.engine.simulation import Results
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.schema import Intervention, Scenario

MakeResults = Callable[..., Results]


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
        luck = np.random.default_rng(1)
        series = np.empty((replicates, months, len(OUTCOMES)))
        for i, outcome in enumerate(OUTCOMES.values()):
            low, high = outcome.bounds[0], min(outcome.bounds[1], 2.0)
            walk = luck.uniform(0.3, 0.7) + luck.normal(0, 0.01, (replicates, months)).cumsum(1)
            series[:, :, i] = np.clip(low + (high - low) * walk, low, high)
        return Results(scenario, 7, tuple(OUTCOMES), series)

    return make
