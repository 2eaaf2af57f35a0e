"""Words in the reader's language: English stands in the code, each other language in one catalogue.

A catalogue is a gettext ``.po`` file: ``sv.po`` beside this one, or ``nb.po`` in the folder that
``TILLITSIM_LOCALE_DIR`` names. It is read as it is, without a build step; since that takes some
150 ms with Babel, what it becomes is kept in the user's cache folder.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from tillitsim.locale.person import in_service

SOURCE = "en"
"""The language that stands in the code."""

HERE = Path(__file__).parent
_current = ContextVar("language", default=SOURCE)


class Translator:
    """The words of one language: ``_ = translator("sv")``, then ``_("A sentence")``."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, message: str) -> str:
        """A message in the language, or as it is where the catalogue lacks it."""
        text = self._catalogue.gettext(message) if message else ""
        return in_service(message, text, self.language)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The message that goes with ``n`` of something, by the language's own rule of plurals."""
        return self._catalogue.ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a constant for translation where it is declared; a view translates it where shown."""
    return message


def translator(language: str) -> Translator:
    """The words of a language; English where there is no catalogue of it."""
    return _translator(language, os.environ.get("TILLITSIM_LOCALE_DIR", ""))


@cache
def _translator(language: str, folder: str) -> Translator:
    file = _catalogues(folder).get(language)
    if file is None:
        return Translator(language, gettext.NullTranslations())
    compiled = compiled_file(file)
    content = _compile(file, language) if compiled is None else compiled.read_bytes()
    return Translator(language, gettext.GNUTranslations(io.BytesIO(content)))


def languages() -> tuple[str, ...]:
    """Languages that there are words in, the source's first."""
    return (SOURCE, *sorted(_catalogues(os.environ.get("TILLITSIM_LOCALE_DIR", ""))))


def _catalogues(folder: str) -> Mapping[str, Path]:
    folders = [HERE, Path(folder)] if folder else [HERE]
    return {file.stem: file for each in folders for file in sorted(each.glob("*.po"))}


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What people wrote, in a language, or else in English, or else in what they wrote it in."""
    return texts.get(language) or texts.get(SOURCE) or next(iter(texts.values()), "")


def chosen_language() -> str:
    """The language that ``TILLITSIM_LANGUAGE`` or else the system asks for, if there are words."""
    own = os.environ.get("TILLITSIM_LANGUAGE")
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    code = (own or system or SOURCE).replace("-", "_").split(".")[0].split("_")[0].lower()
    return code if code in languages() else SOURCE


def current_language() -> str:
    """The language that the program speaks, of help and errors."""
    return _current.get()


def current() -> Translator:
    """The words of the language that the program speaks."""
    return translator(_current.get())


def _(message: str) -> str:
    """A message in the language that the program speaks."""
    return current()(message)


@contextmanager
def told_in(language: str) -> Iterator[None]:
    """Within it, what this thread says is in a language; what is not ours is not touched."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, the program speaks this language; so does whatever else uses gettext's default."""
    file = _catalogues(os.environ.get("TILLITSIM_LOCALE_DIR", "")).get(language)
    compiled = None if file is None else compiled_file(file)
    token = _current.set(language)
    before, elsewhere = os.environ.get("LANGUAGE"), gettext.bindtextdomain("messages")
    os.environ["LANGUAGE"] = language
    if compiled is not None:
        gettext.bindtextdomain("messages", compiled.parents[2])
    try:
        yield
    finally:
        _current.reset(token)
        gettext.bindtextdomain("messages", elsewhere)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def compiled_file(file: Path) -> Path | None:
    """The catalogue as gettext reads it, kept under its digest; None where nothing can be kept."""
    content = file.read_bytes()
    digest = hashlib.blake2b(content, digest_size=8).hexdigest()
    folder = _cache_home() / "tillitsim" / "locale" / digest / file.stem / "LC_MESSAGES"
    kept = folder / "messages.mo"
    with suppress(OSError):
        if kept.stat().st_uid == _user():
            return kept
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as draft:
            draft.write(_compile(file, file.stem))
        Path(name).replace(kept)
        return kept
    return None


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _cache_home() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(home) if home else Path("~").expanduser() / ".cache"


def _compile(file: Path, language: str) -> bytes:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow, and English needs none
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with file.open("rb") as text:
        catalogue = read_po(text, locale=language)
    content = io.BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()
