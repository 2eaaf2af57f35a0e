"""Makes docs/glossary.md: the words of the field and of the model, in English and Swedish.

    python tools/glossary.py            writes it
    python tools/glossary.py --check    fails if it is out of date

The Swedish is that of the catalogue (``src/tillitsim/locale/sv.po``).
"""

from __future__ import annotations

import sys
from pathlib import Path

from made import write_or_check

from tillitsim.locale import translator

PAGE = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"

TERMS = {
    "competition": "principle: price, market, choice, incentives",
    "regulation": "principle: law, rules, goals, audit",
    "trust": "principle: discretion, dialogue, support",
    "Mix": "shares of the three principles, which sum to one",
    "discretion": "what staff may decide themselves",
    "good meetings": "meetings of a quality that counts as good",
    "administrative burden": "time that documentation and rules take",
    "service norm": "what a profession holds to without being told",
    "the handbook": "what is codified of how to meet needs",
    "gaming of results": "results told better than they are",
    "audit coverage": "how much of the work audits look at",
    "slack": "time that is not filled",
    "councils": "political assemblies that steer services",
    "stakes: probability that a bad miss does harm": "of a task: what a mistake costs",
    "Baseline": "what others are compared with",
    "Difference": "other minus baseline, over pairs of runs with the same random numbers",
    "very likely": "at least nine in ten draws of the ensemble agree",
    "likely": "at least two in three do",
    "about as likely as not": "at least one in three do",
    "unlikely": "fewer do",
    "Plausible": "range of a parameter that is thought possible",
    "assumed": "of a number: chosen by us, nobody has measured it",
    "intensity {}": "how hard the mix steers, whatever its shares",
    "mixed signals": "instruments that pull in different directions",
}
"""Terms as they stand in the code, and what they mean."""


def page() -> str:
    """The page, as Markdown."""
    _ = translator("sv")
    lines = [
        "# Glossary",
        "",
        "*Made by `python tools/glossary.py`; do not edit.*",
        "",
        "| English | svenska | what it is |",
        "| --- | --- | --- |",
    ]
    for term in sorted(TERMS, key=str.lower):
        english, swedish = (text.replace(" {}", "") for text in (term, _(term)))
        lines.append(f"| {english} | {swedish} | {TERMS[term]} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is out of date."""
    return write_or_check({PAGE: page()}, arguments, "glossary.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
