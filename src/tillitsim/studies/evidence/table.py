"""The evidence as text, as a page and as records: every finding, published beside simulated."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

from tillitsim import __version__
from tillitsim.locale import N_, translator
from tillitsim.runs.cases.batch import engine
from tillitsim.studies.evidence.ensemble_scores import Across
from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.schema import Check, Finding
from tillitsim.studies.evidence.score import Score, enough
from tillitsim.studies.evidence.summary import Rate, Summary, summarise
from tillitsim.view.numbers import percent, significant

LABELS = {
    "fitted": N_("fitted (calibrated to)"),
    "inspired": N_("mechanism inspired by it"),
    "untouched": N_("untouched (predictions)"),
}
FAVOURS = {
    "trust": N_("favours trust"),
    "control": N_("favours control"),
    "competition": N_("favours competition"),
    "mixed": N_("goes both ways, or nothing"),
}
VERDICTS = {
    "hit": N_("hit"),
    "miss": N_("miss"),
    "inconclusive": N_("inconclusive"),
    "not judged": N_("not judged"),
}

Rows = list[tuple[str, ...]]


def simulated(check: Check, score: Score, language: str) -> str:
    """What was simulated, in the form that its scoring asks for."""
    _ = translator(language)

    def number(value: float) -> str:
        return significant(value, 3, language)

    text = f"{number(score.estimate)} ({number(score.low)}, {number(score.high)})"
    if check.how == "sign":
        share = _("right sign in {share} of {n} replications").format(
            share=percent(score.right_sign, language), n=score.n
        )
        return f"{text}; {share}"
    if check.how == "ordering":
        return _("smallest gap {gap}").format(gap=text)
    more = enough(check, score)
    if more:
        text += "; " + _("a verdict needs about {n} replicates").format(n=more)
    return f"{text} {check.unit}".rstrip()


def rates_header(language: str) -> tuple[str, ...]:
    """The heads of the columns of :func:`rates_rows`."""
    _ = translator(language)
    return (_("Group"), _("Hits"), "%", _("Right sign"), _("Single checks"), _("Inconclusive"))


def rates_rows(rates: Sequence[Rate], names: dict[str, str] | None, language: str) -> Rows:
    """Rates as rows: group, hits of findings, share, signs, single checks, inconclusive."""
    return [
        (
            translator(language)((names or {}).get(rate.name, rate.name)),
            f"{rate.hits}/{rate.n}",
            percent(rate.share, language) if rate.n else "\N{EN DASH}",
            f"{rate.right_way}/{rate.n}",
            f"{rate.checks_hit}/{rate.checks}",
            str(rate.inconclusive),
        )
        for rate in rates
    ]


def not_run_rows(findings: Iterable[Finding]) -> Rows:
    """Findings that are not run, each with the reason that its file gives."""
    return [(each.id, each.name, each.not_run) for each in findings if each.not_run]


def finding_rows(trials: Sequence[Trial], language: str) -> Rows:
    """One row a check: finding, published, simulated, verdict."""
    _ = translator(language)
    rows: Rows = []
    for trial in trials:
        finding = trial.finding
        for position, (check, score) in enumerate(zip(finding.checks, trial.scores, strict=False)):
            verdict = _(VERDICTS[score.verdict])
            if finding.doubt:
                verdict = _("{verdict}, with doubt").format(verdict=verdict)
            rows.append(
                (
                    finding.id if position == 0 else "",
                    check.name or finding.name,
                    check.published or check.how,
                    simulated(check, score, language),
                    verdict if check.decides else f"{verdict} ({_('beside')})",
                )
            )
    return rows


def ranges_rows(found: Across, language: str) -> Rows:
    """Hit rates over parameter sets as rows of cells: group, mean, where nine tenths lie."""
    _ = translator(language)
    names = {
        "headline": _("mean over the four groups"),
        **{key: _(label) for key, label in LABELS.items()},
    }
    return [
        (
            names[each.name],
            _share(each.mean, language),
            _("{} to {}").format(_share(each.low, language), _share(each.high, language)),
        )
        for each in found.ranges()
    ]


def headlines(summary: Summary, language: str) -> list[str]:
    """The headline, the references, and how many are not run."""
    _ = translator(language)
    n = sum(rate.n for rate in summary.favours)
    whole = summary.all
    lines = [
        _("Hit rate {rate} (mean over the four groups below), {n} findings run").format(
            rate=_share(summary.headline, language), n=n
        ),
        _(
            "Counted alike: {hits} of {n} findings are hits, {signs} have the right sign, and so"
            " are {checks_hit} of {checks} single checks hits"
        ).format(
            hits=whole.hits,
            n=n,
            signs=whole.right_way,
            checks_hit=whole.checks_hit,
            checks=whole.checks,
        ),
        _(
            "For comparison: a model that always says that trust helps {trust}, one in"
            " which nothing has any effect {nothing}"
        ).format(
            trust=_share(summary.always_trust, language),
            nothing=_share(summary.no_effect, language),
        ),
    ]
    if summary.doubted:
        told = _("{n} findings are scored with doubt: something that they hang on was not measured")
        lines.append(told.format(n=summary.doubted))
    return lines + (
        [_("{n} findings are not run; their files say why").format(n=summary.not_run)]
        if summary.not_run
        else []
    )


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
    _, summary = translator(language), summarise(trials)
    lines = [heading(_("The model against published findings")), *headlines(summary, language)]
    for title, rates, names in (
        (_("By what the finding favours"), summary.favours, FAVOURS),
        (
            _("By what the model knew (only untouched ones are predictions)"),
            summary.labels,
            LABELS,
        ),
        (_("By mechanism family"), summary.families, None),
    ):
        rows = [rates_header(language), *rates_rows(rates, names, language)]
        lines += ["", heading(title), *columns(rows)]
    if found is not None:
        lines += [
            "",
            heading(
                _("Hit rates under {} sets of other plausible assumptions").format(
                    len(found.trials)
                )
            ),
        ]
        lines += columns(ranges_rows(found, language))
    header = ("", _("Finding"), _("Published"), _("Simulated (95%, chance only)"), _("Verdict"))
    lines += ["", *columns([header, *finding_rows(trials, language)])]
    left_out = not_run_rows(trial.finding for trial in trials)
    if left_out:
        lines += ["", heading(_("Not run")), *columns(left_out)]
    lines += [
        "",
        _(
            "Intervals are over replications of the virtual experiment: chance only. A"
            " verdict needs a Monte Carlo error below a quarter of the tolerance."
        ),
        f"tillitsim {__version__}",
    ]
    return "\n".join(lines) + "\n"


def evidence_records(trials: Sequence[Trial], found: Across | None = None) -> dict[str, object]:
    """Everything as plain data; what is not a number is null."""
    summary = summarise(trials)
    return {
        "version": __version__,
        "engine": engine(),
        "headline": _plain(summary.headline),
        "references": {
            "always_trust": _plain(summary.always_trust),
            "no_effect": _plain(summary.no_effect),
        },
        "not_run": summary.not_run,
        "all": _rates([summary.all])["all"],
        "by_favours": _rates(summary.favours),
        "by_label": _rates(summary.labels),
        "by_family": _rates(summary.families),
        "parameter_sets": 0 if found is None else len(found.trials),
        "rates_in_sets": {}
        if found is None
        else {
            r.name: {"mean": _plain(r.mean), "low": _plain(r.low), "high": _plain(r.high)}
            for r in found.ranges()
        },
        "findings": [
            _finding_record(trial, None if found is None else found.hits.get(trial.finding.id, 0))
            for trial in trials
        ],
    }


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _rates(given: Sequence[Rate]) -> dict[str, object]:
    return {
        rate.name: {
            "hits": rate.hits,
            "inconclusive": rate.inconclusive,
            "n": rate.n,
            "share": _plain(rate.share),
            "right_sign": rate.right_way,
            "checks_hit": rate.checks_hit,
            "checks": rate.checks,
        }
        for rate in given
    }


def _finding_record(trial: Trial, hit_in_sets: int | None) -> dict[str, object]:
    """A finding, and what came of each of its checks."""
    finding = trial.finding
    return {
        "id": finding.id,
        "name": finding.name,
        "favours": finding.favours,
        "label": finding.label,
        "family": finding.family,
        "source": finding.source.model_dump(),
        "not_run": finding.not_run or None,
        "doubt": finding.doubt or None,
        "verdict": trial.verdict if trial.scores else None,
        "right_way": trial.right_way if trial.scores else None,
        "replicates": trial.replicates,
        "replicates_needed": trial.needed,
        "hit_in_sets": hit_in_sets,
        "checks": [
            {
                "name": check.name or check.kind,
                "kind": check.kind,
                "how": check.how,
                "decides": check.decides,
                "published": check.published,
                "verdict": score.verdict,
                "estimate": _plain(score.estimate),
                "low": _plain(score.low),
                "high": _plain(score.high),
                "right_sign": _plain(score.right_sign),
                "monte_carlo_error": _plain(score.error),
                "tolerance": _plain(score.tolerance),
                "off": _plain(score.off),
                "n": score.n,
            }
            for check, score in zip(finding.checks, trial.scores, strict=False)
        ],
    }


def evidence_page(trials: Sequence[Trial], language: str, found: Across | None = None) -> str:
    """The page for the docs: rates, then every finding with its study, translation and verdict.

    What stands in the files of findings is text, never HTML.
    """
    _, summary = translator(language), summarise(trials)
    lines = [
        f"# {_('The model against published findings')}",
        "",
        *[f"{line}." for line in headlines(summary, language)],
    ]
    for title, rates, names in (
        (_("By what the finding favours"), summary.favours, FAVOURS),
        (
            _("By what the model knew (only untouched ones are predictions)"),
            summary.labels,
            LABELS,
        ),
        (_("By mechanism family"), summary.families, None),
    ):
        lines += ["", f"## {title}", ""]
        lines += _markdown([rates_header(language), *rates_rows(rates, names, language)])
    if found is not None:
        in_sets = _("Hit rates under {} sets of other plausible assumptions")
        lines += [
            "",
            f"## {in_sets.format(len(found.trials))}",
            "",
        ]
        lines += _markdown(
            [(_("Group"), _("Mean"), _("In nine tenths of them")), *ranges_rows(found, language)]
        )
    lines += [
        "",
        _(
            "Intervals are over replications of the virtual experiment: chance only. A"
            " verdict needs a Monte Carlo error below a quarter of the tolerance."
        ),
        "",
        f"## {_('Findings')}",
    ]
    for trial in trials:
        lines += _finding_lines(trial, language, found)
    return "".join(f"{escape(line, quote=False)}\n" for line in lines)


def _finding_lines(trial: Trial, language: str, found: Across | None) -> list[str]:
    """A finding's study, translation and verdict, in Markdown."""
    _, finding = translator(language), trial.finding
    source = finding.source
    lines = [
        "",
        f"### {finding.id}. {finding.name}",
        "",
        f"{source.authors} ({source.year}), {source.outlet or '-'}"
        + (f", doi:{source.doi}" if source.doi else "")
        + f". {_(FAVOURS[finding.favours])}; {_(LABELS[finding.label])}.",
        "",
        f"*{_('Published')}*: {finding.effect}",
    ]
    if finding.not_run:
        return [*lines, "", f"*{finding.not_run}*"]
    if finding.translation:
        lines += ["", finding.translation]
    if finding.doubt:
        lines += ["", f"*{_('Doubt')}*: {finding.doubt}"]
    header = ("", _("Published"), _("Simulated (95%, chance only)"), _("Verdict"))
    lines += ["", *_markdown([header, *[row[1:] for row in finding_rows([trial], language)]])]
    if found is not None:
        told = _("Hit in {hits} of {n} sets of assumptions").format(
            hits=found.hits[finding.id], n=len(found.trials)
        )
        lines += ["", f"{told}."]
    return lines


def _markdown(rows: Rows) -> list[str]:
    cells = [["" if not cell else cell.replace("|", "\\|") for cell in row] for row in rows]
    ruler = "|" + " --- |" * len(cells[0])
    return [f"| {' | '.join(cells[0])} |", ruler, *[f"| {' | '.join(row)} |" for row in cells[1:]]]
