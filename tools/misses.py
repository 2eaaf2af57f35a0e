"""Puts misses, each with its explanation, into docs/explanation/misses.md.

    python tools/misses.py            writes the table
    python tools/misses.py --check    fails if it would change

Findings that were frozen before they were run are scored for the first time once, and that score
stands (experiments/first-scores.json): tools/evidence.py adds what has none and changes nothing.
How they fare today stands beside it. Findings that were known when equations were changed have no
first score: those of them that are missed today are told. Explanations are data:
experiments/misses.toml.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from made import write_or_check

from tillitsim.studies.evidence.shipped import results_file
from tillitsim.view.numbers import percent, significant

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "misses.md"
FIRST = ROOT / "experiments" / "first-scores.json"
WHY = ROOT / "experiments" / "misses.toml"
SECTIONS = ("families", "known", "misses")
FEW = 5
"""Findings of a family below which its share says nothing."""
KINDS = {
    "missing": "a mechanism is missing",
    "weak": "right in sign, or nearly, and too weak",
    "strong": "too strong",
    "sign": "the model says the contrary",
    "translation": "what was run is not what was studied",
    "dose": "hangs on a dose that nobody measured",
    "chance": "too small to tell from chance",
}


def with_first(known: dict[str, Any], records: dict[str, Any]) -> dict[str, Any]:
    """First scores with those of untouched findings that have none yet; the others stay."""
    scored = {
        each["id"]: {
            "verdict": each["verdict"],
            "right_way": each["right_way"],
            "checks": {check["name"]: check["verdict"] for check in each["checks"]},
        }
        for each in records["findings"]
        if each["label"] == "untouched" and each["verdict"] is not None
    }
    return {**scored, **known}


def first_scores() -> dict[str, Any]:
    """The first scores by finding."""
    found: dict[str, Any] = json.loads(FIRST.read_text("utf-8")) if FIRST.exists() else {}
    return found


def keep_first(records: dict[str, Any]) -> None:
    """Write first scores down for what has none."""
    kept = dict(sorted(with_first(first_scores(), records).items()))
    FIRST.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def explanations() -> dict[str, Any]:
    """Why each was missed, by finding."""
    return tomllib.loads(WHY.read_text("utf-8"))


def section(
    first: dict[str, Any], why: dict[str, Any], findings: dict[str, dict[str, Any]]
) -> list[str]:
    """The counts, the kinds, then each miss."""
    missed = [name for name in first if first[name]["verdict"] != "hit"]
    hits, signs = len(first) - len(missed), sum(each["right_way"] for each in first.values())
    now = [findings[name] for name in first if name in findings]
    now_hits = sum(each["verdict"] == "hit" for each in now)
    now_signs = sum(bool(each["right_way"]) for each in now)
    kinds = Counter(why[name]["kind"] for name in missed if name in why)
    counted = "; ".join(f"{KINDS[kind]} {count}" for kind, count in kinds.most_common())
    lines = [
        f"Of {len(first)} findings that were frozen before any was run, {hits} were hits when they"
        f" were scored for the first time ({percent(hits / len(first), 'en')}; the goal was 60%),"
        f" and {signs} had the right sign ({percent(signs / len(first), 'en')}; goal 80%). That"
        f" score stands. Under today's parameter values {now_hits} are hits and {now_signs} have"
        " the right sign, which is no prediction any more where values were fitted since.",
        "",
        f"The {len(missed)} that were no hits, by kind: {counted}.",
        "",
    ]
    turned = [
        each["id"]
        for each in now
        if each["verdict"] != "hit" and first[each["id"]]["verdict"] == "hit"
    ]
    if turned:
        lines += [f"Hits then, and none now, at the end: {', '.join(turned)}.", ""]
    for name in [*missed, *turned]:
        then = "; ".join(f"{check}: {told}" for check, told in first[name]["checks"].items())
        told = f"*First score*: {then}. {today(findings[name])}"
        lines += entry(findings[name], told, why.get(name))
    return lines


def known(why: dict[str, Any], findings: dict[str, dict[str, Any]]) -> list[str]:
    """Findings that are no predictions, and are missed today: how far, and why."""
    missed = {
        name: each
        for name, each in findings.items()
        if each["label"] != "untouched" and each["verdict"] not in {"hit", None}
    }
    ran = [
        each
        for each in findings.values()
        if each["label"] != "untouched" and each["verdict"] is not None
    ]
    signs = sum(bool(each["right_way"]) for each in missed.values())
    kinds = Counter(why[name]["kind"] for name in missed if name in why)
    counted = "; ".join(f"{KINDS[kind]} {count}" for kind, count in kinds.most_common())
    lines = [
        f"{len(missed)} of {len(ran)}, of which {signs} have the right sign. By kind: {counted}.",
        "",
    ]
    for name, each in missed.items():
        lines += entry(each, today(each), why.get(name))
    return lines


def today(finding: dict[str, Any]) -> str:
    """How a finding fares today, check by check."""
    told = "; ".join(checked(check) for check in finding["checks"] if check["decides"])
    return f"*Today*: {told}."


def checked(check: dict[str, Any]) -> str:
    """A check's verdict, with what was published and simulated."""
    beside = f"published {check['published'] or check['how']}"
    if check["estimate"] is not None and check["how"] in {"interval", "factor", "null"}:
        beside += f", simulated {significant(check['estimate'], 2, 'en')}"
    return f"{check['name']}: {check['verdict']} ({beside})"


def entry(finding: dict[str, Any], told: str, reason: dict[str, Any] | None) -> list[str]:
    """One miss: what came of it, of which kind it is, why, and what a hit would take."""
    lines = [f"### {finding['id']}. {finding['name']}", "", told, ""]
    if reason is None:
        sys.stderr.write(f"{finding['id']} is not explained in experiments/misses.toml\n")
        return [*lines, "Not yet explained.", ""]
    decides = ", ".join(f"`{each}`" for each in reason["mechanisms"])
    return [
        *lines,
        f"*{KINDS[reason['kind']].capitalize()}* (decided in {decides}). {reason['why']}",
        "",
        f"*What a hit would take*: {reason['needs']}",
        "",
    ]


def families(records: dict[str, Any]) -> list[str]:
    """Where hits are fewest, among families of five findings or more."""
    rates = sorted(
        (each["hits"] / each["n"], name, each)
        for name, each in records["by_family"].items()
        if each["n"] >= FEW
    )
    told = [f"{name} ({each['hits']} of {each['n']})" for _, name, each in rates]
    return [
        f"Fewest of {', '.join(told[:4])} come out today; most of {', '.join(told[:-4:-1])}.",
        "",
    ]


def page() -> str:
    """The page with its sections made anew."""
    records = json.loads(results_file().read_text("utf-8"))
    findings = {each["id"]: each for each in records["findings"]}
    first, why = first_scores(), explanations()
    made = {
        "families": families(records),
        "known": known(why, findings),
        "misses": section(first, why, findings),
    }
    text = PAGE.read_text("utf-8")
    for name in SECTIONS:
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}{chr(10).join(made[name])}{end}{after}"
    return text


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is out of date."""
    return write_or_check({PAGE: page()}, arguments, "misses.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
