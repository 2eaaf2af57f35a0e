"""A sensitivity analysis as text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from tillitsim.locale import translator
from tillitsim.model.outcomes import OUTCOMES, Outcome
from tillitsim.runs.experiment.schema import SIMPLEX
from tillitsim.studies.sensitivity.analysis import Found, Sensitivity
from tillitsim.studies.sensitivity.distribution import Distances, farthest_first
from tillitsim.studies.sensitivity.indices import Estimate, Indices, ranked
from tillitsim.studies.sensitivity.labels import input_label, subject, title_of
from tillitsim.studies.sensitivity.screening import CHANCE, Effects, strongest_first
from tillitsim.view.numbers import decimal, percent, signed
from tillitsim.view.text import capital

GAP = "  "
NAMED, LEAST = 3, 0.05
"""Inputs that the sentence above a table names at the most, and the least part of each."""

PAIRS = 6
"""Pairs of inputs that a table shows at the most; the file has them all."""

FIRST = 2
"""Inputs that a picture's title names."""

Heading = Callable[[str], str]


def headline(found: Sensitivity, language: str) -> str:
    """What was asked, of whom."""
    who = subject(found.experiment, found.arm, language)
    title = title_of(found.experiment, language)
    return title if who == title else f"{title}. {who}"


def finding(found: Sensitivity, language: str) -> str:
    """What the first outcome comes from most, in a sentence."""
    _ = translator(language)
    who = subject(found.experiment, found.arm, language)
    for name, each in found.found.items():
        if each is None:
            continue
        outcome = OUTCOMES[name].label(language)
        told = _(" and ").join(_short(n, language) for n in _clear(each)[:FIRST])
        if not told:
            return _("{who}: no input is clear of chance for {outcome}").format(
                who=who, outcome=outcome
            )
        sentence = (
            _("{who}: {outcome} moves most with {names}")
            if isinstance(each, Effects)
            else _("{who}: {outcome} hangs most on {names}")
        )
        return sentence.format(who=who, outcome=outcome, names=told)
    return _("{who}: the same everywhere, whatever is varied").format(who=who)


def _clear(each: Indices | Effects | Distances) -> list[str]:
    """Inputs that an outcome clearly comes from, the most important first."""
    if isinstance(each, Effects):
        chance = each.inputs[CHANCE].mu_star.value
        return [
            name
            for name in each.ranked
            if name != CHANCE and each.inputs[name].mu_star.low > chance
        ]
    if isinstance(each, Distances):
        return [name for name in each.ranked if each.inputs[name].median > each.nothing]
    names = sorted(each.inputs, key=lambda n: -each.inputs[n].total.value)
    return [n for n in names if (i := each.inputs[n].total).low > 0.0 and i.value >= LEAST]


def order_of(found: Sensitivity) -> list[str]:
    """Inputs in the order of the table and the picture: the most important first, chance last."""
    known = [each for each in found.found.values() if each is not None]
    if found.method == "morris":
        return strongest_first([each for each in known if isinstance(each, Effects)])
    if found.method == "pawn":
        return farthest_first([each for each in known if isinstance(each, Distances)])
    names = ranked([each for each in known if isinstance(each, Indices)])
    return [*(name for name in names if name != CHANCE), *(n for n in names if n == CHANCE)]


def notes(found: Sensitivity, language: str) -> list[str]:
    """How to read the numbers, a sentence or two each."""
    _ = translator(language)
    mixed = any(found.log_ratios.values())
    if found.method == "morris":
        return [
            _(
                "mu*: mean size of the change, as if over the whole range, when one input"
                " moves by two thirds of it. sigma large beside mu*: not a straight line,"
                " or it depends on the rest. The mix moves as one, without up or down."
                " Intervals resample trajectories and their random numbers."
            ),
            _("Chance: mean change of a single run with other random numbers and nothing else."),
        ]
    if found.method == "pawn":
        return [
            _(
                "How far apart the outcome's distribution is in slices of an input and over all of"
                " it: 0% the same, 100% nothing in common. Median and largest over the slices."
                " The mix stands as its three shares, each sliced by itself."
            ),
            _(
                "Nothing: what a number that does nothing stays below in 95 of 100 draws of this"
                " size; runs differ in chance, too. An input below it shows no effect here."
            ),
        ]
    return [
        _(
            "Share of the variance when everything varies together over its range."
            " Alone: what knowing the input would remove. With all it acts with: what"
            " would be left if all else were known; the difference is interaction."
            " Intervals resample rows and their random numbers."
        ),
        *(
            [
                _(
                    "The mix is one input, since its shares sum to one. Its own index is split"
                    " among the principles by Shapley values, which sum to it."
                )
            ]
            if mixed
            else []
        ),
        _("Chance is an input too: what chance does to a single run of everything else."),
    ]


def share(each: Estimate, language: str) -> str:
    """``35% (30% to 40%)``."""
    _ = translator(language)
    low, high = (signed_percent(edge, language) for edge in (each.low, each.high))
    if math.isnan(each.value):
        return "\N{EN DASH}"
    between = _("{} to {}").format(low, high)
    return f"{signed_percent(each.value, language)} ({between})"


def signed_percent(value: float, language: str) -> str:
    """Whole percent, with a proper minus; what rounds to zero has no sign."""
    return percent(value, language).replace("-", "\N{MINUS SIGN}")


def sensitivity_table(found: Sensitivity, language: str, heading: Heading = str) -> str:
    """Every outcome's indices or effects, the most important inputs first."""
    _ = translator(language)
    size = decimal(found.size, 0, language)
    runs = decimal(found.runs, 0, language)
    texts = {
        "sobol": _("Sobol' indices from {size} rows, {runs} runs"),
        "morris": _("Morris screening with {size} trajectories, {runs} runs"),
        "pawn": _("PAWN distances from {size} points, {runs} runs"),
    }
    method = texts[found.method].format(size=size, runs=runs)
    lines = [heading(headline(found, language)), method]
    for name, each in found.found.items():
        outcome = OUTCOMES[name]
        lines.append("")
        if each is None:
            lines.append(
                _(
                    "{outcome}: the same everywhere, so that nothing makes a difference to it."
                ).format(outcome=capital(outcome.label(language)))
            )
        elif isinstance(each, Indices):
            lines += _indices(found, name, each, language, heading)
        elif isinstance(each, Distances):
            lines += _distances(each, outcome, language, heading)
        else:
            lines += _effects(each, outcome, language, heading)
        if each is not None and (missing := found.size - _rows(each)):
            lines.append(
                _("{count} of {size} rows have no value for {outcome} and are left out.").format(
                    count=missing, size=found.size, outcome=outcome.label(language)
                )
            )
    lines += ["", *notes(found, language)]
    if any(found.log_ratios.values()):
        lines.append(
            _(
                "Isometric log-ratios: shares of variance that the order of a coordinate"
                " explains, alone; mixes are spread evenly over the triangle."
            )
        )
    return "\n".join(lines) + "\n"


def _rows(each: Found) -> int:
    return each.trajectories if isinstance(each, Effects) else each.rows


def _spread(each: Indices | Distances, outcome: Outcome, language: str) -> str:
    _ = translator(language)
    return _("{outcome} ({reading}): mean {mean}, standard deviation {sd} over single runs").format(
        outcome=capital(outcome.label(language)),
        reading=outcome.reading(language),
        mean=decimal(each.mean * outcome.factor, outcome.digits, language),
        sd=decimal(each.sd * outcome.factor, outcome.digits, language),
    )


def _indices(
    found: Sensitivity, name: str, each: Indices, language: str, heading: Heading
) -> Iterator[str]:
    _, outcome = translator(language), OUTCOMES[name]
    yield heading(_spread(each, outcome, language))
    names = sorted(each.inputs, key=lambda n: -each.inputs[n].total.value)
    clear = _clear(each)
    if clear:
        told = ", ".join(
            f"{_short(n, language)} ({signed_percent(each.inputs[n].total.value, language)})"
            for n in clear[:NAMED]
        )
        yield _("Most comes from {names}.").format(names=told)
    else:
        yield _("No input is clear of zero; more rows (--size) are needed to tell.")
    rows = [(_("Input"), _("Name"), _("Alone (95%)"), _("With all it acts with (95%)"))]
    rows += [
        (
            capital(input_label(n, language)),
            n,
            share(each.inputs[n].first, language),
            share(each.inputs[n].total, language),
        )
        for n in names
    ]
    yield from columns(rows)
    if each.together:
        yield from _pairs(each, language)
    if each.shapley:
        rows = [
            (_("Within the mix"), "", _("Its part of the mix (95%)"), _("Its share alone (95%)"))
        ]
        rows += [
            (
                capital(_(principle)),
                f"{SIMPLEX}.{principle}",
                share(each.shapley[principle], language),
                share(each.closed[principle], language),
            )
            for principle in each.shapley
        ]
        yield from columns(rows)
    if found.log_ratios.get(name):
        yield from columns(
            [
                (_("Log-ratios of the mix"), _("Alone (95%)")),
                *(
                    (capital(ratio_label(pair, language)), share(value, language))
                    for pair, value in found.log_ratios[name].items()
                ),
            ]
        )


def _pairs(each: Indices, language: str) -> Iterator[str]:
    """Two inputs together, those that are clear of zero."""
    _ = translator(language)
    clear = [pair for pair, value in each.together.items() if value.low > 0.0]
    clear = sorted(clear, key=lambda pair: -each.together[pair].value)[:PAIRS]
    if not clear:
        yield _("No two inputs together are clear of zero; more rows (--size) are needed to tell.")
        return
    yield from columns(
        [
            (_("Two together, beyond each alone"), "", _("Together (95%)")),
            *(
                (
                    _("{one} and {other}").format(
                        one=capital(_short(one, language)), other=_short(other, language)
                    ),
                    f"{one} x {other}",
                    share(each.together[one, other], language),
                )
                for one, other in clear
            ),
        ]
    )


def _distances(each: Distances, outcome: Outcome, language: str, heading: Heading) -> Iterator[str]:
    _ = translator(language)
    yield heading(_spread(each, outcome, language))
    clear = _clear(each)
    told = ", ".join(
        f"{_short(name, language)} ({percent(each.inputs[name].median, language)})"
        for name in clear[:NAMED]
    )
    if clear:
        yield _("What moves its distribution most: {names}.").format(names=told)
    else:
        yield _("No input is clear of nothing; more points (--size) are needed to tell.")
    rows = [(_("Input"), _("Name"), _("Median distance"), _("Largest"))]
    rows += [
        (
            capital(input_label(name, language)),
            name,
            percent(each.inputs[name].median, language),
            percent(each.inputs[name].maximum, language),
        )
        for name in each.ranked
    ]
    rows.append((_("Nothing"), "", percent(each.nothing, language), ""))
    yield from columns(rows)


def ratio_label(pair: tuple[str, str], language: str) -> str:
    """A log-ratio in words."""
    _ = translator(language)
    names = [_(principle) for principle in pair if principle]
    return (_("{} against {}") if len(names) > 1 else _("{} against the two others")).format(*names)


def _short(name: str, language: str) -> str:
    """An input within a sentence, without what explains it."""
    _ = translator(language)
    own = _("the mix")
    return own if name == SIMPLEX else input_label(name, language).partition(":")[0]


def _effects(each: Effects, outcome: Outcome, language: str, heading: Heading) -> Iterator[str]:
    _ = translator(language)
    yield heading(f"{capital(outcome.label(language))} ({outcome.reading(language)})")
    rows = [
        (
            _("Input"),
            _("Name"),
            _("Effect over its range, mu* (95%)"),
            _("Mean, mu"),
            _("Spread, sigma"),
        )
    ]
    for name in each.ranked:
        effect = each.inputs[name]
        value, low, high = (
            decimal(number * outcome.factor, outcome.digits, language) for number in effect.mu_star
        )
        label = (
            _("other random numbers, nothing else")
            if name == CHANCE
            else input_label(name, language)
        )
        rows.append(
            (
                capital(label),
                name,
                f"{value} ({_('{} to {}').format(low, high)})",
                _number(effect.mu, outcome, language, signs=True),
                _number(effect.sigma, outcome, language),
            )
        )
    yield from columns(rows)
    few = ", ".join(_short(name, language) for name in each.negligible)
    yield (
        _("May be left as they are (clearly below a tenth of the largest): {names}.").format(
            names=few
        )
        if few
        else _("None is clearly below a tenth of the largest.")
    )


def _number(value: float, outcome: Outcome, language: str, *, signs: bool = False) -> str:
    write = signed if signs else decimal
    return write(value * outcome.factor, outcome.digits, language)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with their cells under each other, indented."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        (GAP + GAP.join(cell.ljust(w) for cell, w in zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
