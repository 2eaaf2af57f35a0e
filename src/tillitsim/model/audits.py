"""Audits: where they look (everybody alike, or where a manager doubts), and what they detect.

    aimed   = doubt_i / mean(doubt)
    alpha_i = clip(alpha (1 - sel + sel aimed), 0, 1)

Source   risk-based inspection: Duflo et al. (2018); assumed linear between blanket and aimed
Limits   sel = 0 -> everybody alike; equal doubts -> everybody alike
"""

from __future__ import annotations

from tillitsim.model.core.jit import kernel, rule
from tillitsim.model.core.numerics import clip, exp, from_fixed, to_fixed
from tillitsim.model.core.precision import single
from tillitsim.model.state.staff import AT, LANES, SPAN
from tillitsim.model.state.units import HERE


@rule
def detection(coverage, dialogue, strength):
    """Probability-like strength with which audits detect (det)."""
    return 1.0 - exp(-strength * coverage * (1.0 - 0.5 * dialogue))


@rule
def selective(coverage, selectivity, doubt, mean_doubt):
    """Audit coverage of one member of staff: aimed at where belief is low, as far as selective."""
    aimed = doubt / mean_doubt if mean_doubt > 0.0 else 1.0
    return clip(coverage * (1.0 - selectivity + selectivity * aimed), 0.0, 1.0)


@kernel
@single
def doubt_and_climate(people, slots, here, total):
    """Mean doubt of the manager in staff, mean trust in the manager, and who is ill, by unit."""
    total[: 3 * LANES] = 0
    for s in range(slots):
        person = people[s * SPAN : (s + 1) * SPAN]
        for i in range(LANES):
            bad = person[i + AT.belief_bad]
            total[i] += to_fixed(bad / (person[i + AT.belief_good] + bad))
            total[i + LANES] += to_fixed(person[i + AT.trust_in_manager])
            total[i + 2 * LANES] += person[i + AT.ill] > 0.0
    for i in range(LANES):
        here[i + HERE.doubt] = from_fixed(total[i]) / slots
        here[i + HERE.climate] = from_fixed(total[i + LANES]) / slots
        here[i + HERE.absent] = total[i + 2 * LANES] / slots
