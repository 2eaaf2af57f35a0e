"""The documentation builds as a site: strictly, whole, and without asking anybody for anything."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOADED = re.compile(r'<(?:script|img|iframe)[^>]+src="([^"]+)"|<link[^>]+href="([^"]+)"')

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("mkdocs", reason="the extra tillitsim[docs] is not installed")
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "site.py", out],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return out


def test_every_page_is_in_the_site(site):
    pages = {path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")}
    pages = {page for page in pages if page.parts[0] != "site"}
    for page in pages:
        built = page.with_suffix(".html")
        if page.name == "README.md":
            built = page.with_name("index.html")
        assert (site / built).is_file(), page


def test_no_page_loads_anything_from_elsewhere(site):
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = [one or other for one, other in LOADED.findall(text)]
        assert not [each for each in loaded if "//" in each], page.name


def test_pages_that_are_made_say_what_there_is(site):
    assert "mix.trust" in (site / "reference" / "parameters.html").read_text("utf-8")
    assert (site / "search" / "search_index.js").is_file()


def test_search_works_from_disk_without_a_network(site):
    sync_api = pytest.importorskip("playwright.sync_api")
    browser_path = shutil.which("chromium")
    if browser_path is None:
        pytest.skip("there is no Chromium on the path")
    asked = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.keyboard.press("s")
        page.keyboard.type("competence")
        found = page.locator(".md-search-result__meta")
        sync_api.expect(found).to_contain_text("matching", timeout=20_000)
        browser.close()
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
