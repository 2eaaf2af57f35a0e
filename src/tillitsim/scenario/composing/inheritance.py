"""Files upon each other: a scenario's bases, and what they say together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tillitsim.errors import InputError
from tillitsim.locale import N_, _
from tillitsim.scenario.composing.sheet import Sheet, sheet
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading import document, files
from tillitsim.scenario.reading.fields import LANGUAGES
from tillitsim.scenario.reading.kinds import refuse_other
from tillitsim.scenario.reading.problems import Problems
from tillitsim.scenario.reading.text_files import is_file, resolved
from tillitsim.scenario.schema import CouncilKind, Neutral, Origin, Scenario

DEFAULT_MONTHS = 120
DEFAULT_BURN_IN = 24
MOST_LAYERS = 20

EMPTY = N_("; 'tillitsim scenarios new NAME' writes one to start from.")

Trail = tuple[Path, ...]


def sheets_of(path: Path, trail: Trail, problems: Problems) -> list[Sheet]:
    """What a file and its bases say, the deepest base first; ``trail`` holds the files above it."""
    try:
        read = document.read(path, EMPTY)
        refuse_other(read, "scenario")
    except InputError as unreadable:
        problems.extend(unreadable.problems)
        return []
    own = Problems()
    top = sheet(read, own)
    problems.extend_by_line(own)
    if top.content.extends is None:
        return [top]
    where = f"{read.at('extends')}extends: "
    trail = (*trail, resolved(path))
    try:
        base = files.find(top.content.extends, beside=path)
        _check_base(base, trail)
    except InputError as wrong:
        problems.extend(where + sentence for sentence in wrong.problems)
        return [top]
    return [*sheets_of(base, trail, problems), top]


def _check_base(base: Path, trail: Trail) -> None:
    """Raise InputError if a base cannot be one."""
    if resolved(base) in trail:
        loop = " -> ".join(each.name for each in (*trail, base))
        raise InputError(_("a loop: {loop}; a scenario cannot be its own base.").format(loop=loop))
    if len(trail) >= MOST_LAYERS:
        raise InputError(
            _("more than {most_layers} bases upon each other; use fewer.").format(
                most_layers=MOST_LAYERS
            )
        )
    if not is_file(base):
        raise InputError(
            _(
                "there is no file {base}; give the name of a scenario or a path relative to"
                " this file."
            ).format(base=files.label_of(base))
        )


def merged_from(sheets: list[Sheet], mixture: tuple[CouncilKind, ...] = ()) -> Scenario:
    """The scenario that files make together: each says what it changes, defaults come last.

    A base's interventions are kept unless one of the same name replaces them; a list of mechanisms
    to switch off replaces the base's list.
    """
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
        said = each.content
        months, burn_in = horizon(merged, said.months, said.burn_in)
        changes = each.interventions
        new = {i.name for i in changes}
        merged = replace(
            merged,
            title={**merged.title, **said.title},
            description={**merged.description, **said.description},
            sector={**merged.sector, **said.sector},
            person={**merged.person, **said.person},
            months=months,
            burn_in=burn_in,
            spin_up=merged.spin_up if said.spin_up is None else said.spin_up,
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
                *changes,
            ),
            without=merged.without if said.without is None else said.without,
            ensemble=merged.ensemble
            if said.ensemble is None
            else str(each.document.path.parent / said.ensemble),
        )
    neutral: Neutral = next(
        (each.content.neutral for each in reversed(sheets) if each.content.neutral), "none"
    )
    return merged.with_neutral_table(neutral)


def horizon(scenario: Scenario, months: int | None, burn_in: int | None) -> tuple[int, int]:
    """Months and burn-in after a change: the burn-in stays where it fits, else it is a fifth."""
    if burn_in is None:
        burn_in = scenario.burn_in
        if months is not None and burn_in >= months:
            burn_in = months // 5
    return scenario.months if months is None else months, burn_in
