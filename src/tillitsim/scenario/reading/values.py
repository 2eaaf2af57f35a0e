"""A value of a parameter: is it a number, of the right kind, within its bounds; what was meant.

The one reader of names and numbers: for scenario files, interventions, experiments, findings,
claims, tables of points and ``--set`` alike.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from tillitsim.locale import N_, _
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.reading.text_files import shown

UNSET = "unset"
DEEPEST = 5
"""Levels of tables that are looked into for settings."""
FIXED_FROM_START = tuple(
    f"chain.{name}" for name in ("councils", "politicians", "units", "staff", "citizens")
)
"""Parameters that no intervention can change."""
NOTHING = N_('nothing to change; write for example set = { "mix.trust" = 0.6 }.')
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")

Steps = tuple[str | int, ...]


def plain(value: float) -> str:
    """A number as people write it: 12, 0.35, 1000000000, 1e-05."""
    whole = value == round(value, 0) and abs(value) < 1e15
    return f"{value:.0f}" if whole else f"{value:.6g}"


def limits(parameter: Parameter) -> str:
    """What would be right: ``a number from 0 to 1``."""
    low, high = (plain(bound) for bound in parameter.bounds)
    kind = _("a whole number") if parameter.whole else _("a number")
    unset = _(', or "{word}"').format(word=UNSET) if parameter.optional else ""
    return _("{kind} from {low} to {high}{unset}").format(
        kind=kind, low=low, high=high, unset=unset
    )


def number(parameter: Parameter, given: object) -> float:
    """A given value as a number within the bounds of a parameter.

    The word "unset" stands for NaN where the parameter is optional. True and false are no numbers,
    and neither is text.

    Raises
    ------
    ValueError
        With a sentence, if it is not one.
    """
    if given == UNSET and parameter.optional:
        return math.nan
    wrong = no_number(given) or _out_of_bounds(parameter, as_float(given))
    if wrong:
        raise ValueError(_("{wrong}; give {limits}.").format(wrong=wrong, limits=limits(parameter)))
    return as_float(given)


def no_number(given: object) -> str:
    """Why something is no number; an empty string for one."""
    if isinstance(given, bool):
        return _("{given} is not a number").format(given=str(given).lower())
    if isinstance(given, str):
        comma = _DECIMAL_COMMA.fullmatch(given.strip())
        advice = _(" (decimals take a point, not a comma)") if comma else ""
        return _('"{given}" is text, not a number{advice}').format(
            given=shown(given), advice=advice
        )
    return (
        ""
        if isinstance(given, int | float)
        else _("{given} is not a number").format(given=shown(given))
    )


def as_float(given: object) -> float:
    """A number as a float; infinite if it is too large for one, NaN if it is no number."""
    try:
        return float(given) if isinstance(given, int | float) else math.nan
    except OverflowError:
        return math.inf


def _out_of_bounds(parameter: Parameter, value: float) -> str:
    if not math.isfinite(value):
        return _("{value} is not a finite number").format(value=plain(value))
    if parameter.whole and value != math.floor(value):
        return _("{value} is not a whole number").format(value=plain(value))
    low, high = parameter.bounds
    return "" if low <= value <= high else _("{value} is out of bounds").format(value=plain(value))


GONE = {
    "motivation.informing": N_(
        "; it is gone, motivation.controlling is now net of it: 'tillitsim convert' turns the file."
    )
}
"""What became of settings of version 0.1."""


def suggestion(name: str, words: Iterable[str]) -> str:
    """``"; did you mean 'task.variety'?"``, or where to look; always ends the sentence."""
    return nearest(name, words) or _("; 'tillitsim parameters' lists them all.")


def nearest(name: str, words: Iterable[str]) -> str:
    """``"; did you mean 'task.variety'?"``, what became of it, or an empty string."""
    if name in GONE:
        return _(GONE[name])
    known = [*PARAMETERS, *words]
    last = name.rpartition(".")[2]
    same_end = [each for each in known if each.rpartition(".")[2] == last]
    if len(same_end) == 1:
        return _("; did you mean '{name}'?").format(name=same_end[0])
    close = difflib.get_close_matches(name[:80], known, n=1, cutoff=0.6)
    return _("; did you mean '{name}'?").format(name=close[0]) if close else ""


def leaves(
    content: Mapping[str, Any], known: Collection[str] = PARAMETERS, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths and contents of a table: ``mix.trust`` without quotes is a table and means the same.

    A table that is no setting but a group of them is gone into, and so is one of unknown name that
    holds tables; what is nested too deeply is handed on as it is.
    """
    for key, inner in content.items():
        steps = (*path, key)
        name = ".".join(steps)
        group = isinstance(inner, Mapping) and name not in known and len(steps) < DEEPEST
        if group and (inner or not is_group(name, known)):
            if inner:
                yield from leaves(inner, known, steps)
            else:
                yield steps, inner
        elif not group:
            yield steps, inner


def is_group(name: str, known: Collection[str] = PARAMETERS) -> bool:
    """Whether a name is the beginning of names of settings."""
    prefix = f"{name}."
    return any(each.startswith(prefix) for each in known)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong inside a field: where, and a sentence.

    ``name`` is what to call it instead of the last ``replaced`` steps to it, or those within the
    field.
    """

    steps: Steps
    sentence: str
    name: str = ""
    replaced: int | None = None

    @property
    def depth(self) -> int:
        """How many of the last steps the name stands for."""
        if self.replaced is None:
            return len(self.steps) if self.name else 0
        return self.replaced


def refuse(faults: Collection[Fault]) -> NoReturn:
    """Raise faults as pydantic's errors, each with its place."""
    raise ValidationError.from_exception_data(
        "file",
        [
            InitErrorDetails(
                type=PydanticCustomError(
                    "fault",
                    "{sentence}",
                    {
                        "sentence": each.sentence,
                        "name": each.name,
                        "depth": each.depth,
                    },
                ),
                loc=each.steps,
                input=None,
            )
            for each in faults
        ],
    )


class Values(dict[str, float]):
    """Values by parameter; ``sources`` holds the reasons that stand beside them in the file."""

    def __init__(
        self, values: Mapping[str, float] | None = None, sources: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(values or {})
        self.sources = dict(sources or {})

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read by :func:`values_in`; an editor's schema has every setting."""
        return Settings().__get_pydantic_core_schema__(source, handler)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a table of settings is read: ``words`` may be meant too by what is misspelt.

    ``later`` says that they change later, so that the size of the chain is not among them.
    """

    words: tuple[str, ...] = ()
    later: bool = False
    needed: bool = False

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read by :meth:`read`; the schema builder fills in every setting by language."""
        note = {"settings": "later" if self.later else "any"}
        return core_schema.no_info_plain_validator_function(
            self.read, metadata={"pydantic_js_functions": [lambda _schema, _handler: note]}
        )

    def read(self, given: object) -> Values:
        """Values by parameter, each checked; whatever is wrong is refused with its place."""
        if isinstance(given, Values):
            return given
        if not isinstance(given, Mapping) or (self.needed and not given):
            raise ValueError(
                _(NOTHING) if self.needed else _("must be a table, with keys and values.")
            )
        found = Values()
        faults: list[Fault] = []
        advised = 0
        for steps, leaf in leaves(given):
            name = ".".join(steps)
            try:
                self._take(found, name, leaf)
            except LookupError:
                advised += 1
                table = isinstance(leaf, Mapping)
                unknown = N_("unknown table{advice}") if table else N_("unknown setting{advice}")
                advice = "" if advised > MOST_ADVICE else suggestion(name, self.words)
                faults.append(
                    Fault(
                        steps,
                        _(unknown).format(advice=advice),
                        shown(name),
                    )
                )
            except ValueError as wrong:
                faults.append(Fault(steps, str(wrong), shown(name)))
        if faults:
            refuse(faults)
        return found

    def _take(self, found: Values, name: str, leaf: object) -> None:
        if name not in PARAMETERS:
            if not isinstance(leaf, Mapping) and is_group(name):
                raise ValueError(
                    _("is a group of settings, not a setting; write a table [{name}].").format(
                        name=name
                    )
                )
            raise LookupError
        if self.later and name in FIXED_FROM_START:
            raise ValueError(
                _(
                    "the size of the chain is fixed from the start; an intervention may change"
                    " anything else."
                )
            )
        if name in found:
            raise ValueError(_("given twice; give it once."))
        if isinstance(leaf, Mapping):
            leaf = self._with_reason(found, name, leaf)
        found[name] = number(PARAMETERS[name], leaf)

    @staticmethod
    def _with_reason(found: Values, name: str, leaf: Mapping[str, object]) -> object:
        """The value in ``{ value = 0.9, source = "assumed: ..." }``; the reason is kept."""
        if "value" not in leaf:
            raise ValueError(_("a table, but must be a number."))
        unknown = [key for key in leaf if key not in {"value", "source"}]
        if unknown:
            raise ValueError(
                _(
                    "unknown key '{unknown}'; a value with its reason reads {{ value = 0.5, source"
                    ' = "assumed: why" }}.'
                ).format(unknown=shown(unknown[0]))
            )
        source = leaf.get("source")
        if "source" in leaf and not (isinstance(source, str) and source.strip()):
            raise ValueError(_("source: must be a text in quotes: author and year, or 'assumed'."))
        if isinstance(source, str):
            found.sources[name] = source
        return leaf["value"]


MOST_ADVICE = 50
"""Suggestions at the most; more would go unread, and each takes time."""
