"""The lab in a browser: its numbers are the model's, it is quiet, accessible and hard to break."""

import json
import random
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from lab_page import change, opened, settled, until, written

from tillitsim.model import outcomes
from tillitsim.model.simulation import Results, Simulation
from tillitsim.runs.ensemble.parameter_set import in_world
from tillitsim.runs.ensemble.parameter_sets import worlds
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load, with_interventions
from tillitsim.scenario.schema import Intervention
from tillitsim.studies.lab import claims, contents

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the path")
SERVICES = (
    "small-town", "home-care", "trial-sundsvall-home-care", "trial-ivo-work-environment-authority",
)  # fmt: skip
SMALL = {"chain.councils", "chain.politicians", "chain.units", "chain.staff", "chain.citizens"}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return written(tmp_path_factory.mktemp("lab") / "lab.html", SERVICES)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1366, "height": 900}, offline=True)
    yield made
    made.close()


@pytest.fixture
def lab(context, file):
    page = opened(context, file)
    yield page
    assert page.complaints == []


def random_case(seed):
    """A service, changes to it, interventions, and the world and replicate of a run."""
    dice = random.Random(seed)
    free = [name for name in PARAMETERS if name not in SMALL and "competition" not in name
            and "regulation" not in name and ".trust" not in name]  # fmt: skip

    def some(count):
        values = {}
        for name in dice.sample(free, count):
            parameter = PARAMETERS[name]
            low, high = dice.choice((parameter.range, parameter.bounds))
            value = dice.choice((dice.uniform(low, high), low, high))
            values[name] = float(round(value)) if parameter.whole else value
        return values

    mix = [dice.randrange(0, 101), 0, 0]
    mix[1] = dice.randrange(0, 101 - mix[0])
    mix[2] = 100 - mix[0] - mix[1]
    values = some(dice.randrange(0, 30))
    if dice.random() < 0.8:
        values |= {
            f"mix.{name}": share / 100
            for name, share in zip(("competition", "regulation", "trust"), mix, strict=True)
        }
    changes = []
    for i in range(dice.randrange(0, 3)):
        given = some(dice.randrange(1, 4))
        if dice.random() < 0.4:
            given["mix.trust"] = dice.choice((0.0, 0.25, dice.random()))
        start = dice.randrange(0, 60)
        stop = dice.choice((None, start + dice.randrange(1, 40)))
        changes.append(
            {"name": f"change {i}", "given": given, "start": start, "stop": stop,
             "ramp": dice.choice((0, 7)), "share": 1.0, "lottery": "unit"}
        )  # fmt: skip
    return {
        "service": dice.choice(("small-town", "small-town", *SERVICES)),
        "values": values,
        "events": changes,
        "seed": str(dice.randrange(0, 2**62)),
        "world": dice.choice((-1, dice.randrange(20))),
        "replicate": dice.randrange(30),
    }


def natively(case, months):
    """The same run by the model itself; None where a scenario like that is refused."""
    from tillitsim.errors import InputError  # noqa: PLC0415 - only here

    try:
        scenario = load(contents.scenario_of(case["service"]), changes=case["values"])
        added = [Intervention(**{**each, "values": each["given"]}) for each in case["events"]]
        scenario = with_interventions(scenario, tuple(added))
    except InputError:
        return None
    if case["world"] >= 0:
        scenario = in_world(scenario, worlds(20).each[case["world"]])
    simulation = Simulation(scenario, int(case["seed"]), case["replicate"], months)
    simulation.run()
    series = simulation.outcomes()
    tally = simulation.state.tally.sum(axis=1)[None]
    results = Results(scenario, 0, tuple(outcomes.OUTCOMES), series[None], outcomes.OUTCOMES, tally)
    return series, results.mean_after_burn_in()[0]


ASK = """async ([question, run]) => {
  const { series, over } = await lab.bits(question, run);
  const bits = (array) => Array.from(new BigUint64Array(array.buffer), String);
  return [bits(series), bits(over)];
}"""


def in_the_page(page, case, months):
    question = {
        "service": case["service"], "values": case["values"], "events": case["events"],
        "seed": case["seed"], "months": months, "burnIn": 24,
        "outcomes": list(range(len(outcomes.OUTCOMES))),
    }  # fmt: skip
    run = {"replicate": case["replicate"], "world": case["world"]}
    found = page.evaluate(ASK, [question, run])
    return [np.array(each, np.uint64).view(np.float64) for each in found]


def compared(page, seeds, months=72):
    tried = 0
    for seed in seeds:
        case = random_case(seed)
        expected = natively(case, months)
        if expected is None:
            continue
        series, over = in_the_page(page, case, months)
        where = json.dumps(case)
        np.testing.assert_array_equal(series.reshape(expected[0].shape), expected[0], where)
        np.testing.assert_array_equal(over, expected[1], where)
        tried += 1
    return tried


def test_the_page_has_the_numbers_of_the_model_to_the_last_bit(lab):
    assert compared(lab, range(25)) >= 15


@pytest.mark.long
def test_two_hundred_scenarios_have_the_numbers_of_the_model(lab):
    assert compared(lab, range(1000, 1300)) >= 200


def test_it_asks_for_nothing_outside_itself(lab):
    outside = [url for url in lab.asked if not url.startswith(("file:", "blob:", "data:"))]
    assert outside == []
    assert sum(url.startswith("file:") for url in lab.asked) == 1


def test_axe_finds_no_barrier(browser, file):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 900})
    for link in ("", "lesson=good-meeting&lang=en", "open=1&mix=20-30-50&set=effort.strength:2"):
        page = opened(context, file, link)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate("lab.store.person.value = {level: 2, row: 3}")
        until(page, "lab.store.covered.value || lab.store.story.value != null")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, f"{link}: {found.generate_report()}"
        page.close()
    context.close()


def test_a_slider_moves_the_mix_and_the_others_make_room(lab):
    trust = lab.locator("input[name=mix-trust]")
    trust.focus()
    trust.press("End")
    assert lab.evaluate("lab.store.mix.value") == [0, 0, 100]
    trust.press("Home")
    assert sum(lab.evaluate("lab.store.mix.value")) == 100


def test_arrow_keys_move_the_point_of_the_triangle(lab):
    lab.locator("svg.triangle").focus()
    before = lab.evaluate("lab.store.mix.value")
    lab.keyboard.press("ArrowRight")
    after = lab.evaluate("lab.store.mix.value")
    assert after[2] == before[2] + 1
    assert sum(after) == 100
    for _ in range(60):
        lab.keyboard.press("ArrowUp")
    assert lab.evaluate("lab.store.mix.value") == [100, 0, 0]


def test_the_point_is_dragged_to_where_the_pointer_is(lab):
    box = lab.locator("svg.triangle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.5
    lab.mouse.move(x, y)
    lab.mouse.down()
    lab.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] - 2, steps=3)
    lab.mouse.up()
    assert lab.evaluate("lab.store.mix.value") == [0, 0, 100]


def test_a_difference_is_signed_and_says_how_sure_it_is(lab):
    change(lab, {"mix": [10, 75, 15]})
    lab.get_by_role("button", name="Jämför med det här från nu").click()
    change(lab, {"mix": [10, 25, 65]})
    said = lab.locator(".answer [role=status]").inner_text()
    assert "Goda möten: +" in said
    assert "av 20" in said


def test_events_and_reforms_show_in_link_and_command(lab):
    for button in ("En skandal i medierna", "Färre mål"):
        lab.get_by_role("button", name=button, exact=True).click()
    settled(lab)
    assert "at=scandal:40,fewer-goals:40" in lab.evaluate("lab.link()")
    lab.locator("details.share > summary").click()
    assert "inspectorate.media" in lab.locator(".share pre").first.inner_text()
    assert "tillitsim run view.toml" in lab.locator(".share pre.command").inner_text()


def test_the_command_repeats_the_first_run_to_the_last_bit(lab, tmp_path, monkeypatch, capsys):
    from tillitsim.cli.main import run_command  # noqa: PLC0415 - only here

    monkeypatch.chdir(tmp_path)
    change(
        lab,
        {"mix": [20, 30, 50], "happenings": [["budget-cut", 30]], "seed": "5",
         "values": {"task.variety": 1.1}},
    )  # fmt: skip
    lab.locator("details.share > summary").click()
    Path("view.toml").write_text(lab.locator(".share pre").first.inner_text(), "utf-8")
    words = lab.locator(".share pre.command").inner_text().split()[1:]
    assert run_command([*words, "--format", "json"]) == 0
    shown = lab.evaluate(
        "(() => { const {outcomes, answers} = lab.store.answers.now.value;"
        " return Object.fromEntries(outcomes.map((n, i) => [n, answers[0].over[i]])) })()"
    )
    said = json.loads(capsys.readouterr().out)
    printed = {each["outcome"]: each["mean"] for each in said["outcomes"]}
    assert {name: printed[name] for name in shown} == shown


def test_a_link_brings_back_where_it_was_made(lab, context, file):
    change(
        lab,
        {"mix": [5, 15, 80], "service": "home-care", "month": 40, "seed": "77",
         "happenings": [["scandal", 30]], "values": {"effort.strength": 2},
         "outcomes": ["harm", "will", "dare", "can", "waiting", "turnover"],
         "pin": {"mix": [70, 20, 10], "values": {}, "happenings": []},
         "profile": "legalist", "uncovered": True, "language": "en"},
    )  # fmt: skip
    link = lab.evaluate("lab.link()")
    other = opened(context, file, link)
    assert other.evaluate("lab.link()") == link
    assert other.evaluate("lab.store.now.value") == lab.evaluate("lab.store.now.value")
    assert other.evaluate("document.documentElement.lang") == "en"
    assert other.locator(".mark").count() == 1


HOSTILE = (
    "mix=1e999--5-NaN&seed=-1&service=../../etc",
    "mix=0-0-0&set=effort.strength:1e308,__proto__:1,task.variety:-7,constructor:2",
    "at=scandal:-50,scandal:1e9,nobody:3&month=99999&show=,,,&map=<img src=x onerror=alert(1)>",
    "lesson=<script>&profile=__proto__&weights=harm:1e999,good_meetings:-4&lang=xx&varies=all",
    "pin.mix=100-100-100&pin.set=mix.trust:5,chain.citizens:1000000&v=%00%ff&seed=" + "9" * 400,
    "set=" + ",".join(f"task.variety:{i}" for i in range(3000)),
    "%E0%A4%A&&&===&mix",
)


@pytest.mark.parametrize("link", HOSTILE)
def test_a_hostile_link_ends_where_something_is_possible(context, file, link):
    page = opened(context, file, link)
    now = page.evaluate("lab.store.now.value")
    assert now["mix"] is None or sum(now["mix"]) == 100
    assert all(0 <= month < 120 for _, month in now["happenings"])
    for name, value in {**now["values"], **now["pin"]["values"]}.items():
        low, high = PARAMETERS[name].bounds
        assert low <= value <= high
    assert page.complaints == []
    page.close()


def test_a_saved_page_opens_where_it_stood(lab, context, tmp_path):
    change(lab, {"mix": [5, 15, 80], "language": "en"})
    lab.locator("details.share > summary").click()
    with lab.expect_download() as download:
        lab.get_by_role("button", name="Save this view").click()
    saved = tmp_path / "saved.html"
    download.value.save_as(saved)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(saved.as_uri())
    until(page, "window.lab?.store?.look.value != null")
    assert page.evaluate("lab.store.mix.value") == [5, 15, 80]
    assert complaints == []


def test_pictures_and_numbers_can_be_taken_away(lab, tmp_path):
    lab.locator("details.share > summary").click()
    for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"side,run")):
        with lab.expect_download() as download:
            lab.get_by_role("button", name=kind, exact=True).click()
        path = tmp_path / kind
        download.value.save_as(path)
        assert path.read_bytes().startswith(start)
        assert path.stat().st_size > 5000


def test_the_map_is_covered_until_there_is_a_guess(lab):
    assert lab.locator("svg.triangle .best").count() == 0
    lab.get_by_role("button", name="Jag har gissat, visa kartan").click()
    until(lab, "lab.store.answers.map.value?.answers.every(each => each !== undefined)")
    assert lab.locator("svg.triangle circle[fill]").count() == 66
    assert lab.locator("svg.triangle .best").count() >= 1


def test_other_values_find_another_best_place(lab):
    change(lab, {"uncovered": True})
    best = {}
    for profile in ("market-liberal", "legalist", "professional"):
        change(lab, {"profile": profile})
        until(lab, "document.querySelectorAll('svg.triangle .best').length > 0")
        until(lab, "lab.store.answers.map.value.answers.every(each => each !== undefined)")
        best[profile] = lab.evaluate(
            "[...document.querySelectorAll('svg.triangle .best')]"
            ".map(each => [each.cx.baseVal.value, each.cy.baseVal.value].join())"
        )
    assert len({tuple(each) for each in best.values()}) > 1


def test_a_person_has_a_story_and_keys_choose_another(lab):
    lab.locator(".drawing").focus()
    lab.keyboard.press("ArrowDown")
    until(lab, "lab.store.story.value != null")
    assert "Politiker 1" in lab.locator(".person").inner_text()
    lab.keyboard.press("ArrowDown")
    lab.keyboard.press("ArrowDown")
    until(lab, "lab.store.story.value?.series.length === 6")
    assert "Medarbetare 1" in lab.locator(".person").inner_text()
    lab.keyboard.press("Escape")
    assert lab.locator(".person").count() == 0


@pytest.mark.parametrize("turned", [False, True])
def test_a_lesson_covers_what_tells_until_there_is_a_guess(lab, turned):
    lab.locator("select[name=lesson]").select_option("good-meeting")
    settled(lab)
    for step in range(1 + turned):
        assert lab.locator(".chart").count() == 0
        assert lab.locator("canvas").count() == 0
        reveal = lab.get_by_role("button", name="Visa svaret")
        assert reveal.is_disabled()
        lab.get_by_label("det stiger").first.check()
        reveal.click()
        settled(lab)
        assert lab.locator(".revealed").count() == 1
        assert lab.locator(".chart").count() == 6
        if step < turned:
            lab.get_by_role("button", name="När är det tvärtom?").click()


@pytest.mark.parametrize("part", ["case", "turn"])
def test_a_lesson_s_answer_in_the_page_is_the_one_that_is_tested(lab, part):
    (lesson,) = [each for each in contents.lessons() if each["name"] == "good-meeting"]
    lab.evaluate(f"lab.store.toLesson('good-meeting', {str(part == 'turn').lower()})")
    settled(lab)
    found = lab.evaluate(
        "(() => { const {now, pin} = lab.store.answers; const at = now.value.outcomes.indexOf("
        f"'{lesson[part]['outcome']}'); return now.value.answers.map((each, i) =>"
        " each.over[at] - pin.value.answers[i].over[at]).slice(1) })()"
    )
    assert found == claims.differences(lesson[part]).tolist()


def test_a_class_sees_its_guesses_beside_the_answer(lab):
    lab.locator("select[name=lesson]").select_option("good-meeting")
    lab.locator("details.class > summary").click()
    for name, count in (("up", 12), ("same", 5), ("down", 8)):
        lab.locator(f"input[name=class-{name}]").fill(str(count))
    lab.get_by_role("button", name="Visa svaret").click()
    assert lab.locator(".votes b").all_inner_texts() == ["12", "5", "8"]


def test_languages_are_changed_on_the_spot(lab):
    for language, title in (("en", "The trust lab"), ("sv", "Tillitslabbet")):
        lab.locator("select[name=language]").select_option(language)
        assert lab.locator("h1").inner_text() == title
        assert lab.title() == title


def test_months_are_scrubbed_and_played(lab):
    lab.locator("input[name=month]").fill("30")
    until(lab, "lab.store.look.value.month === 30")
    lab.get_by_role("button", name="Spela").click()
    until(lab, "lab.store.look.value.month > 31")
    lab.get_by_role("button", name="Paus").click()


@pytest.mark.parametrize("size", [(390, 844), (768, 1024), (1366, 768), (1920, 1080)])
def test_nothing_sticks_out_and_the_answer_is_seen_at_once(browser, file, size):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = opened(context, file)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    answer, triangle = (page.locator(each).bounding_box() for each in (".answer", "svg.triangle"))
    assert answer["y"] + answer["height"] < height
    assert triangle["y"] + triangle["height"] < height
    context.close()


def interactions(page, count, seed=1):
    """Press, move and choose at random whatever the page offers."""
    dice = random.Random(seed)
    for _ in range(count):
        page.evaluate(
            """(dice) => {
          const all = [...document.querySelectorAll(
            'main button, header select, main select, main input, main summary, svg.triangle')]
            .filter(each => !each.disabled && each.checkVisibility() && !each.closest('.share'));
          const one = all[Math.floor(dice[0] * all.length)];
          const tell = (kind) => one.dispatchEvent(new Event(kind, {bubbles: true}));
          if (one.tagName === 'SELECT') {
            one.selectedIndex = Math.floor(dice[1] * one.options.length); tell('change');
          } else if (one.type === 'range') {
            one.value = Number(one.min) + dice[1] * (one.max - one.min); tell('input');
          } else if (one.tagName === 'svg') {
            const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
            const key = keys[Math.floor(dice[1] * 4)];
            one.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
          } else if (one.type === 'number') { one.value = dice[1] * 50; tell('input'); }
          else one.click();
        }""",
            [dice.random(), dice.random()],
        )


def memory_in_use(page):
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"]


@pytest.mark.slow
def test_a_thousand_random_interactions_do_no_harm(lab):
    interactions(lab, 300)
    settled(lab)
    before = memory_in_use(lab)
    interactions(lab, 700, seed=2)
    settled(lab)
    assert lab.locator(".card").count() >= 8
    assert memory_in_use(lab) < before + 12_000_000
