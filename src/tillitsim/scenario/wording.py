"""Words for people about parameters, in English and Swedish: groups, units, sources, origins."""

from __future__ import annotations

import math
import re

from tillitsim.scenario.parameter import Parameter
from tillitsim.scenario.schema import Origin

GROUPS: dict[str, tuple[str, str]] = {
    "mix": ("The mix of principles", "Blandningen av principer"),
    "chain": ("The steering chain", "Styrkedjan"),
    "task": ("The task", "Uppgiften"),
    "metric": ("The metric", "Måttet"),
    "people": ("Staff and citizens", "Medarbetare och medborgare"),
    "managers": ("Managers", "Chefer"),
    "politicians": ("Politicians", "Politiker"),
    "economy": ("The economy", "Ekonomin"),
    "politics": ("Politics", "Politiken"),
    "management": ("Management", "Ledningen"),
    "demand": ("Demand and choice", "Efterfrågan och val"),
    "burden": ("Administrative burden", "Administrativ börda"),
    "effort": ("Effort", "Insatsen"),
    "meeting": ("The meeting", "Mötet"),
    "reporting": ("Reporting", "Redovisningen"),
    "audit": ("Audit", "Granskningen"),
    "inspectorate": ("The inspectorate", "Tillsynen"),
    "learning": ("Learning", "Lärandet"),
    "motivation": ("Motivation: will", "Motivationen: vilja"),
    "safety": ("Psychological safety: dare", "Psykologisk trygghet: våga"),
    "trust": ("Trust", "Tilliten"),
    "workforce": ("The workforce", "Personalen"),
    "market": ("The market", "Marknaden"),
    "interaction": ("Interactions between instruments", "Samspel mellan instrument"),
    "profile": (
        "Profile table: each instrument under each principle",
        "Profiltabellen: varje instrument under varje princip",
    ),
    "instruments": (
        "Instruments fixed by a scenario, whatever the mix",
        "Instrument som ett scenario låser, oavsett blandningen",
    ),
    "managers.instruments": (
        "Instruments as managers prefer them",
        "Instrument som cheferna vill ha dem",
    ),
}
"""Groups of parameters in reading order: English, Swedish."""

UNITS_SV: dict[str, str] = {
    "-1 supportive - 1 controlling": "-1 stödjande - 1 styrande",
    "0 Theory X - 1 Theory Y": "0 teori X - 1 teori Y",
    "0 control - 1 dialogue": "0 kontroll - 1 dialog",
    "0 negotiated - 1 fixed": "0 förhandlat - 1 fast",
    "0 or 1, or a share": "0 eller 1, eller en andel",
    "0 quota - 1 own judgement": "0 kvot - 1 eget omdöme",
    "0 rules - 1 users": "0 regler - 1 brukare",
    "0-1": "0-1",
    "0-1 per unit": "0-1 per enhet",
    "1 = reference": "1 = referens",
    "accuracy": "träffsäkerhet",
    "cases per staff-month": "ärenden per medarbetare och månad",
    "councils": "nämnder",
    "coverage": "täckning",
    "drive": "drivkraft",
    "factor": "faktor",
    "goals": "mål",
    "incentive": "ersättning",
    "log": "log",
    "log per sd": "log per standardavvikelse",
    "log sd": "log standardavvikelse",
    "logit": "logit",
    "logit per unit distance": "logit per avståndsenhet",
    "measured result; 0 = none": "mätt resultat; 0 = ingen",
    "months": "månader",
    "months; 0 = never": "månader; 0 = aldrig",
    "of enrolment at start": "av antalet från början",
    "of the cost at the norm": "av kostnaden vid normen",
    "per audit": "per granskning",
    "per case": "per ärende",
    "per council": "per nämnd",
    "per event": "per händelse",
    "per month": "per månad",
    "per month and X": "per månad och X",
    "per month and coverage": "per månad och täckning",
    "per month and time share": "per månad och tidsandel",
    "per month waited": "per månads väntan",
    "per revision": "per revidering",
    "per rule stock": "per regelmängd",
    "per shared serious error and staff": "per delat allvarligt fel och medarbetare",
    "per staff-month": "per medarbetare och månad",
    "per staff-month audited": "per granskad medarbetarmånad",
    "per time share": "per tidsandel",
    "per unit": "per enhet",
    "per unit X": "per enhet X",
    "per unit coverage": "per enhet täckning",
    "per unit deficit": "per enhet underskott",
    "per unit drive": "per enhet drivkraft",
    "per unit effort": "per enhet insats",
    "per unit pressure": "per enhet tryck",
    "per unit psm": "per enhet samhällsmotivation",
    "per unit quality": "per enhet kvalitet",
    "per unit shortfall": "per enhet brist mot anspråk",
    "per unit trust": "per enhet tillit",
    "per unit-month": "per enhet och månad",
    "probability": "sannolikhet",
    "quality": "kvalitet",
    "rule stock": "regelmängd",
    "scandals per case": "skandaler per ärende",
    "sd": "standardavvikelser",
    "sd of need": "standardavvikelser av behov",
    "sd per month": "standardavvikelser per månad",
    "sd per unit turbulence": "standardavvikelser per enhet turbulens",
    "share": "andel",
    "share of drive": "andel av drivkraften",
    "share of the month": "andel av månaden",
    "squared miss": "miss i kvadrat",
    "staff per manager": "medarbetare per chef",
    "units": "enheter",
    "visits": "besök",
    "weight": "vikt",
}
"""Swedish for each declared unit."""

_SOURCE_SV = (
    (r"^assumed\b", "antaget"),
    (r"^calibrated\b", "kalibrerat mot publicerade fynd"),
    (r"^set by a scenario$", "sätts av ett scenario"),
    (r"\bset by the scenario\b", "sätts av scenariot"),
    (r"^none by default\b", "ingen som standard"),
    (r"^demonstration size$", "demonstrationsstorlek"),
    (r"^market pay by default$", "marknadslön som standard"),
    (r"^by definition of a quasi-market:", "per definition av en kvasimarknad:"),
    (r"^by definition\b", "per definition"),
    (r"^Swedish constitution: four years$", "regeringsformen: fyra år"),
    (r"\bnational mean about (\d+)", r"nationellt medel omkring \1"),
    (r"\babout 13% a year", "omkring 13 % om året"),
    (r"\basks for dialogue\b", "efterlyser dialog"),
    (r"\bdirection: ", "riktning: "),
    (r": direction; size assumed", ": riktning; storlek antagen"),
    (r"\bconcept: ", "begrepp: "),
)


def prefix_of(name: str) -> str:
    """The group that a parameter belongs to."""
    return name.rpartition(".")[0] if not name.startswith("profile.") else "profile"


def group_title(prefix: str, language: str) -> str:
    """What a group is about, in ``"sv"`` or ``"en"``."""
    return GROUPS[prefix][language == "sv"]


def unit_of(parameter: Parameter, language: str) -> str:
    """The unit of a parameter in ``"sv"`` or ``"en"``."""
    return UNITS_SV[parameter.unit] if language == "sv" else parameter.unit


def source_of(source: str, language: str) -> str:
    """A declared source, with its set phrases in Swedish when asked for."""
    if language == "sv":
        for pattern, swedish in _SOURCE_SV:
            source = re.sub(pattern, swedish, source)
    return source


def value_of(value: float, language: str) -> str:
    """A value as it may be typed in a scenario file; a word where it is unset."""
    if math.isnan(value):
        return "ej satt" if language == "sv" else "unset"
    return f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.6g}"


def origin_of(origin: Origin | None, language: str) -> str:
    """Where a value comes from, in a few words."""
    swedish = language == "sv"
    if origin is None or origin.kind == "default":
        return "standardvärde" if swedish else "default"
    if origin.kind in {"file", "base"}:
        where = f"{origin.file}:{origin.line}"
        return where if origin.kind == "file" else f"{'bas' if swedish else 'base'} {where}"
    words = {
        "set": ("--set", "--set"),
        "python": ("Python", "Python"),
        "neutral": ("neutral table", "neutral tabell"),
    }
    return words[origin.kind][swedish]
