"""Makes the medoid of the shipped ensemble the defaults of the package.

    python tools/defaults.py [CALIBRATION.json]

Writes the values that the medoid has into the tables of parameters (beside the mechanisms, of the
people, of the profile table), and into their sources that they are calibrated. What it does not
change, it leaves as it stands, to the letter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.scenario.declared.declarations import HERE, OWN_TABLES, PARAMETERS

PROFILE = "profile"


def tables() -> list[Path]:
    """All files that declare parameters."""
    return [*sorted(OWN_TABLES.glob("*.toml")), *sorted(HERE.glob("*.toml"))]


def moved(medoid: Mapping[str, float]) -> dict[str, float]:
    """Those values of the medoid that differ from the defaults."""
    return {
        name: value
        for name, value in medoid.items()
        if abs(value - PARAMETERS[name].default) > 1e-9 * max(1.0, abs(value))
    }


def rewritten(text: str, values: Mapping[str, float], *, profile: bool) -> str:
    """The text of a table with other defaults, and with sources that say so."""
    lines, section, touched = [], "", False
    for line in text.splitlines():
        if line.startswith("["):
            section, touched = line.strip("[]"), False
        key, separator, value = line.partition(" = ")
        name = f"{PROFILE}.{section}.{key}" if profile else section
        if separator and name in values and (profile or key == "default"):
            touched, value = True, _number(values[name], value)
        if key == "source" and touched:
            value = json.dumps(_calibrated(json.loads(value), some=profile), ensure_ascii=False)
        lines.append(f"{key}{separator}{value}")
    return "\n".join(lines) + "\n"


def _number(value: float, before: str) -> str:
    return repr(round(value)) if "." not in before and value == round(value) else repr(value)


def _calibrated(source: str, *, some: bool) -> str:
    word = "calibrated in part" if some else "calibrated"
    if source.startswith("calibrated"):
        return source
    return (
        f"{word}{source.removeprefix('assumed')}"
        if source.startswith("assumed")
        else (f"{word}; {source}")
    )


def main() -> None:
    """Write them."""
    shipped = evidence_folder().parent / "calibration" / "calibration.json"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped
    medoid = json.loads(path.read_text("utf-8"))["medoid"]
    values = {name: float(f"{value:.6g}") for name, value in moved(medoid).items()}
    for file in tables():
        before = file.read_text("utf-8")
        after = rewritten(before, values, profile=file.stem == "instruments")
        if after != before:
            file.write_text(after, encoding="utf-8")
    for name, value in values.items():
        sys.stdout.write(f"{name} {PARAMETERS[name].default:g} -> {value:g}\n")


if __name__ == "__main__":
    main()
