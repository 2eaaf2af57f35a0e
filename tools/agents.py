"""Makes the page on whether agents matter: effects, sources and phenomena beside the mean field.

    python tools/agents.py            writes docs/explanation/agents-matter.md and its picture
    python tools/agents.py --sets 2   the same in few parameter sets, to see that it works

What the page says of the results is made with it; nothing on it is written by hand.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.scenario.load import load
from tillitsim.studies.heterogeneity.alike import SOURCES
from tillitsim.studies.heterogeneity.analysis import Effect, Heterogeneity, heterogeneity
from tillitsim.studies.heterogeneity.command import OUTCOMES as HEADLINES
from tillitsim.studies.heterogeneity.command import PHENOMENA_SETS, STEERINGS
from tillitsim.studies.heterogeneity.figure import split_figure
from tillitsim.studies.heterogeneity.phenomena import ERROR, Phenomena, phenomena
from tillitsim.studies.heterogeneity.phenomena_table import phenomena_lines
from tillitsim.studies.heterogeneity.table import steering_title
from tillitsim.view.numbers import percent, signed
from tillitsim.view.style import image
from tillitsim.view.sureness import grade_word

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "explanation" / "agents-matter.md"
PICTURE = DOCS / "pictures" / "agents-matter.png"
SERVICES = ("home-care", "school", "emergency-hospital-care")
SHOWN = (*HEADLINES, "meeting_quality", "trust_in_service", "unequal_treatment", "sick_leave")
SEED = 0
HEAD = """\
# Do agents matter?

*Made by `python tools/agents.py`; do not edit. For a service and steering of your own: \
`tillitsim heterogeneity SERVICE --phenomena`.*

A model of agents is worth its trouble where people and units that differ give another result than \
their means would. Here every headline effect of steering is worked out twice: with people as they \
are, and with everybody alike (the *mean field*: every member of staff, manager and citizen is the \
mean one). Where the two differ, one source of differences after the other is taken away, to see \
what the effect is owed to."""
LIMITS = """\
## What this does not show

- Differences between people are declared (spreads of motives, skill, managers, citizens), and so \
is where norms of units start. That results hang on them is shown; that they are as large as \
declared is not.
- Private bias is a difference too (its mean is zero), so where all are alike nobody misuses \
discretion, and nobody gives less than colleagues do.
- A practice that spreads in an S is in the model (invention and imitation give the curve of Bass \
1969), but the mean field gives it too, so it is no case for agents.
- Taking a source away also moves what hangs on it; sources do not add up to the whole.
- The two phenomena are documented; the model was not fitted to either, and neither is one of the \
findings on [the evidence page](../evidence.md)."""


def main() -> None:
    """Run everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=24)
    parser.add_argument("--phenomena-sets", type=int, default=PHENOMENA_SETS)
    asked = parser.parse_args()
    sets, more = (draw_sets(count, SEED) for count in (asked.sets, asked.phenomena_sets))
    services = [load(name) for name in SERVICES]
    effects = [
        heterogeneity(each, STEERINGS, sets.each, seed=SEED, calibrated=sets.calibrated)
        for each in services
    ]
    seen = [phenomena(each, more.each, seed=SEED) for each in services]
    told = ". ".join(phenomena_lines(seen[0], "en"))
    figure = split_figure(seen[0], services[0], "en", SEED)
    PICTURE.write_bytes(
        image(figure, "png", title="Units that part after a period of control", alternative=told)
    )
    parts = [HEAD, answer(effects), *owed(effects), phenomena_part(effects, seen, told), LIMITS]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def every(found: Heterogeneity) -> list[tuple[int, Effect]]:
    """All effects of a service, steering by steering."""
    return [(i, found.effect(i, name)) for i in range(len(found.steerings)) for name in SHOWN]


def answer(effects: list[Heterogeneity]) -> str:
    """In how many effects differences matter, and how well the means alone would do."""
    rows = ["| service | effects of another size | of another sign | of |", "| --- " * 4 + "|"]
    for found in effects:
        owing = [effect for _, effect in every(found) if effect.verdict.sign]
        turned = [each for each in owing if each.now.median * each.gone.median < 0.0]
        rows.append(
            f"| {found.service.title['en']} | {len(owing)} | {len(turned)} | {len(every(found))} |"
        )
    head = "| correlation with the mean field | " + " | ".join(
        found.service.title["en"] for found in effects
    )
    lines = [f"{head} |", "| --- " * (len(effects) + 1) + "|"]
    for name in SHOWN:
        numbers = (found.correlation(name) for found in effects)
        cells = " | ".join("" if each != each else f"{each:.2f}" for each in numbers)  # noqa: PLR0124
        lines.append(f"| {OUTCOMES[name].english} | {cells} |")
    text = (
        f"Four steerings, {len(SHOWN)} outcomes, {effects[0].effects.shape[2]} sets of assumptions"
        " (the default values are one). An effect counts as another where it is at least *likely*"
        " to differ by what matters for the outcome."
    )
    return "\n".join(["## The answer", "", text, "", *rows, "", *lines])


def owed(effects: list[Heterogeneity]) -> list[str]:
    """Each effect that would be another, and how many effects are owed to each source."""
    counts: Counter[str] = Counter()
    head = "| steering | outcome | as people are | all alike | how sure | owed most to |"
    parts = []
    for found in effects:
        lines = [f"### {found.service.title['en']}", "", head, "| --- " * 6 + "|"]
        for i, effect in every(found):
            counts.update(list(found.owes(i, effect.outcome)))
            if effect.verdict.sign:
                lines.append(effect_row(found, i, effect))
        parts.append("\n".join(lines) if len(lines) > 4 else f"{lines[0]}\n\nNone.")
    whole = sum(len(every(found)) for found in effects)
    lines = ["| taken away | effects that change by what matters |", "| --- | --- |"]
    lines += [f"| {SOURCES[name][0]} | {counts[name]} of {whole} |" for name in SOURCES]
    return ["\n".join(["## Where it comes from", "", *lines]), *parts]


def effect_row(found: Heterogeneity, steering: int, effect: Effect) -> str:
    """One effect as a row."""
    outcome, grade = OUTCOMES[effect.outcome], effect.verdict.grade
    now, gone = (
        signed(each.median * outcome.factor, outcome.digits, "en")
        for each in (effect.now, effect.gone)
    )
    sure = "" if grade is None else grade_word(grade, "en")
    source = "no single one" if effect.source is None else SOURCES[effect.source][0]
    cells = (steering_title(found, steering, "en"), outcome.english, now, gone, sure, source)
    return f"| {' | '.join(cells)} |"


def phenomena_part(effects: list[Heterogeneity], seen: list[Phenomena], told: str) -> str:
    """What no mean field gives, with its tests, service by service."""
    lines = [
        "## What no mean field gives",
        "",
        "Two things that are documented, and that one mean unit with mean people cannot show."
        " **Units part**: what was crowded out does not come back when the price goes (Gneezy &"
        " Rustichini 2000), and like organisations differ for many years (Syverson 2011)."
        " **Harm comes again from the same people**: three paid claims treble the risk of another"
        " (Studdert et al. 2016); a few doctors account for half of all complaints (Bismark et al."
        f" 2013). Each test errs in {percent(ERROR, 'en')} of models in which differences do"
        " nothing: sets that split in one of the two alone (McNemar, exact), and the ratio of the"
        " two rate ratios (Mantel-Haenszel).",
        "",
        f"![{told}](../pictures/agents-matter.png)",
        "",
        "A column is a set of assumptions; grey is what counts as neither good nor unravelled.",
        "",
    ]
    for found, each in zip(effects, seen, strict=True):
        lines.append(f"**{found.service.title['en']}**")
        lines += ["", *(f"- {line}." for line in phenomena_lines(each, "en")), ""]
    lines.append(
        "In the mean field every unit also starts with the mean norm, for people who are alike do"
        " not yet make units alike: units part mostly because their norms start apart, and the"
        " threshold keeps them so."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
