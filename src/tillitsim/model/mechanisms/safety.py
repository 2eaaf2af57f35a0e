"""Dare: psychological safety moves toward trust received and forgiveness, and falls on blame.

    f_u   = f + k_ma (Y - 1/2)                      how errors are taken in the unit; in [0, 1]
    safety* = (1 - k_cl) recv (1 - w_f + w_f f_u) + k_cl mean(safety)
    blame   = max(proven, bad (1 - v))
    safety += k_sa (safety* - safety) - k_bl (1 - f_u)(blame + col mean(blame))        in [0, 1]
    unsaid = 0.9 unsaid + harms (1 - o safety)      before safety moves

where
    safety*  safety.safe_among()          where safety settles [0-1]
    f_u      safety.forgiven()            forgiveness as the manager practises it [0-1]
    Y        manager.disposition          disposition of a manager, Theory X to Theory Y [0-1]
    recv     motivation.trust_received()  trust received from above [share]
    blame    staff.blame                  blame that a reading brings [0-1]
    proven   staff.proven                 a harm was proven: 1 or 0 [0 or 1]
    bad      staff.audited                an audit read the month as bad: 1 or 0 [0 or 1]
    safety   staff.safety                 psychological safety: dare [0-1]
    unsaid   staff.unsaid                 errors that nobody spoke of [errors]
    harms    staff.harms                  harms of a person in the month [count]
given
    w_f safety.forgiveness; f instruments.forgiveness; o instruments.openness;
    v instruments.audit_dialogue; k_sa safety.rate; k_bl safety.blame; col safety.colleagues;
    k_cl safety.climate; k_ma safety.manager

Blame falls on the person whose month an audit read as bad, as far as the style is control; a proven
harm is acted on under every style. Whether one may speak is seen in whether colleagues do: safety
is a climate that a unit shares. How an error is taken is the manager's, whatever has been decided:
units differ, and their mean is as decided.

Reads    staff.belief_*, granted, audited, proven, harms; unit.instrument
Writes   staff.safety, blame, unsaid
Source   psychological safety, and that a team shares it: Edmondson (1999); managers: Edmondson
         (1996), Nembhard & Edmondson (2006); blame: Hood (2011). Sizes assumed.
Limits   f_u = 1 -> no blame is felt; nothing audited -> safety settles at safety*; k_cl = 0 -> each
         settles alone; k_ma = 0, or managers who do not differ -> units are forgiven alike
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import REAL, clip, from_fixed, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.mechanisms.motivation import trust_received
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE, bundle_at
from tillitsim.scenario.declared.instruments import FORGIVENESS

ERRORS_REMEMBERED = 0.9


@rule
def blame_for(audited, proven, dialogue):
    """Blame that a reading brings: 0 none, 1 full."""
    if proven > 0:
        return 1.0
    return 1.0 - dialogue if audited < 0 else 0.0


@rule
def forgiven(decided, disposition, own):
    """Forgiveness as a manager practises it: as decided, and by the manager's disposition."""
    return clip(decided + own * (disposition - 0.5), 0.0, 1.0)


@rule
def safe_among(received, forgiveness, weight, colleagues, climate):
    """Where psychological safety settles: by trust received, and by how safe colleagues are."""
    own = received * (1.0 - weight + weight * forgiveness)
    return own + climate * (colleagues - own)


@rule
def update_safety(safety, goal, forgiveness, rate, blame, own, colleagues):
    """Psychological safety one month later."""
    hurt = blame * (1.0 - forgiveness) * (own + colleagues)
    return clip(safety + rate * (goal - safety) - hurt, 0.0, 1.0)


@rule
def still_unsaid(unsaid, harms, openness, safety):
    """Serious errors that nobody spoke of: new ones, and those of before as they fade."""
    return ERRORS_REMEMBERED * unsaid + harms * (1.0 - openness * safety)


@kernel
@single
def blame(person, here, total):
    """Put down the blame that falls on sixteen members of staff; add it and their safety up."""
    for i in range(LANES):
        felt = blame_for(person[i + AT.audited], person[i + AT.proven], here[i + HERE.dialogue])
        person[i + AT.blame] = felt
        total[i] += to_fixed(felt)
        total[i + LANES] += to_fixed(person[i + AT.safety])


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
        goal = safe_among(
            received, here[i + HERE.forgiven], p.safety_forgiveness, here[i + HERE.mean_safety],
            p.safety_climate,
        )  # fmt: skip
        person[i + AT.safety] = update_safety(
            person[i + AT.safety], goal, here[i + HERE.forgiven], p.safety_rate,
            p.safety_blame, person[i + AT.blame], here[i + HERE.colleagues],
        )  # fmt: skip


@entry
def safety(w, k: int, month: int) -> None:
    """One month of psychological safety in council ``k``."""
    council, total = w.council[k], w.scratch.total
    for b in range(council.bundle_first, council.bundle_last):
        bundle = w.bundle[b]
        lane, people, here = bundle_at(w, council, bundle, b)
        given = w.given[w.timeline[month], bundle.group]
        p = w.single[w.timeline[month], bundle.group]
        for i in range(bundle.units):
            here[i + HERE.forgiven] = forgiven(
                w.instrument[lane[i], FORGIVENESS], w.manager[lane[i]].disposition,
                given.safety_manager,
            )  # fmt: skip
        total[: 2 * LANES] = 0
        for s in range(bundle.slots):
            blame(people[s * SPAN : (s + 1) * SPAN], here, total)
        for i in range(LANES):
            here[i + HERE.colleagues] = p.safety_colleagues * (from_fixed(total[i]) / bundle.slots)
            here[i + HERE.mean_safety] = from_fixed(total[i + LANES]) / bundle.slots
        for s in range(bundle.slots):
            first = (bundle.first + s) * LANES
            feel_safe(
                people[s * SPAN : (s + 1) * SPAN], w.staff.harms[first : first + LANES], here, p
            )
