"""What an earlier study in a folder was asked, so that the same can be asked again.

A folder of ``tillitsim compare`` holds the command that made it and the hash of every scenario. The
same command with the same scenarios gives the same numbers, so nothing else needs to be kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tillitsim.errors import DiskError, InputError

COMPARED = "compare.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of an earlier comparison, its scenarios as given, and their hashes by name."""

    options: Mapping[str, Any]
    scenarios: tuple[str, ...]
    digests: Mapping[str, str]


def asked_in(folder: Path) -> Asked:
    """What the comparison in a folder was asked.

    Raises
    ------
    InputError
        If there is none, or it is not what ``tillitsim compare`` writes.
    """
    from tillitsim.cli.compare import compare

    file = folder / COMPARED
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        _, name, *words = content["command"]
        context = compare.make_context(name, list(words))
        digests = dict(content["scenarios"])
    except FileNotFoundError:
        raise InputError(
            f"{folder}: no {COMPARED} there; give a folder of 'tillitsim compare', or scenarios."
        ) from None
    except OSError as problem:
        raise DiskError(f"{file} cannot be read: {problem.strerror}.") from None
    except (ValueError, KeyError, TypeError, click.ClickException):
        raise InputError(
            f"{file}: not what 'tillitsim compare' writes; compare again, or give scenarios."
        ) from None
    options = dict(context.params)
    return Asked(options, tuple(options.pop("scenarios")), digests)


def check_unchanged(folder: Path, asked: Asked, found: Mapping[str, str]) -> None:
    """Raise ``InputError`` if a scenario is no longer what it was when it was compared."""
    changed = [name for name, digest in asked.digests.items() if found.get(name) != digest]
    if changed:
        raise InputError(
            f"{folder}: '{changed[0]}' has changed since it was compared (it was"
            f" {asked.digests[changed[0]]}, now {found.get(changed[0], 'gone')}). Compare again, or"
            " report on the scenarios as they are now by name."
        )
