"""One HTML file with everything in it: model, data, words and script; it asks nobody for anything.

A content security policy allows this script by its digest and nothing else; the model and the data
lie in the page as base64 of what gzip made of them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from tillitsim.locale import languages, translator
from tillitsim.runs.ensemble.parameter_sets import draw_sets
from tillitsim.runs.statistics.likelihood import FEWEST, SCALE, SPREAD
from tillitsim.studies.lab import contents, export
from tillitsim.studies.lab.kernels import Kernels
from tillitsim.studies.lab.words import WORDS
from tillitsim.view.templates import environment

BUILT = Path(__file__).parent / "built"
SCRIPT, STYLE = BUILT / "lab.js", Path(__file__).parent / "lab.css"
LEVEL = 9


def data(kernels: Kernels, wanted: Sequence[str], *, first: str, language: str) -> export.Data:
    """All that the page is given."""
    said = contents.settings()
    made = export.data(contents.services(wanted), draw_sets(said["worlds"]).each, kernels.about)
    likelihood = {
        "scale": [[least, grade.value] for least, grade in SCALE],
        "fewest": FEWEST,
        "spread": [SPREAD[0], SPREAD[-1]],
    }
    return made | {
        "language": language,
        "first": first,
        "lab": contents.lab() | {"likelihood": likelihood},
        "words": {each: words(each) for each in languages()},
    }


def words(language: str) -> dict[str, str]:
    """What the page says in a language, by key."""
    _ = translator(language)
    return {key: _(text) for key, text in WORDS.items()}


def page(kernels: Kernels, wanted: Sequence[str], *, first: str, language: str) -> str:
    """The lab as the text of one HTML file; the same text for the same sources."""
    given = data(kernels, wanted, first=first, language=language)
    script, style = SCRIPT.read_text("utf-8"), STYLE.read_text("utf-8")
    template = environment("tillitsim.studies.lab", language, html=True).get_template("lab.html.j2")
    return template.render(
        words=words(language),
        policy=policy(script, style),
        script=script,
        style=style,
        data=packed(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()),
        model=packed(kernels.module),
    )


def packed(content: bytes) -> str:
    """Bytes as base64 of what gzip makes of them, without a date."""
    return base64.b64encode(gzip.compress(content, LEVEL, mtime=0)).decode()


def policy(script: str, style: str) -> str:
    """What the page may do: run this script, its workers and the model, and show its own."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}' 'wasm-unsafe-eval'",
            "worker-src blob:",
            f"style-src '{_digest(style)}'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
