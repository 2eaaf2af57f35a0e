"""start.py sets up once, says what is missing, and hands everything on."""

import ast
import contextlib
import importlib.util
import subprocess
import sys
import types
from pathlib import Path

import pytest

BUILD = "tillitsim.model.native.build"
SCRIPT = Path(__file__).parents[2] / "start.py"
SPECIFICATION = importlib.util.spec_from_file_location("start", SCRIPT)


@pytest.fixture
def start(tmp_path, monkeypatch):
    """The script in a folder of its own, with the programs that it calls written down, not run."""
    module = importlib.util.module_from_spec(SPECIFICATION)
    SPECIFICATION.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]")
    bin_folder = tmp_path / ".venv" / "bin"
    places = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "BIN": bin_folder}
    for name, place in {**places, "PYTHON": bin_folder / "python"}.items():
        monkeypatch.setattr(module, name, place)
    module.called = []
    module.answers = {}

    def call(*command: object, **_: object) -> int:
        words = [str(word).replace(str(tmp_path), "") for word in command]
        module.called.append(words)
        if "venv" in words and not module.answers.get("venv"):
            bin_folder.mkdir(parents=True, exist_ok=True)
            (bin_folder / "python").touch()
        return next((code for word, code in module.answers.items() if word in words), 0)

    monkeypatch.setattr(module, "call", call)
    monkeypatch.setattr(module, "begun", lambda *command: contextlib.nullcontext(call(*command)))
    monkeypatch.setattr(module, "ended", lambda code: code)
    return module


def programs(start) -> list[str]:
    return [
        next((w for w in words if w in {"venv", "pip", BUILD}), Path(words[0]).name)
        for words in start.called
    ]


def test_the_first_time_it_sets_up_and_then_runs(start):
    assert start.main(["run", "home-care", "--seed", "1"]) == 0
    assert programs(start) == ["venv", "pip", BUILD, "tillitsim"]
    assert start.called[-1][1:] == ["run", "home-care", "--seed", "1"]


def test_later_it_only_runs(start):
    start.main(["run", "home-care"])
    start.called.clear()
    start.main(["scenarios", "list"])
    assert programs(start) == ["tillitsim"]


def test_new_dependencies_are_installed_into_the_same_environment(start, tmp_path):
    start.main(["run", "home-care"])
    (tmp_path / "pyproject.toml").write_text("[project] # changed")
    start.called.clear()
    start.main(["run", "home-care"])
    assert programs(start) == [
        "pip",
        "pip",
        BUILD,
        "tillitsim",
    ]  # the first asks whether pip is there


def test_set_up_for_tests_is_set_up_to_run(start):
    start.main(["test"])
    assert [BUILD, "--tried"] in [words[-2:] for words in start.called]
    start.called.clear()
    start.main(["run", "home-care"])
    assert programs(start) == ["tillitsim"]


def test_tests_run_beside_every_check_even_after_one_that_fails(start, capsys):
    start.answers = {"/.venv/bin/mypy": 1}
    assert start.main(["test", "-k", "some"]) == 1
    ran = [Path(words[0]).name for words in start.called[-5:]]
    assert ran == ["python", "ruff", "ruff", "mypy", "lint-imports"]
    assert start.called[-5][-2:] == ["-k", "some"]
    assert capsys.readouterr().err.endswith("found something: mypy\n")


def test_tests_that_fail_are_told_too(start, capsys):
    start.answers = {"pytest": 1}
    assert start.main(["test"]) == 1
    assert capsys.readouterr().err.endswith("found something: pytest\n")


def test_what_tests_print_waits_and_is_then_passed_on_whole(capfdbinary):
    start = importlib.util.module_from_spec(SPECIFICATION)
    SPECIFICATION.loader.exec_module(start)
    said = "print('first', flush=True); print('last'); raise SystemExit(5)"
    with start.begun(sys.executable, "-c", said) as program:
        program.wait()
        assert capfdbinary.readouterr().out == b""
        assert start.ended(program) == 5
    assert capfdbinary.readouterr().out.split() == [b"first", b"last"]


def test_a_failed_installation_is_told_and_tried_again(start, capsys):
    start.answers = {"--editable": 1}
    assert start.main(["run", "home-care"]) == 1
    assert "network" in capsys.readouterr().err
    start.answers = {}
    assert start.main(["run", "home-care"]) == 0
    assert programs(start)[-4:] == ["pip", "pip", BUILD, "tillitsim"]


def test_a_python_without_venv_is_told_what_to_install(start, capsys):
    start.answers = {"venv": 1}
    assert start.main(["run", "home-care"]) == 1
    assert "apt install python3-venv" in capsys.readouterr().err


def test_the_exit_code_of_the_command_is_passed_on(start):
    start.answers = {"/.venv/bin/tillitsim": 2}
    assert start.main(["run", "nowhere"]) == 2


def old_python(monkeypatch, start, newer: str | None) -> None:
    monkeypatch.setattr(
        start, "sys", types.SimpleNamespace(version_info=(3, 8, 1), stderr=sys.stderr)
    )
    monkeypatch.setattr(start.shutil, "which", lambda name: name if name == newer else None)


def test_an_old_python_is_told_which_one_is_needed(start, monkeypatch, capsys):
    old_python(monkeypatch, start, newer=None)
    assert start.main(["run", "home-care"]) == 1
    assert "needs Python 3.11 or newer, and this is Python 3.8" in capsys.readouterr().err
    assert start.called == []


def test_an_old_python_hands_over_to_a_newer_one_on_the_same_machine(start, monkeypatch):
    old_python(monkeypatch, start, newer="python3.12")
    assert start.main(["run", "home-care"]) == 0
    assert start.called == [["python3.12", str(SCRIPT), "run", "home-care"]]


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_without_a_command_it_explains_itself(words):
    done = subprocess.run(
        [sys.executable, SCRIPT, *words], capture_output=True, text=True, check=True
    )
    assert "python3 start.py run home-care" in done.stdout


def test_an_older_python_can_read_it():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_step_that_takes_long_says_so_and_a_short_one_nothing(start, monkeypatch, capsys):
    with start.Waiting("Something quick"):
        pass
    monkeypatch.setattr(start, "PATIENCE", 0)
    with start.Waiting("Something long") as waiting:
        while "Something long: 0 s" not in (said := capsys.readouterr().err):
            assert waiting.thread.is_alive()
    assert "quick" not in said
