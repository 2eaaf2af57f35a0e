"""Puts each change of the equations back alone and holds findings and levels against what is left.

    python tools/equations.py                   runs, and writes docs/explanation/equations.md
    python tools/equations.py --replicates 2    the same with fewer runs of each finding and service
    python tools/equations.py --quick           a tenth of the findings and facts; prints the page
    python tools/equations.py --check           runs nothing; fails if the page would change

What was changed, and the values at which the former behaviour is back, stand in
experiments/equations.toml; what came of it in experiments/equations-results.json. All runs are with
default values and the same random numbers, so what differs is the change.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from made import CHECK, write_or_check

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import Trial, run_all
from tillitsim.studies.evidence.schema import Check, Finding
from tillitsim.studies.evidence.score import RIGHT_SIGN, Score, target_of
from tillitsim.studies.evidence.summary import GROUPS, LABELS
from tillitsim.studies.levels.analysis import levels
from tillitsim.studies.levels.facts import Fact, load_facts

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "equations.md"
CHANGES = ROOT / "experiments" / "equations.toml"
RESULTS = ROOT / "experiments" / "equations-results.json"
REPLICATES = 4
SIDES = {"trust": "trust", "control": "control", "competition": "market", "mixed": "both ways"}


@dataclass(frozen=True)
class Standing:
    """What is right under some values: ids of findings, and of level facts that are judged.

    ``signs`` are right in the sign of every check that decides, ``hits`` also in size.
    """

    hits: tuple[str, ...]
    signs: tuple[str, ...]
    inside: tuple[str, ...]
    outside: tuple[str, ...]


def changes() -> list[dict[str, Any]]:
    """Every change, in the order of the file."""
    found: list[dict[str, Any]] = tomllib.loads(CHANGES.read_text("utf-8"))["change"]
    return found


def rejected() -> list[dict[str, str]]:
    """What was tried and not taken."""
    found: list[dict[str, str]] = tomllib.loads(CHANGES.read_text("utf-8"))["rejected"]
    return found


def by_point(check: Check, score: Score) -> bool:
    """Whether a check is a hit by its estimate alone; so few runs have wide intervals."""
    if score.verdict == "not judged":
        return False
    if check.beyond_smallest:
        return check.sign * score.estimate >= check.smallest
    if check.how in {"ordering", "sign"}:
        return score.right_sign >= (1.0 if check.how == "ordering" else RIGHT_SIGN)
    target, tolerance = target_of(check)
    if check.how == "factor":
        return 0.5 <= score.estimate / target <= 2.0
    beyond = score.estimate - target
    low_enough = check.side == "below" or beyond <= tolerance
    return low_enough and (check.side == "above" or beyond >= -tolerance)


def standing(
    findings: Sequence[Finding],
    facts: Sequence[Fact],
    values: Mapping[str, float],
    replicates: int,
) -> Standing:
    """What is right under ``values`` of some parameters, all others at their defaults."""
    (trials,) = run_all(findings, [values], most=replicates)
    answers = levels(facts, values, replicates=replicates)
    return Standing(
        tuple(each.finding.id for each in trials if is_hit(each)),
        tuple(each.finding.id for each in trials if each.right_way),
        *(
            tuple(each.fact.id for each in answers if each.verdict == verdict)
            for verdict in ("inside", "outside")
        ),
    )


def is_hit(trial: Trial) -> bool:
    """Whether all checks that decide are hits."""
    return all(by_point(check, score) for check, score in trial.deciding)


def measured(findings: Sequence[Finding], facts: Sequence[Fact], replicates: int) -> dict[str, Any]:
    """What is right as it is, and with each change put back."""
    now = standing(findings, facts, {}, replicates)
    sectors = {each.id: each.sector for each in facts}
    rows = []
    for each in changes():
        former = each["former"]
        if any(PARAMETERS[name].default != value for name, value in former.items()):
            sys.stderr.write(f"{each['name']}\n")
            there = standing(findings, facts, former, replicates)
            rows.append({"name": each["name"], **asdict(there)})
    return {
        "replicates": replicates,
        "findings": {
            each.id: {"favours": each.favours, "label": each.label, "family": each.family}
            for each in findings
        },
        "facts": {name: sectors[name] for name in (*now.inside, *now.outside)},
        "now": asdict(now),
        "without": rows,
    }


def page(results: Mapping[str, Any]) -> str:
    """The page, of the changes and of what was measured."""
    parts = [HEAD.format(replicates=results["replicates"]), summary(results)]
    parts += ["## What each change is, and what holds it", what_table()]
    for title, table in (
        ("Hits and signs by what a finding favours, and levels", favours_table(results)),
        ("By what the model knew of a finding", label_table(results)),
        ("Families of findings, and sectors, in which something turns", turned_table(results)),
    ):
        parts += [f"## {title}", table]
    parts += ["## Tried and not taken", rejected_list()]
    return "\n\n".join(parts) + "\n"


def what_table() -> str:
    """One row a change: where its equation stands, its parameters, and its tests."""
    rows = []
    for each in changes():
        equations = ", ".join(f"[{name}](../model.md#{name})" for name in each["equation"])
        named = each["former"] or dict.fromkeys(each.get("names", []))
        former = ", ".join(
            f"`{name}`" + ("" if value is None else f" ({now_of(name)}; {value:g})")
            for name, value in named.items()
        )
        former += f". Note: {each['gone']}" if "gone" in each else ""
        tests = list(dict.fromkeys((each["test"], each["control"])))
        held = "; ".join(f"[{words(test)}](../../{test.partition('::')[0]})" for test in tests)
        rows.append((str(each.get("audit", "")), each["name"], equations, former, held))
    head = (
        "audit",
        "change",
        "equation",
        "parameter (now; as before)",
        "tests: closed form, without it",
    )
    return table(head, rows)


def now_of(name: str) -> str:
    """A parameter's default as it is written."""
    return f"{PARAMETERS[name].default:g}"


def words(test: str) -> str:
    """A test's name as a sentence."""
    return test.partition("::")[2].removeprefix("test_").replace("_", " ")


def favours_table(results: Mapping[str, Any]) -> str:
    """Hits and signs of all findings and of each side, and levels inside."""
    sides = {f"favours {SIDES[side]}": ids_of(results, "favours", side) for side in GROUPS}
    return counted(results, {"all": set(results["findings"]), **sides}, facts=True)


def label_table(results: Mapping[str, Any]) -> str:
    """The same by label."""
    return counted(results, {label: ids_of(results, "label", label) for label in LABELS})


def ids_of(results: Mapping[str, Any], key: str, value: str) -> set[str]:
    """Findings of a group."""
    return {name for name, each in results["findings"].items() if each[key] == value}


def counted(
    results: Mapping[str, Any], groups: Mapping[str, set[str]], *, facts: bool = False
) -> str:
    """Hits and signs of some groups of findings: as it is, then what each change put back turns."""

    def row(name: str, there: Mapping[str, Any], told: Callable[[int, int, int], str]) -> list[str]:
        cells = [name]
        for ids in groups.values():
            cells += [
                told(*(len(ids & set(of[kind])) for of in (there, results["now"])), len(ids))
                for kind in ("hits", "signs")
            ]
        if facts:
            inside = (len(of["inside"]) for of in (there, results["now"]))
            cells.append(told(*inside, len(results["facts"])))
        return cells

    head = ["put back", *(f"{name}: {kind}" for name in groups for kind in ("hits", "signs"))]
    head += ["levels inside"] if facts else []
    rows = [row("nothing", results["now"], lambda there, _, of: f"{there}/{of}")]
    rows += [
        row(each["name"], each, lambda there, now, _: change(there - now))
        for each in results["without"]
    ]
    return table(head, rows)


def change(difference: int) -> str:
    """A difference of counts as it is told."""
    return f"{difference:+d}".replace("-", "\N{MINUS SIGN}") if difference else "0"


def turned_table(results: Mapping[str, Any]) -> str:
    """Of each change put back: findings gained and lost by family, and facts by sector."""
    families = {name: each["family"] for name, each in results["findings"].items()}
    rows = []
    for each in results["without"]:
        row = [each["name"]]
        for kind, of in (("hits", families), ("inside", results["facts"])):
            there, now = set(each[kind]), set(results["now"][kind])
            row += [grouped(there - now, of), grouped(now - there, of)]
        rows.append(row)
    head = ("put back", "findings gained", "findings lost", "levels gained", "levels lost")
    return table(head, rows)


def grouped(ids: Iterable[str], of: Mapping[str, str]) -> str:
    """Ids by their family or sector: ``monitoring K12, K37``."""
    found: dict[str, list[str]] = {}
    for name in sorted(ids):
        found.setdefault(of.get(name, "other"), []).append(name)
    return "; ".join(f"{group} {', '.join(found[group])}" for group in sorted(found))


def summary(results: Mapping[str, Any]) -> str:
    """The answer: which changes findings or levels rest on, and which on neither."""
    costs = {
        each["name"]: (
            len(each["hits"]) - len(results["now"]["hits"]),
            len(each["inside"]) - len(results["now"]["inside"]),
        )
        for each in results["without"]
    }
    signs = Counter(np.sign(hits) for hits, _ in costs.values())
    lines = [
        f"Of {len(costs)} changes, {signs[-1]} put back alone cost hits, {signs[1]} gain some, and"
        f" {signs[0]} leave their number as it is."
    ]
    for title, at in (("hits", 0), ("levels", 1)):
        worst = sorted(costs, key=lambda name: costs[name][at])[:3]
        told = [f"{name} ({change(costs[name][at])})" for name in worst if costs[name][at] < 0]
        if told:
            lines.append(f"Most {title} rest on: {'; '.join(told)}.")
    best = sorted(costs, key=lambda name: -costs[name][0])[:3]
    told = [f"{name} ({change(costs[name][0])})" for name in best if costs[name][0] > 0]
    if told:
        lines.append(f"More findings would come out without: {'; '.join(told)}.")
    return " ".join(lines)


def rejected_list() -> str:
    """What was tried and not taken, with what was measured."""
    tried = "\n".join(
        f"- **{each['name'][0].upper()}{each['name'][1:]}**: {each['measured']}."
        for each in rejected()
    )
    return f"Measured under the equations of their time.\n\n{tried}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as Markdown."""
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


HEAD = """\
# What each change of the equations is worth

*Made by `python tools/equations.py`; do not edit.* What a mechanism moves in a service is on \
[another page](mechanisms-matter.md).

An audit of the first version asked for nineteen changes of the equations; seven more came with \
the work on levels. None was accepted for hits alone: [decision 26](\
../decisions/0026-equations-are-accepted-with-what-they-cost.md). Here each is put back by itself \
to what it was before, all others as they are today, under the default values and the same random \
numbers: what turns is owed to that change among the others. Findings are scored by their \
estimates from {replicates} replicates, without intervals, so that the first row differs from \
[the evidence](../evidence.md), and that what lies near an edge may turn by chance. \
Values have been fitted with all changes in \
place, which favours them; and a change that costs hits may still be right, for its source or for \
an outcome that would be dead without it. What each did when it was built stands in \
[the changelog](../../CHANGELOG.md)."""


def main(arguments: list[str]) -> int:
    """Run and write, or with ``--check`` say whether the page is out of date."""
    if arguments != CHECK:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--replicates", type=int, default=REPLICATES)
        parser.add_argument("--quick", action="store_true")
        given = parser.parse_args(arguments)
        findings = [each for each in load_all([evidence_folder()]) if each.experiment is not None]
        step = 10 if given.quick else 1
        found = measured(findings[::step], load_facts()[::step], max(2, given.replicates))
        if given.quick:
            sys.stdout.write(page(found))
            return 0
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    results = json.loads(RESULTS.read_text("utf-8"))
    return write_or_check({PAGE: page(results)}, arguments, "equations.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
