"""What was found, in lines."""

from __future__ import annotations

from tillitsim.locale import N_, _
from tillitsim.studies.doctor.analysis import Finding

MARKS = {"well": N_("well"), "note": N_("note"), "wrong": N_("WRONG")}
ROOM = 6


def lines_of(found: Finding) -> list[str]:
    """A line of what was found, and one of what would mend it."""
    mark = _(MARKS[found.state]).ljust(ROOM)
    lines = [f"{mark} {found.what}: {found.said}"]
    if found.remedy:
        lines.append(f"{' ' * ROOM} → {found.remedy}")
    return lines
