"""The words in which a report tells what its answer hangs on, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    hangs_heading: str
    hangs_intro: str
    hangs_nothing: str
    hangs_none: str
    hangs_few: str
    hangs_unmoved: str
    hangs_unsure: str
    hangs_caption: str
    assumption: str
    plausible: str
    when_low: str
    when_high: str
    more_than_chance: str
    yes: str
    maybe: str
    picture_tornado: str
    flips_heading: str
    flips_intro: str
    flips_none: str
    flip: str
    evidence_heading: str
    evidence: str
    evidence_none: str
    evidence_old: str
    evidence_caption: str
    evidence_caption_all: str
    family: str
    hits: str
    misses: str
    undecided: str
    missed_caption: str
    missed_none: str
    missed_rest: str
    mechanism: str
    finding: str
    study: str


EN = DoubtWords(
    hangs_heading="What the answer hangs on",
    hangs_intro=(
        "Everything that the model assumes was varied together in {n} worlds. These assumptions"
        " move the difference in {outcome} the most. Where the source says \u201cassumed\u201d,"
        " nobody has measured it."
    ),
    hangs_nothing="Where nothing differs, there is nothing to hang on.",
    hangs_none="No worlds were asked, so nothing can be said of this; give --worlds 40 or more.",
    hangs_few="Too few worlds were asked to say which assumptions count; give --worlds 40 or more.",
    hangs_unmoved="No assumption moves the difference in {outcome}: it is the same in all worlds.",
    hangs_unsure=(
        "With {n} worlds and so many assumptions none of these stands out from chance: several"
        " matter a little, or more worlds are needed to see which (--worlds 200)."
    ),
    hangs_caption="Assumptions behind the difference in {outcome}: {other} against {baseline}",
    assumption="What is assumed",
    plausible="Plausible",
    when_low="Difference where low",
    when_high="Difference where high",
    more_than_chance="More than chance",
    yes="yes",
    maybe="may be chance",
    picture_tornado="The difference where each assumption is low and where it is high.",
    flips_heading="What turns the direction",
    flips_intro="A single assumption parts the worlds that agree from those that do not:",
    flips_none=(
        "No single assumption turns the direction of an outcome in the table. Where worlds differ,"
        " several assumptions do it together, or chance does."
    ),
    flip=(
        "{label} ({name}). It goes the same way in {a} of {b} worlds where that is at"
        " most {threshold}, in {c} of {d} where it is higher."
    ),
    evidence_heading="How far to believe the mechanisms",
    evidence=(
        "The model is held against published studies, each run again as a virtual experiment. Of"
        " {n}, it meets {hits}, misses {misses} and leaves {open} undecided. Where it misses,"
        " believe the study."
    ),
    evidence_none="No scored run of the evidence comes with this installation.",
    evidence_old="The evidence was last scored with another version of the model ({}).",
    evidence_caption=(
        "Findings that test the mechanisms behind the assumptions above (one may test several)"
    ),
    evidence_caption_all="Findings by the mechanism that they test (one may test several)",
    family="About",
    hits="Met",
    misses="Missed",
    undecided="Undecided",
    missed_caption="What the model misses there",
    missed_none="It misses none of them.",
    missed_rest="{n} more that it misses there",
    mechanism="Mechanism",
    finding="Finding",
    study="Study",
)

SV = DoubtWords(
    hangs_heading="Vad svaret hänger på",
    hangs_intro=(
        "Allt som modellen antar varierades tillsammans i {n} världar. Dessa antaganden flyttar"
        " skillnaden i {outcome} mest. Där källan säger \u201dantaget\u201d har ingen mätt det."
    ),
    hangs_nothing="Där inget skiljer sig finns inget att hänga på.",
    hangs_none="Inga världar har prövats, så inget kan sägas om detta; ange minst --worlds 40.",
    hangs_few=(
        "För få världar har prövats för att säga vilka antaganden som betyder något; ange minst"
        " --worlds 40."
    ),
    hangs_unmoved=(
        "Inget antagande flyttar skillnaden i {outcome}: den är densamma i alla världar."
    ),
    hangs_unsure=(
        "Med {n} världar och så många antaganden skiljer sig inget av dessa från slump: flera"
        " betyder lite, eller så behövs fler världar för att se vilka (--worlds 200)."
    ),
    hangs_caption="Antaganden bakom skillnaden i {outcome}: {other} mot {baseline}",
    assumption="Vad som antas",
    plausible="Rimligt",
    when_low="Skillnad där det är lågt",
    when_high="Skillnad där det är högt",
    more_than_chance="Mer än slump",
    yes="ja",
    maybe="kan vara slump",
    picture_tornado="Skillnaden där varje antagande är lågt och där det är högt.",
    flips_heading="Vad som vänder riktningen",
    flips_intro="Ett enda antagande skiljer de världar som håller med från dem som inte gör det:",
    flips_none=(
        "Inget enskilt antagande vänder riktningen för något utfall i tabellen. Där världarna är"
        " oense gör flera antaganden det tillsammans, eller slumpen."
    ),
    flip=(
        "{label} ({name}). Det går åt samma håll i {a} av {b} världar där det är högst"
        " {threshold}, i {c} av {d} där det är högre."
    ),
    evidence_heading="Hur långt mekanismerna går att lita på",
    evidence=(
        "Modellen prövas mot publicerade studier, var och en körd igen som ett virtuellt"
        " experiment. Av {n} träffar den {hits}, missar {misses} och lämnar {open} oavgjorda. Där"
        " den missar ska man tro på studien."
    ),
    evidence_none="Ingen poängsatt körning av evidensen följer med denna installation.",
    evidence_old="Evidensen poängsattes senast med en annan version av modellen ({}).",
    evidence_caption=(
        "Resultat som prövar mekanismerna bakom antagandena ovan (ett kan pröva flera)"
    ),
    evidence_caption_all="Resultat efter den mekanism som de prövar (ett kan pröva flera)",
    family="Handlar om",
    hits="Träff",
    misses="Miss",
    undecided="Oavgjort",
    missed_caption="Vad modellen missar där",
    missed_none="Den missar inget av dem.",
    missed_rest="{n} till som den missar där",
    mechanism="Mekanism",
    finding="Resultat",
    study="Studie",
)

WORDS: Mapping[str, DoubtWords] = MappingProxyType({"en": EN, "sv": SV})
