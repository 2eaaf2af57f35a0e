"""The words of ``tillitsim evidence``, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    title: str
    headline: str
    references: str
    not_run: str
    by_favours: str
    by_label: str
    by_family: str
    group: str
    hits: str
    inconclusive: str
    findings: str
    finding: str
    published: str
    simulated: str
    verdict: str
    sign_share: str
    pairs: str
    beside: str
    chance: str
    working: str
    axis: str
    inside: str
    right_sign: str
    alternative: str
    worlds: str
    in_worlds: str
    all_groups: str
    between: str
    mean: str
    most_worlds: str
    verdicts: Mapping[str, str]
    labels: Mapping[str, str]
    favours: Mapping[str, str]


EN = EvidenceWords(
    title="The model against published findings",
    headline="Hit rate {rate} (mean over the four groups below), {n} findings run",
    references=(
        "For comparison: a model that always says that trust helps {trust}, one in which nothing"
        " has any effect {nothing}"
    ),
    not_run="{n} findings are not run; their files say why",
    by_favours="By what the finding favours",
    by_label="By what the model knew (only untouched ones are predictions)",
    by_family="By mechanism family",
    group="Group",
    hits="Hits",
    inconclusive="Inconclusive",
    findings="Findings",
    finding="Finding",
    published="Published",
    simulated="Simulated (95%, chance only)",
    verdict="Verdict",
    sign_share="right sign in {share} of {n} replications",
    pairs="smallest gap {gap}",
    beside="beside",
    chance=(
        "Intervals are over replications of the virtual experiment: chance only. A verdict needs a"
        " Monte Carlo error below a quarter of the tolerance."
    ),
    working="Running {} findings",
    axis="distance from the published value, in tolerances",
    inside="within the tolerance",
    right_sign="right sign, share of replications",
    alternative=(
        "Each finding as a dot: how far the simulated effect lies from the published one, in units"
        " of its tolerance; dots within one tolerance are hits. {hits} of {n} are hits."
    ),
    worlds="Hit in {hits} of {n} worlds",
    in_worlds="Hit rates in {} worlds (other values of what is assumed)",
    all_groups="mean over the four groups",
    between="{} to {}",
    mean="Mean",
    most_worlds="In nine tenths of them",
    verdicts=MappingProxyType(
        {"hit": "hit", "miss": "miss", "inconclusive": "inconclusive", "not judged": "not judged"}
    ),
    labels=MappingProxyType(
        {
            "fitted": "fitted (calibrated to)",
            "inspired": "mechanism inspired by it",
            "untouched": "untouched (predictions)",
        }
    ),
    favours=MappingProxyType(
        {
            "trust": "favours trust",
            "control": "favours control",
            "competition": "favours competition",
            "mixed": "goes both ways, or nothing",
        }
    ),
)

SV = EvidenceWords(
    title="Modellen mot publicerade fynd",
    headline="Träffandel {rate} (medel över de fyra grupperna nedan), {n} fynd körda",
    references=(
        "Som jämförelse: en modell som alltid säger att tillit hjälper {trust}, en där inget har"
        " någon verkan {nothing}"
    ),
    not_run="{n} fynd körs inte; deras filer säger varför",
    by_favours="Efter vad fyndet talar för",
    by_label="Efter vad modellen visste (bara orörda är förutsägelser)",
    by_family="Efter mekanismfamilj",
    group="Grupp",
    hits="Träffar",
    inconclusive="Ej avgjorda",
    findings="Fynd",
    finding="Fynd",
    published="Publicerat",
    simulated="Simulerat (95 %, bara slump)",
    verdict="Utslag",
    sign_share="rätt tecken i {share} av {n} upprepningar",
    pairs="minsta gap {gap}",
    beside="vid sidan av",
    chance=(
        "Intervallen gäller upprepningar av det virtuella experimentet: bara slump. Ett utslag"
        " kräver ett Monte Carlo-fel under en fjärdedel av toleransen."
    ),
    working="Kör {} fynd",
    axis="avstånd från det publicerade värdet, i toleranser",
    inside="inom toleransen",
    right_sign="rätt tecken, andel av upprepningarna",
    alternative=(
        "Varje fynd som en punkt: hur långt den simulerade effekten ligger från den publicerade, i"
        " toleranser; punkter inom en tolerans är träffar. {hits} av {n} är träffar."
    ),
    worlds="Träff i {hits} av {n} världar",
    in_worlds="Träffandel i {} världar (andra värden på det som antas)",
    all_groups="medel över de fyra grupperna",
    between="{} till {}",
    mean="Medel",
    most_worlds="I nio tiondelar av dem",
    verdicts=MappingProxyType(
        {"hit": "träff", "miss": "miss", "inconclusive": "ej avgjort", "not judged": "ej bedömt"}
    ),
    labels=MappingProxyType(
        {
            "fitted": "anpassade (kalibrerat mot)",
            "inspired": "mekanismen inspirerad av det",
            "untouched": "orörda (förutsägelser)",
        }
    ),
    favours=MappingProxyType(
        {
            "trust": "talar för tillit",
            "control": "talar för kontroll",
            "competition": "talar för konkurrens",
            "mixed": "åt båda håll, eller inget",
        }
    ),
)

WORDS: Mapping[str, EvidenceWords] = MappingProxyType({"en": EN, "sv": SV})
