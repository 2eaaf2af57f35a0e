"""A month of one part of a large council (:mod:`tillitsim.model.parts`).

The steps are those of :mod:`tillitsim.model.month`, cut where all parts wait for each other.
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry
from tillitsim.model.mechanisms.demand import (
    assign,
    count_cases,
    list_citizens,
    open_month,
    open_queue,
)
from tillitsim.model.mechanisms.effort import effort
from tillitsim.model.mechanisms.learning import compare_units, learn_from_units
from tillitsim.model.mechanisms.management import management
from tillitsim.model.mechanisms.market import market
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.mechanisms.motivation import motivation
from tillitsim.model.mechanisms.politics import politics
from tillitsim.model.mechanisms.reporting import hear, report_units
from tillitsim.model.mechanisms.safety import safety
from tillitsim.model.mechanisms.trust import add_trust, judge_in_units, trust_democracy
from tillitsim.model.mechanisms.workforce import workforce
from tillitsim.model.month import (
    LEARNING,
    MANAGEMENT,
    MARKET,
    MOTIVATION,
    POLITICS,
    REPORTING,
    SAFETY,
    TRUST,
    WORKFORCE,
)
from tillitsim.model.observe import observe_citizens, observe_council, observe_units


@entry
def decide(w, k: int, t: int) -> None:
    """Politics in council ``k``, where the month begins."""
    if w.switch[POLITICS]:
        politics(w, k, t)


@entry
def open_units(w, k: int, t: int) -> None:
    """Signals reach the units of a part, and their month begins."""
    if w.switch[MANAGEMENT]:
        management(w, k, t)
    open_month(w, k, t)


@entry
def offer(w, k: int, t: int) -> int:
    """List the citizens of a part who may have a case; returns how many."""
    listed: int = list_citizens(w, k, t)
    return listed


@entry
def take(w, k: int, t: int, first: int, last: int, cases: int) -> int:
    """Take from those who are listed the cases of the units of a part."""
    taken: int = count_cases(w, k, t, first, last, cases)
    return taken


@entry
def work(w, k: int, t: int, cases: int) -> int:
    """Serve, meet and report in the units of a part; returns how many wait."""
    open_queue(w, k)
    waiters: int = assign(w, k, t, cases)
    effort(w, k, t)
    meeting(w, k, t)
    if w.switch[REPORTING]:
        report_units(w, k, t)
    if w.switch[LEARNING]:
        compare_units(w, k)
    return waiters


@entry
def react(w, k: int, t: int, waiters: int) -> None:
    """What the month does to the people in the units of a part."""
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
def add_up(w, k: int, t: int) -> None:
    """Add up and tally the trust of the citizens of a part."""
    if w.switch[TRUST]:
        add_trust(w, k)
    observe_citizens(w, k, t)


@entry
def listen(w, k: int, t: int) -> None:
    """What council ``k`` hears of all its units."""
    if w.switch[REPORTING]:
        hear(w, k, t)


@entry
def conclude(w, k: int, t: int) -> None:
    """What the month comes to for council ``k`` as a whole."""
    if w.switch[TRUST]:
        trust_democracy(w, k, t)
    if w.switch[MARKET]:
        market(w, k, t)
    council = w.council[k]
    observe_council(w.tally[t, council.group], council)


@entry
def tally_units(w, k: int, t: int) -> None:
    """Tally the units of a part and their staff."""
    observe_units(w, k, t)
