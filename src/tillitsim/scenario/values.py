"""A single value: is it a number, of the right kind, within its bounds; and what was meant."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable

from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.files import Document, shown
from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.problems import Problems

UNSET = "unset"
DEEPEST = 5
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


def plain(value: float) -> str:
    """A number as people write it: 12, 0.35, 1000000000, 1e-05."""
    whole = value == round(value, 0) and abs(value) < 1e15
    return f"{value:.0f}" if whole else f"{value:.6g}"


def limits(parameter: Parameter) -> str:
    """What would be right: ``a number from 0 to 1``."""
    low, high = (plain(bound) for bound in parameter.bounds)
    kind = "a whole number" if parameter.whole else "a number"
    unset = f', or "{UNSET}"' if parameter.optional else ""
    return f"{kind} from {low} to {high}{unset}"


def number(parameter: Parameter, given: object, where: str, problems: Problems) -> float | None:
    """A given value as a number within the bounds; None, and a problem, if it is not one.

    The word "unset" stands for NaN where the parameter is optional. True and false are no numbers,
    and neither is text.
    """
    if given == UNSET and parameter.optional:
        return math.nan
    wrong = _no_number(given) or _out_of_bounds(parameter, _as_float(given))
    if wrong:
        problems.add(f"{where}{parameter.name}: {wrong}; give {limits(parameter)}.")
        return None
    return _as_float(given)


def _no_number(given: object) -> str:
    if isinstance(given, bool):
        return f"{str(given).lower()} is not a number"
    if isinstance(given, str):
        comma = _DECIMAL_COMMA.fullmatch(given.strip())
        advice = " (decimals take a point, not a comma)" if comma else ""
        return f'"{shown(given)}" is text, not a number{advice}'
    return "" if isinstance(given, int | float) else f"{shown(given)} is not a number"


def _as_float(given: object) -> float:
    try:
        return float(given) if isinstance(given, int | float) else math.nan
    except OverflowError:
        return math.inf


def _out_of_bounds(parameter: Parameter, value: float) -> str:
    if not math.isfinite(value):
        return f"{plain(value)} is not a finite number"
    if parameter.whole and value != math.floor(value):
        return f"{plain(value)} is not a whole number"
    low, high = parameter.bounds
    return "" if low <= value <= high else f"{plain(value)} is out of bounds"


def whole(
    document: Document, path: tuple[str | int, ...], bounds: tuple[int, int], problems: Problems
) -> int | None:
    """A whole number at a path of a document, within bounds; None, and a problem, if it is not."""
    content: object = document.table
    for step in path:
        content = content[step]  # type: ignore[index]
    return whole_number(content, named(path), bounds, document.at(*path), problems)


def whole_number(
    given: object, name: str, bounds: tuple[int, int], where: str, problems: Problems
) -> int | None:
    """A given value as a whole number within bounds; None, and a problem, if it is not one."""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    count = given if isinstance(given, int) and not isinstance(given, bool) else -1
    if bounds[0] <= count <= bounds[1]:
        return count
    problems.add(
        f"{where}{name}: {shown(given)} is not right; give a whole number from {bounds[0]} to"
        f" {bounds[1]}."
    )
    return None


def named(path: Iterable[str | int]) -> str:
    """A path as people read it; places in a list count from 1: ``interventions.2.start``."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def suggestion(name: str, words: Iterable[str]) -> str:
    """``"; did you mean 'task.variety'?"``, or where to look; always ends the sentence."""
    known = [*PARAMETERS, *words]
    last = name.rpartition(".")[2]
    same_end = [each for each in known if each.rpartition(".")[2] == last]
    if len(same_end) == 1:
        return f"; did you mean '{same_end[0]}'?"
    close = difflib.get_close_matches(name[:80], known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean '{close[0]}'?"
    return "; 'tillitsim parameters' lists them all."
