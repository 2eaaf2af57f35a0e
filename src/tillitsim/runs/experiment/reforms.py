"""Reforms by name: what an arm of an experiment changes, applied to any service from any month.

A *reform* is a change at a month of a service that goes on as it is steered today until then. Its
name is that of an experiment (``fewer-goals``: the arm of that name, else the first that is not the
baseline), or ``EXPERIMENT:ARM``. In one's own words it is ``LABEL: path=value, path=+0.2``; a value
with a sign is a step from what holds in the service. Without a label it is called by what it sets.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tillitsim.errors import InputError, did_you_mean
from tillitsim.locale import _, current_language, in_language, translator
from tillitsim.model.layout import sizes
from tillitsim.runs.experiment.files import catalogue
from tillitsim.runs.experiment.schema import Arm, Experiment
from tillitsim.runs.experiment.sources import own_interventions
from tillitsim.runs.experiment.titles import plainly, titles
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.horizon import LEAST_MONTHS, whole_at
from tillitsim.scenario.load import load
from tillitsim.scenario.load import names as scenarios
from tillitsim.scenario.schedule import instrument_under_mix
from tillitsim.scenario.schema import Intervention, Scenario
from tillitsim.scenario.steering import SIZES, same_value


def remarks(scenario: Scenario) -> Iterator[str]:
    """What a reader must know of a scenario's changes, a sentence each; mostly nothing."""
    _ = translator(current_language())
    units = sizes(scenario).units
    for each in scenario.interventions:
        title = each.name
        come = each.start + each.ramp
        if each.start >= scenario.months:
            yield _("{change}: it begins in month {start}, after the run has ended.").format(
                change=title, start=each.start + 1
            )
        elif come + LEAST_MONTHS > scenario.months:
            yield _(
                "{change}: it is whole from month {whole} on, so less than a year of it is seen;"
                " what is read here is mostly the time before."
            ).format(change=title, whole=come + 1)
        if each.share < 1.0 and each.lottery == "unit" and int(each.share * units + 0.5) == 0:
            yield _("{change}: by lot it reaches none of the {units} units.").format(
                change=title, units=units
            )


def reform(name: str) -> tuple[Experiment, Arm]:
    """The experiment and the arm that a name means, or a file: ``mine.toml``, ``mine.toml:arm``.

    A title in any language is a name too: ``färre mål``.

    Raises
    ------
    InputError
        If there is no such experiment or arm; the sentence names the nearest.
    """
    title, _colon, wanted = _named(name).partition(":")
    from tillitsim.runs.experiment.load import load as load_experiment  # noqa: PLC0415 - slow

    experiment = load_experiment(title)
    others = [arm for arm in experiment.arms if arm.name != experiment.baseline]
    if not others:
        raise InputError(
            _("the experiment '{title}' has no arm beside its baseline, so no reform.").format(
                title=title
            )
        )
    if not wanted:
        return experiment, next((arm for arm in others if arm.name == title), others[0])
    for arm in others:
        if plainly(wanted) in map(plainly, (arm.name, *arm.title.values())):
            return experiment, arm
    arms = [arm.name for arm in others]
    advice = did_you_mean(wanted, arms) or _("; it has {arms}.").format(arms=", ".join(arms))
    raise InputError(
        _("the experiment '{title}' has no arm '{wanted}'{advice}").format(
            title=title, wanted=wanted, advice=advice
        )
    )


def _named(name: str) -> str:
    """The name of what a reform is called by its title, or as it is for a name or a file."""
    title, _colon, wanted = name.partition(":")
    known = catalogue()
    if title in known or title.endswith(".toml"):
        return name
    called = titles(known)
    meant = called.get(plainly(title))
    if meant is not None:
        return meant if not wanted else f"{meant.partition(':')[0]}:{wanted}"
    near = difflib.get_close_matches(plainly(title), called, n=1)
    advice = _("; tillitsim experiments list shows what there is.")
    if near:
        advice = _("; did you mean '{name}'?").format(name=called[near[0]])
    if title in scenarios():
        advice = _("; it is a scenario: --steering {name} steers as it does.").format(name=title)
    raise InputError(_("there is no reform '{title}'{advice}").format(title=title, advice=advice))


def reformed(service: Scenario, name: str, at: int | None = None) -> Scenario:
    """A service that is reformed from month ``at`` on (its burn-in by default).

    What the arm of the experiment changes from the first month begins at ``at``; what it changes
    later keeps its distance to that.

    Raises
    ------
    InputError
        For an unknown reform, one that changes sizes, and one that is not whole a year before the
        end.
    """
    name = _named(name)
    experiment, arm = reform(name)
    baseline = experiment.arms[experiment.baseline_index]
    first = at if at is not None else service.burn_in
    changes = []
    differing = _differing(baseline.scenario, arm.scenario)
    if differing:
        changes.append(Intervention(arm.name, differing, given=differing))
    changes += own_interventions(experiment, arm)
    earliest = min((each.start for each in changes), default=0)
    moved = tuple(_moved(each, first - earliest) for each in changes)
    title = {
        language: (
            f"{in_language(service.title, language)}:"
            f" {(in_language(arm.title, language) or arm.name).lower()}"
        )
        for language in service.title
    }
    return _checked(service, moved, name=f"{service.name}+{name}", title=title)


def in_own_words(service: Scenario, text: str, at: int | None = None) -> Scenario:
    """A service changed as ``[LABEL: ]path=value, path=+0.2`` says, from month ``at`` on.

    Without ``at`` the service has always been so.

    Raises
    ------
    InputError
        With every change that cannot be read.
    """
    own, colon, written = text.rpartition(":")
    if "=" not in written or (colon and not own.strip()):
        raise InputError(
            _(
                "'{text}' is not LABEL: path=value; write for example 'more trust: mix.trust=+0.2'."
            ).format(text=text)
        )
    changes = _changes(service, written)
    label = label_of(text)
    title = {language: f"{told}: {label}" for language, told in service.title.items()}
    name = f"{service.name}+{re.sub(r'[^a-z0-9.+-]+', '-', label.lower()).strip('-')}"
    if at is None:
        always = load(service, set=[f"{path}={value:.12g}" for path, value in changes.items()])
        return replace(always, name=name, title=title)
    each = Intervention(label, changes, start=at, given=changes)
    return _checked(service, (each,), name=name, title=title)


def label_of(change: str) -> str:
    """What a change is called: its own label, else what it sets."""
    label, _colon, written = change.rpartition(":")
    return label.strip() or re.sub(r"\s*=\s*", " = ", written.strip())


def _changes(service: Scenario, written: str) -> dict[str, float]:
    found: dict[str, float] = {}
    wrong: list[str] = []
    for part in written.split(","):
        path, equals, value = (each.strip() for each in part.partition("="))
        if not equals or path not in PARAMETERS:
            advice = (
                _("; decimals take a point, not a comma.")
                if path.isdigit()
                else did_you_mean(path, PARAMETERS) or _("; write path=value.")
            )
            wrong.append(
                _("'{part}': there is no parameter '{path}'{advice}").format(
                    part=part.strip(), path=path, advice=advice
                )
            )
            continue
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            wrong.append(
                _("'{part}': '{value}' is no number.").format(part=part.strip(), value=value)
            )
            continue
        step = value.startswith(("+", "-"))
        found[path] = number + (_in_force(service.values, path) if step else 0.0)
    if wrong:
        raise InputError(wrong)
    return found


def _in_force(values: Mapping[str, float], path: str) -> float:
    """A parameter's value; of an instrument that is not fixed, what the mix makes of it."""
    value = values[path]
    if math.isnan(value) and path.startswith("instruments."):
        return instrument_under_mix(values, path.removeprefix("instruments."))
    return value


def _differing(before: Scenario, after: Scenario) -> dict[str, float]:
    """What holds from the first month in one scenario and not in the other, as fixed values."""
    return {
        path: _in_force(after.values, path)
        for path in PARAMETERS
        if not same_value(before.values[path], after.values[path])
        and not math.isnan(_in_force(after.values, path))
    }


def _moved(each: Intervention, months: int) -> Intervention:
    stop = None if each.stop is None else each.stop + months
    return replace(each, start=each.start + months, stop=stop)


def _checked(
    service: Scenario, changes: Sequence[Intervention], *, name: str, title: Mapping[str, str]
) -> Scenario:
    changed = replace(
        service,
        name=name,
        title=dict(title),
        interventions=(*service.interventions, *changes),
    )
    wrong = list(_problems(service, changed, changes))
    if wrong:
        raise InputError(wrong)
    return load(changed)


def _problems(
    service: Scenario, changed: Scenario, changes: Sequence[Intervention]
) -> Iterator[str]:
    sizes = sorted({path for each in changes for path in each.values if path in SIZES})
    if sizes:
        yield _("{name}: {sizes} cannot change while a service runs.").format(
            name=changed.name, sizes=", ".join(sizes)
        )
    start = min((each.start for each in changes), default=0)
    whole = whole_at(changed)
    if start >= service.months:
        yield (
            _(
                "{name}: it begins in month {start}, and the run ends after {months}; give an"
                " earlier --at, or more --months."
            ).format(name=changed.name, start=start, months=service.months)
        )
    elif whole + LEAST_MONTHS > service.months:
        yield (
            _(
                "{name}: it is whole in month {whole} only, and the run ends after {months}; a"
                " year is needed to see what it does, so give an earlier --at, or --months"
                " {whole2}."
            ).format(
                name=changed.name, whole=whole, months=service.months, whole2=whole + LEAST_MONTHS
            )
        )
    for each in changes:
        for shares in mix.ALL:
            given = [each.values[path] for path in shares if path in each.values]
            if given and not 0.0 <= math.fsum(given) <= 1.0 + mix.TOLERANCE:
                yield _("{name}: the shares {shares} leave what is possible.").format(
                    name=changed.name, shares=", ".join(shares)
                )
