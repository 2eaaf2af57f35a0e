"""Gather what the program says and bring the catalogues of other languages up to it.

    python tools/catalogue.py           refresh src/tillitsim/locale/*.po
    python tools/catalogue.py nb        start a catalogue of another language, here Norwegian

What is said stands in ``_("…")``, ``N_("…")`` and ``{% trans %}``, in the help of commands, and in
what is declared: parameters and outcomes.
``# fuzzy`` is never written: a changed English sentence is a new one, to be translated again.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "tillitsim"
LOCALE = PACKAGE / "locale"


def messages() -> Catalog:
    """All that the program says, in English, and where."""
    made = Catalog(fuzzy=False)
    for path in sorted(PACKAGE.rglob("*.py")):
        for texts in spoken_in_code(path.read_text("utf-8")):
            made.add(texts, locations=[(str(path.relative_to(ROOT)), 1)])
    templates = extract_from_dir(
        PACKAGE, [("**.j2", "jinja2")], {"**.j2": {"trimmed": "true"}}
    )  # fmt: skip
    for file, _line, texts, _comments, _context in templates:
        made.add(texts, locations=[(str(PACKAGE.relative_to(ROOT) / file), 1)])
    for text, where in (*declared(), *helps()):
        made.add(text, auto_comments=[where])
    for _file, _line, texts, _comments, _context in extract_from_dir(Path(click.__file__).parent):
        if texts not in made:
            made.add(texts, auto_comments=["click"])
    return made


def spoken_in_code(source: str) -> Iterator[str | tuple[str, ...]]:
    """What Python says, also inside f-strings, which Babel's own extraction does not read."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            texts = tuple(
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
            if name in {"_", "N_", "ngettext"} and texts:
                yield texts[0] if len(texts) == 1 else texts


def declared() -> Iterator[tuple[str, str]]:
    """Labels, units and sources of what is declared."""
    from tillitsim.model.outcomes import OUTCOMES  # noqa: PLC0415 - slow
    from tillitsim.scenario.declared.declarations import PARAMETERS  # noqa: PLC0415 - slow

    for parameter in PARAMETERS.values():
        for label in parameter.parts or (parameter.english,):
            yield label, "parameter"
        yield parameter.unit, "unit"
    for outcome in OUTCOMES.values():
        yield outcome.english, "outcome"
        yield outcome.english_reading, "reading of an outcome"
        yield outcome.unit, "unit"


def helps() -> Iterator[tuple[str, str]]:
    """Help of every command, argument and option."""
    from tillitsim.cli.help import pieces  # noqa: PLC0415 - slow
    from tillitsim.cli.main import COMMANDS, cli  # noqa: PLC0415 - slow

    def walk(command: click.Command) -> Iterator[tuple[str, str]]:
        helps = (getattr(each, "help", None) for each in command.params)
        for text in (command.help, command.short_help, command.epilog, *helps):
            if text:
                yield from ((piece, "help") for piece in pieces(text))
        if isinstance(command, click.Group):
            context = click.Context(command)
            for each in command.list_commands(context):
                found = command.get_command(context, each)
                assert found is not None  # noqa: S101 - it was listed
                yield from walk(found)

    yield from walk(cli)
    yield from ((short, "help") for _, short in COMMANDS.values())


def refreshed(language: str, source: Catalog) -> Catalog:
    """A language's catalogue with what is said today, what is no longer said left out."""
    file = LOCALE / f"{language}.po"
    made = Catalog(locale=language, project="tillitsim", charset="utf-8", fuzzy=False)
    known = Catalog(locale=language)
    if file.exists():
        with file.open("rb") as text:
            known = read_po(text, locale=language)
    for message in source:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            before = known.get(one, message.context)
            translated = before.string if before is not None and before.id == message.id else None
            if "click" in message.auto_comments and not any(translated or ()):
                continue  # of another library's words, those that people meet
            made.add(
                message.id, translated, context=message.context, flags=message.flags,
                auto_comments=message.auto_comments, locations=message.locations,
            )  # fmt: skip
    return made


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue, in order of its messages, without dates."""
    body = io.BytesIO()
    write_po(body, catalogue, sort_output=True, include_lineno=False, width=100, omit_header=True)
    header = (
        f"# Words of tillitsim in {Locale.parse(language).get_display_name('en')}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    (LOCALE / f"{language}.po").write_bytes(header.encode() + body.getvalue())


def main() -> None:
    """Refresh every catalogue, and those of the languages named."""
    source = messages()
    for language in sorted({file.stem for file in LOCALE.glob("*.po")} | set(sys.argv[1:])):
        made = refreshed(language, source)
        write(language, made)
        missing = sum(1 for message in made if message.id and not message.string)
        print(f"{language}: {len(made)} messages, {missing} to be translated")  # noqa: T201


if __name__ == "__main__":
    main()
