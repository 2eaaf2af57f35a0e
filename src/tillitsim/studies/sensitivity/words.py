"""The words of sensitivity analysis, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    working: str
    against: str
    sobol: str
    morris: str
    mix: str
    mix_short: str
    chance: str
    chance_step: str
    input: str
    name: str
    alone: str
    total: str
    within: str
    shapley: str
    closed: str
    log_ratios: str
    one_against_rest: str
    one_against_one: str
    spread: str
    largest: str
    none_clear: str
    flat: str
    mu_star: str
    mu: str
    sigma: str
    negligible: str
    nothing_negligible: str
    note_sobol: str
    note_mix: str
    note_chance: str
    note_ratios: str
    note_morris: str
    note_chance_step: str
    left_out: str
    more_outcomes: str
    key_total: str
    key_alone: str
    key_shapley: str
    key_mu_star: str
    key_sigma: str
    percent_axis: str
    interval: str
    alternative: str
    alternative_panel: str
    alternative_input: str
    files: str
    origin: str


EN = SensitivityWords(
    working="Analysing {}",
    against="{arm} against {baseline}",
    sobol="Sobol' indices from {size} rows, {runs} runs",
    morris="Morris screening with {size} trajectories, {runs} runs",
    mix="the mix of the three principles",
    mix_short="the mix",
    chance="chance",
    chance_step="another luck, nothing else",
    input="Input",
    name="Name",
    alone="Alone (95%)",
    total="With all it acts with (95%)",
    within="Within the mix",
    shapley="Its part of the mix (95%)",
    closed="Its share alone (95%)",
    log_ratios="Log-ratios of the mix",
    one_against_rest="{} against the two others",
    one_against_one="{} against {}",
    spread="{outcome} ({reading}): mean {mean}, standard deviation {sd} over single runs",
    largest="Most comes from {names}.",
    none_clear="No input is clear of zero; more rows (--size) are needed to tell.",
    flat="{outcome}: the same everywhere, so that nothing makes a difference to it.",
    mu_star="Effect over its range, mu* (95%)",
    mu="Mean, mu",
    sigma="Spread, sigma",
    negligible="May be left as they are (clearly below a tenth of the largest): {names}.",
    nothing_negligible="None is clearly below a tenth of the largest.",
    note_sobol=(
        "Share of the variance when everything varies together over its range. Alone: what knowing"
        " the input would remove. With all it acts with: what would be left if all else were known;"
        " the difference is interaction. Intervals resample rows and their luck."
    ),
    note_mix=(
        "The mix is one input, since its shares sum to one. Its own index is split among the"
        " principles by Shapley values, which sum to it."
    ),
    note_chance="Chance is an input too: what luck does to a single run of everything else.",
    note_ratios=(
        "Isometric log-ratios: shares of variance that the order of a coordinate explains, alone;"
        " mixes are spread evenly over the triangle."
    ),
    note_morris=(
        "mu*: mean size of the change, as if over the whole range, when one input moves by two"
        " thirds of it. sigma large beside mu*: not a straight line, or it depends on the rest. The"
        " mix moves as one, without up or down. Intervals resample trajectories and their luck."
    ),
    note_chance_step="Other luck: mean change of a single run when only the luck is another.",
    left_out="{count} of {size} rows have no value for {outcome} and are left out.",
    more_outcomes="The picture shows the first {count} outcomes.",
    key_total="with all it acts with",
    key_alone="alone",
    key_shapley="a principle's part of the mix",
    key_mu_star="mu*",
    key_sigma="sigma",
    percent_axis="percent of the variance",
    interval="{} to {}",
    alternative="{title}. {panels}",
    alternative_panel="{outcome}: {inputs}.",
    alternative_input="{input} {value}",
    files="Picture and data: {}",
    origin="seed {} · scenario {} · tillitsim {}",
)

SV = SensitivityWords(
    working="Analyserar {}",
    against="{arm} jämfört med {baseline}",
    sobol="Sobol-index av {size} rader, {runs} körningar",
    morris="Morris-sållning med {size} banor, {runs} körningar",
    mix="blandningen av de tre principerna",
    mix_short="blandningen",
    chance="slump",
    chance_step="annan slump, inget annat",
    input="Ingång",
    name="Namn",
    alone="För sig (95 %)",
    total="Med allt den samverkar med (95 %)",
    within="Inom blandningen",
    shapley="Dess del av blandningen (95 %)",
    closed="Dess andel för sig (95 %)",
    log_ratios="Blandningens logkvoter",
    one_against_rest="{} mot de två andra",
    one_against_one="{} mot {}",
    spread="{outcome} ({reading}): medel {mean}, standardavvikelse {sd} över enskilda körningar",
    largest="Mest beror på {names}.",
    none_clear="Ingen ingång skiljer sig tydligt från noll; det krävs fler rader (--size).",
    flat="{outcome}: lika överallt, så inget gör någon skillnad för det.",
    mu_star="Effekt över hela spannet, mu* (95 %)",
    mu="Medel, mu",
    sigma="Spridning, sigma",
    negligible="Kan lämnas som de är (tydligt under en tiondel av den största): {names}.",
    nothing_negligible="Ingen ligger tydligt under en tiondel av den största.",
    note_sobol=(
        "Andel av variansen när allt varierar tillsammans över sina spann. För sig: det som"
        " försvinner om ingången vore känd. Med allt den samverkar med: det som är kvar om allt"
        " annat vore känt; skillnaden är samspel. Intervallen drar om rader och deras slump."
    ),
    note_mix=(
        "Blandningen är en enda ingång, eftersom andelarna summerar till ett. Dess eget index delas"
        " mellan principerna med Shapleyvärden, som summerar till det."
    ),
    note_chance="Slumpen är också en ingång: vad den gör med en enskild körning av allt annat.",
    note_ratios=(
        "Isometriska logkvoter: andelar av variansen som en koordinats ordning förklarar, för sig;"
        " blandningarna är jämnt spridda över triangeln."
    ),
    note_morris=(
        "mu*: ändringens storlek i medel, som över hela spannet, när en ingång flyttas två"
        " tredjedelar av det. Stor sigma bredvid mu*: ingen rät linje, eller så beror det på det"
        " övriga. Blandningen flyttas som en helhet, utan upp eller ner. Intervallen drar om banor"
        " och deras slump."
    ),
    note_chance_step=(
        "Annan slump: hur mycket en enskild körning ändras i medel när bara slumpen är en annan."
    ),
    left_out="{count} av {size} rader saknar värde för {outcome} och är inte med.",
    more_outcomes="Bilden visar de första {count} utfallen.",
    key_total="med allt den samverkar med",
    key_alone="för sig",
    key_shapley="en princips del av blandningen",
    key_mu_star="mu*",
    key_sigma="sigma",
    percent_axis="procent av variansen",
    interval="{} till {}",
    alternative="{title}. {panels}",
    alternative_panel="{outcome}: {inputs}.",
    alternative_input="{input} {value}",
    files="Bild och data: {}",
    origin="frö {} · scenario {} · tillitsim {}",
)

WORDS: Mapping[str, SensitivityWords] = MappingProxyType({"en": EN, "sv": SV})
