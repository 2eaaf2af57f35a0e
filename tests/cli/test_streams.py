"""Nothing that is printed breaks a command: closed streams, old encodings, a notebook's backend."""

import os
import subprocess
import sys

import pytest

from tillitsim.cli.streams import HANDLER, plainly, secure

SMALL = [
    "compare", "rule-book", "trust-reform", "--months=3", "--set=burn_in=1", "--set=chain.units=2",
    "--replicates=2", "--parameter-sets=0", "--pictures=reported",
]  # fmt: skip


def tillitsim(*words, shell=False, **environment):
    command = [sys.executable, "-m", "tillitsim", *words]
    return subprocess.run(
        " ".join(command) + " >&-" if shell else command, shell=shell, capture_output=True,
        env={**os.environ, **environment}, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850", "ascii"])
def test_signs_that_an_encoding_lacks_are_written_plainly(encoding):
    secure()
    text = "\N{MINUS SIGN}0.5 \N{PLUS-MINUS SIGN}1 \N{BLACK UP-POINTING TRIANGLE} 東 skönt"
    written = text.encode(encoding, HANDLER).decode(encoding)
    assert "-0.5" in written
    assert written.replace("+-", "\N{PLUS-MINUS SIGN}").count("\N{PLUS-MINUS SIGN}1") == 1
    assert "^ ?" in written
    assert written.endswith(("skönt", "skont"))


def test_bytes_of_a_file_name_are_written_as_they_were():
    secure()
    assert b"caf\xe9.toml".decode("utf-8", "surrogateescape").encode("utf-8", HANDLER) == (
        b"caf\xe9.toml"
    )
    with pytest.raises(UnicodeDecodeError):
        plainly(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "wrong"))


def test_a_help_page_in_swedish_can_be_written_anywhere():
    done = tillitsim("compare", "--help", "--language", "sv", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Jämför SCENARIOS".encode("latin-1") in done.stdout


def test_a_closed_output_is_no_fault(tmp_path):
    done = tillitsim(*SMALL, "--out", str(tmp_path), shell=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "reported.png").exists()
    assert tillitsim("scenarios", "check", "home-care", shell=True).returncode == 0


@pytest.mark.parametrize(
    "backend",
    ["module://matplotlib_inline.backend_inline", pytest.param("nonsense", marks=pytest.mark.long)],
)
def test_the_backend_of_a_notebook_is_of_no_account(backend, tmp_path):
    done = tillitsim(*SMALL, "--out", str(tmp_path), MPLBACKEND=backend)
    assert (done.returncode, done.stderr) == (0, b"")
