"""Control has both signs on a service norm: it answers wrongs, and it crowds out."""

import pytest

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

SHIRKERS = {"people.psm_mean": 0.45, "people.psm_spread": 0.3}
WILLING = {"people.psm_mean": 0.9, "people.psm_spread": 0.02, "people.bias_spread": 0.0}
OUTSIDE = {
    "chain.units": 16, "instruments.audit_dialogue": 0.0,
    "managers.instruments.audit_dialogue": 0.0,
    "instruments.minimum": 0.5, "audit.origin": 0.2,
}  # fmt: skip
"""Audits by an outside authority, which looks and leaves."""
UNANSWERED = {"motivation.free_riding": 0.0, "motivation.answered": 0.0}


def norm(people, coverage, **changes):
    """The norm in the sixth year."""
    given = OUTSIDE | people | changes | {"instruments.audit_coverage": coverage}
    simulation = Simulation(load("demonstration", changes=given, set=("months=72",)), 3)
    simulation.run()
    return simulation.outcomes()[-12:, list(OUTCOMES).index("norm")].mean()


def test_control_holds_up_the_norm_among_shirkers_and_wears_it_down_among_the_willing():
    assert norm(SHIRKERS, 0.3) > norm(SHIRKERS, 0.0) + 0.01
    assert norm(WILLING, 0.3) < norm(WILLING, 0.0) - 0.01


@pytest.mark.parametrize("people", [SHIRKERS, WILLING])
def test_where_colleagues_do_not_mind_control_only_wears_down(people):
    """The negative control: without free riding and answers the norm hears of crowding alone."""
    assert norm(people, 0.3, **UNANSWERED) < norm(people, 0.0, **UNANSWERED) - 0.01
