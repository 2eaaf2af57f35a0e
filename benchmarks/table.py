"""What the benchmarks found, as a page of tables in Markdown."""

from __future__ import annotations

from typing import Any

HEAD = """\
# What the benchmarks found

*Made by `python benchmarks/run.py`; do not edit. The protocol is in the [README](../README.md).*
"""


def markdown(records: dict[str, dict[str, Any]]) -> str:
    """One section a benchmark: where it was measured, and a table of what was found."""
    sections = [HEAD]
    for name, record in records.items():
        where = record["machine"]
        sections += [
            f"## {name}\n",
            f"{where['processor']}, {where['cores']} cores, Python {where['python']}, Numba "
            f"{where['numba']}, Mesa {where['mesa']}; load before the start "
            f"{where['load at the start']}.\n",
            "| what | found |\n| --- | --- |",
            *(f"| {what} | {value} |" for what, value in _rows(record["found"])),
            "",
        ]
    return "\n".join(sections)


def _rows(found: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in found.items():
        label = f"{before}, {name}" if before else name
        if isinstance(value, dict) and set(value) == {"median", "least", "most"}:
            low, high = _number(value["least"]), _number(value["most"])
            rows.append((label, f"{_number(value['median'])} ({low} to {high})"))
        elif isinstance(value, dict):
            rows += _rows(value, label)
        elif isinstance(value, list):
            for point in value:
                key, *rest = point
                told = ", ".join(f"{name} {_number(point[name])}" for name in rest)
                what = f"{point[key]:,} {key}" if key == "citizens" else str(point[key])
                rows.append((f"{label}, {what}", told))
        else:
            rows.append((label, _number(value)))
    return rows


def _number(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
