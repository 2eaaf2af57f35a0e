"""The chain as a picture: signals downwards, information upwards, where they thin out or turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch

from tillitsim.locale import N_, translator
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Results
from tillitsim.runs.statistics import missing
from tillitsim.scenario.declared.instruments import PRINCIPLES
from tillitsim.studies.compare.table import medians_note, origin
from tillitsim.view.layout import SIDE, Words, sheet
from tillitsim.view.numbers import decimal, percent
from tillitsim.view.run_text import mean_mix
from tillitsim.view.style import COLOURS, GREY, HATCHES, INK, house_style
from tillitsim.view.text import title_of

WIDTH, ROW = 11.5, 3.15
BOX = (1.28, 1.55)
"""Width and height of a level's box."""

LEFTS = (0.25, 2.72, 5.19, 7.66, 9.97)
FULL = 1.05
"""Height of a band that stands for 100, where none is so strong that it would reach the words."""
MOST_HIGH = BOX[1]
"""Height of a band at the most: above it stand words."""

MOST_LETTERS = 100
"""Letters of a finding that a line holds at its full size."""

STEPS = np.linspace(0.0, 1.0, 40)
BEND = STEPS * STEPS * (3.0 - 2.0 * STEPS)

State = tuple[str, Sequence[tuple[str, str]]]
LEVELS: tuple[State, ...] = (
    (N_("Politics"), ((N_("trust in operations"), "trust_in_operations"),)),
    (N_("Management"), ((N_("trust in staff"), "belief_in_staff"),)),
    (N_("Staff"), ((N_("can"), "can"), (N_("will"), "will"), (N_("dare"), "dare"))),
    (N_("The meeting"), ((N_("quality"), "meeting_quality"),)),
    (N_("Citizens"), ((N_("trust in the service"), "trust_in_service"),)),
)
"""Each level's name, and the words and outcomes that its box shows."""

Read = Callable[[str], float]


def reader(results: Results) -> Read:
    """A function that gives an outcome's median over runs as its reading."""
    medians = missing.percentiles(results.mean_after_burn_in(), (50.0,))[0]

    def read(name: str) -> float:
        return float(medians[results.names.index(name)]) * OUTCOMES[name].factor

    return read


def chain_figure(runs: Sequence[Results], sets: int, language: str) -> Figure:
    """The figure in ``"sv"`` or ``"en"``: one chain a scenario, under each other, on one scale.

    ``runs`` are under ``sets`` sets of other plausible assumptions, or with default values (0).
    """
    _ = translator(language)
    note = _(
        "Boxes: state of each level, brighter is better (index 0-100). Bands"
        " downwards: how strong control is (100 = what the mix alone would give),"
        " what managers enforce of it, and how many decisions are by rule or by"
        " judgement; colours are the mix. Band upwards: quality as it is and as it"
        " is reported; hatched is told beyond the truth."
    )
    note = f"{note} {medians_note(len(runs[0].series), sets, language)}"
    words = Words(
        key=[(patch, str(patch.get_label())) for patch in _key(language)],
        notes=[note],
        origin=origin([each.scenario for each in runs], runs[0].seed, language),
    )
    with house_style():
        figure, panels = sheet(WIDTH, ROW * len(runs), words)
        axes = panels.subplots()
        axes.set(xlim=(SIDE, WIDTH - SIDE), ylim=(ROW * len(runs), 0.0))
        axes.axis("off")
        full = full_height(runs)
        for k, results in enumerate(runs):
            _chain(axes, results, 0.2 + k * ROW, full, language)
    return figure


def full_height(runs: Sequence[Results]) -> float:
    """Height of a band that stands for 100 in every chain, so that the strongest one has room."""
    controls = [_control(reader(results)) for results in runs]
    strongest = max(max(each) for each in controls)
    return min(FULL, 100.0 * MOST_HIGH / strongest)


def _control(read: Read) -> tuple[float, float]:
    """How strong control is when it leaves politics, and what managers enforce of it."""
    control = 100.0 + read("pressure")
    return control, control * read("fidelity") / 100.0


def _key(language: str) -> list[Patch]:
    _ = translator(language)
    keys = [
        Patch(facecolor=COLOURS[p], edgecolor="white", hatch=HATCHES[p], label=_(p))
        for p in PRINCIPLES
    ]
    return [
        *keys,
        Patch(facecolor="white", edgecolor=INK, label=_("by judgement")),
        Patch(facecolor="white", edgecolor=GREY, hatch="xxxx", label=_("told beyond the truth")),
    ]


def _chain(axes: Axes, results: Results, top: float, full: float, language: str) -> None:
    _, read = translator(language), reader(results)
    middle = top + 0.5 + 0.5 * BOX[1]

    def number(value: float) -> str:
        return decimal(value, 0, language)

    finding = _(
        "{scenario}: quality {true} of 100, told as {reported};"
        " {discretion} of decisions by judgement"
    ).format(
        scenario=title_of(results.scenario, language),
        true=number(read("meeting_quality")),
        reported=number(read("quality_reported")),
        discretion=percent(read("discretion_used") / 100.0, language),
    )
    size = 11.5 * min(1.0, MOST_LETTERS / len(finding))
    axes.text(0.25, top, finding, fontsize=size, fontweight="bold", va="center")
    control, enforced = _control(read)
    discretion = read("discretion_used")
    shares = mean_mix(results.scenario)[0]
    mix = [shares[p] for p in PRINCIPLES]
    rest = 100.0 - discretion
    streams = (
        ((control, control), (0.0, 0.0)),
        ((control, enforced), (0.0, 0.0)),
        ((enforced, rest), (0.0, discretion)),
        ((rest, rest), (discretion, discretion)),
    )
    for k, ends in enumerate(streams):
        strength, free = ((full * start / 100.0, full * end / 100.0) for start, end in ends)
        _stream(axes, k, middle, strength, mix, free)
    for k, text in (
        (0, _("control {}").format(percent(control / 100.0, language))),
        (1, _("enforced {}").format(percent(enforced / 100.0, language))),
        (2, _("used discretion {}").format(percent(discretion / 100.0, language))),
    ):
        axes.text(_between(k)[0], top + 0.26, text, fontsize=7.6, color=GREY, ha="left")
    axes.text(
        _between(0)[0],
        top + 0.42,
        _("mixed signals {}").format(number(read("incoherence"))),
        fontsize=7.6,
        color=GREY,
        ha="left",
    )
    for k, (level, states) in enumerate(LEVELS):
        _box(axes, k, middle, _(level), [(_(w), read(o)) for w, o in states], number)
    _upwards(
        axes,
        middle + 0.5 * BOX[1],
        read("meeting_quality"),
        read("quality_reported"),
        _("what is told upwards: {reported}; what is true: {true}"),
        number,
    )


def _between(k: int) -> tuple[float, float]:
    """Left and right end of the band after box ``k``."""
    return LEFTS[k] + BOX[0] + 0.05, LEFTS[k + 1] - 0.05


def _stream(
    axes: Axes,
    k: int,
    middle: float,
    strength: tuple[float, float],
    mix: Sequence[float],
    free: tuple[float, float],
) -> None:
    """A band downwards: parts by principle, below them what is left to judgement; their heights."""
    left, right = _between(k)
    x = left + (right - left) * STEPS
    high = strength[0] + (strength[1] - strength[0]) * BEND
    loose = free[0] + (free[1] - free[0]) * BEND
    edge = middle - 0.5 * (high + loose)
    for share, principle in zip(mix, PRINCIPLES, strict=True):
        axes.fill_between(
            x,
            edge,
            edge + share * high,
            facecolor=COLOURS[principle],
            edgecolor="white",
            hatch=HATCHES[principle],
            linewidth=0.0,
            alpha=0.85,
        )
        edge = edge + share * high
    if max(free) > 0.0:
        axes.fill_between(x, edge, edge + loose, facecolor="white", edgecolor=INK, linewidth=0.9)


def _box(
    axes: Axes,
    k: int,
    middle: float,
    name: str,
    states: Sequence[tuple[str, float]],
    number: Callable[[float], str],
) -> None:
    mean = float(np.mean([value for _, value in states]))
    colour = mpl.colormaps["cividis"](0.02 * round(np.clip(mean, 0, 100) / 2.0))
    dark = mean < 52.0
    left, top = LEFTS[k], middle - 0.5 * BOX[1]
    axes.add_patch(
        FancyBboxPatch(
            (left, top),
            *BOX,
            boxstyle="round,pad=0,rounding_size=0.1",
            facecolor=colour,
            edgecolor=INK,
            linewidth=1.0,
            clip_on=False,
        )
    )
    ink = "white" if dark else INK
    x = left + 0.5 * BOX[0]
    axes.text(x, top + 0.24, name, ha="center", va="center", fontsize=9.6, weight="bold", color=ink)
    if len(states) == 1:
        ((label, value),) = states
        axes.text(x, middle + 0.08, number(value), ha="center", va="center", fontsize=17, color=ink)
        axes.text(x, middle + 0.5, label, ha="center", va="center", fontsize=7.2, color=ink)
        return
    for i, (label, value) in enumerate(states):
        y = top + 0.58 + 0.34 * i
        axes.text(left + 0.16, y, label, va="center", fontsize=8.8, color=ink)
        axes.text(
            left + BOX[0] - 0.16, y, number(value), ha="right", va="center", fontsize=11, color=ink
        )


def _upwards(
    axes: Axes,
    below: float,
    true: float,
    reported: float,
    text: str,
    number: Callable[[float], str],
) -> None:
    """The band back: as wide as what is true at the meeting, as what is told in politics."""
    start, end = LEFTS[3] + 0.5 * BOX[0], LEFTS[0] + 0.5 * BOX[0]
    x = start + (end - start) * STEPS
    scale = 0.42 / 100.0
    top = below + 0.14
    known = (
        scale * min(true, reported) * np.ones_like(x)
        if true <= reported
        else scale * (true + (reported - true) * BEND)
    )
    axes.fill_between(x, top, top + known, facecolor="#9aa3b2", linewidth=0)
    if reported > true:
        extra = scale * (reported - true) * BEND
        axes.fill_between(
            x,
            top + known,
            top + known + extra,
            facecolor="white",
            edgecolor=GREY,
            hatch="xxxx",
            linewidth=0.4,
        )
    axes.annotate(
        "", (end, below + 0.02), (end, top + 0.02), arrowprops={"arrowstyle": "->", "color": INK}
    )
    axes.text(
        0.5 * (start + end),
        top + scale * max(true, reported) + 0.16,
        text.format(reported=number(reported), true=number(true)),
        ha="center",
        va="center",
        fontsize=8.0,
        color=GREY,
    )


def chain_alternative(runs: Sequence[Results], language: str) -> str:
    """What the figure shows, a sentence a chain."""
    _ = translator(language)
    sentences = []
    for results in runs:
        read = reader(results)
        names = (
            "trust_in_operations",
            "belief_in_staff",
            "can",
            "will",
            "dare",
            "meeting_quality",
            "trust_in_service",
            "pressure",
            "discretion_used",
            "quality_reported",
        )
        values = [read(name) + (100.0 if name == "pressure" else 0.0) for name in names]
        filled = {
            letter: decimal(value, 0, language)
            for letter, value in zip("abcdefghij", values, strict=True)
        }
        sentences.append(
            _(
                "{scenario}: politicians' trust in operations {a}, managers' trust in staff"
                " {b}, staff can {c}, will {d} and dare {e}, quality of the meeting {f},"
                " citizens' trust {g}; control {h} percent of what the mix alone would"
                " give, discretion used in {i} percent of decisions; quality is reported as"
                " {j}."
            ).format(scenario=title_of(results.scenario, language), **filled)
        )
    return " ".join(sentences)
