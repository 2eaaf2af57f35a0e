"""Manager's beliefs and collegial learning alone, as the whole engine does them.

The rules by themselves are tested in tests/model/mechanisms.
"""

import numpy as np
import pytest

from tillitsim.model.simulation import Simulation
from tillitsim.scenario.load import load

NOBODY_LEAVES = {
    "workforce.turnover": 0.0, "workforce.dismissal": 0.0, "workforce.managers": 0.0,
}  # fmt: skip
CONJUGATE = NOBODY_LEAVES | {
    "audit.accuracy": 1.0, "trust.relaxation": 1.0, "trust.good_month": 0.0,
    "trust.harm_month": 0.0, "instruments.audit_coverage": 0.7, "task.stakes": 0.8,
}  # fmt: skip
COLLEAGUES_ONLY = NOBODY_LEAVES | {
    "learning.experience": 0.0, "learning.units": 0.0, "learning.book": 0.0,
    "learning.dialogue": 0.0, "learning.errors": 0.0, "learning.decay": 0.0,
    "task.turbulence": 0.0, "learning.peers": 10.0, "instruments.collegial_time": 0.08,
}  # fmt: skip


def test_at_perfect_accuracy_a_belief_counts_what_audits_read(small):
    simulation = Simulation(load(small, changes=CONJUGATE), 3)
    staff = simulation.state.staff
    good, bad = staff["belief_good"].copy(), staff["belief_bad"].copy()
    readings = {1: 0, -1: 0}
    while simulation.month < simulation.months:
        simulation.advance()
        good += staff["audited"] > 0
        bad += staff["audited"] < 0
        for reading in readings:
            readings[reading] += int((staff["audited"] == reading).sum())
        assert staff["belief_good"] == pytest.approx(good, abs=1e-9)
        assert staff["belief_bad"] == pytest.approx(bad, abs=1e-9)
    assert min(readings.values()) > 0, "nothing to tell good from bad: the test has lost its point"


def test_colleagues_alone_bring_everybody_to_the_best_and_nobody_down(small):
    simulation = Simulation(load(small, changes=COLLEAGUES_ONLY), 3)
    staff = simulation.state.staff
    first = simulation.state.unit["staff_first"]
    best = np.maximum.reduceat(staff["competence"], first)
    gaps = []
    while simulation.month < simulation.months:
        before = staff["competence"].copy()
        simulation.advance()
        assert (staff["competence"] >= before).all()
        assert np.array_equal(np.maximum.reduceat(staff["competence"], first), best)
        gaps.append((best[staff["unit"]] - staff["competence"]).max())
    assert gaps[-1] < 1e-3 < gaps[0]
