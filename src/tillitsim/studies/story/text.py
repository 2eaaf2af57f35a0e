"""A citizen's story in plain words, made from the facts of a run and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tillitsim.errors import InputError
from tillitsim.locale import in_language, translator
from tillitsim.runs.statistics.likelihood import Ensemble
from tillitsim.scenario.load import load
from tillitsim.studies.story.analysis import Story
from tillitsim.view.numbers import decimal
from tillitsim.view.templates import environment


def service(story: Story, language: str) -> str:
    """Which service and which kind of council it was, in a mixture: `` (preschool, town)``."""
    if not story.service:
        return ""
    try:
        name = in_language(load(story.service).sector, language) or story.service
    except InputError:
        name = story.service
    return f" ({name}, {story.council})"


def elsewhere(story: Story, again: Sequence[Story], language: str) -> str:
    """How the same citizen's case goes under other plausible assumptions, in a paragraph."""
    _ = translator(language)
    if not again:
        return _("This is one case with default values; under the others asked there is none.")
    known = Ensemble.of(100.0 * np.array([each.decision.quality for each in again]), len(again))
    return _(
        "This is one case with default values. Under other plausible assumptions the same"
        " citizen's meeting is good in {good} of {n} sets; its quality is {median}, from {low} to"
        " {high} in nine of ten (here {own}; index 0-100)."
    ).format(
        n=len(again),
        good=sum(each.good for each in again),
        median=decimal(known.median, 0, language),
        low=decimal(known.low, 0, language),
        high=decimal(known.high, 0, language),
        own=decimal(100.0 * story.decision.quality, 0, language),
    )


def chapters(story: Story, language: str) -> list[tuple[str, str]]:
    """The story as (heading, paragraph): what ``story.txt.j2`` says in the language."""
    template = environment("tillitsim.studies.story", language, html=False)
    text = template.get_template("story.txt.j2").render(
        story=story, service=service(story, language)
    )
    told = []
    for chapter in re.split("^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, paragraph = chapter.partition("\n")
        told.append((heading, " ".join(line for line in paragraph.split("\n") if line)))
    return told
