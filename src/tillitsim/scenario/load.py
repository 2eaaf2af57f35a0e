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
from tillitsim.locale import _
from tillitsim.scenario.composing.changes import Changes, changes_of
from tillitsim.scenario.composing.consistency import check_whole
from tillitsim.scenario.composing.councils import mixture_of
from tillitsim.scenario.composing.inheritance import (
    horizon,
    merged_from,
    sheets_of,
)
from tillitsim.scenario.composing.sheet import NEUTRALS
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import mechanisms
from tillitsim.scenario.reading import files
from tillitsim.scenario.reading.fields import no_mechanism
from tillitsim.scenario.reading.problems import Problems
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.schema import Intervention, Neutral, Origin, Scenario


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
        others, which keep their ratio (two zeros split the rest evenly). ``months``,
        ``burn_in`` and ``spin_up`` may be set; the burn-in stays as it is where ``months`` alone is
        changed, and
        is a fifth of them where it would leave nothing.
        The word ``unset`` unsets an optional value.
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
    named = [without] if isinstance(without, str) else list(without)
    problems.extend(
        _("without: {no_mechanism}").format(no_mechanism=no_mechanism(each))
        for each in named
        if each not in mechanisms()
    )
    off = frozenset(each for each in named if each in mechanisms())
    if neutral not in NEUTRALS:
        problems.add(
            _("neutral: '{neutral}' is not a choice{advice} write none, soft or all.").format(
                neutral=shown(neutral), advice=did_you_mean(str(neutral), NEUTRALS) or ";"
            )
        )
    if base is not None and neutral in NEUTRALS:
        base = replace(base, without=base.without | off).with_neutral_table(neutral)
        base = _with_changes(base, wanted, problems)
    problems.raise_if_any()
    assert base is not None  # noqa: S101 - without a problem there is a scenario
    return _finished(base, problems)


def with_interventions(scenario: Scenario, added: tuple[Intervention, ...]) -> Scenario:
    """A scenario with interventions added, checked; one of the same name is replaced.

    Raises
    ------
    InputError
        As :func:`load`.
    """
    if not added:
        return scenario
    new = {each.name for each in added}
    kept = (each for each in scenario.interventions if each.name not in new)
    return load(replace(scenario, interventions=(*kept, *added)))


def names() -> list[str]:
    """Names of the scenarios in ./scenarios and of the shipped ones, sorted."""
    return list(files.catalogue())


def _from_file(scenario: object, problems: Problems) -> Scenario | None:
    if not isinstance(scenario, str | os.PathLike):
        problems.add(
            _("a scenario is a name, a path or a Scenario, not {scenario}.").format(
                scenario=shown(repr(scenario))
            )
        )
        return None
    try:
        path = files.find(scenario if isinstance(scenario, str) else Path(scenario))
    except InputError as missing:
        problems.extend(missing.problems)
        return None
    sheets = sheets_of(path, (), problems)
    mixture = mixture_of(sheets, problems) if sheets else ()
    return None if problems.sentences or not sheets else merged_from(sheets, mixture)


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
            _(
                "chain.councils: a mixture counts its councils in its [[councils]] blocks; it"
                " cannot be set from outside."
            )
        )
    months, burn_in = horizon(scenario, wanted.months, wanted.burn_in)
    spin_up = scenario.spin_up if wanted.spin_up is None else wanted.spin_up
    return replace(scenario, months=months, burn_in=burn_in, spin_up=spin_up)


def _finished(scenario: Scenario, problems: Problems) -> Scenario:
    """The scenario with its interventions worked out, if the whole of it makes sense."""
    worked_out = []
    for each in scenario.interventions:
        given = each.given or each.values
        try:
            outcomes = [
                mix.completed(sector.values, given)
                for kind in scenario.kinds
                for sector in kind.sectors
            ]
        except ValueError as wrong:
            problems.add(f"{scenario.name}: intervention '{each.name}': {wrong}.")
            continue
        if any(outcome != outcomes[0] for outcome in outcomes[1:]):
            problems.add(
                _(
                    "{name}: intervention '{name2}': the sectors have different mixes, so that one"
                    " share alone would mean different things; give all three."
                ).format(name=scenario.name, name2=each.name)
            )
        worked_out.append(replace(each, values=outcomes[0], given=given))
    check_whole(scenario, problems)
    problems.raise_if_any()
    return replace(scenario, interventions=tuple(worked_out))
