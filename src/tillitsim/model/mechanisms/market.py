"""Market: budgets follow citizens, managers improve what is seen, failing units change hands.

    pot   = sum(k_bu phi budget)                                    in a sector of a council
    budget += -k_bu phi budget + pot phi enrolled / sum(phi enrolled)
    deficit = mean((load - 1)+ budget / budget_0)
    M    += k_M (chi~ / k_m) vis (1 - M/1.5)+
    Pr[is taken over] = exit                                        below ``market.exit_share``
    M     ~ N(0, s_Q),  r = r_b                                     of a unit that is taken over

where
    pot       market.POT              what a sector's units pay in [money]
    budget    unit.budget             budget of a unit [money]
    enrolled  unit.enrolled           citizens of a unit [citizens]
    deficit   council.deficit         overload that no budget covers [share of budget]
    load      unit.load               cases over what the norm allows [of the norm]
    budget_0  unit.budget_norm        its cost at the norm [money]
    M         manager.quality         manager quality [sd]
    chi~      effort.market_drive()   market pull [drive]
    r         unit.handbook           centre of the handbook [sd of need]
    r_b       learning.BEST_HANDBOOK  handbook of the best reported unit [sd of need]
given
    k_bu market.budget_rate; phi instruments.money_follows; k_M effort.manager_market;
    k_m effort.market_pull; vis instruments.visibility; exit market.exit;
    s_Q managers.quality_spread

Money is integer fixed point: budgets and the council's reserve (what rounding leaves) add up to the
same number in every month.

Reads    unit.enrolled, instrument
Writes   unit.budget, handbook (after a take-over), council.reserve, deficit; manager.quality, uid
Source   quasi-markets: Le Grand (2007); managers and competition: Bloom, Propper, Seiler &
         Van Reenen (2015). Sizes assumed.
Limits   phi = 0 -> budgets stay to the last digit
"""

from __future__ import annotations

import numpy as np

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import from_fixed, normals, to_fixed, uniform
from tillitsim.model.core.random import BIRTH_MANAGER, TURNOVER, draw
from tillitsim.model.mechanisms.effort import market_drive
from tillitsim.model.mechanisms.learning import BEST_HANDBOOK
from tillitsim.scenario.declared.instruments import CHOOSERS, MONEY_FOLLOWS, VISIBILITY

BEST_MANAGER = 1.5
UNITS_OFFSET = 1 << 42
POT, CLAIMS = range(2)


@rule
def improve_manager(quality, rate, pull, visibility):
    """Manager quality (sd) after a month under a market pull on visible quality."""
    return quality + rate * pull * visibility * max(0.0, 1.0 - quality / BEST_MANAGER)


@rule
def paid_in(budget, rate, money_follows):
    """What a unit pays into the pot this month (fixed point)."""
    return np.int64(budget * (rate * money_follows))


@kernel
def share_budgets(w, k, month):
    """Move money within each sector of council ``k``; what rounding leaves goes to the reserve."""
    council, unit, count = w.council[k], w.unit, w.scratch.counts
    count[:, :] = 0
    row = w.timeline[month]
    for u in range(council.unit_first, council.unit_last):
        p = w.given[row, unit[u].group]
        follows = w.instrument[u, MONEY_FOLLOWS]
        paid = paid_in(unit[u].budget, p.market_budget_rate, follows)
        unit[u].budget -= paid
        count[unit[u].sector, POT] += paid
        count[unit[u].sector, CLAIMS] += to_fixed(follows * unit[u].enrolled)
    for s in range(count.shape[0]):
        council.reserve += count[s, POT]
    for u in range(council.unit_first, council.unit_last):
        s = unit[u].sector
        if count[s, POT] > 0 and count[s, CLAIMS] > 0:
            claim = to_fixed(w.instrument[u, MONEY_FOLLOWS] * unit[u].enrolled)
            received = np.int64(
                float(count[s, POT]) * (float(claim) / float(count[s, CLAIMS])) * (1.0 - 1e-15)
            )
            unit[u].budget += received
            council.reserve -= received


@kernel
def take_over(key, month, unit, manager, spread, exit_probability, best_handbook, stride):
    """Perhaps give a failing unit a new manager, who brings the best unit's handbook."""
    a, _, _, _ = draw(key, TURNOVER, month, UNITS_OFFSET + unit.uid)
    if uniform(a) >= exit_probability:
        return
    manager.uid += stride
    b, c, _, _ = draw(key, BIRTH_MANAGER, month, manager.uid)
    z, _ = normals(b, c)
    manager.quality = spread * z
    unit.handbook = best_handbook
    unit.enrolled_start = unit.enrolled


@entry
def market(w, k: int, month: int) -> None:
    """One month of the market in council ``k``."""
    share_budgets(w, k, month)
    row = w.timeline[month]
    units = w.council[k].unit_last - w.council[k].unit_first
    deficit = 0
    for u in range(w.council[k].unit_first, w.council[k].unit_last):
        unit, x = w.unit[u], w.instrument[u]
        p = w.given[row, unit.group]
        pull = market_drive(
            1.0, x[MONEY_FOLLOWS], x[CHOOSERS], p.task_mobility, p.task_rivals, p.task_choice
        )
        w.manager[u].quality = improve_manager(
            w.manager[u].quality, p.effort_manager_market, pull, x[VISIBILITY]
        )
        deficit += to_fixed(
            max(0.0, unit.load - 1.0) * from_fixed(unit.budget) / from_fixed(unit.budget_norm)
        )
        if p.market_exit > 0.0 and unit.enrolled < p.market_exit_share * unit.enrolled_start:
            take_over(
                w.key, month, unit, w.manager[u], p.managers_quality_spread, p.market_exit,
                w.scratch.sector[unit.sector, BEST_HANDBOOK], w.manager.shape[0],
            )  # fmt: skip
    w.council[k].deficit = from_fixed(deficit) / units
