"""``tillitsim explain`` as text and as records: contributions with their intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.locale import in_language, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics import t_interval
from tillitsim.studies.explain.analysis import NOTEWORTHY_RESIDUAL, REST, Explanation, TakenApart
from tillitsim.studies.explain.counterfactuals import CauseEffect
from tillitsim.studies.explain.names import holder_of, name_of
from tillitsim.view.numbers import decimal, percent
from tillitsim.view.run_text import counted

LABEL = 54
"""Columns for labels: the longest name of an instrument fits."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One contribution in natural reading: mean and half width of its 95% interval."""

    group: str
    label: str
    level: str
    mean: float
    half: float


def bar(group: str, values: NDArray[np.float64], factor: float, language: str) -> Bar:
    """A contribution as a bar; ``group`` may be the word for all others."""
    _ = translator(language)
    estimate = t_interval(values[:, None])
    mean, half = float(estimate.mean[0]), float(estimate.high[0] - estimate.mean[0])
    label = _("all others together") if group == "others" else name_of(group, language)
    level = "" if group == "others" else holder_of(group, language)
    return Bar(group, label, level, factor * mean, factor * half)


def bars_of(explanation: Explanation, language: str) -> list[Bar]:
    """The largest contributions, then all others together."""
    factor = OUTCOMES[explanation.outcome].factor
    bars = [
        bar(each.name, each.replicates, factor, language)
        for each in explanation.largest()
        if each.name != REST or np.any(each.replicates != 0.0)
    ]
    others = explanation.others()
    if np.any(others != 0.0):
        bars.append(bar("others", others, factor, language))
    return bars


def cause_bars(taken: TakenApart, language: str) -> tuple[list[Bar], list[Bar]]:
    """What each cause creates, and what its lack costs, the largest first."""
    factor = OUTCOMES[taken.outcome].factor

    def ordered(values: Callable[[CauseEffect], NDArray[np.float64]]) -> list[Bar]:
        bars = [bar(each.name, values(each), factor, language) for each in taken.causes]
        return sorted((replace(each, level="") for each in bars), key=lambda each: -each.mean)

    return ordered(lambda each: each.created), ordered(lambda each: each.lacking)


def shown(one: Bar, digits: int, language: str) -> str:
    """The mean of a contribution with its sign; what rounds to zero has none."""
    text = decimal(one.mean, digits, language)
    return f"+{text}" if one.mean > 0 and any(digit in text for digit in "123456789") else text


def verdict(one: Bar, digits: int, language: str, better: int) -> str:
    """Whether a contribution helps or hinders, if that is clear of chance and of rounding.

    ``better`` is the outcome's own direction: what adds to what should be less hinders; where
    neither is better, a contribution raises or lowers.
    """
    _ = translator(language)
    if not abs(one.mean) > one.half or shown(one, digits, language)[0] == "0":
        return _("no clear effect")
    if better == 0:
        return _("raises") if one.mean > 0 else _("lowers")
    return _("supports") if one.mean * better > 0 else _("hinders")


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
        return _("{outcome} ({reading}): {value} in {scenario}, {other} in {against}, and"
" why they differ").format(
            outcome=label, value=mean(taken.actual), reading=outcome.reading(language),
            scenario=title, other=mean(parts.reference),
            against=in_language(taken.against.title, language) or taken.against.name,
        )  # fmt: skip
    return _("{outcome} ({reading}): {value} in {scenario}, and what makes it so").format(
        outcome=label, value=mean(taken.actual), reading=outcome.reading(language), scenario=title
    )


def residual_warning(taken: TakenApart, language: str) -> str:
    """A sentence when what is not shown matters, else nothing."""
    _ = translator(language)
    explanation, outcome = taken.signals, OUTCOMES[taken.outcome]
    if explanation is None or explanation.residual() <= NOTEWORTHY_RESIDUAL:
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
    _ = translator(language)
    made = _("seed {} · scenario {} · tillitsim {}").format(
        taken.seed, taken.scenario.digest, __version__
    )
    return f"{counted(taken.scenario, language)} · {made}"


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
        half = f"± {decimal(one.half, digits, language)}"
        return f"  {label:<{LABEL}} {shown(one, digits, language):>9} {half:>8}"

    def section(title: str, bars: list[Bar], *, judged: bool) -> None:
        lines.extend(["", heading(title)])
        for one in bars:
            note = verdict(one, digits, language, outcome.better) if judged else ""
            where = f"({one.level})" if one.level else ""
            lines.append(f"{row(one.label, one)}  {note} {where}".rstrip())

    if taken.causes:
        created, lacking = cause_bars(taken, language)
        section(_("What creates value (lost if it were at its worst)"), created, judged=False)
        section(_("What hinders (gained if it were at its best)"), lacking, judged=False)
        alone = _(
            "Each cause is held at its worst or best alone; causes act together and do not add up."
        )
        lines.append(f"  {alone}")
    if taken.levels is not None:
        section(
            _("Does the whole chain support it? What the signals of each level add up to"),
            bars_of(taken.levels, language),
            judged=True,
        )
        total = bar("others", taken.levels.difference, outcome.factor, language)
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
                bars_of(taken.signals, language),
                judged=True,
            )
    sampling = _(
        "± is half a 95% interval over {n} runs (chance, and sampled orders of the signals)."
    )
    lines += [
        "",
        f"{outcome.reading(language)}. {sampling.format(n=taken.replicates)}",
    ]
    if taken.against is None and (taken.levels or taken.signals):
        lines.append(
            _(
                "Removed means: a burden or a pressure at zero, no inspections, anything"
                " else as equal shares of the three principles would have it."
            )
        )
    lines.append(origin(taken, language))
    return "\n".join(lines) + "\n"


def explain_records(taken: TakenApart) -> dict[str, Any]:
    """Everything as plain data, raw units: means, half widths and replicates."""

    def of(values: NDArray[np.float64]) -> dict[str, Any]:
        estimate = t_interval(values[:, None])
        return {
            "mean": float(estimate.mean[0]),
            "half_width_95": float(estimate.high[0] - estimate.mean[0]),
            "replicates": values.tolist(),
        }

    def explained(explanation: Explanation | None) -> dict[str, Any] | None:
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
        "version": __version__,
        "causes": {
            e.name: {"created": of(e.created), "lacking": of(e.lacking)} for e in taken.causes
        },
        "levels": explained(taken.levels),
        "signals": explained(taken.signals),
    }
