"""Changes from outside a file: ``--set path=value`` texts, and values from Python."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tillitsim.locale import _
from tillitsim.scenario.composing.sheet import MONTHS
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.fields import Whole
from tillitsim.scenario.reading.problems import Problems
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import UNSET, number, suggestion

HORIZON = {
    "months": Whole(*MONTHS),
    "burn_in": Whole(0, MONTHS[1] - 1),
    "spin_up": Whole(0, MONTHS[1]),
}


@dataclass(slots=True)
class Changes:
    """Checked changes: values by path from ``--set`` and from Python, and the horizon."""

    set: dict[str, float] = field(default_factory=dict)
    python: dict[str, float] = field(default_factory=dict)
    months: int | None = None
    burn_in: int | None = None
    spin_up: int | None = None


def changes_of(texts: Sequence[str], python: Mapping[str, object], problems: Problems) -> Changes:
    """Changes, each checked by itself; a path set twice counts as last set."""
    wanted = Changes()
    for text in [texts] if isinstance(texts, str) else texts:
        where = f"--set {shown(text)}: "
        path, equals, written = str(text).partition("=")
        if not equals or not path.strip():
            problems.add(
                _("{where}not path=value; write for example --set mix.trust=0.6.").format(
                    where=where
                )
            )
            continue
        _take(wanted, wanted.set, path.strip(), _read(written.strip()), where, problems)
    for path, value in python.items():
        given = _unset_if_nan(str(path), _unwrapped(value))
        _take(wanted, wanted.python, str(path), given, "", problems)
    return wanted


def _take(
    wanted: Changes,
    layer: dict[str, float],
    path: str,
    given: object,
    where: str,
    problems: Problems,
) -> None:
    try:
        if path in HORIZON:
            setattr(wanted, path, HORIZON[path].read(given))
        elif path in PARAMETERS:
            layer[path] = number(PARAMETERS[path], given)
        else:
            advice = "" if problems.many else suggestion(path, HORIZON)
            problems.add(
                _("{where}{path}: unknown setting{advice}").format(
                    where=where, path=shown(path), advice=advice
                )
            )
    except ValueError as wrong:
        problems.add(f"{where}{path}: {wrong}")


def _read(written: str) -> object:
    """A number where the text is one as TOML writes it, otherwise the text."""
    if written.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        return written
    try:
        return float(written)
    except ValueError:
        return written


def _unset_if_nan(path: str, value: object) -> object:
    """What unsets an optional parameter, if the value is NaN; otherwise the value."""
    optional = path in PARAMETERS and PARAMETERS[path].optional
    return UNSET if optional and isinstance(value, float) and math.isnan(value) else value


def _unwrapped(value: object) -> object:
    """A NumPy number as a Python number; anything else as it is."""
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        return item()
    return value
