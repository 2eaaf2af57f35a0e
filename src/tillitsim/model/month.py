"""One month, in order: signals go down the chain, the meeting happens, information goes up."""

from __future__ import annotations

from tillitsim.model.core.jit import entry
from tillitsim.model.mechanisms.demand import demand
from tillitsim.model.mechanisms.effort import effort
from tillitsim.model.mechanisms.learning import compare_units, learn_from_units
from tillitsim.model.mechanisms.management import management
from tillitsim.model.mechanisms.market import market
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.mechanisms.motivation import motivation
from tillitsim.model.mechanisms.politics import politics
from tillitsim.model.mechanisms.reporting import reporting
from tillitsim.model.mechanisms.safety import safety
from tillitsim.model.mechanisms.trust import add_trust, judge_in_units, trust_democracy
from tillitsim.model.mechanisms.workforce import workforce
from tillitsim.model.observe import observe
from tillitsim.scenario.declared.declarations import MECHANISMS

(
    POLITICS, MANAGEMENT, DEMAND, EFFORT, MEETING, REPORTING,
    LEARNING, MOTIVATION, SAFETY, TRUST, WORKFORCE, MARKET,
) = range(len(MECHANISMS))  # fmt: skip


@entry
def signals_down(w, k: int, t: int) -> int:
    """The first half of month ``t`` in council ``k``, until the meeting; returns how many wait."""
    on = w.switch
    if on[POLITICS]:
        politics(w, k, t)
    if on[MANAGEMENT]:
        management(w, k, t)
    waiters = demand(w, k, t)
    effort(w, k, t)
    return waiters


@entry
def react(w, k: int, t: int, waiters: int) -> None:
    """What month ``t`` does to the people in the units of council ``k``, or of a part of one."""
    on = w.switch
    if on[LEARNING]:
        learn_from_units(w, k, t)
    if on[MOTIVATION]:
        motivation(w, k, t)
    if on[SAFETY]:
        safety(w, k, t)
    if on[TRUST]:
        judge_in_units(w, k, t, waiters)
    if on[WORKFORCE]:
        workforce(w, k, t)


@entry
def information_up(w, k: int, t: int, waiters: int) -> None:
    """The second half of month ``t`` in council ``k``, after the meeting."""
    on = w.switch
    if on[REPORTING]:
        reporting(w, k, t)
    if on[LEARNING]:
        compare_units(w, k)
    react(w, k, t, waiters)
    if on[TRUST]:
        add_trust(w, k)
        trust_democracy(w, k, t)
    if on[MARKET]:
        market(w, k, t)
    observe(w, k, t)


@entry
def month(w, k: int, t: int) -> None:
    """Month ``t`` in council ``k``: the specification, which the compiled run repeats.

    Switched off, demand still lets needs arise (at a fixed rate, all served, nobody moves), staff
    still give an even effort, and meetings still happen, by the handbook.
    """
    waiters = signals_down(w, k, t)
    meeting(w, k, t)
    information_up(w, k, t, waiters)


@entry
def run(w, first_council: int, last_council: int, first_month: int, last_month: int) -> None:
    """Months ``first_month`` to ``last_month`` of some councils, one council after another.

    Councils do not act on each other, so a council's whole run fits in the processor's cache, and
    the bits are the same as month by month.
    """
    for k in range(first_council, last_council):
        for t in range(first_month, last_month):
            month(w, k, t)
