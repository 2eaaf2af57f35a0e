"""A mixture: councils of several kinds, each with sectors that take their values from scenarios."""

from __future__ import annotations

from pathlib import Path

from tillitsim.errors import InputError
from tillitsim.locale import _
from tillitsim.scenario.composing.inheritance import merged_from, sheets_of
from tillitsim.scenario.composing.sheet import SectorBlock, Sheet
from tillitsim.scenario.reading import files
from tillitsim.scenario.reading.problems import Problems
from tillitsim.scenario.reading.text_files import at, resolved, shown
from tillitsim.scenario.schema import CouncilKind, Sector


def mixture_of(sheets: list[Sheet], problems: Problems) -> tuple[CouncilKind, ...]:
    """The councils that files list, if they do: each sector's scenario, under what they set.

    What the mixture sets itself (in its files) is laid over each sector's values, then the sizes in
    its blocks. Of a sector's scenario only the values are taken: no interventions, no horizon.
    """
    owner = next((each for each in reversed(sheets) if each.content.councils is not None), None)
    if owner is None:
        return ()
    outer: dict[str, float] = {}
    for each in sheets:
        outer |= each.values
        if "chain.councils" in each.values:
            problems.add(
                _(
                    "{place}chain.councils: a mixture counts its councils in its [[councils]]"
                    " blocks; leave this out."
                ).format(place=each.document.at("chain", "councils"))
            )
    read: dict[Path, dict[str, float] | None] = {}
    kinds = []
    for place, block in enumerate(owner.content.councils or ()):
        members = {} if block.politicians is None else {"chain.politicians": block.politicians}
        sectors = []
        for position, sector in enumerate(block.sectors):
            line = owner.document.line("councils", place, "sectors", position, "scenario")
            values = _sector_values(sector, line, owner, read, problems)
            if values is not None:
                own = {**values, **outer, **sector.sizes, **members}
                sectors.append(Sector(sector.name or sector.scenario, own))
        kinds.append(CouncilKind(block.name or f"council {place + 1}", block.count, tuple(sectors)))
    return tuple(kinds)


def _sector_values(
    sector: SectorBlock,
    line: int,
    owner: Sheet,
    read: dict[Path, dict[str, float] | None],
    problems: Problems,
) -> dict[str, float] | None:
    """Complete values of the scenario that a sector names; its other contents are not taken."""
    where = f"{at(owner.document.label, line)}sector '{shown(sector.name or sector.scenario)}': "
    try:
        path = files.find(sector.scenario, beside=owner.document.path)
    except InputError as missing:
        problems.extend(where + sentence for sentence in missing.problems)
        return None
    if path not in read:
        read[path] = None
        sheets = sheets_of(path, (resolved(owner.document.path),), problems)
        if any(each.content.councils is not None for each in sheets):
            problems.add(
                _(
                    "{where}scenario '{scenario}' is itself a mixture of councils; name the"
                    " scenario of one sector."
                ).format(where=where, scenario=shown(sector.scenario))
            )
        elif sheets:
            read[path] = dict(merged_from(sheets).values)
    return read[path]
