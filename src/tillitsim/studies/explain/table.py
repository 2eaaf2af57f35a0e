"""``tillitsim explain`` as text and as records: contributions with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.locale import N_, in_language, translator
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.statistics.intervals import t_interval
from tillitsim.runs.statistics.likelihood import Ensemble, Verdict, verdict_of_draws
from tillitsim.studies.explain.analysis import NOTEWORTHY_RESIDUAL, REST, Explanation, TakenApart
from tillitsim.studies.explain.counterfactuals import CauseEffect
from tillitsim.studies.explain.names import holder_of, name_of
from tillitsim.studies.explain.signals import SIGNALS, side_of
from tillitsim.view.columns import aligned
from tillitsim.view.numbers import decimal, number_or_none, percent
from tillitsim.view.run_text import made_from
from tillitsim.view.table import Table

LABEL = 54
"""Columns for labels: the longest name of an instrument fits."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One contribution in natural reading: its mean, from where to where, and what is known of it.

    ``low`` to ``high`` holds nine tenths of the runs under other plausible assumptions, or is the
    95% interval of the mean with default values. ``above`` is +1 for a signal that is more than
    what it is compared with, -1 for one that is less, 0 where there is no such thing.
    """

    group: str
    label: str
    level: str
    mean: float
    low: float
    high: float
    verdict: Verdict
    above: int = 0


def bar(group: str, values: NDArray[np.float64], taken: TakenApart, language: str) -> Bar:
    """A contribution as a bar; ``group`` may be the word for all others."""
    _, outcome = translator(language), OUTCOMES[taken.outcome]
    estimate = t_interval(values[:, None])
    mean, low, high = (float(each[0]) for each in estimate[:3])
    if taken.sets:
        known = Ensemble.of(values, taken.sets)
        low, high = known.low, known.high
    label = _("all others together") if group == "others" else name_of(group, language)
    level = "" if group == "others" else holder_of(group, language)
    factor = outcome.factor
    verdict = verdict_of_draws(values, outcome.matters, taken.sets)
    signal = taken.against is None and group in SIGNALS
    above = side_of(taken.scenario, group) if signal else 0
    return Bar(group, label, level, factor * mean, factor * low, factor * high, verdict, above)


def bars_of(taken: TakenApart, explanation: Explanation, language: str) -> list[Bar]:
    """The largest contributions, then all others together."""
    bars = [
        bar(each.name, each.replicates, taken, language)
        for each in explanation.largest()
        if each.name != REST or np.any(each.replicates != 0.0)
    ]
    others = explanation.others()
    if np.any(others != 0.0):
        bars.append(bar("others", others, taken, language))
    return bars


def cause_bars(taken: TakenApart, language: str) -> tuple[list[Bar], list[Bar]]:
    """What would be lost of each cause at its worst, and gained at its best.

    Both in one order, by how much there is between the two.
    """

    def bars(values: Callable[[CauseEffect], NDArray[np.float64]]) -> list[Bar]:
        return [
            replace(bar(each.name, values(each), taken, language), level="", above=0)
            for each in ordered
        ]

    sign = OUTCOMES[taken.outcome].better or 1
    ordered = sorted(
        taken.causes, key=lambda each: -sign * float((each.created + each.lacking).mean())
    )
    return bars(lambda each: each.created), bars(lambda each: each.lacking)


def bars_table(taken: TakenApart, language: str) -> Table:
    """Every bar of the picture as a row: the question, what it is about, and how sure it is."""
    _, outcome = translator(language), OUTCOMES[taken.outcome]
    parts: list[tuple[str, Sequence[Bar]]] = []
    levels = {}
    if taken.causes:
        created, lacking = cause_bars(taken, language)
        levels = {each.group: enough(each, outcome, language) for each in lacking}
        parts += [(_("lost at its worst"), created), (_("gained at its best"), lacking)]
    if taken.levels is not None:
        parts.append((_("levels of the chain"), bars_of(taken, taken.levels, language)))
    if taken.signals is not None:
        parts.append((_("steering signals"), bars_of(taken, taken.signals, language)))
    return Table(
        ["question", "what", "from", "mean", "low", "high", "verdict"],
        [
            [
                part,
                one.label,
                one.level,
                one.mean,
                one.low,
                one.high,
                levels[one.group] if one.group in levels else verdict(one, outcome, language),
            ]
            for part, bars in parts
            for one in bars
        ],
    )


def shown(one: Bar, digits: int, language: str) -> str:
    """The mean of a contribution with its sign; what rounds to zero has none."""
    text = decimal(one.mean, digits, language)
    return f"+{text}" if one.mean > 0 and any(digit in text for digit in "123456789") else text


CAUSES = N_("What creates value, and what hinders: each cause beside its worst and its best")
ALONE = N_("Each cause is held at its worst or best alone; causes act together and do not add up.")
EFFECTS = {
    (1, 1): N_("{grade} supports"),
    (1, -1): N_("{grade} hinders"),
    (-1, 1): N_("{grade} hinders"),
    (-1, -1): N_("{grade} supports"),
    (0, 1): N_("{grade} raises"),
    (0, -1): N_("{grade} lowers"),
}
"""By whether the outcome should be more or less, and whether a contribution adds or takes."""


TOO = {1: N_("{grade} too much"), -1: N_("{grade} too little")}
"""A signal that hinders, by whether it is more or less than what it is compared with."""


def verdict(one: Bar, outcome: Outcome, language: str) -> str:
    """Whether a contribution helps or hinders, and how sure that is.

    What adds to what should be less hinders; where neither is better, it raises or lowers. Of a
    signal that hinders it is said whether there is too much or too little of it.
    """
    _, known = translator(language), one.verdict
    if known.grade is None or known.way == "unknown":
        return _("not known")
    if not known.sign:
        return _("{grade} no difference that matters").format(grade=_(known.grade.value))
    effect = EFFECTS[outcome.better, known.sign]
    if one.above and outcome.better * known.sign < 0:
        effect = TOO[one.above]
    return _(effect).format(grade=_(known.grade.value))


def enough(lacking: Bar, outcome: Outcome, language: str) -> str:
    """Whether there is too little of a cause, enough or too much, by what its best would give."""
    _, known = translator(language), lacking.verdict
    if known.grade is None or known.way == "unknown":
        return _("not known whether enough")
    if not known.sign:
        return _("{grade} enough").format(grade=_(known.grade.value))
    if not outcome.better:
        return _(EFFECTS[0, known.sign]).format(grade=_(known.grade.value))
    return _(TOO[-outcome.better * known.sign]).format(grade=_(known.grade.value))


def headline(taken: TakenApart, language: str) -> str:
    """The outcome and whose it is, in one line."""
    _, outcome = translator(language), OUTCOMES[taken.outcome]

    def mean(values: NDArray[np.float64]) -> str:
        return decimal(outcome.factor * float(values.mean()), outcome.digits, language)

    title = in_language(taken.scenario.title, language) or taken.scenario.name
    label = outcome.label(language)
    label = label[0].upper() + label[1:]
    parts = taken.signals or taken.levels
    if taken.against is not None and parts is not None:
        return _(
            "{outcome} ({reading}): {value} in {scenario}, {other} in {against}, and"
            " why they differ"
        ).format(
            outcome=label,
            value=mean(taken.actual),
            reading=outcome.reading(language),
            scenario=title,
            other=mean(parts.reference),
            against=in_language(taken.against.title, language) or taken.against.name,
        )
    return _("{outcome} ({reading}): {value} in {scenario}, and what makes it so").format(
        outcome=label, value=mean(taken.actual), reading=outcome.reading(language), scenario=title
    )


def residual_warning(taken: TakenApart, language: str) -> str:
    """A sentence when what is not shown matters, else nothing; a share of a trifle is not told."""
    _ = translator(language)
    explanation, outcome = taken.signals, OUTCOMES[taken.outcome]
    if explanation is None or explanation.residual() <= NOTEWORTHY_RESIDUAL:
        return ""
    if abs(float(explanation.difference.mean())) <= outcome.matters:
        return ""
    return _(
        "Mind: the signals that are not shown add up to {share} of the difference"
        " explained, which is {difference} ({unit})."
    ).format(
        share=percent(explanation.residual(), language),
        difference=decimal(
            outcome.factor * float(explanation.difference.mean()), outcome.digits, language
        ),
        unit=outcome.reading(language),
    )


def origin(taken: TakenApart, language: str) -> str:
    """Months that count, seed, hash and version."""
    return made_from(taken.scenario, taken.seed, language)


def explain_table(
    taken: TakenApart, language: str, heading: Callable[[str], str] = lambda text: text
) -> str:
    """Everything as text: the residual first when it matters, then question by question."""
    _, outcome = translator(language), OUTCOMES[taken.outcome]
    digits = max(1, outcome.digits)
    lines = [heading(headline(taken, language))]
    warning = residual_warning(taken, language)
    if warning:
        lines += ["", warning]

    def row(label: str, one: Bar) -> str:
        edges = _("{} to {}").format(
            *(decimal(edge, digits, language) for edge in (one.low, one.high))
        )
        return f"  {label:<{LABEL}} {shown(one, digits, language):>9}  {edges:>16}"

    def section(title: str, bars: list[Bar]) -> None:
        lines.extend(["", heading(title)])
        for one in bars:
            note = verdict(one, outcome, language)
            where = f"({one.level})" if one.level else ""
            lines.append(f"{row(one.label, one)}  {note} {where}".rstrip())

    if taken.causes:
        lines += ["", heading(_(CAUSES)), *_cause_lines(taken, digits, language)]
    if taken.levels is not None:
        section(
            _("Does the whole chain support it? What the signals of each level add up to"),
            bars_of(taken, taken.levels, language),
        )
        total = bar("others", taken.levels.difference, taken, language)
        lines.append(
            row(
                _("All signals together") if taken.against is None else _("The whole difference"),
                total,
            )
        )
    if taken.signals is not None:
        if taken.against is not None and len(taken.signals.contributions) == 1:
            lines += ["", _("The two scenarios do not differ in any steering signal.")]
        else:
            section(
                _("Which steering signals matter, and from which level they come"),
                bars_of(taken, taken.signals, language),
            )
    lines += ["", f"{outcome.reading(language)}. {sampling_note(taken, language)}"]
    if taken.against is None and (taken.levels or taken.signals):
        lines.append(
            _(
                "Removed means: a burden or a pressure at zero, no inspections, anything"
                " else as equal shares of the three principles would have it."
            )
        )
    lines.append(origin(taken, language))
    return "\n".join(lines) + "\n"


def _cause_lines(taken: TakenApart, digits: int, language: str) -> list[str]:
    """A line a cause: what would be lost of it, what gained, and whether there is enough."""
    _, outcome = translator(language), OUTCOMES[taken.outcome]

    def number(one: Bar) -> str:
        edges = (decimal(edge, digits, language) for edge in (one.low, one.high))
        return f"{shown(one, digits, language)} ({_('{} to {}').format(*edges)})"

    rows: list[tuple[str, ...]] = [("", _("lost at its worst"), _("gained at its best"), "")]
    rows += [
        (created.label, number(created), number(lacking), enough(lacking, outcome, language))
        for created, lacking in zip(*cause_bars(taken, language), strict=True)
    ]
    return [*aligned(rows, indent="  "), f"  {_(ALONE)}"]


def sampling_note(taken: TakenApart, language: str) -> str:
    """Over what the means are, and what stands beside them."""
    _ = translator(language)
    text = (
        _(
            "Means of {n} runs, each under other plausible assumptions, which add up; from and to"
            " hold nine tenths of the runs, chance and sampled orders of the signals included."
        )
        if taken.sets
        else _(
            "Means of {n} runs with default values alone, with 95% intervals (chance, and sampled"
            " orders of the signals): nothing can be called likely."
        )
    )
    return text.format(n=taken.replicates)


def explain_records(taken: TakenApart) -> dict[str, object]:
    """Everything as plain data, raw units: means, half widths and replicates."""

    def of(values: NDArray[np.float64]) -> dict[str, object]:
        estimate = t_interval(values[:, None])
        known = verdict_of_draws(values, OUTCOMES[taken.outcome].matters, taken.sets)
        return {
            "mean": number_or_none(float(estimate.mean[0])),
            "half_width_95": number_or_none(float(estimate.high[0] - estimate.mean[0])),
            "verdict": known.way,
            "grade": None if known.grade is None else known.grade.value,
            "share": known.share if taken.sets else None,
            "replicates": [number_or_none(value) for value in values.tolist()],
        }

    def explained(explanation: Explanation | None) -> dict[str, object] | None:
        if explanation is None:
            return None
        return {
            "actual": of(explanation.actual),
            "reference": of(explanation.reference),
            "difference": of(explanation.difference),
            "contributions": {e.name: of(e.replicates) for e in explanation.contributions},
        }

    return {
        "scenario": taken.scenario.name,
        "digest": taken.scenario.digest,
        "against": None if taken.against is None else taken.against.name,
        "outcome": taken.outcome,
        "seed": taken.seed,
        "parameter_sets": taken.sets,
        "version": __version__,
        "causes": {
            e.name: {"created": of(e.created), "lacking": of(e.lacking)} for e in taken.causes
        },
        "levels": explained(taken.levels),
        "signals": explained(taken.signals),
    }
