"""A mixture: councils of several kinds, each with sectors that take their values from scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tillitsim.errors import InputError
from tillitsim.scenario import files
from tillitsim.scenario.blocks import CouncilBlock, SectorBlock
from tillitsim.scenario.check import Sheet
from tillitsim.scenario.inheritance import merged_from, sheets_of
from tillitsim.scenario.problems import Problems
from tillitsim.scenario.schema import CouncilKind, Sector


def mixture_of(sheets: list[Sheet], problems: Problems) -> tuple[CouncilKind, ...]:
    """The councils that files list, if they do: each sector's scenario, under what they set.

    What the mixture sets itself (in its files) is laid over each sector's values, then the sizes in
    its blocks. Of a sector's scenario only the values are taken: no interventions, no horizon.
    """
    owner = next((each for each in reversed(sheets) if each.councils is not None), None)
    if owner is None or owner.councils is None:
        return ()
    outer: dict[str, float] = {}
    for each in sheets:
        outer |= each.values
        if "chain.councils" in each.values:
            problems.add(
                f"{each.document.at('chain', 'councils')}chain.councils: a mixture counts its"
                " councils in its [[councils]] blocks; leave this out."
            )
    if not owner.councils:
        problems.add(f"{owner.document.at('councils')}councils: empty; give at least one block.")
    read: dict[Path, dict[str, float] | None] = {}
    return tuple(_kind(block, owner, outer, read, problems) for block in owner.councils)


def _kind(
    block: CouncilBlock,
    owner: Sheet,
    outer: Mapping[str, float],
    read: dict[Path, dict[str, float] | None],
    problems: Problems,
) -> CouncilKind:
    members = {} if block.politicians is None else {"chain.politicians": block.politicians}
    sectors = []
    for sector in block.sectors:
        values = _sector_values(sector, owner, read, problems)
        if values is not None:
            sectors.append(Sector(sector.name, {**values, **outer, **sector.sizes, **members}))
    return CouncilKind(block.name, block.count, tuple(sectors))


def _sector_values(
    sector: SectorBlock,
    owner: Sheet,
    read: dict[Path, dict[str, float] | None],
    problems: Problems,
) -> dict[str, float] | None:
    """Complete values of the scenario that a sector names; its other contents are not taken."""
    if not sector.scenario:
        return None
    where = f"{files.at(owner.document.label, sector.line)}sector '{files.shown(sector.name)}': "
    try:
        path = files.find(sector.scenario, beside=owner.document.path)
    except InputError as missing:
        problems.extend(where + sentence for sentence in missing.problems)
        return None
    if path not in read:
        read[path] = None
        sheets = sheets_of(path, (owner.document.path.resolve(),), problems)
        if any(each.councils is not None for each in sheets):
            problems.add(
                f"{where}scenario '{sector.scenario}' is itself a mixture of councils; name the"
                " scenario of one sector."
            )
        elif sheets:
            read[path] = dict(merged_from(sheets).values)
    return read[path]
