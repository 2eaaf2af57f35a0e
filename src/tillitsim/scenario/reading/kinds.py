"""The kinds of files that people write, told apart by keys that only one kind has.

A file that is given where another kind is asked for is told for what it is, and which command
takes it, instead of key by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from tillitsim.errors import InputError
from tillitsim.locale import N_, _
from tillitsim.scenario.declared.declarations import PARAMETERS

if TYPE_CHECKING:
    from tillitsim.scenario.reading.document import Document

Kind = Literal["scenario", "experiment", "finding", "claims", "plan"]


class About(NamedTuple):
    """What a kind of file is called, and which command takes it."""

    called: str
    taken: str


KINDS: Mapping[Kind, About] = {
    "scenario": About(N_("a scenario"), N_("'tillitsim run' runs it")),
    "experiment": About(
        N_("an experiment"), N_("'tillitsim sweep' runs it, and --reform does it to a service")
    ),
    "finding": About(N_("a finding"), N_("'tillitsim evidence' replicates it")),
    "claims": About(N_("a file of claims"), N_("'tillitsim claims' audits them")),
    "plan": About(N_("a plan of a calibration"), N_("'tillitsim calibrate' follows it")),
}

ARMS = frozenset({"arms", "design", "replicates", "baseline", "stop", "record"})
"""Keys of an experiment and of no scenario."""
GIVEN = frozenset({"extends", "interventions", "councils", "sector", "person", "spin_up"})
"""Keys of a scenario and of no experiment, beside its groups of settings."""


def kind_of(table: Mapping[str, object]) -> Kind | None:
    """The kind of file that a table is; None where its keys do not tell."""
    keys = frozenset(table)
    if "claims" in keys:
        return "claims"
    if {"effect", "tier"} <= keys:
        return "finding"
    if {"findings", "waves"} <= keys:
        return "plan"
    if "base" in keys:
        return "experiment" if keys & ARMS else None
    groups = {name.partition(".")[0] for name in PARAMETERS}
    return "scenario" if keys & (GIVEN | groups) and not keys & ARMS else None


def refuse_other(read: Document, wanted: Kind) -> None:
    """Raise InputError, which says what it is, for a file of another kind."""
    kind = kind_of(read.table)
    if kind is not None and kind != wanted:
        raise InputError(
            _("{label} is {kind}, not {wanted}; {taken}.").format(
                label=read.label,
                kind=_(KINDS[kind].called),
                wanted=_(KINDS[wanted].called),
                taken=_(KINDS[kind].taken),
            )
        )


def it_is(kind: Kind) -> str:
    """Advice about a name of a kind that is given where another is asked for."""
    return _("; it is {kind}: {taken}.").format(
        kind=_(KINDS[kind].called), taken=_(KINDS[kind].taken)
    )
