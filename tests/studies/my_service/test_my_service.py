"""Your own service: figures as people write them, weights in closed form, a scenario that runs."""

import math

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tillitsim.cli.main import cli
from tillitsim.errors import InputError
from tillitsim.locale import speaking
from tillitsim.runs.ensemble.parameter_sets import draw_sets, own_ensemble
from tillitsim.scenario.load import load
from tillitsim.studies.my_service.analysis import effective_size, systematic, weights_of
from tillitsim.studies.my_service.figures import FIGURES, figure_called
from tillitsim.studies.my_service.given import Given, checked, number, read_csv
from tillitsim.studies.my_service.sizes import sizes_of

SWEDISH = (
    "Namn;Värde;År\nBrukare;640;2023\nBrukare;600;2024\nStaff;150;2024\nturnover;22,5 %;2024\n"
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12.5),
        ("12,5", 12.5),
        (" 12,5 % ", 12.5),
        ("1 234,5", 1234.5),
        ("1\N{NO-BREAK SPACE}234", 1234.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("45000", 45_000.0),
        ("\N{MINUS SIGN}3", -3.0),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1e3", "nan", "inf", "45,000", "45.000", "1,2,3", "--1", "1 2 x", "9" * 99]
)
def test_what_is_no_number_or_two_numbers_is_refused(text):
    with pytest.raises(ValueError, match=r"\."):
        number(text)


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_finite_number_or_a_sentence(text):
    try:
        assert math.isfinite(number(text))
    except ValueError as wrong:
        assert str(wrong).endswith(".")  # noqa: PT017 - either outcome is right


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="0 to 100"):
        checked(FIGURES["satisfied"], "880")


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("users", "users"), ("  Brukare ", "users"), ("u21401", "continuity"),
        ("andel nöjda", "satisfied"),
    ],
)  # fmt: skip
def test_figures_are_known_by_name_in_both_languages_and_by_verified_ids(name, figure):
    assert figure_called(name).name == figure


def test_an_unknown_id_says_how_to_give_the_figure():
    with pytest.raises(ValueError, match=r"U21401.*by name: inhabitants"):
        figure_called("U99999")


def test_a_spreadsheet_of_a_swede_is_read_and_the_latest_year_counts(tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text(SWEDISH, encoding="utf-8-sig")
    found = read_csv(file)
    assert [(each.figure.name, each.value, each.year) for each in found] == [
        ("users", 600.0, 2024), ("staff", 150.0, 2024), ("turnover", 22.5, 2024),
    ]  # fmt: skip


def test_every_fault_of_a_file_is_told_at_its_line(tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text(
        "name,value,year\nturnover,66,5,\nfoo,3,\nusers,x,\nstaff,3,20\nusers,5,\nusers,6,\n"
    )
    with pytest.raises(InputError) as refused:
        read_csv(file)
    lines = [problem.partition(":")[0].split()[-1] for problem in refused.value.problems]
    assert lines == ["2", "3", "4", "5", "7"]


@pytest.mark.parametrize("text", ["", "\n", "a,b\n1,2\n", "turnover,5\n"])
def test_a_file_without_columns_says_what_they_are(tmp_path, text):
    file = tmp_path / "figures.csv"
    file.write_text(text)
    with pytest.raises(InputError, match="name,value,year"):
        read_csv(file)


def test_weights_are_student_t_densities_of_the_distance_in_tolerances():
    model = np.array([[10.0], [12.0], [14.0]])
    found = weights_of(model, np.array([10.0]), np.array([2.0]))
    density = np.array([(1.0 + gap**2 / 4.0) ** -2.5 for gap in (0.0, 1.0, 2.0)])
    assert found == pytest.approx(density / density.sum(), rel=1e-12)


def test_levels_multiply_and_a_lost_one_counts_as_far_away():
    both = weights_of(np.array([[0.0, 0.0], [1.0, np.nan]]), np.zeros(2), np.ones(2))
    assert both[1] / both[0] == pytest.approx(1.25**-2.5 * 10.0**-2.5, rel=1e-12)


@pytest.mark.parametrize(
    ("weights", "size"),
    [([0.25] * 4, 4.0), ([1.0, 0.0, 0.0], 1.0), ([0.5, 0.25, 0.25], 1.0 / 0.375)],
)
def test_the_effective_size_is_kishs(weights, size):
    assert effective_size(np.array(weights)) == pytest.approx(size, rel=1e-12)


@given(
    st.lists(st.floats(0.01, 10.0), min_size=1, max_size=20), st.integers(1, 50), st.integers(0, 99)
)
@settings(max_examples=50, deadline=None)
def test_a_systematic_draw_takes_each_set_as_often_as_its_weight_says_to_within_one(
    weights, count, seed
):
    shares = np.array(weights) / np.sum(weights)
    often = np.bincount(systematic(np.array(weights), count, seed), minlength=len(weights))
    assert often.sum() == count
    assert (np.abs(often - count * shares) < 1.0 + 1e-9).all()


def sized(**values):
    return sizes_of(
        load("home-care"), {name: Given(FIGURES[name], value) for name, value in values.items()}
    )


def test_users_staff_and_units_make_the_sizes_and_the_load_stays():
    base, found = load("home-care").values, sized(users=600.0, staff=150.0, units=6.0).values
    assert (found["chain.units"], found["chain.citizens"], found["chain.staff"]) == (6, 100, 25)
    ratio = (100 / 25) / (base["chain.citizens"] / base["chain.staff"])
    assert found["task.caseload"] == pytest.approx(base["task.caseload"] * ratio, rel=1e-3)


def test_inhabitants_alone_make_units_in_proportion():
    of_45_000 = load("home-care").values["chain.units"]
    assert sized(inhabitants=90_000.0).values == {"chain.units": 2 * of_45_000}


def test_sizes_that_cannot_be_are_refused():
    with pytest.raises(InputError, match=r"chain\.staff"):
        sized(staff=90_000.0, units=1.0)


def run(*arguments, **more):
    return CliRunner().invoke(cli, ["my-service", "new", *arguments], **more)


@pytest.mark.usefixtures("undrawn")
def test_a_scenario_and_its_ensemble_are_written_and_used(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.csv").write_text("name,value\nusers,100\nunits,5\nturnover,18\ncost,300000\n")
    done = run("demonstration", "--from", "f.csv", "--name", "ours", "--sets", "24")
    assert done.exit_code == 0, done.output
    assert "cost: not used" in done.output
    ours = load("ours.toml")
    assert ours.values["chain.citizens"] == 20
    asked = draw_sets(10, path=own_ensemble([ours]))
    assert 8.0 <= asked.effective <= 24.0
    assert len(asked.each) == 10
    told = CliRunner().invoke(
        cli, ["run", "ours.toml", "--months=24", "--parameter-sets=8", "--replicates=2", "--out=r"]
    )
    assert told.exit_code == 0, told.output
    assert "For services that look like yours" in told.output
    again = run("demonstration", "--from", "f.csv", "--name", "ours")
    assert isinstance(again.exception, InputError)


def test_with_a_change_it_goes_on_to_the_answer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tillitsim.studies.compare.command._pictures", lambda *_: [])
    (tmp_path / "base.toml").write_text('extends = "demonstration"\nmonths = 24\nchain.units = 5\n')
    (tmp_path / "f.csv").write_text("name,value\nturnover,18\n")
    asked = ("base.toml", "more trust: mix.trust=+0.2", "--from", "f.csv", "--name", "ours")
    done = run(*asked, "--sets", "24", "--language", "sv")
    assert done.exit_code == 0, done.output
    assert "ours: more trust: goda möten" in done.output
    assert "För verksamheter som liknar er" in done.output


def test_a_change_that_cannot_be_is_told_before_anything_is_weighed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("demonstration", "more trust: mix.trus=+0.2", input="\n" * 20)
    assert "mix.trust" in str(done.exception)
    assert not list(tmp_path.iterdir())


def test_questions_may_be_passed_over_and_are_asked_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answers = ["", "many", "120", *[""] * 10]
    done = run("demonstration", input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    assert "'many' is not a number" in done.output
    assert load("my-demonstration.toml").values["chain.citizens"] > 0
    assert not list(tmp_path.glob("*.parquet"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--name", "a/b"], "no '/'"),
        (["--name", "\x07"], "visible"),
        (["--out", "x.txt"], "must end in .toml"),
        (["--out", "nowhere/x.toml"], "no folder"),
        (["--from", "missing.csv"], "there is no such file"),
    ],
)
def test_nonsense_is_told(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    done = run("demonstration", *arguments, input="\n" * 20)
    assert isinstance(done.exception, InputError)
    assert says in str(done.exception)
    assert not list(tmp_path.iterdir())


def test_nothing_given_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("demonstration", input="\n" * 20)
    assert "no figure was given" in str(done.exception)


def test_an_ensemble_that_is_gone_or_another_is_told(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(
            f'extends = "demonstration"\nensemble = "{name}.parquet"\n'
        )
    one, two = (load(str(tmp_path / f"{name}.toml")) for name in ("one", "two"))
    assert own_ensemble([load("demonstration")]) is None
    with pytest.raises(InputError, match="not there"):
        own_ensemble([one, load("demonstration")])
    with pytest.raises(InputError, match="different ensembles"):
        own_ensemble([one, two])
    (tmp_path / "one.parquet").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="not an ensemble"):
        draw_sets(3, path=own_ensemble([one]))


def test_swedish_is_spoken(tmp_path):
    file = tmp_path / "f.csv"
    file.write_text("namn;värde\nfoo;1\n")
    with speaking("sv"), pytest.raises(InputError, match="inget nyckeltal"):
        read_csv(file)
