"""The picture of growth: time and memory per citizen, from a thousand to ten million."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

LINES = {
    "one council": ("#1b4f72", "o", "-"),
    "councils of 10,000": ("#b9770e", "s", "--"),
    "councils of 10,000, two threads": ("#4d5656", "^", ":"),
}


def draw(curves: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Draw the curves of ``growth`` to a PNG."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    time, memory = figure.subplots(1, 2)
    for name, points in curves.items():
        colour, marker, line = LINES[name]
        citizens = [point["citizens"] for point in points]
        style = {"color": colour, "marker": marker, "linestyle": line, "label": name}
        time.plot(citizens, [point["processor ns"] for point in points], **style)
        memory.plot(citizens, [point["bytes announced"] for point in points], **style)
        taken = [(point["citizens"], point["bytes"]) for point in points if "bytes" in point]
        if taken:
            memory.scatter(*zip(*taken, strict=True), s=90, facecolors="none", edgecolors=colour)
    for axes, title in (
        (time, "Processor time per citizen and month (ns)"),
        (memory, "Memory per citizen (bytes)"),
    ):
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_title(title, loc="left", fontsize=10)
        axes.set_xlabel("citizens")
        axes.xaxis.set_major_formatter(FuncFormatter(_count))
        axes.grid(visible=True, axis="y", color="#dddddd", linewidth=0.8)
        axes.spines[["top", "right"]].set_visible(False)
    time.legend(frameon=False, fontsize=9)
    figure.savefig(path, dpi=130)


def _count(value: float, _: object) -> str:
    return f"{value / 1e6:g} million" if value >= 1e6 else f"{value:,.0f}"
