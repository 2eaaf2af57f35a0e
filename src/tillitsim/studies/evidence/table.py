"""The evidence as text, as a page and as records: every finding, published beside simulated."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from tillitsim import __version__
from tillitsim.model.core import jit
from tillitsim.studies.evidence.ensemble_scores import Across
from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.schema import Check
from tillitsim.studies.evidence.score import Score
from tillitsim.studies.evidence.summary import Rate, Summary, summarise
from tillitsim.studies.evidence.words import WORDS
from tillitsim.view.numbers import percent, significant

Rows = list[tuple[str, ...]]


def simulated(check: Check, score: Score, language: str) -> str:
    """What was simulated, in the form that its scoring asks for."""
    own = WORDS[language]

    def number(value: float) -> str:
        return significant(value, 3, language)

    text = f"{number(score.estimate)} ({number(score.low)}, {number(score.high)})"
    if check.how == "sign":
        share = own.sign_share.format(share=percent(score.right_sign, language), n=score.n)
        return f"{text}; {share}"
    if check.how == "ordering":
        return own.pairs.format(gap=text)
    return f"{text} {check.unit}".rstrip()


def rates_rows(rates: Sequence[Rate], names: dict[str, str] | None, language: str) -> Rows:
    """Rates as rows of cells: group, hits of findings, share, inconclusive."""
    return [
        (
            (names or {}).get(rate.name, rate.name),
            f"{rate.hits}/{rate.n}",
            percent(rate.share, language) if rate.n else "\N{EN DASH}",
            str(rate.inconclusive),
        )
        for rate in rates
    ]


def finding_rows(trials: Sequence[Trial], language: str) -> Rows:
    """One row a check: finding, published, simulated, verdict."""
    own = WORDS[language]
    rows: Rows = []
    for trial in trials:
        finding = trial.finding
        for position, (check, score) in enumerate(zip(finding.checks, trial.scores, strict=False)):
            verdict = own.verdicts[score.verdict]
            rows.append(
                (
                    finding.id if position == 0 else "",
                    check.name or finding.name,
                    check.published or check.how,
                    simulated(check, score, language),
                    verdict if check.decides else f"{verdict} ({own.beside})",
                )
            )
    return rows


def ranges_rows(found: Across, language: str) -> Rows:
    """Hit rates over worlds as rows of cells: group, mean, where nine tenths of worlds lie."""
    own = WORDS[language]
    names = {"headline": own.all_groups, **own.labels}
    return [
        (
            names[each.name],
            _share(each.mean, language),
            own.between.format(_share(each.low, language), _share(each.high, language)),
        )
        for each in found.ranges()
    ]


def headlines(summary: Summary, language: str) -> list[str]:
    """The headline, the references, and how many are not run."""
    own = WORDS[language]
    n = sum(rate.n for rate in summary.favours)
    lines = [
        own.headline.format(rate=_share(summary.headline, language), n=n),
        own.references.format(
            trust=_share(summary.always_trust, language),
            nothing=_share(summary.no_effect, language),
        ),
    ]
    return lines + ([own.not_run.format(n=summary.not_run)] if summary.not_run else [])


def _share(share: float, language: str) -> str:
    return "\N{EN DASH}" if math.isnan(share) else percent(share, language)


def evidence_table(
    trials: Sequence[Trial],
    language: str,
    columns: Callable[[Rows], list[str]],
    heading: Callable[[str], str] = lambda text: text,
    found: Across | None = None,
) -> str:
    """Everything as text; ``columns`` aligns rows of cells."""
    own, summary = WORDS[language], summarise(trials)
    lines = [heading(own.title), *headlines(summary, language)]
    for title, rates, names in (
        (own.by_favours, summary.favours, dict(own.favours)),
        (own.by_label, summary.labels, dict(own.labels)),
        (own.by_family, summary.families, None),
    ):
        lines += ["", heading(title), *columns(rates_rows(rates, names, language))]
    if found is not None:
        lines += ["", heading(own.in_worlds.format(len(found.trials)))]
        lines += columns(ranges_rows(found, language))
    header = ("", own.finding, own.published, own.simulated, own.verdict)
    lines += ["", *columns([header, *finding_rows(trials, language)])]
    lines += ["", own.chance, f"tillitsim {__version__}"]
    return "\n".join(lines) + "\n"


def evidence_records(trials: Sequence[Trial], found: Across | None = None) -> dict[str, Any]:
    """Everything as plain data; what is not a number is null."""

    def plain(value: float) -> float | None:
        return None if math.isnan(value) else float(value)

    def rates(given: Sequence[Rate]) -> dict[str, Any]:
        return {
            rate.name: {
                "hits": rate.hits,
                "inconclusive": rate.inconclusive,
                "n": rate.n,
                "share": plain(rate.share),
            }
            for rate in given
        }

    summary = summarise(trials)
    hits = found.hits if found is not None else {}
    return {
        "version": __version__,
        "engine": jit.fingerprint(),
        "headline": plain(summary.headline),
        "references": {
            "always_trust": plain(summary.always_trust),
            "no_effect": plain(summary.no_effect),
        },
        "not_run": summary.not_run,
        "by_favours": rates(summary.favours),
        "by_label": rates(summary.labels),
        "by_family": rates(summary.families),
        "worlds": 0 if found is None else len(found.trials),
        "rates_in_worlds": {}
        if found is None
        else {r.name: {"mean": r.mean, "low": r.low, "high": r.high} for r in found.ranges()},
        "findings": [
            {
                "id": trial.finding.id,
                "name": trial.finding.name,
                "favours": trial.finding.favours,
                "label": trial.finding.label,
                "family": trial.finding.family,
                "source": trial.finding.source.model_dump(),
                "not_run": trial.finding.not_run or None,
                "verdict": trial.verdict if trial.scores else None,
                "replicates": trial.replicates,
                "hit_in_worlds": hits.get(trial.finding.id, 0) if found is not None else None,
                "checks": [
                    {
                        "name": check.name or check.kind,
                        "kind": check.kind,
                        "how": check.how,
                        "decides": check.decides,
                        "published": check.published,
                        "verdict": score.verdict,
                        "estimate": plain(score.estimate),
                        "low": plain(score.low),
                        "high": plain(score.high),
                        "right_sign": plain(score.right_sign),
                        "monte_carlo_error": plain(score.error),
                        "tolerance": plain(score.tolerance),
                        "off": plain(score.off),
                        "n": score.n,
                    }
                    for check, score in zip(trial.finding.checks, trial.scores, strict=False)
                ],
            }
            for trial in trials
        ],
    }


def evidence_page(trials: Sequence[Trial], language: str, found: Across | None = None) -> str:
    """The page for the docs: rates, then every finding with its study, translation and verdict."""
    own, summary = WORDS[language], summarise(trials)
    lines = [f"# {own.title}", "", *[f"{line}." for line in headlines(summary, language)]]
    for title, rates, names in (
        (own.by_favours, summary.favours, dict(own.favours)),
        (own.by_label, summary.labels, dict(own.labels)),
        (own.by_family, summary.families, None),
    ):
        lines += ["", f"## {title}", ""]
        header = (own.group, own.hits, "%", own.inconclusive)
        lines += _markdown([header, *rates_rows(rates, names, language)])
    if found is not None:
        lines += ["", f"## {own.in_worlds.format(len(found.trials))}", ""]
        lines += _markdown([(own.group, own.mean, own.most_worlds), *ranges_rows(found, language)])
    lines += ["", own.chance, "", f"## {own.findings}"]
    for trial in trials:
        finding = trial.finding
        source = finding.source
        lines += [
            "",
            f"### {finding.id}. {finding.name}",
            "",
            f"{source.authors} ({source.year}), {source.outlet or '-'}"
            + (f", doi:{source.doi}" if source.doi else "")
            + f". {own.favours[finding.favours]}; {own.labels[finding.label]}.",
            "",
            f"*{own.published}*: {finding.effect}",
        ]
        if finding.not_run:
            lines += ["", f"*{finding.not_run}*"]
            continue
        if finding.translation:
            lines += ["", finding.translation]
        header = ("", own.published, own.simulated, own.verdict)
        lines += ["", *_markdown([header, *[row[1:] for row in finding_rows([trial], language)]])]
        if found is not None:
            lines += ["", own.worlds.format(hits=found.hits[finding.id], n=len(found.trials)) + "."]
    return "\n".join(lines) + "\n"


def _markdown(rows: Rows) -> list[str]:
    cells = [["" if not cell else cell.replace("|", "\\|") for cell in row] for row in rows]
    ruler = "|" + " --- |" * len(cells[0])
    return [f"| {' | '.join(cells[0])} |", ruler, *[f"| {' | '.join(row)} |" for row in cells[1:]]]
