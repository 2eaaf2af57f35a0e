"""The lab in a browser, for tests: built once, opened offline, requests and complaints noted."""

import json
import time

import numpy as np

from tillitsim.studies.lab import claims
from tillitsim.studies.lab.kernels import kernels
from tillitsim.studies.lab.page import page

PATIENCE = 180.0


def written(path, services, language="sv"):
    """A page with some services, written to a file."""
    path.write_text(page(kernels(), services, first="small-town", language=language), "utf-8")
    return path


def opened(context, file, link="", *, mapped=False):
    """The page, when its first answers are there; those of all runs come while it is used."""
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return started(page, file, link, mapped=mapped)


def started(page, file, link="", *, mapped=False):
    """The same of a page that somebody else made; its map is worked out only where it is asked for.

    A map is eight hundred runs, begun whenever nothing has been touched for half a second.
    """
    page.goto(f"{file.as_uri()}?workers=2#{link}")
    until(page, "window.lab?.store?.look.value != null"
                " && ['now', 'pin'].every(side => lab.store.answers[side].value)")  # fmt: skip
    page.evaluate(
        """(mapped) => {
      window.mapped = mapped;
      const { pool } = lab.store;
      const ask = pool.ask.bind(pool);
      pool.ask = (slot, ...asked) =>
        slot === "map" && !window.mapped ? false : ask(slot, ...asked);
    }""",
        mapped,
    )
    return page


def led_to(page, link):
    """Follow a link in a page that is open."""
    page.evaluate(
        """async (link) => {
      const there = new Promise((gone) => addEventListener("hashchange", gone, { once: true }));
      location.hash = link;
      await there;
    }""",
        link,
    )
    settled(page)


def as_at_first(page):
    """A page that others have used, where it stands when it is opened."""
    page.evaluate(
        """() => {
      window.mapped = false;
      lab.store.open("");
      lab.store.person.value = null;
      lab.store.playing.value = false;
      for (const each of document.querySelectorAll("details")) each.open = false;
      document.activeElement?.blur();
    }"""
    )
    page.complaints.clear()
    return page


def until(page, condition):
    """Wait for a condition; the page's policy lets no library wait inside it."""
    patience = time.monotonic() + PATIENCE
    while not page.evaluate(f"Boolean({condition})"):
        assert time.monotonic() < patience, condition
        time.sleep(0.02)


def settled(page):
    """Wait for all runs of what is asked now."""
    until(page, "lab.store.settled.value")


def change(page, changes):
    """Change where the page stands, as its controls do."""
    page.evaluate(f"lab.store.change({json.dumps(changes)})")


def revealed(page, lesson, *, turned):
    """What a lesson says when its answer is shown."""
    page.evaluate(f"lab.store.toLesson('{lesson}', {str(turned).lower()})")
    settled(page)
    page.evaluate("lab.store.covered.value = false")
    until(page, "document.querySelector('.revealed')")
    return page.evaluate("document.querySelector('.revealed').innerText")


def in_the_lesson(page, case):
    """The verdict on a case, by the page's own runs of what it stands at."""
    draws = page.evaluate(
        "(() => { const {now, pin} = lab.store.answers; const at = now.value.outcomes.indexOf("
        f"'{case['outcome']}'); return now.value.answers.map((each, i) =>"
        " each.over[at] - pin.value.answers[i].over[at]).slice(1) })()"
    )
    return claims.verdict_of(case, np.array(draws, float))


SAYS = {
    "up": "Det stiger", "down": "Det sjunker", "same": "Ingen skillnad",
    "unknown": "Modellen vet inte",
}  # fmt: skip


def tells_what_is_found(page, lesson, part):
    """Whether a lesson tells of a case what was found, and why only if that was written for it."""
    case = lesson[part]
    said = revealed(page, lesson["name"], turned=part == "turn")
    verdict = in_the_lesson(page, case)
    answer = claims.ANSWERS[verdict.way]
    why = case["explanation"]["sv"] in said
    return SAYS[answer] in said and why == claims.holds(case, verdict)
