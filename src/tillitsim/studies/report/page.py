"""The report: one page from a study, in the order in which a board needs to read it."""

from __future__ import annotations

from tillitsim.errors import TillitsimError
from tillitsim.studies.report.analysis import Study
from tillitsim.studies.report.blocks import page
from tillitsim.studies.report.doubts import cannot_section, hangs_section, repeat_section
from tillitsim.studies.report.people import chain_section, who_section
from tillitsim.studies.report.reform import question_section, reform_section
from tillitsim.studies.report.results import main_section, short_section


def html_report(study: Study) -> str:
    """The report as one HTML file; the same study gives the same bytes."""
    sections = [
        question_section(study),
        reform_section(study),
        short_section(study),
        main_section(study),
        who_section(study),
        chain_section(study),
        hangs_section(study),
        cannot_section(study.language),
        repeat_section(study),
    ]
    return page(study.question(), sections, study.language)


class NoPdfError(TillitsimError):
    """There is nothing here that can make a PDF."""


def pdf_report(html: str) -> bytes:
    """The page as a tagged PDF.

    Raises
    ------
    NoPdfError
        When WeasyPrint or a library that it needs is not installed.
    """
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and heavy
    except (ImportError, OSError) as problem:
        raise NoPdfError(str(problem)) from problem
    content: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return content
