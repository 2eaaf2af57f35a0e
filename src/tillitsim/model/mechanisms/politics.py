"""Politics: councils read reports, voices and scandals, and answer with pressure and rules.

    m_h  += (m_c - m_h) / window,  z_h += (z_c - z_h) / window
    ev_o  = voice_j z_h + (1 - voice_j) m_h         moves z_o, as all trust moves (see trust)
    gap   = (1 - voice) (A_m - m_h)+ + voice (A_z - z_h)+
    A_m  += k_A (m_h - A_m),  A_z += k_A (z_h - A_z)
    P    += k_P gap 2(1 - z_o) + k_ps scandal/scandal_0 (1 - P/5) + k_def deficit - k_dec P
    K    += k_s (1-restraint)(1-screen) scandal/scandal_0 (1 - K/3) + k_rho (rho - K)
    z_ref = (1 - look_back) z_el + look_back z_last
    Pr[the incumbent loses] = logistic(logit(even) + k_el (z_ref - z_c))      at each election
    ideal_j ~ (share + 0.01) e^(s_p N(0,1))         scaled to one; anew when an election is lost
    tilt  = pendulum                                once an election is lost; 0 before

where
    ev_o     politics.politics()             what a politician hears of operations [0-1]
    voice_j  politician.voice                weight of citizens' voice, one politician [share]
    z_c      council.citizen_trust           citizens' trust, mean of the council [0-1]
    m_c      council.reported                reported results that a council hears [0-1]
    m_h      council.heard_reported          reported results as they are remembered [0-1]
    z_h      council.heard_trust             citizens' trust as it is remembered [0-1]
    gap      politics.shortfall()            what is missed of the aspirations [0-1]
    voice    politician.voice                weight of citizens' voice, council's mean [share]
    A_m      council.aspiration_reported     aspiration for reported results [0-1]
    A_z      council.aspiration_trust        aspiration for citizens' trust [0-1]
    P        council.pressure                pressure [index]
    z_o      politician.trust_in_operations  politicians' trust in operations [0-1]
    deficit  council.deficit                 overload that no budget covers [share of budget]
    K        council.rule_stock              rule stock [rule stock]
    scandal  council.scandal_rate            scandals over the window [per case]
    z_ref    politics.losing()               trust that is expected of incumbents [0-1]
    z_last   council.trust_at_election       citizens' trust at the last election [0-1]
    ideal_j  politician.competition          a politician's ideal mix, one share a principle [share]
    tilt     council.tilt                    tilt of the mix since a lost election [share]
given
    window politics.window; k_A politics.adaptation; k_ps politics.scandal_pressure;
    k_P politics.pressure_gain; k_def politics.deficit_gain; k_dec politics.pressure_decay;
    k_s politics.rule_gain; restraint politics.restraint; screen politics.system_analysis;
    scandal_0 politics.scandal_half; k_rho politics.rule_drift; rho instruments.rule_density;
    k_el politics.election_slope; z_el politics.election_even; look_back politics.election_memory;
    even politics.election_losses; share mix.*; s_p politicians.ideal_spread;
    pendulum politics.pendulum

Politicians differ in their ideal mix and in whom they listen to. Shortfalls are taken like with
like; new rules never take old ones away. What politics answers is a rate per case over a window,
linear in scandals and saturating in the stock, so that a council of many units is steered as one of
few. Voters judge what has become of the service since they last voted.

Reads    council.reported, citizen_trust, scandal_rate, deficit; politician.*; unit.signal
Writes   council.pressure, rule_stock, heard_*, aspiration_*, trust_in_operations, tilt, ideal_*,
         election, elections_lost, trust_at_election; politician.trust_in_operations, and ideals and
         voice after a lost election
Source   aspirations: Cyert & March (1963); rules after scandals: Hood, Rothstein & Baldwin (2001);
         listening to voice against figures: SOU 2018:47; retrospective voting: Fiorina (1981),
         James & John (2007). Sizes assumed.
Limits   reported and trust constant, no scandal -> gap -> 0 and P -> k_def deficit / k_dec;
         trust as at the last election and look_back = 1 -> incumbents lose a share ``even``;
         window = 1, k_ps = look_back = 0, even = 1/2 -> politics that answers the month
"""

from __future__ import annotations

from tillitsim.model.core.jit import entry, kernel, rule
from tillitsim.model.core.numerics import (
    clip,
    exp,
    from_fixed,
    log,
    logistic,
    normals,
    to_fixed,
    uniform,
)
from tillitsim.model.core.random import BIRTH_POLITICIAN, ELECTION, draw
from tillitsim.model.mechanisms.trust import update_trust
from tillitsim.scenario.declared.instruments import RULE_DENSITY

MOST_RULES, MOST_PRESSURE = 3.0, 5.0
HELD, LOST = 1, 2


@rule
def shortfall(aspired_reported, reported, aspired_trust, trust, voice):
    """Shortfall of the signals against the aspirations, like with like, blended by voice."""
    return (1.0 - voice) * max(0.0, aspired_reported - reported) + voice * max(
        0.0, aspired_trust - trust
    )


@rule
def update_pressure(pressure, gap, distrust_gain, scandals, other_pressure, gain, decay):
    """Pressure one month later; bounded to [0, 5].

    ``scandals`` is what the rate of scandals adds where there is no pressure yet.
    """
    return clip(
        pressure
        + gain * gap * distrust_gain
        + scandals * (1.0 - pressure / MOST_PRESSURE)
        + other_pressure
        - decay * pressure,
        0.0,
        MOST_PRESSURE,
    )


@rule
def losing(trust, last, even_trust, memory, losses, slope):
    """Probability that the incumbents lose an election: trust against what is expected of them."""
    expected = (1.0 - memory) * even_trust + memory * last
    return logistic(log(losses / (1.0 - losses)) + slope * (expected - trust))


@rule
def update_rules(stock, scandal_rate, half, gain, passed, drift, density):
    """Rule stock one month later: new rules after scandals, drift to the rule density."""
    new = gain * passed * scandal_rate / half * (1.0 - stock / MOST_RULES)
    return clip(stock + max(0.0, new) + drift * (density - stock), 0.0, MOST_RULES)


@rule
def ordered_sum(a, b, c):
    """a + b + c, summed in sorted order: the same bits whatever the order of the three."""
    low = min(a, min(b, c))
    high = max(a, max(b, c))
    middle = max(min(a, b), min(max(a, b), c))
    return (low + middle) + high


@kernel
def draw_ideal(key, politician, j, month, p):
    """Give politician ``j`` an ideal mix around the council's mix, and a voice weight."""
    person = politician[j]
    a, b, c, d = draw(key, BIRTH_POLITICIAN, month, person.uid)
    z0, z1 = normals(a, b)
    z2, z3 = normals(c, d)
    spread = p.politicians_ideal_spread
    x = (p.mix_competition + 0.01) * exp(spread * z0)
    y = (p.mix_regulation + 0.01) * exp(spread * z1)
    z = (p.mix_trust + 0.01) * exp(spread * z2)
    total = ordered_sum(x, y, z)
    person.competition = x / total
    person.regulation = y / total
    person.trust = z / total
    person.voice = clip(p.politicians_voice + p.politicians_voice_spread * z3, 0.0, 1.0)


@kernel
def elect(w, k, month, p):
    """Hold an election in council ``k``; a new council may tilt the mix to its own ideal."""
    council = w.council
    a, _, _, _ = draw(w.key, ELECTION, month, council[k].uid)
    chance = losing(
        council[k].citizen_trust, council[k].trust_at_election, p.politics_election_even,
        p.politics_election_memory, p.politics_election_losses, p.politics_election_slope,
    )  # fmt: skip
    council[k].trust_at_election = council[k].citizen_trust
    council[k].election = HELD
    if uniform(a) >= chance:
        return
    council[k].election = LOST
    first, last = council[k].politician_first, council[k].politician_last
    sum_c, sum_r, sum_t = 0, 0, 0
    for j in range(first, last):
        draw_ideal(w.key, w.politician, j, month, p)
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
    council[k].heard_reported += (
        council[k].reported - council[k].heard_reported
    ) / p.politics_window
    council[k].heard_trust += (council[k].citizen_trust - council[k].heard_trust) / (
        p.politics_window
    )
    reported, trust = council[k].heard_reported, council[k].heard_trust

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
        p.politics_scandal_pressure * council[k].scandal_rate / p.politics_scandal_half,
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

    council[k].election = 0
    period = int(p.politics_election_months)
    if period > 0 and month > 0 and month % period == 0:
        elect(w, k, month, p)
