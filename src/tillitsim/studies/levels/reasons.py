"""Why a level fact is not read: what it asks for that a service of the model does not have."""

from __future__ import annotations

import re

from tillitsim.locale import N_
from tillitsim.studies.levels.facts import NOT_MODELLED, Fact

CHANGES = N_(
    "asks what a change does; levels are read from services at rest, and a finding asks that"
)
ONE_COUNCIL = N_(
    "a service is run as one council: councils of other needs and wealth are not drawn"
)

REASONS: tuple[tuple[str, str], ...] = (
    (r"trend over|trend of|drift of", N_("is a drift of years, and a baseline is at rest")),
    (r"independent|entry of units", N_("units have no owners, and none is founded")),
    (r"read 'not good'", N_("an inspection passes no verdict: it corrects what politics hears")),
    (r"trained level", N_("education is no state of staff; competence is")),
    (r"seasons", N_("there are no seasons")),
    (r"time with the citizen", N_("what staff do beside cases and burdens is not told apart")),
    (r"turnover of politicians", N_("politicians leave at elections only")),
    (r"voice is heard|voice is not", N_("being heard is no state of a citizen")),
    (r"survey of all citizens", N_("those who do not use a service are not in it")),
    (r"units under more competition", N_("all units of a service are steered alike")),
    (r"ordering of simulated items", N_("settings and states have no common scale")),
    (r"nominal", N_("prices do not rise, and a baseline is at rest")),
    (r"wait between two services", N_("there are no beds, and nobody waits between two services")),
    (r"known outside the unit", N_("there are no inhabitants besides those who use a service")),
    (r"over (thirty|twenty|forty) years", N_("is longer than a service is run")),
    (r"recovery time|effect of|response of|what is left|need not follow|to respond", CHANGES),
    (r"time to most of the effect", CHANGES),
    (r"councils", ONE_COUNCIL),
)
"""What a fact's words hold, and the reason; the first that fits."""


def reason_for(fact: Fact) -> str:
    """Why a fact of which no statistic is known is not judged."""
    told = f"{fact.quantity}; {fact.statistic}".lower()
    for pattern, reason in REASONS:
        if re.search(pattern, told):
            return reason
    if fact.comparability == NOT_MODELLED:
        return N_("the model has nothing that stands for it yet")
    return f"no statistic is known for '{fact.statistic}'"
