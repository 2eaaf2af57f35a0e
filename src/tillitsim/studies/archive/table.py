"""What a check or a comparison of two results found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from tillitsim.locale import translator
from tillitsim.scenario.reading.text_files import shown
from tillitsim.studies.archive.again import Checked
from tillitsim.studies.archive.difference import Difference
from tillitsim.view.numbers import percent

SHOWN = 12
"""Differences that are listed."""


def checked_lines(found: Checked, language: str) -> list[str]:
    """What a repetition found: the same, within tolerance, or what differs."""
    _ = translator(language)
    name = found.made.folder.name
    if not found.unequal:
        same = _("{name}: the same again, to the last bit.").format(name=name)
        other = _("{name}: the same again to the last bit, though another version made it.")
        return [same if found.same_model else other.format(name=name)]
    if found.holds:
        return [
            _(
                "{name}: {count} numbers differ, all within {tolerance}, as may be where another"
                " version of the model ({version}) made the original."
            ).format(
                name=name,
                count=len(found.unequal),
                version=found.made.version,
                tolerance=percent(found.tolerance, language),
            )
        ]
    return [
        _("{name}: {count} numbers are not the same.").format(
            name=name, count=len(found.differing)
        ),
        *difference_lines(found.differing, language),
    ]


def difference_lines(found: Sequence[Difference], language: str) -> list[str]:
    """The first differences, one a line."""
    _ = translator(language)
    nothing = _("nothing")
    lines = [
        _("  {file} {place}: {one} and {other}").format(
            file=shown(each.file),
            place=shown(each.place),
            one=nothing if each.one is None else shown(each.one),
            other=nothing if each.other is None else shown(each.other),
        )
        for each in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(_("  and {count} more").format(count=len(found) - SHOWN))
    return lines
