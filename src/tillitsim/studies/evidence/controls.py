"""Negative controls: with a channel switched off, a finding that hangs on it must fail.

A finding names its own controls: ``without:MECHANISM`` switches a mechanism off,
``set:PARAMETER=VALUE`` (more, apart by commas) closes a channel, and ``identical`` makes all people
alike. A finding that still succeeds does not show what it seems to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.runs.ensemble.parameter_set import set_from
from tillitsim.studies.evidence.replication import Trial, run
from tillitsim.studies.evidence.schema import Finding

IDENTICAL: Mapping[str, float] = MappingProxyType(
    {
        "people.psm_spread": 0.0,
        "people.competence_spread": 0.0,
        "people.bias_spread": 0.0,
        "people.averse": 0.0,
        "people.lifted": 0.0,
        "people.trust_spread": 0.0,
        "managers.ideal_spread": 0.0,
        "managers.disposition_spread": 0.0,
        "managers.alignment_spread": 0.0,
        "managers.quality_spread": 0.0,
        "task.complexity_spread": 0.0,
    }
)


def controlled(finding: Finding, control: str) -> tuple[Finding, dict[str, float]]:
    """A finding under one of its controls, and the parameter set to run it in.

    Raises ``InputError`` for a control that says neither of the three.
    """
    kind, _colon, rest = control.partition(":")
    experiment = finding.experiment
    if experiment is None:
        raise InputError(_("{id} is not run, so that it has no controls.").format(id=finding.id))
    if kind == "without" and rest:
        changed = experiment.model_copy(update={"without": (*experiment.without, rest)})
        return finding.model_copy(update={"experiment": changed}), {}
    if kind == "set" and rest:
        return finding, set_from(rest.split(","))
    if control == "identical":
        alike = {**experiment.set, **IDENTICAL}
        changed = experiment.model_copy(update={"set": alike})
        return finding.model_copy(update={"experiment": changed}), {}
    raise InputError(
        _(
            "{id}: '{control}' is no control; write without:MECHANISM, set:PARAMETER=VALUE"
            " or identical."
        ).format(id=finding.id, control=control)
    )


def run_control(finding: Finding, control: str, *, most: int | None = None) -> Trial:
    """Run a finding under one of its controls."""
    changed, parameter_set = controlled(finding, control)
    return run(changed, parameter_set, most=most)
