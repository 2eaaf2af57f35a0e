"""Level facts as text and as records: what was published, what the model says, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from tillitsim.locale import N_, translator
from tillitsim.studies.levels.analysis import Answer
from tillitsim.studies.levels.misses import cause_of
from tillitsim.view.numbers import decimal, percent

VERDICTS = {
    "inside": N_("inside"),
    "outside": N_("outside"),
    "not judged": N_("not judged"),
}
Columns = Callable[[list[tuple[str, ...]]], list[str]]


def levels_table(answers: Sequence[Answer], language: str, columns: Columns) -> str:
    """Every fact by sector, why there are misses, and how many facts lie inside their tolerance."""
    _ = translator(language)
    lines: list[str] = []
    sectors = list(dict.fromkeys(answer.fact.sector for answer in answers))
    for sector in sectors:
        rows = [_row(each, language) for each in answers if each.fact.sector == sector]
        lines += [sector, *columns(rows), ""]
    told = [f"  {', '.join(ids)}: {why}" for why, ids in why_missed(answers, language).items()]
    if told:
        lines += [_("Why there are misses, as far as we see:"), *told, ""]
    return "\n".join([*lines, *summary(answers, language)])


def why_missed(answers: Sequence[Answer], language: str) -> dict[str, list[str]]:
    """Causes of the misses among some answers, the most frequent first, with the facts' ids."""
    found: dict[str, list[str]] = {}
    for each in answers:
        cause = cause_of(each.fact) if each.verdict == "outside" else None
        if cause is not None:
            found.setdefault(cause.in_language(language), []).append(each.fact.id)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def summary(answers: Sequence[Answer], language: str) -> list[str]:
    """Sentences: inside, outside, not judged; by sector, and for each reason not to judge."""
    _ = translator(language)
    judged = [each for each in answers if each.verdict != "not judged"]
    inside = sum(each.verdict == "inside" for each in judged)
    share = f" ({percent(inside / len(judged), language)})" if judged else ""
    told = _("{inside} of {judged} facts{share} lie inside their tolerance; {rest} are not judged.")
    rest = len(answers) - len(judged)
    lines = [told.format(inside=inside, judged=len(judged), share=share, rest=rest)]
    for sector in dict.fromkeys(each.fact.sector for each in judged):
        own = [each for each in judged if each.fact.sector == sector]
        of_them = _("{inside} of {judged}").format(
            inside=sum(e.verdict == "inside" for e in own), judged=len(own)
        )
        lines.append(f"  {sector}: {of_them}")
    return lines


def _row(answer: Answer, language: str) -> tuple[str, ...]:
    _, fact = translator(language), answer.fact
    simulated = "\N{EN DASH}"
    if not math.isnan(answer.simulated):
        simulated = f"{_number(answer.simulated, language)} {answer.unit}".rstrip()
    wanted = "\N{EN DASH}"
    if answer.tolerance is not None:
        low, high = (_number(edge, language) for edge in answer.tolerance)
        wanted = _("{} to {}").format(low, high)
    verdict = _(VERDICTS[answer.verdict])
    said = verdict if not answer.reason else f"{verdict}: {_(answer.reason)}"
    return fact.id, said, simulated, wanted, f"{fact.quantity} ({fact.published})"


def _number(value: float, language: str) -> str:
    if math.isinf(value):
        return "..."
    return decimal(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2, language)


def levels_records(answers: Sequence[Answer]) -> dict[str, object]:
    """Everything for programs; a number that is not there is null."""
    return {
        "inside": sum(each.verdict == "inside" for each in answers),
        "judged": sum(each.verdict != "not judged" for each in answers),
        "facts": [
            {
                "id": each.fact.id,
                "kind": each.fact.kind,
                "sector": each.fact.sector,
                "quantity": each.fact.quantity,
                "published": each.fact.published,
                "source": each.fact.source,
                "verdict": each.verdict,
                "reason": each.reason or _cause(each),
                "given": each.given,
                "simulated": _plain(each.simulated),
                "low": _plain(each.low),
                "high": _plain(each.high),
                "unit": each.unit,
                "tolerance": None
                if each.tolerance is None
                else [_plain(edge) for edge in each.tolerance],
            }
            for each in answers
        ],
    }


def _cause(answer: Answer) -> str:
    cause = cause_of(answer.fact) if answer.verdict == "outside" else None
    return "" if cause is None else cause.in_language("en")


def levels_page(answers: Sequence[Answer]) -> str:
    """Every fact in Markdown, by sector, then what the misses come from and what is not judged."""
    given = [each for each in answers if each.given]
    hits = [each for each in answers if each.verdict == "inside"]
    lines = [
        f"**{summary(answers, 'en')[0]}** {len(given)} of the judged are what a scenario is given,"
        " or follow from it at once; without those"
        f" {sum(not each.given for each in hits)} of"
        f" {sum(each.verdict != 'not judged' for each in answers) - len(given)} lie inside.",
        "",
    ]
    for sector in dict.fromkeys(each.fact.sector for each in answers):
        own = [each for each in answers if each.fact.sector == sector]
        judged = [each for each in own if each.verdict != "not judged"]
        if not judged:
            continue
        inside = sum(each.verdict == "inside" for each in judged)
        lines += [
            f"## {sector.replace('-', ' ').capitalize()}: {inside} of {len(judged)}",
            "",
            "| fact | published | model | tolerance | |",
            "| --- | --- | --- | --- | --- |",
            *(_page_row(each) for each in judged),
            "",
        ]
    lines += ["## Why there are misses, as far as we see", ""]
    missed = why_missed(answers, "en").items()
    lines += [f"- {why[0].upper()}{why[1:]} ({', '.join(ids)})." for why, ids in missed]
    told = {each for ids in why_missed(answers, "en").values() for each in ids}
    rest = [e.fact.id for e in answers if e.verdict == "outside" and e.fact.id not in told]
    if rest:
        lines.append(f"- Not explained: {', '.join(rest)}.")
    lines += ["", "## Not judged", ""]
    reasons: dict[str, list[str]] = {}
    for each in answers:
        if each.verdict == "not judged":
            reasons.setdefault(each.reason, []).append(each.fact.id)
    ranked = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    lines += [f"- {why[0].upper()}{why[1:]} ({', '.join(ids)})." for why, ids in ranked]
    return "\n".join(lines) + "\n"


def _page_row(answer: Answer) -> str:
    _, verdict, simulated, wanted, _ = _row(answer, "en")
    quantity = f"{answer.fact.id} {answer.fact.quantity}"
    cells = (quantity, answer.fact.published, simulated, wanted, verdict)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None
