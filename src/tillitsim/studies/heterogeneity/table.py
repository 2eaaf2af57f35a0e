"""What effects owe to differences between people, as text and as records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tillitsim.locale import in_language, translator
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.statistics.likelihood import Ensemble
from tillitsim.scenario.load import load
from tillitsim.studies.heterogeneity.alike import SOURCES
from tillitsim.studies.heterogeneity.analysis import Effect, Heterogeneity
from tillitsim.view.numbers import decimal, number_or_none, signed
from tillitsim.view.run_text import made_from
from tillitsim.view.sureness import calibration_note, grade_word, scale_note, words_of
from tillitsim.view.table import Table
from tillitsim.view.text import capital, title_of

SAME = 0.95
"""Correlation from which the mean field is said to tell nearly all of an outcome."""


def heading_of(found: Heterogeneity, outcomes: Sequence[str], language: str) -> str:
    """The finding in a sentence: of how many effects a part is owed to differences."""
    _ = translator(language)
    every = [found.effect(i, name) for i in range(len(found.steerings)) for name in outcomes]
    owed = [each for each in every if each.verdict.sign]
    turned = [each for each in owed if each.now.median * each.gone.median < 0]
    return _(
        "{service}: {owed} of {all} effects would be another size, {turned} another sign, if"
        " everybody were alike"
    ).format(
        service=title_of(found.service, language),
        owed=len(owed),
        all=len(every),
        turned=len(turned),
    )


def heterogeneity_table(
    found: Heterogeneity,
    outcomes: Sequence[str],
    language: str,
    heading: Callable[[str], str] = lambda text: text,
) -> str:
    """Effect by effect as sentences, then how much the mean field would tell."""
    _ = translator(language)
    lines = [heading(heading_of(found, outcomes, language)), ""]
    for i in range(len(found.steerings)):
        lines.append(heading(steering_title(found, i, language)))
        lines += [f"  {effect_text(found.effect(i, name), language)}" for name in outcomes]
        lines.append("")
    lines.append(heading(_("How much the means alone would tell")))
    lines += [f"  {text}" for text in correlation_lines(found, outcomes, language)]
    notes = [*heterogeneity_notes(found, language), origin(found, language)]
    return "\n".join([*lines, "", *notes]) + "\n"


def steering_title(found: Heterogeneity, i: int, language: str) -> str:
    """What the service is steered as."""
    name = found.steerings[i].name.partition("+")[2]
    return capital(in_language(load(name).title, language)) if name else found.steerings[i].name


def effect_text(effect: Effect, language: str) -> str:
    """One effect: as people are, if all were alike, and what it owes to most."""
    _ = translator(language)
    outcome = OUTCOMES[effect.outcome]
    text = _("{outcome}: {now} as people are ({words}), {gone} if all were alike").format(
        outcome=outcome.label(language),
        now=_number(effect.now, outcome, language),
        words=words_of(outcome, effect.now_verdict, language),
        gone=_number(effect.gone, outcome, language),
    )
    if effect.verdict.grade is None or not effect.verdict.sign:
        return _("{text}; no difference that is likely to matter").format(text=text)
    grade = grade_word(effect.verdict.grade, language)
    if effect.source is None:
        return _("{text}; {grade} owed to differences, to no single one").format(
            text=text, grade=grade
        )
    return _("{text}; {grade} owed to differences, most to {source}").format(
        text=text, grade=grade, source=_(SOURCES[effect.source][0])
    )


def correlation_lines(found: Heterogeneity, outcomes: Sequence[str], language: str) -> list[str]:
    """The correlation of each outcome's effects with those of the mean field."""
    _ = translator(language)
    lines = []
    for name in outcomes:
        correlation = found.correlation(name)
        label = OUTCOMES[name].label(language)
        if np.isnan(correlation):
            lines.append(_("{outcome}: nothing varies").format(outcome=label))
            continue
        told = (
            _("nearly all")
            if correlation >= SAME
            else _("most")
            if correlation >= np.sqrt(0.5)
            else _("less than half")
        )
        lines.append(
            _("{outcome}: {told} (correlation {number})").format(
                outcome=label, told=told, number=decimal(correlation, 2, language)
            )
        )
    return lines


def heterogeneity_notes(found: Heterogeneity, language: str) -> list[str]:
    """How to read it, a sentence each."""
    _ = translator(language)
    return [
        _(
            "Effects are differences to the service as it is steered today, medians over {sets}"
            " sets of assumptions, chance included."
        ).format(sets=found.effects.shape[2]),
        _(
            "Alike: means stay where they are, and differences between people are taken away (the"
            " mean field). What an effect owes most to is found by taking away one source of"
            " differences at a time, or what lives on them."
        ),
        scale_note(language),
        calibration_note(language, calibrated=found.calibrated, own=bool(found.service.ensemble)),
    ]


def origin(found: Heterogeneity, language: str) -> str:
    """Months that count, seed, hash and version."""
    return made_from(found.service, found.seed, language)


def records(found: Heterogeneity, outcomes: Sequence[str]) -> list[dict[str, object]]:
    """One record an effect, in the outcomes' natural readings."""
    rows = []
    for i, steering in enumerate(found.steerings):
        for name in outcomes:
            effect, factor = found.effect(i, name), OUTCOMES[name].factor
            row: dict[str, object] = {"steering": steering.name, "outcome": name}
            for key, each in (
                ("as_they_are", effect.now),
                ("alike", effect.gone),
                ("owed", effect.owed),
            ):
                row[key] = number_or_none(each.median * factor)
                row[f"{key}_low"] = number_or_none(each.low * factor)
                row[f"{key}_high"] = number_or_none(each.high * factor)
            grade = effect.verdict.grade
            row |= {
                "verdict": effect.verdict.way,
                "grade": None if grade is None else grade.value,
                "source": effect.source,
            }
            rows.append(row)
    return rows


def table_of(rows: Sequence[dict[str, Any]]) -> Table:
    """The records as a table."""
    return Table(list(rows[0]), [list(row.values()) for row in rows])


def _number(ensemble: Ensemble, outcome: Outcome, language: str) -> str:
    return signed(ensemble.median * outcome.factor, outcome.digits, language)
