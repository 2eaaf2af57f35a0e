"""The report says what the results say, in order, in both languages, and never only one side."""

import json
import re
import sys
import zlib
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import html5lib
import numpy as np
import pytest
from babel.messages.pofile import read_po

from tillitsim.errors import InputError
from tillitsim.locale import HERE
from tillitsim.model.outcomes import OUTCOMES
from tillitsim.model.simulation import Results
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.runs.statistics.likelihood import Grade
from tillitsim.scenario.declared.declarations import MECHANISMS, PARAMETERS
from tillitsim.scenario.declared.instruments import BY_NAME, INSTRUMENTS, NAMES
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Intervention
from tillitsim.studies.compare.analysis import HEADLINE, IN_EACH_SET, Comparison
from tillitsim.studies.compare.final_states import Ending
from tillitsim.studies.compare.table import verdict_of
from tillitsim.studies.evidence.families import FAMILIES, families_that_test, family_label
from tillitsim.studies.evidence.load import load_all
from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.shipped import Record, Scored, count, last_run
from tillitsim.studies.evidence.table import evidence_records
from tillitsim.studies.report.analysis import PICTURED, Study
from tillitsim.studies.report.board import advice_of, finding
from tillitsim.studies.report.doubts import mechanisms_of
from tillitsim.studies.report.known import normal_year
from tillitsim.studies.report.page import html_report, section
from tillitsim.studies.report.pdf import browser, pdf_report
from tillitsim.studies.report.settings import source_in
from tillitsim.view.practice import instruments_of, uses
from tillitsim.view.text import capital

LANGUAGES = ["en", "sv"]
MONTHS, RUNS, SETS = 30, 6, 16
HOSTILE = "<script>alert('x')</script> & \"Tillit\" $\\frac{$ é"
RECORD = Record(
    "0.1.0",
    current=True,
    findings=(
        Scored("E01", "Control is taken badly", "Falk & Kosfeld (2006)", "control-aversion", "hit"),
        Scored("E02", "Pay <crowds> out", "Gneezy (2000)", "crowding-out", "miss"),
        Scored("E03", "Choice helps", "Le Grand (2007)", "competition", "inconclusive"),
    ),
)


def scenario(title, *, mix=(0.2, 0.5, 0.3), interventions=(), **values):
    base = load("demonstration", set=[f"months={MONTHS}", "burn_in=6"])
    shares = dict(zip(("mix.competition", "mix.regulation", "mix.trust"), mix, strict=True))
    return replace(
        base,
        name=title.split()[0].lower(),
        title={"en": title, "sv": title},
        values={**base.values, **shares, **values},
        interventions=interventions,
    )


def results(one, shift=0.0, runs=RUNS):
    """Made-up series: noise that all scenarios share, and a shift of every outcome."""
    rng = np.random.default_rng(3)
    series = 0.4 + 0.01 * rng.normal(size=(runs, MONTHS, len(OUTCOMES)))
    return Results(one, 0, tuple(OUTCOMES), series + shift)


def ending(one, shift=0.0):
    rng = np.random.default_rng(5)
    trust = np.clip(rng.uniform(0.2, 0.6, (RUNS, 50)) + shift, 0.0, 1.0)
    hard = np.broadcast_to(np.arange(50) % 3 == 0, trust.shape)
    return Ending(one, trust, hard, trust[:, :10])


def study(*shifts, scenarios=None, parameter_sets=SETS, language="en", evidence=RECORD, **changes):
    """A report's results: the baseline, and others whose outcomes lie ``shifts`` away from it."""
    given = scenarios or [
        scenario("Rule book"),
        *(scenario(f"Trust reform {k}", mix=(0.1, 0.2, 0.7)) for k in range(len(shifts))),
    ]
    moved = (0.0, *shifts)
    rng = np.random.default_rng(9)
    names = ("motivation.rate", "safety.blame", "effort.displacement")
    each = [{name: float(rng.uniform()) for name in names} for _ in range(parameter_sets)]
    steer = np.array([parameter_set["motivation.rate"] - 0.3 for parameter_set in each])
    in_sets = tuple(
        0.4 + (shift * steer)[:, None, None, None]
        + np.zeros((parameter_sets, IN_EACH_SET, MONTHS, len(OUTCOMES)))
        for shift in moved
    )  # fmt: skip
    comparison = Comparison(
        tuple(results(one, by) for one, by in zip(given, moved, strict=True)),
        0,
        tuple(each),
        in_sets if parameter_sets else (),
    )
    made = Study(
        comparison, HEADLINE, "good_meetings",
        tuple(ending(one, by) for one, by in zip(given, moved, strict=True)),
        evidence, ("tillitsim", "report", "a", "b c"), language,
    )  # fmt: skip
    return replace(made, **changes)


def tree(html):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def text_of(element):
    return " ".join(" ".join(element.itertext()).split())


def part(made, name):
    """A section of the page, as a tree."""
    return html5lib.parseFragment(section(made, name), namespaceHTMLElements=False)


def shown(made, name):
    """The text of a section."""
    return text_of(part(made, name))


def told(made, name, *, language="en", **changes):
    """What is said in short of an outcome, the parameter sets and the interval being changed."""
    made = replace(made, language=language)
    each = replace(made.differences[1][name], **changes)
    vars(made)["differences"] = {1: {**made.differences[1], name: each}}
    label = each.outcome.label(language)
    for item in part(made, "short").iter("li"):
        lead = item.find("strong")
        if lead is not None and text_of(lead).lower() == f"{label}:".lower():
            return text_of(item).removeprefix(text_of(lead)).strip()
    raise AssertionError(label)


def other_side(made):
    """The case against the answer."""
    (aside,) = (each for each in part(made, "short").iter("ul") if each.get("class") == "aside")
    return text_of(aside).removeprefix("The other side of it.").strip()


@pytest.fixture(scope="module")
def pages():
    return {language: html_report(study(0.05, language=language)) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_html_without_a_fault(pages, language):
    root = tree(pages[language])
    assert root.get("lang") == language
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    levels = [int(each.tag[1]) for each in root.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for link in root.iter("a"):
        assert link.get("href")[0] == "#"
        assert link.get("href")[1:] in ids
    assert all(each.get("scope") for each in root.iter("th"))
    for table in root.iter("table"):
        assert text_of(table.find("caption"))
        width = len(table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == width
    for picture in root.iter("img"):
        assert len(picture.get("alt")) > 20
        assert picture.get("src").startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_no_script_and_nothing_from_outside(pages, language):
    root = tree(pages[language])
    tags = {each.tag for each in root.iter()}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base"})
    names = {name for each in root.iter() for name in each.attrib}
    assert not [name for name in names if str(name).startswith("on")]
    policy = next(m.get("content") for m in root.iter("meta") if m.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert "url(" not in pages[language]
    assert "@import" not in pages[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reform_comes_before_its_effects_and_the_limits_before_the_end(pages, language):
    page = tree(pages[language])
    order = [each.get("id") for each in page.iter("h2")]
    assert order == [
        "finding", "do", "price",
        "question", "compared", "short", "comparison", "people", "chain", "hangs", "cannot",
        "repeat",
    ]  # fmt: skip
    changed = next(each for each in page.iter("p") if each.get("class") == "changed")
    kinds = [each for each in page.iter() if each is changed or each.tag in {"h1", "img"}]
    assert kinds[0] is changed


def test_no_word_is_left_in_the_other_language(pages):
    written = {language: text_of(tree(pages[language])) for language in LANGUAGES}
    with (HERE / "sv.po").open("rb") as file:
        catalogue = read_po(file, locale="sv")
    for message in catalogue:
        if isinstance(message.id, str) and len(message.id) > 24 and message.id != message.string:
            assert message.id not in written["sv"]
            assert message.string not in written["en"]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_null_comparison_says_exactly_that_nothing_differs(language):
    same = [scenario("Rule book"), scenario("Rule book")]
    made = study(0.0, scenarios=same, language=language)
    nothing, reform, units, levels = {
        "en": (
            "Nothing differs.",
            "Nothing is set differently",
            "end exactly as in",
            "No level is likely to",
        ),
        "sv": (
            "Inget skiljer sig.",
            "Inget är annorlunda",
            "slutar exakt som i",
            "Ingen nivå vinner",
        ),
    }[language]
    assert nothing in shown(made, "short")
    assert reform in shown(made, "compared")
    assert units in shown(made, "people")
    assert levels in shown(made, "chain")
    root = part(made, "comparison")
    verdicts = [text_of(row[2]) for row in root.iter("tr") if row[-1].tag == "td"]
    assert len(verdicts) == len(HEADLINE)
    assert {each.split(" 1")[0] for each in verdicts} == {
        {"en": "Exactly the same", "sv": "Exakt lika"}[language]
    }


def test_scenarios_that_differ_and_yet_coincide_are_told_so():
    told_so = "are not set the same, yet every outcome is exactly the same"
    assert told_so in shown(study(0.0), "short")


@pytest.mark.usefixtures("undrawn")
def test_a_hostile_title_is_only_text():
    given = [scenario("Rule book"), scenario(HOSTILE, mix=(0.1, 0.2, 0.7))]
    html = html_report(study(0.05, scenarios=given))
    assert "<script" not in html
    heading = text_of(next(tree(html).iter("h1")))
    assert heading.endswith(f" with “{HOSTILE}”")


def test_the_same_study_gives_the_same_bytes(pages):
    assert html_report(study(0.05)) == pages["en"]


@pytest.mark.usefixtures("undrawn")
def test_several_scenarios_are_each_told_under_their_title():
    html = html_report(study(0.05, -0.05, parameter_sets=0))
    titles = [text_of(each) for each in tree(html).iter("h3")]
    for title in ("Trust reform 0", "Trust reform 1"):
        assert titles.count(title) == 2  # in short, and in what it hangs on
        assert f"Against it: {title}" in titles
    assert "Whether this holds under other plausible assumptions was not asked" in html


def difference(made, name):
    return made.differences[1][name]


def known(each, share):
    """The difference with a share of its draws above what matters, the rest below."""
    sign = np.where(np.arange(100) < 100 * share, 1.0, -1.0)
    draws = (2.0 * each.outcome.matters * sign)[:, None]
    return {"spread": replace(each.spread, draws=draws)}


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "very likely higher, better: from"), (0.7, "likely higher, better: from"),
     (0.5, "about as likely higher as not: from"), (0.2, "likely lower, worse: from")],
)  # fmt: skip
def test_a_change_is_told_with_how_many_agree(share, words):
    made = study(0.05)
    text = told(made, "good_meetings", **known(difference(made, "good_meetings"), share))
    assert text.startswith(words)
    assert "nine of ten runs lie from" in text


def test_every_answer_has_its_other_side():
    up, down = study(0.2), study(-0.2)
    for made, word in ((up, "worse"), (down, "better")):
        side = other_side(made)
        assert side.startswith(
            (f"{word.capitalize()}, at least likely: ", f"No outcome is likely to become {word}")
        )
        assert not any(
            each.gain and each.verdict.share < 0.66 for each in made.differences[1].values()
        )
    nothing = replace(up, comparison=replace(up.comparison, parameter_sets=(), in_sets=()))
    assert "was not asked" in other_side(nothing)


def test_where_the_default_values_lie_among_the_draws_is_told():
    made = study(0.05)
    main = difference(made, "good_meetings")
    smaller = round(100 * float((main.spread.draws < main.mean).mean()))
    assert f"in {smaller}% of the runs under other plausible assumptions" in shown(made, "short")


def test_settings_that_differ_are_told_with_their_sources_and_what_they_mean_in_practice():
    change = Intervention("fewer goals", {"instruments.goals": 3.0}, 12, ramp=6)
    given = [
        scenario("Rule book"),
        scenario("Reform", mix=(0.2, 0.2, 0.6), interventions=(change,), **{"effort.strength": 2}),
    ]
    root = part(study(0.05, scenarios=given), "compared")
    tables = {text_of(t.find("caption")): text_of(t.find("tbody")) for t in root.iter("table")}
    settings = tables["What is set differently in “Reform”"]
    assert "effort.strength" in settings
    assert "mix.trust 30% 60%" in settings
    assert (
        "Audit selectivity"
        in tables["What “Reform” means in practice: the instruments that differ"]
    )
    assert "from month 12, in full after 6 months" in tables["What changes on the way in “Reform”"]


@pytest.mark.parametrize("principle", [0, 1, 2])
def test_a_pure_mix_uses_the_instruments_as_its_column_of_the_table_says(principle):
    mix = [0.0, 0.0, 0.0]
    mix[principle] = 1.0
    found = instruments_of(scenario("Pure", mix=tuple(mix)))
    assert found == pytest.approx([row.cells[principle] for row in INSTRUMENTS], abs=2e-6)


def test_a_fixed_instrument_is_used_as_it_is_fixed_and_the_largest_difference_comes_first():
    before, after = scenario("A"), scenario("B", **{"instruments.goals": 3.0})
    (only,) = uses(before, after)
    assert only.instrument is BY_NAME["goals"]
    assert instruments_of(after)[NAMES.index("goals")] == 3.0
    sizes = [each.size for each in uses(before, scenario("C", mix=(0.1, 0.1, 0.8)))]
    assert sizes == sorted(sizes, reverse=True)


def evidence_text(record, parameter_sets=SETS):
    """What is said of the evidence, for the mechanisms behind the assumptions in the sets."""
    return shown(study(0.05, evidence=record, parameter_sets=parameter_sets), "hangs")


def test_hits_and_misses_are_told_and_the_misses_named():
    text = evidence_text(RECORD)
    assert "Of 3, it meets 1, misses 1 and leaves 1 undecided" in text
    assert "Pay <crowds> out E02 Gneezy (2000) Crowding out of motivation" in text
    assert "Choice helps" not in text
    assert "another version" not in text


def test_without_sets_every_mechanism_is_held_against_the_evidence():
    assert "The market 0 0 1" in evidence_text(RECORD, parameter_sets=0)
    assert "No other plausible assumptions were asked" in shown(
        study(0.05, parameter_sets=0), "hangs"
    )


def test_old_or_missing_evidence_is_told():
    assert "another version of the model (0.1.0)" in evidence_text(replace(RECORD, current=False))
    assert "No scored run of the evidence" in evidence_text(None)


def test_mechanisms_are_those_that_read_a_parameter():
    assert mechanisms_of(["safety.blame"]) == {"safety"}
    assert mechanisms_of(PARAMETERS) <= set(MECHANISMS)
    assert mechanisms_of(["management.fidelity_rate"]) == {"management"}


def test_every_family_of_the_shipped_findings_has_a_name_and_mechanisms():
    for each in load_all([evidence_folder()]):
        assert each.family in FAMILIES, each.id
    for name, family in FAMILIES.items():
        assert set(family.mechanisms) <= set(MECHANISMS), name
        assert family_label(name, "sv")
    assert family_label("my-own", "sv") == "my-own"
    assert "competition" in families_that_test(["market"])


def test_the_last_scored_run_is_read_as_the_command_writes_it(tmp_path):
    file = tmp_path / "evidence.json"
    assert last_run(file) is None
    source = {"authors": "Falk & Kosfeld", "year": 2006}
    one = {"id": "E01", "name": "Control", "source": source, "family": "audit", "verdict": "miss"}
    left_out = {**one, "verdict": None}
    file.write_text(json.dumps({"version": "0.1.0", "findings": [one, left_out]}), "utf-8")
    record = last_run(file)
    assert not record.current
    assert record.findings == (Scored("E01", "Control", "Falk & Kosfeld (2006)", "audit", "miss"),)
    assert count(record.findings)["miss"] == 1
    file.write_text("[]", "utf-8")
    with pytest.raises(InputError, match="not a record of a scored run"):
        last_run(file)


def test_what_evidence_prints_is_what_a_report_reads(tmp_path):
    finding = load_all([evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml"])[0]
    score = SimpleNamespace(
        verdict="hit", estimate=1.0, low=0.5, high=1.5, right_sign=1.0, error=0.1, tolerance=1.0,
        off=0.0, n=5,
    )  # fmt: skip
    trial = Trial.__new__(Trial)
    for name, value in (("finding", finding), ("scores", (score, score)), ("replicates", 5)):
        object.__setattr__(trial, name, value)
    (tmp_path / "record.json").write_text(json.dumps(evidence_records([trial])), "utf-8")
    record = last_run(tmp_path / "record.json")
    assert record.current
    assert [each.id for each in record.findings] == ["E01"]


def test_a_page_becomes_a_tagged_pdf():
    pytest.importorskip("weasyprint", reason="the extra tillitsim[pdf] is not installed")
    content = pdf_report('<html lang="sv"><title>Frågan</title><h1>å ä ö</h1>')
    assert content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    assert any(b"pdfuaid" in zlib.decompressobj().decompress(each) for each in streams)


@pytest.mark.skipif(browser() is None, reason="there is no browser here that prints")
def test_without_weasyprint_a_browser_prints_the_page(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert pdf_report('<html lang="sv"><title>Frågan</title><h1>å ä ö</h1>').startswith(b"%PDF-")


def test_labels_are_shown_without_the_symbols_of_equations(pages):
    symbols = [
        f"({p.english.rpartition('(')[2]}" for p in PARAMETERS.values() if p.english.endswith("F)")
    ]
    assert symbols
    assert not [symbol for symbol in symbols if symbol in pages["en"]]


@pytest.mark.parametrize("shift", [0.3, 0.002, -0.3])
def test_the_headline_says_the_verdict_of_the_table(shift):
    made = study(shift)
    words = text_of(part(made, "headline")).split(": ", 1)[1]
    each = made.differences[1]["good_meetings"]
    assert words.startswith(verdict_of(each, "en"))
    assert text_of(part(made, "comparison")).count(capital(verdict_of(each, "en")))


def verdict(way, grade):
    return SimpleNamespace(way=way, grade=grade)


def loss(grade):
    return SimpleNamespace(verdict=verdict("lower", grade))


@pytest.mark.parametrize(
    ("way", "grade", "gain", "worse", "advice"),
    [
        ("higher", Grade.VERY_LIKELY, 1, [], "begin"),
        ("higher", Grade.VERY_LIKELY, 1, [Grade.LIKELY], "begin"),
        ("higher", Grade.VERY_LIKELY, 1, [Grade.VERY_LIKELY], "try"),
        ("higher", Grade.LIKELY, 1, [], "try"),
        ("lower", Grade.LIKELY, -1, [], "refrain"),
        ("higher", Grade.LIKELY, 0, [], "other"),
        ("unknown", Grade.AS_NOT, 0, [], "trial"),
        ("none", Grade.LIKELY, 0, [], "idle"),
        ("same", Grade.VERY_LIKELY, 0, [], "nothing"),
        ("higher", None, 0, [], "unasked"),
    ],
)
def test_what_to_do_never_claims_more_than_is_known(way, grade, gain, worse, advice):
    main = SimpleNamespace(verdict=verdict(way, grade), gain=gain)
    assert advice_of(main, [loss(each) for each in worse]) == advice


def test_every_likely_loss_is_among_the_losses_and_none_is_a_mere_cost():
    made = study(-0.3)
    told = finding(made, 1)
    worse = {each.outcome.name for each in made.differences[1].values() if each.gain < 0}
    named = {each.outcome.name for each in told.losses.named}
    assert named <= worse
    assert len(named) + told.losses.more == len(worse)
    assert not worse & {each.outcome.name for each in told.costs}


@pytest.mark.usefixtures("undrawn")
def test_many_alternatives_are_told_in_order_and_the_best_are_drawn():
    shifts = (0.01, 0.3, -0.1, 0.02, 0.05, 0.1, 0.15)
    made = study(*shifts)
    page = part(made, "board")
    (body,) = (table.find("tbody") for table in page.iter("table"))
    names = [text_of(row[0]) for row in body.iter("tr")]
    assert names[0] == "Trust reform 1"
    assert len(names) == len(shifts)
    assert len(made.pictured.comparison.others) == PICTURED
    assert 2 in made.pictured.comparison.others or made.pictured.title(1)
    assert len(made.pictured.endings) == PICTURED + 1


def test_a_normal_year_is_the_change_from_year_to_year_where_nothing_is_changed():
    made = study(0.1, parameter_sets=0)
    (one,) = (made.comparison.results[i] for i in (0,))
    k = list(OUTCOMES).index("good_meetings")
    series = one.series.copy()
    series[:, 6:18, k], series[:, 18:30, k] = 0.4, 0.43
    changed = replace(one, series=series)
    comparison = replace(made.comparison, results=(changed, made.comparison.results[1]))
    assert normal_year(replace(made, comparison=comparison)) == pytest.approx(0.03)


def test_a_source_is_told_in_the_language_of_the_page():
    prose = "assumed: today's steering read as decisions in minutes; direction: SOU 2018:47"
    assert source_in(prose, "en") == prose
    assert source_in(prose, "sv") == "antaget; riktning; SOU 2018:47"
    assert source_in("as on the journal's page", "sv") == ""
