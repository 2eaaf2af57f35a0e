"""A month of one part of a large council (:mod:`tillitsim.model.parts`).

The steps are those of :mod:`tillitsim.model.month`, cut where all parts wait for each other. How a
month acts on people (:func:`tillitsim.model.month.react`) is the same for a part and for the whole.
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
from tillitsim.model.mechanisms.learning import compare_units
from tillitsim.model.mechanisms.management import management
from tillitsim.model.mechanisms.market import market
from tillitsim.model.mechanisms.meeting import meeting
from tillitsim.model.mechanisms.politics import politics
from tillitsim.model.mechanisms.reporting import hear, report_units
from tillitsim.model.mechanisms.trust import add_trust, trust_democracy
from tillitsim.model.month import LEARNING, MANAGEMENT, MARKET, POLITICS, REPORTING, TRUST
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
