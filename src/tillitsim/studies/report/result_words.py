"""The words in which a report tells its results, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    short_heading: str
    picture_short: str
    short_alternative: str
    how_large: str
    nothing_differs: str
    nothing_differs_but: str
    up: str
    down: str
    which_is_better: str
    which_is_worse: str
    neither: str
    unclear: str
    same: str
    robust: str
    mostly: str
    contested: str
    reversed: str
    counts: str
    counts_wavering: str
    other_side: str
    against: str
    moved: str
    moved_in_worlds: str
    and_more: str
    none_against: str
    fragile: str
    fragile_one: str
    all_hold: str
    not_asked: str
    read_heading: str
    read_chance: str
    read_clear: str
    read_worlds: str
    read_no_worlds: str
    calibrated: str
    not_calibrated: str
    better_is: str
    main_heading: str
    main_intro: str
    main_caption: str
    difference: str
    by_chance: str
    in_worlds: str
    direction: str
    verdict: str
    over_time: str
    picture_time: str
    who_heading: str
    who_intro: str
    who_caption: str
    trust_simple: str
    trust_complex: str
    who_units: str
    who_units_same: str
    who_no_units: str
    picture_needs: str
    chain_heading: str
    chain_intro: str
    chain_both: str
    chain_gains: str
    chain_wavers: str
    chain_loses: str
    chain_nothing: str
    chain_better: str
    chain_worse: str
    chain_changed: str
    chain_unclear: str
    picture_chain: str
    picture_reported: str


EN = ResultWords(
    short_heading="In short",
    picture_short="From one to the other, outcome by outcome.",
    short_alternative="{title}: a row an outcome, as told above.",
    how_large=(
        "How large? In nine worlds of ten the difference in {outcome} lies between {low} and {high}"
        " ({reading}). With the values that the model starts from it is {mean}; in {smaller} of"
        " {worlds} worlds it is smaller than that, or the other way."
    ),
    nothing_differs=(
        "Nothing differs. {other} and {baseline} are set the same, and every outcome is exactly the"
        " same in every month of every run."
    ),
    nothing_differs_but=(
        "Nothing differs. {other} and {baseline} are not set the same, yet every outcome is exactly"
        " the same in every month of every run."
    ),
    up="up from {before} to {after} ({reading})",
    down="down from {before} to {after} ({reading})",
    which_is_better="better",
    which_is_worse="worse",
    neither="neither better nor worse in itself",
    unclear="no clear difference, {before} and {after} ({reading}).",
    same="exactly the same, {before} ({reading}).",
    robust="It goes the same way in {held} of {worlds} worlds: robust.",
    mostly="It goes the same way in {held} of {worlds} worlds: most, not all.",
    contested=(
        "But it goes the same way in only {held} of {worlds} worlds; it hangs on what is assumed."
    ),
    reversed="But most worlds say the opposite: it goes the same way in {held} of {worlds}.",
    counts=(
        "Of all {n} outcomes, {better} become better and {worse} worse, by more than"
        " chance.{wavering} {changed} change without being better or worse, and {unclear} show no"
        " clear difference."
    ),
    counts_wavering=" {wavering} more change by more than chance but not in most worlds.",
    other_side="The other side of it",
    against="{which}, by more than chance: {outcomes}.",
    moved="{outcome} ({difference}, {reading})",
    moved_in_worlds=(
        "{outcome} ({difference}, {reading}; the same way in {held} of {worlds} worlds)"
    ),
    and_more="{} more, named under the chain below",
    none_against="No outcome becomes {which} by more than chance.",
    fragile="Among what becomes {which}, this is the least certain: {outcomes}.",
    fragile_one="{outcome} (the same way in {held} of {worlds} worlds)",
    all_hold=(
        "All that becomes {which} does so in nine worlds of ten. That holds within the ranges that"
        " are thought plausible, and no further."
    ),
    not_asked="Whether this holds under other assumptions was not asked: the report has no worlds.",
    read_heading="How to read the numbers",
    read_chance=(
        "By chance: how far luck alone may move the number, over {n} pairs of runs; of twenty such"
        " intervals, one misses."
    ),
    read_clear=(
        "Clear means more than chance. It does not mean large; that is for the reader to judge."
    ),
    read_worlds=(
        "Worlds: the same comparison under {n} other sets of values of what is assumed about people"
        " and organisations ({k} pairs of runs each). What goes the same way in nearly all of them"
        " does not hang on our guesses. {calibrated}"
    ),
    read_no_worlds="No worlds were asked, so nothing here tells how much hangs on guesses.",
    calibrated=(
        "They are not implausible beside the published findings that the model is fitted to."
    ),
    not_calibrated="They are spread over all that is plausible, not yet held against evidence.",
    better_is="\u25b2 higher is better, \u25bc lower is better; no mark: neither.",
    main_heading="The main comparison",
    main_intro=(
        "Outcomes down the chain, from politics to society: means over the months that count. The"
        " smaller numbers say what is not known: chance, worlds, and whether the direction holds."
    ),
    main_caption="{other} against {baseline}",
    difference="Difference",
    by_chance="95%, by chance",
    in_worlds="In nine worlds of ten",
    direction="same way in",
    verdict="In words",
    over_time="Month by month",
    picture_time="How it comes about, month by month.",
    who_heading="Who gains and who loses",
    who_intro=(
        "A mean hides people. Here are citizens with simple needs and with complex ones, and the"
        " units that meet them."
    ),
    who_caption="People and units: {other} against {baseline}",
    trust_simple="trust at the end, citizens with simple needs",
    trust_complex="trust at the end, citizens with complex needs",
    who_units=(
        "{other}: of the {n} units, citizens' trust is clearly higher in {gaining} and clearly"
        " lower in {losing} at the end; {rest} show no clear difference."
    ),
    who_units_same="{other}: all {n} units end exactly as in {baseline}.",
    who_no_units="{other}: the units are not the same ones, so they are not compared one by one.",
    picture_needs="Citizens with simple and complex needs at the end of the runs.",
    chain_heading="What happens along the chain",
    chain_intro="Does every level get better, or does one pay for another?",
    chain_both=(
        "Clear gains: {gains}. Clear losses: {losses}. So not everybody in the chain gains."
    ),
    chain_gains="Clear gains: {gains}. No level has a clear loss.",
    chain_loses="Clear losses: {losses}. No level has a clear gain.",
    chain_wavers="more than chance, but not in most worlds: {}",
    chain_nothing="No level has a clear gain or a clear loss.",
    chain_better="better: {}",
    chain_worse="worse: {}",
    chain_changed="changed, neither better nor worse: {}",
    chain_unclear="no clear difference: {}",
    picture_chain="Signals down the chain, and information up.",
    picture_reported="What is reported upwards, beside what is true and what citizens see.",
)

SV = ResultWords(
    short_heading="I korthet",
    picture_short="Från det ena till det andra, utfall för utfall.",
    short_alternative="{title}: en rad för varje utfall, som det står ovanför.",
    how_large=(
        "Hur stort? I nio av tio världar ligger skillnaden i {outcome} mellan {low} och {high}"
        " ({reading}). Med de värden som modellen utgår från är den {mean}; i {smaller} av {worlds}"
        " världar är den mindre än så, eller åt andra hållet."
    ),
    nothing_differs=(
        "Inget skiljer sig. {other} och {baseline} är lika inställda, och varje utfall är exakt"
        " lika i varje månad av varje körning."
    ),
    nothing_differs_but=(
        "Inget skiljer sig. {other} och {baseline} är inte lika inställda, men varje utfall är"
        " ändå exakt lika i varje månad av varje körning."
    ),
    up="upp från {before} till {after} ({reading})",
    down="ned från {before} till {after} ({reading})",
    which_is_better="bättre",
    which_is_worse="sämre",
    neither="varken bättre eller sämre i sig",
    unclear="ingen tydlig skillnad, {before} och {after} ({reading}).",
    same="exakt lika, {before} ({reading}).",
    robust="Det går åt samma håll i {held} av {worlds} världar: robust.",
    mostly="Det går åt samma håll i {held} av {worlds} världar: de flesta, inte alla.",
    contested=(
        "Men det går åt samma håll bara i {held} av {worlds} världar, så det hänger på vad som"
        " antas."
    ),
    reversed="Men de flesta världar säger motsatsen: det går åt samma håll i {held} av {worlds}.",
    counts=(
        "Av alla {n} utfall blir {better} bättre och {worse} sämre, med mer än slump.{wavering}"
        " {changed} ändras utan att bli bättre eller sämre, och {unclear} visar ingen tydlig"
        " skillnad."
    ),
    counts_wavering=" {wavering} till ändras mer än slump, men inte i de flesta världar.",
    other_side="Den andra sidan av saken",
    against="{which}, med mer än slump: {outcomes}.",
    moved="{outcome} ({difference}, {reading})",
    moved_in_worlds=(
        "{outcome} ({difference}, {reading}; åt samma håll i {held} av {worlds} världar)"
    ),
    and_more="{} till, uppräknade under kedjan nedan",
    none_against="Inget utfall blir {which} med mer än slump.",
    fragile="Av det som blir {which} är detta minst säkert: {outcomes}.",
    fragile_one="{outcome} (åt samma håll i {held} av {worlds} världar)",
    all_hold=(
        "Allt som blir {which} blir det i nio av tio världar. Det gäller inom de gränser som hålls"
        " för rimliga, och inte längre."
    ),
    not_asked=(
        "Om detta håller under andra antaganden har inte prövats: rapporten har inga världar."
    ),
    read_heading="Så läser du talen",
    read_chance=(
        "Av slump: hur långt bara slumpen kan flytta talet, över {n} par av körningar; av tjugo"
        " sådana intervall missar ett."
    ),
    read_clear="Tydlig betyder mer än slump. Det betyder inte stor; det avgör läsaren.",
    read_worlds=(
        "Världar: samma jämförelse under {n} andra uppsättningar värden av det som antas om"
        " människor och organisationer ({k} par av körningar i varje). Det som går åt samma håll i"
        " nästan alla hänger inte på våra gissningar. {calibrated}"
    ),
    read_no_worlds=(
        "Inga världar har prövats, så inget här säger hur mycket ett svar hänger på gissningar."
    ),
    calibrated="De är inte orimliga mot de publicerade resultat som modellen är anpassad till.",
    not_calibrated="De är spridda över allt rimligt, ännu inte prövade mot publicerade resultat.",
    better_is="\u25b2 högre är bättre, \u25bc lägre är bättre; inget märke: varken eller.",
    main_heading="Huvudjämförelsen",
    main_intro=(
        "Utfall nedåt i kedjan, från politik till samhälle: medel över de månader som räknas. De"
        " mindre talen säger vad som inte är känt: slump, världar och om riktningen håller."
    ),
    main_caption="{other} mot {baseline}",
    difference="Skillnad",
    by_chance="95 %, av slump",
    in_worlds="I nio av tio världar",
    direction="åt samma håll i",
    verdict="I ord",
    over_time="Månad för månad",
    picture_time="Hur det blir så, månad för månad.",
    who_heading="Vem som vinner och vem som förlorar",
    who_intro=(
        "Ett medelvärde döljer människor. Här är medborgare med enkla behov och med komplexa, och"
        " enheterna som möter dem."
    ),
    who_caption="Människor och enheter: {other} mot {baseline}",
    trust_simple="tillit vid slutet, medborgare med enkla behov",
    trust_complex="tillit vid slutet, medborgare med komplexa behov",
    who_units=(
        "{other}: av de {n} enheterna är medborgarnas tillit vid slutet tydligt högre i {gaining}"
        " och tydligt lägre i {losing}; {rest} visar ingen tydlig skillnad."
    ),
    who_units_same="{other}: alla {n} enheter slutar exakt som i {baseline}.",
    who_no_units="{other}: enheterna är inte desamma och jämförs därför inte en och en.",
    picture_needs="Medborgare med enkla och komplexa behov vid körningarnas slut.",
    chain_heading="Vad som händer längs kedjan",
    chain_intro="Blir det bättre på varje nivå, eller betalar en för en annan?",
    chain_both=(
        "Tydliga vinster: {gains}. Tydliga förluster: {losses}. Alla i kedjan vinner alltså inte."
    ),
    chain_gains="Tydliga vinster: {gains}. Ingen nivå har en tydlig förlust.",
    chain_loses="Tydliga förluster: {losses}. Ingen nivå har en tydlig vinst.",
    chain_wavers="mer än slump, men inte i de flesta världar: {}",
    chain_nothing="Ingen nivå har en tydlig vinst eller en tydlig förlust.",
    chain_better="bättre: {}",
    chain_worse="sämre: {}",
    chain_changed="ändrat, varken bättre eller sämre: {}",
    chain_unclear="ingen tydlig skillnad: {}",
    picture_chain="Signaler nedåt i kedjan, och information uppåt.",
    picture_reported="Det som redovisas uppåt, bredvid det som är sant och det medborgarna ser.",
)

WORDS: Mapping[str, ResultWords] = MappingProxyType({"en": EN, "sv": SV})
