"""The words of the steering triangle and of the map of winners, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    working: str
    triangle: str
    best: str
    highest: str
    flat: str
    best_mix: str
    value: str
    region: str
    region_size: str
    region_range: str
    region_mix: str
    note_triangle: str
    note_draws: str
    note_not_calibrated: str
    note_calibrated: str
    note_no_worlds: str
    brighter: Mapping[int, str]
    own_mix: str
    marked: str
    trade_offs: str
    trade_off: str
    no_trade_off: str
    alternative_triangle: str
    alternative_panel: str
    map: str
    map_headline: str
    nobody: str
    wins: str
    ahead: str
    small_letters: str
    counts: str
    placed: str
    note_map: str
    note_map_worlds: str
    note_map_no_worlds: str
    alternative_map: str
    files: str
    origin: str


EN = MapWords(
    working="Steering {} in every mix",
    triangle="The steering triangle: {}",
    best="best {}",
    highest="highest {}",
    flat="the same everywhere",
    best_mix="Best mix (competition / regulation / trust)",
    value="Value there, 95% (chance)",
    region="Where the best may lie (9 of 10 draws)",
    region_size="{} of {} mixes: ",
    region_range="{} {} to {}",
    region_mix="{} ({} of the draws)",
    note_triangle=(
        "Star: the mix with the best mean of {n} runs. Dots: where the best mix lies in nine of"
        " ten draws, larger where more often; many dots mean that the best mix is not known."
    ),
    note_draws="A draw is one run in one world; there are {draws} of them, in {worlds} worlds.",
    note_not_calibrated="The worlds are prior draws, not yet calibrated.",
    note_calibrated=(
        "The worlds are not implausible beside the published findings that the model is fitted to."
    ),
    note_no_worlds="No other worlds were asked: the dots show chance only.",
    brighter=MappingProxyType(
        {
            1: "brighter is better",
            -1: "brighter is better (lower)",
            0: "brighter is higher, which is neither better nor worse",
        }
    ),
    own_mix="this scenario",
    marked="At named mixes",
    trade_offs="What choosing one outcome's best mix costs in another (of all that can be lost)",
    trade_off="The best mix for {best} loses {share} of {lost}.",
    no_trade_off="Every outcome shown loses less than a tenth at the others' best mixes.",
    alternative_triangle="{title}. {panels}",
    alternative_panel=(
        "{outcome}: {best} at competition {c}, regulation {r}, trust {t}; from {low} to {high}"
        " {reading} over all mixes."
    ),
    map="Who wins where: {}",
    map_headline="{outcome} ({reading}) in {scenario}, by {x} and {y}",
    nobody="no clear winner",
    wins="{} is best",
    ahead="only hatched: best with default values, not in most worlds",
    small_letters="Capital: a clear winner. Small letter: best with default values only.",
    counts="{name}: {count} of {total} cells",
    placed="Services stand where their own task lies; all else here is as in {scenario}.",
    note_map=(
        "In each cell every principle leads in turn with {lead} of the mix; the number is how far"
        " the best lies above the second. A winner is clear when its lead is more than chance"
        " ({n} paired runs)"
    ),
    note_map_worlds=(
        " and it wins in at least two thirds of {n} worlds (sets of values of what is assumed)"
    ),
    note_map_no_worlds="No other worlds were asked: clear means clear of chance, nothing more.",
    alternative_map="{title}. {headline}. {counts}.",
    files="Picture and data: {}",
    origin="seed {} · scenario {} · tillitsim {}",
)

SV = MapWords(
    working="Styr {} i varje blandning",
    triangle="Styrtriangeln: {}",
    best="bästa {}",
    highest="högsta {}",
    flat="lika överallt",
    best_mix="Bästa blandning (konkurrens / reglering / tillit)",
    value="Värde där, 95 % (slump)",
    region="Där den bästa kan ligga (9 av 10 dragningar)",
    region_size="{} av {} blandningar: ",
    region_range="{} {} till {}",
    region_mix="{} ({} av dragningarna)",
    note_triangle=(
        "Stjärna: blandningen med bäst medel av {n} körningar. Prickar: där den bästa blandningen"
        " ligger i nio av tio dragningar, större där den ligger oftare; många prickar betyder att"
        " den bästa blandningen inte är känd."
    ),
    note_draws="En dragning är en körning i en värld; de är {draws}, i {worlds} världar.",
    note_not_calibrated=(
        "Världarna är dragna ur det som är rimligt på förhand, ännu inte kalibrerade."
    ),
    note_calibrated=(
        "Världarna är inte orimliga mot de publicerade resultat som modellen är anpassad till."
    ),
    note_no_worlds="Inga andra världar har prövats: prickarna visar bara slump.",
    brighter=MappingProxyType(
        {
            1: "ljusare är bättre",
            -1: "ljusare är bättre (lägre)",
            0: "ljusare är högre, vilket varken är bättre eller sämre",
        }
    ),
    own_mix="detta scenario",
    marked="Vid namngivna blandningar",
    trade_offs="Vad ett utfalls bästa blandning kostar i ett annat (av allt som kan förloras)",
    trade_off="Den bästa blandningen för {best} förlorar {share} av {lost}.",
    no_trade_off="Varje visat utfall förlorar mindre än en tiondel vid de andras bästa blandning.",
    alternative_triangle="{title}. {panels}",
    alternative_panel=(
        "{outcome}: {best} vid konkurrens {c}, reglering {r}, tillit {t}; från {low} till {high}"
        " {reading} över alla blandningar."
    ),
    map="Vem vinner var: {}",
    map_headline="{outcome} ({reading}) i {scenario}, efter {x} och {y}",
    nobody="ingen tydlig vinnare",
    wins="{} är bäst",
    ahead="bara skrafferat: bäst med standardvärden, inte i de flesta världar",
    small_letters="Stor bokstav: tydlig vinnare. Liten: bäst bara med standardvärden.",
    counts="{name}: {count} av {total} rutor",
    placed="Tjänster står där deras egen uppgift ligger; allt annat är som i {scenario}.",
    note_map=(
        "I varje ruta leder varje princip i tur och ordning med {lead} av blandningen; talet är hur"
        " långt den bästa ligger över tvåan. En vinnare är tydlig när försprånget är mer än slump"
        " ({n} parade körningar)"
    ),
    note_map_worlds=(
        " och den vinner i minst två tredjedelar av {n} världar (uppsättningar värden av det som"
        " antas)"
    ),
    note_map_no_worlds="Inga andra världar har prövats: tydlig betyder mer än slump, inget mer.",
    alternative_map="{title}. {headline}. {counts}.",
    files="Bild och data: {}",
    origin="frö {} · scenario {} · tillitsim {}",
)

WORDS: Mapping[str, MapWords] = MappingProxyType({"en": EN, "sv": SV})
