"""Dare: psychological safety moves toward trust received and forgiveness, and falls on blame.

    safety* = recv (1 - w_f + w_f f)
    blame   = max(proven, bad (1 - v))
    safety += k_sa (safety* - safety) - k_bl (1 - f)(blame + col mean(blame))        in [0, 1]

where
    safety*  safety.update_safety()       where safety settles [0-1]
    recv     motivation.trust_received()  trust received from above [share]
    blame    staff.blame                  blame that a reading brings [0-1]
    proven   staff.proven                 a harm was proven: 1 or 0 [0 or 1]
    bad      staff.audited                an audit read the month as bad: 1 or 0 [0 or 1]
    safety   staff.safety                 psychological safety: dare [0-1]
given
    w_f safety.forgiveness; f instruments.forgiveness; v instruments.audit_dialogue;
    k_sa safety.rate; k_bl safety.blame; col safety.colleagues

Blame falls on the person whose month an audit read as bad, as far as the style is control; a proven
harm is acted on under every style.

Reads    staff.belief_*, granted, audited, proven; unit.instrument
Writes   staff.safety, blame
Source   psychological safety: Edmondson (1999); blame: Hood (2011). Sizes assumed.
Limits   f = 1 -> no blame is felt; nothing audited -> safety settles at safety*
"""

from __future__ import annotations

from tillitsim.model.core.jit import kernel, rule
from tillitsim.model.core.numerics import clip, from_fixed, to_fixed
from tillitsim.model.mechanisms.motivation import trust_received
from tillitsim.scenario.instruments import AUDIT_DIALOGUE, FORGIVENESS, PARTICIPATION


@rule
def blame_for(audited, proven, dialogue):
    """Blame that a reading brings: 0 none, 1 full."""
    if proven:
        return 1.0
    return 1.0 - dialogue if audited < 0 else 0.0


@rule
def update_safety(safety, received, forgiveness, weight, rate, blame, own, colleagues):
    """Psychological safety one month later."""
    goal = received * (1.0 - weight + weight * forgiveness)
    hurt = blame * (1.0 - forgiveness) * (own + colleagues)
    return clip(safety + rate * (goal - safety) - hurt, 0.0, 1.0)


@kernel
def safety(w, k, month):
    """One month of psychological safety in council ``k``."""
    unit = w.unit
    for u in range(w.council[k].unit_first, w.council[k].unit_last):
        p = w.given[w.timeline[month], unit[u].group]
        x = w.instrument[u]
        staff = w.staff[unit[u].staff_first : unit[u].staff_last]
        total = 0
        for i in range(staff.shape[0]):
            staff[i].blame = blame_for(staff[i].audited, staff[i].proven, x[AUDIT_DIALOGUE])
            total += to_fixed(staff[i].blame)
        mean = from_fixed(total) / staff.shape[0]
        for i in range(staff.shape[0]):
            belief = staff[i].belief_good / (staff[i].belief_good + staff[i].belief_bad)
            received = trust_received(
                belief, staff[i].granted, x[PARTICIPATION], p.motivation_participation
            )
            staff[i].safety = update_safety(
                staff[i].safety, received, x[FORGIVENESS], p.safety_forgiveness, p.safety_rate,
                p.safety_blame, staff[i].blame, p.safety_colleagues * mean,
            )  # fmt: skip
