"""Dare: psychological safety moves toward trust received and forgiveness, and falls on blame.

    safety* = recv (1 - w_f + w_f f)
    blame   = max(proven, bad (1 - v))
    safety += k_sa (safety* - safety) - k_bl (1 - f)(blame + col mean(blame))        in [0, 1]
    unsaid = 0.9 unsaid + harms (1 - o safety)      before safety moves

where
    safety*  safety.update_safety()       where safety settles [0-1]
    recv     motivation.trust_received()  trust received from above [share]
    blame    staff.blame                  blame that a reading brings [0-1]
    proven   staff.proven                 a harm was proven: 1 or 0 [0 or 1]
    bad      staff.audited                an audit read the month as bad: 1 or 0 [0 or 1]
    safety   staff.safety                 psychological safety: dare [0-1]
    unsaid   staff.unsaid                 errors that nobody spoke of [errors]
    harms    staff.harms                  harms of a person in the month [count]
given
    w_f safety.forgiveness; f instruments.forgiveness; o instruments.openness;
    v instruments.audit_dialogue; k_sa safety.rate; k_bl safety.blame; col safety.colleagues

Blame falls on the person whose month an audit read as bad, as far as the style is control; a proven
harm is acted on under every style.

Reads    staff.belief_*, granted, audited, proven, harms; unit.instrument
Writes   staff.safety, blame, unsaid
Source   psychological safety: Edmondson (1999); blame: Hood (2011). Sizes assumed.
Limits   f = 1 -> no blame is felt; nothing audited -> safety settles at safety*
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import REAL, clip, from_fixed, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.mechanisms.motivation import trust_received
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at

ERRORS_REMEMBERED = 0.9


@rule
def blame_for(audited, proven, dialogue):
    """Blame that a reading brings: 0 none, 1 full."""
    if proven > 0:
        return 1.0
    return 1.0 - dialogue if audited < 0 else 0.0


@rule
def update_safety(safety, received, forgiveness, weight, rate, blame, own, colleagues):
    """Psychological safety one month later."""
    goal = received * (1.0 - weight + weight * forgiveness)
    hurt = blame * (1.0 - forgiveness) * (own + colleagues)
    return clip(safety + rate * (goal - safety) - hurt, 0.0, 1.0)


@rule
def still_unsaid(unsaid, harms, openness, safety):
    """Serious errors that nobody spoke of: new ones, and those of before as they fade."""
    return ERRORS_REMEMBERED * unsaid + harms * (1.0 - openness * safety)


@kernel
@single
def blame(person, here, total):
    """Put down the blame that falls on sixteen members of staff, and add it up."""
    for i in range(LANES):
        felt = blame_for(person[i + AT.audited], person[i + AT.proven], here[i + HERE.dialogue])
        person[i + AT.blame] = felt
        total[i] += to_fixed(felt)


@kernel
@single
def feel_safe(person, harms, here, p):
    """Let the psychological safety of sixteen members of staff move; ``harms`` is what each did."""
    for i in range(LANES):
        person[i + AT.unsaid] = still_unsaid(
            person[i + AT.unsaid], REAL(harms[i]), here[i + HERE.openness], person[i + AT.safety]
        )
        belief = person[i + AT.belief_good] / (
            person[i + AT.belief_good] + person[i + AT.belief_bad]
        )
        received = trust_received(
            belief, person[i + AT.granted], here[i + HERE.participation],
            p.motivation_participation,
        )  # fmt: skip
        person[i + AT.safety] = update_safety(
            person[i + AT.safety], received, here[i + HERE.forgiveness], p.safety_forgiveness,
            p.safety_rate, p.safety_blame, person[i + AT.blame], here[i + HERE.colleagues],
        )  # fmt: skip


@entry
def safety(w, k: int, month: int) -> None:
    """One month of psychological safety in council ``k``."""
    council, total = w.council[k], w.scratch.total
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        _, people, here = bundle_at(w, council, bundle, b)
        p = w.single[w.timeline[month], bundle.group]
        total[:LANES] = 0
        for s in range(bundle.slots):
            blame(people[s * SPAN : (s + 1) * SPAN], here, total)
        for i in range(LANES):
            here[i + HERE.colleagues] = p.safety_colleagues * (from_fixed(total[i]) / bundle.slots)
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            feel_safe(
                people[s * SPAN : (s + 1) * SPAN], w.staff.harms[first : first + LANES], here, p
            )
