"""The text of the scenario: the base, its sizes, its ensemble, and what came from where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from tillitsim.studies.my_service.figures import SIZES, UNUSED
from tillitsim.studies.my_service.given import Given
from tillitsim.studies.my_service.sizes import Sizes


def scenario_text(
    name: str, extends: str, given: Sequence[Given], sizes: Sizes, ensemble: str | None
) -> str:
    """A scenario file; ``ensemble`` names the file of parameter sets beside it, if there is one."""
    lines = ["# What was given:"]
    lines += [f"#   {_given(each)}" for each in given]
    lines += ["", f"extends = {_quoted(extends)}"]
    if ensemble is not None:
        lines += [
            "# Parameter sets drawn by how well each gives the levels above.",
            f"ensemble = {_quoted(ensemble)}",
        ]
    lines += ["", "[title]", f"en = {_quoted(name)}", f"sv = {_quoted(name)}"]
    for group, paths in groupby(sorted(sizes.values), key=lambda path: path.split(".")[0]):
        lines += ["", f"[{group}]"]
        lines += [f"{path.split('.')[1]} = {sizes.values[path]:g}" for path in paths]
    if sizes.sources:
        lines += ["", "[sources]"]
        lines += [f'"{path}" = {_quoted(why)}' for path, why in sorted(sizes.sources.items())]
    return "\n".join(lines) + "\n"


def _given(each: Given) -> str:
    year = "" if each.year is None else f", {each.year}"
    use = "a size"
    if each.figure.name in UNUSED:
        use = "not used: the model's costs are no money"
    elif each.figure.name not in SIZES:
        tolerance = each.figure.tolerance or 0.0
        use = f"a level, tolerance {tolerance:g} (assumed)"
    return f"{each.figure.name} = {each.value:g} ({each.figure.unit}{year}): {use}"


def _quoted(text: str) -> str:
    """A TOML text in quotes: what JSON escapes, TOML reads alike, given that DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
