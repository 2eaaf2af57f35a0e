"""The words of sweeps and of their results, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepWords:
    """One language; texts in braces are filled in by :meth:`str.format`."""

    # before and on the way
    working: str
    pace: str
    failures: str
    asked: str
    forecast: str
    takes: str
    units: tuple[str, str, str]
    disk: str
    pilot: str
    may_add: str
    already: str
    shared: str
    # what came of it
    size: str
    counted: str
    replicates_added: str
    interrupted: str
    budget: str
    shard_done: str
    halted: str
    failed: str
    retry: str
    damaged: str
    foreign: str
    files: str
    parts_only: str
    origin: str
    # the table
    arm: str
    mean: str
    interval: str
    difference: str
    highest: str
    median: str
    lowest: str
    of_points: str
    at: str
    against: str
    chance: str
    unpaired: str
    picked: str
    nothing: str
    # results
    sound: str
    not_sound: str
    table_bad: str
    written: str


EN = SweepWords(
    working="Sweeping {}",
    pace="{} runs/s",
    failures="{} failed",
    asked="Finishing what is under way; Ctrl-C again stops at once.",
    forecast="{points} points x {replicates} replicates = {runs} runs",
    takes="Time: about {time} with {workers} workers ({pace} a run)",
    units=("{} s", "{} min", "{} h"),
    disk="Disk: about {} MB",
    pilot="Reckoned from a few runs, roughly; nothing is written by --dry-run.",
    may_add="The stopping rule may go on to {} replicates.",
    already="{} of them are there already.",
    shared="Some points are given exactly the same and share their runs.",
    size="{points} points, {replicates} replicates, {runs} runs",
    counted="{done} done, {failed} failed, {missing} missing",
    replicates_added="The stopping rule went on to {} replicates.",
    interrupted="Stopped as you asked, {done} of {runs} runs done.",
    budget="The time is used up, {done} of {runs} runs done.",
    shard_done="This shard is done; {missing} runs are left to other shards.",
    halted="Nothing finished is lost: the same command again goes on from there.",
    failed="{count} of {runs} runs failed: {reason}",
    retry="The others are done. --retry-failed does those that failed again.",
    damaged="Damaged files, set aside in {folder} and made anew: {names}",
    foreign="{count} parts belong to another experiment or version; left alone and not used.",
    files="All runs: {}",
    parts_only="Runs so far: {}",
    origin="seed {} · sweep {} · tillitsim {}",
    arm="Arm",
    mean="Mean",
    interval="95%*",
    difference="Difference",
    highest="highest",
    median="median",
    lowest="lowest",
    of_points="{outcome}, {reading}: {count} points",
    at="where",
    against="difference to {}",
    chance=(
        "* Chance only: how far luck moves a mean of {} replicates. Differences are to {} and"
        " paired: the same replicate has the same luck in every arm. What we do not know about"
        " people, tasks and mechanisms is not in it."
    ),
    unpaired=(
        "* Chance only: how far luck moves a mean of {} replicates. What we do not know about"
        " people, tasks and mechanisms is not in it."
    ),
    picked="The highest and lowest of many points are partly luck; their intervals do not know it.",
    nothing="No run has outcomes yet.",
    sound="Every part is as it was written.",
    not_sound="Damaged: {}",
    table_bad="Damaged or missing: {}; 'tillitsim sweep' with the same words writes it anew.",
    written="Written: {}",
)

SV = SweepWords(
    working="Sveper {}",
    pace="{} körningar/s",
    failures="{} misslyckade",
    asked="Gör klart det som pågår; Ctrl-C en gång till avbryter genast.",
    forecast="{points} punkter x {replicates} upprepningar = {runs} körningar",
    takes="Tid: ungefär {time} med {workers} arbetare ({pace} per körning)",
    units=("{} s", "{} min", "{} h"),
    disk="Disk: ungefär {} MB",
    pilot="Grovt räknat från några få körningar; --dry-run skriver ingenting.",
    may_add="Stoppregeln kan fortsätta till {} upprepningar.",
    already="{} av dem finns redan.",
    shared="Några punkter får exakt samma förutsättningar och delar körningar.",
    size="{points} punkter, {replicates} upprepningar, {runs} körningar",
    counted="{done} klara, {failed} misslyckade, {missing} saknas",
    replicates_added="Stoppregeln fortsatte till {} upprepningar.",
    interrupted="Avbröts på din begäran, {done} av {runs} körningar klara.",
    budget="Tiden är slut, {done} av {runs} körningar klara.",
    shard_done="Den här delen är klar; {missing} körningar är kvar för andra delar.",
    halted="Inget som är klart har gått förlorat: samma kommando igen fortsätter därifrån.",
    failed="{count} av {runs} körningar misslyckades: {reason}",
    retry="De andra är klara. --retry-failed gör om dem som misslyckades.",
    damaged="Skadade filer, undanlagda i {folder} och gjorda på nytt: {names}",
    foreign="{count} delar hör till ett annat experiment eller en annan version; de används inte.",
    files="Alla körningar: {}",
    parts_only="Körningar hittills: {}",
    origin="frö {} · svep {} · tillitsim {}",
    arm="Alternativ",
    mean="Medel",
    interval="95 %*",
    difference="Skillnad",
    highest="högst",
    median="median",
    lowest="lägst",
    of_points="{outcome}, {reading}: {count} punkter",
    at="var",
    against="skillnad mot {}",
    chance=(
        "* Bara slump: hur långt slumpen flyttar ett medelvärde av {} upprepningar. Skillnader är"
        " mot {} och parvisa: samma upprepning har samma slump i alla alternativ. Det vi inte vet"
        " om människor, uppgifter och mekanismer ingår inte."
    ),
    unpaired=(
        "* Bara slump: hur långt slumpen flyttar ett medelvärde av {} upprepningar. Det vi inte vet"
        " om människor, uppgifter och mekanismer ingår inte."
    ),
    picked="Högst och lägst av många punkter är delvis slump; deras intervall vet inte om det.",
    nothing="Ingen körning har utfall ännu.",
    sound="Varje del är som den skrevs.",
    not_sound="Skadade: {}",
    table_bad="Skadad eller borta: {}; samma 'tillitsim sweep' skriver den på nytt.",
    written="Skrivet: {}",
)

WORDS: Mapping[str, SweepWords] = MappingProxyType({"en": EN, "sv": SV})
