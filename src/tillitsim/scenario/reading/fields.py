"""The kinds of fields that files have, each with the sentence for what is wrong, and its schema.

Used as ``months: Annotated[int, Whole(1, 600)]`` in the pydantic models of files.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from tillitsim.errors import did_you_mean
from tillitsim.locale import N_, _
from tillitsim.scenario.declared.declarations import PARAMETERS, mechanisms
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import Fault, as_float, no_number, number, plain, refuse

LANGUAGES = ("en", "sv")
Schema = dict[str, object]


class Table(BaseModel):
    """A table of a file: unknown keys are errors, text is no number, and no number is infinite."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _lists_as_tuples(cls, given: object) -> object:
        if not isinstance(given, Mapping):
            return given
        return {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}


@dataclass(frozen=True, slots=True)
class Missing:
    """What to say of a key that is not there: ``Annotated[str, Text(), Missing(...)]``."""

    sentence: str
    words: str = ""


class Field(ABC):
    """A kind of field: how it is read, and what an editor should know of it."""

    @abstractmethod
    def read(self, given: object) -> object:
        """The value; ValueError with a sentence if it is none."""

    @abstractmethod
    def schema(self) -> Schema:
        """The same as JSON Schema."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read by this kind alone."""
        return core_schema.no_info_plain_validator_function(
            self.read, metadata={"pydantic_js_functions": [lambda _schema, _handler: self.schema()]}
        )


@dataclass(frozen=True, slots=True)
class Whole(Field):
    """A whole number within bounds; ``2.0`` is one too."""

    low: int
    high: int

    def read(self, given: object) -> int:
        """The number."""
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        if (
            isinstance(given, int)
            and not isinstance(given, bool)
            and self.low <= given <= self.high
        ):
            return given
        raise ValueError(
            _("{given} is not right; give a whole number from {low} to {high}.").format(
                given=shown(given), low=self.low, high=self.high
            )
        )

    def schema(self) -> Schema:
        """Integer with both bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A finite number within bounds; ``above`` leaves the lower bound out.

    ``what`` is what would be right, where the bounds do not say it.
    """

    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    what: str = ""

    def read(self, given: object) -> float:
        """The number."""
        value = as_float(given)
        wrong = no_number(given)
        if not wrong and not math.isfinite(value):
            wrong = _("{value} is not a finite number").format(value=plain(value))
        if not wrong and self.low <= value <= self.high and not (self.above and value == self.low):
            return value
        raise ValueError(
            _("{wrong}; give {wanted}.").format(
                wrong=wrong or _("{given} is not right").format(given=shown(given)),
                wanted=self._wanted(),
            )
        )

    def _wanted(self) -> str:
        if self.what:
            return _(self.what)
        if math.isfinite(self.low) and math.isfinite(self.high):
            return _("a number from {low} to {high}").format(
                low=plain(self.low), high=plain(self.high)
            )
        if math.isfinite(self.low):
            wanted = N_("a number above {low}") if self.above else N_("a number from {low} upwards")
            return _(wanted).format(low=plain(self.low))
        return _("a number")

    def schema(self) -> Schema:
        """Number with the bounds that there are."""
        bounds = {"minimum": self.low, "maximum": self.high}
        return {"type": "number", **{k: v for k, v in bounds.items() if math.isfinite(v)}}


@dataclass(frozen=True, slots=True)
class OfParameter(Field):
    """A value of one parameter, under a key of its own."""

    name: str

    def read(self, given: object) -> float:
        """The value."""
        try:
            return number(PARAMETERS[self.name], given)
        except ValueError as wrong:
            refuse([Fault((), str(wrong), self.name, replaced=1)])

    def schema(self) -> Schema:
        """Number with the parameter's bounds."""
        low, high = PARAMETERS[self.name].bounds
        kind = "integer" if PARAMETERS[self.name].whole else "number"
        return {"type": kind, "minimum": low, "maximum": high}


@dataclass(frozen=True, slots=True)
class Text(Field):
    """A text that says something; on ``one_line`` if it is a name."""

    one_line: bool = False
    empty: bool = False
    wrong: str = N_("must be a text in quotes, not {}.")

    def read(self, given: object) -> str:
        """The text."""
        if not isinstance(given, str) or not (given.strip() or self.empty):
            raise ValueError(_(self.wrong).format(shown(given).strip() or "''"))
        if self.one_line and not given.isprintable():
            raise ValueError(
                _("'{given}' is not right; write it on one line.").format(given=shown(given))
            )
        return given

    def schema(self) -> Schema:
        """Text."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Texts(Field):
    """A text in each language; a plain text serves both, and an empty one counts as not given."""

    def read(self, given: object) -> dict[str, str]:
        """Texts by language."""
        if isinstance(given, str):
            return dict.fromkeys(LANGUAGES, given) if given.strip() else {}
        if not isinstance(given, Mapping):
            raise ValueError(_('must be a table with en = "..." and sv = "...".'))
        faults: list[Fault] = []
        texts: dict[str, str] = {}
        for language, text in given.items():
            if language not in LANGUAGES:
                faults.append(
                    Fault((language,), _("unknown language; write en (English) or sv (Swedish)."))
                )
            elif not isinstance(text, str):
                faults.append(Fault((language,), _("must be a text in quotes.")))
            elif text.strip():
                texts[language] = text
        if faults:
            refuse(faults)
        return {each: texts.get(each) or next(iter(texts.values())) for each in texts and LANGUAGES}

    def schema(self) -> Schema:
        """Text, or a table of texts."""
        text: Schema = {"type": "string"}
        table = {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, text),
            "additionalProperties": False,
        }
        return {"anyOf": [text, table]}


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of some words; ``sentence`` says it where a suggestion would not."""

    words: tuple[str, ...]
    sentence: str = ""

    def read(self, given: object) -> str:
        """The word."""
        if isinstance(given, str) and given in self.words:
            return given
        if self.sentence:
            raise ValueError(_(self.sentence).format(shown(given)))
        advice = did_you_mean(shown(given), self.words) or _("; write {words}.").format(
            words=", ".join(self.words)
        )
        raise ValueError(
            _("'{given}' is not a choice{advice}").format(given=shown(given), advice=advice)
        )

    def schema(self) -> Schema:
        """The words."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Names(Field):
    """A list of names, each once; ``known`` gives the right ones, where they are known already."""

    what: str
    known: Callable[[], Collection[str]] | None = None

    def read(self, given: object) -> tuple[str, ...]:
        """The names."""
        if not isinstance(given, list | tuple) or not all(isinstance(n, str) for n in given):
            raise ValueError(_("must be a list of names in quotes."))
        known = given if self.known is None else self.known()
        wrong = [no_such(self.what, each, known) for each in given if each not in known]
        if wrong:
            refuse([Fault((), sentence) for sentence in dict.fromkeys(wrong)])
        return tuple(dict.fromkeys(given))

    def schema(self) -> Schema:
        """A list of the names."""
        items: Schema = {"type": "string"} if self.known is None else {"enum": list(self.known())}
        return {"type": "array", "items": items}


def no_such(what: str, name: object, known: Collection[str]) -> str:
    """The sentence for a name that means nothing."""
    few = _("; there are {known}.").format(known=", ".join(known)) if len(known) < 12 else "."
    return _("there is no {what} '{name}'{advice}").format(
        what=_(what), name=shown(name), advice=did_you_mean(shown(name), known) or few
    )


@dataclass(frozen=True, slots=True)
class Mechanisms(Field):
    """A list of mechanisms to switch off."""

    def read(self, given: object) -> frozenset[str]:
        """Their names."""
        if isinstance(given, frozenset):
            return given
        if not isinstance(given, list | tuple):
            raise ValueError(_('must be a list of mechanisms such as ["politics"].'))
        wrong = [no_mechanism(each) for each in given if each not in mechanisms()]
        if wrong:
            refuse([Fault((), sentence) for sentence in dict.fromkeys(wrong)])
        return frozenset(given)

    def schema(self) -> Schema:
        """A list of the mechanisms."""
        return {"type": "array", "items": {"enum": list(mechanisms())}}


def no_mechanism(name: object) -> str:
    """The sentence for a mechanism that does not exist."""
    return _("there is no mechanism '{name}'{advice} There are {mechanisms}.").format(
        name=shown(name),
        advice=did_you_mean(shown(name), mechanisms()) or ".",
        mechanisms=", ".join(mechanisms()),
    )
