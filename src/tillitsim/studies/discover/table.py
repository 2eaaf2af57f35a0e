"""Conditions that were found, as text and as records."""

from __future__ import annotations

import math
from collections.abc import Callable

from tillitsim import __version__
from tillitsim.locale import in_language, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.studies.discover.analysis import Answer
from tillitsim.studies.discover.conditions import Condition, Found
from tillitsim.studies.sensitivity.table import columns
from tillitsim.view.numbers import decimal, percent, significant
from tillitsim.view.text import capital

Heading = Callable[[str], str]
DIGITS = 2
LEAST_P = 0.001


def question(answer: Answer, language: str) -> str:
    """What was asked."""
    _, outcome = translator(language), OUTCOMES[answer.outcome]
    arms = [in_language(each.title, language) or each.name for each in answer.experiment.arms]
    by = ""
    if answer.margin:
        size = answer.margin * outcome.factor
        digits = 0 if float(size).is_integer() else outcome.digits
        by = _(" by more than {margin} ({reading})").format(
            margin=decimal(size, digits, language), reading=outcome.reading(language)
        )
    return _("{outcome}: when does {arm} beat {baseline}{by}?").format(
        outcome=capital(outcome.label(language)),
        arm=_lower(arms[answer.arm]),
        baseline=_lower(arms[answer.experiment.baseline_index]),
        by=by,
    )


def how(answer: Answer, language: str) -> str:
    """What better means here."""
    outcome = OUTCOMES[answer.outcome]
    _ = translator(language)
    better = (
        _("Better is less ({reading}), in the mean of {n} paired runs.")
        if outcome.better < 0
        else _("Better is more ({reading}), in the mean of {n} paired runs.")
        if outcome.better
        else _("Better here is more ({reading}), in the mean of {n} paired runs.")
    )
    return better.format(reading=outcome.reading(language), n=answer.experiment.replicates)


def overall(answer: Answer, language: str) -> str:
    """How often it happens at all."""
    _ = translator(language)
    base = answer.discovery.base
    share, low, high = (percent(each, language) for each in base)
    return _("It does in {share} of all cases ({low} to {high}).").format(
        share=share, low=low, high=high
    )


def condition_text(each: Condition, language: str) -> str:
    """``task.variety > 1.1``."""
    _ = translator(language)
    low, high = (_end(edge, language) for edge in (each.low, each.high))
    if math.isinf(each.high):
        return _("{name} > {low}").format(name=each.input, low=low)
    if math.isinf(each.low):
        return _("{name} < {high}").format(name=each.input, high=high)
    return _("{low} < {name} < {high}").format(low=low, name=each.input, high=high)


def _end(value: float, language: str) -> str:
    return "" if math.isinf(value) else significant(value, DIGITS, language)


def box_text(box: Found, position: int, language: str) -> str:
    """One box in a sentence: its conditions, density and coverage."""
    _ = translator(language)
    joined = _(" and ").join(condition_text(each, language) for each in box.conditions)
    first = (
        _("Of the cases that are left, also where {conditions}:")
        if position
        else _("It does above all where {conditions}:")
    ).format(conditions=joined)
    density = _(
        "holds in {share} of such cases (density, {low} to {high}; {hits} of {inside})"
    ).format(
        share=percent(box.density.value, language),
        low=percent(box.density.low, language),
        high=percent(box.density.high, language),
        hits=box.hits,
        inside=box.inside,
    )
    coverage = _(
        "has {share} of all the cases in which it does (coverage, {low} to {high})"
    ).format(
        share=percent(box.coverage.value, language),
        low=percent(box.coverage.low, language),
        high=percent(box.coverage.high, language),
    )
    return f"{first} {density}, {coverage}."


def verdict(answer: Answer, language: str) -> str:
    """Why no conditions are told; nothing where some are."""
    _, found = translator(language), answer.discovery
    if found.boxes:
        return ""
    if answer.happens.all():
        return _("It does in every case, so no conditions can be told.")
    if not answer.happens.any():
        return _("It does in no case, so no conditions can be told.")
    return (
        _("No conditions are told: those found in one half of the cases did not hold in the other.")
        if found.rejected
        else _(
            "No conditions are told: nothing that was varied parts the cases by more"
            " than chance would."
        )
    )


def notes(answer: Answer, language: str) -> list[str]:
    """How to read it, a sentence or two each."""
    _ = translator(language)
    told = [
        how(answer, language),
        _(
            "Half of the cases find conditions, the other {judged} judge them: density,"
            " coverage and their 95% intervals come from the judges alone. If nothing"
            " mattered, at most one study in twenty would tell any conditions."
        ).format(judged=answer.discovery.judged),
    ]
    if answer.left_out:
        told.append(
            _("{count} cases have no value and are left out.").format(count=answer.left_out)
        )
    return told


def discovery_table(answer: Answer, language: str, heading: Heading = str) -> str:
    """What was asked, how often it happens, and the conditions that are told."""
    _, found = translator(language), answer.discovery
    lines = [heading(question(answer, language))]
    lines.append(
        _("{cases} cases, each another set of conditions; boxes with the greatest surplus.").format(
            cases=found.cases
        )
    )
    lines += [overall(answer, language), ""]
    if not found.boxes:
        lines.append(verdict(answer, language))
    for position, box in enumerate(found.boxes):
        lines.append(heading(box_text(box, position, language)))
        rows = [(_("Condition"), _("Name"), _("Range"), _("Without it (density)"))]
        rows += [
            (
                PARAMETERS[each.input].label(language),
                each.input,
                condition_text(each, language).replace(each.input, "…"),
                percent(each.without, language),
            )
            for each in box.conditions
        ]
        lines += columns(rows)
        p = (
            f"< {significant(LEAST_P, 1, language)}"
            if box.p < LEAST_P
            else significant(box.p, 1, language)
        )
        lines += [f"  ({_('probability of as many by chance: {p}').format(p=p)})", ""]
    if len(found.boxes) > 1:
        lines.append(
            _("Together they have {share} of all the cases in which it does.").format(
                share=percent(found.coverage, language)
            )
        )
    lines += [*([""] if lines[-1] else []), *notes(answer, language)]
    return "\n".join(lines) + "\n"


def origin(answer: Answer, seed: int, language: str) -> str:
    """Seed, hash and version."""
    _ = translator(language)
    digest = answer.experiment.arms[answer.arm].scenario.digest
    return _("seed {} · scenario {} · tillitsim {}").format(seed, digest, __version__)


def discovery_records(answer: Answer) -> list[dict[str, object]]:
    """The conditions, a record each; an end that is not restricted is None."""
    return [
        {
            "box": position + 1,
            "input": each.input,
            "low": None if math.isinf(each.low) else each.low,
            "high": None if math.isinf(each.high) else each.high,
            "density_without": None if math.isnan(each.without) else each.without,
            "density": box.density.value,
            "density_low": box.density.low,
            "density_high": box.density.high,
            "coverage": box.coverage.value,
            "coverage_low": box.coverage.low,
            "coverage_high": box.coverage.high,
            "inside": box.inside,
            "hits": box.hits,
            "p": box.p,
        }
        for position, box in enumerate(answer.discovery.boxes)
        for each in box.conditions
    ]


def case_records(answer: Answer) -> list[dict[str, float]]:
    """Every case: its conditions, the difference (raw, above zero where better), 1 if it beats."""
    rows = zip(answer.inputs.tolist(), answer.gains.tolist(), strict=True)
    return [
        {
            **dict(zip(answer.names, row, strict=True)),
            "gain": gain,
            "beats": float(gain > answer.margin),
        }
        for row, gain in rows
    ]


def _lower(text: str) -> str:
    """A title within a sentence; a name in capitals stays one."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
