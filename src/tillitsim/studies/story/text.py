"""A citizen's story in plain words, made from the facts of a run and from nothing else."""

from __future__ import annotations

import re

from tillitsim.errors import InputError
from tillitsim.locale import in_language
from tillitsim.scenario.load import load
from tillitsim.studies.story.analysis import Story
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
