"""The report in a browser: accessible, quiet, readable on a phone, and it prints."""

import shutil

import pytest
from once import made_once
from playwright.sync_api import sync_playwright

from tillitsim.cli.main import run_command

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the path")
PATIENCE = 180_000
"""Milliseconds, on a machine that does much else."""
WORLDS = {"en": 0, "sv": 12}
"""Without worlds, and with just enough of them for what they are asked about."""


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The report's page in each language."""
    return {
        language: made_once(tmp_path_factory, f"report-{language}", write(language)) / "report.html"
        for language in WORLDS
    }


def write(language):
    """Write the report in a language into a folder."""
    words = ["--replicates=2", f"--parameter-sets={WORLDS[language]}", "--months=26"]
    words += ["rule-book", "naive-trust", f"--language={language}"]

    def into(folder):
        assert run_command(["report", *words, f"--out={folder}"]) == 0

    return into


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture(params=list(WORLDS))
def report(request, files, browser):
    """The page as it opens from the disk, with every request noted that it makes."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.asked = []
    page.complaints = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(files[request.param].as_uri())
    yield page
    context.close()


def test_it_asks_for_nothing_outside_itself(report):
    images = report.evaluate(
        "[...document.images].map(each => each.complete && each.naturalWidth > 0)"
    )
    assert images
    assert all(images)
    assert report.complaints == []
    assert [url for url in report.asked[1:] if not url.startswith("data:")] == []
    assert report.asked[0].startswith("file:")


def test_axe_finds_no_barrier(files, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for language, file in files.items():
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, f"{language}: {found.generate_report()}"
        context.close()


def test_the_first_key_leads_past_the_contents(report):
    report.keyboard.press("Tab")
    assert report.evaluate("document.activeElement.className") == "skip"
    report.keyboard.press("Enter")
    assert report.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_never_scrolls_sideways(report, width):
    report.set_viewport_size({"width": width, "height": 800})
    assert report.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints_on_pages_of_its_own(report):
    content = report.pdf(prefer_css_page_size=True)
    assert content.startswith(b"%PDF-")
    report.emulate_media(media="print")
    assert not report.locator("nav").is_visible()
    assert report.locator("h1").is_visible()
    hidden = report.evaluate(
        "[...document.querySelectorAll('section')].filter(each => !each.offsetHeight).length"
    )
    assert hidden == 0
