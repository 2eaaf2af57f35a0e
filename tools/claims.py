"""Turns the project's own claims in every way and puts what came of it into the fairness page.

python tools/claims.py                in 40 parameter sets
python tools/claims.py --sets 2     in few, to see that it works
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.runner import Runner
from tillitsim.studies.claims.analysis import Audited, audit, load_claims
from tillitsim.view.numbers import percent

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "fairness.md"
START, END = "<!-- claims -->\n", "<!-- end of claims -->"
ORDER = ("robust", "shifted", "inconclusive", "fragile", "not judged")
SEED = 0


def rows(audits: list[Audited]) -> list[str]:
    """A row a claim, the robust ones first: its verdict, and in how many sets its signs hold."""
    lines = [
        "| claim | verdict | sets of assumptions in which its signs hold |",
        "| --- " * 3 + "|",
    ]
    for each in sorted(audits, key=lambda one: ORDER.index(one.verdict)):
        held = "; ".join(percent(float(share), "en") for share in each.holds_in)
        lines.append(f"| {each.claim.en} | {each.verdict} | {held} |")
    return lines


def main() -> None:
    """Audit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=40)
    sets = draw_sets(parser.parse_args().sets, SEED).each
    claims = load_claims(evidence_folder().parent / "claims" / "claims.toml")
    audits = list(audit(claims, sets, seed=SEED, runner=Runner()))
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    table = "\n".join(rows(audits))
    PAGE.write_text(f"{before}{START}{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
