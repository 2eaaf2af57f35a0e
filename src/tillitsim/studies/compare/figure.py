"""Every picture of a comparison, by name: each one function from results to a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from tillitsim.locale import translator
from tillitsim.studies.compare.analysis import Comparison
from tillitsim.studies.compare.chain_figure import chain_alternative, chain_figure
from tillitsim.studies.compare.final_states import Ending
from tillitsim.studies.compare.needs_figure import needs_alternative, needs_figure
from tillitsim.studies.compare.over_time_figure import over_time_alternative, over_time_figure
from tillitsim.studies.compare.rank_influence import influences
from tillitsim.studies.compare.reported_figure import reported_alternative, reported_figure
from tillitsim.studies.compare.strip_figure import strip_alternative, strip_figure
from tillitsim.studies.compare.table import finding, headline, main_outcome, origin
from tillitsim.studies.compare.tornado_figure import tornado_alternative, tornado_figure
from tillitsim.view.text import title_of

PANELS = 12
"""Outcomes that are drawn over time at most."""

WANTED = (
    "trust_in_operations",
    "discretion_used",
    "co_operation",
    "will",
    "dare",
    "administrative_burden",
    "good_meetings",
    "quality_complex",
    "reporting_gap",
    "trust_in_service",
    "trust_in_democracy",
    "cost_per_good_meeting",
)
"""Which of too many outcomes are drawn over time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with the name of its file, its title and what it shows in words."""

    name: str
    figure: Figure
    title: str
    alternative: str


def compare_pictures(
    found: Comparison,
    outcomes: Sequence[str],
    names: Sequence[str],
    endings: Sequence[Ending],
    language: str,
) -> Iterator[Picture]:
    """The pictures of ``names``, one by one; ``endings`` are needed by ``needs`` alone."""
    title = headline(found, language)
    order = [found.known(i) for i in (found.baseline, *found.others)]
    sets = len(found.parameter_sets)
    for name in names:
        if name == "compare":
            yield Picture(
                name,
                strip_figure(found, outcomes, language),
                finding(found, main_outcome(outcomes), language),
                strip_alternative(found, outcomes, language),
            )
        elif name == "over-time":
            few = panels(outcomes)
            yield Picture(
                name,
                over_time_figure(found, few, language),
                title,
                over_time_alternative(found, few, language),
            )
        elif name == "chain":
            yield Picture(
                name, chain_figure(order, sets, language), title, chain_alternative(order, language)
            )
        elif name == "reported":
            yield Picture(
                name,
                reported_figure(order, sets, language),
                title,
                reported_alternative(order, language),
            )
        elif name == "needs":
            yield Picture(
                name,
                needs_figure(endings, found.seed, language),
                title,
                needs_alternative(endings, language),
            )
        else:
            yield from _tornadoes(found, outcomes, language)


def panels(outcomes: Sequence[str]) -> tuple[str, ...]:
    """As many outcomes as fit, spread down the chain."""
    if len(outcomes) <= PANELS:
        return tuple(outcomes)
    kept = [name for name in WANTED if name in outcomes]
    return tuple((kept + [name for name in outcomes if name not in kept])[:PANELS])


def _tornadoes(found: Comparison, outcomes: Sequence[str], language: str) -> Iterator[Picture]:
    """A tornado a scenario, of good meetings where they are asked for, else the first outcome."""
    name = main_outcome(outcomes)
    known, _ = found.results[found.baseline], translator(language)
    outcome = known.declared[name]
    for i in found.others:
        in_sets = found.set_differences(i)
        values = np.array([]) if in_sets is None else in_sets[:, known.names.index(name)]
        there = values[np.isfinite(values)]
        scenario = found.scenarios[i]
        compared = [found.scenarios[found.baseline], scenario]
        pair = _("{scenario} against {baseline}").format(
            scenario=title_of(scenario, language), baseline=title_of(compared[0], language)
        )
        rows = influences(found.parameter_sets, values)
        varied = [
            p
            for p in found.parameter_sets[0]
            if len({parameter_set[p] for parameter_set in found.parameter_sets}) > 1
        ]
        several = f"-{scenario.name}-{i + 1}" if len(found.others) > 1 else ""
        yield Picture(
            f"tornado{several}",
            tornado_figure(
                rows,
                outcome,
                float(there.mean()) if len(there) else float("nan"),
                len(there),
                len(varied),
                origin(compared, found.seed, language),
                language,
                pair=pair,
            ),
            pair,
            tornado_alternative(rows, outcome, language),
        )
