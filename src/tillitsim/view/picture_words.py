"""The words of the chain, the tornado and the pictures of reports and needs, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    chain: str
    politics: str
    management: str
    staff: str
    meeting: str
    citizens: str
    trust_in_operations: str
    belief_in_staff: str
    can: str
    will: str
    dare: str
    quality: str
    trust_in_service: str
    control_down: str
    shielded: str
    discretion: str
    told_up: str
    turned: str
    by_judgement: str
    mixed: str
    note_chain: str
    alternative_chain: str
    tornado: str
    tornado_low: str
    tornado_high: str
    tornado_line: str
    tornado_clear: str
    tornado_unclear: str
    note_tornado: str
    too_few_worlds: str
    alternative_tornado: str
    reported: str
    true: str
    perceived: str
    told: str
    gap: str
    quality_axis: str
    note_reported: str
    alternative_reported: str
    needs: str
    simple: str
    complex: str
    trust_axis: str
    share_axis: str
    note_needs: str
    alternative_needs: str
    mean_is: str


EN = PictureWords(
    chain="The chain in {}",
    politics="Politics",
    management="Management",
    staff="Staff",
    meeting="The meeting",
    citizens="Citizens",
    trust_in_operations="trust in operations",
    belief_in_staff="trust in staff",
    can="can",
    will="will",
    dare="dare",
    quality="quality",
    trust_in_service="trust in the service",
    control_down="control {}",
    shielded="enforced {}",
    discretion="used discretion {}",
    told_up="what is told upwards: {reported}; what is true: {true}",
    turned="told beyond the truth",
    by_judgement="by judgement",
    mixed="mixed signals {}",
    note_chain=(
        "Boxes: state of each level, brighter is better (index 0-100). Bands downwards: how strong"
        " control is (100 = what the mix alone would give), what managers enforce of it, and how"
        " many decisions are by rule or by judgement; colours are the mix. Band upwards: quality as"
        " it is and as it is reported; hatched is told beyond the truth. Means of {n} runs after"
        " the burn-in."
    ),
    alternative_chain=(
        "{scenario}: politicians' trust in operations {a}, managers' trust in staff {b}, staff can"
        " {c}, will {d} and dare {e}, quality of the meeting {f}, citizens' trust {g}; control {h}"
        " percent of what the mix alone would give, discretion used in {i} percent of decisions;"
        " quality is reported as {j}."
    ),
    tornado="What the difference in {outcome} hangs on",
    tornado_low="where it is low",
    tornado_high="where it is high",
    tornado_line="all worlds: {}",
    tornado_clear="clear of chance",
    tornado_unclear="may be chance",
    note_tornado=(
        "Mean difference in the third of {n} worlds where a parameter is lowest (circle) and"
        " highest (square), everything else varying. Hollow: the correlation may be chance, since"
        " {tried} parameters were tried."
    ),
    too_few_worlds="Too few worlds were asked to say.",
    alternative_tornado="{title}. {rows}",
    reported="Quality: true, perceived and reported",
    true="true",
    perceived="as citizens see it",
    told="as reported",
    gap="gap {}",
    quality_axis="quality (index 0-100)",
    note_reported=(
        "Means of {n} runs after the burn-in. The gap is reported above true quality, with its 95%"
        " interval (chance only)."
    ),
    alternative_reported="{title}. {rows}",
    needs="Who the service works for: simple and complex needs",
    simple="simple needs",
    complex="complex needs",
    trust_axis="citizen's trust in the service at the end (index 0-100)",
    share_axis="share of citizens",
    note_needs=(
        "Every citizen of {n} runs. A need is complex when it lies further from the ordinary than"
        " the standard deviation of needs. Uprights: means (simple unbroken, complex broken), with"
        " their 95% intervals at the right (chance only)."
    ),
    alternative_needs="{title}. {rows}",
    mean_is="{scenario}: mean {simple} for simple and {complex} for complex needs",
)

SV = PictureWords(
    chain="Kedjan i {}",
    politics="Politik",
    management="Ledning",
    staff="Medarbetare",
    meeting="Mötet",
    citizens="Medborgare",
    trust_in_operations="tillit till verksamheten",
    belief_in_staff="tillit till medarbetarna",
    can="kan",
    will="vill",
    dare="vågar",
    quality="kvalitet",
    trust_in_service="tillit till tjänsten",
    control_down="kontroll {}",
    shielded="genomförs {}",
    discretion="utrymme som används {}",
    told_up="det som berättas uppåt: {reported}; det som är sant: {true}",
    turned="berättat utöver sanningen",
    by_judgement="efter omdöme",
    mixed="motstridiga signaler {}",
    note_chain=(
        "Rutor: läget på varje nivå, ljusare är bättre (index 0-100). Band nedåt: hur stark"
        " kontrollen är (100 = vad blandningen ensam skulle ge), vad chefer genomför av den och hur"
        " många beslut som fattas efter regel eller omdöme; färgerna är blandningen. Band uppåt:"
        " kvaliteten som den är och som den redovisas; skrafferat är berättat utöver sanningen."
        " Medel av {n} körningar efter inkörning."
    ),
    alternative_chain=(
        "{scenario}: politikernas tillit till verksamheten {a}, chefernas tillit till medarbetarna"
        " {b}, medarbetarna kan {c}, vill {d} och vågar {e}, mötets kvalitet {f}, medborgarnas"
        " tillit {g}; kontroll {h} procent av vad blandningen ensam skulle ge, utrymme används i"
        " {i} procent av besluten; kvaliteten redovisas som {j}."
    ),
    tornado="Vad skillnaden i {outcome} hänger på",
    tornado_low="där den är låg",
    tornado_high="där den är hög",
    tornado_line="alla världar: {}",
    tornado_clear="mer än slump",
    tornado_unclear="kan vara slump",
    note_tornado=(
        "Medelskillnad i den tredjedel av {n} världar där parametern är lägst (cirkel) och högst"
        " (kvadrat), medan allt annat varierar. Ihålig: sambandet kan vara slump, eftersom {tried}"
        " parametrar har prövats."
    ),
    too_few_worlds="För få världar har prövats för att säga något.",
    alternative_tornado="{title}. {rows}",
    reported="Kvalitet: verklig, upplevd och redovisad",
    true="verklig",
    perceived="som medborgarna ser den",
    told="redovisad",
    gap="gapet är {}",
    quality_axis="kvalitet (index 0-100)",
    note_reported=(
        "Medel av {n} körningar efter inkörning. Gapet är redovisad över verklig kvalitet, med 95 %"
        " intervall (bara slump)."
    ),
    alternative_reported="{title}. {rows}",
    needs="Vem tjänsten fungerar för: enkla och komplexa behov",
    simple="enkla behov",
    complex="komplexa behov",
    trust_axis="medborgarens tillit till tjänsten vid slutet (index 0-100)",
    share_axis="andel av medborgarna",
    note_needs=(
        "Varje medborgare i {n} körningar. Ett behov är komplext när det ligger längre från det"
        " vanliga än behovens standardavvikelse. Lodräta streck: medel (enkla heldraget, komplexa"
        " brutet), med 95 % intervall till höger (bara slump)."
    ),
    alternative_needs="{title}. {rows}",
    mean_is="{scenario}: medel {simple} för enkla och {complex} för komplexa behov",
)

WORDS: Mapping[str, PictureWords] = MappingProxyType({"en": EN, "sv": SV})
