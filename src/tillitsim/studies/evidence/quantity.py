"""Quantities of a finding, ``measure@arm/context``, and whether all that is named exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tillitsim.errors import did_you_mean
from tillitsim.locale import N_, _
from tillitsim.scenario.declared import mix
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import Fault, plain
from tillitsim.studies.evidence.schema import Asked, Check, Experiment


class Quantity(NamedTuple):
    """A measure in one arm and one context."""

    measure: str
    arm: str
    context: str


BELOW = {
    "organisation": ("council", "unit", "manager", "staff", "citizen"),
    "unit": ("unit", "manager", "staff", "citizen"),
    "staff": ("staff",),
    "citizen": ("citizen",),
}
"""Tables whose columns can be read per entity: its own, and those it has several rows of."""


def quantity(text: str, experiment: Experiment) -> Quantity:
    """Read ``measure@arm/context``; raises ValueError with a sentence when a name is unknown."""
    left, _slash, context = text.partition("/")
    measure, _at, arm = left.partition("@")
    measure, arm, context = measure.strip(), arm.strip(), context.strip()
    arms = [each.name for each in experiment.arms]
    contexts = [each.name for each in experiment.contexts]
    if measure not in experiment.measures:
        known = list(experiment.measures)
        raise ValueError(
            _("'{text}': no measure '{measure}'{advice}").format(
                text=text, measure=measure, advice=did_you_mean(measure, known) or "."
            )
        )
    return Quantity(
        measure,
        _chosen(text, N_("arm"), arm, arms),
        _chosen(text, N_("context"), context, contexts),
    )


def _chosen(text: str, what: str, name: str, names: list[str]) -> str:
    if not name and len(names) == 1:
        return names[0]
    if name in names:
        return name
    if not name:
        raise ValueError(
            _("'{text}': say which {what}, as there are {names}.").format(
                text=text, what=_(what), names=", ".join(names)
            )
        )
    raise ValueError(
        _("'{text}': no {what} '{name}'{advice}").format(
            text=text, what=_(what), name=name, advice=did_you_mean(name, names) or "."
        )
    )


def cells_of(text: str, experiment: Experiment) -> list[Quantity]:
    """All cells of a factor's level, in every level of the other factor.

    ``measure@arm`` is in every context, ``measure/context`` in every arm. Raises ValueError with a
    sentence when a name is unknown or nothing is left out.
    """
    measure, _slash, context = text.partition("/")
    if "@" in measure and context:
        raise ValueError(
            _("'{text}': leave the arm or the context out, to average over all of them.").format(
                text=text
            )
        )
    if "@" in measure:
        names = [f"{measure}/{each.name}" for each in experiment.contexts]
    else:
        names = [f"{measure}@{each.name}/{context}" for each in experiment.arms]
    return [quantity(each, experiment) for each in names]


PARTS = ("of", "than", "rest_of", "rest_than", "scale")
"""Keys of a check that name one quantity each."""


def in_context(check: Check, context: str) -> Check:
    """A check of one context, where the check itself leaves the context out."""
    named = {key: f"{text}/{context}" for key in PARTS if (text := getattr(check, key))}
    return check.model_copy(update={**named, "over": {}})


def quantities_of(check: Check, experiment: Experiment) -> list[Quantity]:
    """All that has to be read for a check; what a cross-section varies is known without reading.

    Raises ValueError with a sentence when a name is unknown.
    """
    if check.over:
        return [
            each
            for context in check.over
            for each in quantities_of(in_context(check, context), experiment)
        ]
    named = [text for key in PARTS if (text := getattr(check, key))]
    if check.kind == "main-effect":
        levels = [each for text in named[:2] for each in cells_of(text, experiment)]
        return levels + [quantity(text, experiment) for text in named[2:]]
    if check.kind == "crossing":
        named = [f"{text}/{context.name}" for text in named for context in experiment.contexts]
    varied = experiment.cross_section.vary if experiment.cross_section else {}
    texts = [*named, *check.order, *check.cells, *check.predictors]
    return [quantity(text, experiment) for text in texts if text not in varied]


NEEDED: dict[str, tuple[str, ...]] = {
    "mean": ("of",),
    "difference": ("of", "than"),
    "percent": ("of", "than"),
    "ratio": ("of", "than"),
    "standardised": ("of", "than"),
    "odds-ratio": ("of", "than"),
    "share": ("of",),
    "correlation": ("of", "than"),
    "slope": ("of", "predictors"),
    "spread-ratio": ("of", "than"),
    "interaction": ("of", "than", "rest_of", "rest_than"),
    "crossing": ("of", "than"),
    "remaining": ("of", "than", "rest_of", "rest_than"),
    "ordering": ("order",),
    "shortfall": ("of", "than"),
    "share-difference": ("of", "rest_of"),
    "main-effect": ("of", "than"),
    "contrast": ("cells",),
}
BALANCED = 1e-9
"""Largest sum of a contrast's weights, which is 0 but for rounding."""


def problems_of(asked: Asked) -> list[Fault]:
    """What is named and does not exist, or contradicts itself, each with its place in the file."""
    experiment = asked.experiment
    if experiment is None:
        return []
    faults = [
        Fault(("experiment", *each.steps), each.sentence, each.name)
        for each in (*_names_twice(experiment), *_measures(experiment), *_spreads(experiment))
    ]
    for place, check in enumerate(asked.checks):
        found = _check_problems(check, experiment)
        faults += [Fault(("checks", place, *each.steps), each.sentence) for each in found]
    return faults


def _names_twice(experiment: Experiment) -> list[Fault]:
    faults = []
    for key, names in (
        ("arms", [each.name for each in experiment.arms]),
        ("contexts", [each.name for each in experiment.contexts]),
        ("measures", list(experiment.measures)),
    ):
        for place, name in enumerate(names):
            step: str | int = name if key == "measures" else place
            if name in names[:place]:
                sentence = _("'{name}' is the name of an earlier one too.").format(name=shown(name))
                faults.append(Fault((key, step), sentence))
            if {"@", "/"} & set(name):
                sentence = _("'{name}': a name has neither @ nor /, which part names.").format(
                    name=shown(name)
                )
                faults.append(Fault((key, step), sentence))
    return faults


def _spreads(experiment: Experiment) -> list[Fault]:
    """Shares that a cross-section may draw so high that they exceed 1 together."""
    varied = experiment.cross_section.vary if experiment.cross_section else {}
    faults = []
    for shares in (*mix.ALL, ("people.averse", "people.lifted")):
        named = [name for name in shares if name in varied]
        total = sum(varied[name].high for name in named)
        whole = len(named) == 3
        if whole or total > 1.0 + mix.TOLERANCE:
            sentence = (
                _("give two of the shares; the third is what is left.")
                if whole
                else _("{named} may reach {total}; they must not exceed 1.").format(
                    named=" + ".join(named), total=plain(total)
                )
            )
            faults.append(Fault(("cross_section", "vary", named[0]), sentence, named[0]))
    return faults


def _check_problems(check: Check, experiment: Experiment) -> list[Fault]:
    faults = [
        Fault((), _("a {kind} needs {key}.").format(kind=check.kind, key=key))
        for key in NEEDED[check.kind]
        if not getattr(check, key)
    ]
    varied = experiment.cross_section.vary if experiment.cross_section else {}
    found, wrong = _found(check, experiment, varied)
    faults += wrong
    for one, other in (("of", "than"), ("rest_of", "rest_than")):
        if found.get(one) and found.get(one) == found.get(other):
            faults.append(
                Fault(
                    (other,), _("the same as {one}; nothing differs from itself.").format(one=one)
                )
            )
    pairs = [(found.get(a), found.get(b)) for a, b in (("of", "than"), ("rest_of", "rest_than"))]
    if all(all(pair) for pair in pairs) and pairs[0] == pairs[1]:
        faults.append(Fault(("rest_of",), _("the same difference as of and than.")))
    if check.kind == "main-effect":
        shared = set(found.get("of", ())) & set(found.get("than", ()))
        if shared and not any(fault.steps == ("than",) for fault in faults):
            faults.append(
                Fault(("than",), _("shares cells with of; compare levels of one factor."))
            )
    if check.kind == "crossing" and any(c.value is None for c in experiment.contexts):
        faults.append(Fault((), _("a crossing needs contexts that each have a value.")))
    if check.kind == "share-difference" and bool(check.than) != bool(check.rest_than):
        sentence = _("give both than and rest_than, or neither: both shares are of the same kind.")
        faults.append(Fault((), sentence))
    if check.kind == "share-difference" and not check.than and check.of == check.rest_of:
        faults.append(Fault(("rest_of",), _("the same as of; nothing differs from itself.")))
    if check.kind == "contrast" and check.cells and abs(sum(check.cells.values())) > BALANCED:
        total = plain(sum(check.cells.values()))
        sentence = _("the weights add up to {total}; those of a contrast add up to 0.").format(
            total=total
        )
        faults.append(Fault(("cells",), sentence))
    return faults


def _found(
    check: Check, experiment: Experiment, varied: Mapping[str, object]
) -> tuple[dict[str, Any], list[Fault]]:
    """What each part of a check names, and what is wrong with the names."""
    contexts = [each.name for each in experiment.contexts]
    faults = [
        Fault(
            ("over", name),
            _("no context '{name}'{advice}").format(
                name=shown(name), advice=did_you_mean(name, contexts) or "."
            ),
        )
        for name in check.over
        if name not in contexts
    ]
    every = ""
    if check.kind == "crossing" or check.over:
        every = f"/{contexts[0]}"
    found: dict[str, object] = {}
    for key in (*PARTS, "order", "predictors", "cells"):
        given = getattr(check, key)
        for text in (given,) if isinstance(given, str) else given:
            if not text or text in varied:
                found[key] = text
                continue
            if every and "/" in text:
                sentence = _(
                    "'{text}': leave the context out; it is taken in each of them."
                ).format(text=text)
                faults.append(Fault((key,), sentence))
                continue
            try:
                if check.kind == "main-effect" and key in {"of", "than"}:
                    found[key] = cells_of(text, experiment)
                else:
                    found[key] = quantity(text + every, experiment)
            except ValueError as problem:
                faults.append(Fault((key,), str(problem)))
    return found, faults


def _measures(experiment: Experiment) -> list[Fault]:
    faults = []
    for name, measure in experiment.measures.items():
        for column in measure.columns:
            if column.partition(".")[0] not in BELOW.get(measure.per, ()):
                sentence = _("{column} cannot be read per {per}.").format(
                    column=column, per=measure.per
                )
                faults.append(Fault(("measures", name, "columns"), sentence))
        if measure.last >= experiment.months:
            sentence = _("month {last} is beyond the {months} months (0 to {months2}).").format(
                last=measure.last, months=experiment.months, months2=experiment.months - 1
            )
            faults.append(Fault(("measures", name, "last"), sentence))
    return faults


REACTIONS = (
    "motivation.",
    "effort.",
    "meeting.",
    "learning.",
    "safety.",
    "trust.",
    "reporting.",
    "demand.",
    "burden.",
    "interaction.",
)
"""How people react: one set of values serves all findings, so that no finding sets its own."""
FRAMING = ("motivation.controlling",)
"""How a reward is framed, which a study does decide."""


def reactions_in(experiment: Experiment) -> list[Fault]:
    """Where a virtual experiment sets how people react, which is the model's and not a study's."""
    places: list[tuple[tuple[str | int, ...], Mapping[str, object]]] = [(("set",), experiment.set)]
    for i, arm in enumerate(experiment.arms):
        places.append((("arms", i, "set"), arm.set))
        for j, change in enumerate(arm.interventions):
            places.append((("arms", i, "interventions", j, "set"), change.set))
    places += [(("contexts", i, "set"), each.set) for i, each in enumerate(experiment.contexts)]
    if experiment.cross_section is not None:
        places.append((("cross_section", "vary"), experiment.cross_section.vary))
    return [
        Fault(
            (*steps, name),
            _(
                "says how people react, where one set of values serves all findings; a finding"
                " says who they are, where they work and what is done."
            ),
        )
        for steps, values in places
        for name in values
        if name.startswith(REACTIONS) and name not in FRAMING
    ]
