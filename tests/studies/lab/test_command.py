"""``tillitsim lab``: one file, the same for the same sources; faults are told in sentences."""

import base64
import gzip
import json
import re
import time
from pathlib import Path

import pytest

from tillitsim.cli.main import run_command
from tillitsim.studies.lab import contents
from tillitsim.studies.lab.command import SCREENS, opened


def written(tmp_path, *words):
    out = tmp_path / "lab.html"
    assert run_command(["lab", "--no-browser", f"--out={out}", *words]) == 0
    return out.read_text("utf-8")


def given(text):
    block = re.search(r'id="data">([^<]*)<', text)
    return json.loads(gzip.decompress(base64.b64decode(block[1])))


def test_the_same_command_writes_the_same_page(tmp_path):
    words = ("--service", "school", "--language", "en")
    assert written(tmp_path, *words) == written(tmp_path, *words)


def test_it_has_the_services_that_are_asked_for_and_opens_at_the_first(tmp_path):
    data = given(written(tmp_path, "--service", "school", "--service", "home-care"))
    there = [each["name"] for each in data["services"]]
    assert there[:3] == ["small-town", "school", "home-care"]
    lessons = [each[part]["service"] for each in data["lab"]["lessons"] for part in contents.PARTS]
    assert set(there[3:]) == set(lessons) - set(there[:3])
    assert data["first"] == "school"


def test_it_has_the_sectors_and_the_trials_else(tmp_path):
    data = given(written(tmp_path))
    assert data["first"] == "small-town"
    assert sum(each["group"] == "trial" for each in data["services"]) == 12
    assert sum(each["group"] == "service" for each in data["services"]) == 9


@pytest.mark.parametrize("language", ["en", "sv"])
def test_it_speaks_the_language_that_is_asked_for(tmp_path, language):
    text = written(tmp_path, f"--language={language}")
    assert f'<html lang="{language}">' in text
    assert given(text)["language"] == language


def test_it_names_no_other_place(tmp_path):
    text = written(tmp_path)
    shell = re.sub(r'(id="(data|model)">)[^<]*', r"\1", text)
    addresses = set(re.findall(r"https?://[\w./-]+", shell))
    assert addresses <= {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
        "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML",
    }  # fmt: skip
    assert "default-src 'none'" in text.replace("&#39;", "'")


def test_a_service_that_there_is_not_is_told_with_the_nearest(capsys):
    assert run_command(["lab", "--no-browser", "--service=scool", "--language=en"]) == 2
    assert "school" in capsys.readouterr().err


def test_without_a_screen_no_browser_is_looked_for(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    assert not opened(Path("lab.html"))


def test_what_opens_a_page_leaves_the_terminal_alone(tmp_path, monkeypatch, capfd):
    loud = tmp_path / "xdg-open"
    loud.write_text(f"#!/bin/sh\necho noise; echo noise >&2; echo opened > {tmp_path}/done\n")
    loud.chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DISPLAY", ":0")
    assert opened(tmp_path / "lab.html")
    while not (tmp_path / "done").exists():
        time.sleep(0.01)
    assert capfd.readouterr() == ("", "")


def test_a_page_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path, capsys):
    wall = tmp_path / "wall"
    wall.write_text("")
    words = ["--service=school", f"--out={wall / 'lab.html'}", "--language=en"]
    assert run_command(["lab", "--no-browser", *words]) == 74
    assert "Traceback" not in capsys.readouterr().err
    assert wall.read_text() == ""
