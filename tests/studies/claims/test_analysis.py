"""The audit of claims: verdicts by their rules; a true and a false claim are told apart."""

from dataclasses import replace

import numpy as np
import pytest

from tillitsim.errors import InputError
from tillitsim.model.simulation import Simulation
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.declared.declarations import MECHANISMS
from tillitsim.scenario.load import load
from tillitsim.studies.claims.activation_order import UPWARD, Reordered
from tillitsim.studies.claims.analysis import Audited, Claim, Estimates, audit, load_claims

OWN = evidence_folder().parent / "claims" / "claims.toml"
SMALL = {"chain.units": 4, "chain.staff": 4, "chain.citizens": 20}


def claim(sign=1, arm=None):
    return Claim(
        id="burden", en="documentation takes time", sv="dokumentation tar tid",
        experiment={
            "base": "demonstration", "months": 6, "set": SMALL,
            "arms": [
                {"name": "little", "set": {"instruments.documentation": 0.0}},
                {"name": "much", "set": arm or {"instruments.documentation": 0.2}},
            ],
            "measures": {"time": {"outcome": "administrative_burden", "first": 3, "last": 5}},
        },
        checks=[{"kind": "difference", "of": "time@much", "than": "time@little", "how": "sign",
                 "sign": sign}],
    )  # fmt: skip


def test_what_is_true_by_arithmetic_is_robust():
    assert audit([claim()])[0].verdict == "robust"


def test_the_opposite_is_fragile():
    assert audit([claim(sign=-1)])[0].verdict == "fragile"


def test_what_makes_no_difference_is_inconclusive():
    assert audit([claim(arm={"instruments.documentation": 0.0})])[0].verdict == "inconclusive"


def test_sets_count():
    parameter_sets = [{"burden.per_goal": value} for value in (0.001, 0.004, 0.008)]
    (audited,) = audit([claim()], parameter_sets)
    assert audited.parameter_sets == 3
    assert audited.holds_in.tolist() == [1.0]


@pytest.mark.parametrize(
    ("means", "half", "holds", "verdict"),
    [
        ([1.0, 0.9], 0.1, 1.0, "robust"),
        ([1.0, 0.4], 0.1, 1.0, "shifted"),
        ([1.0, 2.5], 0.1, 1.0, "shifted"),
        ([1.0, 0.1], 0.2, 1.0, "inconclusive"),
        ([1.0, -1.0], 0.1, 1.0, "fragile"),
        ([1.0, 1.0], 0.1, 0.8, "fragile"),
    ],
)
def test_verdicts_by_the_rules(means, half, holds, verdict):
    variants = tuple(
        Estimates(str(i), np.array([m]), np.array([m - half]), np.array([m + half]))
        for i, m in enumerate(means)
    )
    assert Audited(claim(), variants, 10, np.array([holds])).verdict == verdict


def test_the_other_order_has_all_of_the_upward_mechanisms():
    upward = MECHANISMS[MECHANISMS.index("meeting") + 1 :]
    assert {name for name, _ in UPWARD} == set(upward)


def test_the_other_order_is_another_order_and_the_plain_one_is_not():
    scenario = load("demonstration", changes=SMALL, set=("months=8", "burn_in=0"))
    plain, again, other = (kind(scenario, 5) for kind in (Simulation, Simulation, Reordered))
    for each in (plain, again, other):
        each.run()
    assert np.array_equal(plain.outcomes(), again.outcomes(), equal_nan=True)
    assert not np.array_equal(plain.outcomes(), other.outcomes(), equal_nan=True)


def test_a_mechanism_switched_off_stays_off_in_the_other_order():
    scenario = load("demonstration", changes=SMALL, set=("months=8",), without=["workforce"])
    simulation = Reordered(replace(scenario, burn_in=0), 5)
    before = simulation.state.staff["uid"].copy()
    simulation.run()
    assert np.array_equal(before, simulation.state.staff["uid"])


def test_our_own_claims_are_valid_and_in_both_languages():
    for each in load_claims(OWN):
        assert each.en.endswith(".")
        assert each.sv.endswith(".")


def test_a_claim_without_a_sign_is_refused(tmp_path):
    path = tmp_path / "claims.toml"
    path.write_text(OWN.read_text("utf-8").replace('how = "sign"', 'how = "null"', 1), "utf-8")
    with pytest.raises(InputError, match="checked by its signs"):
        load_claims(path)
