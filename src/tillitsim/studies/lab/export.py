"""What the page is given as data: services, worlds, what is declared, and how a state is laid out.

Nothing of it stands a second time in the page's own sources. Outcomes are exported as expressions:
each is evaluated once on the names of the counters instead of their numbers.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

import tillitsim
from tillitsim.locale import languages, translator
from tillitsim.locale.person import called
from tillitsim.model.blueprint import blueprint_of
from tillitsim.model.counters import COUNTERS
from tillitsim.model.initialise import create, draw_arms, initialise_councils, place_units
from tillitsim.model.month import run
from tillitsim.model.native import memory
from tillitsim.model.outcomes import LEVEL_LABELS, OUTCOMES, Outcome
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.tables import COUNCIL, UNIT
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.scenario import schedule
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import INSTRUMENTS
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.description.wording import source_of
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.studies.lab.words import WORDS

DECIDED = {
    "given": ("rows",),
    "single": ("rows",),
    "cells": ("rows",),
    "fixed": ("rows",),
    "preferred": ("rows",),
    "timeline": ("months",),
    "tally": ("months",),
}
"""Leaves of a state whose first extent the question decides, and what it is."""

MARK = -0.5
"""A value that no parameter can have."""

DOORS: Mapping[str, Any] = {
    "places": place_units,
    "arms": draw_arms,
    "everybody": initialise_councils,
    "months": run,
}
"""Compiled kernels that the page calls, in the order of a run."""

Data = dict[str, Any]


def in_languages(english: str, *parts: str) -> dict[str, str]:
    """A text of the catalogue in every language, its blanks filled with ``parts``."""
    said = {}
    for language in languages():
        _ = translator(language)
        said[language] = _(english).format(*map(_, parts)) if parts else _(english)
    return said


def told(texts: Mapping[str, str]) -> dict[str, str]:
    """What a file says, in every language; in English where it does not say it in one."""
    return {language: texts.get(language) or texts.get("en", "") for language in languages()}


def sourced(source: str) -> dict[str, str]:
    """A source in every language, as far as its phrases are in the catalogue."""
    return {language: source_of(source, language) for language in languages()}


def called_here(person: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """In every language, what the page says that a service with a word of its own says otherwise.

    ``person`` is what the service calls a citizen: ``{"en": "pupil, pupils", ...}``.
    """
    return _called_here(tuple(sorted(person.items())))


@cache
def _called_here(person: tuple[tuple[str, str], ...]) -> dict[str, dict[str, str]]:
    with called(dict(person)):
        here = _all_said()
    pairs = list(zip(_usual(), here, strict=True))
    return {
        language: {
            before[language]: after[language]
            for before, after in pairs
            if before[language] != after[language]
        }
        for language in languages()
    }


@cache
def _usual() -> list[dict[str, str]]:
    with called({}):
        return _all_said()


def _all_said() -> list[dict[str, str]]:
    """Everything with a word for citizens that the page may say."""
    shown: list[tuple[str, tuple[str, ...]]] = [(text, ()) for text in WORDS.values()]
    for each in OUTCOMES.values():
        shown += [(each.english, ()), (each.english_reading, ())]
    shown += [(each.english, each.parts) for each in PARAMETERS.values()]
    return [in_languages(text, *parts) for text, parts in shown]


def number(value: float) -> float | None:
    """A number as JSON has it; nothing for what is not set."""
    return None if math.isnan(value) else float(value)


def kernel(about: Data) -> Data:
    """What ``kernels.json`` says, as far as the page needs it."""
    return {
        "doors": _doors(about["exports"]),
        "failed": about["failed"],
        "fingerprint": about["fingerprint"],
        "header": about["header"],
        "layout": [_leaf(each) for each in about["layout"]],
        "stack": about["stack"],
    }


def _doors(exports: Mapping[str, Any]) -> dict[str, str]:
    """The kernels that a run of the page calls, by what they do, as its module exports them."""
    return {does: exports[each.__name__] and each.__name__ for does, each in DOORS.items()}


def _leaf(each: Data) -> Data:
    leaf = {name: value for name, value in each.items() if name != "fields"}
    leaf.setdefault("itemsize", np.dtype(each["dtype"]).itemsize if "dtype" in each else 0)
    if each["path"] not in {"given", "single"} and "fields" in each:
        leaf["fields"] = each["fields"]
    return leaf


def declared() -> Data:
    """Parameters, instruments, counters and outcomes, in the order in which kernels have them."""
    parameters = [PARAMETERS[name] for name in schedule.NAMES]
    return {
        "parameters": [_parameter(each) for each in parameters],
        "plain": len(schedule.PLAIN),
        "instruments": [
            {
                "name": each.name,
                "enabling": each.kind == "enabling",
                "ceiling": each.ceiling,
                "label": in_languages(each.english),
            }
            for each in INSTRUMENTS
        ],
        "held": list(schedule.HELD),
        "mix": [schedule.COLUMN[name] for name in mix.MIX],
        "ideal": [schedule.COLUMN[name] for name in mix.IDEAL],
        "counters": [{"name": each.name, "factor": each.factor} for each in COUNTERS.values()],
        "outcomes": [_outcome(each) for each in OUTCOMES.values()],
        "levels": {level: in_languages(label) for level, label in LEVEL_LABELS.items()},
        "staff": {"lanes": LANES, "span": SPAN, "columns": AT._asdict()},
    }


def _parameter(each: Parameter) -> Data:
    return {
        "name": each.name,
        "default": number(each.default),
        "bounds": each.bounds,
        "range": each.range,
        "whole": each.whole,
        "label": in_languages(each.english, *each.parts),
        "unit": in_languages(each.unit),
        "source": sourced(each.source),
    }


def _outcome(each: Outcome) -> Data:
    return {
        "name": each.name,
        "level": each.level,
        "better": each.better,
        "factor": each.factor,
        "digits": each.digits,
        "over": each.over,
        "matters": each.matters,
        "bounds": [each.bounds[0], each.bounds[1] if math.isfinite(each.bounds[1]) else None],
        "label": in_languages(each.english),
        "reading": in_languages(each.english_reading),
        "of": expression(each),
    }


class Symbol(NDArrayOperatorsMixin):
    """A value that is not known yet: what is done with it is written down."""

    def __init__(self, said: object) -> None:
        self.said = said

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: object, **_options: object
    ) -> Symbol:
        if method != "__call__":
            raise TypeError(f"{ufunc.__name__}.{method}")
        return Symbol([ufunc.__name__, *map(_said, inputs)])

    def __array_function__(
        self, function: Any, _types: Any, inputs: Sequence[Any], _options: Any
    ) -> Symbol:
        return Symbol([function.__name__, *map(_said, inputs)])


def _said(value: Any) -> Any:
    return value.said if isinstance(value, Symbol) else number(value)


class _Names(dict[str, Any]):
    """Counters as symbols of themselves."""

    def __missing__(self, name: str) -> Symbol:
        return Symbol(name)


def expression(outcome: Outcome) -> Any:
    """How an outcome is read from counters: a name, a number, or ``[operation, of ...]``."""
    read: Any = outcome.of(_Names())
    return read.said


def service(scenario: Scenario, *, name: str, group: str, command: Sequence[str]) -> Data:
    """A scenario as the page runs it."""
    blueprint = blueprint_of(scenario)
    state = create(blueprint, np.uint64(0))
    layout = blueprint.layout
    council, unit = np.zeros(len(layout.council), COUNCIL), np.zeros(len(layout.unit), UNIT)
    council[:], unit[:] = layout.council, layout.unit
    sectors = [sector.values for kind in scenario.kinds for sector in kind.sectors]
    return {
        "name": name,
        "group": group,
        "title": told(scenario.title),
        "description": told(scenario.description),
        "called": called_here(scenario.person),
        "command": list(command),
        "digest": scenario.digest,
        "months": scenario.months,
        "burnIn": scenario.burn_in,
        "sectors": [_differing(values) for values in sectors],
        "own": _own(scenario),
        "interventions": [change(each) for each in scenario.interventions],
        "without": sorted(scenario.without),
        "groups": blueprint.groups,
        "shapes": [_shape(path, value) for path, value in memory.leaves(state)],
        "bytes": {
            "council": _text(council),
            "unit": _text(unit),
            "switch": _text(blueprint.switch),
        },
        "block": layout.block.tolist(),
        "around": layout.around.tolist(),
    }


def _differing(values: Mapping[str, float]) -> dict[str, float | None]:
    return {
        str(position): number(values[name])
        for position, name in enumerate(schedule.NAMES)
        if values[name] != PARAMETERS[name].default
        and not (math.isnan(values[name]) and math.isnan(PARAMETERS[name].default))
    }


def _own(scenario: Scenario) -> list[list[int]]:
    """Positions of what no world changes, sector by sector: what the scenario says itself."""
    behaviour = [name for name in schedule.NAMES if not math.isnan(PARAMETERS[name].default)]
    marked = with_set(scenario, dict.fromkeys(behaviour, MARK))
    return [
        [position for position, name in enumerate(schedule.NAMES) if sector.values[name] != MARK]
        for kind in marked.kinds
        for sector in kind.sectors
    ]


def change(each: Intervention) -> Data:
    """An intervention, as it was given."""
    return {
        "name": each.name,
        "given": {name: number(value) for name, value in (each.given or each.values).items()},
        "start": each.start,
        "stop": each.stop,
        "ramp": each.ramp,
        "share": each.share,
        "lottery": each.lottery,
    }


def _shape(path: str, value: Any) -> list[int | str]:
    extents: Iterable[int] = np.shape(value)
    words = DECIDED.get(path, ())
    return [*words, *list(extents)[len(words) :]]


def _text(array: object) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def ensemble(each: Sequence[Mapping[str, float]]) -> Data:
    """ParameterSets: values of what is assumed, a row a world."""
    names = list(each[0]) if each else []
    table = np.array([[world[name] for name in names] for world in each], "<f8")
    return {
        "positions": [schedule.COLUMN[name] for name in names],
        "values": _text(table),
        "count": len(each),
    }


def data(services: Sequence[Data], worlds: Sequence[Mapping[str, float]], about: Data) -> Data:
    """Everything that a run of the page needs; its words are added by others."""
    return {
        "version": tillitsim.__version__,
        "kernel": kernel(about),
        "declared": declared(),
        "services": list(services),
        "worlds": ensemble(worlds),
    }
