"""The lists in a scenario file: interventions over time, and the councils of a mixture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tillitsim.errors import did_you_mean
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.files import Document, shown
from tillitsim.scenario.problems import Problems
from tillitsim.scenario.schema import Intervention
from tillitsim.scenario.values import named, number, suggestion, whole

SIZES = ("units", "staff", "citizens")
FIXED_AT_BIRTH = tuple(
    f"chain.{name}" for name in ("councils", "politicians", "units", "staff", "citizens")
)
LATEST = 2400
MOST_COUNCILS = 1000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SectorBlock:
    """One sector as a file gives it: a scenario by name or path, and its sizes."""

    name: str
    scenario: str
    sizes: Mapping[str, float]
    line: int


@dataclass(frozen=True, slots=True)
class CouncilBlock:
    """Councils as a file gives them."""

    name: str
    count: int
    politicians: float | None
    sectors: tuple[SectorBlock, ...]


def interventions(document: Document, problems: Problems) -> tuple[Intervention, ...]:
    """The interventions of a document, with the values as given."""
    found = []
    for i, block in _tables(document.table, ("interventions",), document, problems):
        path: Path = ("interventions", i)
        allowed = ("name", "set", "start", "stop", "ramp", "share", "lottery")
        _only(block, path, allowed, document, problems)
        start = _whole(block, path, "start", 0, (0, LATEST), document, problems)
        stop = _whole(block, path, "stop", None, (0, LATEST), document, problems)
        if start is not None and stop is not None and stop <= start:
            problems.add(
                f"{document.at(*path, 'stop')}{named(path)}.stop: {stop} is not after start"
                f" ({start}); stop is the first month without it."
            )
        given = _set(block, path, document, problems)
        found.append(
            Intervention(
                name=_name(block, path, f"intervention {i + 1}", document, problems),
                values=given,
                start=start or 0,
                stop=stop,
                ramp=_whole(block, path, "ramp", 0, (0, LATEST), document, problems) or 0,
                share=_share(block, path, document, problems),
                lottery=_lottery(block, path, document, problems),
                given=given,
            )
        )
    return tuple(found)


def councils(document: Document, problems: Problems) -> tuple[CouncilBlock, ...]:
    """The councils of a mixture."""
    found = []
    for i, block in _tables(document.table, ("councils",), document, problems):
        path: Path = ("councils", i)
        _only(block, path, ("name", "count", "politicians", "sectors"), document, problems)
        sectors = [
            _sector(inner, (*path, "sectors", j), document, problems)
            for j, inner in _tables(block, (*path, "sectors"), document, problems)
        ]
        if not sectors:
            problems.add(
                f"{document.at(*path)}{named(path)}: no sectors; give at least one"
                ' [[councils.sectors]] with scenario = "...".'
            )
        found.append(
            CouncilBlock(
                _name(block, path, f"council {i + 1}", document, problems),
                _whole(block, path, "count", 1, (1, MOST_COUNCILS), document, problems) or 1,
                _size(block, path, "politicians", document, problems),
                tuple(sectors),
            )
        )
    return tuple(found)


def _sector(
    block: Mapping[str, object], path: Path, document: Document, problems: Problems
) -> SectorBlock:
    _only(block, path, ("name", "scenario", *SIZES), document, problems)
    scenario = block.get("scenario")
    if not isinstance(scenario, str) or not scenario:
        problems.add(
            f"{document.at(*path)}{named(path)}.scenario: not given; write the name or path of the"
            " scenario that this sector takes its values from."
        )
        scenario = ""
    sizes = {
        f"chain.{name}": size
        for name in SIZES
        if (size := _size(block, path, name, document, problems)) is not None
    }
    name = _name(block, path, scenario, document, problems)
    return SectorBlock(name, scenario, sizes, document.line(*path, "scenario"))


def _tables(
    content: Mapping[str, object], path: Path, document: Document, problems: Problems
) -> list[tuple[int, Mapping[str, object]]]:
    """The numbered tables of a list such as ``[[interventions]]``."""
    key = str(path[-1])
    given = content.get(key, [])
    if isinstance(given, list) and all(isinstance(each, Mapping) for each in given):
        return list(enumerate(given))
    header = ".".join(str(step) for step in path if isinstance(step, str))
    problems.add(
        f"{document.at(*path)}{named(path)}: must be tables; write each under its own [[{header}]]."
    )
    return []


def _only(
    block: Mapping[str, object],
    path: Path,
    allowed: tuple[str, ...],
    document: Document,
    problems: Problems,
) -> None:
    for key in block:
        if key not in allowed:
            problems.add(
                f"{document.at(*path, key)}{named(path)}.{shown(key)}: unknown key"
                f"{did_you_mean(key[:80], allowed) or ';'} known are {', '.join(allowed)}."
            )


def _whole(
    block: Mapping[str, object],
    path: Path,
    key: str,
    default: int | None,
    bounds: tuple[int, int],
    document: Document,
    problems: Problems,
) -> int | None:
    return whole(document, (*path, key), bounds, problems) if key in block else default


def _size(
    block: Mapping[str, object], path: Path, key: str, document: Document, problems: Problems
) -> float | None:
    if key not in block:
        return None
    where = f"{document.at(*path, key)}{named(path)}: "
    return number(PARAMETERS[f"chain.{key}"], block[key], where, problems)


def _name(
    block: Mapping[str, object], path: Path, default: str, document: Document, problems: Problems
) -> str:
    name = block.get("name", default)
    if isinstance(name, str):
        return name
    problems.add(f"{document.at(*path, 'name')}{named(path)}.name: must be a text in quotes.")
    return default


def _set(
    block: Mapping[str, object], path: Path, document: Document, problems: Problems
) -> dict[str, float]:
    content = block.get("set")
    if not isinstance(content, Mapping) or not content:
        problems.add(
            f"{document.at(*path)}{named(path)}.set: nothing to change; write for example"
            ' set = { "mix.trust" = 0.6 }.'
        )
        return {}
    values: dict[str, float] = {}
    for key, given in _flat(content):
        where = f"{document.at(*path, 'set', key)}{named(path)}.set: "
        if key not in PARAMETERS:
            advice = "" if problems.many else suggestion(key, ())
            problems.add(f"{where}{shown(key)}: unknown setting{advice}")
        elif key in FIXED_AT_BIRTH:
            problems.add(
                f"{where}{key}: the size of the chain is fixed from the start; an intervention may"
                " change anything else."
            )
        elif key in values:
            problems.add(f"{where}{key}: given twice; give it once.")
        else:
            value = number(PARAMETERS[key], given, where, problems)
            if value is not None:
                values[key] = value
    return values


def _flat(
    content: Mapping[str, object], prefix: str = "", depth: int = 0
) -> list[tuple[str, object]]:
    """Keys and values of a table; ``mix.trust`` without quotes is a table and means the same."""
    found: list[tuple[str, object]] = []
    for key, given in content.items():
        if isinstance(given, Mapping) and given and depth < 4:
            found += _flat(given, f"{prefix}{key}.", depth + 1)
        else:
            found.append((prefix + key, given))
    return found


def _share(
    block: Mapping[str, object], path: Path, document: Document, problems: Problems
) -> float:
    given = block.get("share", 1.0)
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= 1:
        return float(given)
    problems.add(
        f"{document.at(*path, 'share')}{named(path)}.share: {shown(given)} is not right; give the"
        " share of units that it reaches, from 0 to 1."
    )
    return 1.0


def _lottery(
    block: Mapping[str, object], path: Path, document: Document, problems: Problems
) -> Literal["unit", "council"]:
    given = block.get("lottery", "unit")
    if given == "council":
        return "council"
    if given != "unit":
        problems.add(
            f"{document.at(*path, 'lottery')}{named(path)}.lottery: {shown(given)} is not right;"
            ' write "unit" or "council".'
        )
    return "unit"
