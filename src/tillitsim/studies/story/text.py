"""A citizen's story in plain words, made from the facts of a run and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tillitsim.errors import InputError
from tillitsim.scenario.load import load
from tillitsim.studies.story.analysis import Story
from tillitsim.view.numbers import decimal

HOURS_A_WEEK = 40.0
SMALL = 0.25
LARGE = 1.0


def degree(value: float, words: tuple[str, str, str]) -> str:
    """One of three words for a level in [0, 1]: low, middle, high."""
    return words[0] if value < 1.0 / 3.0 else words[1] if value < 2.0 / 3.0 else words[2]


def gap(value: float, words: tuple[str, str, str]) -> str:
    """One of three words for a distance in standard deviations of an ordinary need."""
    return words[0] if abs(value) < SMALL else words[1] if abs(value) < LARGE else words[2]


def number(value: float, digits: int, language: str) -> str:
    """A number as the language writes it, with a sign when it is not positive by nature."""
    return decimal(value, digits, language)


def service(story: Story, language: str) -> str:
    """Which service and which kind of council it was, in a mixture: `` (preschool in 'town')``."""
    if not story.service:
        return ""
    try:
        name = load(story.service).sector.get(language, story.service)
    except InputError:
        name = story.service
    return f" ({name}, {story.council})"


def _english(story: Story) -> list[tuple[str, str]]:
    def percent(value: float) -> str:
        return f"{number(100 * value, 0, 'en')}%"

    kind = (
        "simpler than usual" if story.complexity < 0.8
        else "more complex than usual" if story.complexity > 1.25
        else "of ordinary complexity"
    )  # fmt: skip
    waited = (
        "was met in the same month" if story.months_waited == 0
        else f"had waited {story.months_waited} "
        + ("month" if story.months_waited == 1 else "months")
    )  # fmt: skip
    met = "once" if story.visits_before == 1 else f"{story.visits_before} times"
    known = (
        "They had not met before." if story.visits_before == 0 else f"They had met {met} before."
    )
    left = {0: "nobody was", 1: "1 other was"}.get(
        story.waiting_in_unit, f"{story.waiting_in_unit} others were"
    )
    followed = (
        "followed the handbook closely" if story.used < 0.2
        else "went part of the way from the handbook to their own judgement" if story.used < 0.6
        else "mostly followed their own judgement"
    )  # fmt: skip
    audit = {
        0: "Nobody audited that month's work.",
        1: "An audit read the month's work as good.",
        -1: "An audit read the month's work as bad.",
    }[story.audited]
    pressure = (
        "did not change" if abs(story.pressure_after - story.pressure_before) < 0.005
        else "rose" if story.pressure_after > story.pressure_before
        else "fell"
    )  # fmt: skip
    return [
        (
            "The need",
            f"In month {story.month}, citizen {story.citizen} needed help. The person's needs are "
            f"{kind}; the citizen {waited}. Trust in the service was "
            f"{percent(story.trust_before)} of what it could be.",
        ),
        (
            "Who met it",
            f"Staff member {story.staff} in unit {story.unit}{service(story, 'en')}, "
            f"{story.months_in_post} months in the post. {known} The unit's workload was "
            f"{percent(story.load)} of the norm, and {left} left waiting.",
        ),
        (
            "Could, would, dared",
            f"Competence was {degree(story.can, ('low', 'middling', 'high'))} "
            f"({percent(story.can)}), motivation "
            f"{degree(story.will, ('low', 'middling', 'high'))} ({percent(story.will)}) and "
            f"daring {degree(story.dare, ('low', 'middling', 'high'))} ({percent(story.dare)}). "
            f"Administration took "
            f"{number(HOURS_A_WEEK * story.administration, 1, 'en')} hours of the week, and the "
            f"case got {percent(story.time_for_case)} of the ordinary time.",
        ),
        (
            "The mandate",
            f"The manager believed in the person to {percent(story.belief)} and granted "
            f"{percent(story.granted)} discretion; {percent(story.used)} was used.",
        ),
        (
            "The rule and the judgement",
            f"The need lay {number(story.need, 2, 'en')} from the middle of the handbook (in "
            f"ordinary needs). The handbook said {number(story.handbook_says, 2, 'en')}, "
            f"{gap(story.handbook_says - story.need, ('close to it', 'some way off', 'far off'))}. "
            f"The person saw {number(story.seen, 2, 'en')} and judged "
            f"{number(story.own_judgement, 2, 'en')}, "
            f"{gap(story.own_judgement - story.need, ('close', 'some way off', 'far off'))}. What "
            f"was done, {number(story.done, 2, 'en')}, {followed}.",
        ),
        (
            "How it went",
            f"The help fitted the need to {percent(story.fit)} and the quality of the meeting was "
            f"{percent(story.quality)}: {'a good meeting' if story.good else 'not a good meeting'}."
            f"{' It did harm.' if story.harm else ''} The citizen perceived "
            f"{percent(story.perceived)}, and trust went to {percent(story.trust_after)}.",
        ),
        (
            "What was reported",
            f"The unit reported {percent(story.unit_reported)}; its true quality of late was "
            f"{percent(story.unit_quality)}. {percent(story.gaming)} of what was missing in the "
            f"person's results was made up. {audit}",
        ),
        (
            "What politics heard",
            f"The council heard {percent(story.heard)}. Its pressure on the services {pressure} "
            f"(from {number(story.pressure_before, 2, 'en')} to "
            f"{number(story.pressure_after, 2, 'en')}), with a rule stock of "
            f"{number(story.rules, 2, 'en')}.",
        ),
    ]


def _swedish(story: Story) -> list[tuple[str, str]]:
    def percent(value: float) -> str:
        return f"{number(100 * value, 0, 'sv')}\N{NO-BREAK SPACE}%"

    kind = (
        "enklare än vanligt" if story.complexity < 0.8
        else "mer komplexa än vanligt" if story.complexity > 1.25
        else "ungefär som vanligt komplexa"
    )  # fmt: skip
    waited = (
        "fick ett möte samma månad" if story.months_waited == 0
        else f"hade väntat i {story.months_waited} "
        + ("månad" if story.months_waited == 1 else "månader")
    )  # fmt: skip
    met = "en gång" if story.visits_before == 1 else f"{story.visits_before} gånger"
    known = (
        "De hade inte träffats förut."
        if story.visits_before == 0
        else f"De hade träffats {met} förut."
    )
    left = {0: "ingen annan", 1: "1 annan"}.get(
        story.waiting_in_unit, f"{story.waiting_in_unit} andra"
    )
    followed = (
        "följde handboken nära" if story.used < 0.2
        else "låg en bit på väg från handboken till det egna omdömet" if story.used < 0.6
        else "följde mest det egna omdömet"
    )  # fmt: skip
    audit = {
        0: "Ingen granskade den månadens arbete.",
        1: "En granskning bedömde månadens arbete som gott.",
        -1: "En granskning bedömde månadens arbete som dåligt.",
    }[story.audited]
    pressure = (
        "ändrades inte" if abs(story.pressure_after - story.pressure_before) < 0.005
        else "ökade" if story.pressure_after > story.pressure_before
        else "minskade"
    )  # fmt: skip
    return [
        (
            "Behovet",
            f"Månad {story.month} behövde medborgare {story.citizen} hjälp. Personens behov är "
            f"{kind}; medborgaren {waited}. Tilliten till tjänsten var "
            f"{percent(story.trust_before)} av vad den kunde vara.",
        ),
        (
            "Vem som mötte det",
            f"Medarbetare {story.staff} på enhet {story.unit}{service(story, 'sv')}, "
            f"{story.months_in_post} månader på posten. {known} Enhetens belastning var "
            f"{percent(story.load)} av normen, och {left} fick vänta.",
        ),
        (
            "Kunde, ville, vågade",
            f"Kompetensen var {degree(story.can, ('låg', 'måttlig', 'hög'))} "
            f"({percent(story.can)}), viljan "
            f"{degree(story.will, ('låg', 'måttlig', 'hög'))} ({percent(story.will)}) och modet "
            f"{degree(story.dare, ('lågt', 'måttligt', 'högt'))} ({percent(story.dare)}). "
            f"Administration tog {number(HOURS_A_WEEK * story.administration, 1, 'sv')} timmar av "
            f"veckan, och ärendet fick {percent(story.time_for_case)} av den vanliga tiden.",
        ),
        (
            "Mandatet",
            f"Chefen trodde på personen till {percent(story.belief)} och gav "
            f"{percent(story.granted)} handlingsutrymme; {percent(story.used)} användes.",
        ),
        (
            "Regeln och omdömet",
            f"Behovet låg {number(story.need, 2, 'sv')} från handbokens mitt (räknat i vanliga "
            f"behov). Handboken sade {number(story.handbook_says, 2, 'sv')}, "
            f"{gap(story.handbook_says - story.need, ('nära', 'en bit ifrån', 'långt ifrån'))}. "
            f"Personen såg {number(story.seen, 2, 'sv')} och bedömde "
            f"{number(story.own_judgement, 2, 'sv')}, "
            f"{gap(story.own_judgement - story.need, ('nära', 'en bit ifrån', 'långt ifrån'))}. "
            f"Det som gjordes, {number(story.done, 2, 'sv')}, {followed}.",
        ),
        (
            "Hur det gick",
            f"Hjälpen passade behovet till {percent(story.fit)} och mötets kvalitet var "
            f"{percent(story.quality)}: {'ett gott möte' if story.good else 'inte ett gott möte'}."
            f"{' Det ledde till en skada.' if story.harm else ''} Medborgaren upplevde "
            f"{percent(story.perceived)}, och tilliten blev {percent(story.trust_after)}.",
        ),
        (
            "Vad som redovisades",
            f"Enheten redovisade {percent(story.unit_reported)}; dess verkliga kvalitet på senare "
            f"tid var {percent(story.unit_quality)}. {percent(story.gaming)} av det som saknades "
            f"i personens resultat skönmålades. {audit}",
        ),
        (
            "Vad politiken fick höra",
            f"Nämnden fick höra {percent(story.heard)}. Dess tryck på verksamheten {pressure} "
            f"(från {number(story.pressure_before, 2, 'sv')} till "
            f"{number(story.pressure_after, 2, 'sv')}), med en regelmängd på "
            f"{number(story.rules, 2, 'sv')}.",
        ),
    ]


CHAPTERS: Mapping[str, Callable[[Story], list[tuple[str, str]]]] = MappingProxyType(
    {"en": _english, "sv": _swedish}
)


def chapters(story: Story, language: str) -> list[tuple[str, str]]:
    """The story as (heading, paragraph) in ``"sv"`` or ``"en"``."""
    return CHAPTERS[language](story)
