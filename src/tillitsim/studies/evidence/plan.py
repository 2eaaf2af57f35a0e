"""What a run of findings would do, without doing it: cells, checks, months, replicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tillitsim.locale import translator
from tillitsim.studies.evidence.quantity import quantities_of
from tillitsim.studies.evidence.schema import Experiment, Finding
from tillitsim.studies.evidence.table import LABELS, Rows, not_run_rows


def plan_records(findings: Sequence[Finding], most: int | None) -> dict[str, Any]:
    """Every finding with what would be run of it, and those that are not run with the reason."""
    return {
        "findings": [
            {
                "id": each.id,
                "name": each.name,
                "favours": each.favours,
                "label": each.label,
                "months": each.experiment.months,
                "cells": cells(each, each.experiment),
                "checks": [f"{check.kind}: {check.how}" for check in each.checks],
                "replicates": each.experiment.replicates,
                "most": most or each.experiment.most,
                "organisations": organisations(each.experiment),
            }
            for each in findings
            if each.experiment is not None
        ],
        "not_run": {each.id: each.not_run for each in findings if each.not_run},
    }


def cells(finding: Finding, experiment: Experiment) -> int:
    """How many arms in contexts the checks need."""
    return len(
        {
            (each.arm, each.context)
            for check in finding.checks
            for each in quantities_of(check, experiment)
        }
    )


def organisations(experiment: Experiment) -> int | None:
    """How many organisations a cross-section has; None without one."""
    return experiment.cross_section.organisations if experiment.cross_section else None


def plan_table(
    findings: Sequence[Finding],
    most: int | None,
    language: str,
    columns: Callable[[Rows], list[str]],
) -> str:
    """The same as text; ``columns`` aligns rows of cells."""
    _ = translator(language)
    planned = plan_records(findings, most)
    rows: Rows = [
        ("", _("Finding"), _("Label"), _("Cells"), _("Months"), _("Checks"), _("Replicates")),
        *(
            (
                each["id"],
                each["name"],
                _(LABELS[each["label"]]),
                str(each["cells"]),
                str(each["months"]),
                str(len(each["checks"])),
                _("{} to {}").format(each["replicates"], each["most"]),
            )
            for each in planned["findings"]
        ),
    ]
    lines = [_("Nothing is wrong; this would be run:"), *columns(rows)]
    left_out = not_run_rows(findings)
    if left_out:
        lines += ["", _("Not run"), *columns(left_out)]
    return "\n".join(lines) + "\n"
