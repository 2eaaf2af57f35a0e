"""Where the shipped findings, claims and the ensemble are."""

from __future__ import annotations

from pathlib import Path


def evidence_folder() -> Path:
    """Where the shipped findings are: beside the package, or in the source checkout."""
    package = Path(__file__).resolve().parents[2]
    shipped = package / "data" / "experiments" / "evidence"
    return shipped if shipped.is_dir() else package.parents[1] / "experiments" / "evidence"


def levels_folder() -> Path:
    """Where the shipped level facts are."""
    return evidence_folder().with_name("levels")
