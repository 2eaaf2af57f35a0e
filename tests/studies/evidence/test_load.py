"""Finding files: what is wrong is said in sentences; what is right runs without any code."""

import re
import shutil
import tomllib
import unicodedata

import pytest

from tillitsim.errors import InputError
from tillitsim.runs.ensemble.shipped import evidence_folder
from tillitsim.studies.evidence.load import files_of, load, load_all
from tillitsim.studies.evidence.replication import Trial
from tillitsim.studies.evidence.table import evidence_page

SHIPPED = sorted(evidence_folder().glob("*.toml"))
ORIGINAL = (evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('favours = "trust"', 'favors = "trust"', "favours"),
        ('how = "interval"', 'how = "intervall"', "interval"),
        ("low = -35.8", "", "low and high"),
        ('of = "effort@controlled"', 'of = "efort@controlled"', "did you mean 'effort'"),
        ('of = "effort@controlled"', 'of = "effort@controled"', "did you mean 'controlled'"),
        (
            '"staff.effort_measured"',
            '"staff.efort_measured"',
            "did you mean 'staff.effort_measured'",
        ),
        ("last = 29", "last = 99", "beyond the 30 months"),
        ("months = 30", "months = 0", "months"),
        ('kind = "percent"', 'kind = "ordering"', "ordering"),
        ('id = "E01"', "id = ", "not TOML"),
        ('status = "computed-from-open-data"', 'status = "memory"', "never scored beyond its sign"),
    ],
)
def test_each_mistake_is_one_sentence(tmp_path, old, new, said):
    path = tmp_path / "mine.toml"
    assert old in ORIGINAL
    path.write_text(ORIGINAL.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as wrong:
        load(path)
    assert any(said in sentence for sentence in wrong.value.problems), wrong.value.problems
    assert all("mine.toml" in sentence for sentence in wrong.value.problems)
    assert all(sentence.endswith((".", "?")) for sentence in wrong.value.problems)


def test_a_missing_file_and_an_empty_folder_are_told_together(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as wrong:
        files_of([tmp_path / "empty", tmp_path / "nothing.toml"])
    assert len(wrong.value.problems) == 2


def test_ids_are_unique(tmp_path):
    for name in ("a.toml", "b.toml"):
        shutil.copy(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml", tmp_path / name)
    with pytest.raises(InputError, match="ids are unique"):
        load_all([tmp_path])


def plain(name: str) -> str:
    """A name as file names write it: ``Dal Bo`` is ``dal-bo``, ``Böhlmark`` is ``bohlmark``."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z]+", "-", letters).strip("-")


def test_every_shipped_finding_is_valid_and_named_after_author_year_and_subject():
    for path in SHIPPED:
        source = load(path).source
        authors, subject = path.stem.split(f"-{source.year}-")
        named = plain(source.authors)
        pooled = "pooled" in named or "meta-analysis-authors" in named
        assert subject
        assert pooled or all(part in named for part in authors.split("-")), path.name


def test_a_shipped_finding_is_found_by_its_name_and_by_its_id(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    by_id, by_name = load_all(["E01"]), load_all(["falk-kosfeld-2006-hidden-cost"])
    assert by_id == by_name == [load(evidence_folder() / "falk-kosfeld-2006-hidden-cost.toml")]
    with pytest.raises(InputError, match="did you mean 'falk-kosfeld-2006-hidden-cost'"):
        load_all(["falk-kosfeld-2006-hiden-cost"])


def test_the_findings_of_a_folder_come_in_the_order_of_their_ids():
    ids = [each.id for each in load_all([evidence_folder()])]
    assert ids == sorted(ids)
    assert ids[0] == "E01"


def test_a_finding_runs_or_says_why_not():
    for finding in load_all([evidence_folder()]):
        assert bool(finding.not_run) != bool(finding.checks), finding.id


def test_no_finding_touches_the_mechanisms_own_parameters():
    """One parameter set serves all: a finding says who, where and what, not how people react."""
    reactions = (
        "motivation.", "effort.", "meeting.", "learning.", "safety.", "trust.", "reporting.",
        "demand.", "burden.", "interaction.",
    )  # fmt: skip
    allowed = {"motivation.controlling"}  # how a reward is framed
    for path in SHIPPED:
        content = tomllib.loads(path.read_text("utf-8")).get("experiment", {})
        tables = [content, *content.get("arms", []), *content.get("contexts", [])]
        tables += [c for arm in content.get("arms", []) for c in arm.get("changes", [])]
        named = {name for table in tables for name in table.get("set", {})}
        named |= set(content.get("cross_section", {}).get("vary", {}))
        assert not {n for n in named if n.startswith(reactions)} - allowed, path.name


def test_what_a_finding_says_is_text_on_the_page_never_html(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(re.sub(r'(?m)^name = ".*"', 'name = "<img src=x> & more"', ORIGINAL, count=1))
    page = evidence_page([Trial(load(file), (), 0)], "en")
    assert "<img" not in page
    assert "&lt;img src=x&gt; &amp; more" in page
