"""All that is wrong with a file at once: a collector, and pydantic's errors as sentences.

A file is read by a pydantic model. What is wrong is told with its line and taken out, and the rest
is read again, so that one fault hides no other.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _
from tillitsim.scenario.reading.document import Document, Key, take_out
from tillitsim.scenario.reading.fields import Missing
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import Fault

MOST = 50
ROUNDS = 6
"""Readings of a file at the most; each takes out what the one before found wrong."""
_LINE = re.compile(r", \S+ (\d+): ")
"""The line that a sentence begins with, whatever the language."""
_CHOICE = re.compile(r"'([^']*)'")

M = TypeVar("M", bound=BaseModel)


class Problems:
    """Sentences about what is wrong; beyond the first 50 they are only counted."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.more = 0

    def add(self, sentence: str) -> None:
        """Note one problem; the same sentence is noted once."""
        if sentence in self.sentences:
            return
        if len(self.sentences) < MOST:
            self.sentences.append(sentence)
        else:
            self.more += 1

    def extend(self, sentences: Iterable[str]) -> None:
        """Note several problems."""
        for sentence in sentences:
            self.add(sentence)

    def extend_by_line(self, own: Problems) -> None:
        """Note the problems of one file in the order of its lines; those without a line first."""
        self.extend(sorted(own.sentences, key=_line))
        self.more += own.more

    @property
    def many(self) -> bool:
        """Whether enough has been said that further advice would go unread."""
        return len(self.sentences) >= MOST

    def raise_if_any(self) -> None:
        """Raise all of them as one InputError, if there are any."""
        if self.sentences:
            tail = [_("... and {more} more problems.").format(more=self.more)] if self.more else []
            raise InputError([*self.sentences, *tail])


@dataclass(frozen=True, slots=True)
class Content(Generic[M]):
    """What is right in a file, and where something was taken out because it was wrong."""

    model: M
    wrong: frozenset[Key]

    def lost(self, *path: str | int) -> bool:
        """Whether what stands at a path was taken out."""
        return any(path[: len(each)] == each for each in self.wrong)

    def spoilt(self, *path: str | int) -> bool:
        """Whether it was taken out, or something inside it."""
        return self.lost(*path) or any(each[: len(path)] == path for each in self.wrong)


def content_of(
    kind: type[M],
    document: Document,
    problems: Problems,
    table: Mapping[str, object] | None = None,
    inside: Key = (),
) -> Content[M] | None:
    """What a document says, as ``kind``; whatever is wrong is added to ``problems``.

    ``table`` is read instead of the document's own, where it was rearranged first or is only a part
    of it, at the path ``inside``. None where too little is right to be called a ``kind``.
    """
    wrong: set[Key] = set()
    try:
        given: Any = copy.deepcopy(document.table if table is None else table)
    except RecursionError:
        problems.add(
            _("{label}: tables or lists are nested too deeply to be read.").format(
                label=document.label
            )
        )
        return None
    for _round in range(ROUNDS):
        try:
            return Content(kind.model_validate(given), frozenset(wrong))
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
        gone: set[Key] = set()
        for error in errors:
            steps: Key = tuple(error["loc"])
            if not any(each[: len(steps)] == steps for each in wrong):  # else it follows from that
                problems.add(_sentence(kind, document, steps, error, inside))
            place = (steps[:-1] if error["type"] == "missing" else steps) or ()
            gone.add(take_out(given, place) if place else ())
        if () in gone:
            return None
        wrong |= gone
    return None


def tell(faults: Iterable[Fault], document: Document, problems: Problems, inside: Key = ()) -> None:
    """Note faults that were found in the content of a document, at the path ``inside`` of it."""
    for each in faults:
        steps = (*inside, *each.steps)
        name = each.name or shown(named(steps), 200)
        problems.add(f"{document.at(*steps)}{name + ': ' if name else ''}{each.sentence}")


def _sentence(
    kind: type[BaseModel], document: Document, steps: Key, error: ErrorDetails, inside: Key
) -> str:
    """File, line, key and what is wrong with it."""
    context = error.get("ctx", {})
    name_in_table = context.get("name", "")
    table = steps[: len(steps) - context.get("depth", 0)]
    where = tuple(step for step in (*inside, *table) if step != REST)
    line = tuple(step for step in (*inside, *steps) if step != REST)
    name = ": ".join(each for each in (shown(named(where), 200), name_in_table) if each)
    return f"{document.at(*line)}{name + ': ' if name else ''}{_what(kind, steps, error)}"


REST = "rest"
"""Where a model keeps the keys of a file that are no words of its own but settings."""


def named(path: Iterable[str | int]) -> str:
    """A path as people read it; places in a list count from 1: ``interventions.2.start``."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _what(kind: type[BaseModel], steps: Key, error: ErrorDetails) -> str:  # noqa: C901, PLR0911 - one return a type
    given, context = error["input"], error.get("ctx", {})
    match error["type"]:
        case "fault":
            return str(context["sentence"])
        case "value_error":
            return str(context["error"])
        case "extra_forbidden":
            known = _keys(kind, steps[:-1])
            advice = did_you_mean(shown(steps[-1]), known) or _("; known are {known}.").format(
                known=", ".join(known)
            )
            return _("unknown key{advice}").format(advice=advice)
        case "missing":
            return _missing(kind, steps)
        case "literal_error":
            known = _CHOICE.findall(context["expected"]) or [context["expected"]]
            advice = did_you_mean(shown(given), known) or _("; write {known}.").format(
                known=", ".join(known)
            )
            return _("'{given}' is not a choice{advice}").format(given=shown(given), advice=advice)
        case "model_type" if isinstance(steps[-1:] and steps[-1], int):
            return _("must be tables; write each under its own [[{steps}]].").format(
                steps=_header(steps)
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            return _("must be a table, with keys and values.")
        case "tuple_type":
            inner = _field(kind, steps)
            if inner is not None and _table_in(inner.annotation) is not None:
                return _("must be tables; write each under its own [[{steps}]].").format(
                    steps=_header(steps)
                )
            return _("must be a list in [ ].")
        case "bool_type":
            return _("{given} is not right; write true or false.").format(given=shown(given))
        case "string_type":
            return _("must be a text in quotes, not {given}.").format(
                given=shown(given).strip() or repr("")
            )
    return _("{given} is not right.").format(given=shown(given))


def _header(steps: Key) -> str:
    return ".".join(step for step in steps if isinstance(step, str))


def _missing(kind: type[BaseModel], steps: Key) -> str:
    """What to say of a key that is not there, with the example that its declaration gives."""
    field = _field(kind, steps)
    for each in field.metadata if field is not None else ():
        if isinstance(each, Missing):
            return _(each.sentence).format(each.words) if each.words else _(each.sentence)
    if field is not None and field.examples:
        return _("not given; write for example {steps} = {as_toml}.").format(
            steps=steps[-1], as_toml=_as_toml(field.examples[0])
        )
    return _("not given, and needed.")


def _as_toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _field(kind: type[BaseModel], steps: Key) -> Any:
    table = _table_at(kind, steps[:-1])
    return None if table is None else table.model_fields.get(str(steps[-1]))


def _keys(kind: type[BaseModel], steps: Key) -> list[str]:
    table = _table_at(kind, steps)
    return [] if table is None else list(table.model_fields)


def _table_at(kind: type[BaseModel], steps: Key) -> type[BaseModel] | None:
    """The model of the table at a path; places in lists and names of tables are passed."""
    here: type[BaseModel] | None = kind
    for step in steps:
        if here is None:
            return None
        field = here.model_fields.get(step) if isinstance(step, str) else None
        if field is not None:
            here = _table_in(field.annotation)
    return here


def _table_in(annotation: object) -> type[BaseModel] | None:
    """The model that an annotation is, or holds: ``X``, ``X | None``, ``tuple[X, ...]``."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for each in get_args(annotation) if (found := _table_in(each))), None)


def _line(sentence: str) -> int:
    found = _LINE.search(sentence)
    return int(found[1]) if found else 0
