"""The words of ``tillitsim explain``, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tillitsim.scenario.instruments import BY_NAME
from tillitsim.studies.explain.analysis import REST
from tillitsim.studies.explain.signals import SIGNALS, SUPERVISION, level_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    headline: str
    headline_against: str
    removed: str
    alone: str
    creates: str
    hinders: str
    levels: str
    signals: str
    others: str
    rest: str
    residual: str
    sampling: str
    supports: str
    burdens: str
    neither: str
    total: str
    whole: str
    same: str
    origin: str
    file: str
    working: str
    names: Mapping[str, str]
    level_names: Mapping[str, str]


EN = ExplainWords(
    headline="{outcome} ({reading}): {value} in {scenario}, and what makes it so",
    headline_against=(
        "{outcome} ({reading}): {value} in {scenario}, {other} in {against}, and why they differ"
    ),
    removed=(
        "Removed means: a burden or a pressure at zero, no inspections, anything else as equal"
        " shares of the three principles would have it."
    ),
    alone="Each cause is held at its worst or best alone; causes act together and do not add up.",
    creates="What creates value (lost if it were at its worst)",
    hinders="What hinders (gained if it were at its best)",
    levels="Does the whole chain support it? What the signals of each level add up to",
    signals="Which steering signals matter, and from which level they come",
    others="all others together",
    rest="all else: task, people, managers",
    residual=(
        "Mind: the signals that are not shown add up to {share} of the difference explained, which"
        " is {difference} ({unit})."
    ),
    sampling="± is half a 95% interval over {n} runs (chance, and sampled orders of the signals).",
    supports="supports",
    burdens="hinders",
    neither="no clear effect",
    total="All signals together",
    whole="The whole difference",
    same="The two scenarios do not differ in any steering signal.",
    origin="seed {} · scenario {} · tillitsim {}",
    file="Picture: {}",
    working="Taking {} apart",
    names=MappingProxyType(
        {
            "can": "can: competence",
            "will": "will: motivation",
            "dare": "dare: psychological safety",
            "discretion": "discretion",
            "impartiality": "impartiality",
            "time": "time free of administration",
            "handbook": "the handbook",
            "co_operation": "co-operation across boundaries",
            SUPERVISION: "supervision: visits and their style",
        }
    ),
    level_names=MappingProxyType(
        {
            "state": "the state",
            "inspectorate": "the inspectorate",
            "politics": "politics",
            "management": "management",
        }
    ),
)

SV = ExplainWords(
    headline="{outcome} ({reading}): {value} i {scenario}, och vad som gör det så",
    headline_against=(
        "{outcome} ({reading}): {value} i {scenario}, {other} i {against}, och varför de skiljer"
        " sig"
    ),
    removed=(
        "Borttagen betyder: en börda eller ett tryck på noll, inga inspektioner, allt annat som"
        " lika delar av de tre principerna skulle ha det."
    ),
    alone=(
        "Varje orsak hålls som sämst eller bäst för sig; orsaker verkar tillsammans och går inte"
        " att lägga ihop."
    ),
    creates="Vad som skapar värde (förloras om det vore som sämst)",
    hinders="Vad som hindrar (vinns om det vore som bäst)",
    levels="Stöder hela kedjan mötet? Vad signalerna från varje nivå ger tillsammans",
    signals="Vilka styrsignaler som spelar roll, och från vilken nivå de kommer",
    others="alla andra tillsammans",
    rest="allt annat: uppgift, människor, chefer",
    residual=(
        "Obs: de signaler som inte visas ger tillsammans {share} av skillnaden som förklaras, som"
        " är {difference} ({unit})."
    ),
    sampling="± är ett halvt 95%-intervall över {n} körningar (slump och dragna ordningar).",
    supports="stöder",
    burdens="hindrar",
    neither="ingen tydlig verkan",
    total="Alla signaler tillsammans",
    whole="Hela skillnaden",
    same="De två scenarierna skiljer sig inte i någon styrsignal.",
    origin="frö {} · scenario {} · tillitsim {}",
    file="Bild: {}",
    working="Tar isär {}",
    names=MappingProxyType(
        {
            "can": "kan: kompetens",
            "will": "vill: motivation",
            "dare": "vågar: psykologisk trygghet",
            "discretion": "handlingsutrymme",
            "impartiality": "opartiskhet",
            "time": "tid fri från administration",
            "handbook": "handboken",
            "co_operation": "samarbete över gränser",
            SUPERVISION: "tillsyn: besök och deras stil",
        }
    ),
    level_names=MappingProxyType(
        {
            "state": "staten",
            "inspectorate": "tillsynen",
            "politics": "politiken",
            "management": "ledningen",
        }
    ),
)

WORDS: Mapping[str, ExplainWords] = MappingProxyType({"en": EN, "sv": SV})


def name_of(group: str, language: str) -> str:
    """A cause, a level or a signal as people call it; signals with their part of steering."""
    own = WORDS[language]
    if group == REST:
        return own.rest
    if group in own.names:
        return own.names[group]
    if group in own.level_names:
        return own.level_names[group]
    row = BY_NAME[group]
    return row.sv if language == "sv" else row.en


def holder_of(signal: str, language: str) -> str:
    """The level that a signal comes from, as people call it (empty for what is no signal)."""
    return WORDS[language].level_names[level_of(signal)] if signal in SIGNALS else ""
