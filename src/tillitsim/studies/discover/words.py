"""The words of scenario discovery, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    working: str
    question: str
    by: str
    better: Mapping[int, str]
    cases: str
    overall: str
    always: str
    never: str
    box: str
    further: str
    above: str
    below: str
    between: str
    joined: str
    density: str
    coverage: str
    together: str
    condition: str
    name: str
    holds: str
    without: str
    nothing: str
    rejected: str
    chance: str
    methods: Mapping[str, str]
    note_judged: str
    note_gain: str
    note_rows: str
    left_out: str
    yes: str
    no: str
    inside: str
    gain_axis: str
    alternative: str
    files: str
    origin: str


EN = DiscoveryWords(
    working="Asking when {}",
    question="{outcome}: when does {arm} beat {baseline}{by}?",
    by=" by more than {margin} ({reading})",
    better=MappingProxyType(
        {
            1: "Better is more ({reading}), in the mean of {n} paired runs.",
            -1: "Better is less ({reading}), in the mean of {n} paired runs.",
            0: "Better here is more ({reading}), in the mean of {n} paired runs.",
        }
    ),
    cases="{cases} cases, each another set of conditions; {method}",
    overall="It does in {share} of all cases ({low} to {high}).",
    always="It does in every case, so no conditions can be told.",
    never="It does in no case, so no conditions can be told.",
    box="It does above all where {conditions}:",
    further="Of the cases that are left, also where {conditions}:",
    above="{name} > {low}",
    below="{name} < {high}",
    between="{low} < {name} < {high}",
    joined=" and ",
    density="holds in {share} of such cases (density, {low} to {high}; {hits} of {inside})",
    coverage="has {share} of all the cases in which it does (coverage, {low} to {high})",
    together="Together they have {share} of all the cases in which it does.",
    condition="Condition",
    name="Name",
    holds="Range",
    without="Without it (density)",
    nothing=(
        "No conditions are told: nothing that was varied parts the cases by more than chance would."
    ),
    rejected=(
        "No conditions are told: those found in one half of the cases did not hold in the other."
    ),
    chance="chance of as many by luck: {p}",
    methods=MappingProxyType(
        {
            "box": "boxes with the greatest surplus",
            "prim": "boxes by peeling (PRIM)",
            "tree": "leaves of a small tree",
        }
    ),
    note_judged=(
        "Half of the cases find conditions, the other {judged} judge them: density, coverage and"
        " their 95% intervals come from the judges alone. If nothing mattered, at most one study in"
        " twenty would tell any conditions."
    ),
    note_gain="Every dot is a case: its difference, and where it lies on each condition.",
    note_rows="A further row has the cases that are left.",
    left_out="{count} cases have no value and are left out.",
    yes="beats it",
    no="does not",
    inside="the range that is told",
    gain_axis="better by ({reading})",
    alternative="{title} {overall} {boxes}",
    files="Picture and data: {}",
    origin="seed {} · scenario {} · tillitsim {}",
)

SV = DiscoveryWords(
    working="Frågar när {}",
    question="{outcome}: när slår {arm} {baseline}{by}?",
    by=" med mer än {margin} ({reading})",
    better=MappingProxyType(
        {
            1: "Bättre är mer ({reading}), i medel av {n} parade körningar.",
            -1: "Bättre är mindre ({reading}), i medel av {n} parade körningar.",
            0: "Bättre är här mer ({reading}), i medel av {n} parade körningar.",
        }
    ),
    cases="{cases} fall, vart och ett med andra villkor; {method}",
    overall="Det händer i {share} av alla fall ({low} till {high}).",
    always="Det händer i varje fall, så inga villkor kan pekas ut.",
    never="Det händer inte i något fall, så inga villkor kan pekas ut.",
    box="Det händer framför allt där {conditions}:",
    further="Bland de fall som är kvar också där {conditions}:",
    above="{name} > {low}",
    below="{name} < {high}",
    between="{low} < {name} < {high}",
    joined=" och ",
    density="stämmer i {share} av sådana fall (densitet, {low} till {high}; {hits} av {inside})",
    coverage="rymmer {share} av alla fall där det händer (täckning, {low} till {high})",
    together="Tillsammans rymmer de {share} av alla fall där det händer.",
    condition="Villkor",
    name="Namn",
    holds="Spann",
    without="Utan det (densitet)",
    nothing=(
        "Inga villkor pekas ut: inget av det som varierades skiljer fallen åt mer än slumpen skulle"
        " göra."
    ),
    rejected=(
        "Inga villkor pekas ut: de som hittades i ena hälften av fallen höll inte i den andra."
    ),
    chance="risk att så många är en slump: {p}",
    methods=MappingProxyType(
        {
            "box": "lådor med störst överskott",
            "prim": "lådor genom skalning (PRIM)",
            "tree": "bladen i ett litet träd",
        }
    ),
    note_judged=(
        "Hälften av fallen hittar villkor, de andra {judged} dömer dem: densitet, täckning och"
        " deras 95 %-intervall kommer bara från dem som dömer. Om inget spelade roll skulle högst"
        " en studie av tjugo peka ut några villkor."
    ),
    note_gain="Varje prick är ett fall: dess skillnad, och var det ligger på varje villkor.",
    note_rows="En rad till har de fall som är kvar.",
    left_out="{count} fall saknar värde och är inte med.",
    yes="slår den",
    no="gör det inte",
    inside="spannet som pekas ut",
    gain_axis="bättre med ({reading})",
    alternative="{title} {overall} {boxes}",
    files="Bild och data: {}",
    origin="frö {} · scenario {} · tillitsim {}",
)

WORDS: Mapping[str, DiscoveryWords] = MappingProxyType({"en": EN, "sv": SV})
