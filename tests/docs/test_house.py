"""The house is measured as its words say, on a house small enough to count by hand."""

import shutil

import house as tool
import pytest

FILES = {
    "src/small/__init__.py": '"""Small."""\n',
    "src/small/top.py": "from small.studies.one import analysis\nfrom small.low import name\n",
    "src/small/low.py": "from typing import Any\n\nname: Any = 1  # fmt: skip\n",
    "src/small/studies/__init__.py": "",
    "src/small/studies/one/__init__.py": "from small.studies.two import work\n",
    "src/small/studies/one/analysis.py": "import small.low\n",
    "src/small/studies/two/__init__.py": (
        "def work(a, b, c, d, e, f, g, h, *, i):\n    return '# fmt: skip'\n"
    ),
    "tests/test_small.py": "\n" * 11,
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkout")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_files_functions_and_exceptions_are_counted(checkout):
    measured = tool.House.at(checkout).measures()
    assert measured["files"] == "7"
    assert measured["lines"] == "10"
    assert measured["longest file"] == "3 (low.py)"
    assert measured["functions with more than 8 parameters"] == "1"
    assert measured["fmt: skip"] == "1"
    assert measured["Any"] == "1"
    assert measured["lines of tests to lines of code"] == "1.10"
    assert measured["most files in one folder"] == "3"


def test_rooms_and_what_joins_them(checkout):
    house = tool.House.at(checkout)
    assert set(house.graph().edges) == {("top", "studies"), ("top", "low"), ("studies", "low")}
    assert set(house.graph("studies").edges) == {("studies.one", "studies.two")}
    assert house.measures()["layers of rooms"] == "3"
    assert set(house.packages()) == {
        "small", "top", "low", "small/studies", "small/studies/one", "small/studies/two",
    }  # fmt: skip


def test_checkouts_stand_beside_each_other(checkout, tmp_path, capsys):
    other = shutil.copytree(checkout, tmp_path / "other")
    assert tool.main([str(checkout), str(other), "--markdown"]) == 0
    head, line, files, *_ = capsys.readouterr().out.splitlines()
    assert head.split("|")[2].strip() == checkout.name
    assert line == "| --- | --- | --- |"
    assert files.startswith("| files | 7 | ")
