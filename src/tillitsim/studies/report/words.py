"""The words around a report's results: the page, the question, the reform, its limits, its making.

What is said of the results themselves is in ``html_result_words``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    working: str
    skip: str
    contents: str
    kind: str
    quote: str
    either: str
    question: str
    question_heading: str
    in_plain_words: str
    same_luck: str
    what_it_is: str
    reform_heading: str
    baseline: str
    other: str
    size: str
    mix: str
    differs: str
    differs_none: str
    differs_sectors: str
    differs_rest: str
    setting: str
    source: str
    unset: str
    practice: str
    practice_caption: str
    practice_rest: str
    instrument: str
    interventions: str
    until_then: str
    becomes: str
    when: str
    from_month: str
    to_month: str
    ramp: str
    by_lot: str
    no_source: str
    switched_off: str
    cannot_heading: str
    cannot_intro: str
    cannot: tuple[str, ...]
    repeat_heading: str
    repeat: str
    repeat_seed: str
    repeat_version: str
    repeat_scenario: str
    repeat_digest: str
    repeat_caption: str
    printing: str
    no_pdf: str
    file: str


EN = PageWords(
    working="Running {} scenarios for the report",
    skip="Skip to the contents",
    contents="Contents",
    kind="A report from tillitsim, a simulation of how public services are steered",
    quote="\u201c{}\u201d",
    either="{} or {}",
    question="What would change if {baseline} became {others}?",
    question_heading="The question",
    in_plain_words=(
        "What becomes of discretion, learning and quality, all the way from politics to the meeting"
        " with the citizen, if {baseline} gives way to {others}? Who gains, who loses, and how sure"
        " can anybody be?"
    ),
    same_luck=(
        "Each is run {n} times, and the runs share their luck pair by pair. A difference therefore"
        " comes from what is set differently, listed below, and not from chance, except where the"
        " report says so."
    ),
    what_it_is=(
        "The answer comes from a simulation of the whole steering chain, from politics to the"
        " meeting with the citizen. It is not a forecast: it says what follows from assumptions"
        " that are stated below, and how far it hangs on them."
    ),
    reform_heading="What is compared",
    baseline="The baseline: {}",
    other="Against it: {}",
    size="Size: {}.",
    mix="The mix: {}.",
    differs="What is set differently in {other}",
    differs_none="Nothing is set differently from the start.",
    differs_sectors=(
        "Several services are run side by side here, each with settings of its own; what differs"
        " between them is not listed."
    ),
    differs_rest="{n} more settings that differ",
    setting="Setting",
    source="Source",
    unset="follows from the mix",
    practice=(
        "A mix acts through the instruments of steering. This is what councils and managers set out"
        " to do under each; pressure, habit and managers of other minds change it on the way."
    ),
    practice_caption="What {other} means in practice: the instruments that differ most",
    practice_rest="{n} more instruments that differ",
    instrument="Instrument of steering",
    interventions="What changes on the way in {}",
    until_then="Until then",
    becomes="New value",
    when="When",
    from_month="from month {}",
    to_month="to month {}",
    ramp="in full after {} months",
    by_lot="for {} of the units, by lot",
    no_source="none given",
    switched_off="Switched off in {scenario}: {mechanisms}.",
    cannot_heading="What the model cannot tell",
    cannot_intro="Keep this in mind before quoting a number.",
    cannot=(
        "It does not forecast. A result says what follows from stated assumptions.",
        "Levels mean less than differences, and differences less than directions.",
        "The services are sketches: their numbers are rounded public statistics or assumptions,"
        " and none is estimated from data of that service.",
        "Party politics, bargaining over wages, unions, buildings, digital systems, discrimination"
        " by group and most of geography are not in it.",
        "People adapt by rules; nobody foresees a reform, so what works by expectation is missing.",
        "Worlds vary what is assumed within stated ranges; what lies outside the ranges and the"
        " equations is in no interval.",
        "What competition, regulation and trust are is itself an assumption: a table of"
        " instruments, mostly assumed, says what each principle does. Another table could give"
        " another answer.",
        "Whether a reform is just, lawful or worth its price is for people to decide.",
    ),
    repeat_heading="How to repeat it",
    repeat="This command makes the same report again, number for number:",
    repeat_seed="Seed {seed}; {replicates} pairs of runs; {worlds} worlds.",
    repeat_version="tillitsim {version}, engine {engine}.",
    repeat_scenario="Scenario",
    repeat_digest="Hash of all that a run is given",
    repeat_caption="The scenarios, by content",
    printing="To make a PDF, print this page from a browser.",
    no_pdf=(
        "--pdf needs WeasyPrint, which is not installed or lacks a library of the system: pip"
        " install 'tillitsim[pdf]'. Or open {} in a browser and print it to PDF."
    ),
    file="Report: {}",
)

SV = PageWords(
    working="Kör {} scenarier för rapporten",
    skip="Hoppa till innehållet",
    contents="Innehåll",
    kind="En rapport från tillitsim, en simulering av hur offentliga tjänster styrs",
    quote="\u201d{}\u201d",
    either="{} eller {}",
    question="Vad skulle ändras om {baseline} blev {others}?",
    question_heading="Frågan",
    in_plain_words=(
        "Vad händer med handlingsutrymme, lärande och kvalitet, hela vägen från politiken till"
        " mötet med medborgaren, om {baseline} ersätts av {others}? Vem vinner, vem förlorar, och"
        " hur säker kan man vara?"
    ),
    same_luck=(
        "Var och en körs {n} gånger, och körningarna delar slump par för par. En skillnad kommer"
        " därför av det som är annorlunda inställt, uppräknat nedan, och inte av slumpen, utom där"
        " rapporten säger det."
    ),
    what_it_is=(
        "Svaret kommer från en simulering av hela styrkedjan, från politiken till mötet med"
        " medborgaren. Det är ingen prognos: det säger vad som följer av antaganden som redovisas"
        " nedan, och hur mycket svaret hänger på dem."
    ),
    reform_heading="Vad som jämförs",
    baseline="Utgångsläget: {}",
    other="Mot det: {}",
    size="Storlek: {}.",
    mix="Blandningen: {}.",
    differs="Vad som är annorlunda inställt i {other}",
    differs_none="Inget är annorlunda inställt från början.",
    differs_sectors=(
        "Flera tjänster körs här sida vid sida, var och en med egna inställningar; vad som skiljer"
        " dem åt räknas inte upp."
    ),
    differs_rest="{n} inställningar till som skiljer sig",
    setting="Inställning",
    source="Källa",
    unset="följer av blandningen",
    practice=(
        "En blandning verkar genom styrningens instrument. Detta är vad nämnder och chefer avser"
        " att göra i vardera fallet; tryck, vana och chefer med annan hållning ändrar det på vägen."
    ),
    practice_caption="Vad {other} betyder i praktiken: de instrument som skiljer sig mest",
    practice_rest="{n} instrument till som skiljer sig",
    instrument="Styrningens instrument",
    interventions="Vad som ändras på vägen i {}",
    until_then="Till dess",
    becomes="Nytt värde",
    when="När",
    from_month="från månad {}",
    to_month="till månad {}",
    ramp="fullt ut efter {} månader",
    by_lot="för {} av enheterna, lottade",
    no_source="ingen angiven",
    switched_off="Avstängt i {scenario}: {mechanisms}.",
    cannot_heading="Vad modellen inte kan säga",
    cannot_intro="Ha detta i minnet innan ett tal citeras.",
    cannot=(
        "Den gör inga prognoser. Ett resultat säger vad som följer av redovisade antaganden.",
        "Nivåer betyder mindre än skillnader, och skillnader mindre än riktningar.",
        "Tjänsterna är skisser: deras tal är avrundad offentlig statistik eller antaganden, och"
        " inget är skattat ur data från den tjänsten.",
        "Partipolitik, löneförhandlingar, fack, lokaler, digitala system, diskriminering av grupper"
        " och det mesta av geografin finns inte med.",
        "Människor anpassar sig efter regler; ingen förutser en reform, så det som verkar genom"
        " förväntningar saknas.",
        "Världarna varierar det som antas inom redovisade gränser; det som ligger utanför gränserna"
        " och ekvationerna finns inte i något intervall.",
        "Vad konkurrens, reglering och tillit är utgör i sig ett antagande: en tabell över"
        " instrument, till största delen antagen, säger vad varje princip gör. En annan tabell kan"
        " ge ett annat svar.",
        "Om en reform är rättvis, laglig eller värd sitt pris får människor avgöra.",
    ),
    repeat_heading="Så upprepas det",
    repeat="Detta kommando gör samma rapport igen, tal för tal:",
    repeat_seed="Frö {seed}; {replicates} par av körningar; {worlds} världar.",
    repeat_version="tillitsim {version}, motor {engine}.",
    repeat_scenario="Scenario",
    repeat_digest="Hash av allt som en körning får veta",
    repeat_caption="Scenarierna, efter innehåll",
    printing="För att få en PDF, skriv ut sidan från en webbläsare.",
    no_pdf=(
        "--pdf behöver WeasyPrint, som inte är installerat eller saknar ett systembibliotek: pip"
        " install 'tillitsim[pdf]'. Eller öppna {} i en webbläsare och skriv ut den som PDF."
    ),
    file="Rapport: {}",
)

WORDS: Mapping[str, PageWords] = MappingProxyType({"en": EN, "sv": SV})
