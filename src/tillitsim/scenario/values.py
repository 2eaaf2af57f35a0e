"""A single value: is it a number, of the right kind, within its bounds; and what was meant."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable

from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.files import Document, shown
from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.problems import Problems

UNSET = "unset"
DEEPEST = 5


def plain(value: float) -> str:
    """A number as people write it: 12, 0.35, 1e-05."""
    return f"{value:.6g}"


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
    wrong = ""
    value = math.nan
    if given == UNSET and parameter.optional:
        return math.nan
    if isinstance(given, bool):
        wrong = f"{str(given).lower()} is not a number"
    elif isinstance(given, str):
        wrong = f'"{shown(given)}" is text, not a number'
    elif not isinstance(given, int | float):
        wrong = f"{shown(given)} is not a number"
    else:
        try:
            value = float(given)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            wrong = f"{plain(value)} is not a finite number"
        elif parameter.whole and value != math.floor(value):
            wrong = f"{plain(value)} is not a whole number"
        elif not parameter.bounds[0] <= value <= parameter.bounds[1]:
            wrong = f"{plain(value)} is out of bounds"
    if wrong:
        problems.add(f"{where}{parameter.name}: {wrong}; give {limits(parameter)}.")
        return None
    return value


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
    if isinstance(given, int) and not isinstance(given, bool):
        if bounds[0] <= given <= bounds[1]:
            return given
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
