"""The sizes of a service in the model's own: units, staff and citizens of each, from what is given.

    units    = units, else users / (users a unit), else staff / (staff a unit), else the base's
               times inhabitants over those that the base is of
    citizens = users / units        staff = staff / units        else the base's
    caseload = the base's times (citizens / staff) over the base's, so that the load stays

What a user needs is not given, and users who need little make many users a post; the base's load
is kept, and it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.schema import Scenario
from tillitsim.studies.my_service.given import Given

INHABITANTS: Mapping[str, float] = {"home-care": 45_000.0}
"""Inhabitants of the municipality that a shipped service is of, where its file says so."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Values of parameters, why each, and sentences about what was not used."""

    values: dict[str, float] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def sizes_of(base: Scenario, given: Mapping[str, Given]) -> Sizes:
    """The sizes that follow from what is given, for a service like ``base``.

    Raises
    ------
    InputError
        For what the model cannot be: a unit of thousands of staff, say.
    """
    found = Sizes()
    users, staff = (given[name].value if name in given else None for name in ("users", "staff"))
    of_base = {name: base.values[f"chain.{name}"] for name in ("units", "staff", "citizens")}
    units, why = _units(base, given, of_base)
    if units is None:
        if "inhabitants" in given:
            found.remarks.append(
                _("inhabitants: not used; how many '{name}' is of is not stated.").format(
                    name=base.name
                )
            )
        units = of_base["units"]
    elif why:
        found.values["chain.units"], found.sources["chain.units"] = units, why
    per_unit = dict(of_base)
    for name, total, path in (("citizens", users, "users"), ("staff", staff, "staff")):
        if total is not None:
            per_unit[name] = float(max(1, round(total / units)))
            found.values[f"chain.{name}"] = per_unit[name]
            found.sources[f"chain.{name}"] = f"{_source(given[path])}, over {units:g} units"
    ratio = (per_unit["citizens"] / per_unit["staff"]) / (of_base["citizens"] / of_base["staff"])
    if users is not None and staff is not None and ratio != 1.0:
        found.values["task.caseload"] = float(f"{base.values['task.caseload'] * ratio:.4g}")
        found.sources["task.caseload"] = (
            f"assumed: the load of {base.name}, with other users per post"
        )
    _refuse(found, units)
    return found


def _units(
    base: Scenario, given: Mapping[str, Given], of_base: Mapping[str, float]
) -> tuple[float | None, str]:
    if "units" in given:
        return float(max(1, round(given["units"].value))), _source(given["units"])
    for name, each in (("users", "citizens"), ("staff", "staff")):
        if name in given:
            units = float(max(1, round(given[name].value / of_base[each])))
            return units, f"{_source(given[name])}, with units as large as those of {base.name}"
    if "inhabitants" in given and base.name in INHABITANTS:
        share = given["inhabitants"].value / INHABITANTS[base.name]
        units = float(max(1, round(of_base["units"] * share)))
        return units, f"{_source(given['inhabitants'])}, as many for each as in {base.name}"
    return None, ""


def _source(given: Given) -> str:
    year = "" if given.year is None else f" ({given.year})"
    return f"given: {given.figure.name} {given.value:g}{year}"


def _refuse(found: Sizes, units: float) -> None:
    problems = []
    for name, value in found.values.items():
        low, high = PARAMETERS[name].bounds
        if not low <= value <= high:
            problems.append(
                _(
                    "these sizes make {name} {value:g}, which can be {low:g} to {high:g} (with"
                    " {units:g} units); check users, staff and units."
                ).format(name=name, value=value, low=low, high=high, units=units)
            )
    if problems:
        raise InputError(problems)
