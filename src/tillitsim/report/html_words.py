"""The words of the report that a policymaker is handed, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    working: str
    skip: str
    contents: str
    question_heading: str
    question: str
    question_several: str
    what_it_is: str
    short_heading: str
    clear_higher: str
    clear_lower: str
    unclear: str
    same: str
    robust: str
    mostly: str
    contested: str
    reversed: str
    counts: str
    counts_robust: str
    read_first: str
    reform_heading: str
    baseline_is: str
    other_is: str
    differs_caption: str
    differs_none: str
    differs_many: str
    parameter: str
    source: str
    main_heading: str
    main_intro: str
    main_caption: str
    picture_main: str
    picture_time: str
    who_heading: str
    who_needs: str
    who_units: str
    who_no_units: str
    picture_needs: str
    chain_heading: str
    chain_intro: str
    chain_better: str
    chain_worse: str
    chain_changed: str
    chain_unclear: str
    picture_chain: str
    picture_reported: str
    hangs_heading: str
    hangs_intro: str
    hangs_none: str
    hangs_caption: str
    when_low: str
    when_high: str
    clear_of_chance: str
    yes: str
    maybe: str
    picture_tornado: str
    evidence: str
    evidence_caption: str
    evidence_family: str
    evidence_hits: str
    evidence_misses: str
    evidence_open: str
    evidence_missed: str
    cannot_heading: str
    cannot: tuple[str, ...]
    repeat_heading: str
    repeat: str
    repeat_seed: str
    repeat_version: str
    repeat_digest: str
    printing: str
    details: str
    no_pdf: str
    file: str


EN = HtmlWords(
    working="Writing a report on {}",
    skip="Skip to the contents",
    contents="Contents",
    question_heading="The question",
    question="What would change if {baseline} became {others}?",
    question_several="What would change if {baseline} became any of these: {others}?",
    what_it_is=(
        "The answer comes from a simulation of the whole steering chain, from politics to the"
        " meeting with the citizen. It is not a forecast: it says what follows from assumptions"
        " that are stated below, and how far it hangs on them."
    ),
    short_heading="In short",
    clear_higher="{outcome}: {after} {reading} instead of {before}, {gap} ({interval} by chance).",
    clear_lower="{outcome}: {after} {reading} instead of {before}, {gap} ({interval} by chance).",
    unclear="{outcome}: no clear difference ({before} and {after} {reading}).",
    same="{outcome}: exactly the same ({before} {reading}).",
    robust="This is robust: the sign holds in {held} of {worlds} worlds.",
    mostly="The sign holds in {held} of {worlds} worlds: most, not all.",
    contested=(
        "Mind: the sign holds in only {held} of {worlds} worlds, so it hangs on what is assumed."
    ),
    reversed="Mind: most worlds say the opposite; the sign holds in {held} of {worlds}.",
    counts=(
        "Of {n} outcomes, {better} get clearly better and {worse} clearly worse; {changed} change"
        " without being better or worse, and {unclear} show no clear difference."
    ),
    counts_robust="Of the clear differences, {held} of {clear} hold in nine of ten worlds.",
    read_first="How to read the numbers",
    reform_heading="What is compared",
    baseline_is="The baseline: {}",
    other_is="Against it: {}",
    differs_caption="What {other} changes in {baseline}",
    differs_none="Nothing differs from the baseline from the start.",
    differs_many="and {n} more settings",
    parameter="Setting",
    source="Source",
    main_heading="The main comparison",
    main_intro="Each outcome down the chain, in plain units; means after the burn-in.",
    main_caption="{scenario} against {baseline}",
    picture_main="Where each scenario lies, outcome by outcome.",
    picture_time="The same over time.",
    who_heading="Who gains and who loses",
    who_needs=(
        "In {scenario}, citizens with simple needs change by {simple} in trust in the service and"
        " those with complex needs by {complex} (index points, at the end)."
    ),
    who_units=(
        "Citizens' trust is clearly higher in {gaining} of the units and clearly lower in {losing};"
        " the rest show no clear difference."
    ),
    who_no_units="The units are not the same ones, so they cannot be compared one by one.",
    picture_needs="Citizens with simple and complex needs at the end.",
    chain_heading="What happens along the chain",
    chain_intro="Does every level get better, or does one pay for another?",
    chain_better="better: {}",
    chain_worse="worse: {}",
    chain_changed="changed, neither better nor worse: {}",
    chain_unclear="no clear difference: {}",
    picture_chain="Signals downwards and information upwards.",
    picture_reported="What is reported upwards, beside what is true.",
    hangs_heading="What the answer hangs on",
    hangs_intro=(
        "Everything that the model assumes was varied together in {n} worlds. These assumptions"
        " move the difference in {outcome} most."
    ),
    hangs_none="No other worlds were asked, so nothing can be said of this; use more --worlds.",
    hangs_caption="The most influential assumptions for {outcome}, {scenario} against {baseline}",
    when_low="Where it is low",
    when_high="Where it is high",
    clear_of_chance="Clear of chance",
    yes="yes",
    maybe="may be chance",
    picture_tornado="The difference where each assumption is low and where it is high.",
    evidence=(
        "Held against published findings, the model's mechanisms meet {hits} of {n}, miss {misses}"
        " and leave {open} open at the precision used here. Where it misses, believe the finding."
    ),
    evidence_caption="Published findings by mechanism",
    evidence_family="Mechanism",
    evidence_hits="Met",
    evidence_misses="Missed",
    evidence_open="Open",
    evidence_missed="The findings that the model misses",
    cannot_heading="What the model cannot tell",
    cannot=(
        "It does not forecast. A result says what follows from stated assumptions.",
        "Levels mean less than differences, and differences less than signs.",
        "The services are sketches: their numbers are rounded public statistics or assumptions,"
        " and none is estimated from data of that service.",
        "Party politics, wages as bargaining, unions, buildings, digital systems, discrimination by"
        " group and most of geography are not in it.",
        "People adapt by rules; nobody foresees a reform, so what works by expectation is missing.",
        "Worlds vary what is assumed within stated ranges; what lies outside the ranges and the"
        " equations is in no interval.",
        "Whether a reform is just, lawful or worth its price is for people to decide.",
    ),
    repeat_heading="How to repeat it",
    repeat="This command makes the same report again, number for number:",
    repeat_seed="Seed: {seed}; {replicates} paired runs; {worlds} worlds.",
    repeat_version="tillitsim {version}, engine {engine}.",
    repeat_digest="{name}: scenario hash {digest}",
    printing="To make a PDF, print this page from a browser.",
    details="Details",
    no_pdf=(
        "--pdf needs WeasyPrint, which is not installed: pip install 'tillitsim[pdf]'. Or open the"
        " report in a browser and print it to PDF."
    ),
    file="Report: {}",
)

SV = HtmlWords(
    working="Skriver en rapport om {}",
    skip="Hoppa till innehållet",
    contents="Innehåll",
    question_heading="Frågan",
    question="Vad skulle ändras om {baseline} blev {others}?",
    question_several="Vad skulle ändras om {baseline} blev något av detta: {others}?",
    what_it_is=(
        "Svaret kommer från en simulering av hela styrkedjan, från politiken till mötet med"
        " medborgaren. Det är ingen prognos: det säger vad som följer av antaganden som redovisas"
        " nedan, och hur mycket svaret hänger på dem."
    ),
    short_heading="I korthet",
    clear_higher=(
        "{outcome}: {after} {reading} i stället för {before}, {gap} ({interval} av slump)."
    ),
    clear_lower=(
        "{outcome}: {after} {reading} i stället för {before}, {gap} ({interval} av slump)."
    ),
    unclear="{outcome}: ingen tydlig skillnad ({before} och {after} {reading}).",
    same="{outcome}: exakt lika ({before} {reading}).",
    robust="Det är robust: tecknet håller i {held} av {worlds} världar.",
    mostly="Tecknet håller i {held} av {worlds} världar: de flesta, inte alla.",
    contested=(
        "Märk: tecknet håller bara i {held} av {worlds} världar, så det hänger på vad som antas."
    ),
    reversed="Märk: de flesta världar säger motsatsen; tecknet håller i {held} av {worlds}.",
    counts=(
        "Av {n} utfall blir {better} tydligt bättre och {worse} tydligt sämre; {changed} ändras"
        " utan att vara bättre eller sämre, och {unclear} visar ingen tydlig skillnad."
    ),
    counts_robust="Av de tydliga skillnaderna håller {held} av {clear} i nio av tio världar.",
    read_first="Så läser du talen",
    reform_heading="Vad som jämförs",
    baseline_is="Jämförelsen: {}",
    other_is="Mot den: {}",
    differs_caption="Vad {other} ändrar i {baseline}",
    differs_none="Inget skiljer sig från jämförelsen från början.",
    differs_many="och {n} inställningar till",
    parameter="Inställning",
    source="Källa",
    main_heading="Huvudjämförelsen",
    main_intro="Varje utfall nedåt i kedjan, i vanliga enheter; medel efter inkörning.",
    main_caption="{scenario} mot {baseline}",
    picture_main="Var varje scenario ligger, utfall för utfall.",
    picture_time="Detsamma över tid.",
    who_heading="Vem som vinner och vem som förlorar",
    who_needs=(
        "I {scenario} ändras tilliten till tjänsten med {simple} hos medborgare med enkla behov och"
        " med {complex} hos dem med komplexa behov (indexpunkter, vid slutet)."
    ),
    who_units=(
        "Medborgarnas tillit är tydligt högre i {gaining} av enheterna och tydligt lägre i"
        " {losing}; resten visar ingen tydlig skillnad."
    ),
    who_no_units="Enheterna är inte desamma och kan därför inte jämföras en och en.",
    picture_needs="Medborgare med enkla och komplexa behov vid slutet.",
    chain_heading="Vad som händer längs kedjan",
    chain_intro="Blir varje nivå bättre, eller betalar en för en annan?",
    chain_better="bättre: {}",
    chain_worse="sämre: {}",
    chain_changed="ändrat, varken bättre eller sämre: {}",
    chain_unclear="ingen tydlig skillnad: {}",
    picture_chain="Signaler nedåt och information uppåt.",
    picture_reported="Det som redovisas uppåt, bredvid det som är sant.",
    hangs_heading="Vad svaret hänger på",
    hangs_intro=(
        "Allt som modellen antar varierades tillsammans i {n} världar. Dessa antaganden flyttar"
        " skillnaden i {outcome} mest."
    ),
    hangs_none="Inga andra världar har prövats, så inget kan sägas om detta; ange fler --worlds.",
    hangs_caption=("De antaganden som betyder mest för {outcome}, {scenario} mot {baseline}"),
    when_low="Där den är låg",
    when_high="Där den är hög",
    clear_of_chance="Mer än slump",
    yes="ja",
    maybe="kan vara slump",
    picture_tornado="Skillnaden där varje antagande är lågt och där det är högt.",
    evidence=(
        "Prövade mot publicerade resultat träffar modellens mekanismer {hits} av {n}, missar"
        " {misses} och lämnar {open} öppna vid den precision som använts här. Där modellen missar"
        " ska man tro på studien."
    ),
    evidence_caption="Publicerade resultat efter mekanism",
    evidence_family="Mekanism",
    evidence_hits="Träff",
    evidence_misses="Miss",
    evidence_open="Öppen",
    evidence_missed="De resultat som modellen missar",
    cannot_heading="Vad modellen inte kan säga",
    cannot=(
        "Den gör inga prognoser. Ett resultat säger vad som följer av redovisade antaganden.",
        "Nivåer betyder mindre än skillnader, och skillnader mindre än tecken.",
        "Tjänsterna är skisser: deras tal är avrundad offentlig statistik eller antaganden, och"
        " ingen är skattad ur data från den tjänsten.",
        "Partipolitik, löneförhandlingar, fack, lokaler, digitala system, diskriminering av grupper"
        " och det mesta av geografin finns inte med.",
        "Människor anpassar sig efter regler; ingen förutser en reform, så det som verkar genom"
        " förväntningar saknas.",
        "Världarna varierar det som antas inom redovisade gränser; det som ligger utanför gränserna"
        " och ekvationerna finns inte i något intervall.",
        "Om en reform är rättvis, laglig eller värd sitt pris får människor avgöra.",
    ),
    repeat_heading="Så upprepas det",
    repeat="Detta kommando gör samma rapport igen, tal för tal:",
    repeat_seed="Frö: {seed}; {replicates} parade körningar; {worlds} världar.",
    repeat_version="tillitsim {version}, motor {engine}.",
    repeat_digest="{name}: scenariots hash {digest}",
    printing="För att få en PDF, skriv ut sidan från en webbläsare.",
    details="Detaljer",
    no_pdf=(
        "--pdf behöver WeasyPrint, som inte är installerat: pip install 'tillitsim[pdf]'. Eller"
        " öppna rapporten i en webbläsare och skriv ut den som PDF."
    ),
    file="Rapport: {}",
)

WORDS: Mapping[str, HtmlWords] = MappingProxyType({"en": EN, "sv": SV})
