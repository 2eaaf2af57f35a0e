"""With the channel that it hangs on switched off, a finding fails; those without one are listed."""

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.studies.evidence.controls import controlled, run_control
from tillitsim.studies.evidence.load import load, load_all
from tillitsim.studies.evidence.replication import run

FINDINGS = {finding.id: finding for finding in load_all([evidence_folder()])}
CONTROLS = [
    pytest.param(finding, control, id=f"{finding.id} {control}")
    for finding in FINDINGS.values()
    for control in finding.negative_controls
]
MOST = 40


@pytest.mark.parametrize(("finding", "control"), CONTROLS)
def test_a_finding_fails_without_what_it_hangs_on(finding, control):
    if run(finding, {}, most=MOST).verdict != "hit":
        pytest.skip("it is no hit to begin with")
    assert run_control(finding, control, most=MOST).verdict != "hit"


def test_there_are_controls_for_crowding_gaming_and_signals():
    named = {control for finding in FINDINGS.values() for control in finding.negative_controls}
    assert any("crowding" in control for control in named)


def test_a_control_that_is_none_is_said_to_be_none():
    finding = load(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml")
    for wrong in ("without:", "sett:motivation.crowding=0", "nothing"):
        with pytest.raises(InputError, match="is no control"):
            controlled(finding, wrong)


def test_identical_people_are_identical():
    finding, _ = controlled(
        load(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml"), "identical"
    )
    assert finding.experiment.set["people.psm_spread"] == 0.0
    assert finding.experiment.set["chain.staff"] == 18
