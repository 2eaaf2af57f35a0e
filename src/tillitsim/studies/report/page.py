"""The report: a template a section, filled with the facts of a study; one file without scripts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES, level_label
from tillitsim.runs.statistics.likelihood import LIKELY
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.studies.compare.analysis import Difference
from tillitsim.studies.compare.table import (
    agree,
    headline,
    interval,
    nine_of_ten,
    reading,
    verdict_of,
)
from tillitsim.studies.evidence.families import family_label
from tillitsim.studies.report.analysis import Study, name_of
from tillitsim.studies.report.board import board_facts, changed_facts
from tillitsim.studies.report.doubts import hangs_facts
from tillitsim.studies.report.people import chain_facts, people_facts
from tillitsim.studies.report.pictures import drawn
from tillitsim.studies.report.reform import compared_facts
from tillitsim.studies.report.repeat import repeat_facts
from tillitsim.studies.report.results import comparison_facts, never_zero, short_facts
from tillitsim.studies.report.settings import source_in
from tillitsim.view.sureness import calibration_note, grade_word, words_of
from tillitsim.view.templates import environment

if TYPE_CHECKING:
    from jinja2 import Environment

Facts = Mapping[str, object]

SECTIONS: Mapping[str, Callable[[Study], Facts]] = {
    "changed": changed_facts,
    "headline": board_facts,
    "board": board_facts,
    "question": lambda _study: {},
    "compared": compared_facts,
    "short": short_facts,
    "comparison": comparison_facts,
    "people": people_facts,
    "chain": chain_facts,
    "hangs": hangs_facts,
    "cannot": lambda _study: {},
    "repeat": repeat_facts,
}
"""Sections by the name of their template, and the facts that each is filled with."""


def html_report(study: Study) -> str:
    """The report as one HTML file that makes no request; the same study gives the same bytes."""
    templates = _templates(study.language)
    return templates.get_template("report.html.j2").render(
        _common(study),
        version=__version__,
        style=_style(),
        sections={name: _section(study, name, templates) for name in SECTIONS},
    )


def section(study: Study, name: str) -> str:
    """One section of the page as HTML, without its heading."""
    return _section(study, name, _templates(study.language))


def _section(study: Study, name: str, templates: Environment) -> Markup:
    html = templates.get_template(f"{name}.html.j2").render(_common(study), **SECTIONS[name](study))
    return Markup(html)  # noqa: S704 - the template has escaped it


def _common(study: Study) -> dict[str, object]:
    """What every section may say: titles, and how many runs and sets of assumptions there were."""
    comparison = study.comparison
    return {
        "baseline": study.title(comparison.baseline),
        "others": [study.title(i) for i in comparison.others],
        "headline": headline(comparison, study.language),
        "replicates": comparison.replicates,
        "parameter_sets": len(comparison.parameter_sets),
        "likely": LIKELY,
        "assumptions": calibration_note(
            study.language, calibrated=comparison.calibrated, own=comparison.own
        )
        if comparison.parameter_sets
        else "",
    }


def _style() -> Markup:
    sheet = files("tillitsim.studies.report") / "templates" / "report.css"
    return Markup(sheet.read_text(encoding="utf-8").strip())  # noqa: S704 - our own sheet


def _templates(language: str) -> Environment:
    """The templates, with filters that write outcomes, settings and pictures."""
    made = environment("tillitsim.studies.report", language, html=True)
    labelled = (agree, interval, never_zero, nine_of_ten, told_as)
    made.filters |= {each.__name__: partial(each, language=language) for each in labelled}
    made.filters |= {
        "drawn": drawn,
        "grade": partial(grade_word, language=language),
        "phrase": translator(language),
        "family_label": partial(family_label, language=language),
        "labels": lambda differences: [each.outcome.label(language) for each in differences],
        "level_label": partial(level_label, language=language),
        "name": partial(name_of, language=language),
        "number": partial(reading, language=language),
        "source": partial(source_in, language=language),
        "verdict": partial(verdict_of, language=language),
        "words": lambda verdict, name: words_of(OUTCOMES[name], verdict, language),
    }
    made.tests |= {
        "share": _is_share,
        "unset": math.isnan,
        "whole": lambda value: value == round(value),
    }
    return made


def told_as(difference: Difference, language: str) -> str:
    """From where to where a difference is told to lie: the ensemble, else chance alone."""
    write = interval if difference.spread is None else nine_of_ten
    return write(difference, language)


def _is_share(parameter: Parameter) -> bool:
    return parameter.unit == "share" or parameter.unit.startswith("share of the month")
