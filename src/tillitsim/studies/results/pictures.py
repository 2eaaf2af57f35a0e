"""The pictures that a sweep leaves: arms in order, or its first outcome along what was varied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.sweeps.ensemble import Asked, kept
from tillitsim.runs.sweeps.estimates import estimates
from tillitsim.studies.compare.analysis import Difference, Spread
from tillitsim.studies.compare.ranking import ranked
from tillitsim.studies.compare.ranking_figure import (
    Order,
    ranking_alternative,
    ranking_figure,
    ranking_title,
)
from tillitsim.studies.results.figure import sweep_figure, sweep_title
from tillitsim.studies.results.table import notes_of, sweep_origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from tillitsim.runs.sweeps.results import Stored


def sweep_pictures(stored: Stored, language: str) -> Iterator[tuple[str, Figure, str, str]]:
    """Name, figure, title and alternative of what a finished sweep shows of its first outcome."""
    name = stored.manifest["headline"][0]
    measured = stored.measured([name])
    if not np.isfinite(measured.values).any():
        return
    if len(stored.points.cells) == 1 and len(stored.points.arms) > 1 and name in OUTCOMES:
        order = order_of_arms(stored, name, language)
        yield (
            "sweep",
            ranking_figure(order, language),
            ranking_title(order, language),
            ranking_alternative(order, language),
        )
        return
    _ = translator(language)
    figure = sweep_figure(stored.points, measured, stored.manifest, language)
    title = sweep_title(stored.points, measured, stored.manifest, language)
    told = _("{title}. Every point, with default values alone.").format(title=title)
    yield "sweep", figure, title, told


def order_of_arms(stored: Stored, name: str, language: str) -> Order:
    """The arms in order in an outcome, over the ensemble where it was asked."""
    _ = translator(language)
    manifest, base = stored.manifest, stored.baseline
    titles = [arm["title"].get(language) or arm["name"] for arm in manifest["arms"]]
    asked = kept(stored.place.path, manifest["sweep"])
    known = estimates(stored.measured([name]), base)
    rows = []
    for arm in range(len(titles)):
        if arm == base:
            continue
        gap = known.differences
        rows.append(
            Difference(
                OUTCOMES[name],
                arm,
                float(known.means.mean[0, base, 0]),
                float(known.means.mean[0, arm, 0]),
                float(gap.mean[0, arm, 0]),
                float(gap.low[0, arm, 0]),
                float(gap.high[0, arm, 0]),
                int(gap.n[0, arm, 0]),
                same=False,
                spread=None if asked is None else _spread(asked, arm, base, name),
            )
        )
    replicates = str(int(known.means.n.max()))
    return Order(
        ranked(rows),
        dict(enumerate(titles)),
        titles[base],
        notes_of(replicates, titles[base], asked, language),
        sweep_origin(manifest, language),
    )


def _spread(asked: Asked, arm: int, base: int, name: str) -> Spread | None:
    gaps = asked.gaps(arm, base, name)
    levels = asked.level(base, name), asked.level(arm, name)
    found = asked.difference(arm, base, name)
    if gaps is None or found is None or levels[0] is None or levels[1] is None:
        return None
    return Spread(gaps[:, None], found[0], levels[0], levels[1], None)
