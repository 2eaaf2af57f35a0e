"""``tillitsim --cite``: how to cite it, as CITATION.cff says, in words or as BibTeX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tillitsim.locale import _

PACKAGE = Path(__file__).resolve().parents[1]
FILE = "CITATION.cff"
ESCAPED = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}}


def citation() -> dict[str, object]:
    """What CITATION.cff says; that of a source checkout, else the installed one."""
    checkout = PACKAGE.parents[1] / FILE
    path = checkout if checkout.is_file() else PACKAGE / "data" / FILE
    found: dict[str, object] = yaml.safe_load(path.read_text("utf-8"))
    return found


def as_text(about: dict[str, Any]) -> str:
    """A reference for a list of references, and what it builds on."""
    first = (
        f"{_names(about)} ({_year(about)}). {about['title']} ({about['version']})"
        f" [{_('computer program')}].{_place(about)}"
    )
    others = [f"{_names(each)} ({each['year']}). {_rest(each)}" for each in about["references"]]
    return "\n".join([first, "", _("It builds on:"), *others])


def as_bibtex(about: dict[str, Any]) -> str:
    """Entries for a bibliography of BibTeX."""
    software = {
        "author": _names(about),
        "title": about["title"],
        "year": _year(about),
        "version": about["version"],
        "url": about.get("repository-code"),
        "doi": about.get("doi"),
    }
    entries = [_entry("software", f"tillitsim{_year(about)}", software)]
    for each in about["references"]:
        report = {
            "author": _names(each),
            "title": each["title"],
            "year": each["year"],
            "number": each.get("number"),
            "institution": each.get("publisher", {}).get("name"),
        }
        key = f"{_names(each).partition(' ')[0].lower()}{each['year']}"
        entries.append(_entry("techreport", key, report))
    return "\n\n".join(entries)


def _entry(kind: str, key: str, fields: dict[str, object]) -> str:
    lines = [f"  {name} = {{{_braced(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _braced(name: str, value: object) -> str:
    """A text for TeX; braces of its own keep the letters of a title and a name together."""
    text = "".join(ESCAPED.get(sign, sign) for sign in str(value))
    return f"{{{text}}}" if name in {"author", "title"} else text


def _names(about: dict[str, Any]) -> str:
    named = [
        each.get("name") or f"{each['family-names']}, {each['given-names']}"
        for each in about["authors"]
    ]
    return " & ".join(named)


def _year(about: dict[str, object]) -> str:
    return str(about["date-released"])[:4]


def _place(about: dict[str, object]) -> str:
    where = about.get("doi") or about.get("repository-code")
    return f" {where}" if where else ""


def _rest(about: dict[str, Any]) -> str:
    parts = (about["title"], about.get("number"), about.get("publisher", {}).get("name"))
    return "".join(f"{part}. " for part in parts if part).strip()
