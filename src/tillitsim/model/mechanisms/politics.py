"""Politics: councils read reports, voices and scandals, and answer with pressure and rules.

    ev_o  = voice_j z_c + (1 - voice_j) m_c         moves z_o, as all trust moves (see trust)
    gap   = (1 - voice) (A_m - m_c)+ + voice (A_z - z_c)+
    A_m  += k_A (m_c - A_m),  A_z += k_A (z_c - A_z)
    P    += k_P gap 2(1 - z_o) + k_def deficit - k_dec P                               in [0, 5]
    K    += k_s (1-restraint)(1-screen)(1 - e^(-scandal/scandal_0))(1 - K/3) + k_rho (rho - K)
    Pr[the incumbent loses] = logistic(k_el (z_el - z_c))             every ``election_months``
    ideal_j ~ (share + 0.01) e^(s_p N(0,1))         scaled to one; anew when an election is lost
    tilt  = pendulum                                once an election is lost; 0 before

where
    ev_o     politics.politics()             what a politician hears of operations [0-1]
    voice_j  politician.voice                weight of citizens' voice, one politician [share]
    z_c      council.citizen_trust           citizens' trust, mean of the council [0-1]
    m_c      council.reported                reported results that a council hears [0-1]
    gap      politics.shortfall()            what is missed of the aspirations [0-1]
    voice    politician.voice                weight of citizens' voice, council's mean [share]
    A_m      council.aspiration_reported     aspiration for reported results [0-1]
    A_z      council.aspiration_trust        aspiration for citizens' trust [0-1]
    P        council.pressure                pressure [index]
    z_o      politician.trust_in_operations  politicians' trust in operations [0-1]
    deficit  council.deficit                 overload that no budget covers [share of budget]
    K        council.rule_stock              rule stock [rule stock]
    scandal  council.scandal_rate            scandals [per case]
    ideal_j  politician.competition          a politician's ideal mix, one share a principle [share]
    tilt     council.tilt                    tilt of the mix since a lost election [share]
given
    k_A politics.adaptation; k_P politics.pressure_gain; k_def politics.deficit_gain;
    k_dec politics.pressure_decay; k_s politics.rule_gain; restraint politics.restraint;
    screen politics.system_analysis; scandal_0 politics.scandal_half; k_rho politics.rule_drift;
    rho instruments.rule_density; k_el politics.election_slope; z_el politics.election_even;
    share mix.*; s_p politicians.ideal_spread; pendulum politics.pendulum

Politicians differ in their ideal mix and in whom they listen to. Shortfalls are taken like with
like; new rules never take old ones away.

Reads    council.reported, citizen_trust, scandal_rate, deficit; politician.*; unit.signal
Writes   council.pressure, rule_stock, aspiration_*, trust_in_operations, tilt, ideal_*,
         elections_lost; politician.trust_in_operations, and ideals and voice after a lost election
Source   aspirations: Cyert & March (1963); rules after scandals: Hood, Rothstein & Baldwin (2001);
         listening to voice against figures: SOU 2018:47. Sizes assumed.
Limits   reported and trust constant -> gap -> 0 and P -> k_def deficit / k_dec
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import (
    clip,
    exp,
    from_fixed,
    logistic,
    normals,
    to_fixed,
    uniform,
)
from tillitsim.model.core.random import BIRTH_POLITICIAN, ELECTION, draw
from tillitsim.model.mechanisms.trust import update_trust
from tillitsim.scenario.instruments import RULE_DENSITY

MOST_RULES = 3.0


@rule
def shortfall(aspired_reported, reported, aspired_trust, trust, voice):
    """Shortfall of the signals against the aspirations, like with like, blended by voice."""
    return (1.0 - voice) * max(0.0, aspired_reported - reported) + voice * max(
        0.0, aspired_trust - trust
    )


@rule
def update_pressure(pressure, gap, distrust_gain, deficit_pressure, gain, decay):
    """Pressure one month later; bounded to [0, 5]."""
    return clip(
        pressure + gain * gap * distrust_gain + deficit_pressure - decay * pressure, 0.0, 5.0
    )


@rule
def update_rules(stock, scandal_rate, half, gain, passed, drift, density):
    """Rule stock one month later: new rules after scandals, drift to the rule density."""
    new = gain * passed * (1.0 - exp(-scandal_rate / half)) * (1.0 - stock / MOST_RULES)
    return clip(stock + max(0.0, new) + drift * (density - stock), 0.0, MOST_RULES)


@rule
def ordered_sum(a, b, c):
    """a + b + c, summed in sorted order: the same bits whatever the order of the three."""
    low = min(a, min(b, c))
    high = max(a, max(b, c))
    middle = max(min(a, b), min(max(a, b), c))
    return (low + middle) + high


@kernel
def draw_ideal(
    key, politician, j, month, centre_c, centre_r, centre_t, spread, voice, voice_spread
):
    """Give politician ``j`` an ideal mix around a centre, and a voice weight."""
    person = politician[j]
    a, b, c, d = draw(key, BIRTH_POLITICIAN, month, person.uid)
    z0, z1 = normals(a, b)
    z2, z3 = normals(c, d)
    x = (centre_c + 0.01) * exp(spread * z0)
    y = (centre_r + 0.01) * exp(spread * z1)
    z = (centre_t + 0.01) * exp(spread * z2)
    total = ordered_sum(x, y, z)
    person.competition = x / total
    person.regulation = y / total
    person.trust = z / total
    person.voice = clip(voice + voice_spread * z3, 0.0, 1.0)


@kernel
def elect(w, k, month, p):
    """Hold an election in council ``k``; a new council may tilt the mix to its own ideal."""
    council = w.council
    a, _, _, _ = draw(w.key, ELECTION, month, council[k].uid)
    losing = logistic(
        p.politics_election_slope * (p.politics_election_even - council[k].citizen_trust)
    )
    if uniform(a) >= losing:
        return
    first, last = council[k].politician_first, council[k].politician_last
    sum_c, sum_r, sum_t = 0, 0, 0
    for j in range(first, last):
        draw_ideal(
            w.key, w.politician, j, month, p.mix_competition, p.mix_regulation, p.mix_trust,
            p.politicians_ideal_spread, p.politicians_voice, p.politicians_voice_spread,
        )  # fmt: skip
        sum_c += to_fixed(w.politician[j].competition)
        sum_r += to_fixed(w.politician[j].regulation)
        sum_t += to_fixed(w.politician[j].trust)
    total = from_fixed(sum_c + sum_r + sum_t)
    council[k].ideal_competition = from_fixed(sum_c) / total
    council[k].ideal_regulation = from_fixed(sum_r) / total
    council[k].ideal_trust = from_fixed(sum_t) / total
    council[k].tilt = p.politics_pendulum
    council[k].elections_lost += 1


@entry
def politics(w, k: int, month: int) -> None:
    """One month of politics in council ``k``."""
    council, politician = w.council, w.politician
    p = w.given[w.timeline[month], council[k].group]
    first, last = council[k].politician_first, council[k].politician_last
    reported, trust = council[k].reported, council[k].citizen_trust

    sum_voice, sum_trust = 0, 0
    for j in range(first, last):
        voice = politician[j].voice
        evidence = voice * trust + (1.0 - voice) * reported
        politician[j].trust_in_operations = update_trust(
            politician[j].trust_in_operations, evidence, p.trust_gain, p.trust_loss
        )
        sum_voice += to_fixed(voice)
        sum_trust += to_fixed(politician[j].trust_in_operations)
    voice = from_fixed(sum_voice) / (last - first)
    council[k].trust_in_operations = from_fixed(sum_trust) / (last - first)

    gap = shortfall(
        council[k].aspiration_reported, reported, council[k].aspiration_trust, trust, voice
    )
    council[k].aspiration_reported += p.politics_adaptation * (
        reported - council[k].aspiration_reported
    )
    council[k].aspiration_trust += p.politics_adaptation * (trust - council[k].aspiration_trust)
    council[k].pressure = update_pressure(
        council[k].pressure,
        gap,
        2.0 * (1.0 - council[k].trust_in_operations),
        p.politics_deficit_gain * council[k].deficit,
        p.politics_pressure_gain,
        p.politics_pressure_decay,
    )

    density = 0
    for u in range(council[k].unit_first, council[k].unit_last):
        density += to_fixed(w.signal[u, RULE_DENSITY])
    units = council[k].unit_last - council[k].unit_first
    council[k].rule_stock = update_rules(
        council[k].rule_stock,
        council[k].scandal_rate,
        p.politics_scandal_half,
        p.politics_rule_gain,
        (1.0 - p.politics_restraint) * (1.0 - p.politics_system_analysis),
        p.politics_rule_drift,
        from_fixed(density) / units,
    )

    period = int(p.politics_election_months)
    if period > 0 and month > 0 and month % period == 0:
        elect(w, k, month, p)
