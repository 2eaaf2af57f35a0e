"""What the citizen of a service is called: a user, a patient, a pupil, in texts and in pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

FORMS = {"en": 2, "sv": 4}
"""Forms that are given in a language: one, many; in Swedish also *the* one and *the* many."""

NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_forms: ContextVar[Mapping[str, tuple[str, ...]]] = ContextVar("person", default=NOBODY)

WORD = r"(?<![\w.{{(-])({})(?![\w}}]|\)s)"
WORDS = {
    "en": {"citizen": 0, "citizens": 1},
    "sv": {
        "medborgare": 1,
        "personer": 1,
        "människor": 1,
        "person": 0,
        "medborgaren": 2,
        "personen": 2,
        "den enskilde": 2,
        "medborgarna": 3,
        "personerna": 3,
    },
}
"""Which form stands for which word."""

OF_EVERYBODY = re.compile(r"voice|elect|democracy|politics|chain\.|--")
"""Of messages that speak of citizens as those who vote, or of settings."""


@contextmanager
def called(person: Mapping[str, str]) -> Iterator[None]:
    """Within it, texts call the citizen what a service does: ``{"en": "user, users", ...}``."""
    forms = {language: forms_of(text) for language, text in person.items()}
    token = _forms.set(forms)
    try:
        yield
    finally:
        _forms.reset(token)


def forms_of(text: str) -> tuple[str, ...]:
    """The forms of a word, given with commas between them."""
    return tuple(each.strip() for each in text.split(","))


def in_service(message: str, text: str, language: str) -> str:
    """A translated message with the word of the service that is spoken of, if there is one."""
    forms = _forms.get().get(language)
    if forms is None or "itizen" not in message or OF_EVERYBODY.search(message):
        return text
    words = WORDS[language]

    def word(found: re.Match[str]) -> str:
        plain = found[1]
        genitive = "s" if language == "sv" and plain.endswith("s") else ""
        form = forms[words[plain.lower().removesuffix(genitive)]]
        return (form[0].upper() + form[1:] if plain[0].isupper() else form) + genitive

    known = "|".join(sorted(words, key=len, reverse=True))
    ending = "s?" if language == "sv" else ""
    return re.sub(WORD.format(f"(?:{known}){ending}"), word, text, flags=re.IGNORECASE)
