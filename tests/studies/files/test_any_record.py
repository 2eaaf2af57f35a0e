"""Whatever becomes of what the program wrote itself, or reads as a table: read, or refused.

Mutants of a run's folder, a sweep's, a bundle, an ensemble, level facts and figures of a service,
seeded: bytes lost, flipped, doubled and exchanged, entries of JSON replaced by what nobody can
mean, and that sealed again with a right checksum, as by somebody who means it. ``-m long`` tries
ten thousand. A run that is asked for is not done: what it would write is put there instead.
"""

import contextlib
import csv
import io
import json
import random
import shutil
import signal
import sys
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from drawing import nothing_drawn
from small_experiments import two_arms

from tillitsim.cli.main import run_command
from tillitsim.errors import BAD_INPUT, CLAIM_NOT_MET, DISK, ERROR, OK, InputError
from tillitsim.runs.ensemble.parameter_set import with_set
from tillitsim.runs.ensemble.parameter_sets import draw_sets, shipped_ensemble
from tillitsim.runs.ensemble.shipped import levels_folder
from tillitsim.runs.store.folder import checksum
from tillitsim.runs.sweeps import manifest as manifests
from tillitsim.scenario.declared.declarations import PARAMETERS
from tillitsim.scenario.load import load
from tillitsim.scenario.reading.text_files import control_in
from tillitsim.studies.archive import again, crate
from tillitsim.studies.levels.facts import load_facts
from tillitsim.studies.levels.statistics import statistic_of
from tillitsim.studies.my_service.given import read_csv
from tillitsim.studies.my_service.sizes import sizes_of
from tillitsim.studies.my_service.text import scenario_text

FEW, MANY = 15, 1500
"""Mutants of each kind, usually and with ``-m long``."""
LONGEST = 60
"""Seconds after which a command hangs."""
MOST_MEMORY = 600_000_000
CODES = {OK, ERROR, BAD_INPUT, CLAIM_NOT_MET, DISK}
NONSENSE = (
    None,
    True,
    -1,
    0,
    10**30,
    float("nan"),
    float("inf"),
    "",
    "x",
    "../../etc",
    "\u202eabc",
    "=1+1",
    "a\x1b]52;c;eA==\x07",
    [],
    {},
    [[]],
    {"a": 1},
    "9" * 5000,
    ["tillitsim", "run"],
    2**63,
)
EXPERIMENT = two_arms(months=6, units=3, head='[record]\nseries = ["good_meetings"]')
FIGURES = (
    "name,value,year\nusers,900,2025\nstaff,250,2024\nunits,12,\nturnover,12.5,2025\n"
    "satisfied,88,2025\nU21401,15,2024\n",
    'namn;värde;år\nbrukare;"1 234,5";2025\nsjukfrånvaro;7,5 %;2024\n',
)


# Mutations ----------------------------------------------------------------------------------------


def of_bytes(content: bytes, rng: random.Random) -> bytes:
    """Some bytes of a file lost, flipped, doubled, exchanged or new."""
    if not content:
        return b"x"
    at = rng.randrange(len(content))
    size = rng.choice((1, 2, 8, 100))
    return rng.choice(
        (
            lambda: content[:at],
            lambda: content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :],
            lambda: content[:at] + content[at + size :],
            lambda: content[:at] + content[at : at + size] * 3 + content[at + size :],
            lambda: content[:at] + rng.randbytes(size) + content[at + size :],
            lambda: content[at:] + content[:at],
            lambda: b"",
        )
    )()


def of_json(content: object, rng: random.Random) -> object:
    """An entry of nested tables and lists replaced, lost or doubled."""
    copied = json.loads(json.dumps(content))
    places = [*_places(copied)]
    holder, key = rng.choice(places)
    act = rng.randrange(5)
    if act == 0:
        del holder[key]
    elif act == 1 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif act == 2 and isinstance(holder, dict):
        holder[rng.choice(("x", "", "=1", str(key) * 2))] = holder.pop(key)
    else:
        holder[key] = rng.choice(NONSENSE)
    return copied


def _places(content):
    keys = content if isinstance(content, dict) else range(len(content))
    for key in list(keys):
        yield content, key
        if isinstance(content[key], dict | list):
            yield from _places(content[key])


def of_table(table: pa.Table, rng: random.Random) -> pa.Table:
    """A column of a table lost, renamed, emptied, turned to text, or with numbers nobody means."""
    if not table.num_columns:
        return table
    i = rng.randrange(table.num_columns)
    name, rows = table.column_names[i], table.num_rows
    numbers = (np.nan, np.inf, -np.inf, -1e9, 1e300)
    return rng.choice(
        (
            lambda: table.remove_column(i),
            lambda: table.rename_columns(
                [*table.column_names[:i], "x", *table.column_names[i + 1 :]]
            ),
            lambda: table.set_column(i, name, pa.nulls(rows)),
            lambda: table.set_column(i, name, pa.array(["x\x1b"] * rows)),
            lambda: table.set_column(i, name, pa.array([rng.choice(numbers)] * rows)),
            lambda: table.set_column(i, name, pa.array([[1.0]] * rows)),
            lambda: table.slice(0, rng.randrange(rows + 1)),
            lambda: pa.concat_tables([table, table]),
            lambda: table.append_column(name, table[name]),
            lambda: table.replace_schema_metadata({b"effective_size": b"x", b"sweep": b"\xff"}),
        )
    )()


def parquet(table: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


# What there is to mutate --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A run, a sweep and a bundle of both, small and done once."""
    place = tmp_path_factory.mktemp("corpus")
    small = ["demonstration", "--months=6", "--set=chain.units=3", "--replicates=2"]
    (place / "tiny.toml").write_text(EXPERIMENT, "utf-8")
    with contextlib.redirect_stdout(io.StringIO()), nothing_drawn():
        assert run_command(["run", *small, f"--out={place / 'run'}"]) == OK
        assert run_command(["sweep", str(place / "tiny.toml"), f"--out={place / 'sweep'}"]) == OK
    crate.write(crate.entries_of([place / "run"], []), place / "study.zip")
    return place


@pytest.fixture
def here(tmp_path, monkeypatch, corpus):
    """A folder of one's own; what a repetition would write is what was written."""

    def repeat(made, out):
        made.arguments()
        shutil.copytree(corpus / "run", out, dirs_exist_ok=True)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(again, "repeat", repeat)
    return tmp_path


def said_by(*words: object) -> tuple[int, str]:
    """Exit code and all that is said; a hang is a failure."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), no_hang():
        code = run_command([str(word) for word in words])
    return code, out.getvalue()


@contextlib.contextmanager
def no_hang():
    """An alarm, where there are any."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def hangs(*_):
        raise AssertionError("hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def sound(code: int, said: str) -> None:
    """A documented code, sentences, nothing that steers a terminal."""
    assert code in CODES, said
    assert "went wrong" not in said, said
    assert "Traceback" not in said
    assert not control_in(said), repr(said)
    assert len(said) < 100_000


def memory() -> int:
    """Bytes of memory at the most so far; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    import resource  # noqa: PLC0415 - not everywhere

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# Trials: one mutant each --------------------------------------------------------------------------


def mutate_file(path: Path, rng: random.Random) -> None:
    """A file with other bytes, or with other content that is well-formed."""
    content = path.read_bytes()
    if path.suffix == ".json" and rng.random() < 0.7:
        new = json.dumps(of_json(json.loads(content), rng)).encode()
    elif path.suffix == ".parquet" and rng.random() < 0.5:
        new = parquet(of_table(pq.ParquetFile(path).read(), rng))
    else:
        new = of_bytes(content, rng)
    path.write_bytes(new)


def a_folder_of_a_run(rng, corpus, here):
    """It is told, or comes out again."""
    folder = Path(shutil.copytree(corpus / "run", here / "run"))
    mutate_file(rng.choice(sorted(folder.glob("*.[jc]s*"))), rng)
    for words in (["rerun", folder], ["diff", corpus / "run", folder], ["bundle", folder]):
        sound(*said_by(*words))


def a_number_of_a_run(rng, corpus, here):
    """It is never the same again."""
    folder = Path(shutil.copytree(corpus / "run", here / "run"))
    path = rng.choice(sorted(folder.glob("*.csv")))
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    row = rng.choice(rows[1:])
    at = rng.randrange(len(row))
    row[at] = rng.choice(("0.123", "nan", "x", row[at] + "x"))
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    path.write_text(file.getvalue(), "utf-8", newline="")
    code, said = said_by("rerun", folder)
    sound(code, said)
    assert code == CLAIM_NOT_MET, said


def reseal(folder: Path) -> None:
    """Give the manifest and the parts of a sweep right checksums again."""
    path = folder / manifests.MANIFEST
    with contextlib.suppress(ValueError, TypeError, AttributeError, OverflowError):
        content = json.loads(path.read_text("utf-8"))
        content.pop("checksum", None)
        content["points"] = checksum((folder / manifests.POINTS).read_bytes())
        path.write_text(manifests._text(content), "utf-8")
    for part in list((folder / "parts").glob("*.parquet")):
        part.rename(part.with_name(f"{checksum(part.read_bytes())}.parquet"))


def a_folder_of_a_sweep(rng, corpus, here, *, sealed=False):
    """What is lost is told; the rest says the same. Sealed as if it were right, read or told."""
    folder = Path(shutil.copytree(corpus / "sweep", here / "sweep"))
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".json", ".parquet"}]
    mutate_file(rng.choice(files), rng)
    if rng.random() < 0.3:
        (folder / "results.parquet").unlink()
    if sealed:
        reseal(folder)
    for words in (["--check"], ["--monthly"], []):
        code, said = said_by("results", folder, *words)
        sound(code, said)
    if not sealed and code == OK and " 0 missing" in said and "damaged" not in said:
        assert estimates(said) == estimates(said_by("results", corpus / "sweep")[1])
    if rng.random() < 0.2:  # which does a run
        sound(*said_by("rerun", folder, "--runs=1"))


def estimates(said: str) -> str:
    """What is said of the results, without how many runs there are and where."""
    return said.partition("points, ")[0]


def a_sealed_folder_of_a_sweep(rng, corpus, here):
    a_folder_of_a_sweep(rng, corpus, here, sealed=True)


def a_bundle(rng, corpus, here):
    """It is refused, or holds what it held."""
    path = here / "mutant.zip"
    path.write_bytes(of_bytes((corpus / "study.zip").read_bytes(), rng))
    code, said = said_by("verify", path)
    sound(code, said)
    assert code != OK or "the same again" in said


def a_sealed_bundle(rng, corpus, here):
    """Described as it is now: another file in it, other names, another description."""
    whole = (corpus / "study.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(held.pop(crate.METADATA))
    name = rng.choice([each for each in sorted(held) if each.endswith((".json", ".csv", ".md"))])
    if name.endswith("manifest.json") and rng.random() < 0.8:
        held[name] = json.dumps(of_json(json.loads(held[name]), rng)).encode()
    else:
        held[name] = of_bytes(held[name], rng)
    if rng.random() < 0.3:
        held[rng.choice(NAMES)] = held.pop(name)
    parts = [crate.Entry(each, content, "x") for each, content in held.items()]
    described["@graph"] = [{"@id": each.name, "sha256": each.digest} for each in parts]
    if rng.random() < 0.3:
        described = of_json(described, rng)
    with zipfile.ZipFile(here / "mutant.zip", "w") as archive:
        archive.writestr(crate.METADATA, json.dumps(described))
        for each in parts:
            archive.writestr(each.name, each.content)
    sound(*said_by("verify", here / "mutant.zip"))
    assert {path.name for path in here.iterdir()} == {"mutant.zip"}


NAMES = (
    "../x",
    "/x",
    "results/../../x",
    "a\\b",
    "x" * 300,
    "a/" * 2000 + "b",
    "results/x",
    "results",
    "results/run/x/",
    "\x1b[31m",
    "results/run/manifest.json/x",
    "\u202ex",
    "C:x",
)


def an_ensemble(rng, _corpus, here):
    """It gives values that can be, or is refused."""
    path = here / "ensemble.parquet"
    if rng.random() < 0.3:
        path.write_bytes(of_bytes(shipped_ensemble().read_bytes(), rng))
    else:
        path.write_bytes(parquet(of_table(pq.ParquetFile(shipped_ensemble()).read(), rng)))
    found = given(lambda: draw_sets(2, path=path))
    if found is None:
        return
    assert found.each
    for parameter_set in found.each:
        for name, value in parameter_set.items():
            low, high = PARAMETERS[name].bounds
            assert low <= value <= high, (name, value)
        with_set(load("demonstration"), parameter_set)


def given(read):
    """What is read, or None where it is refused in sentences."""
    try:
        with no_hang():
            return read()
    except InputError as wrong:
        said = wrong.problems
    assert said
    assert all(each.isprintable() for each in said), said
    assert sum(map(len, said)) < 100_000
    return None


CELLS = (
    "nan",
    "inf",
    "1e999",
    "-1",
    "=1",
    '"',
    "a;b",
    "x\x1b",
    "\0",
    "9" * 400,
    "",
    "a" * 200_000,
    "å",
    "\u202e",
    "1e-320",
    "0x1",
    "１２",
    "1\n2",
    "0,5",
    "1 000",
)


def of_csv(text: str, rng: random.Random) -> str:
    """A cell of a table, or some of its letters, replaced."""
    rows = list(csv.reader(io.StringIO(text)))
    row = rng.choice(rows)
    if rng.random() < 0.7 and row:
        row[rng.randrange(len(row))] = rng.choice((*CELLS, rng.choice(rng.choice(rows) or ["x"])))
        file = io.StringIO()
        csv.writer(file, lineterminator="\n").writerows(rows)
        return file.getvalue()
    return of_bytes(text.encode(), rng).decode("utf-8", "replace")


def level_facts(rng, _corpus, here):
    """They are read, with what each asks of the model, or refused."""
    text = rng.choice(sorted(levels_folder().glob("*.csv"))).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    short = "".join([lines[0], *rng.sample(lines[1:], min(3, len(lines) - 1))])
    path = here / "facts.csv"
    path.write_text(of_csv(short, rng), "utf-8", errors="replace", newline="")
    for fact in given(lambda: load_facts([path])) or ():
        statistic_of(fact)
        assert not control_in(f"{fact.id}{fact.quantity}{fact.source}{fact.unit}")


def figures_of_a_service(rng, _corpus, here):
    """They make a scenario that loads, or are refused."""
    path, made = here / "figures.csv", here / "made.toml"
    path.write_text(of_csv(rng.choice(FIGURES), rng), "utf-8", errors="replace", newline="")
    base = load("home-care")

    def read():
        figures = read_csv(path)
        sizes = sizes_of(base, {each.figure.name: each for each in figures})
        made.write_text(scenario_text("x", "home-care", figures, sizes, None), "utf-8")
        return load(made)

    given(read)


TRIALS = {
    each.__name__: each
    for each in (
        a_folder_of_a_run,
        a_number_of_a_run,
        a_folder_of_a_sweep,
        a_sealed_folder_of_a_sweep,
        a_bundle,
        a_sealed_bundle,
        an_ensemble,
        level_facts,
        figures_of_a_service,
    )
}


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", TRIALS)
def test_any_mutant_ends_well(kind, corpus, here, count):
    """A mutant that does not is found again by its kind and number."""
    before = memory()
    for i in range(count):
        place = here / str(i)
        place.mkdir()
        with contextlib.chdir(place):
            try:
                TRIALS[kind](random.Random(f"{kind} {i}"), corpus, place)
            except Exception as problem:
                raise AssertionError(f"{kind} {i}: {problem}") from problem
        shutil.rmtree(place)
    assert memory() - before < MOST_MEMORY
