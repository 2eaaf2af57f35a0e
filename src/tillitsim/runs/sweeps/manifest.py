"""The manifest of a sweep, ``sweep.json``: what was asked, of which model, and what came of it.

It carries a checksum of itself, holds no time and no path, and is written in one piece, so that the
same sweep has the same manifest wherever it is done.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tillitsim import __version__
from tillitsim.errors import DISK, InputError, TillitsimError
from tillitsim.locale import N_, _
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.model.own_outcome import ANYTHING, uncounted
from tillitsim.runs.record import LIBRARIES, scenario_record
from tillitsim.runs.store.files import read_plain, write_atomically
from tillitsim.runs.store.folder import Folder, checksum
from tillitsim.runs.sweeps.plan import Plan
from tillitsim.runs.sweeps.points import Points, points_from, points_of_plan
from tillitsim.runs.sweeps.sweep_record import fault_in
from tillitsim.scenario.reading.text_files import (
    LARGEST_RECORD,
    JsonObject,
    exists,
    read_text,
    shown,
)

MANIFEST, POINTS = "sweep.json", "points.parquet"
RULES = {
    "seed": N_("the seed"),
    "independent": "--independent",
    "model": N_("the model of your own"),
    "own": N_("what is recorded of your own"),
    "series": N_("what is kept month by month"),
    "totals": N_("what is counted beside the outcomes"),
    "format": N_("the format of the results"),
}
"""What people call the rules of a plan."""

FEW = 3
"""Differences of a kind that are told one by one."""

Manifest = Mapping[str, Any]


class DamagedError(TillitsimError):
    """A file of a sweep is not as it was written."""

    exit_code = DISK


class ChangedError(InputError):
    """A folder holds the results of another experiment, or of another version of the model."""


def manifest_of(plan: Plan, points: bytes) -> JsonObject:
    """What is known before the first run; ``points`` are the bytes of the table of points."""
    experiment = plan.experiment
    stop = experiment.stop
    content: JsonObject = {
        "tillitsim": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "platform": f"{platform.system()} {platform.machine()}",
        "sweep": plan.sweep,
        "rules": plan.rules,
        "experiment": experiment.name,
        "title": dict(experiment.title),
        "description": dict(experiment.description),
        "sources": dict(experiment.sources),
        "arms": [
            {
                "name": arm.name,
                "title": dict(arm.title),
                "digest": arm.scenario.digest,
                "burn_in": arm.scenario.burn_in,
                "scenario": scenario_record(arm.scenario),
            }
            for arm in plan.arms
        ],
        "baseline": experiment.baseline,
        "headline": [*experiment.outcomes, *(each.name for each in plan.own)],
        "parameters": list(plan.parameters),
        "cells": len(plan.cells),
        "points": checksum(points),
        "replicates": experiment.replicates,
        "stop": None if stop is None else asdict(stop),
        "finished": None,
    }
    if plan.own:
        content["own"] = [told_of(each.found().declared) for each in plan.own]
    plain: JsonObject = json.loads(json.dumps(content))  # as it will be read
    return plain


TOLD = tuple(each.name for each in fields(Outcome) if each.name not in {"bounds", "of"})
"""What a manifest tells of an outcome of one's own, so that results say what it is."""


def told_of(outcome: Outcome) -> JsonObject:
    """An outcome of one's own as it stands in a manifest."""
    return {key: getattr(outcome, key) for key in TOLD}


def declared_in(manifest: Manifest) -> Mapping[str, Outcome]:
    """All outcomes of a sweep, those of one's own as its manifest tells of them."""
    own = manifest.get("own", ())
    return dict(OUTCOMES) | {
        each["name"]: Outcome(**each, bounds=ANYTHING, of=uncounted) for each in own
    }


def write(folder: Folder, manifest: Manifest) -> None:
    """Put the manifest in its folder, with its checksum."""
    write_atomically(folder.path / MANIFEST, _text(manifest).encode())


def read(folder: Folder) -> JsonObject | None:
    """The manifest of a folder; None where there is none.

    Raises
    ------
    DamagedError
        When it is not as it was written.
    """
    path = folder.path / MANIFEST
    try:
        if not exists(path):
            return None
        text = read_text(path, most=LARGEST_RECORD)
        content: JsonObject = json.loads(text)
        content.pop("checksum")
        whole = _text(content) == text
    except (InputError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise DamagedError(
            _(
                "{path} is damaged: its content does not match its checksum. The same"
                " 'tillitsim sweep' command again writes it anew; no run is lost."
            ).format(path=path)
        )
    fault = fault_in(content)
    if fault:
        raise DamagedError(
            _(
                "{path} is damaged: it is no record of a sweep ({fault}). The same"
                " 'tillitsim sweep' command again writes it anew; no run is lost."
            ).format(path=path, fault=shown(fault))
        )
    return content


def read_points(folder: Folder, manifest: Manifest) -> Points:
    """The points of a sweep.

    Raises
    ------
    DamagedError
        When their table is missing or not as it was written.
    """
    path = folder.path / POINTS
    try:
        content = read_plain(path)
    except OSError:  # gone, a bad sector, no plain file
        content = b""
    found = points_from(content) if checksum(content) == manifest["points"] else None
    arms = tuple(arm["name"] for arm in manifest["arms"])
    if found is None or (found.arms, [*found.parameters], len(found.cells)) != (
        arms,
        manifest["parameters"],
        manifest["cells"],
    ):
        raise DamagedError(
            _(
                "{path} is {rest}. The same 'tillitsim sweep' command again writes it anew; no"
                " run is lost."
            ).format(path=path, rest=_("damaged") if content else _("missing"))
        )
    return found


def settle(folder: Folder, plan: Plan) -> tuple[JsonObject, list[str]]:
    """Make the folder this plan's; its manifest, and the names of damaged files that were replaced.

    Raises
    ------
    ChangedError
        When it holds results of another experiment or of another version of the model.
    """
    content = points_of_plan(plan).to_bytes()
    fresh, damaged = manifest_of(plan, content), []
    try:
        known = read(folder)
    except DamagedError:
        known = None
        damaged.append(MANIFEST)
        folder.set_aside_file(MANIFEST)
    if known is not None:
        try:
            ids = read_points(folder, known).ids
        except DamagedError:
            ids = np.empty(0, np.uint64)
            damaged.append(POINTS)
        told = list(_differences(known, fresh, ids, plan)) if folder.names() else []
        if told:
            raise ChangedError(
                [
                    _("{path} holds results of another experiment than this one:").format(
                        path=folder.path
                    ),
                    *(f"  {each}" for each in told),
                    _(
                        "Results of two experiments are never mixed. Give this one another folder"
                        " with --out, or undo the change and the same command goes on."
                    ),
                ]
            )
        if known | {"finished": None} == fresh and not damaged:
            return known, damaged
    write_atomically(folder.path / POINTS, content)
    write(folder, fresh)
    return fresh, damaged


def _differences(
    known: Manifest, fresh: Manifest, ids: NDArray[np.uint64], plan: Plan
) -> Iterator[str]:
    """What makes two experiments two, a line each; nothing where the new one only has more."""
    then, now = known["rules"], fresh["rules"]
    if then != now:
        yield from _changed_rules(known, fresh)
    gone = int((~np.isin(ids, plan.ids)).sum())
    if not gone:
        return
    before = {arm["name"]: arm for arm in known["arms"]}
    after = {arm["name"]: arm for arm in fresh["arms"]}
    for name, arm in before.items():
        if name not in after:
            yield _("arm '{name}' is not in the experiment any more").format(name=name)
        elif any(arm[key] != after[name][key] for key in ("digest", "burn_in")):
            yield _changed_arm(name, arm, after[name])
    yield _("{gone:,} of its {ids:,} points are not in the experiment any more").format(
        gone=gone, ids=len(ids)
    )


def _changed_rules(known: Manifest, fresh: Manifest) -> Iterator[str]:
    then, now = known["rules"], fresh["rules"]
    versions = (
        ("tillitsim", known["tillitsim"], fresh["tillitsim"]),
        ("Python", known["python"], fresh["python"]),
        *((name, known["libraries"].get(name), new) for name, new in fresh["libraries"].items()),
    )
    if then["engine"] != now["engine"]:
        moved = ", ".join(f"{name} {a} -> {b}" for name, a, b in versions if a != b)
        yield (
            _("the model was version {then} then and is {now} now ({moved})").format(
                then=then["engine"], now=now["engine"], moved=moved or _("its source has changed")
            )
        )
    for key in sorted((then.keys() | now.keys()) - {"engine", "outcomes"}):
        if then.get(key) != now.get(key):
            yield _("{rule} was {before} then and is {after} now").format(
                rule=_(RULES.get(key, key)), before=then.get(key), after=now.get(key)
            )
    if then["outcomes"] != now["outcomes"]:
        changed = sorted(set(then["outcomes"]) ^ set(now["outcomes"]))
        yield _("the outcomes differ: {changed}").format(
            changed=", ".join(changed) or _("their order")
        )


def _changed_arm(name: str, before: Manifest, after: Manifest) -> str:
    """What of an arm has changed, the first few things."""
    then, now = before["scenario"], after["scenario"]
    pairs = [(key, then["values"].get(key), value) for key, value in now["values"].items()]
    pairs += [
        (key, then["given"][key], now["given"][key]) for key in ("months", "without", "neutral")
    ]
    pairs.append(("burn_in", before["burn_in"], after["burn_in"]))
    moved = [
        _("{key} was {old} and is {new}").format(key=key, old=old, new=new)
        for key, old, new in pairs
        if old != new
    ]
    more = _(" and {moved} more").format(moved=len(moved) - FEW) if len(moved) > FEW else ""
    return _("arm '{name}' has changed: {moved}{more}").format(
        name=name, moved="; ".join(moved[:FEW]) or _("its interventions"), more=more
    )


def _text(content: Manifest) -> str:
    """The manifest as it stands in the file."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    digest = hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()
    whole = dict(content) | {"checksum": digest}
    return json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
