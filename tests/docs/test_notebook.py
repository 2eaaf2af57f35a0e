"""The notebook for Mesa users runs from its first cell to its last, in a kernel of its own.

That its cells are what a page runs, and that the page runs, is tried in test_examples.py.
"""

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="needs nbclient, which runs notebooks")
pytest.importorskip("ipykernel", reason="needs ipykernel, which a notebook runs in")
nbformat = pytest.importorskip("nbformat")

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorials" / "mesa.ipynb"


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")  # of the libraries that talk to the kernel
def test_every_cell_runs_and_something_is_shown(tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # commands set it, kernels inherit it
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    run = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    run.execute()
    code = [each for each in notebook.cells if each.cell_type == "code"]
    assert all(each.execution_count for each in code)
    shown = [kind for each in code for out in each.outputs for kind in out.get("data", ())]
    assert {"text/html", "image/png"} <= set(shown)
