"""The shipped scenarios: complete in both languages, every number with its reason, totals right."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tillitsim.model.layout import sizes
from tillitsim.scenario.composing.consistency import notes
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.declared.instruments import BY_NAME
from tillitsim.scenario.load import load
from tillitsim.scenario.schema import Scenario, Sector

FOLDER = Path(__file__).parents[2] / "scenarios"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}

SECTORS = (
    "pupil-health", "home-care", "school", "preschool", "individual-and-family-care",
    "social-services", "emergency-hospital-care", "planned-hospital-care", "primary-care",
    "chain-of-care-partnership", "supervision",
)  # fmt: skip
AT_CAPACITY = tuple(name for name in SECTORS if name != "planned-hospital-care")
TRIALS = {
    "trial-falun-pupil-health": ("pupil-health",),
    "trial-sundsvall-home-care": ("home-care",),
    "trial-schools-inspectorate-school": ("school",),
    "trial-borlange-individual-and-family-care": ("individual-and-family-care",),
    "trial-ivo-work-environment-authority": ("social-services", "emergency-hospital-care"),
    "trial-alingsas-bracke-diakoni": ("chain-of-care-partnership",),
    "trial-nykoping-social-services": ("social-services",),
    "trial-linkoping-compulsory-school": ("school",),
    "trial-helsingborg-social-services": ("social-services",),
    "trial-kalmar-health-care": ("primary-care",),
    "trial-malmo-preschool": ("preschool",),
    "trial-skane-health-care": ("primary-care",),
}
REGIMES = {
    "new-public-management": "competition",
    "rule-book": "regulation",
    "trust-reform": "trust",
    "balance": None,
    "remote-control": None,
    "naive-trust": "trust",
    "cynical-control": "regulation",
    "today-mixed": "regulation",
}
NATIONAL = ("sweden", "sweden-small")
REASON = re.compile(r"\bassumed\b|\b(19|20)\d\d\b|\bby law\b")


def table(name: str) -> dict[str, Any]:
    return tomllib.loads(FILES[name].read_text(encoding="utf-8"))


def values_in(content: dict[str, Any], prefix: str = "") -> set[str]:
    """Dotted names of the parameters that a TOML table sets."""
    found = set()
    for key, inner in content.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict):
            found |= values_in(inner, f"{name}.")
        elif name in PARAMETERS:
            found.add(name)
    return found


def set_in(name: str) -> set[str]:
    """Parameters that a file sets, from the start or by an intervention."""
    content = table(name)
    given = values_in({key: inner for key, inner in content.items() if key != "sources"})
    for each in content.get("interventions", ()):
        given |= values_in(each["set"])
    return given


def sectors_of(scenario: Scenario) -> list[tuple[int, Sector]]:
    return [(kind.count, sector) for kind in scenario.kinds for sector in kind.sectors]


def load_of(sector: Sector) -> float:
    """Cases that arise over cases that the staff can meet at the norm."""
    at = sector.values
    arising = at["chain.citizens"] * (1.0 - math.exp(-at["task.need_rate"]))
    return arising / (at["chain.staff"] * at["task.caseload"])


def totals(scenario: Scenario) -> dict[str, tuple[int, int, int]]:
    """Units, staff and citizens by service."""
    found: dict[str, tuple[int, int, int]] = {}
    for count, sector in sectors_of(scenario):
        units = count * int(sector.values["chain.units"])
        people = (int(sector.values[f"chain.{who}"]) for who in ("staff", "citizens"))
        new = (units, *(units * each for each in people))
        old = found.get(sector.name, (0, 0, 0))
        found[sector.name] = (old[0] + new[0], old[1] + new[1], old[2] + new[2])
    return found


def test_what_the_source_asks_for_is_there_and_nothing_is_left_over():
    assert set(FILES) == {"demonstration", *SECTORS, *TRIALS, *REGIMES, *NATIONAL}
    assert len(TRIALS) == 12


@pytest.mark.parametrize("name", FILES)
def test_it_loads_without_problems(name):
    assert load(FILES[name]).name == name


@pytest.mark.parametrize("name", [name for name in FILES if name != "naive-trust"])
def test_nothing_in_it_is_worth_a_note(name):
    assert notes(load(FILES[name])) == []


def test_naive_trust_is_noted_to_be_less_than_plausible_in_control():
    said = " ".join(notes(load("naive-trust")))
    assert said.count("outside the plausible range") == 2
    assert "instruments.minimum" in said
    assert "instruments.audit_coverage" in said


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["title", "description"])
def test_it_speaks_both_languages(name, text):
    given = table(name)[text]
    assert set(given) == {"en", "sv"}
    assert given["en"] != given["sv"]


@pytest.mark.parametrize("name", FILES)
def test_its_swedish_is_written_with_its_letters(name):
    assert set("åäö") <= set(table(name)["description"]["sv"])


@pytest.mark.parametrize("name", FILES)
def test_its_description_is_of_a_length_that_people_read(name):
    for text in table(name)["description"].values():
        assert 100 < len(text) < 900


@pytest.mark.parametrize("name", FILES)
def test_every_value_that_it_sets_has_a_reason(name):
    reasons = table(name).get("sources", {})
    given = {key for key in reasons if key in PARAMETERS}
    given |= {each for each in set_in(name) if each.partition(".")[0] in reasons}
    assert set_in(name) <= given


@pytest.mark.parametrize("name", FILES)
def test_every_reason_is_a_source_or_says_that_it_is_assumed(name):
    sources = load(FILES[name]).sources
    assert [f"{key}: {text}" for key, text in sources.items() if not REASON.search(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_reason_stands_by_a_value_of_the_same_file(name):
    given = set_in(name)
    idle = [
        key
        for key in table(name).get("sources", {})
        if key not in given and not any(each.startswith(f"{key}.") for each in given)
    ]
    assert idle == []


@pytest.mark.parametrize("name", FILES)
def test_shares_sum_to_one_in_every_sector(name):
    for _, sector in sectors_of(load(FILES[name])):
        mix = [sector.values[f"mix.{each}"] for each in ("competition", "regulation", "trust")]
        assert math.fsum(mix) == pytest.approx(1.0)


@pytest.mark.parametrize("name", FILES)
def test_what_a_handbook_learns_from_sums_to_one_where_it_is_fixed(name):
    scenario = load(FILES[name])
    fixed = [scenario.values, *(each.values for each in scenario.interventions)]
    names = [f"instruments.learn_{each}" for each in ("best", "centre", "all")]
    for values in fixed:
        shares = [values.get(each, math.nan) for each in names]
        if not all(math.isnan(share) for share in shares):
            assert math.fsum(shares) == pytest.approx(1.0)


def test_planned_care_is_asked_for_more_than_it_can_give():
    (_, sector), *_none = sectors_of(load("planned-hospital-care"))
    assert 1.0 < load_of(sector) < 1.4


@pytest.mark.parametrize("name", [*AT_CAPACITY, *TRIALS, *NATIONAL])
def test_services_work_close_to_capacity(name):
    for _, sector in sectors_of(load(name)):
        assert 0.9 <= load_of(sector) <= 1.0, sector.name


@pytest.mark.parametrize("name", SECTORS)
def test_a_sector_is_of_demonstration_size(name):
    size = sizes(load(name))
    assert size.councils == 1
    assert 10 <= size.units <= 16
    assert 900 <= size.citizens <= 4000


@pytest.mark.parametrize("name", SECTORS)
def test_a_sector_gives_its_whole_task_profile(name):
    told = {"task.reversion", "task.travel"}
    profile = {each for each in PARAMETERS if each.startswith("task.")} - told
    assert profile <= set(load(name).sources)


@pytest.mark.parametrize(("name", "sectors"), TRIALS.items())
def test_a_trial_takes_place_in_its_sector(name, sectors):
    trial = load(name)
    assert [sector.name for _, sector in sectors_of(trial)] == list(
        sectors if trial.mixture else [name]
    )
    for (_, sector), base in zip(sectors_of(trial), sectors, strict=True):
        assert dict(sector.values) == pytest.approx(dict(load(base).values), nan_ok=True)


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_begins_in_month_36_and_stays(name):
    trial = load(name)
    assert min(each.start for each in trial.interventions) == 36
    assert all(each.stop is None for each in trial.interventions)
    assert all(each.start + each.ramp < trial.months for each in trial.interventions)


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_changes_something(name):
    trial = load(name)
    for _, sector in sectors_of(trial):
        for each in trial.interventions:
            changed = [n for n, value in each.values.items() if value != sector.values[n]]
            assert changed


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_says_openly_that_no_effect_is_published(name):
    said = load(name).description
    assert "No controlled effect of this trial is published as far as we found" in said["en"]
    assert "Ingen kontrollerad effekt av försöket är publicerad så vitt vi funnit" in said["sv"]


@pytest.mark.parametrize(("name", "largest"), REGIMES.items())
def test_a_regime_weighs_what_it_is_named_for(name, largest):
    scenario = load(name)
    mix = {each: scenario.values[f"mix.{each}"] for each in ("competition", "regulation", "trust")}
    if largest is not None:
        assert max(mix, key=lambda each: mix[each]) == largest
    if name == "balance":
        assert max(mix.values()) == pytest.approx(min(mix.values()))
    if name == "remote-control":
        assert min(mix, key=lambda each: mix[each]) == "trust"


@pytest.mark.parametrize("name", REGIMES)
def test_a_regime_says_what_its_advocates_say(name):
    said = load(name).description
    assert "What its advocates say" in said["en"]
    assert "Det dess förespråkare säger" in said["sv"]


@pytest.mark.parametrize("name", REGIMES)
def test_a_regime_changes_steering_and_people_in_charge_but_never_the_task(name):
    groups = {each.partition(".")[0] for each in set_in(name)}
    assert groups.isdisjoint({"task", "metric", "people", "chain", "economy"})


def test_the_views_of_staff_go_from_cynical_over_balanced_to_naive():
    views = [load(name).values for name in ("cynical-control", "balance", "naive-trust")]
    for name in ("managers.belief_mean", "managers.disposition"):
        seen = [values[name] for values in views]
        assert seen == sorted(set(seen))
    assert views[0]["managers.belief_strength"] > views[1]["managers.belief_strength"]
    assert views[2]["managers.belief_strength"] > views[1]["managers.belief_strength"]


@pytest.mark.parametrize(
    ("instrument", "sign"),
    [
        ("goals", 1),
        ("documentation", 1),
        ("audit_coverage", 1),
        ("rule_revision", 1),
        ("incentive", 1),
        ("adjustment", -1),
    ],
)
def test_remote_control_goes_further_than_any_principle_alone(instrument, sign):
    remote = load("remote-control").values[f"instruments.{instrument}"]
    assert all(sign * remote > sign * cell for cell in BY_NAME[instrument].cells)


def test_sweden_has_the_stated_numbers():
    size = sizes(load("sweden"))
    assert size.councils == 290 + 21
    assert size.citizens == pytest.approx(10_500_000, rel=0.03)
    assert size.staff == pytest.approx(1_200_000, rel=0.03)
    assert size.units == pytest.approx(100_000, rel=0.03)


def test_sweden_has_290_municipalities_and_21_regions():
    health = {"primary-care", "emergency-hospital-care"}
    regions = [
        kind.count
        for kind in load("sweden").kinds
        if {sector.name for sector in kind.sectors} == health
    ]
    assert sum(regions) == 21


def test_staff_of_municipalities_and_regions_are_near_the_public_statistics():
    counted = totals(load("sweden"))
    regions = counted["primary-care"][1] + counted["emergency-hospital-care"][1]
    everybody = sum(staff for _, staff, _ in counted.values())
    assert everybody - regions == pytest.approx(875_000, rel=0.03)
    assert regions == pytest.approx(300_000, rel=0.03)


def test_the_arithmetic_in_the_head_of_the_file_is_right():
    head = FILES["sweden"].read_text(encoding="utf-8")
    rows = re.findall(r"^#   ([a-z, ]+?) +([\d,]+) +([\d,]+) +([\d,]+)$", head, re.MULTILINE)
    written = {row[0]: tuple(int(each.replace(",", "")) for each in row[1:]) for row in rows}
    together = written.pop("together")
    counted = totals(load("sweden"))
    assert sorted(written.values()) == sorted(counted.values())
    assert together == tuple(sum(each) for each in zip(*counted.values(), strict=True))


def test_sweden_in_small_is_a_hundredth_of_each_service():
    whole, small = totals(load("sweden")), totals(load("sweden-small"))
    assert set(small) == set(whole)
    for service, (units, _, _) in whole.items():
        assert abs(small[service][0] - units / 100) < 2.0


def test_a_citizen_is_said_to_be_counted_once():
    for name in NATIONAL:
        said = load(name).description
        assert "counted once" in said["en"]
        assert "räknas" in said["sv"]
        assert "en gång" in said["sv"]
