"""The words of comparisons, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    working: str
    title: str
    against: str
    outcome: str
    baseline: str
    difference: str
    chance: str
    sign: str
    most_worlds: str
    reads: str
    verdicts: Mapping[str, str]
    better: str
    worse: str
    not_robust: str
    held: str
    held_zero: str
    coincide: str
    coincide_line: str
    flips: str
    flips_one: str
    note_chance: str
    note_worlds: str
    calibrated: str
    not_calibrated: str
    no_worlds: str
    own_scale: str
    over_time: str
    band_chance: str
    band_worlds: str
    guess: str
    guesses: Mapping[str, str]
    result: str
    guess_right: str
    guess_wrong: str
    results_are: Mapping[str, str]
    files: str
    origin: str
    alternative: str
    alternative_row: str
    alternative_time: str
    alternative_line: str


EN = CompareWords(
    working="Comparing {} scenarios",
    title="{others}, against {baseline}",
    against="{scenario} against {baseline}",
    outcome="Outcome",
    baseline="Baseline",
    difference="Difference",
    chance="95% (chance)",
    sign="Sign holds in",
    most_worlds="In 9 of 10 worlds",
    reads="Reads",
    verdicts=MappingProxyType(
        {
            "same": "exactly the same",
            "unclear": "no clear difference",
            "higher": "higher",
            "lower": "lower",
        }
    ),
    better="better",
    worse="worse",
    not_robust="not robust",
    held="{held} of {worlds} worlds",
    held_zero="same in {held} of {worlds}",
    coincide="{scenario} and {baseline} coincide: every month of every run is the same.",
    coincide_line="the curves coincide",
    flips="What turns the sign",
    flips_one=(
        "{outcome}: {label} ({name}). The sign holds in {a} of {b} worlds where it is at most"
        " {threshold}, in {c} of {d} where it is higher."
    ),
    note_chance=(
        "95%: how far chance moves the difference over {n} pairs of runs that share their luck; of"
        " twenty such intervals, one misses."
    ),
    note_worlds=(
        "Worlds: the same comparison under {n} other sets of values of what the model assumes"
        " ({k} paired runs each); not robust: the sign holds in fewer than 7 of 10. {calibrated}"
    ),
    calibrated=(
        "They are not implausible beside the published findings that the model is fitted to."
    ),
    not_calibrated="They are prior draws, not yet calibrated: spread over all that is plausible.",
    no_worlds="Nothing is said here of what we do not know about mechanisms: --worlds was 0.",
    own_scale="Each row has a scale of its own, never finer than a fifth of what is possible.",
    over_time="Over time",
    band_chance=(
        "Grey field: burn-in, left out of the means. Line: mean of {n} runs. Dark band: the middle"
        " 80% of them (chance)."
    ),
    band_worlds="Light band: the middle 80% of {n} worlds.",
    guess="Your guess for {outcome}: {guess}.",
    guesses=MappingProxyType({"up": "up", "same": "about the same", "down": "down"}),
    result="The model, {scenario}: {result}, from {before} to {after} {reading}.",
    guess_right="You and the model agree.",
    guess_wrong="You and the model differ: what did one of you leave out?",
    results_are=MappingProxyType(
        {
            "same": "exactly the same",
            "unclear": "no clear difference",
            "higher": "up",
            "lower": "down",
        }
    ),
    files="Pictures and data: {}",
    origin="seed {} · scenarios {} · tillitsim {}",
    alternative="{title}. {rows}",
    alternative_row="{outcome}: from {before} to {after} {reading}, {verdict}{worlds}.",
    alternative_time="{title}, month by month. {rows}",
    alternative_line="{outcome}, {scenario}: {first} in the first month, {last} in the last.",
)

SV = CompareWords(
    working="Jämför {} scenarier",
    title="{others}, mot {baseline}",
    against="{scenario} mot {baseline}",
    outcome="Utfall",
    baseline="Jämförelse",
    difference="Skillnad",
    chance="95 % (slump)",
    sign="Tecknet håller i",
    most_worlds="I 9 av 10 världar",
    reads="Läses",
    verdicts=MappingProxyType(
        {
            "same": "exakt lika",
            "unclear": "ingen tydlig skillnad",
            "higher": "högre",
            "lower": "lägre",
        }
    ),
    better="bättre",
    worse="sämre",
    not_robust="inte robust",
    held="{held} av {worlds} världar",
    held_zero="lika i {held} av {worlds}",
    coincide="{scenario} och {baseline} sammanfaller: varje månad i varje körning är lika.",
    coincide_line="kurvorna sammanfaller",
    flips="Vad som vänder tecknet",
    flips_one=(
        "{outcome}: {label} ({name}). Tecknet håller i {a} av {b} världar där den är högst"
        " {threshold}, i {c} av {d} där den är högre."
    ),
    note_chance=(
        "95 %: hur långt slumpen flyttar skillnaden över {n} par av körningar som delar slump; av"
        " tjugo sådana intervall missar ett."
    ),
    note_worlds=(
        "Världar: samma jämförelse under {n} andra uppsättningar värden av det modellen antar"
        " ({k} parade körningar i varje); inte robust: tecknet håller i färre än 7 av 10."
        " {calibrated}"
    ),
    calibrated="De är inte orimliga mot de publicerade resultat som modellen är anpassad till.",
    not_calibrated=(
        "De är dragna ur det som är rimligt på förhand och ännu inte kalibrerade mot resultat."
    ),
    no_worlds="Inget sägs här om det vi inte vet om mekanismerna: --worlds var 0.",
    own_scale="Varje rad har sin egen skala, aldrig finare än en femtedel av det möjliga.",
    over_time="Över tid",
    band_chance=(
        "Grått fält: inkörning, räknas inte. Linje: medel av {n} körningar. Mörkt band: de"
        " mittersta 80 % av dem (slump)."
    ),
    band_worlds="Ljust band: de mittersta 80 % av {n} världar.",
    guess="Er gissning för {outcome}: {guess}.",
    guesses=MappingProxyType({"up": "upp", "same": "ungefär lika", "down": "ned"}),
    result="Modellen, {scenario}: {result}, från {before} till {after} {reading}.",
    guess_right="Ni och modellen är överens.",
    guess_wrong="Ni och modellen är oense: vad har en av er lämnat utanför?",
    results_are=MappingProxyType(
        {
            "same": "exakt lika",
            "unclear": "ingen tydlig skillnad",
            "higher": "upp",
            "lower": "ned",
        }
    ),
    files="Bilder och data: {}",
    origin="frö {} · scenarier {} · tillitsim {}",
    alternative="{title}. {rows}",
    alternative_row="{outcome}: från {before} till {after} {reading}, {verdict}{worlds}.",
    alternative_time="{title}, månad för månad. {rows}",
    alternative_line="{outcome}, {scenario}: {first} första månaden, {last} den sista.",
)

WORDS: Mapping[str, CompareWords] = MappingProxyType({"en": EN, "sv": SV})
