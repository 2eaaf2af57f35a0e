"""The page as a PDF: by WeasyPrint where it is installed, else by a browser that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tillitsim.errors import TillitsimError
from tillitsim.locale import _

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "brave-browser",
)
INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
"""Browsers of the Chromium family, which print without a window: by name, and where they lie."""

PATIENCE = 120
"""Seconds that a browser may take."""


class NoPdfError(TillitsimError):
    """There is nothing here that can make a PDF."""


def pdf_report(html: str) -> bytes:
    """The page as a tagged PDF.

    Raises
    ------
    NoPdfError
        When there is neither WeasyPrint, with the libraries that it needs, nor a browser.
    """
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and heavy
    except (ImportError, OSError):
        return _by_browser(html)
    content: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return content


def browser() -> str | None:
    """A browser that can print without a window; None where none is found."""
    found = map(shutil.which, (*BROWSERS, *INSTALLED))
    return next((each for each in found if each), None)


def _by_browser(html: str) -> bytes:
    program = browser()
    if program is None:
        raise NoPdfError(_("neither WeasyPrint nor a browser such as Chrome or Edge is there."))
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        words = [
            program,
            "--headless",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={made}",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            page.as_uri(),
        ]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError) as problem:
            raise NoPdfError(_("{program} made no PDF.").format(program=program)) from problem
