"""A report's figures one by one, as slides have them: the sentence, the picture, its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tillitsim.studies.compare.ranking_figure import order_of, ranking_title
from tillitsim.studies.compare.table import finding
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.board import board_facts
from tillitsim.studies.report.people import chain_facts, people_facts
from tillitsim.studies.report.pictures import Picture
from tillitsim.studies.report.results import comparison_facts
from tillitsim.view.style import image


class Sheet(NamedTuple):
    """A figure as PNG, its title, and what it shows in words."""

    title: str
    png: bytes
    alternative: str


def slides_of(study: Study) -> Iterator[Sheet]:
    """The board's picture under the finding, then the months, the chain, reports, and people."""
    comparison, language = study.comparison, study.language
    many = len(comparison.others) > 1
    said = (
        ranking_title(order_of(comparison, study.main, language), language)
        if many
        else finding(comparison, study.main, language)
    )
    chain = chain_facts(study)
    for each in (
        board_facts(study)["figure"],
        comparison_facts(study)["over_time"],
        chain["signals"],
        chain["reported"],
        people_facts(study)["needs"],
    ):
        if isinstance(each, Picture):
            title = each.alternative.split(". ")[0] if said == "" else said
            png = image(each.figure, "png", title=title, alternative=each.alternative)
            yield Sheet(title, png, each.alternative)
            said = ""
