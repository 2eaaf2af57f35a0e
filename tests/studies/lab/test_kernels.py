"""The model for the page: shipped if it is of these sources, refused with a remedy if it is not."""

import json

import pytest

from tillitsim.cli.main import run_command
from tillitsim.model.native import build, library
from tillitsim.studies.lab import kernels
from tillitsim.studies.lab.kernels import DESCRIPTION, MODULE


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that has what a wheel ships for a page, and looks like the package's own."""
    found = kernels.kernels()
    (tmp_path / MODULE).write_bytes(found.module)
    (tmp_path / DESCRIPTION).write_text(json.dumps(found.about))
    monkeypatch.setattr(library, "SHIPPED", tmp_path)
    return tmp_path


@pytest.fixture
def no_compiler(folder, monkeypatch):
    def fail(_wanted):
        raise build.BuildError("there is no Numba")

    monkeypatch.setattr(build, "contents", fail)
    return folder


def changed(folder, **told):
    about = json.loads((folder / DESCRIPTION).read_text()) | told
    (folder / DESCRIPTION).write_text(json.dumps(about))


@pytest.mark.usefixtures("no_compiler")
def test_what_came_with_the_package_is_used(folder):
    assert kernels.kernels().module == (folder / MODULE).read_bytes()


def test_a_stale_one_is_built_anew_where_that_is_possible(folder):
    changed(folder, fingerprint="0" * 16)
    (folder / MODULE).write_bytes(b"old")
    assert kernels.kernels().module.startswith(b"\0asm")


@pytest.mark.usefixtures("no_compiler")
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda folder: changed(folder, fingerprint="0" * 16), "built from other sources"),
        (lambda folder: (folder / MODULE).write_bytes(b"\0asm"), "damaged"),
        (lambda folder: (folder / DESCRIPTION).write_text("{"), "cannot be read"),
        (lambda folder: (folder / MODULE).unlink(), "cannot be read"),
        (lambda folder: (folder / DESCRIPTION).unlink(), "none came with"),
    ],
)
def test_a_stale_or_damaged_one_is_refused_with_a_remedy(folder, spoil, reason, capsys, tmp_path):
    spoil(folder)
    out = tmp_path / "lab.html"
    assert run_command(["lab", "--no-browser", "--language=en", f"--out={out}"]) == 1
    said = capsys.readouterr().err
    assert reason in said
    assert "python -m tillitsim.studies.lab.build" in said
    assert not out.exists()
