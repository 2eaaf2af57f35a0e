"""Every word in tables and pictures that is not declared with a parameter or an outcome.

One record per language, so that a forgotten word is an error before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; texts in braces are filled in by :meth:`str.format`."""

    decimal: str
    thousands: str
    # on the way
    running: str
    first_wait: str
    needs: str
    # the mix
    mix: str
    competition: str
    regulation: str
    trust: str
    intensity: str
    mean_of_sectors: str
    # what was run
    one_run: str
    runs: str
    horizon: str
    councils: str
    units: str
    staff: str
    citizens: str
    origin: str
    counted: str
    # the table
    outcome: str
    mean: str
    interval: str
    interval_from_to: str
    reads: str
    raw: str
    unit: str
    chance_only: str
    no_interval: str
    raw_left_out: str
    files: str
    no_value: str
    # the picture
    month: str
    line_and_band: str
    line_only: str
    line_intervention: str
    alternative: str
    alternative_outcome: str
    panel_ability: str
    panel_complexity: str
    panel_reported: str
    panel_discretion: str
    line_can: str
    line_will: str
    line_dare: str
    line_simple: str
    line_complex: str
    line_true: str
    line_reported: str
    line_granted: str
    line_used: str
    # units of raw values, by what outcomes declare
    raw_units: Mapping[str, str]


EN = Words(
    decimal=".",
    thousands=",",
    running="Running {}",
    first_wait="The first run after an installation compiles the engine; later ones start at once.",
    needs="This run needs about {} GiB of memory and about {} min (a rough guess).",
    mix="Mix",
    competition="competition",
    regulation="regulation",
    trust="trust",
    intensity="intensity {}",
    mean_of_sectors="mean of the sectors",
    one_run="1 run",
    runs="{} runs",
    horizon="{} months, the first {} left out of the means (burn-in)",
    councils="councils: {}",
    units="units: {}",
    staff="staff: {}",
    citizens="citizens: {}",
    origin="seed {} · scenario {} · tillitsim {}",
    counted="means over months {} to {}",
    outcome="Outcome",
    mean="Mean",
    interval="95% (chance only)*",
    interval_from_to="{} to {}",
    reads="Reads",
    raw="Raw",
    unit="Raw unit",
    chance_only=(
        "* Chance only: how far luck moves the mean of {} runs. What we do not know about people,"
        " tasks and mechanisms is not in it."
    ),
    no_interval="* One run shows nothing of chance, so there is no interval; ask for more runs.",
    raw_left_out="Raw values are in summary.csv, and here in a wider window.",
    files="Picture and data: {}",
    no_value="no case",
    month="month",
    line_and_band=(
        "Line: mean of {} runs. Band: the middle 80% of them, chance only. Grey field: burn-in,"
        " left out of the means. Number: mean after burn-in ± half its 95% interval."
        " ▲ higher is better, ▼ lower is better."
    ),
    line_only=(
        "Line: one run, so nothing is shown of chance. Grey field: burn-in, left out of the means."
        " Number: mean after burn-in. ▲ higher is better, ▼ lower is better."
    ),
    line_intervention=" Dotted upright: an intervention starts or stops.",
    alternative="{title}. Mix: {mix}. {size}. Means after burn-in, level by level: {outcomes}.",
    alternative_outcome="{label} {value} {reading}",
    panel_ability="Can, will, dare",
    panel_complexity="Quality by complexity of need",
    panel_reported="True and reported quality",
    panel_discretion="Discretion granted and used",
    line_can="can",
    line_will="will",
    line_dare="dare",
    line_simple="simple",
    line_complex="complex",
    line_true="true",
    line_reported="reported",
    line_granted="granted",
    line_used="used",
    raw_units=MappingProxyType(
        {
            "0-1": "0-1",
            "cases at the norm": "cases at the norm",
            "elections": "elections",
            "index": "index",
            "of the norm": "of the norm",
            "per case": "per case",
            "per month": "per month",
            "rule stock": "rule stock",
            "scaled gap": "scaled gap",
            "sd": "sd",
            "sd of need": "sd of need",
            "share": "share",
            "share of the month": "share of the month",
        }
    ),
)

SV = Words(
    decimal=",",
    thousands="\u00a0",
    running="Kör {}",
    first_wait=(
        "Den första körningen efter en installation kompilerar motorn; senare startar direkt."
    ),
    needs="Den här körningen behöver ungefär {} GiB minne och ungefär {} min (grovt räknat).",
    mix="Blandning",
    competition="konkurrens",
    regulation="reglering",
    trust="tillit",
    intensity="intensitet {}",
    mean_of_sectors="medel av sektorerna",
    one_run="1 körning",
    runs="{} körningar",
    horizon="{} månader, de första {} räknas inte i medelvärdena (inkörning)",
    councils="nämnder: {}",
    units="enheter: {}",
    staff="medarbetare: {}",
    citizens="medborgare: {}",
    origin="frö {} · scenario {} · tillitsim {}",
    counted="medelvärden över månad {} till {}",
    outcome="Utfall",
    mean="Medel",
    interval="95 % (bara slump)*",
    interval_from_to="{} till {}",
    reads="Läses",
    raw="Råvärde",
    unit="Råenhet",
    chance_only=(
        "* Bara slump: hur långt slumpen flyttar medelvärdet av {} körningar. Det vi inte vet om"
        " människor, uppgifter och mekanismer ingår inte."
    ),
    no_interval="* En körning visar inget om slumpen och har därför inget intervall; kör fler.",
    raw_left_out="Råvärden finns i summary.csv, och här i ett bredare fönster.",
    files="Bild och data: {}",
    no_value="inget ärende",
    month="månad",
    line_and_band=(
        "Linje: medel av {} körningar. Band: de mittersta 80 % av dem, bara slump. Grått fält:"
        " inkörning, räknas inte. Tal: medel efter inkörning ± halva dess 95 % intervall."
        " ▲ högre är bättre, ▼ lägre är bättre."
    ),
    line_only=(
        "Linje: en körning, så inget visas om slumpen. Grått fält: inkörning, räknas inte."
        " Tal: medel efter inkörning. ▲ högre är bättre, ▼ lägre är bättre."
    ),
    line_intervention=" Prickat lodrätt streck: en insats börjar eller slutar.",
    alternative=(
        "{title}. Blandning: {mix}. {size}. Medel efter inkörning, nivå för nivå: {outcomes}."
    ),
    alternative_outcome="{label} {value} {reading}",
    panel_ability="Kan, vill, vågar",
    panel_complexity="Kvalitet efter behovets komplexitet",
    panel_reported="Verklig och redovisad kvalitet",
    panel_discretion="Handlingsutrymme som ges och används",
    line_can="kan",
    line_will="vill",
    line_dare="vågar",
    line_simple="enkla",
    line_complex="komplexa",
    line_true="verklig",
    line_reported="redovisad",
    line_granted="ges",
    line_used="används",
    raw_units=MappingProxyType(
        {
            "0-1": "0-1",
            "cases at the norm": "ärenden enligt norm",
            "elections": "val",
            "index": "index",
            "of the norm": "av normen",
            "per case": "per ärende",
            "per month": "per månad",
            "rule stock": "regelmängd",
            "scaled gap": "skalat avstånd",
            "sd": "sd",
            "sd of need": "sd av behovet",
            "share": "andel",
            "share of the month": "andel av månaden",
        }
    ),
)


def words(language: str) -> Words:
    """The words of ``"sv"`` or ``"en"``."""
    return SV if language == "sv" else EN
