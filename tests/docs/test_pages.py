"""The documentation is true to the program: generated pages fresh, links alive, names known."""

import re
from pathlib import Path

import pytest
import tables

from tillitsim.cli.main import COMMANDS
from tillitsim.runs.experiment.load import load as load_experiment
from tillitsim.runs.experiment.sources import notes
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load as load_scenario
from tillitsim.studies.evidence.load import load as load_finding

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def test_reference_pages_are_fresh(capsys):
    assert tables.main(["--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_commands_and_parameters_that_are_named_exist(page):
    text = page.read_text("utf-8")
    for command in re.findall(
        r"(?<!import )\btillitsim ([a-z]+(?:-[a-z]+)*)", "\n".join(re.findall(r"`([^`\n]+)`", text))
    ):
        assert command in COMMANDS, f"{page.name}: tillitsim {command}"
    own = set(re.findall(r"^def (\w+)\(columns", text, re.MULTILINE))
    for name, _ in re.findall(r"--set ([a-z_]+(?:\.[a-z_]+)+)(=)", text):
        known = name in PARAMETERS or name.partition(".")[0] in own
        assert known, f"{page.name}: --set {name}"


def test_every_page_can_be_reached_from_the_index():
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or not page.exists() or page.suffix != ".md":
            continue
        reached.add(page)
        links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text("utf-8"))
        waiting += [page.parent / target for target in links]
    lost = {page.relative_to(DOCS).as_posix() for page in PAGES if page.resolve() not in reached}
    assert not lost


def test_the_finding_the_scenario_and_the_experiment_in_the_how_tos_are_valid(tmp_path):
    finding, scenario, experiment = (
        re.search(r"```toml\n(.*?)```", (DOCS / "how-to" / name).read_text("utf-8"), re.DOTALL)[1]
        for name in ("finding.md", "scenario.md", "experiment.md")
    )
    (tmp_path / "finding.toml").write_text(finding, "utf-8")
    (tmp_path / "scenario.toml").write_text(scenario, "utf-8")
    assert load_finding(tmp_path / "finding.toml").id == "X01"
    assert load_scenario(tmp_path / "scenario.toml").interventions
    (tmp_path / "experiment.toml").write_text(experiment, "utf-8")
    assert notes(load_experiment(tmp_path / "experiment.toml")) == []
