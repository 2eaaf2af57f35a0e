"""The lab in a browser: its numbers are the model's, it is quiet, accessible and hard to break."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

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
    SAYS,
    as_at_first,
    change,
    led_to,
    opened,
    settled,
    tells_what_is_found,
    until,
    written,
)

from tillitsim.studies.lab import claims, contents

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the path")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return written(tmp_path_factory.mktemp("lab") / "lab.html", SERVICES)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def context(browser):
    made = browser.new_context(viewport={"width": 1366, "height": 900}, offline=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared(context, file):
    """A page that most tests use one after the other, each from where it stands at first."""
    return opened(context, file)


@pytest.fixture
def lab(shared):
    yield as_at_first(shared)
    assert shared.complaints == []


@pytest.fixture
def mapped(lab):
    """The map is worked out too."""
    lab.evaluate("window.mapped = true")


def test_the_page_has_the_numbers_of_the_model_to_the_last_bit(lab):
    assert compared(lab, range(15)) >= 8


@pytest.mark.long
def test_two_hundred_scenarios_have_the_numbers_of_the_model(lab):
    assert compared(lab, range(1000, 1300)) >= 200


@pytest.mark.parametrize("lesson", lessons(1))
def test_a_lesson_tells_what_is_found_and_why_if_it_knows(lab, lesson):
    for part in contents.PARTS:
        assert tells_what_is_found(lab, lesson, part)


def test_a_lesson_whose_answer_is_another_leaves_its_explanation_out(lab):
    (lesson,) = [each for each in contents.lessons() if each["name"] == "good-meeting"]
    lab.evaluate("lab.store.toLesson('good-meeting')")
    change(lab, {"pin": lab.evaluate("({...lab.store.now.value.pin, mix: [10, 25, 65]})")})
    settled(lab)
    lab.evaluate("lab.store.covered.value = false")
    until(lab, "document.querySelector('.revealed')")
    said = lab.locator(".revealed").inner_text()
    assert lesson["case"]["explanation"]["sv"] not in said
    assert "skrevs för ett annat svar" in said


def test_a_teacher_s_page_works_out_what_the_model_says_to_both_questions(lab):
    lab.evaluate("lab.store.toLesson('good-meeting')")
    lab.locator("details.teacher > summary").click()
    until(lab, "document.querySelectorAll('.expected strong').length === 2")
    answers = lab.locator(".expected strong").all_inner_texts()
    (lesson,) = [each for each in contents.lessons() if each["name"] == "good-meeting"]
    for said, part in zip(answers, contents.PARTS, strict=True):
        found = claims.verdict_of(lesson[part], claims.differences(lesson[part]))
        assert said.startswith(SAYS[claims.ANSWERS[found.way]])


def test_what_a_lesson_sets_is_told_and_is_not_marked_as_an_assumption(lab):
    lab.evaluate("lab.store.toLesson('the-scandal', true)")
    lab.locator("details.compared > summary").click()
    assert "återhållsamhet" in lab.locator(".compared").inner_text().lower()
    assert lab.locator(".mark").count() == 0
    lab.evaluate("lab.store.setValue('politics.restraint', 0.4)")
    assert lab.locator(".mark").count() == 1


def test_ten_assumptions_are_ranked_by_how_far_they_move_this_answer(lab):
    change(lab, {"mix": [10, 20, 70]})
    lab.locator("details.doubts > summary").click()
    until(lab, "document.querySelectorAll('.doubts .parameter').length === 10"
               " && !lab.store.pool.waits('doubts')")  # fmt: skip
    until(lab, "!document.querySelector('.doubts .working')")
    names = "[...document.querySelectorAll('.doubts input')].map(each => each.name)"
    before = lab.evaluate(names)
    assert len(set(before)) == 10
    assert "Källa" in lab.locator(".doubts .parameter").first.inner_text()
    lab.evaluate(f"lab.store.setValue({before[0]!r}, lab.store.value({before[0]!r}) * 1.1)")
    assert lab.evaluate(names) == before
    assert lab.locator(".mark").count() == 1


def test_a_service_calls_its_citizens_by_its_own_word(lab):
    assert "Medborgare" in lab.locator(".drawing").inner_html()
    lab.locator("select[name=service]").select_option("home-care")
    until(lab, "document.querySelector('.drawing')?.innerHTML.includes('Brukare')")


def test_it_asks_for_nothing_outside_itself(lab):
    outside = [url for url in lab.asked if not url.startswith(("file:", "blob:", "data:"))]
    assert outside == []
    assert sum(url.startswith("file:") for url in lab.asked) == 1


LINKS = ("mix=20-30-50&set=effort.strength:2", "lesson=good-meeting&lang=en", "open=1")


@pytest.mark.parametrize("link", ordinarily(2, LINKS))
def test_axe_finds_no_barrier(browser, file, link):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(bypass_csp=True, viewport={"width": 1366, "height": 900})
    page = opened(context, file, link, mapped=link == "open=1")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("lab.store.person.value = {level: 2, row: 3}")
    until(page, "lab.store.covered.value || lab.store.story.value != null")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
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


@pytest.mark.parametrize("size", [(390, 844), (1024, 768)])
def test_the_point_lies_where_it_was_dragged_to_whatever_the_size(lab, size):
    before = lab.viewport_size
    lab.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    ground = lab.locator("svg.triangle .ground").bounding_box()
    x, y = ground["x"] + 0.6 * ground["width"], ground["y"] + 0.7 * ground["height"]
    lab.mouse.click(x, y)
    point = lab.locator("svg.triangle .point").bounding_box()
    assert abs(point["x"] + point["width"] / 2 - x) < 4
    assert abs(point["y"] + point["height"] / 2 - y) < 4
    lab.set_viewport_size(before)


def test_a_difference_is_read_out_once_when_all_runs_are_there(lab):
    settled(lab)
    lab.evaluate(
        """() => {
      const said = document.querySelector('.answer [role=status]');
      window.heard = [];
      new MutationObserver(() => heard.push(said.textContent))
        .observe(said, {childList: true, characterData: true, subtree: true});
    }"""
    )
    change(lab, {"mix": [3, 84, 13]})
    until(lab, "document.querySelector('.answer .sentence').innerText.includes('av 20')")
    settled(lab)
    heard = lab.evaluate("heard")
    assert len(heard) == 1
    assert "av 20" in heard[0]


@pytest.mark.usefixtures("mapped")
def test_a_move_is_answered_while_the_map_is_worked_out(lab):
    change(lab, {"uncovered": True, "seed": "9"})
    until(lab, "lab.store.pool.waits('map')")
    change(lab, {"mix": [4, 80, 16]})
    settled(lab)
    assert lab.evaluate("lab.store.pool.waits('map')")


def test_a_difference_is_signed_and_says_how_sure_it_is(lab):
    change(lab, {"mix": [10, 75, 15]})
    lab.get_by_role("button", name="Jämför med det här från nu").click()
    change(lab, {"mix": [10, 25, 65]})
    settled(lab)
    said = lab.locator(".answer .sentence").inner_text()
    assert re.search(r"Goda möten: [+−]\d", said)
    assert "av 20" in said


def test_events_and_reforms_show_in_link_and_command(lab):
    for button in ("En skandal i medierna", "Färre mål"):
        lab.get_by_role("button", name=button, exact=True).click()
    assert "at=scandal:40,fewer-goals:40" in lab.evaluate("lab.link()")
    lab.locator("details.share > summary").click()
    assert "inspectorate.media" in lab.locator(".share pre").first.inner_text()
    assert "tillitsim run view.toml" in lab.locator(".share pre.command").inner_text()


@pytest.mark.usefixtures("undrawn")
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
    settled(lab)
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
    other.close()


@pytest.mark.parametrize("link", HOSTILE)
def test_a_hostile_link_ends_where_something_is_possible(lab, link):
    led_to(lab, link)
    assert impossible(lab.evaluate("lab.store.now.value")) == []


@pytest.mark.parametrize("link", ordinarily(1, HOSTILE))
def test_a_page_that_is_opened_by_a_hostile_link_stands_there_too(context, file, link):
    page = opened(context, file, link)
    assert impossible(page.evaluate("lab.store.now.value")) == []
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
    page.close()


def test_pictures_and_numbers_can_be_taken_away(lab, tmp_path):
    settled(lab)
    lab.locator("details.share > summary").click()
    for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("CSV", b"side,run")):
        with lab.expect_download() as download:
            lab.get_by_role("button", name=kind, exact=True).click()
        path = tmp_path / kind
        download.value.save_as(path)
        assert path.read_bytes().startswith(start)
        assert path.stat().st_size > 5000


@pytest.mark.usefixtures("mapped")
def test_the_map_is_covered_until_there_is_a_guess(lab):
    assert lab.locator("svg.triangle .best").count() == 0
    lab.get_by_role("button", name="Jag har gissat, visa kartan").click()
    until(lab, "lab.store.answers.map.value?.answers.every(each => each !== undefined)")
    assert lab.locator("svg.triangle circle[fill]").count() == 66
    assert lab.locator("svg.triangle .best").count() >= 1
    assert "av 12" in lab.locator(".mapkey").inner_text()


@pytest.mark.usefixtures("mapped")
def test_a_map_of_another_service_is_not_shown_while_its_own_is_worked_out(lab):
    colours = "document.querySelectorAll('svg.triangle circle[fill]').length"
    change(lab, {"uncovered": True})
    until(lab, f"{colours} === 66")
    lab.locator("select[name=service]").select_option("home-care")
    change(lab, {"uncovered": True})
    until(lab, f"{colours} === 0")
    lab.locator("select[name=service]").select_option("small-town")
    until(lab, f"{colours} === 66")


@pytest.mark.usefixtures("mapped")
def test_other_values_find_another_best_place(lab):
    change(lab, {"uncovered": True})
    best = {}
    for profile in ("market-liberal", "legalist", "professional"):
        change(lab, {"profile": profile})
        until(lab, "lab.store.answers.map.value?.answers.every(each => each !== undefined)")
        best[profile] = lab.evaluate(
            "[...document.querySelectorAll('svg.triangle .best')]"
            ".map(each => [each.cx.baseVal.value, each.cy.baseVal.value].join())"
        )
    assert len({tuple(each) for each in best.values()}) > 1


def test_an_outcome_s_name_is_whole_in_a_narrow_column(lab):
    cut = """[...document.querySelectorAll('.choice span')]
      .filter(each => each.scrollWidth > each.clientWidth || each.innerText.includes('…')).length"""
    names = lab.evaluate("lab.store.data.declared.outcomes.map(each => each.name)")
    before = lab.viewport_size
    lab.set_viewport_size({"width": 390, "height": 844})
    for i in range(0, len(names), 6):
        change(lab, {"outcomes": [*names, *names][i : i + 6]})
        assert lab.locator(".choice span").count() == 6
        assert lab.evaluate(cut) == 0
    lab.set_viewport_size(before)


def test_a_listener_meets_the_difference_once(lab):
    change(lab, {"mix": [10, 20, 70]})
    settled(lab)
    heard = lab.locator(".answer").aria_snapshot()
    assert heard.count("av 20") == 1


def test_the_way_on_from_a_lesson_s_answer_is_in_view(lab):
    before = lab.viewport_size
    lab.set_viewport_size({"width": 1366, "height": 768})
    lab.locator("select[name=lesson]").select_option("the-chain-distorts")
    lab.get_by_label("det stiger").first.check()
    lab.get_by_role("button", name="Visa svaret").click()
    until(lab, "document.querySelector('.revealed strong')")
    settled(lab)
    on = lab.get_by_role("button", name="När är det tvärtom?").bounding_box()
    assert 0 <= on["y"] <= 768 - on["height"]
    assert lab.locator("button.strong:visible").all_inner_texts() == ["När är det tvärtom?"]
    lab.get_by_role("button", name="När är det tvärtom?").click()
    lab.get_by_label("det stiger").first.check()
    lab.get_by_role("button", name="Visa svaret").click()
    assert lab.locator("button.strong:visible").all_inner_texts() == ["Nästa lektion"]
    lab.set_viewport_size(before)


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
    for step in range(1 + turned):
        assert lab.locator(".chart").count() == 0
        assert lab.locator("canvas").count() == 0
        reveal = lab.get_by_role("button", name="Visa svaret")
        assert reveal.is_disabled()
        lab.get_by_label("det stiger").first.check()
        reveal.click()
        until(lab, "document.querySelector('.revealed strong')")
        assert lab.locator(".chart").count() == 6
        if step < turned:
            lab.get_by_role("button", name="När är det tvärtom?").click()


def test_a_lesson_s_answer_waits_for_all_runs(lab):
    said = lab.evaluate(
        """async () => {
      lab.store.toLesson('what-is-measured');
      lab.store.reveal();
      await Promise.resolve();
      return document.querySelector('.revealed').innerText;
    }"""
    )
    assert "räknas ut" in said
    assert not any(answer in said for answer in SAYS.values())


def test_what_is_tried_before_the_guess_does_not_change_the_question(lab):
    lab.locator("select[name=lesson]").select_option("good-meeting")
    asked = lab.evaluate("lab.store.mix.value")
    change(lab, {"mix": [98, 1, 1]})
    lab.get_by_label("det stiger").first.check()
    lab.get_by_role("button", name="Visa svaret").click()
    assert lab.evaluate("lab.store.mix.value") == asked


def test_who_goes_on_with_the_keyboard_stands_at_the_next_question(lab):
    lab.locator("select[name=lesson]").select_option("good-meeting")
    lab.get_by_label("det stiger").first.check()
    lab.get_by_role("button", name="Visa svaret").press("Enter")
    until(lab, "document.activeElement.id === 'revealed'")
    lab.get_by_role("button", name="När är det tvärtom?").press("Enter")
    until(lab, "document.activeElement.id === 'question'")


def test_a_lesson_s_link_is_covered_in_a_page_that_is_open_too(lab):
    lab.evaluate("lab.store.open('lesson=good-meeting')")
    assert lab.evaluate("lab.store.covered.value")


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


def test_a_class_sees_its_guesses_typed_or_counted_by_hand_beside_the_answer(lab):
    lab.locator("select[name=lesson]").select_option("good-meeting")
    lab.locator("details.class > summary").click()
    for name, count in (("up", 12), ("same", 5)):
        lab.locator(f"input[name=class-{name}]").fill(str(count))
    for button in ("+1", "+1", "+1", "−1"):
        lab.get_by_role("button", name=f"det sjunker {button}").click()
    lab.get_by_role("button", name="Visa svaret").click()
    assert lab.locator(".votes b").all_inner_texts() == ["12", "5", "2"]
    assert lab.locator("input[name=class-up]").is_disabled()


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


@pytest.mark.parametrize(
    "size", ordinarily(2, [(390, 844), (1366, 768), (768, 1024), (1920, 1080)])
)
def test_nothing_sticks_out_and_the_answer_is_seen_at_once(browser, file, size):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = opened(context, file)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    answer, triangle = (page.locator(each).bounding_box() for each in (".answer", "svg.triangle"))
    assert answer["y"] + answer["height"] < height
    assert triangle["y"] + triangle["height"] < height
    context.close()


def test_every_control_is_reached_and_seen_with_the_keyboard_alone(lab):
    wanted = lab.evaluate(
        """() => [...document.querySelectorAll(
          'a, button, select, input, summary, svg[tabindex], [role=application]')]
        .filter(each => !each.disabled && each.checkVisibility()
          && !(each.type === 'radio' && !each.checked))
        .map((each, i) => { each.dataset.reach = i; return i; })"""
    )
    reached = {}
    for _ in range(len(wanted) + 5):
        lab.keyboard.press("Tab")
        number, outline = lab.evaluate(
            "[document.activeElement.dataset.reach,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if number is not None:
            reached[int(number)] = outline
    assert sorted(reached) == wanted
    assert set(reached.values()) == {"solid"}


def test_sliders_and_pressed_buttons_are_seen_in_forced_colours(lab):
    lab.emulate_media(forced_colors="active")
    style = "getComputedStyle(document.querySelector('{}')).{}"
    assert lab.evaluate(style.format("input[name=mix-trust]", "appearance")) == "auto"
    change(lab, {"happenings": [["scandal", 40]]})
    pressed = style.format(".happenings [aria-pressed=true]", "borderTopWidth")
    until(lab, f"{pressed} === '3px'")
    lab.emulate_media(forced_colors="none")


def memory_in_use(page):
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [60, pytest.param(10_000, marks=pytest.mark.long)])
def test_random_interactions_do_no_harm(context, file, count):
    lab = opened(context, file, mapped=True)
    interactions(lab, count // 3)
    settled(lab)
    before = memory_in_use(lab)
    interactions(lab, count - count // 3, seed=2)
    settled(lab)
    after = memory_in_use(lab)
    assert lab.locator(".card").count() >= 8
    assert lab.complaints == []
    assert after < before + 12_000_000
    lab.close()
