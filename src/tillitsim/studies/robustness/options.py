"""What there is to choose from: a service as it is, and every set of the reforms that are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tillitsim.errors import InputError
from tillitsim.locale import N_, _, in_language, languages, translator
from tillitsim.runs.experiment.reforms import in_own_words, label_of, reform, reformed
from tillitsim.scenario.horizon import whole_at
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario
from tillitsim.scenario.steering import steered

MOST = 5
"""Reforms that are put together in every way: 32 sets."""

TODAY = N_("as today")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: ``parts`` in words by language, none for today's steering."""

    scenario: Scenario
    parts: tuple[dict[str, str], ...] = ()

    def title(self, language: str) -> str:
        """``fewer goals + fewer audits``; ``as today``."""
        names = [in_language(part, language) for part in self.parts]
        return " + ".join(names) or translator(language)(TODAY)


def options_of(
    service: Scenario,
    *,
    steerings: Sequence[str] = (),
    reforms: Sequence[str] = (),
    changes: Sequence[str] = (),
    at: int | None = None,
) -> list[Option]:
    """Today, each other steering, and every set of reforms and of changes in one's own words.

    All are read over the same months, from when the last of them is whole.

    Raises
    ------
    InputError
        If nothing is named, or more than five reforms are.
    """
    named = [*reforms, *changes]
    if len(named) > MOST:
        raise InputError(
            _("{count} reforms make {sets} sets; name {most} at the most.").format(
                count=len(named), sets=2 ** len(named), most=MOST
            )
        )
    if not named and not steerings:
        raise InputError(
            _(
                "name what there is to choose from: --reform, --steering, or a change such as"
                " 'more trust: mix.trust=+0.2'."
            )
        )
    found = [Option(service)]
    for name in steerings:
        other = load(name)
        title = {each: in_language(other.title, each) for each in languages()}
        found.append(Option(steered(service, other), (title,)))
    for count in range(1, len(named) + 1):
        for chosen in combinations(named, count):
            together = service
            for name in chosen:
                together = (
                    reformed(together, name, at)
                    if name in reforms
                    else in_own_words(together, name, at)
                )
            found.append(Option(together, tuple(_words(name, reforms) for name in chosen)))
    starts = [whole_at(each.scenario) for each in found if each.scenario.interventions]
    burn_in = max([service.burn_in, *starts])
    return [replace(each, scenario=replace(each.scenario, burn_in=burn_in)) for each in found]


def _words(name: str, reforms: Sequence[str]) -> dict[str, str]:
    """A reform or a change in words."""
    if name not in reforms:
        return dict.fromkeys(languages(), label_of(name))
    _experiment, arm = reform(name)
    return {each: (in_language(arm.title, each) or arm.name).lower() for each in languages()}
