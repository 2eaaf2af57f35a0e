"""Declared parameters of what is given: the mix, the chain, the task, the people, the economy.

Values without another source are *assumed*; each has bounds (mathematics) and a range (plausible).
"""

from __future__ import annotations

import math

from tillitsim.scenario.parameter import Group, Parameter

THIRD = 1.0 / 3.0
UNSET = math.nan

mix = Group("mix")
chain = Group("chain")
task = Group("task")
metric = Group("metric")
people = Group("people")
managers = Group("managers")
politicians = Group("politicians")
economy = Group("economy")

# fmt: off
mix("competition", THIRD, (0, 1), (0, 1), "share", "competition (price, market, incentives)", "konkurrens (pris, marknad, incitament)", "SOU 2018:47; set by the scenario")
mix("regulation", THIRD, (0, 1), (0, 1), "share", "regulation (authority, hierarchy, bureaucracy)", "reglering (auktoritet, hierarki, byråkrati)", "SOU 2018:47; set by the scenario")
mix("trust", THIRD, (0, 1), (0, 1), "share", "trust (co-operation, collegiality, shared values)", "tillit (samarbete, kollegialitet, gemensamma värden)", "SOU 2018:47; set by the scenario")
mix("intensity", 1.0, (0, 3), (0.5, 1.5), "1 = reference", "steering intensity: how much steering there is", "styrningens intensitet: hur mycket styrning det är")

chain("councils", 1, (1, 1000), (1, 311), "councils", "councils (political assemblies)", "nämnder (politiska församlingar)", "demonstration size", whole=True)
chain("politicians", 5, (1, 400), (3, 101), "per council", "politicians per council", "politiker per nämnd", "demonstration size", whole=True)
chain("units", 10, (1, 20000), (5, 400), "per council", "units per council (schools, areas, clinics)", "enheter per nämnd (skolor, områden, mottagningar)", "demonstration size", whole=True)
chain("staff", 10, (1, 500), (5, 30), "per unit", "staff per unit", "medarbetare per enhet", "assumed; national mean about 12", whole=True)
chain("citizens", 200, (1, 5000), (20, 400), "per unit", "citizens per unit", "medborgare per enhet", "assumed; national mean about 105", whole=True)
chain("lag", 3.0, (1, 24), (1, 12), "months", "lag before a signal has reached the floor", "tid tills en styrsignal nått golvet")

task("variety", 0.8, (0.05, 3), (0.4, 1.4), "sd", "variety of needs", "behovens variation")
task("complexity_spread", 0.4, (0, 1), (0.1, 0.7), "log sd", "spread of complexity between citizens", "spridning i komplexitet mellan medborgare")
task("codifiability", 0.5, (0, 1), (0.1, 0.9), "share", "codifiability: what a checklist can see beforehand", "kodifierbarhet: vad en checklista kan se i förväg")
task("measurability", 0.5, (0.05, 0.95), (0.15, 0.85), "share", "measurability: the part of the task that can be measured", "mätbarhet: den del av uppgiften som kan mätas")
task("alignment", 0.7, (0, 1), (0.3, 1), "share", "alignment: how well the measured result stands for the outcome", "träffsäkerhet: hur väl det mätta står för det verkliga resultatet")
task("turbulence", 0.005, (0, 0.3), (0, 0.03), "per month", "turbulence: drift of needs and decay of what is known", "turbulens: behoven ändras och kunskap åldras")
task("reversion", 0.05, (0.005, 1), (0.02, 0.2), "per month", "how fast drifting needs come back", "hur snabbt ändrade behov återgår")
task("stakes", 0.1, (0, 1), (0.01, 0.4), "probability", "stakes: probability that a bad miss does harm", "insatser: sannolikhet att en grov miss skadar")
task("cross_boundary", 0.2, (0, 1), (0, 0.6), "share", "cross-boundary share: needs that several must meet together", "gränsöverskridande andel: behov som flera måste möta ihop")
task("caseload", 10.0, (0.5, 400), (4, 60), "cases per staff-month", "caseload norm", "norm för ärenden per medarbetare och månad")
task("need_rate", 0.5, (0.001, 10), (0.05, 2), "per month", "need rate per citizen", "behov per medborgare och månad")
task("visits", 1.0, (1, 60), (1, 20), "per case", "visits in an episode", "besök per ärende")
task("mobility", 0.5, (0, 1), (0.1, 0.9), "share", "users able to move between units", "andel användare som kan byta enhet")
task("rivals", 3, (0, 8), (0, 5), "units", "rival units within reach", "andra enheter inom räckhåll", whole=True)
task("choice", 1.0, (0, 1), (0, 1), "0 or 1, or a share", "choice possible by law", "val möjligt enligt lag")
task("fixed_price", 1.0, (0, 1), (0, 1), "0 negotiated - 1 fixed", "price regime, negotiated to fixed", "prisregim, förhandlad till fast", "by definition; Gaynor, Moreno-Serra & Propper (2013)")
task("interest", 0.5, (0, 1), (0, 1), "share", "interest of the task itself", "hur intressant uppgiften är i sig", "assumed; direction: Weibel, Rost & Osterloh (2010)")
task("discovery", 0.5, (0, 1), (0, 1), "share", "what there is to discover by trying", "vad som finns att upptäcka genom att pröva", "assumed; direction: Bernstein (2012)")

metric("noise", 0.2, (0, 1), (0, 0.6), "share", "noise of the metric", "brus i måttet")
metric("self_marked", 0.5, (0, 1), (0, 1), "share", "the provider marks itself", "utföraren bedömer sig själv", "assumed; direction: Jacob & Levitt (2003)")
metric("fit_weight", 0.3, (0, 1), (0, 0.6), "share", "how much of the fit the metric sees", "hur mycket av träffen måttet ser")
metric("threshold", 0.0, (0, 1), (0, 0.8), "measured result; 0 = none", "threshold in the metric", "tröskel i måttet", "none by default; Jacob & Levitt (2003)")
metric("published", 0.6, (0, 1), (0, 1), "share", "how much of the results is published", "hur mycket av resultaten som publiceras")

people("psm_mean", 0.7, (0.05, 0.95), (0.3, 0.9), "0-1", "public service motivation, mean", "motivation att göra samhällsnytta, medel", "assumed; concept: Perry & Wise (1990)")
people("psm_spread", 0.15, (0, 0.5), (0.05, 0.25), "sd", "public service motivation, spread", "motivation att göra samhällsnytta, spridning")
people("competence_mean", 0.5, (0.02, 0.98), (0.3, 0.7), "0-1", "competence at the start, mean", "kompetens från början, medel")
people("competence_spread", 0.15, (0, 0.5), (0.05, 0.25), "sd", "competence at the start, spread", "kompetens från början, spridning")
people("bias_spread", 0.3, (0, 2), (0, 0.8), "sd of need", "private bias, half-normal scale", "egen partiskhet, halvnormal skala")
people("averse", 0.42, (0, 1), (0.2, 0.6), "share", "control-averse staff", "kontrollkänsliga medarbetare", "Falk & Kosfeld (2006); Ziegelmeyer, Schmelz & Ploner (2012); Burdin, Halliday & Landini (2018)")
people("lifted", 0.40, (0, 1), (0.2, 0.6), "share", "staff lifted by a clear floor", "medarbetare som lyfts av ett tydligt golv", "Falk & Kosfeld (2006); Ziegelmeyer, Schmelz & Ploner (2012); Burdin, Halliday & Landini (2018)")
people("aversion_averse", 1.6, (0, 4), (1, 2.5), "weight", "crowding weight of the control-averse", "undanträngningens vikt hos kontrollkänsliga")
people("aversion_neutral", 0.4, (0, 4), (0, 0.8), "weight", "crowding weight of the neutral", "undanträngningens vikt hos neutrala")
people("aversion_lifted", 0.0, (0, 4), (0, 0.4), "weight", "crowding weight of those lifted", "undanträngningens vikt hos dem som lyfts")
people("trust_citizen", 0.6, (0.02, 0.98), (0.3, 0.8), "0-1", "citizens' trust in the service at the start", "medborgarnas tillit till tjänsten från början")
people("trust_spread", 0.15, (0, 0.5), (0, 0.25), "sd", "spread of citizens' trust at the start", "spridning i medborgarnas tillit från början")
people("trust_manager", 0.6, (0.02, 0.98), (0.3, 0.8), "0-1", "staff's trust in their manager at the start", "medarbetarnas tillit till chefen från början")
people("trust_democracy", 0.5, (0.02, 0.98), (0.3, 0.7), "0-1", "trust in democracy at the start", "tillit till demokratin från början")
people("norm_society", 0.7, (0.02, 0.98), (0.5, 0.9), "0-1", "service norm of society, which recruits bring", "samhällets tjänstenorm, som nyanställda har med sig")

managers("competition", UNSET, (0, 1), (0, 1), "share", "managers' ideal: competition (unset: the mix)", "chefernas ideal: konkurrens (ej satt: blandningen)", "set by a scenario")
managers("regulation", UNSET, (0, 1), (0, 1), "share", "managers' ideal: regulation (unset: the mix)", "chefernas ideal: reglering (ej satt: blandningen)", "set by a scenario")
managers("trust", UNSET, (0, 1), (0, 1), "share", "managers' ideal: trust (unset: the mix)", "chefernas ideal: tillit (ej satt: blandningen)", "set by a scenario")
managers("ideal_spread", 0.4, (0, 2), (0.1, 1), "log sd", "spread of managers' ideals", "spridning i chefernas ideal")
managers("disposition", 0.5, (0, 1), (0.2, 0.8), "0 Theory X - 1 Theory Y", "managers' disposition, Theory X to Y", "chefernas grundsyn, teori X till Y", "assumed; concept: McGregor (1960)")
managers("disposition_spread", 0.2, (0, 0.5), (0, 0.3), "sd", "spread of managers' disposition", "spridning i chefernas grundsyn")
managers("disposition_weight", 0.2, (0, 0.9), (0, 0.4), "0-1 per unit", "how disposition colours the belief in staff", "hur grundsynen färgar tron på medarbetarna")
managers("belief_mean", 0.8, (0.05, 0.95), (0.6, 0.9), "probability", "prior belief that staff are reliable", "förhandstro att medarbetare är pålitliga")
managers("belief_strength", 5.0, (0.5, 100), (2, 15), "months", "strength of the prior belief", "förhandstrons styrka")
managers("alignment", 0.85, (0, 1), (0.5, 1), "share", "managers enforce what they are told to", "cheferna genomför det de ska", "assumed; direction: Banerjee, Duflo & Glennerster (2008)")
managers("alignment_spread", 0.1, (0, 0.5), (0, 0.2), "sd", "spread of managers' alignment", "spridning i chefernas genomförande")
managers("quality_spread", 0.5, (0, 1.5), (0.2, 0.8), "sd", "spread of manager quality", "spridning i chefskvalitet")
managers("span", 12.0, (1, 200), (6, 25), "staff per manager", "span of control that support is made for", "antal medarbetare per chef som stödet räcker till")

politicians("ideal_spread", 0.6, (0, 2), (0.2, 1.2), "log sd", "spread of politicians' ideals", "spridning i politikernas ideal")
politicians("voice", 0.4, (0, 1), (0.1, 0.8), "share", "weight of citizens' voice against reported figures", "vikten av medborgarnas röst mot redovisade siffror")
politicians("voice_spread", 0.2, (0, 0.5), (0, 0.3), "sd", "spread of that weight", "spridning i den vikten")

economy("funding", 1.0, (0.2, 3), (0.8, 1.2), "of the cost at the norm", "funding", "finansiering")
# fmt: on

DECLARED: list[Parameter] = [
    parameter
    for group in (mix, chain, task, metric, people, managers, politicians, economy)
    for parameter in group.declared
]
