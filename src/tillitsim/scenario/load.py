"""From a scenario file to a checked scenario: bases, mixtures, and changes from outside.

A file says only what it changes; the rest comes from the file that it extends, and last from the
declarations. Values set on the command line (``--set``) or in Python come on top.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tillitsim.errors import InputError, did_you_mean
from tillitsim.scenario import files, mix
from tillitsim.scenario.blocks import CouncilBlock, SectorBlock
from tillitsim.scenario.changes import Changes, changes_of
from tillitsim.scenario.check import LANGUAGES, NEUTRALS, Sheet, mechanisms, sheet
from tillitsim.scenario.declarations import PARAMETERS
from tillitsim.scenario.instruments import INSTRUMENTS, PRINCIPLES
from tillitsim.scenario.problems import Problems
from tillitsim.scenario.schema import CouncilKind, Neutral, Origin, Scenario, Sector
from tillitsim.scenario.whole import check_whole, origin_at

DEFAULT_MONTHS = 120
DEFAULT_BURN_IN = 24
LONGEST_CHAIN = 20

Trail = tuple[Path, ...]


def load(
    scenario: str | os.PathLike[str] | Scenario,
    *,
    set: Sequence[str] = (),  # noqa: A002 - named as the option that people type
    changes: Mapping[str, float] | None = None,
    without: Iterable[str] = (),
    neutral: Neutral = "none",
) -> Scenario:
    """A scenario by name or path (or one already loaded), checked, with changes laid over it.

    Parameters
    ----------
    scenario
        Name of a shipped scenario or one in ./scenarios, path of a TOML file, or a Scenario.
    set
        Texts ``path=value`` as on the command line. One or two shares of the mix rescale the
        others, which keep their ratio (two zeros split the rest evenly). ``months`` and
        ``burn_in`` may be set; a shorter ``months`` alone cuts the burn-in to a fifth of it, if it
        was longer. The word ``unset`` unsets an optional value.
    changes
        The same from Python: values by path; they come after ``set``.
    without
        Names of mechanisms to switch off, besides those that the scenario switches off.
    neutral
        "soft" or "all": which cells of the profile table take the middle of their neutral range
        for all three principles. Comes before ``set`` and ``changes``.

    Raises
    ------
    InputError
        With every problem found, one sentence each: file, line, what is wrong, what is right.
    """
    problems = Problems()
    base = scenario if isinstance(scenario, Scenario) else _from_file(scenario, problems)
    wanted = changes_of(set, changes or {}, problems)
    off = mechanisms([without] if isinstance(without, str) else without, "", problems)
    if neutral not in NEUTRALS:
        problems.add(
            f"neutral: '{files.shown(neutral)}' is not a choice"
            f"{did_you_mean(str(neutral), NEUTRALS) or ';'} write none, soft or all."
        )
    problems.raise_if_any()
    assert base is not None  # noqa: S101 - without a problem there is a scenario
    base = replace(base, without=base.without | off)
    base = with_neutral_table(base, neutral)
    return _finished(_with_changes(base, wanted, problems), problems)


def names() -> list[str]:
    """Names of the scenarios in ./scenarios and of the shipped ones, sorted."""
    return list(files.catalogue())


def with_neutral_table(scenario: Scenario, neutral: Neutral) -> Scenario:
    """The scenario with soft (or all) profile cells at the middle of their neutral range."""
    if NEUTRALS.index(neutral) <= NEUTRALS.index(scenario.neutral):
        return scenario
    cells = {
        f"profile.{row.name}.{principle}": sum(row.neutral) / 2.0
        for row in INSTRUMENTS
        if row.soft or neutral == "all"
        for principle in PRINCIPLES
    }
    return replace(scenario.with_values(cells, Origin("neutral")), neutral=neutral)


def _from_file(scenario: str | os.PathLike[str], problems: Problems) -> Scenario | None:
    if not isinstance(scenario, str | os.PathLike):
        problems.add(
            f"a scenario is a name, a path or a Scenario, not {files.shown(repr(scenario))}."
        )
        return None
    try:
        path = files.find(scenario if isinstance(scenario, str) else Path(scenario))
    except InputError as missing:
        problems.extend(missing.problems)
        return None
    sheets = _sheets(path, (), problems)
    mixture = _mixture(sheets, problems) if sheets else ()
    return None if problems.sentences or not sheets else _merged(sheets, mixture)


def _sheets(path: Path, trail: Trail, problems: Problems) -> list[Sheet]:
    """What a file and its bases say, the deepest base first."""
    try:
        document = files.read(path)
    except InputError as unreadable:
        problems.extend(unreadable.problems)
        return []
    top = sheet(document, problems)
    if top.extends is None:
        return [top]
    where = f"{document.at('extends')}extends: "
    trail = (*trail, path.resolve())
    try:
        base = files.find(top.extends, beside=path)
    except InputError as missing:
        problems.extend(where + sentence for sentence in missing.problems)
        return [top]
    if base.resolve() in trail:
        loop = " -> ".join(each.name for each in (*trail, base))
        problems.add(f"{where}a loop: {loop}; a scenario cannot be its own base.")
        return [top]
    if len(trail) >= LONGEST_CHAIN:
        problems.add(f"{where}more than {LONGEST_CHAIN} bases upon each other; use fewer.")
        return [top]
    if not base.is_file():
        problems.add(
            f"{where}there is no file {files.label_of(base)}; give the name of a scenario or a path"
            " relative to this file."
        )
        return [top]
    return [*_sheets(base, trail, problems), top]


def _merged(sheets: list[Sheet], mixture: tuple[CouncilKind, ...]) -> Scenario:
    top = sheets[-1]
    name = top.document.path.stem
    merged = Scenario(
        name=name,
        title=dict.fromkeys(LANGUAGES, name),
        description=dict.fromkeys(LANGUAGES, ""),
        months=DEFAULT_MONTHS,
        burn_in=DEFAULT_BURN_IN,
        values={each.name: each.default for each in PARAMETERS.values()},
        mixture=mixture,
    )
    for each in sheets:
        months, burn_in = horizon(merged, each.months, each.burn_in)
        new = {i.name for i in each.interventions}
        merged = replace(
            merged,
            title={**merged.title, **each.title},
            description={**merged.description, **each.description},
            months=months,
            burn_in=burn_in,
            values={**merged.values, **each.values},
            origins={
                **merged.origins,
                **{
                    path: Origin("file" if each is top else "base", each.document.label, line)
                    for path, line in each.lines.items()
                },
            },
            sources={
                **{n: text for n, text in merged.sources.items() if n not in each.values},
                **each.sources,
            },
            interventions=(
                *(i for i in merged.interventions if i.name not in new),
                *each.interventions,
            ),
            without=merged.without if each.without is None else each.without,
        )
    neutral: Neutral = next((s.neutral for s in reversed(sheets) if s.neutral), "none")
    return with_neutral_table(merged, neutral)


def horizon(scenario: Scenario, months: int | None, burn_in: int | None) -> tuple[int, int]:
    """Months and burn-in after a change: a shorter horizon alone cuts the burn-in to a fifth."""
    if burn_in is None:
        burn_in = scenario.burn_in
        if months is not None and months < scenario.months:
            burn_in = min(burn_in, months // 5)
    return scenario.months if months is None else months, burn_in


def _mixture(sheets: list[Sheet], problems: Problems) -> tuple[CouncilKind, ...]:
    """The councils of a mixture: each sector's scenario, under what the mixture itself sets."""
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
            sectors.append(
                Sector(sector.name, values | outer | sector.sizes | members)
            )
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
    where = files.at(owner.document.label, sector.line)
    try:
        path = files.find(sector.scenario, beside=owner.document.path)
    except InputError as missing:
        problems.extend(where + sentence for sentence in missing.problems)
        return None
    if path not in read:
        read[path] = None
        sheets = _sheets(path, (owner.document.path.resolve(),), problems)
        if any(each.councils is not None for each in sheets):
            problems.add(
                f"{where}scenario '{sector.scenario}' is itself a mixture of councils; name the"
                " scenario of one sector."
            )
        elif sheets:
            read[path] = dict(_merged(sheets, ()).values)
    return read[path]


def _with_changes(scenario: Scenario, wanted: Changes, problems: Problems) -> Scenario:
    for layer, origin in ((wanted.set, Origin("set")), (wanted.python, Origin("python"))):
        if not layer:
            continue
        try:
            changed = scenario.with_values(mix.completed(scenario.values, layer), origin)
            mixture = tuple(
                replace(
                    kind,
                    sectors=tuple(
                        replace(s, values={**s.values, **mix.completed(s.values, layer)})
                        for s in kind.sectors
                    ),
                )
                for kind in scenario.mixture
            )
            scenario = replace(changed, mixture=mixture)
        except ValueError as wrong:
            problems.add(f"{'--set ' if origin.kind == 'set' else ''}{wrong}.")
    if scenario.mixture and ("chain.councils" in wanted.set or "chain.councils" in wanted.python):
        problems.add(
            "chain.councils: a mixture counts its councils in its [[councils]] blocks; it cannot be"
            " set from outside."
        )
    months, burn_in = horizon(scenario, wanted.months, wanted.burn_in)
    return replace(scenario, months=months, burn_in=burn_in)


def _finished(scenario: Scenario, problems: Problems) -> Scenario:
    """The scenario with its interventions worked out, if the whole of it makes sense."""
    worked_out = []
    for each in scenario.interventions:
        given = each.given or each.values
        wheres = origin_at(scenario, "")
        try:
            outcomes = [
                mix.completed(sector.values, given)
                for kind in scenario.kinds
                for sector in kind.sectors
            ]
        except ValueError as wrong:
            problems.add(f"{wheres}intervention '{each.name}': {wrong}.")
            continue
        if any(outcome != outcomes[0] for outcome in outcomes[1:]):
            problems.add(
                f"{wheres}intervention '{each.name}': the sectors have different mixes, so that one"
                " share alone would mean different things; give all three."
            )
        worked_out.append(replace(each, values=outcomes[0], given=given))
    check_whole(scenario, problems)
    problems.raise_if_any()
    return replace(scenario, interventions=tuple(worked_out))
