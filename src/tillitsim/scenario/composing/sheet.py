"""What one scenario file says and no more, checked against the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field as Default

from tillitsim.locale import N_, _
from tillitsim.locale.person import FORMS, forms_of
from tillitsim.scenario.composing.interventions import Change, interventions
from tillitsim.scenario.declared import mix
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.reading.document import Document
from tillitsim.scenario.reading.fields import (
    Choice,
    Field,
    Mechanisms,
    Missing,
    OfParameter,
    Schema,
    Table,
    Text,
    Texts,
    Whole,
)
from tillitsim.scenario.reading.problems import REST, Problems, content_of
from tillitsim.scenario.reading.text_files import shown
from tillitsim.scenario.reading.values import (
    Fault,
    Settings,
    Values,
    is_group,
    leaves,
    refuse,
    suggestion,
)
from tillitsim.scenario.schema import Intervention, Neutral

NEUTRALS = ("none", "soft", "all")
MONTHS = (1, 2400)
MOST_COUNCILS = 1000
SIZES = ("units", "staff", "citizens")
WORDS = (
    "extends",
    "months",
    "burn_in",
    "spin_up",
    "title",
    "description",
    "sector",
    "person",
    "sources",
    "interventions",
    "councils",
    "without",
    "neutral",
    "ensemble",
)


@dataclass(frozen=True, slots=True)
class Sources(Field):
    """Reasons by parameter or by group of parameters, as text."""

    def read(self, given: object) -> dict[str, str]:
        """Reasons by name."""
        if not isinstance(given, Mapping):
            raise ValueError(_('must be a table such as "task.variety" = "assumed".'))
        reasons: dict[str, str] = {}
        faults: list[Fault] = []
        for steps, text in leaves(given):
            name = ".".join(steps)
            known = name in PARAMETERS or is_group(name) or name in {"months", "burn_in", "spin_up"}
            if not isinstance(text, str):
                sentence = _("must be a text in quotes: author and year, or 'assumed'.")
                faults.append(Fault(steps, sentence, shown(name)))
            elif not known:
                advice = suggestion(name, ()) if len(faults) < 50 else ""
                faults.append(
                    Fault(steps, _("no such setting{advice}").format(advice=advice), shown(name))
                )
            else:
                reasons[name] = text
        if faults:
            refuse(faults)
        return reasons

    def schema(self) -> Schema:
        """A table of texts."""
        text: Schema = {"type": "string"}
        return {"type": "object", "properties": dict.fromkeys(PARAMETERS, text)}


@dataclass(frozen=True, slots=True)
class Person(Field):
    """What a citizen is called in each language, in its forms with commas between them."""

    def read(self, given: object) -> dict[str, str]:
        """Forms by language."""
        if not isinstance(given, Mapping):
            raise ValueError(_('must be a table such as en = "user, users".'))
        faults = []
        for language, text in given.items():
            wanted = FORMS.get(language)
            forms = forms_of(text) if isinstance(text, str) else ()
            if wanted is None or len(forms) != wanted or not all(forms):
                sentence = _(
                    'write en = "user, users" or sv = "brukare, brukare, brukaren, brukarna".'
                )
                faults.append(Fault((language,), sentence))
        if faults:
            refuse(faults)
        return dict(given)

    def schema(self) -> Schema:
        """A table of texts."""
        text: Schema = {"type": "string"}
        properties = dict.fromkeys(FORMS, text)
        return {"type": "object", "properties": properties, "additionalProperties": False}


class SectorBlock(Table):
    """One sector of a mixture: a scenario by name or path, and its sizes."""

    name: Annotated[str, Text(one_line=True, empty=True)] = ""
    scenario: Annotated[
        str,
        Text(),
        Missing(
            N_(
                "not given; write the name or path of the scenario that this sector takes its"
                " values from."
            )
        ),
    ]
    units: Annotated[float | None, OfParameter("chain.units")] = None
    staff: Annotated[float | None, OfParameter("chain.staff")] = None
    citizens: Annotated[float | None, OfParameter("chain.citizens")] = None

    @property
    def sizes(self) -> dict[str, float]:
        """The sizes that it gives, by parameter."""
        given = {f"chain.{name}": getattr(self, name) for name in SIZES}
        return {name: size for name, size in given.items() if size is not None}


class CouncilBlock(Table):
    """Councils of one kind in a mixture."""

    name: Annotated[str, Text(one_line=True, empty=True)] = ""
    count: Annotated[int, Whole(1, MOST_COUNCILS)] = 1
    politicians: Annotated[float | None, OfParameter("chain.politicians")] = None
    sectors: tuple[SectorBlock, ...] = ()


class ScenarioFile(Table):
    """The keys of a scenario file; every other key is a setting, or a group of them."""

    extends: Annotated[str | None, Text(wrong=N_("must be a text, not '{}'."))] = None
    months: Annotated[int | None, Whole(*MONTHS)] = None
    burn_in: Annotated[int | None, Whole(0, MONTHS[1] - 1)] = None
    spin_up: Annotated[int | None, Whole(0, MONTHS[1])] = None
    title: Annotated[dict[str, str], Texts()] = Default(default_factory=dict)
    description: Annotated[dict[str, str], Texts()] = Default(default_factory=dict)
    sector: Annotated[dict[str, str], Texts()] = Default(default_factory=dict)
    person: Annotated[dict[str, str], Person()] = Default(default_factory=dict)
    sources: Annotated[dict[str, str], Sources()] = Default(default_factory=dict)
    interventions: tuple[Change, ...] = ()
    councils: tuple[CouncilBlock, ...] | None = None
    without: Annotated[frozenset[str] | None, Mechanisms()] = None
    neutral: Annotated[
        Neutral | None,
        Choice(NEUTRALS, N_('{} is not a choice; write "none", "soft" or "all".')),
    ] = None
    ensemble: Annotated[str | None, Text(one_line=True)] = None
    rest: Annotated[Values, Settings(words=WORDS)] = Default(default_factory=Values)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one file says, with the lines of its values; None or empty where it says nothing."""

    document: Document
    content: ScenarioFile = field(default_factory=ScenarioFile)
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def values(self) -> Mapping[str, float]:
        """Values by parameter."""
        return self.content.rest

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        """The changes over time, with the values as given."""
        return interventions(self.content.interventions)

    @property
    def sources(self) -> dict[str, str]:
        """Reasons by parameter; the reason for a group goes to each of its values in the file.

        A reason beside a value comes before one under ``[sources]``.
        """
        changes = [each.set for each in self.content.interventions]
        given = {name for values in (self.values, *changes) for name in values}
        written = self.content.sources
        reasons = {
            each: text
            for group, text in written.items()
            for each in given
            if group not in PARAMETERS and each.startswith(f"{group}.")
        }
        reasons |= {name: text for name, text in written.items() if name in PARAMETERS}
        for values in (self.content.rest, *changes):
            reasons |= values.sources
        return reasons


def sheet(document: Document, problems: Problems) -> Sheet:
    """What a document says; whatever is wrong with it is added to ``problems``."""
    words: dict[str, object] = {k: v for k, v in document.table.items() if k in WORDS}
    settings = {k: v for k, v in document.table.items() if k not in WORDS}
    problems.extend(document.faults)
    found = content_of(ScenarioFile, document, problems, {**words, REST: settings})
    if found is None:
        return Sheet(document)
    values = found.model.rest
    lost = {
        ".".join(map(str, path[1:])) for path in found.wrong if path[0] == REST and len(path) > 1
    }
    for shares in mix.ALL:
        wrong = mix.complaint(values, shares, lost)
        if wrong:
            problems.add(f"{document.at(shares[0].partition('.')[0])}{wrong}.")
    lines = {}
    for steps in (steps for steps, _leaf in leaves(settings)):
        name = ".".join(steps)
        if name in values:
            lines[name] = document.line(*steps)
    _check_councils(document, found.model, problems)
    return Sheet(document, found.model, lines)


def _check_councils(document: Document, content: ScenarioFile, problems: Problems) -> None:
    """Note councils without sectors, and a list without councils."""
    if content.councils is not None and not content.councils:
        problems.add(
            _("{place}councils: empty; give at least one block.").format(
                place=document.at("councils")
            )
        )
    for place, block in enumerate(content.councils or ()):
        if not block.sectors:
            problems.add(
                _(
                    "{place}councils.{number}: no sectors; give at least one [[councils.sectors]]"
                    ' with scenario = "...".'
                ).format(place=document.at("councils", place), number=place + 1)
            )
