"""Templates of pages and stories: they read as the page reads; Python hands them facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tillitsim.locale import translator
from tillitsim.view.numbers import MINUS, decimal, percent, signed, significant
from tillitsim.view.text import capital

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(package: str, language: str, *, html: bool) -> Environment:
    """Templates beside a package's code, in a language; they fail on whatever is missing.

    ``{% trans %}`` and ``_()`` take the words from the language's catalogue; numbers are written
    by the filters ``percent``, ``decimal``, ``signed`` and ``significant``. With ``html``
    everything is escaped, the words of a catalogue too.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only here

    made = Environment(
        loader=PackageLoader(package),
        autoescape=html,  # noqa: S701 - what is not HTML is plain text
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    _ = translator(language)
    spoken = (_, _.ngettext) if not html else (_escaped(_), _escaped(_.ngettext))
    made.install_gettext_callables(*spoken, newstyle=True)  # type: ignore[attr-defined]
    made.globals["language"] = language
    made.filters |= {
        "capital": capital,
        "decimal": lambda value, digits: decimal(value, digits, language).replace("-", MINUS),
        "percent": lambda share: percent(share, language),
        "signed": lambda value, digits: signed(value, digits, language),
        "significant": lambda value, digits: significant(value, digits, language),
    }
    return made


def _escaped(say: Callable[..., str]) -> Callable[..., str]:
    """What a catalogue says, as text within HTML."""
    from markupsafe import escape  # noqa: PLC0415 - comes with jinja2

    return lambda *given: escape(say(*given))
