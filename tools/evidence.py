"""Runs all shipped findings and writes what came of them.

    python tools/evidence.py      writes docs/evidence.md, docs/pictures/evidence.png
                                 and experiments/evidence-results.json, which reports read,
                                 and experiments/levels-results.json, for bundles

What was never scored gets its first score written down (experiments/first-scores.json), which no
later run changes. Misses are explained in experiments/misses.toml, and the section in
docs/explanation/misses.md is made anew of both.
"""

from __future__ import annotations

import json
from pathlib import Path

import misses

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.studies.evidence.figure import evidence_alternative, evidence_figure
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import run_all
from tillitsim.studies.evidence.shipped import results_file
from tillitsim.studies.evidence.table import evidence_page, evidence_records
from tillitsim.studies.levels.analysis import levels
from tillitsim.studies.levels.facts import load_facts
from tillitsim.studies.levels.table import levels_records
from tillitsim.view.style import image

DOCS = Path(__file__).resolve().parents[1] / "docs"
SEED = 0


def main() -> None:
    """Run, draw, write."""
    findings = load_all([evidence_folder()])
    (trials,) = run_all(findings, [{}], seed=SEED)
    spoken = evidence_alternative(trials, "en")
    figure = evidence_figure(trials, "en", SEED)
    picture = image(figure, "png", title="The model against published findings", alternative=spoken)
    (DOCS / "pictures" / "evidence.png").write_bytes(picture)
    records = evidence_records(trials)
    told = json.dumps(records, indent=1, ensure_ascii=False, allow_nan=False)
    results_file().write_text(told + "\n", encoding="utf-8")
    misses.keep_first(records)
    misses.main([])
    answers = levels(load_facts(), {}, seed=SEED)
    told = json.dumps(levels_records(answers), indent=1, ensure_ascii=False, allow_nan=False)
    results_file().with_name("levels-results.json").write_text(told + "\n", encoding="utf-8")
    title, _, rest = evidence_page(trials, "en").partition("\n")
    notes = (
        "*Made by `python tools/evidence.py`; do not edit.* How scoring works and what the labels"
        " mean: [evidence, calibration, parameter sets](explanation/calibration.md). Below is how"
        " findings fare today, under default values. The first score of those that were frozen"
        " before they were run stands [beside the misses](explanation/misses.md), each with its"
        f" reason.\n\n![{spoken}](pictures/evidence.png)"
    )
    (DOCS / "evidence.md").write_text(f"{title}\n\n{notes}\n{rest}", encoding="utf-8")


if __name__ == "__main__":
    main()
