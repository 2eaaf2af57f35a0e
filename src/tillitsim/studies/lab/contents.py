"""What the lab shows: services, events, reforms, values and lessons, from files of their own.

``lab.toml`` and ``lessons/*.toml`` name outcomes, parameters and scenarios; a name that does not
exist is refused here, so that the page never meets one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, languages
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.state.staff import NAMES as STAFF
from tillitsim.model.state.tables import MANAGER, POLITICIAN, Citizen
from tillitsim.runs.experiment.reforms import reform, reformed
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import NAMES as INSTRUMENTS
from tillitsim.scenario.load import load, names
from tillitsim.scenario.reading.text_files import read_json
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.studies.evidence.shipped import last_run, results_file
from tillitsim.studies.lab.export import Data, change, service, told
from tillitsim.studies.values.profiles import Profile, profiles

HERE = Path(__file__).parent
TOWN = "small-town"
LEFT_ASIDE = ("sweden", "sweden-small")
"""Scenarios with too many councils for a page."""

COLUMNS = {
    "politician": POLITICIAN.names,
    "manager": MANAGER.names,
    "staff": STAFF,
    "citizen": Citizen._fields,
}


@cache
def settings() -> Data:
    """What ``lab.toml`` says, every name in it known."""
    said = tomllib.loads((HERE / "lab.toml").read_text("utf-8"))
    _known(said["outcomes"], OUTCOMES)
    _known([said["map"]], OUTCOMES)
    _known(said["signals"], INSTRUMENTS)
    _known([*said["task"], *said["assumptions"]], PARAMETERS)
    _known([*said["regimes"], *said["services"]], names())
    for each in said["people"]:
        _known([each["outcome"]], OUTCOMES)
        _known(each["story"], COLUMNS[each["table"]] or ())
        read = COLUMNS[each.get("from", each["table"])] or ()
        _known([each["column"], *([each["against"]] if "against" in each else [])], read)
    for each in said["events"]:
        _known(each["set"], PARAMETERS)
    return said


def _known(wanted: Iterable[str], there: Iterable[str]) -> None:
    all_there = tuple(there)
    for name in wanted:
        if name not in all_there:
            raise InputError(
                _("the lab names '{name}', which there is not").format(name=name)
                + (did_you_mean(name, all_there) or ".")
            )


def town() -> Scenario:
    """The lab's own service."""
    said = settings()["town"]
    return load(said["base"], set=said["set"])


PARTS = ("case", "turn")
"""What a lesson asks: its case, and one where the answer is another."""

SIZES = "chain."
"""What no lesson changes: how many people there are."""

UNSPUN = ("spin_up=0",)
"""The page runs services from their first month: a spin-up would double what it takes."""


def scenario_of(name: str) -> Scenario:
    """A service of the lab by its name."""
    return town() if name == TOWN else load(name, set=UNSPUN)


def service_names() -> tuple[str, ...]:
    """Services that the lab has unless others are asked for."""
    said = settings()
    return (TOWN, *said["services"], *(n for n in names() if n.startswith(said["trials"])))


def services(wanted: Sequence[str]) -> list[Data]:
    """Services as the page has them, the lab's own first; those that lessons are set in last.

    Raises
    ------
    InputError
        For a service that there is not, and one that is too large for a page.
    """
    places = (each[part]["service"] for each in lessons() for part in PARTS)
    return [_service(name) for name in dict.fromkeys((TOWN, *wanted, *places))]


def _service(name: str) -> Data:
    said = settings()
    if name == TOWN:
        own = said["town"]
        sets = [word for each in own["set"] for word in ("--set", each)]
        made = service(town(), name=name, group="own", command=[own["base"], *sets])
        return made | {"title": told(own["title"]), "description": told(own["description"])}
    if name in LEFT_ASIDE:
        raise InputError(
            _("{name} has too many councils for a page; tillitsim run {name} runs it.").format(
                name=name
            )
        )
    group = "trial" if name.startswith(said["trials"]) else "service"
    scenario = scenario_of(name)
    sets = ["--set", *UNSPUN] if load(name).spin_up else []
    return service(scenario, name=name, group=group, command=[name, *sets])


def lab() -> Data:
    """All that the page shows beside its services."""
    said = settings()
    return {
        "outcomes": said["outcomes"],
        "map": said["map"],
        "people": [{"against": None, "from": None, **each} for each in said["people"]],
        "signals": said["signals"],
        "assumptions": said["assumptions"],
        "task": said["task"],
        "regimes": [_regime(name) for name in said["regimes"]],
        "happenings": [*map(_event, said["events"]), *map(_reform, said["reforms"])],
        "profiles": [_profile(each) for each in profiles().values()],
        "lessons": [page_lesson(each) for each in lessons()],
        "standing": _standing(),
    }


def _regime(name: str) -> Data:
    scenario = load(name)
    shares = [scenario.values[f"mix.{each}"] for each in ("competition", "regulation", "trust")]
    whole = np.round(np.array(shares) * 100).astype(int)
    whole[int(np.argmax(shares))] += 100 - int(whole.sum())
    return {
        "name": name,
        "title": told(scenario.title),
        "told": told(scenario.description),
        "mix": whole.tolist(),
    }


def happening(name: str) -> tuple[Intervention, ...]:
    """What an event or a reform changes, counted from the month that it is put at.

    A reform is what the experiment of that name makes of a service that changes nothing itself.
    """
    for each in settings()["events"]:
        if each["name"] == name:
            stop, ramp = each.get("months"), each.get("ramp", 0)
            return (Intervention(name, each["set"], stop=stop, ramp=ramp, given=each["set"]),)
    return reformed(load("demonstration"), name, 0).interventions


def _event(each: Data) -> Data:
    return {
        "name": each["name"],
        "kind": "event",
        "title": told(each["title"]),
        "source": told(each["source"]),
        "changes": [change(changed) for changed in happening(each["name"])],
    }


def _reform(name: str) -> Data:
    experiment, arm = reform(name)
    return {
        "name": name,
        "kind": "reform",
        "title": told(arm.title or experiment.title),
        "source": dict.fromkeys(languages(), f"tillitsim experiments show {name}"),
        "changes": [change(each) for each in happening(name)],
    }


def _profile(each: Profile) -> Data:
    return {
        "name": each.name,
        "title": told(each.titles),
        "says": told(each.says),
        "source": each.source,
        "weights": {name: round(100 * weight, 1) for name, weight in each.weights.items()},
    }


def _standing() -> Data:
    """Findings and levels met and missed in the last scored run."""
    record = last_run()
    if record is None:
        return {"findings": [], "levels": [], "current": False}
    levels = read_json(results_file().with_name("levels-results.json"))["facts"]
    return {
        "findings": [
            {"name": each.name, "study": each.study, "verdict": each.verdict}
            for each in record.findings
        ],
        "levels": [_level(each) for each in levels if each["verdict"] != "not judged"],
        "current": record.current,
    }


def _level(each: Data) -> Data:
    kept = ("quantity", "published", "unit", "verdict", "given", "simulated")
    return {name: each[name] for name in kept}


def lessons() -> list[Data]:
    """The lessons in their order, as their files say."""
    found = [
        {"name": path.stem, **tomllib.loads(path.read_text("utf-8"))}
        for path in sorted((HERE / "lessons").glob("*.toml"))
    ]
    free = [name for name in PARAMETERS if not name.startswith((SIZES, "mix."))]
    happenings = [*(each["name"] for each in settings()["events"]), *settings()["reforms"]]
    for each in found:
        for part in PARTS:
            _known([each[part]["outcome"]], OUTCOMES)
            _known([each[part]["service"]], (TOWN, *names()))
            for side in ("before", "after"):
                _known(each[part][side].get("set", {}), free)
                _known((name for name, _ in each[part][side].get("happenings", [])), happenings)
    return sorted(found, key=lambda each: each["order"])


def page_lesson(each: Data) -> Data:
    """A lesson as the page has it."""
    texts: dict[str, Any] = {name: told(each[name]) for name in ("title", "intro")}
    return {
        "name": each["name"],
        "order": each["order"],
        **texts,
        "case": _case(each["case"]),
        "turn": _case(each["turn"]),
        "sources": each["sources"],
        "teacher": {name: told(text) for name, text in each["teacher"].items()},
    }


def _case(each: Data) -> Data:
    return each | {
        "text": told(each["text"]),
        "explanation": told(each["explanation"]),
        "before": _side(each["before"]),
        "after": _side(each["after"]),
    }


def _side(each: Data) -> Data:
    return {
        "mix": each.get("mix"),
        "values": each.get("set", {}),
        "happenings": each.get("happenings", []),
    }
