"""Figures that a municipality has of a service: what they are called and what they are read from.

Sizes make the scenario; levels weigh the ensemble. A level is told apart from the model's by a
tolerance: what the model, a year's chance and how people answer may make of a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tillitsim.errors import did_you_mean
from tillitsim.locale import N_, _, languages, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.scenario.reading.text_files import shown
from tillitsim.studies.levels.sample import Sample
from tillitsim.studies.levels.statistics import engagement
from tillitsim.studies.levels.survey import share_at_least

SATISFIED = 4
"""Step of a five-point item from which somebody counts as satisfied."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, in ``unit``, which lies within ``bounds``.

    A level has a ``tolerance`` in the same unit, which is *assumed*: the scale of a Student-t
    error. ``outcome`` is what it is read from, where it is not asked in a survey.
    """

    name: str
    english: str
    unit: str
    bounds: tuple[float, float]
    tolerance: float | None = None
    outcome: str = ""

    def label(self, language: str) -> str:
        """What it is called."""
        return translator(language)(self.english)

    @property
    def reader(self) -> Callable[[Sample], float] | None:
        """How a level is read from a run; None where this version of the model has it not."""
        if self.name in SURVEYED:
            return SURVEYED[self.name]
        if self.outcome not in OUTCOMES:
            return None
        return lambda sample: sample.mean_of(self.outcome)


def _satisfied(sample: Sample) -> float:
    return share_at_least(sample.ask_citizens("quality_perceived"), SATISFIED)


SURVEYED: Mapping[str, Callable[[Sample], float]] = {
    "satisfied": _satisfied,
    "engagement": engagement,
}
"""Figures that people are asked for."""

MANY = 10_000_000.0
FIGURES: Mapping[str, Figure] = {
    each.name: each
    for each in (
        Figure("inhabitants", N_("inhabitants"), N_("people"), (1, MANY)),
        Figure("users", N_("users"), N_("people who have the service"), (1, MANY)),
        Figure("staff", N_("staff"), N_("full-time posts"), (1, MANY)),
        Figure("units", N_("units"), N_("units with a manager of their own"), (1, 20_000)),
        Figure("satisfied", N_("share satisfied"), N_("percent of users"), (0, 100), 8.0),
        Figure("engagement", N_("engagement index"), N_("index 0-100"), (0, 100), 8.0),
        Figure("turnover", N_("staff who leave"), N_("percent a year"), (0, 100), 5.0, "turnover"),
        Figure(
            "sick_leave",
            N_("sick-leave spells"),
            N_("of over 14 days, per 1,000 staff a year"),
            (0, 1000),
            60.0,
            "sick_leave",
        ),
        Figure(
            "absence", N_("sickness absence"), N_("percent of the time"), (0, 100), 2.0, "absence"
        ),
        Figure(
            "continuity",
            N_("different staff in 14 days"),
            N_("persons"),
            (1, 200),
            4.0,
            "continuity",
        ),
        Figure("waiting", N_("users who wait"), N_("of 1,000 users"), (0, 1000), 20.0, "waiting"),
        Figure("cost", N_("cost per user"), N_("kronor a year"), (0, 1e9)),
    )
}
"""All figures that are asked for, in that order."""

SIZES = ("inhabitants", "users", "staff", "units")
UNUSED = ("cost",)
"""Figures that are written down but have nothing in the model to be compared with: money."""

KOLADA: Mapping[str, str] = {"U21401": "continuity"}
"""Key figures of Kolada (kolada.se) whose definition has been read, and what they are here."""


def figure_called(name: str) -> Figure:
    """The figure that somebody calls so, in any language or by Kolada's id.

    Raises
    ------
    ValueError
        In a sentence, when none is called so.
    """
    word = " ".join(name.split()).lower()
    if name.strip().upper() in KOLADA:
        return FIGURES[KOLADA[name.strip().upper()]]
    called = {each.name: each for each in FIGURES.values()}
    called |= {
        each.label(language).lower(): each for each in FIGURES.values() for language in languages()
    }
    if word in called:
        return called[word]
    unknown = _("'{name}' is no figure that is known here").format(name=shown(name))
    raise ValueError(
        unknown
        + (
            did_you_mean(word, called)
            or _("; of Kolada's key figures {known} is. Write others by name: {names}.").format(
                known=", ".join(KOLADA), names=", ".join(FIGURES)
            )
        )
    )
