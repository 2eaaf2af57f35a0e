"""Puts what the model gets right, and what not, on the front page, from what pages have found.

    python tools/front.py            writes the lines in README.md
    python tools/front.py --check    fails if they would change

Run it last: it reads the first scores and today's (experiments), and the made pages on levels, on
fairness and on agents.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from made import write_or_check

from tillitsim.studies.evidence.shipped import results_file
from tillitsim.view.numbers import percent

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
START, END = "<!-- right and wrong -->\n", "<!-- end of right and wrong -->"
SIDES = {"trust": "trust", "control": "control", "competition": "competition", "mixed": "both ways"}


def told(page: str, pattern: str) -> tuple[str, ...]:
    """What a made page says, by a pattern of its sentence."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"docs/{page} does not say what README tells of it: make it anew first.")
    return found.groups()


def evidence_line() -> str:
    """How predictions fared at first, and all findings today, by what they favour."""
    first = json.loads((ROOT / "experiments" / "first-scores.json").read_text("utf-8")).values()
    now = json.loads(results_file().read_text("utf-8"))
    hits = sum(each["verdict"] == "hit" for each in first)
    signs = sum(each["right_way"] for each in first)
    sides = ", ".join(
        f"{word} {percent(now['by_favours'][side]['share'], 'en')}" for side, word in SIDES.items()
    )
    return (
        f"- **Effects.** Of {len(first)} published findings that were frozen before any was run,"
        f" {hits} came out ({percent(hits / len(first), 'en')}), and the direction of {signs}"
        f" ({percent(signs / len(first), 'en')}). Of all {now['all']['n']} today"
        f" {percent(now['all']['share'], 'en')} do (favouring {sides}); to say that trust always"
        f" helps would get {percent(now['references']['always_trust'], 'en')}."
    )


def levels_line() -> str:
    """How many level facts lie inside."""
    inside, judged, share = told("levels.md", r"\*\*(\d+) of (\d+) facts \((\d+%)\) lie inside")
    return (
        f"- **Levels.** {inside} of {judged} published facts about services as they are ({share})"
        " lie inside their tolerance. They were known when the model was built, so this is a fit"
        " and no test; [which do not, and why](docs/levels.md)."
    )


def misses_line() -> str:
    """Where it is wrong most often, and whether people that differ matter."""
    (families,) = told("explanation/misses.md", r"Fewest of (.+?) come out today")
    page = (ROOT / "docs" / "explanation" / "agents-matter.md").read_text("utf-8")
    rows = re.findall(r"\| [^|]+ \| (\d+) \| (\d+) \| (\d+) \|", page)
    sizes, signs, of = (sum(map(int, column)) for column in zip(*rows, strict=True))
    return (
        f"- **What it gets wrong.** Fewest findings come out on {families}; pay and control harm"
        " too little where they are small, scores of tests hardly move, and nobody expects an"
        " inspection or remembers one: [every miss, explained](docs/explanation/misses.md). That"
        f" people differ changes the size of {sizes} of {of} effects and the direction of {signs}"
        " ([do agents matter?](docs/explanation/agents-matter.md))."
    )


def steering_line() -> str:
    """What is said of trust without control."""
    naive, neutral = told(
        "explanation/fairness.md",
        r"quality of the meeting alone, where stakes are high, naive trust is best in"
        r" (\d+%) with the table as sourced, (\d+%) with the soft cells neutral",
    )
    return (
        "- **Trust without control.** By the quality of meetings alone it is the best steering in"
        f" {naive} of random contexts where much is at stake, and in {neutral} if what is assumed"
        " of the three principles is made the same for all; the source warns of it. Which steering"
        " is best hangs on [whose values count](docs/explanation/fairness.md)."
    )


def lines() -> list[str]:
    """The five lines."""
    return [
        evidence_line(),
        levels_line(),
        misses_line(),
        steering_line(),
        "- **What follows.** Trust directions more than sizes, differences more than levels, and"
        " what is at least *likely* over the ensemble (many sets of plausible assumptions) more"
        " than what the default values say, which are one point among them. All take each principle"
        " at its advocates' word; what is left without is told beside (the neutral table). No"
        " answer here replaces trying it in some units first and measuring.",
    ]


def page() -> str:
    """README with its lines made anew."""
    before, _, rest = README.read_text("utf-8").partition(START)
    _, _, after = rest.partition(END)
    return "\n".join([f"{before}{START}", *lines(), "", f"{END}{after}"])


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is out of date."""
    return write_or_check({README: page()}, arguments, "front.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
