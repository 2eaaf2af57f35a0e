"""The ``[design]`` table of an experiment file: what it says, checked."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import N_, _
from tillitsim.runs.experiment.design import count_of
from tillitsim.runs.experiment.schema import KINDS, SIMPLEX, Arm, Axis, Design, Kind
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.scenario.declared.parameter import Parameter
from tillitsim.scenario.reading import files
from tillitsim.scenario.reading.document import Document
from tillitsim.scenario.reading.fields import Choice, Field, Missing, Schema, Table, Text, Whole
from tillitsim.scenario.reading.problems import Content, Problems, named
from tillitsim.scenario.reading.text_files import LARGEST_RECORD, at, is_file, read_text, shown
from tillitsim.scenario.reading.values import Fault, leaves, number, plain, refuse, suggestion

MOST_POINTS = 5_000_000
MOST_LEVELS = 10_000
_SHARES = tuple(f"{SIMPLEX}.{principle}" for principle in PRINCIPLES)


@dataclass(frozen=True, slots=True)
class Axes(Field):
    """What a design varies: a table of parameters, each with its range or its levels."""

    def read(self, given: object) -> tuple[Axis, ...]:
        """The axes, in order."""
        if not isinstance(given, Mapping):
            raise ValueError(_("must be a table, with keys and values."))
        axes: list[Axis] = []
        faults: list[Fault] = []
        whole_mix = _whole_mix(given)
        for steps, leaf in leaves(given, {*PARAMETERS, SIMPLEX} if whole_mix else PARAMETERS):
            name = ".".join(steps)
            if name not in PARAMETERS and name != SIMPLEX:
                faults.append(
                    Fault(
                        steps,
                        _("unknown setting{advice}").format(advice=suggestion(name, (SIMPLEX,))),
                    )
                )
            elif not isinstance(leaf, Mapping):
                faults.append(Fault(steps, _("must be a table, with keys and values.")))
            else:
                own: list[Fault] = []
                axes.append(
                    _simplex(leaf, own) if name == SIMPLEX else _axis(leaf, PARAMETERS[name], own)
                )
                faults += [replace(each, steps=(*steps, *each.steps)) for each in own]
        if faults:
            refuse(faults)
        return tuple(axes)

    def schema(self) -> Schema:
        """A table of axes."""
        numbers = {"type": "array", "items": {"type": "number"}, "minItems": 1}
        axis = {
            "type": "object",
            "properties": {
                "from": {"type": "number"},
                "to": {"type": "number"},
                "steps": {"type": "integer", "minimum": 2, "maximum": MOST_LEVELS},
                "values": numbers,
            },
        }
        return {"type": "object", "properties": dict.fromkeys((*PARAMETERS, SIMPLEX), axis)}


class DesignTable(Table):
    """Which points of the parameter space are visited."""

    kind: Annotated[
        Kind,
        Choice(KINDS),
        Missing(N_("not given; write one of {}."), ", ".join(KINDS)),
    ]
    size: Annotated[int | None, Whole(1, MOST_POINTS)] = None
    seed: Annotated[int, Whole(0, 2**63 - 1)] = 0
    file: Annotated[str | None, Text()] = None
    vary: Annotated[tuple[Axis, ...] | None, Axes()] = None
    cross: Annotated[tuple[Axis, ...], Axes()] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands, so that what is wrong with it is told with its line."""

    document: Document
    problems: Problems
    path: tuple[str | int, ...] = ()

    def wrong(self, sentence: str, *steps: str | int) -> None:
        """Note what is wrong with a key, or with the table."""
        name = shown(named((*self.path, *steps)), 200)
        where = self.document.at(*self.path, *steps)
        self.problems.add(f"{where}{name + ': ' if name else ''}{sentence}")


def design_of(
    table: DesignTable, content: Content[Any], place: Place, arms: Sequence[Arm]
) -> Design:
    """The design that a table says; whatever is wrong is noted."""
    few = table.kind in {"simplex-lattice", "morris"}
    design = Design(
        table.kind,
        size=table.size or (10 if few else 64),
        seed=table.seed,
        vary=table.vary or (),
        cross=table.cross,
    )
    if design.kind == "list":
        design = replace(design, listed=_listed(table, place))
    _check_kind(table, design, place, spoilt=content.spoilt("design", "vary"))
    _check_names(design, arms, place)
    if not place.problems.sentences and count_of(design) > MOST_POINTS:
        place.wrong(
            _("{count_of:,} points are too many; {most_points:,} are the most.").format(
                count_of=count_of(design), most_points=MOST_POINTS
            )
        )
    return design


def _check_kind(table: DesignTable, design: Design, place: Place, *, spoilt: bool) -> None:
    kind, names = design.kind, [axis.name for axis in design.vary]
    if kind.startswith("simplex"):
        others = [name for name in names if name != SIMPLEX]
        if others:
            place.wrong(
                _(
                    'kind = "{kind}" varies the mix alone; put {others} under [design.cross].'
                ).format(kind=kind, others=", ".join(others)),
                "vary",
            )
    elif kind == "list":
        if names:
            place.wrong(
                _("a list has its parameters in the header of its file; leave vary out."), "vary"
            )
    elif not names and not spoilt:
        place.wrong(
            _(
                'nothing varies; write for example "task.variety" = { from = 0.4, to = 1.4 }'
                " under [design.vary]."
            ),
            "vary",
        )
    if table.file is not None and kind != "list":
        place.wrong(_('only kind = "list" reads a file.'), "file")
    if kind in {"sobol", "simplex-sobol"} and design.size & (design.size - 1):
        below = 1 << (design.size.bit_length() - 1)
        place.wrong(
            _(
                "{size} is not a power of two, which a Sobol sequence needs to be balanced;"
                " write {below} or {it}."
            ).format(size=design.size, below=below, it=2 * below),
            "size",
        )


def _check_names(design: Design, arms: Sequence[Arm], place: Place) -> None:
    """Nothing is varied twice, and nothing that an arm sets is varied over it."""
    varied = [axis.name for axis in (*design.vary, *design.cross)]
    varied += [SIMPLEX] if design.kind.startswith("simplex") and SIMPLEX not in varied else []
    varied += design.listed[0].keys() if design.listed else []
    for name in sorted({name for name in varied if varied.count(name) > 1}):
        place.wrong(_("{name} is varied twice; vary it once.").format(name=name))
    shares = [name for name in varied if name in _SHARES]
    if SIMPLEX in varied and shares:
        place.wrong(
            _("{simplex} and {shares} are varied both; vary one of them.").format(
                simplex=SIMPLEX, shares=shares[0]
            )
        )
    for arm in arms:
        for name in arm.changes:
            if name in varied or (SIMPLEX in varied and name in _SHARES):
                place.wrong(
                    _(
                        "arm '{name}' sets {name2}, which the design varies too; the arm would have"
                        " no effect. Leave it out of one of them."
                    ).format(name=arm.name, name2=name)
                )


def _whole_mix(given: Mapping[str, object]) -> bool:
    """Whether ``mix`` stands for the three shares together, and not for a table of its parts."""
    inner = given.get(SIMPLEX)
    parts = {name.partition(".")[2] for name in PARAMETERS if name.startswith(f"{SIMPLEX}.")}
    return not isinstance(inner, Mapping) or parts.isdisjoint(inner)


def _only(given: Mapping[str, object], known: tuple[str, ...], faults: list[Fault]) -> None:
    for key in given:
        if key not in known:
            advice = did_you_mean(shown(key), known) or _("; known are {known}.").format(
                known=", ".join(known)
            )
            faults.append(Fault((key,), _("unknown key{advice}").format(advice=advice)))


def _steps(given: Mapping[str, object], default: int, faults: list[Fault]) -> int:
    try:
        return Whole(2, MOST_LEVELS).read(given.get("steps", default))
    except ValueError as wrong:
        faults.append(Fault(("steps",), str(wrong)))
        return default


def _simplex(given: Mapping[str, object], faults: list[Fault]) -> Axis:
    _only(given, ("steps",), faults)
    return Axis(SIMPLEX, steps=_steps(given, 5, faults))


def _axis(given: Mapping[str, object], parameter: Parameter, faults: list[Fault]) -> Axis:
    _only(given, ("from", "to", "steps", "values"), faults)
    if "values" in given:
        return _levels(given, parameter, faults)
    low, high = (_end(given, key, parameter, i, faults) for i, key in enumerate(("from", "to")))
    if not low < high:
        sentence = _("from {low} to {high} is no range; from must be below to.").format(
            low=plain(low), high=plain(high)
        )
        faults.append(Fault((), sentence))
        high = low + 1.0
    most = int(high - low) + 1 if parameter.whole else MOST_LEVELS
    steps = _steps(given, max(2, min(5, most)), faults)
    if steps > most:
        sentence = _("there are only {most} whole numbers from {low} to {high}.").format(
            most=most, low=plain(low), high=plain(high)
        )
        faults.append(Fault(("steps",), sentence))
    return Axis(parameter.name, low, high, steps, whole=parameter.whole)


def _levels(given: Mapping[str, object], parameter: Parameter, faults: list[Fault]) -> Axis:
    levels = given["values"] if isinstance(given["values"], list) else []
    if not levels:
        faults.append(Fault(("values",), _("must be a list of numbers, such as [0.4, 0.9, 1.4].")))
    if {"from", "to", "steps"} & given.keys():
        faults.append(Fault(("values",), _("give either values or from, to and steps.")))
    values = []
    for each in levels:
        try:
            values.append(number(parameter, each))
        except ValueError as wrong:
            faults.append(Fault(("values",), str(wrong)))
    if len(set(values)) < len(values):
        faults.append(Fault(("values",), _("the same value stands there twice.")))
    return Axis(parameter.name, values=tuple(values), whole=parameter.whole)


def _end(
    given: Mapping[str, object], key: str, parameter: Parameter, end: int, faults: list[Fault]
) -> float:
    """One end of an axis: as given, or that of the parameter's plausible range."""
    if key not in given:
        return parameter.range[end]
    try:
        value = number(parameter, given[key])
    except ValueError as wrong:
        faults.append(Fault((key,), str(wrong)))
        return parameter.range[end]
    return parameter.range[end] if math.isnan(value) else value


def _listed(table: DesignTable, place: Place) -> tuple[dict[str, float], ...]:
    """The points of a CSV file: parameters in the header, a point a row.

    Where cells are parted by semicolons, as in Swedish spreadsheets, decimals may take a comma.
    """
    if table.file is None:
        place.wrong(_('not given; write for example file = "points.csv".'), "file")
        return ()
    file: Path = place.document.path.parent / table.file
    label = files.label_of(file)
    if not is_file(file):
        place.wrong(_("there is no file {label}.").format(label=label), "file")
        return ()
    try:
        lines = read_text(file, label, kind=N_("CSV file"), most=LARGEST_RECORD).splitlines()
        local = bool(lines) and ";" in lines[0]
        rows = list(csv.reader(lines, delimiter=";" if local else ","))
    except (InputError, csv.Error):
        place.wrong(
            _("{label} cannot be read: it is not CSV in UTF-8.").format(label=label), "file"
        )
        return ()
    header = [name.strip() for name in rows[0]] if rows else []
    for name in header:
        if name not in PARAMETERS:
            advice = did_you_mean(name, PARAMETERS) or _("; 'tillitsim parameters' lists them all.")
            place.problems.add(
                _("{place}'{name}': unknown setting{advice}").format(
                    place=at(label, 1), name=shown(name), advice=advice
                )
            )
    if len(set(header)) < len(header):
        place.problems.add(
            _("{place}a parameter stands there twice; give it once.").format(place=at(label, 1))
        )
    if len(rows) < 2:
        place.problems.add(
            _("{label}: no points; the header names parameters, each row is a point.").format(
                label=label
            )
        )
    if any(name not in PARAMETERS for name in header):
        return ()
    return tuple(
        _row(
            place.problems,
            at(label, i),
            header,
            cells,
            local=local,
        )
        for i, cells in enumerate(rows[1:], 2)
        if cells
    )


def _row(
    problems: Problems, where: str, header: Sequence[str], cells: Iterable[str], *, local: bool
) -> dict[str, float]:
    texts = [text.strip().replace(",", "." if local else ",") for text in cells]
    if len(texts) != len(header):
        problems.add(
            _("{where}{texts} cells, but the header has {header}.").format(
                where=where, texts=len(texts), header=len(header)
            )
        )
        return {}
    point = {}
    for name, text in zip(header, texts, strict=True):
        try:
            given: object = float(text)
        except ValueError:
            given = text
        try:
            point[name] = number(PARAMETERS[name], given)
        except ValueError as wrong:
            problems.add(f"{where}{name}: {wrong}")
    return point
