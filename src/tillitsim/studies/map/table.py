"""Who wins where, as text and as records."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from tillitsim import __version__
from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.runs.statistics.likelihood import FEWEST, SCALE, Grade, grade_of
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.map.analysis import ALIKE, NOBODY, Winners
from tillitsim.view.numbers import decimal, number_or_none, percent, significant
from tillitsim.view.run_text import counted
from tillitsim.view.sureness import calibration_note
from tillitsim.view.table import Cell
from tillitsim.view.text import capital, title_of

WIDTH, BODY = 8.6, 6.2
Places = Mapping[str, tuple[float, float]]


def axis_label(parameter: str, language: str) -> str:
    """A parameter's label, with its name in a file."""
    return f"{PARAMETERS[parameter].label(language)} ({parameter})"


def winners_headline(found: Winners, language: str) -> str:
    """What is mapped."""
    _ = translator(language)
    outcome = OUTCOMES[found.outcome]
    return _("{outcome} ({reading}) in {scenario}, by {x} and {y}").format(
        outcome=capital(outcome.label(language)),
        reading=outcome.reading(language),
        scenario=title_of(found.scenario, language),
        x=found.x,
        y=found.y,
    )


def counts(found: Winners, language: str) -> list[str]:
    """How many cells each principle wins, and how many nobody does."""
    _, winner = translator(language), found.winner
    names = {_("{} is likely best").format(_(p)): i for i, p in enumerate(PRINCIPLES)}
    names |= {_("no difference that matters"): ALIKE, _("not known"): NOBODY}
    return [
        _("{name}: {count} of {total} cells").format(
            name=name, count=int((winner == i).sum()), total=winner.size
        )
        for name, i in names.items()
        if i == NOBODY or (winner == i).any()
    ]


def winners_title(found: Winners, language: str) -> str:
    """What was found, as a sentence."""
    _ = translator(language)
    return _("{scenario}: {counts}").format(
        scenario=title_of(found.scenario, language), counts="; ".join(counts(found, language))
    )


def winners_notes(found: Winners, places: Places, language: str) -> list[str]:
    """How to read the map, a sentence each."""
    _ = translator(language)
    lines = [
        _(
            "In each cell every principle leads in turn with {lead} of the mix; the number is how"
            " far the best lies above the others, a median."
        ).format(lead=percent(found.lead, language))
    ]
    if len(found.in_sets) >= FEWEST:
        lines += [
            _(
                "Filled: one is likely to be the best by what matters, in at least {likely} of {n}"
                " sets of other plausible assumptions; deep: very likely, {very} or more. It is"
                " chosen on half of them and read on the other half."
            ).format(
                likely=percent(SCALE[1][0], language),
                very=percent(SCALE[0][0], language),
                n=len(found.in_sets),
            ),
            calibration_note(
                language, calibrated=found.calibrated, own=bool(found.scenario.ensemble)
            ),
        ]
    else:
        lines.append(
            _("Too few other plausible assumptions were asked, so nobody is called the best.")
        )
    if places:
        lines.append(
            _(
                "Services stand where their own task lies; all else here is as in {scenario}."
            ).format(scenario=title_of(found.scenario, language))
        )
    return lines


def origin(found: Winners, language: str) -> str:
    """Seed, hash and version."""
    _ = translator(language)
    made = _("seed {} · scenario {} · tillitsim {}").format(
        found.seed, found.scenario.digest, __version__
    )
    return f"{counted(found.scenario, language)} · {made}"


def winners_alternative(found: Winners, language: str) -> str:
    """What the figure shows, in sentences."""
    _ = translator(language)
    return _("{title}. {headline}. {counts}.").format(
        title=_("Who wins where: {}").format(title_of(found.scenario, language)),
        headline=winners_headline(found, language),
        counts="; ".join(counts(found, language)),
    )


def winners_table(
    found: Winners, places: Places, language: str, heading: Callable[[str], str] = lambda text: text
) -> str:
    """The map in letters: large where very likely, small where likely, a dash where not known."""
    _ = translator(language)
    outcome, margin = OUTCOMES[found.outcome], found.margin
    letters = _letters(found, language)
    lines = [heading(winners_headline(found, language)), ""]
    side = max(len(significant(float(y), 2, language)) for y in found.ys)
    for row in reversed(range(len(found.ys))):
        cells = []
        for column in range(len(found.xs)):
            lead = decimal(float(margin[row, column]) * outcome.factor, outcome.digits, language)
            cells.append(f"{letters[row][column]} {lead}".rjust(8))
        lines.append(significant(float(found.ys[row]), 2, language).rjust(side) + "".join(cells))
    below = "".join(significant(float(x), 2, language).rjust(8) for x in found.xs)
    lines += [" " * side + below, ""]
    lines += [
        f"{axis}: {axis_label(name, language)}" for axis, name in (("x", found.x), ("y", found.y))
    ]
    lines.append(
        _(
            "Large letter: very likely the best; small: likely; dash: not known; =: no difference"
            " that matters."
        )
    )
    lines += ["; ".join(counts(found, language)) + ".", ""]
    lines += [*winners_notes(found, places, language), origin(found, language)]
    return "\n".join(lines) + "\n"


def _letters(found: Winners, language: str) -> list[list[str]]:
    """What stands in each cell, row by row."""
    rows = zip(found.winner.tolist(), found.share.tolist(), strict=True)
    return [
        [_letter(who, share, language) for who, share in zip(*row, strict=True)] for row in rows
    ]


def _letter(who: int, share: float, language: str) -> str:
    if who < 0:
        return "=" if who == ALIKE else "\N{EN DASH}"
    initial = translator(language)(PRINCIPLES[who])[0]
    return initial.upper() if grade_of(share) is Grade.VERY_LIKELY else initial.lower()


def winners_records(found: Winners) -> list[dict[str, Cell]]:
    """One record a cell: both properties, each principle, the best and how sure that is.

    ``best`` is most often the best; ``share`` says in how many of the draws, ``grade`` in which
    word. Of each principle the median over the ensemble is told, and the mean with default values
    (raw values).
    """
    best, winner, share, alike = found.best, found.winner, found.share, found.alike
    defaults = found.values.mean(axis=3)
    known = np.median(found.in_sets, axis=0) if len(found.in_sets) else defaults * np.nan
    asked = len(found.in_sets) >= FEWEST
    return [
        {found.x: float(x), found.y: float(y)}
        | {p: number_or_none(known[i, row, column]) for i, p in enumerate(PRINCIPLES)}
        | {
            f"default_{p}": number_or_none(defaults[i, row, column])
            for i, p in enumerate(PRINCIPLES)
        }
        | {
            "best": PRINCIPLES[best[row, column]],
            "won": bool(winner[row, column] >= 0),
            "share": number_or_none(float(share[row, column])) if asked else None,
            "share_alike": number_or_none(float(alike[row, column])) if asked else None,
            "grade": grade_of(float(share[row, column])).value if asked else None,
        }
        for row, y in enumerate(found.ys)
        for column, x in enumerate(found.xs)
    ]
