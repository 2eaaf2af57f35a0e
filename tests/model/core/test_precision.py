"""Single precision is the same rule: same source, 32-bit numbers, results within their rounding."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.model.core.jit import kernel, rule
from tillitsim.model.core.numerics import exp, exp32, uniform
from tillitsim.model.core.precision import single, twin
from tillitsim.model.mechanisms import effort, learning, meeting, motivation, reporting, trust

HALF = 0.5
SHARE = st.floats(0.03125, 0.96875, width=32)
RULES = [
    effort.discretion_used, effort.judgement_factor, effort.time_per_case, effort.total_effort,
    effort.effort_share, effort.floored, effort.joined_drive, effort.unmeasured_effort,
    effort.expected, effort.personal_output, effort.hidden_loss, effort.gain, effort.undiverted,
    effort.selective,
    learning.own_practice, learning.towards, learning.shared_errors, learning.decay,
    meeting.clarity, meeting.diagnosis_noise, meeting.relation_strength, meeting.judgement,
    meeting.action, meeting.fit, meeting.decide, meeting.routine, meeting.carried,
    motivation.distrusted, motivation.wrongdoing, motivation.conformed, motivation.saturating,
    motivation.reciprocity,
    motivation.motivation_target, reporting.measured_result, reporting.gamed,
    reporting.shown_result, trust.citizen_trust, trust.move_by_control, trust.relaxed,
]  # fmt: skip
TUPLES = {
    "met": meeting.Visitor, "drawn": meeting.Draws, "decider": meeting.Decider,
    "unit": meeting.Guidance, "given": meeting.Diagnosis,
}  # fmt: skip
"""What parameters that are named tuples are made of."""


@rule
def scaled(x):
    return HALF * x + 0.1


def test_constants_and_literals_are_narrowed_and_the_rule_itself_is_not():
    narrow = twin(scaled)
    assert narrow.py_func(np.float32(1)) == np.float32(0.5) + np.float32(0.1)
    assert scaled.py_func(1.0) == 0.6


def test_a_kernel_in_single_precision_calls_twins():
    assert twin(exp) is exp32
    assert twin(uniform) is uniform, "a probability is compared in full"

    @kernel
    @single
    def filled(out):
        for i in range(out.shape[0]):
            out[i] = exp(scaled(out[i]))

    out = np.linspace(-1, 1, 7, dtype=np.float32)
    expected = [exp32(np.float32(twin(scaled)(x))) for x in out]
    filled(out)
    assert out.tolist() == [float(x) for x in expected]


@pytest.mark.parametrize("of", RULES, ids=lambda of: of.py_func.__name__)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_both_precisions_agree_within_rounding(of, data):
    names = inspect.signature(of.py_func).parameters
    fields = [TUPLES[name]._fields if name in TUPLES else (name,) for name in names]
    values = [[data.draw(SHARE) for _ in each] for each in fields]

    def given_as(number):
        """What the rule takes, in a precision: numbers and named tuples of them."""
        return [
            TUPLES[name](*map(number, each)) if name in TUPLES else number(each[0])
            for name, each in zip(names, values, strict=True)
        ]

    full, narrow = of(*given_as(float)), twin(of)(*given_as(np.float32))
    for a, b in zip(np.atleast_1d(full), np.atleast_1d(narrow), strict=True):
        assert math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-5)
