"""What one scenario file says, checked against the declarations: every problem, not the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, cast

from tillitsim.errors import did_you_mean
from tillitsim.scenario import mix
from tillitsim.scenario.blocks import CouncilBlock, councils, interventions
from tillitsim.scenario.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.files import Document, shown
from tillitsim.scenario.problems import Problems
from tillitsim.scenario.schema import Intervention, Neutral
from tillitsim.scenario.values import DEEPEST, number, suggestion, whole

LANGUAGES = ("en", "sv")
NEUTRALS = ("none", "soft", "all")
MONTHS = (1, 2400)
WORDS = (
    "extends", "months", "burn_in", "title", "description", "sector", "sources", "interventions",
    "councils", "without", "neutral",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one file says and no more; None or empty where it says nothing."""

    document: Document
    extends: str | None = None
    months: int | None = None
    burn_in: int | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    sector: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()
    councils: tuple[CouncilBlock, ...] | None = None
    without: frozenset[str] | None = None
    neutral: Neutral | None = None


def sheet(document: Document, problems: Problems) -> Sheet:
    """What a document says; whatever is wrong with it is added to ``problems``."""
    table = document.table
    values, lines = _values(document, problems)
    changes = interventions(document, problems)
    reasoned = {*values, *(name for each in changes for name in each.given)}
    for shares in mix.ALL:
        wrong = mix.complaint(values, shares, lines.keys() - values.keys())
        if wrong:
            problems.add(f"{document.at(shares[0].partition('.')[0])}{wrong}.")
    return Sheet(
        document,
        extends=_text(document, "extends", problems) if "extends" in table else None,
        months=whole(document, ("months",), MONTHS, problems) if "months" in table else None,
        burn_in=whole(document, ("burn_in",), (0, MONTHS[1] - 1), problems)
        if "burn_in" in table
        else None,
        title=_texts(document, "title", problems),
        description=_texts(document, "description", problems),
        sector=_texts(document, "sector", problems),
        values=values,
        lines=lines,
        sources=_sources(document, reasoned, problems),
        interventions=changes,
        councils=councils(document, problems) if "councils" in table else None,
        without=_without(document, problems) if "without" in table else None,
        neutral=_neutral(document, problems) if "neutral" in table else None,
    )


def mechanisms(names: Iterable[object], where: str, problems: Problems) -> frozenset[str]:
    """The known mechanisms among ``names``; the others are problems."""
    known = set()
    for name in names:
        if isinstance(name, str) and name in MECHANISMS:
            known.add(name)
        else:
            problems.add(
                f"{where}without: there is no mechanism '{shown(name)}'"
                f"{did_you_mean(str(name), MECHANISMS) or '.'} There are"
                f" {', '.join(MECHANISMS)}."
            )
    return frozenset(known)


def _values(document: Document, problems: Problems) -> tuple[dict[str, float], dict[str, int]]:
    """Right values by path, and the lines of all known paths, those of wrong values too."""
    values: dict[str, float] = {}
    lines: dict[str, int] = {}
    for key, content in document.table.items():
        if key in WORDS:
            continue
        for path, leaf in _leaves((key,), content):
            name = ".".join(path)
            where = document.at(*path)
            if isinstance(leaf, Mapping) or name not in PARAMETERS:
                problems.add(f"{where}{shown(name)}: {_unknown(name, leaf, problems)}")
            elif name in lines:
                problems.add(f"{where}{name}: given twice in this file; give it once.")
            else:
                lines[name] = document.line(*path)
                value = number(PARAMETERS[name], leaf, where, problems)
                if value is not None:
                    values[name] = value
    return values, lines


def _leaves(path: tuple[str, ...], content: object) -> Iterable[tuple[tuple[str, ...], object]]:
    """Paths and contents of a table; what is nested too deeply is handed on as it is."""
    if isinstance(content, Mapping) and content and len(path) < DEEPEST:
        for key, inner in content.items():
            yield from _leaves((*path, key), inner)
    elif not (isinstance(content, Mapping) and not content and _is_group(path)):
        yield path, content


def _is_group(path: tuple[str, ...]) -> bool:
    prefix = ".".join(path) + "."
    return any(name.startswith(prefix) for name in PARAMETERS)


def _unknown(name: str, leaf: object, problems: Problems) -> str:
    if isinstance(leaf, Mapping):
        if name in PARAMETERS:
            return "a table, but must be a number."
        return f"unknown table{'' if problems.many else suggestion(name, WORDS)}"
    if any(known.startswith(name + ".") for known in PARAMETERS):
        return f"is a group of settings, not a setting; write a table [{name}]."
    return f"unknown setting{'' if problems.many else suggestion(name, WORDS)}"


def _text(document: Document, key: str, problems: Problems) -> str | None:
    content = document.table[key]
    if isinstance(content, str) and content.strip():
        return content
    problems.add(f"{document.at(key)}{key}: must be a text, not {shown(content)!r}.")
    return None


def _texts(document: Document, key: str, problems: Problems) -> dict[str, str]:
    """A text in each language; a plain text serves both."""
    content = document.table.get(key, {})
    if isinstance(content, str):
        return dict.fromkeys(LANGUAGES, content)
    if not isinstance(content, Mapping):
        problems.add(f'{document.at(key)}{key}: must be a table with en = "..." and sv = "...".')
        return {}
    texts: dict[str, str] = {}
    for language, text in content.items():
        where = f"{document.at(key, language)}{key}.{shown(language)}: "
        if language not in LANGUAGES:
            problems.add(f"{where}unknown language; write en (English) or sv (Swedish).")
        elif not isinstance(text, str):
            problems.add(f"{where}must be a text in quotes.")
        else:
            texts[language] = text
    for language in LANGUAGES if texts else ():
        texts.setdefault(language, next(iter(texts.values())))
    return texts


def _sources(document: Document, given: AbstractSet[str], problems: Problems) -> dict[str, str]:
    """Reasons by parameter; the reason for a group goes to each of its values in the file."""
    content = document.table.get("sources", {})
    if not isinstance(content, Mapping):
        problems.add(
            f'{document.at("sources")}sources: must be a table such as "task.variety" = "assumed".'
        )
        return {}
    groups: dict[str, str] = {}
    single: dict[str, str] = {}
    for key, inner in content.items():
        for path, text in _leaves((key,), inner):
            name = ".".join(path)
            where = f"{document.at('sources', *path)}sources: {shown(name)}: "
            if not isinstance(text, str):
                problems.add(f"{where}must be a text in quotes: author and year, or 'assumed'.")
            elif name in PARAMETERS:
                single[name] = text
            elif _is_group(path):
                groups |= {each: text for each in given if each.startswith(name + ".")}
            elif name not in {"months", "burn_in"}:
                advice = "" if problems.many else suggestion(name, ())
                problems.add(f"{where}no such setting{advice}")
    return groups | single


def _without(document: Document, problems: Problems) -> frozenset[str]:
    content = document.table["without"]
    if not isinstance(content, list):
        problems.add(
            f'{document.at("without")}without: must be a list of mechanisms such as ["politics"].'
        )
        return frozenset()
    return mechanisms(content, document.at("without"), problems)


def _neutral(document: Document, problems: Problems) -> Neutral | None:
    content: Any = document.table["neutral"]
    if isinstance(content, str) and content in NEUTRALS:
        return cast(Neutral, content)
    problems.add(
        f"{document.at('neutral')}neutral: {shown(content)} is not a choice; write"
        ' "none", "soft" or "all".'
    )
    return None
