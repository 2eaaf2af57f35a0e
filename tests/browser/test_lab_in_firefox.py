"""The lab in Firefox: the same numbers, lessons and quiet as in Chromium."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from firefox import FIREFOX, Firefox
from lab_cases import (
    HOSTILE,
    SERVICES,
    compared,
    impossible,
    interactions,
    lessons,
    ordinarily,
)
from lab_page import (
    as_at_first,
    change,
    led_to,
    settled,
    started,
    tells_what_is_found,
    until,
    written,
)

from tillitsim.studies.lab import contents

pytestmark = pytest.mark.skipif(FIREFOX is None, reason="there is no Firefox on the path")
RIGHT = "\ue014"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return written(tmp_path_factory.mktemp("lab") / "lab.html", SERVICES)


@pytest.fixture(scope="module")
def browser():
    with Firefox() as firefox:
        yield firefox


@pytest.fixture(scope="module")
def shared(browser, file):
    """A page that most tests use one after the other, each from where it stands at first."""
    return started(browser.page(), file)


@pytest.fixture
def lab(shared):
    yield as_at_first(shared)
    assert shared.complaints == []


def test_the_page_has_the_numbers_of_the_model_to_the_last_bit(lab):
    assert compared(lab, range(500, 508)) >= 4


@pytest.mark.long
def test_two_hundred_scenarios_have_the_numbers_of_the_model(lab):
    assert compared(lab, range(2000, 2300)) >= 200


def test_it_asks_for_nothing_outside_itself(lab):
    outside = [url for url in lab.asked if not url.startswith(("file:", "blob:", "data:"))]
    assert outside == []


@pytest.mark.parametrize("lesson", lessons(1))
def test_a_lesson_tells_what_is_found_and_why_if_it_knows(lab, lesson):
    for part in contents.PARTS:
        assert tells_what_is_found(lab, lesson, part)


def test_arrow_keys_move_the_point_of_the_triangle(lab):
    before = lab.evaluate("lab.store.mix.value")
    lab.evaluate("document.querySelector('svg.triangle').focus()")
    lab.press(RIGHT)
    assert lab.evaluate("lab.store.mix.value[2]") == before[2] + 1


def test_both_languages_are_there(lab):
    for language, title in (("en", "The trust lab"), ("sv", "Tillitslabbet")):
        change(lab, {"language": language})
        assert lab.evaluate("document.querySelector('h1').innerText") == title
        until(lab, f"document.title === '{title}'")


def test_a_link_brings_back_where_it_was_made(lab, browser, file):
    change(lab, {"mix": [5, 15, 80], "service": "home-care", "happenings": [["scandal", 30]],
                 "values": {"effort.strength": 2}, "language": "en"})  # fmt: skip
    link = lab.evaluate("lab.link()")
    other = started(browser.page(), file, link)
    assert other.evaluate("lab.store.now.value") == lab.evaluate("lab.store.now.value")
    other.close()


def test_hostile_links_end_where_something_is_possible(lab):
    for link in HOSTILE:
        led_to(lab, link)
        assert impossible(lab.evaluate("lab.store.now.value")) == []


@pytest.mark.long
def test_axe_finds_no_barrier(lab):
    """Chromium, which sees the same of a page, is always asked."""
    axe = pytest.importorskip("axe_playwright_python")
    lab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    lab.evaluate(f"(() => {{ {script} }})()")
    found = lab.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))")
    assert found == []


@pytest.mark.parametrize("size", ordinarily(1, [(390, 844), (1024, 768), (1920, 1080)]))
def test_nothing_sticks_out(browser, file, size):
    page = started(browser.page(*size), file)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.close()


def test_random_interactions_do_no_harm(lab):
    lab.evaluate("window.mapped = true")
    interactions(lab, 45)
    settled(lab)
    until(lab, "document.querySelectorAll('.card').length >= 8")
